import type { InboxRetention } from '../contracts/retention';
import { jsonOf, number, select, selectOne, text, type Connection, type Row } from './connection';

/** Of any of its people or of the ticket itself. */
const IS_HELD = `(t.is_held = ? OR EXISTS (SELECT 1 FROM cp_participants p JOIN cp_contacts c ON c.id = p.contact_id
  WHERE p.ticket_id = t.id AND c.is_held = ?))`;

export interface DueTickets {
  inboxKey: number;
  /** Epoch ms. */
  closedBefore: number;
  action: InboxRetention['action'];
}

const due = (action: DueTickets['action']) =>
  `t.inbox_id = ? AND t.closed_at > 0 AND t.closed_at < ? AND t.is_closed = ? AND t.erased_at = 0 ${
    action === 'pseudonymise' ? 'AND t.pseudonymised_at = 0' : ''
  }`;

const bindings = ({ inboxKey, closedBefore }: DueTickets) => [inboxKey, closedBefore, true];

export interface DueTicket {
  key: number;
  id: string;
  number: string;
  subject: string;
  portalKey: number;
  closedAt: number;
}

/** Closed tickets that are old enough and under no hold, the oldest first; also merged ones and those in the bin. */
export async function listDueTickets(
  db: Connection,
  tickets: DueTickets,
  limit: number,
): Promise<DueTicket[]> {
  const rows = await select(
    db,
    `SELECT t.id, t.document_id, t.number, t.subject, t.portal_id, t.closed_at FROM cp_tickets t
     WHERE ${due(tickets.action)} AND NOT ${IS_HELD} ORDER BY t.closed_at, t.id LIMIT ${limit}`,
    [...bindings(tickets), true, true],
  );
  return rows.map((row) => ({
    key: number(row.id),
    id: text(row.document_id),
    number: text(row.number),
    subject: text(row.subject),
    portalKey: number(row.portal_id),
    closedAt: number(row.closed_at),
  }));
}

/** How many there are, and how many a hold keeps; counted to 1,001. */
export async function countDueTickets(
  db: Connection,
  tickets: DueTickets,
): Promise<{ due: number; held: number }> {
  const count = async (held: string) =>
    number(
      (
        await selectOne(
          db,
          `SELECT COUNT(*) AS total FROM (SELECT t.id FROM cp_tickets t WHERE ${due(tickets.action)} AND ${held} LIMIT 1001) counted`,
          [...bindings(tickets), true, true],
        )
      )?.total,
    );
  return { due: await count(`NOT ${IS_HELD}`), held: await count(IS_HELD) };
}

/** Of these tickets those that are still due, locked until the transaction ends: its first statement. */
export async function lockDueTickets(
  db: Connection,
  tickets: DueTickets,
  keys: readonly number[],
): Promise<Set<number>> {
  await db('cp_tickets')
    .whereIn(
      'id',
      [...keys].sort((a, b) => a - b),
    )
    .update({ last_activity_at: db.ref('last_activity_at') });
  const rows = await select(
    db,
    `SELECT t.id FROM cp_tickets t WHERE ${due(tickets.action)} AND NOT ${IS_HELD} AND t.id IN (${keys.map(() => '?').join(', ')})`,
    [...bindings(tickets), true, true, ...keys],
  );
  return new Set(rows.map((row) => number(row.id)));
}

/** Settings of a living inbox, with what names it; null when there is none. */
export async function findInboxSettings(
  db: Connection,
  id: string,
): Promise<{ key: number; portalKey: number; settings: Record<string, unknown> } | null> {
  const row = await selectOne(
    db,
    'SELECT id, portal_id, settings FROM cp_inboxes WHERE document_id = ? AND trashed_at = 0',
    [id],
  );
  return (
    row && {
      key: number(row.id),
      portalKey: number(row.portal_id),
      settings: jsonOf<Record<string, unknown>>(row.settings, {}),
    }
  );
}

export async function saveInboxSettings(
  db: Connection,
  key: number,
  settings: Record<string, unknown>,
): Promise<void> {
  await db('cp_inboxes')
    .where({ id: key })
    .update({ settings: JSON.stringify(settings) });
}

/** Living inboxes with their settings. */
export async function listInboxSettings(
  db: Connection,
): Promise<{ key: number; settings: unknown }[]> {
  const rows = await select(
    db,
    'SELECT id, settings FROM cp_inboxes WHERE trashed_at = 0 ORDER BY id',
  );
  return rows.map((row) => ({
    key: number(row.id),
    settings: jsonOf<unknown>(row.settings, null),
  }));
}

/** A ticket that people can see, with whether it is under a hold. */
export function findTicketHold(db: Connection, id: string): Promise<Row | null> {
  return selectOne(
    db,
    `SELECT t.id, t.document_id, t.portal_id, t.is_held FROM cp_tickets t
     WHERE t.document_id = ? AND t.trashed_at = 0 AND t.merged_into = '' AND t.erased_at = 0`,
    [id],
  );
}

export async function setTicketHold(db: Connection, key: number, isHeld: boolean): Promise<void> {
  await db('cp_tickets').where({ id: key }).update({ is_held: isHeld });
}
