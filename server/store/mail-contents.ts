import { readUnwanted, type TicketMail } from '../rules/unwanted-mails';
import { LET_IN_BY_GROUPS } from './access-groups';
import { change, number, select, selectOne, text, type Connection, type Row } from './connection';
import { BELONGING } from './memberships';
import { LIVING } from './tickets';

export function findTicketOfMail(db: Connection, ticketKey: number): Promise<Row | null> {
  return selectOne(
    db,
    `SELECT t.id, t.document_id, t.number, t.subject, t.inbox_id, t.portal_id, t.assignee_id, t.status_id, t.shown_status, t.is_closed
     FROM cp_tickets t WHERE t.id = ? AND ${LIVING}`,
    [ticketKey],
  );
}

/** Who a mail about a ticket goes to. */
export interface MailReader {
  contactId: string;
  /** The primary one. */
  address: string;
  isVerified: boolean;
  isRequester: boolean;
}

/**
 * The contact, when it is still associated with the ticket, has not left its company, wants the mail and may enter its
 * portal, or is invited there; else null.
 */
export async function readerOf(
  db: Connection,
  ticketKey: number,
  contactKey: number,
  asked: { mail: TicketMail; keepsOwnAfterLeaving: boolean },
): Promise<MailReader | null> {
  const row = await selectOne(
    db,
    `SELECT p.role, c.document_id, c.unwanted_mails, a.address, a.verified_at FROM cp_participants p JOIN cp_contacts c ON c.id = p.contact_id
     JOIN cp_memberships m ON m.contact_id = p.contact_id AND m.portal_id = p.portal_id
     JOIN cp_contact_addresses a ON a.contact_id = c.id AND a.is_primary = ?
     LEFT JOIN up_users u ON u.id = c.user_id
     WHERE p.ticket_id = ? AND p.contact_id = ? AND p.mails_muted = ? AND c.trashed_at = 0 AND c.erased_at = 0 AND c.merged_into = ''
     AND (u.blocked IS NULL OR u.blocked = ?) AND m.state IN ${BELONGING} AND ${LET_IN_BY_GROUPS}
     AND (? OR NOT EXISTS (SELECT 1 FROM cp_tickets t JOIN cp_contact_companies l ON l.company_id = t.company_id
       WHERE t.id = p.ticket_id AND l.contact_id = p.contact_id AND l.left_at > 0))`,
    [true, ticketKey, contactKey, false, false, asked.keepsOwnAfterLeaving],
  );
  if (!row || readUnwanted(row.unwanted_mails).includes(asked.mail)) return null;
  return {
    contactId: text(row.document_id),
    address: text(row.address),
    isVerified: number(row.verified_at) > 0,
    isRequester: row.role === 'requester',
  };
}

/**
 * Public messages only: a note is not read here at all. An agent's name is the public one, where there is one. Files that
 * customers may not see are not counted.
 */
export function listPublicSince(
  db: Connection,
  ticketKey: number,
  asked: {
    /** Epoch ms. */
    since: number;
    /** '' for any. */
    authorKind: '' | 'customer' | 'agent';
    /** Whose messages are left out; 0 for nobody's. */
    exceptContactKey: number;
  },
): Promise<Row[]> {
  return select(
    db,
    `SELECT COALESCE(NULLIF(g.public_name, ''), m.author_name) AS author_name, m.author_kind, m.body,
       (SELECT COUNT(*) FROM cp_attachments a WHERE a.message_id = m.id AND a.trashed_at = 0 AND a.is_sensitive = ?) AS file_count
     FROM cp_messages m LEFT JOIN cp_agents g ON g.id = m.agent_id
     WHERE m.ticket_id = ? AND m.kind = 'public' AND (m.author_kind = ? OR ? = '') AND m.sent_at >= ? AND m.trashed_at = 0
     AND (m.contact_id IS NULL OR m.contact_id <> ?)
     ORDER BY m.sent_at, m.id`,
    [false, ticketKey, asked.authorKind, asked.authorKind, asked.since, asked.exceptContactKey],
  );
}

/** Ends a ticket's mails to a contact; nothing where either is not there any more. All by public id. */
export async function muteMails(
  db: Connection,
  portalKey: number,
  ticketId: string,
  contactId: string,
): Promise<void> {
  const row = await selectOne(
    db,
    `SELECT p.id FROM cp_participants p JOIN cp_tickets t ON t.id = p.ticket_id JOIN cp_contacts c ON c.id = p.contact_id
     WHERE t.document_id = ? AND c.document_id = ? AND p.portal_id = ?`,
    [ticketId, contactId, portalKey],
  );
  if (row) await change(db, 'cp_participants', { id: row.id }, { mails_muted: true });
}
