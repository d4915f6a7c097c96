import { errors } from '@strapi/utils';
import {
  SETUP_FORMAT,
  SETUP_PARTS,
  SETUP_VERSION,
  type SetupFile,
  type SetupPart,
  type SetupPlan,
  type SetupResult,
} from '../contracts/setup-files';
import { announcementState } from '../rules/announcements';
import { stable, type Item } from '../rules/setup-merge';
import { ACTIONS } from '../permissions';
import type { Activity } from './activity';
import type { Announcements } from './announcements';
import type { BrandPictures } from './brand-pictures';
import type { Pipelines } from './pipelines';
import type { PortalSettingsService } from './portal-settings';
import type { PortalSetup } from './portal-setup';
import type { Properties } from './properties';
import { need, refused } from './refusals';
import type { RequestForms } from './request-forms';
import type { Runtime } from './runtime';
import { announcementsPart } from './setup-files/announcements-part';
import { readEnvironment, type Environment } from './setup-files/environment';
import { readSetupFile } from './setup-files/file';
import type { Part, PlannedItem } from './setup-files/part';
import { pipelinesPart } from './setup-files/pipelines-part';
import { planFile, shownPlan, type Plan } from './setup-files/plan';
import { PICTURES } from './setup-files/portal-item';
import { portalsPart } from './setup-files/portals-part';
import { propertiesPart } from './setup-files/properties-part';
import { requestFormsPart } from './setup-files/request-forms-part';
import { rolesPart } from './setup-files/roles-part';
import type { SiteAddresses } from './site-addresses';
import type { SiteMap } from './site-map';
import type { AdminActor } from './types';

/** Whoever applies a file, and whether Strapi lets them change its roles. */
export interface SetupActor extends AdminActor {
  mayChangeRoles: boolean;
}

/** The set-up of an installation as one file: from development over staging to production. */
export interface SetupFiles {
  /** Without people and tickets; what refers to something else is named by words. */
  export(actor: AdminActor): Promise<SetupFile>;
  /** What applying a file would change, and what speaks against it. Nothing is written. */
  plan(actor: SetupActor, text: string): Promise<SetupPlan>;
  /**
   * Applies a file whose differences were looked at: another digest is refused. What fails half-way leaves what was applied
   * before it, and applying again goes on.
   */
  apply(actor: SetupActor, text: string, digest: string): Promise<SetupResult>;
  /** Who the commands of the server act as: every action, and activities name the system. */
  system(): SetupActor;
}

interface Needs {
  runtime: Runtime;
  siteMap: SiteMap;
  activity: Activity;
  announcements: Announcements;
  brandPictures: BrandPictures;
  pipelines: Pipelines;
  portalSettings: PortalSettingsService;
  portalSetup: PortalSetup;
  properties: Properties;
  requestForms: RequestForms;
  siteAddresses: SiteAddresses;
}

