import {
  dialectOf,
  number,
  select,
  selectOne,
  text,
  yes,
  type Connection,
  type Row,
} from './connection';

export interface TicketSource {
  key: number;
  portalKey: number;
  /** 0 when it belongs to no company. */
  companyKey: number;
  /** Its company's people do not find it. */
  isPrivate: boolean;
  number: string;
  /** Id in the system that it was imported from; '' otherwise. */
  externalId: string;
  subject: string;
}

/** Rows of the index may stand above every ticket: after an import they are all that is left of the tickets before. */
export async function highestTicketKey(db: Connection): Promise<number> {
  const key = dialectOf(db) === 'sqlite' ? 'rowid' : 'ticket_id';
  const row = await selectOne(
    db,
    `SELECT (SELECT MAX(id) FROM cp_tickets) AS tickets,
     (SELECT ${key} FROM cp_ticket_search ORDER BY ${key} DESC LIMIT 1) AS customers,
     (SELECT ${key} FROM cp_ticket_search_agents ORDER BY ${key} DESC LIMIT 1) AS agents`,
  );
  return Math.max(number(row?.tickets), number(row?.customers), number(row?.agents));
}

/** The first tickets within `from < id <= to` that an index misses. */
export async function listUnindexed(
  db: Connection,
  from: number,
  to: number,
): Promise<TicketSource[]> {
  const key = dialectOf(db) === 'sqlite' ? 'rowid' : 'ticket_id';
  const rows = await select(
    db,
    `SELECT t.id, t.portal_id, t.company_id, t.is_private, t.number, t.external_id, t.subject FROM cp_tickets t WHERE t.id > ? AND t.id <= ? AND t.erased_at = 0 AND
     (NOT EXISTS (SELECT 1 FROM cp_ticket_search s WHERE s.${key} = t.id) OR
      NOT EXISTS (SELECT 1 FROM cp_ticket_search_agents s WHERE s.${key} = t.id)) ORDER BY t.id LIMIT 50`,
    [from, to],
  );
  return rows.map(ticketSource);
}

/** The same by their keys. */
export async function listSources(db: Connection, keys: number[]): Promise<TicketSource[]> {
  const rows: Row[] = await db('cp_tickets')
    .select('id', 'portal_id', 'company_id', 'is_private', 'number', 'external_id', 'subject')
    .whereIn('id', keys);
  return rows.map(ticketSource);
}

function ticketSource(row: Row): TicketSource {
  return {
    key: number(row.id),
    portalKey: number(row.portal_id),
    companyKey: number(row.company_id),
    isPrivate: yes(row.is_private),
    number: text(row.number),
    externalId: text(row.external_id),
    subject: text(row.subject),
  };
}

/** As store/ticket-writes.lockTicket, for several: the first statement of a transaction that indexes them. */
export async function lockTickets(db: Connection, keys: number[]): Promise<void> {
  if (dialectOf(db) === 'sqlite') return;
  await db('cp_tickets').whereIn('id', keys).orderBy('id').select('id').forUpdate();
}

export async function listBodies(
  db: Connection,
  ticketKey: number,
): Promise<{ isPublic: boolean; body: string }[]> {
  const rows = await select(
    db,
    'SELECT kind, body FROM cp_messages WHERE ticket_id = ? AND trashed_at = 0',
    [ticketKey],
  );
  return rows.map((row) => ({ isPublic: row.kind === 'public', body: text(row.body) }));
}

export async function listAssociated(db: Connection, ticketKey: number): Promise<number[]> {
  const rows = await select(db, 'SELECT contact_id FROM cp_participants WHERE ticket_id = ?', [
    ticketKey,
  ]);
  return rows.map((row) => number(row.contact_id));
}
