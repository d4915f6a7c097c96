import type { ConfirmedImpact } from '../contracts/access-groups';
import type { PortalDetail, SettingsChange, SettingsHistory } from '../contracts/portals';
import type { PortalSettings, SettingsSection } from '../contracts/portal-settings';
import { settingsChanges, undoChanges } from '../rules/portal-settings';
import { linkGroups, listAccessGroups } from '../store/access-groups';
import type { Connection } from '../store/connection';
import { listDomains } from '../store/domains';
import { giveToPortal } from '../store/inboxes';
import { listPortals, savePortal, type PortalFacts } from '../store/portals';
import { listSettingsChanges, type SettingsEntry } from '../store/settings-history';
import { askAboutGroups } from './access-impact';
import { SYSTEM, type Activity } from './activity';
import type { SomeSettings } from './portals';
import type { DomainLooks } from './domain-looks';
import { changePortal, findPortal, portalRecorder, type Doer } from './portal-turns';
import { need, refused } from './refusals';
import type { Runtime } from './runtime';
import { settingsChecks } from './settings-checks';
import { askAboutSight } from './ticket-sight';
import type { SiteAddresses } from './site-addresses';
import type { SiteMap } from './site-map';
import type { AdminActor } from './types';

const HISTORY_PAGE = 20;
/** A restore undoes at most this many changes. */
const MOST_UNDONE = 1000;

export interface PortalSettingsService {
  /** null when there is none; 403 without `portal-read` or `portal-edit`. */
  find(actor: AdminActor, id: string): Promise<PortalDetail | null>;
  /**
   * Saves one page of the settings: it holds on the next request here, and within a second on other nodes. Asks first when
   * another choice of access groups lets many in or keeps anybody out, or when many would see more tickets.
   */
  save<Section extends SettingsSection>(
    actor: AdminActor,
    id: string,
    section: Section,
    input: PortalSettings[Section],
    confirmed?: ConfirmedImpact,
  ): Promise<PortalDetail | null>;
  /** What was changed, the newest first. */
  history(actor: AdminActor, id: string, cursor: number): Promise<SettingsHistory | null>;
  /** Puts the settings back as that change left them; what cannot be so any more is refused beside its field. */
  restore(
    actor: AdminActor,
    id: string,
    changeId: string,
    confirmed?: ConfirmedImpact,
  ): Promise<PortalDetail | null>;
  /** The same as `save`, inside a transaction that the caller has open and for a portal that it has read there. */
  write<Section extends SettingsSection>(
    db: Connection,
    by: Doer,
    portal: PortalFacts,
    section: Section,
    input: PortalSettings[Section],
    action?: string,
  ): Promise<PortalSettings>;
  /** Changes what is named, for an application's own code and the demo. */
  apply(portalKey: number, settings: SomeSettings): Promise<void>;
}

