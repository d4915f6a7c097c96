import type { PlannedColumn, PlannedType } from '../rules/personal-data';
import {
  jsonOf,
  number,
  select,
  selectOne,
  text,
  yes,
  type Connection,
  type Row,
  type Value,
} from './connection';
import { LIVING } from './tickets';

/** Rows of one reading: a few milliseconds on every database. */
const TOLD_AT_ONCE = 100;

/** What people read instead of a numeric key: the name of the record that a relation leads to. */
export type Named = Readonly<Record<string, { table: string } | undefined>>;

/** Columns that are told, and joins to the names of what relations lead to. */
function toldColumns(columns: readonly PlannedColumn[], named: Named, alias: string) {
  const shown = columns.filter(({ isTold, target }) => isTold && (target === '' || named[target]));
  const relations = shown.filter(({ target }) => target !== '');
  return {
    shown,
    selected: shown
      .map(({ column, target }, at) =>
        target === ''
          ? `, ${alias}.${column} AS told_${at}`
          : `, told_name_${column}.name AS told_${at}`,
      )
      .join(''),
    joins: relations
      .map(
        ({ column, target }) =>
          `LEFT JOIN ${named[target]?.table ?? ''} told_name_${column} ON told_name_${column}.id = ${alias}.${column}`,
      )
      .join(' '),
  };
}

const INSTANT = /(At|Time)$/;

/** A value as a person reads it in a file: instants in ISO 8601, nothing for what is empty. */
function toldValue({ attribute, type }: PlannedColumn, value: unknown): unknown {
  if (type === 'boolean') return yes(value);
  if (type === 'biginteger' && INSTANT.test(attribute))
    return number(value) > 0 ? new Date(number(value)).toISOString() : null;
  if (type === 'biginteger' || type === 'integer') return number(value);
  if (type === 'float') return value === null ? null : Number(value);
  if (type === 'json') return jsonOf<unknown>(value, null);
  return text(value);
}

const toldRow = (shown: readonly PlannedColumn[], row: Row): Row =>
  Object.fromEntries(
    shown.map((column, at) => [column.attribute, toldValue(column, row[`told_${at}`])]),
  );

export interface ToldRow {
  key: number;
  told: Row;
  /** What else the caller asked for. */
  row: Row;
}

/** Rows of a type that are a person's, in the order of their keys. What stands at another portal is not read. */
export async function listToldRows(
  db: Connection,
  type: PlannedType,
  named: Named,
  whose: { contactKey: number; portalKey: number },
  after: number,
): Promise<ToldRow[]> {
  if (!type.person) return [];
  const { shown, selected, joins } = toldColumns(type.columns, named, 'o');
  const isAtPortal = type.columns.some(({ attribute }) => attribute === 'portal');
  const bindings: Value[] = [whose.contactKey, after];
  if (isAtPortal) bindings.push(whose.portalKey);
  const rows = await select(
    db,
    `SELECT o.id AS own_key${selected} FROM ${type.table} o ${joins}
     WHERE o.${type.person.column} = ? AND o.id > ? ${isAtPortal ? 'AND (o.portal_id IS NULL OR o.portal_id = ?)' : ''}
     ORDER BY o.id LIMIT ${TOLD_AT_ONCE}`,
    bindings,
  );
  return rows.map((row) => ({ key: number(row.own_key), told: toldRow(shown, row), row }));
}

/** Tickets of a portal that a contact is associated with, with what decides whether he may see them. */
export async function listToldTickets(
  db: Connection,
  type: PlannedType,
  named: Named,
  whose: { contactKey: number; portalKey: number },
  after: number,
): Promise<ToldRow[]> {
  const { shown, selected, joins } = toldColumns(type.columns, named, 't');
  const rows = await select(
    db,
    `SELECT t.id, t.document_id, t.portal_id, t.company_id, t.is_private, t.status_id, t.shown_status, p.role${selected}
     FROM cp_participants p JOIN cp_tickets t ON t.id = p.ticket_id ${joins}
     WHERE p.contact_id = ? AND p.portal_id = ? AND p.ticket_id > ? AND ${LIVING} ORDER BY p.ticket_id LIMIT ${TOLD_AT_ONCE}`,
    [whose.contactKey, whose.portalKey, after],
  );
  return rows.map((row) => ({ key: number(row.id), told: toldRow(shown, row), row }));
}

/** Public messages of a ticket, oldest first; a note is not even read. */
export async function listToldMessages(
  db: Connection,
  type: PlannedType,
  ticketKey: number,
  after: number,
): Promise<ToldRow[]> {
  const { shown, selected } = toldColumns(type.columns, {}, 'm');
  const rows = await select(
    db,
    `SELECT m.id, m.author_kind, m.contact_id${selected} FROM cp_messages m
     WHERE m.ticket_id = ? AND m.kind = 'public' AND m.trashed_at = 0 AND m.id > ? ORDER BY m.id LIMIT ${TOLD_AT_ONCE}`,
    [ticketKey, after],
  );
  return rows.map((row) => ({ key: number(row.id), told: toldRow(shown, row), row }));
}

