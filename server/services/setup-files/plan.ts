import { createHash } from 'node:crypto';
import type {
  SetupFile,
  SetupItem,
  SetupNote,
  SetupPlan,
  SetupQuestion,
} from '../../contracts/setup-files';
import { settingsChanges } from '../../rules/portal-settings';
import { stable, type Item } from '../../rules/setup-merge';
import { createDirectory, type Directory } from '../../rules/setup-refs';
import { ACTIONS } from '../../permissions';
import type { Runtime } from '../runtime';
import type { SiteMap } from '../site-map';
import type { AdminActor } from '../types';
import type { Environment } from './environment';
import { createFuture } from './future';
import type { Exported, Part, PlanContext, PlannedItem } from './part';
import { placeholder } from './placeholder';

interface Asked {
  runtime: Runtime;
  siteMap: SiteMap;
  actor: AdminActor;
  /** Strapi lets this person change its roles. */
  mayChangeRoles: boolean;
  env: Environment;
  file: SetupFile;
  parts: readonly Part[];
}

/** A plan with everything that applying needs of it. */
export interface Plan extends Omit<SetupPlan, 'items'> {
  items: PlannedItem[];
}

/** What the items of one part stand for here. */
interface Matched {
  raw: Item;
  here: Exported | null;
  id: string;
  place: string;
  isTwice: boolean;
}

/** Compares a file with what is here, and asks everything that would refuse it. Nothing is written. */
export async function planFile(asked: Asked): Promise<Plan> {
  const { env, file, parts, actor } = asked;
  const items: PlannedItem[] = [];
  const problems: SetupNote[] = [];
  const warnings: SetupNote[] = [];
  const questions: SetupQuestion[] = [];
  const { directory, matched } = matchAll(parts, env, file);
  const future = createFuture(asked.siteMap, env);
  publishAhead(matched.get('requestForms') ?? [], env, directory, future.setForms);
  const context: PlanContext = { ...asked, directory, future, questions };

  for (const part of parts) {
    const planned: PlannedItem[] = [];
    for (const { raw, here, id, place, isTwice } of matched.get(part.name) ?? []) {
      const name = part.nameOf({ ...here?.item, ...raw });
      const note = (notes: SetupNote[]) => (path: string, message: string) =>
        void notes.push({ place: path === '' ? place : `${place}.${path}`, name, message });
      const problem = note(problems);
      if (isTwice) {
        problem('', 'This is in the file twice.');
        continue;
      }
      const entry = { raw, here, id, place, problem, warn: note(warnings) };
      const wanted = await part.plan(context, entry);
      if (wanted)
        planned.push(compared(part, { id, name, place }, here?.item ?? null, stable(wanted)));
    }
    planned.push(...(part.orders?.(context, planned) ?? []));
    items.push(...planned);
    const isChanging = planned.some(({ state }) => state !== 'same');
    if (isChanging && !part.needs.every((action) => actor.can.has(action)))
      problems.push({
        place: part.name,
        name: '',
        message: `Your role lacks “${wordsFor(part)}”.`,
      });
  }
  const kept = asked.mayChangeRoles ? items : withoutRoles(items, warnings);
  return {
    items: kept,
    problems,
    warnings,
    questions,
    digest: digestOf(kept, problems, questions),
  };
}

/** What a person sees of it. */
export const shownPlan = ({ items, ...plan }: Plan): SetupPlan => ({
  ...plan,
  items: items.map(({ part, name, orderOf, place, state, changes }): SetupItem => ({
    part,
    name,
    ...(orderOf !== undefined && { orderOf }),
    place,
    state,
    changes,
  })),
});

/** Finds for each item what it stands for, and names what the file makes. */
function matchAll(
  parts: readonly Part[],
  env: Environment,
  file: SetupFile,
): { directory: Directory; matched: Map<string, Matched[]> } {
  let directory = env.directory;
  const named = [...env.named];
  const matched = new Map<string, Matched[]>();
  for (const part of parts) {
    const isOften = part.name === 'portals' || part.name === 'announcements';
    const here = new Map<string, Exported>();
    for (const one of part.exported(env))
      here.set(numbered(here, part.keyOf(one.item, directory)), one);
    const seen = new Map<string, Matched>();
    const own: Matched[] = [];
    for (const [at, raw] of file[part.name].entries()) {
      const plain = part.keyOf(raw, directory);
      const key = isOften ? numbered(seen, plain) : plain;
      const known = here.get(key) ?? null;
      const id = known?.id ?? placeholder(part.name, key);
      const one = { raw, here: known, id, place: `${part.name}.${at}`, isTwice: seen.has(key) };
      seen.set(key, one);
      own.push(one);
      if (!one.isTwice) named.push(...(part.makes?.(raw, id, env) ?? []));
    }
    matched.set(part.name, own);
    directory = createDirectory(named);
  }
  return { directory, matched };
}

/** Several of the same name are told apart by their order. */
function numbered(seen: ReadonlyMap<string, unknown>, key: string): string {
  let number = 1;
  const at = () => (number === 1 ? key : `${key}#${number}`);
  while (seen.has(at())) number += 1;
  return at();
}

/** Portals choose among published forms, which are planned after them. */
function publishAhead(
  forms: readonly Matched[],
  env: Environment,
  directory: Directory,
  setForms: (portalId: string, ids: readonly string[]) => void,
): void {
  const published = new Map<string, Set<string>>();
  const idsOf = (portalId: string) => {
    const ids = published.get(portalId) ?? new Set<string>();
    published.set(portalId, ids);
    return ids;
  };
  for (const form of env.forms) {
    const portal = env.portals.find(({ key }) => key === form.portalKey);
    if (portal && form.published) idsOf(portal.id).add(form.id);
  }
  for (const { raw, here, id } of forms) {
    const portalId = directory.idOf(String(raw.portal)) ?? '';
    const isPublished = raw.isPublished ?? here?.item.isPublished;
    if (isPublished === true) idsOf(portalId).add(id);
    else idsOf(portalId).delete(id);
  }
  for (const [portalId, ids] of published) setForms(portalId, [...ids]);
}

function compared(
  part: Part,
  { id, name, place }: { id: string; name: string; place: string },
  here: Item | null,
  wanted: Item,
): PlannedItem {
  const common = { part: part.name, id, name, place, wanted };
  if (!here) return { ...common, state: 'new', changes: {} };
  const asMaps = (item: Item) => stable(part.comparable?.(item) ?? item);
  const changes = settingsChanges(asMaps(here), asMaps(wanted));
  return { ...common, state: Object.keys(changes).length > 0 ? 'changed' : 'same', changes };
}

function wordsFor({ needs }: Part): string {
  const words = needs.map(
    (need) => ACTIONS.find(({ uid }) => uid.endsWith(`.${need}`))?.displayName ?? need,
  );
  return words.join('”, “');
}

function withoutRoles(items: PlannedItem[], warnings: SetupNote[]): PlannedItem[] {
  for (const { part, name, place, state } of items)
    if (part === 'roles' && state !== 'same')
      warnings.push({
        place,
        name,
        message:
          'It is left out: only somebody who may create and update Strapi’s roles applies roles.',
      });
  return items.filter(({ part, state }) => part !== 'roles' || state === 'same');
}

const digestOf = (...parts: unknown[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');