export function createSetupFiles(services: Needs): SetupFiles {
  const { runtime, siteMap, activity } = services;
  // In the order of SETUP_PARTS: each refers to those before it.
  const parts: readonly Part[] = [
    propertiesPart(services.properties),
    pipelinesPart(services.pipelines),
    portalsPart(services),
    requestFormsPart(services.requestForms),
    announcementsPart(services.announcements),
    rolesPart(runtime, activity),
  ];

  // What portals choose of their forms is applied behind the forms.
  const steps = parts.flatMap((part) => [
    { part, isLate: false },
    ...(part.name === 'requestForms'
      ? parts.filter(({ applyLate }) => applyLate).map((late) => ({ part: late, isLate: true }))
      : []),
  ]);

  async function planned(
    actor: SetupActor,
    text: string,
  ): Promise<{ plan: Plan; file: SetupFile }> {
    need(actor, 'setup-apply');
    const read = readSetupFile(text);
    if ('problems' in read)
      return {
        plan: { items: [], problems: read.problems, warnings: [], questions: [], digest: '' },
        file: emptyFile(),
      };
    await siteMap.refresh();
    const { file } = read;
    const env = await readEnvironment(runtime, file);
    const { mayChangeRoles } = actor;
    const plan = await planFile({ runtime, siteMap, actor, mayChangeRoles, env, file, parts });
    return { plan, file };
  }

  return {
    async export(actor) {
      need(actor, 'setup-export');
      const env = await readEnvironment(runtime);
      const now = runtime.now();
      const exported = Object.fromEntries(
        parts.map((part) => [part.name, part.exported(env).map(({ item }) => item)]),
      ) as Record<SetupPart, Item[]>;
      const announcements = exported.announcements.filter(
        (item) => announcementState(item as { from: number; until: number }, now) !== 'over',
      );
      const file = { ...emptyFile(), ...exported, announcements, pictures: await picturesOf(env) };
      return Object.fromEntries(
        Object.entries(file).map(([name, value]) => [name, stable(value)]),
      ) as SetupFile;
    },

    async plan(actor, text) {
      return shownPlan((await planned(actor, text)).plan);
    },

    async apply(actor, text, digest) {
      const { plan, file } = await planned(actor, text);
      const [problem] = plan.problems;
      if (problem)
        refused('file', [problem.place, problem.message].filter(Boolean).join(': '), {
          problems: plan.problems,
        });
      if (plan.digest !== digest)
        refused('digest', 'The set-up here has changed since. Look at the differences again.');
      return applied(actor, file, plan);
    },

    system: () => ({
      kind: 'system',
      id: '',
      name: '',
      can: new Set(ACTIONS.map(({ uid }) => uid.split('.').at(-1) ?? uid)),
      mayChangeRoles: true,
    }),
  };

  async function applied(actor: SetupActor, file: SetupFile, plan: Plan): Promise<SetupResult> {
    const waiting = plan.items.filter(({ state }) => state !== 'same');
    const done: PlannedItem[] = [];
    const made = new Map<string, string>();
    let failed: SetupResult['failed'] = null;
    for (const { part, isLate } of steps) {
      const own = (isLate ? done : waiting).filter((item) => item.part === part.name);
      if (own.length === 0) continue;
      const read = async () => ({
        actor,
        env: await readEnvironment(runtime, file),
        file,
        questions: plan.questions,
        made,
      });
      let context = await read();
      for (const item of own) {
        // An order is of what was made before it too.
        if (item.orderOf !== undefined) context = await read();
        try {
          await (isLate ? part.applyLate?.(context, item) : part.apply(context, item));
        } catch (error) {
          failed = { ...shortOf(item), message: messageOf(error) };
          break;
        }
        if (!isLate) done.push(item);
      }
      if (failed) break;
    }
    const left = waiting.filter((item) => !done.includes(item) && !isSameItem(item, failed));
    if (done.length > 0) await record(actor, done);
    return {
      applied: done.map(withState),
      failed,
      left: left.map(withState),
      warnings: plan.warnings,
    };
  }

  /** Whoever reads the record sees that these changes came from one file. */
  async function record(actor: AdminActor, done: readonly PlannedItem[]): Promise<void> {
    const changes = Object.fromEntries(
      SETUP_PARTS.map((part) => [
        part,
        done
          .filter((item) => item.part === part)
          .map(({ name, orderOf }) => name || (orderOf ?? '')),
      ])
        .filter(([, names]) => names?.length)
        .map(([part, names]) => [part, { before: '', after: String(names) }]),
    ) as Record<string, { before: string; after: string }>;
    await runtime.transaction((db) =>
      activity.record(db, {
        actor: { kind: actor.kind, id: actor.id, name: actor.name },
        action: 'setup.applied',
        subject: { kind: 'installation', id: '' },
        portalKey: 0,
        changes,
      }),
    );
  }

  function messageOf(error: unknown): string {
    if (error instanceof errors.ApplicationError || error instanceof errors.ForbiddenError)
      return error.message;
    runtime.strapi.log.error(
      `customer-portal: applying a set-up file: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return 'Something unexpected went wrong. The server’s log says what.';
  }

  async function picturesOf(env: Environment): Promise<Record<string, string>> {
    const names = env.portals.flatMap(({ settings }) =>
      PICTURES.map((field) => settings.branding[field]),
    );
    const pictures: Record<string, string> = {};
    for (const name of [...new Set(names)].sort()) {
      const found = name === '' ? null : await services.brandPictures.open(name);
      if (found) pictures[name] = found.bytes.toString('base64');
    }
    return pictures;
  }
}

const shortOf = ({ part, name, orderOf }: PlannedItem) => ({
  part,
  name,
  ...(orderOf !== undefined && { orderOf }),
});
const withState = (item: PlannedItem) => ({ ...shortOf(item), state: item.state });
const isSameItem = (item: PlannedItem, other: SetupResult['failed']) =>
  item.part === other?.part && item.name === other.name && item.orderOf === other.orderOf;

const emptyFile = (): SetupFile => ({
  format: SETUP_FORMAT,
  version: SETUP_VERSION,
  properties: [],
  pipelines: [],
  portals: [],
  requestForms: [],
  announcements: [],
  roles: [],
  pictures: {},
});