export function createPortalSettings(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  addresses: SiteAddresses,
  looks: DomainLooks,
): PortalSettingsService {
  async function find(actor: AdminActor, id: string): Promise<PortalDetail | null> {
    need(actor, 'portal-read', 'portal-edit');
    const portal = await findPortal(runtime.db, id);
    return portal ? detailOf(portal) : null;
  }

  async function detailOf(portal: PortalFacts): Promise<PortalDetail> {
    const domain = (await listDomains(runtime.db)).find(({ id }) => id === portal.domainId);
    const { id, state, step, settings } = portal;
    const address = domain ? `${domain.origin}${domain.basePath}/${settings.general.slug}` : '';
    const domainLook = await looks.of(runtime.db, portal.domainKey);
    const isReachable = (domain?.verifiedAt ?? 0) > 0;
    return { id, state, step, settings, address, isReachable, domainLook };
  }

  const write: PortalSettingsService['write'] = async (
    db,
    by,
    portal,
    section,
    input,
    action = 'updated',
  ) => {
    const checked = await settingsChecks[section](input, { db, runtime, siteMap, portal });
    const before = portal.settings[section];
    const changes = settingsChanges(before, checked);
    if (Object.keys(changes).length === 0) return portal.settings;
    const settings: PortalSettings = { ...portal.settings, [section]: checked };
    if (section === 'general') await movePortal(db, portal, settings);
    if (section === 'access') await giveGroups(db, portal, settings);
    const inboxKey = inboxKeyOf(portal, settings);
    if (section === 'general' && inboxKey > 0) await giveToPortal(db, inboxKey, portal.key);
    await savePortal(db, portal.key, settings, inboxKey || null);
    const told = Object.entries(changes).map(([path, one]) => [`${section}.${path}`, one] as const);
    await record(db, by, action, portal, Object.fromEntries(told));
    return settings;
  };

  /** One that another node has just made is not on the map yet: the portal keeps it. */
  const inboxKeyOf = (portal: PortalFacts, { general: { inbox } }: PortalSettings): number =>
    inbox === '' ? 0 : (siteMap.inboxes().find(({ id }) => id === inbox)?.key ?? portal.inboxKey);

  async function movePortal(
    db: Connection,
    portal: PortalFacts,
    { general }: PortalSettings,
  ): Promise<void> {
    const before = portal.settings.general;
    if (before.domain === general.domain && before.slug === general.slug) return;
    const domain = (await listDomains(db)).find(({ id }) => id === general.domain);
    if (!domain) return;
    const to = { domainKey: domain.key, slug: general.slug };
    await addresses.move(db, { id: portal.id, isKnown: portal.state !== 'draft' }, to);
  }

  async function giveGroups(
    db: Connection,
    portal: PortalFacts,
    { access }: PortalSettings,
  ): Promise<void> {
    const groups = await listAccessGroups(db);
    const keys = groups.filter(({ id }) => access.groups.includes(id)).map(({ key }) => key);
    await linkGroups(db, portal.key, keys);
  }

  const record = portalRecorder(activity);

  const change = (
    id: string,
    work: (db: Connection, portal: PortalFacts) => Promise<unknown>,
  ): Promise<true | null> =>
    changePortal(runtime, siteMap, id, async (db, portal) => {
      await work(db, portal);
      return true as const;
    });

  /** The settings as a change left them: everything since is undone. */
  async function settingsAfter(
    db: Connection,
    portal: PortalFacts,
    changeId: string,
  ): Promise<PortalSettings> {
    const entries = await listSettingsChanges(db, portal.id, 0, MOST_UNDONE);
    const index = entries.findIndex((entry) => entry.id === changeId);
    if (index < 0) refused('change', 'This change is not in the history any more.');
    const later = entries.slice(0, index).map(({ changes }) => changes);
    return undoChanges(portal.settings, later);
  }

  /** Counting goes through all contacts, so it comes before the transaction. Nobody can enter a draft. */
  async function askAbout(
    actor: AdminActor,
    id: string,
    after: (portal: PortalFacts) => Promise<Pick<PortalSettings, 'access' | 'tickets'>>,
    confirmed?: ConfirmedImpact,
  ): Promise<void> {
    const portal = await findPortal(runtime.db, id);
    if (!portal || portal.state === 'draft') return;
    const { access, tickets } = await after(portal);
    const before = portal.settings.access;
    await askAboutGroups(runtime.db, portal.key, before, access, confirmed);
    await askAboutSight(runtime, siteMap, actor, portal, tickets, confirmed);
  }

  return {
    find,
    write,

    async apply(portalKey, some) {
      const portals = await listPortals(runtime.db);
      const id = portals.find(({ key }) => key === portalKey)?.id ?? '';
      await change(id, async (db, portal) => {
        let current = portal;
        for (const section of Object.keys(some) as SettingsSection[]) {
          const input = { ...current.settings[section], ...some[section] };
          const settings = await write(db, SYSTEM, current, section, input as never);
          current = { ...current, settings };
        }
      });
    },

    async save(actor, id, section, input, confirmed) {
      need(actor, 'portal-edit');
      if (section === 'access' || section === 'tickets')
        await askAbout(
          actor,
          id,
          async ({ settings }) => ({ ...settings, [section]: input }),
          confirmed,
        );
      const isDone = await change(id, (db, portal) => write(db, actor, portal, section, input));
      return isDone ? find(actor, id) : null;
    },

    async history(actor, id, cursor) {
      need(actor, 'portal-read', 'portal-edit');
      const portal = await findPortal(runtime.db, id);
      if (!portal) return null;
      const entries = await listSettingsChanges(runtime.db, id, cursor, HISTORY_PAGE + 1);
      const rows = entries.slice(0, HISTORY_PAGE);
      const last = rows.at(-1);
      return {
        rows: rows.map(changeOf),
        nextCursor: last && entries.length > HISTORY_PAGE ? String(last.key) : null,
      };
    },

    async restore(actor, id, changeId, confirmed) {
      need(actor, 'portal-edit');
      const after = (portal: PortalFacts) => settingsAfter(runtime.db, portal, changeId);
      await askAbout(actor, id, after, confirmed);
      const isDone = await change(id, async (db, portal) => {
        const settings = await settingsAfter(db, portal, changeId);
        let current = portal;
        for (const section of Object.keys(settings) as SettingsSection[])
          current = {
            ...current,
            settings: await write(db, actor, current, section, settings[section], 'restored'),
          };
      });
      return isDone ? find(actor, id) : null;
    },
  };
}

function changeOf({ id, at, by, action, changes }: SettingsEntry): SettingsChange {
  const [first = ''] = Object.keys(changes);
  const section = first.split('.')[0] as SettingsSection;
  return { id, at, by, action, changes, section, canRestore: first !== '' };
}
