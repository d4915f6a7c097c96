import { LET_IN_BY_GROUPS } from './access-groups';
import { select, selectOne, type Connection, type Row } from './connection';
import { LIVING } from './tickets';

export function findTicketOfMail(db: Connection, ticketKey: number): Promise<Row | null> {
  return selectOne(
    db,
    `SELECT t.id, t.document_id, t.number, t.subject, t.inbox_id FROM cp_tickets t WHERE t.id = ? AND ${LIVING}`,
    [ticketKey],
  );
}

/** Whether the contact is still associated with the ticket, has not left its company, wants its mails and may enter its portal. */
export async function mayBeMailed(
  db: Connection,
  ticketKey: number,
  contactKey: number,
  /** The portal's `keepsOwnAfterLeaving`. */
  keepsOwn: boolean,
): Promise<boolean> {
  const row = await selectOne(
    db,
    `SELECT p.id FROM cp_participants p JOIN cp_contacts c ON c.id = p.contact_id
     JOIN cp_memberships m ON m.contact_id = p.contact_id AND m.portal_id = p.portal_id
     WHERE p.ticket_id = ? AND p.contact_id = ? AND p.mails_muted = ? AND c.trashed_at = 0 AND c.erased_at = 0 AND m.state <> 'disabled'
     AND ${LET_IN_BY_GROUPS}
     AND (? OR NOT EXISTS (SELECT 1 FROM cp_tickets t JOIN cp_contact_companies l ON l.company_id = t.company_id
       WHERE t.id = p.ticket_id AND l.contact_id = p.contact_id AND l.left_at > 0))`,
    [ticketKey, contactKey, false, keepsOwn],
  );
  return row !== null;
}

/** Public messages only: a note is not read here at all. An agent's name is the public one, where there is one. */
export function listPublicSince(
  db: Connection,
  ticketKey: number,
  authorKind: string,
  since: number,
): Promise<Row[]> {
  return select(
    db,
    `SELECT COALESCE(NULLIF(g.public_name, ''), m.author_name) AS author_name, m.body FROM cp_messages m
     LEFT JOIN cp_agents g ON g.id = m.agent_id
     WHERE m.ticket_id = ? AND m.kind = 'public' AND m.author_kind = ? AND m.sent_at >= ? AND m.trashed_at = 0
     ORDER BY m.sent_at, m.id`,
    [ticketKey, authorKind, since],
  );
}
