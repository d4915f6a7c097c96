import { number, select, selectOne, text, type Connection } from './connection';

/** The index is not exported: after an import there is none. */
export async function isIndexEmpty(db: Connection): Promise<boolean> {
  return (await selectOne(db, 'SELECT 1 AS some FROM cp_ticket_search LIMIT 1')) === null;
}

export interface TicketSource {
  key: number;
  portalKey: number;
  /** 0 when it belongs to no company. */
  companyKey: number;
  number: string;
  subject: string;
}

/** The next batch of tickets behind a key, oldest first. */
export async function listTicketSources(db: Connection, after: number): Promise<TicketSource[]> {
  const rows = await select(
    db,
    'SELECT id, portal_id, company_id, number, subject FROM cp_tickets WHERE id > ? ORDER BY id LIMIT 50',
    [after],
  );
  return rows.map((row) => ({
    key: number(row.id),
    portalKey: number(row.portal_id),
    companyKey: number(row.company_id),
    number: text(row.number),
    subject: text(row.subject),
  }));
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
