import {
  type AddressCheck,
  type AddressQuery,
  type Entrants,
  type NamedOnTheSpot,
  type SetupChoices,
  type SetupInput,
  type SetupInputStep,
} from '../contracts/portal-setup';
import {
  SETUP_STEPS,
  type NewPortalInput,
  type PortalDetail,
  type SetupStep,
} from '../contracts/portals';
import { readSettings } from '../rules/portal-settings';
import { canSignInAt, countMembers, inGroups, listAccessGroups } from '../store/access-groups';
import type { Connection } from '../store/connection';
import { listDomains } from '../store/domains';
import { allOf } from '../store/filter-groups';
import { freeInboxes, giveToPortal, listInboxes } from '../store/inboxes';
import {
  addPortal,
  setDefaultInbox,
  setPortalState,
  setSetupStep,
  type PortalFacts,
} from '../store/portals';
import { previewOf } from './access-impact';
import type { Activity } from './activity';
import type { PortalDefaults } from './portal-defaults';
import type { PortalSettingsService } from './portal-settings';
import { changePortal, findPortal, portalRecorder } from './portal-turns';
import { giveFirstForm } from './portals';
import { counted } from './record-page';
import { isPlain, type DomainLooks } from './domain-looks';
import { need, refused } from './refusals';
import type { Runtime } from './runtime';
import type { SiteAddresses } from './site-addresses';
import type { SiteMap } from './site-map';
import type { AdminActor } from './types';

/** The set-up of a portal in four steps: a draft keeps what was chosen, until it is published as a whole. */
export interface PortalSetup {
  /** A draft with nothing but a name. */
  create(actor: AdminActor, input: NewPortalInput): Promise<{ id: string }>;
  /** Saves one step into the draft, which goes on behind it; null when there is no such portal. */
  save<Step extends SetupInputStep>(
    actor: AdminActor,
    id: string,
    step: Step,
    input: SetupInput<Step>,
  ): Promise<PortalDetail | null>;
  choices(actor: AdminActor, id: string): Promise<SetupChoices | null>;
  /** Where the portal would stand, for the address while it is typed. */
  address(actor: AdminActor, id: string, place: AddressQuery): Promise<AddressCheck | null>;
  /** Who could sign in if the portal had these access groups. */
  entrants(actor: AdminActor, id: string, groups: string[]): Promise<Entrants | null>;
  makeInbox(
    actor: AdminActor,
    id: string,
    input: NamedOnTheSpot,
  ): Promise<{ id: string; name: string } | null>;
  /** Publishes the draft; what is not chosen has its default. */
  finish(actor: AdminActor, id: string): Promise<PortalDetail | null>;
}

