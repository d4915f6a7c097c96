import type { AreaActions } from '../rules/audit-areas';
import {
  number,
  select,
  selectOne,
  text,
  type Connection,
  type Row,
  type Value,
} from './connection';

export interface AuditFilter {
  area: AreaActions | null;
  /** 0 for any. */
  portalKey: number;
  /** Public id of what an entry is about or who did it; '' for any. */
  about: string;
  /** Epoch ms, both included; 0 for no bound. */
  from: number;
  until: number;
}

/** Behind an entry. */
export interface AuditPlace {
  occurredAt: number;
  key: number;
}

/** So many entries are looked at for one page: no index serves every area. */
const AUDIT_WINDOW = 5000;
const END = Number.MAX_SAFE_INTEGER;

interface Clause {
  sql: string;
  bindings: Value[];
}

/** The newest entries that an index finds, before those of other areas are left out. */
function window(
  { portalKey, about, from, until }: AuditFilter,
  before: AuditPlace | null,
  columns: string,
): Clause {
  const newest = Math.min(before?.occurredAt ?? END, until > 0 ? until : END);
  const bounds: Clause = {
    sql: `a.occurred_at >= ? AND a.occurred_at <= ?${before ? ' AND (a.occurred_at < ? OR a.id < ?)' : ''}${
      portalKey > 0 ? ' AND a.portal_id = ?' : ''
    }`,
    bindings: [
      from,
      newest,
      ...(before ? [before.occurredAt, before.key] : []),
      ...(portalKey > 0 ? [portalKey] : []),
    ],
  };
  const part = (condition: string, more: Value[]): Clause => ({
    sql: `SELECT ${columns} FROM cp_activities a WHERE ${condition}${bounds.sql}
      ORDER BY a.occurred_at DESC, a.id DESC LIMIT ${AUDIT_WINDOW}`,
    bindings: [...more, ...bounds.bindings],
  });
  if (about === '') return part('', []);
  const subject = part('a.subject = ? AND ', [about]);
  const actor = part('a.actor = ? AND a.subject <> ? AND ', [about, about]);
  return {
    sql: `SELECT * FROM (${subject.sql}) s UNION ALL SELECT * FROM (${actor.sql}) d`,
    bindings: [...subject.bindings, ...actor.bindings],
  };
}

function inArea(area: AreaActions | null): Clause {
  if (!area) return { sql: '1 = 1', bindings: [] };
  const tests = [
    ...area.beginnings.map(() => 'w.action LIKE ?'),
    ...(area.actions.length > 0 ? [`w.action IN (${area.actions.map(() => '?').join(', ')})`] : []),
  ];
  return {
    sql: `(${tests.join(' OR ')})`,
    bindings: [...area.beginnings.map((beginning) => `${beginning}%`), ...area.actions],
  };
}

const COLUMNS =
  'a.id, a.document_id, a.occurred_at, a.actor_kind, a.actor, a.actor_name, a.action, a.subject_kind, a.subject, a.portal_id, a.changes, a.request_id';

/** Entries behind a place, newest first. */
export function listAudit(
  db: Connection,
  filter: AuditFilter,
  before: AuditPlace | null,
  limit: number,
): Promise<Row[]> {
  const newest = window(filter, before, COLUMNS);
  const area = inArea(filter.area);
  return select(
    db,
    `SELECT w.* FROM (${newest.sql}) w WHERE ${area.sql} ORDER BY w.occurred_at DESC, w.id DESC LIMIT ${limit}`,
    [...newest.bindings, ...area.bindings],
  );
}

/** Where looking stopped when the window was full: the next page goes on behind it. */
export async function endOfWindow(
  db: Connection,
  filter: AuditFilter,
  before: AuditPlace | null,
): Promise<AuditPlace | null> {
  const newest = window(filter, before, 'a.id, a.occurred_at');
  const row = await selectOne(
    db,
    `SELECT w.id, w.occurred_at FROM (${newest.sql}) w ORDER BY w.occurred_at DESC, w.id DESC
     LIMIT 1 OFFSET ${AUDIT_WINDOW - 1}`,
    newest.bindings,
  );
  return row && { occurredAt: number(row.occurred_at), key: number(row.id) };
}

/** Where the names of subjects stand, by kind. */
const NAMES: Record<string, [table: string, column: string]> = {
  'access-group': ['cp_access_groups', 'name'],
  agent: ['cp_agents', 'name'],
  calendar: ['cp_calendars', 'name'],
  company: ['cp_companies', 'name'],
  contact: ['cp_contacts', 'name'],
  domain: ['cp_domains', 'origin'],
  inbox: ['cp_inboxes', 'name'],
  pipeline: ['cp_pipelines', 'name'],
  portal: ['cp_portals', 'name'],
  property: ['cp_properties', 'key'],
  'request-form': ['cp_request_forms', 'name'],
  ticket: ['cp_tickets', 'number'],
};

/** What some records of one kind are called today, by public id. */
export async function namesOf(
  db: Connection,
  kind: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const [table, column] = NAMES[kind] ?? [];
  if (table === undefined || column === undefined || ids.length === 0) return new Map();
  const rows: Row[] = await db(table)
    .select('document_id', { shown: column })
    .whereIn('document_id', ids);
  return new Map(rows.map((row) => [text(row.document_id), text(row.shown)]));
}

/** Entries of one subject with one of these actions, newest first. */
export function listOfSubject(
  db: Connection,
  subject: string,
  actions: readonly string[],
  limit: number,
): Promise<Row[]> {
  return select(
    db,
    `SELECT a.id, a.document_id, a.occurred_at, a.action, a.actor_kind, a.actor_name, a.changes FROM cp_activities a
     WHERE a.subject = ? AND a.action IN (${actions.map(() => '?').join(', ')})
     ORDER BY a.occurred_at DESC, a.id DESC LIMIT ${limit}`,
    [subject, ...actions],
  );
}

/**
 * Removes up to `limit` entries from before an instant, and returns how many there were. What happened to a ticket goes
 * with the ticket, and the history of settings is read from what changed them.
 */
export async function removeOldActivities(
  db: Connection,
  before: number,
  limit: number,
): Promise<number> {
  const rows = await select(
    db,
    `SELECT id FROM cp_activities WHERE occurred_at < ? AND ticket_id IS NULL
     AND action NOT IN ('portal.updated', 'portal.restored') ORDER BY occurred_at, id LIMIT ${limit}`,
    [before],
  );
  const keys = rows.map((row) => number(row.id));
  if (keys.length > 0) await db('cp_activities').whereIn('id', keys).delete();
  return keys.length;
}
