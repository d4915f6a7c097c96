import type { PortalDeletion } from '../contracts/portal-setup';
import type { AccessSettings } from '../contracts/portal-settings';
import type { PortalQuery, PortalRow } from '../contracts/portals';
import type { RecordPage } from '../contracts/lists';
import { namesFor } from '../rules/portal-names';
import { normaliseText } from '../rules/property-values';
import { linkGroups, listAccessGroups } from '../store/access-groups';
import type { Connection } from '../store/connection';
import { bumpVersion } from '../store/counters';
import { listDomains, type DomainFacts } from '../store/domains';
import { freeInboxes, listInboxes } from '../store/inboxes';
import {
  addPortal,
  countRegistered,
  countTicketsOfPortal,
  lastActivityAt,
  listPortals,
  setPortalState,
  trashPortal,
  type PortalFacts,
} from '../store/portals';
import { endSessionsOfMembers } from '../store/sessions';
import { closeTokensOfPortal } from '../store/tokens';
import type { Activity } from './activity';
import { changePortal, findPortal, portalRecorder } from './portal-turns';
import { counted, pageInMemory } from './record-page';
import { need, refused } from './refusals';
import type { Runtime } from './runtime';
import type { SiteAddresses } from './site-addresses';
import type { SiteMap } from './site-map';
import type { AdminActor } from './types';

/** The list of portals, and what becomes of one: paused, live again, copied, deleted. */
export interface PortalLife {
  list(actor: AdminActor, query: PortalQuery): Promise<RecordPage<PortalRow>>;
  /** Customers of a paused portal see a calm notice; null when there is no such portal. */
  setState(actor: AdminActor, id: string, state: 'live' | 'paused'): Promise<true | null>;
  /** A draft with the same settings, without address, inbox, request forms and tickets. */
  duplicate(actor: AdminActor, id: string): Promise<{ id: string } | null>;
  /** What deleting a portal would take away. */
  deletion(actor: AdminActor, id: string): Promise<PortalDeletion | null>;
  /** Its tickets stay with the agents, its address is free, and nobody is signed in there any more. */
  remove(actor: AdminActor, id: string, typedName: string): Promise<true | null>;
}

/** Identity providers stay with the original, and where they alone let people in, nobody could enter the copy. */
const accessOfCopy = (access: AccessSettings): AccessSettings =>
  access.control === 'single-sign-on' ? { ...access, control: 'access-groups' } : access;

/** Of a draft that somebody changes anyway, or of what customers see. */
const needToDelete = (actor: AdminActor, portal: PortalFacts) =>
  portal.state === 'draft'
    ? need(actor, 'portal-edit', 'portal-publish')
    : need(actor, 'portal-publish');

