import type { PortalSettings } from '../contracts/portal-settings';
import type { PortalState, SetupStep } from '../contracts/portals';
import { readSettings } from '../rules/portal-settings';
import { LIVING } from './tickets';
import {
  change,
  insert,
  jsonOf,
  number,
  select,
  selectOne,
  text,
  type Connection,
  type Row,
} from './connection';

/** What a portal's row does not hold itself: where it stands, and public ids of what it names. */
export interface PortalPlace {
  domain: string;
  slug: string;
  inbox: string;
}

/** Settings as the row holds them; `groups` only where the row was read with them. */
export function settingsOf(row: Row, place: PortalPlace, groups: string[] = []): PortalSettings {
  const stored = jsonOf<Record<string, object | undefined>>(row.settings, {});
  const name = text(row.name);
  return readSettings(name, {
    ...stored,
    general: { ...stored.general, name, languages: jsonOf<string[]>(row.languages, []), ...place },
    tickets: {
      ...stored.tickets,
      permission: text(row.ticket_permission) || undefined,
      permissionFilter: jsonOf<unknown>(row.ticket_permission_filter, []),
    },
    branding: jsonOf<object>(row.branding, {}),
    access: { ...stored.access, control: text(row.access_control) || undefined, groups },
  });
}

/** The columns that hold settings. Domain, slug, inbox and groups stand elsewhere. */
function columnsOf(settings: PortalSettings): Row {
  const { name, languages, company, helpContact, texts } = settings.general;
  const { permission, permissionFilter, ...tickets } = settings.tickets;
  const { supportForm, knowledgeBase, mails } = settings;
  // Groups are rows of their own.
  const { control, ...access } = { ...settings.access, groups: undefined };
  return {
    name,
    languages: JSON.stringify(languages),
    ticket_permission: permission,
    ticket_permission_filter: JSON.stringify(permissionFilter),
    access_control: control,
    branding: JSON.stringify(settings.branding),
    settings: JSON.stringify({
      general: { company, helpContact, texts },
      tickets,
      supportForm,
      knowledgeBase,
      access,
      mails,
    }),
  };
}

export function addPortal(
  db: Connection,
  portal: {
    state: PortalState;
    step: SetupStep;
    settings: PortalSettings;
    inboxKey: number | null;
  },
): Promise<{ key: number; id: string }> {
  return insert(db, 'cp_portals', {
    ...columnsOf(portal.settings),
    state: portal.state,
    setup_step: portal.step,
    default_inbox_id: portal.inboxKey,
  });
}

/** A portal that is not deleted, draft or not. */
export interface PortalFacts {
  key: number;
  id: string;
  state: PortalState;
  step: SetupStep;
  inboxKey: number;
  /** 0 before a domain is chosen. */
  domainKey: number;
  domainId: string;
  settings: PortalSettings;
}

/** Every portal that is not deleted, in the order of their making. */
export async function listPortals(db: Connection): Promise<PortalFacts[]> {
  const rows = await select(
    db,
    `SELECT p.id, p.document_id, p.name, p.state, p.setup_step, p.ticket_permission, p.ticket_permission_filter, p.access_control,
     p.languages, p.branding, p.settings, p.default_inbox_id, i.document_id AS inbox_document_id,
     sp.slug, sp.domain_id, d.document_id AS domain_document_id
     FROM cp_portals p
     LEFT JOIN cp_inboxes i ON i.id = p.default_inbox_id
     LEFT JOIN cp_site_paths sp ON sp.target = p.document_id AND sp.kind = 'portal'
     LEFT JOIN cp_domains d ON d.id = sp.domain_id
     WHERE p.trashed_at = 0 ORDER BY p.id`,
  );
  const groups = await select(
    db,
    `SELECT pg.portal_id, g.document_id FROM cp_portal_access_groups pg
     JOIN cp_access_groups g ON g.id = pg.group_id WHERE g.trashed_at = 0 ORDER BY g.name, g.id`,
  );
  return rows.map((row) => {
    const key = number(row.id);
    const domainId = text(row.domain_document_id);
    const own = groups.filter((group) => number(group.portal_id) === key);
    const place = { domain: domainId, slug: text(row.slug), inbox: text(row.inbox_document_id) };
    return {
      key,
      id: text(row.document_id),
      state: text(row.state) as PortalState,
      step: (text(row.setup_step) || 'name') as SetupStep,
      inboxKey: number(row.default_inbox_id),
      domainKey: number(row.domain_id),
      domainId,
      settings: settingsOf(
        row,
        place,
        own.map((group) => text(group.document_id)),
      ),
    };
  });
}

export async function savePortal(
  db: Connection,
  portalKey: number,
  settings: PortalSettings,
  inboxKey: number | null,
): Promise<void> {
  await change(
    db,
    'cp_portals',
    { id: portalKey },
    { ...columnsOf(settings), default_inbox_id: inboxKey },
  );
}

export async function setPortalState(
  db: Connection,
  portalKey: number,
  state: PortalState,
): Promise<void> {
  await change(db, 'cp_portals', { id: portalKey }, { state });
}

export async function setSetupStep(
  db: Connection,
  portalKey: number,
  step: SetupStep,
): Promise<void> {
  await change(db, 'cp_portals', { id: portalKey }, { setup_step: step });
}

export async function setDefaultInbox(
  db: Connection,
  portalKey: number,
  inboxKey: number,
): Promise<void> {
  await change(db, 'cp_portals', { id: portalKey }, { default_inbox_id: inboxKey });
}

/** The portal is gone for everybody; its tickets stay with the agents. */
export async function trashPortal(db: Connection, portalKey: number, now: number): Promise<void> {
  await change(db, 'cp_portals', { id: portalKey }, { trashed_at: now });
}

/** Epoch ms of the newest activity of a portal; 0 without any. */
export async function lastActivityAt(db: Connection, portalKey: number): Promise<number> {
  const row = await selectOne(
    db,
    'SELECT MAX(occurred_at) AS newest FROM cp_activities WHERE portal_id = ?',
    [portalKey],
  );
  return number(row?.newest);
}

/** Tickets of a portal that exist for people; exact to 1,000 and then 1,001. */
export async function countTicketsOfPortal(
  db: Connection,
  portalKey: number,
  which: 'open' | 'all',
): Promise<number> {
  const row = await selectOne(
    db,
    `SELECT COUNT(*) AS total FROM (SELECT t.id FROM cp_tickets t
     WHERE t.portal_id = ? ${which === 'open' ? 'AND t.is_closed = ?' : ''} AND ${LIVING} LIMIT 1001) few`,
    which === 'open' ? [portalKey, false] : [portalKey],
  );
  return number(row?.total);
}

/** The same of contacts that are registered there. */
export async function countRegistered(db: Connection, portalKey: number): Promise<number> {
  const row = await selectOne(
    db,
    `SELECT COUNT(*) AS total FROM (SELECT id FROM cp_memberships
     WHERE portal_id = ? AND state = 'registered' LIMIT 1001) few`,
    [portalKey],
  );
  return number(row?.total);
}