export function createPortalSetup(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  addresses: SiteAddresses,
  settings: PortalSettingsService,
  defaults: PortalDefaults,
  looks: DomainLooks,
): PortalSetup {
  const change = <Result>(
    id: string,
    work: (db: Connection, portal: PortalFacts) => Promise<Result>,
  ) => changePortal(runtime, siteMap, id, work);

  const record = portalRecorder(activity);

  /** Each step changes pages of the settings, which are checked and told as everywhere. */
  const STEPS: {
    [Step in SetupInputStep]: (
      db: Connection,
      actor: AdminActor,
      portal: PortalFacts,
      input: SetupInput<Step>,
    ) => Promise<unknown>;
  } = {
    name: (db, actor, portal, { name }) =>
      settings.write(db, actor, portal, 'general', { ...portal.settings.general, name }),

    async domain(db, actor, portal, { domain, slug }) {
      const chosen = await defaults.domain(db, domain);
      await settings.write(db, actor, portal, 'general', {
        ...portal.settings.general,
        domain: chosen.id,
        slug: slug === '' ? await defaults.slug(db, portal, chosen.key) : slug,
      });
    },

    async tickets(db, actor, portal, { inbox, permission, permissionFilter }) {
      const general = { ...portal.settings.general, inbox };
      const saved = await settings.write(db, actor, portal, 'general', general);
      const tickets = {
        ...portal.settings.tickets,
        permission,
        permissionFilter: permission === 'filter' ? permissionFilter : [],
      };
      await settings.write(db, actor, { ...portal, settings: saved }, 'tickets', tickets);
      // What was chosen before, or made and not chosen, is free for other portals.
      const kept = (await listInboxes(db)).find(({ id }) => id === inbox);
      await freeInboxes(db, portal.key, kept?.key ?? 0);
    },

    access: (db, actor, portal, input) => settings.write(db, actor, portal, 'access', input),
  };

  const draftOnly = (portal: PortalFacts) => {
    if (portal.state !== 'draft')
      refused('step', 'This portal is set up already. Change it in its settings.');
  };

  return {
    async create(actor, { name }) {
      need(actor, 'portal-edit');
      const made = await runtime.transaction(async (db) => {
        const portal = await addPortal(db, {
          state: 'draft',
          step: 'domain',
          settings: readSettings(name, { general: { name } }),
          inboxKey: null,
        });
        await record(db, actor, 'created', portal, { name: { before: '', after: name } });
        return portal;
      });
      await siteMap.refresh();
      return { id: made.id };
    },

    async save(actor, id, step, input) {
      need(actor, 'portal-edit');
      await siteMap.refresh();
      const isDone = await change(id, async (db, portal) => {
        draftOnly(portal);
        await STEPS[step](db, actor, portal, input);
        await setSetupStep(db, portal.key, laterOf(portal.step, step));
        return true;
      });
      return isDone ? settings.find(actor, id) : null;
    },

    async choices(actor, id) {
      need(actor, 'portal-read', 'portal-edit', 'portal-publish');
      const portal = await findPortal(runtime.db, id);
      if (!portal) return null;
      const { general } = portal.settings;
      const living = (await listInboxes(runtime.db)).filter(({ isTrashed }) => !isTrashed);
      const system = await defaults.systemDomain(runtime.db);
      const domainKey = portal.domainKey || (system?.key ?? 0);
      const inbox = await defaults.inbox(runtime.db, portal);
      const groups: SetupChoices['accessGroups'] = [];
      for (const group of await listAccessGroups(runtime.db))
        groups.push({
          id: group.id,
          name: group.name,
          kind: group.kind,
          members: counted(await countMembers(runtime.db, group.key)),
        });
      return {
        inboxes: living
          .filter(({ portalKey }) => portalKey === 0 || portalKey === portal.key)
          .map((one) => ({ id: one.id, name: one.name })),
        accessGroups: groups,
        defaults: {
          domain: system?.id ?? '',
          slug:
            general.slug ||
            (domainKey > 0 ? await defaults.slug(runtime.db, portal, domainKey) : ''),
          inbox: { id: inbox?.id ?? '', name: inbox?.name ?? general.name },
        },
      };
    },

    async address(actor, id, { domain, slug }) {
      need(actor, 'portal-edit');
      const portal = await findPortal(runtime.db, id);
      if (!portal) return null;
      const chosen = (await listDomains(runtime.db)).find((one) => one.id === domain);
      if (!chosen)
        return {
          address: '',
          problem: { field: 'domain', message: 'Choose a domain that exists.' },
        };
      const place = { domainKey: chosen.key, slug, kind: 'portal' as const, target: id };
      return {
        address: `${chosen.origin}${chosen.basePath}/${slug}`,
        problem: await addresses.problemAt(runtime.db, place),
      };
    },

    async entrants(actor, id, groups) {
      need(actor, 'portal-read', 'portal-edit');
      const portal = await findPortal(runtime.db, id);
      if (!portal) return null;
      const known = await listAccessGroups(runtime.db);
      const keys = known.filter((group) => groups.includes(group.id)).map(({ key }) => key);
      const isNarrowed = keys.length > 0;
      const here = canSignInAt(portal.key);
      const today = await previewOf(runtime.db, isNarrowed ? allOf([here, inGroups(keys)]) : here);
      const members = isNarrowed ? await previewOf(runtime.db, inGroups(keys)) : null;
      // Names of people are for whoever may read them elsewhere.
      const maySee = actor.can.has('contact-read') || actor.can.has('access-group-read');
      if (maySee) return { today, members };
      return { today: { ...today, sample: [] }, members: members && { ...members, sample: [] } };
    },

    async makeInbox(actor, id, { name }) {
      need(actor, 'portal-edit');
      return change(id, async (db, portal) => {
        const made = await defaults.makeInbox(db, actor, name, false);
        await giveToPortal(db, made.key, portal.key);
        return { id: made.id, name };
      });
    },

    async finish(actor, id) {
      need(actor, 'portal-publish');
      await siteMap.refresh();
      const isDone = await change(id, async (db, portal) => {
        draftOnly(portal);
        const { general, tickets, access, branding } = portal.settings;
        const domain = await defaults.domain(db, general.domain);
        const slug = general.slug || (await defaults.slug(db, portal, domain.key));
        // Checked again as a whole: what was chosen days ago may be gone or taken by now.
        const placed = { ...general, domain: domain.id, slug };
        const now = { ...portal };
        now.settings = await settings.write(db, actor, now, 'general', placed);
        now.settings = await settings.write(db, actor, now, 'tickets', tickets);
        now.settings = await settings.write(db, actor, now, 'access', access);
        const look = isPlain(branding) ? await looks.of(db, domain.key) : null;
        if (look) now.settings = await settings.write(db, actor, now, 'branding', look);
        const inbox = await defaults.inboxFor(db, actor, portal);
        await setDefaultInbox(db, portal.key, inbox.key);
        await giveToPortal(db, inbox.key, portal.key);
        await giveFirstForm(db, siteMap, portal.key, runtime.now());
        await setSetupStep(db, portal.key, 'review');
        await setPortalState(db, portal.key, 'live');
        await record(db, actor, 'published', portal, {
          state: { before: 'draft', after: 'live' },
          address: { before: '', after: `${domain.origin}${domain.basePath}/${slug}` },
          inbox: { before: '', after: inbox.name },
        });
        return true;
      });
      // Whoever publishes sees what became of it.
      return isDone ? settings.find({ ...actor, can: new Set(['portal-read']) }, id) : null;
    },
  };
}

/** A step that was gone back to does not take the set-up back. */
function laterOf(current: SetupStep, saved: SetupInputStep): SetupStep {
  const behind = SETUP_STEPS.indexOf(saved) + 1;
  return SETUP_STEPS[Math.max(SETUP_STEPS.indexOf(current), behind)] ?? 'review';
}