export function createPortalLife(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  addresses: SiteAddresses,
): PortalLife {
  const change = <Result>(
    id: string,
    work: (db: Connection, portal: PortalFacts) => Promise<Result>,
  ) => changePortal(runtime, siteMap, id, work);

  const addressOf = ({ domainId, settings }: PortalFacts, domains: DomainFacts[]) => {
    const domain = domains.find(({ id }) => id === domainId);
    return {
      address: domain ? `${domain.origin}${domain.basePath}/${settings.general.slug}` : '',
      isReachable: (domain?.verifiedAt ?? 0) > 0,
    };
  };

  async function inboxNames(): Promise<Map<string, string>> {
    const inboxes = await listInboxes(runtime.db);
    return new Map(inboxes.map(({ id, name }) => [id, name]));
  }

  const record = portalRecorder(activity);

  return {
    async list(actor, query) {
      need(actor, 'portal-read', 'portal-edit');
      const domains = await listDomains(runtime.db);
      const inboxes = await inboxNames();
      const rows: PortalRow[] = [];
      for (const portal of await listPortals(runtime.db)) {
        if (query.state !== '' && portal.state !== query.state) continue;
        rows.push({
          id: portal.id,
          name: portal.settings.general.name,
          state: portal.state,
          step: portal.step,
          ...addressOf(portal, domains),
          inbox: inboxes.get(portal.settings.general.inbox) ?? '',
          openTickets: counted(await countTicketsOfPortal(runtime.db, portal.key, 'open')),
          lastActivityAt: await lastActivityAt(runtime.db, portal.key),
        });
      }
      return pageInMemory({
        rows,
        query,
        textOf: ({ name, address, inbox }) => `${name} ${address} ${inbox}`,
        sorts: {
          name: ({ name }) => name,
          inbox: ({ inbox }) => inbox,
          tickets: ({ openTickets }) => openTickets.value + Number(openTickets.more),
          activity: ({ lastActivityAt: at }) => at,
        },
        defaultSort: 'name',
      });
    },

    async setState(actor, id, state) {
      need(actor, 'portal-publish');
      return change<true>(id, async (db, portal) => {
        if (portal.state === 'draft')
          refused('state', 'This portal is not set up yet. Finish the set-up first.');
        if (portal.state === state) return true;
        await setPortalState(db, portal.key, state);
        const action = state === 'live' ? 'resumed' : 'paused';
        await record(db, actor, action, portal, {
          state: { before: portal.state, after: state },
        });
        return true;
      });
    },

    async duplicate(actor, id) {
      need(actor, 'portal-edit');
      return change(id, async (db, original) => {
        const { settings } = original;
        const taken = new Set(
          (await listPortals(db)).map((one) => normaliseText(one.settings.general.name)),
        );
        // Cut so that the longest name has room for what tells the copy apart.
        const copied = settings.general.name.slice(0, 68).trim();
        let name = '';
        for (name of namesFor(`${copied} (copy)`)) if (!taken.has(normaliseText(name))) break;
        const made = await addPortal(db, {
          state: 'draft',
          step: 'domain',
          settings: {
            ...settings,
            general: { ...settings.general, name, domain: '', slug: '', inbox: '' },
            access: accessOfCopy(settings.access),
            // Forms are of one portal, and which knowledge base stands beside it follows from the domain.
            supportForm: { ...settings.supportForm, forms: null },
            knowledgeBase: { ...settings.knowledgeBase, base: '', categories: null },
          },
          inboxKey: null,
        });
        const groups = await listAccessGroups(db);
        const keys = groups.filter((one) => settings.access.groups.includes(one.id));
        await linkGroups(
          db,
          made.key,
          keys.map(({ key }) => key),
        );
        await record(db, actor, 'created', made, {
          name: { before: '', after: name },
          copyOf: { before: '', after: settings.general.name },
        });
        return { id: made.id };
      });
    },

    async deletion(actor, id) {
      const portal = await findPortal(runtime.db, id);
      if (!portal) {
        need(actor, 'portal-edit', 'portal-publish');
        return null;
      }
      needToDelete(actor, portal);
      const { name, inbox } = portal.settings.general;
      return {
        name,
        state: portal.state,
        address: addressOf(portal, await listDomains(runtime.db)).address,
        inbox: (await inboxNames()).get(inbox) ?? '',
        tickets: counted(await countTicketsOfPortal(runtime.db, portal.key, 'all')),
        openTickets: counted(await countTicketsOfPortal(runtime.db, portal.key, 'open')),
        registered: counted(await countRegistered(runtime.db, portal.key)),
      };
    },

    async remove(actor, id, typedName) {
      need(actor, 'portal-edit', 'portal-publish');
      return change<true>(id, async (db, portal) => {
        needToDelete(actor, portal);
        const { name, slug } = portal.settings.general;
        const hasTickets = (await countTicketsOfPortal(db, portal.key, 'all')) > 0;
        if (hasTickets && typedName.trim() !== name)
          refused('name', `Type the portal’s name to delete it: ${name}`);
        const now = runtime.now();
        await trashPortal(db, portal.key, now);
        await addresses.release(db, portal.id);
        await freeInboxes(db, portal.key, 0);
        // On every node at once, whichever portals its map still shows.
        await endSessionsOfMembers(db, portal.key, portal.domainKey);
        await closeTokensOfPortal(db, portal.key, now);
        await record(db, actor, 'deleted', portal, {
          name: { before: name, after: '' },
          slug: { before: slug, after: '' },
        });
        await bumpVersion(db, 'site');
        return true;
      });
    },
  };
}