/** Files of the public messages of a ticket that customers may open. */
export async function listToldFiles(
  db: Connection,
  type: PlannedType,
  ticketKey: number,
): Promise<ToldRow[]> {
  const { shown, selected } = toldColumns(type.columns, {}, 'a');
  const rows = await select(
    db,
    `SELECT a.id, a.document_id, a.message_id, a.name, a.mime_type, a.storage_key, a.checksum, a.width, a.height${selected} FROM cp_attachments a
     JOIN cp_messages m ON m.id = a.message_id
     WHERE a.ticket_id = ? AND a.trashed_at = 0 AND a.is_sensitive = ? AND m.kind = 'public' AND m.trashed_at = 0 ORDER BY a.id`,
    [ticketKey, false],
  );
  return rows.map((row) => ({ key: number(row.id), told: toldRow(shown, row), row }));
}

/** Entries of the activity that are about a person, then those of what he did to something else. */
export async function listToldActivities(
  db: Connection,
  type: PlannedType,
  whose: { contactId: string; portalKey: number },
  of: 'subject' | 'actor',
  after: number,
): Promise<ToldRow[]> {
  const { shown, selected } = toldColumns(type.columns, {}, 'e');
  const rows = await select(
    db,
    `SELECT e.id, e.actor_kind, e.actor, e.action, e.subject_kind${selected} FROM cp_activities e
     WHERE e.${of} = ? AND e.id > ? AND (e.portal_id IS NULL OR e.portal_id = ?)
     ${of === 'actor' ? "AND e.actor_kind = 'customer' AND e.subject <> ?" : ''} ORDER BY e.id LIMIT ${TOLD_AT_ONCE}`,
    [whose.contactId, after, whose.portalKey, ...(of === 'actor' ? [whose.contactId] : [])],
  );
  return rows.map((row) => ({ key: number(row.id), told: toldRow(shown, row), row }));
}

const instant = (value: unknown) => new Date(number(value)).toISOString();

/** Browsers of a person: where he is signed in, and which are remembered. Nothing that opens anything. */
export async function listToldBrowsers(
  db: Connection,
  contactKey: number,
): Promise<{ sessions: Row[]; devices: Row[] }> {
  const sessions = await select(
    db,
    `SELECT method, user_agent, ip, is_remembered, created_at, last_seen_at, expires_at FROM cp_sessions
     WHERE contact_id = ? AND viewed_by = '' ORDER BY created_at LIMIT 1000`,
    [contactKey],
  );
  const devices = await select(
    db,
    'SELECT created_at, last_seen_at FROM cp_known_devices WHERE contact_id = ? ORDER BY created_at LIMIT 1000',
    [contactKey],
  );
  return {
    sessions: sessions.map((row) => ({
      method: text(row.method),
      browser: text(row.user_agent),
      ip: text(row.ip),
      isRemembered: yes(row.is_remembered),
      createdAt: instant(row.created_at),
      lastSeenAt: instant(row.last_seen_at),
      endsAt: instant(row.expires_at),
    })),
    devices: devices.map((row) => ({
      createdAt: instant(row.created_at),
      lastSeenAt: instant(row.last_seen_at),
    })),
  };
}

/** When a person downloaded his data since then, oldest first. */
export async function listDownloadsSince(
  db: Connection,
  contactId: string,
  since: number,
): Promise<number[]> {
  const rows = await select(
    db,
    `SELECT occurred_at FROM cp_activities WHERE subject = ? AND occurred_at > ? AND action = 'contact.exported'
     AND actor_kind = 'customer' ORDER BY occurred_at LIMIT 20`,
    [contactId, since],
  );
  return rows.map((row) => number(row.occurred_at));
}

/** Since when a person asks to be erased; 0 when he does not. */
export async function findErasureAsked(db: Connection, contactKey: number): Promise<number> {
  const row = await selectOne(db, 'SELECT erasure_asked_at FROM cp_contacts WHERE id = ?', [
    contactKey,
  ]);
  return number(row?.erasure_asked_at);
}

export async function setErasureAsked(
  db: Connection,
  contactKey: number,
  askedAt: number,
): Promise<void> {
  await db('cp_contacts').where({ id: contactKey }).update({ erasure_asked_at: askedAt });
}

/** Living contacts that ask to be erased, whoever waits longest first. */
export function listErasureAsked(db: Connection): Promise<Row[]> {
  return select(
    db,
    `SELECT c.document_id, c.name, c.erasure_asked_at, c.is_held, a.address FROM cp_contacts c
     LEFT JOIN cp_contact_addresses a ON a.contact_id = c.id AND a.is_primary = ?
     WHERE c.erasure_asked_at > 0 AND c.erased_at = 0 AND c.merged_into = '' ORDER BY c.erasure_asked_at, c.id LIMIT 1000`,
    [true],
  );
}
