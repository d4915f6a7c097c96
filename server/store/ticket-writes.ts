import type { PropertyValues } from '../contracts/properties';
import { insert, number, selectOne, text, type Connection } from './connection';

/** What lists sort by: stands on the ticket and on each of its participants (moveTicket keeps them equal). */
export interface Standing {
  isClosed: boolean;
  awaitsCustomer: boolean;
  lastPublicAt: number;
  openedAt: number;
}

const standingColumns = (standing: Standing) => ({
  is_closed: standing.isClosed,
  awaits_customer: standing.awaitsCustomer,
  last_public_at: standing.lastPublicAt,
  opened_at: standing.openedAt,
});

export interface NewTicketRow {
  standing: Standing;
  /** Public id of the status that customers see instead of its own; '' when they see its own. */
  shownStatus: string;
  portalKey: number;
  inboxKey: number;
  number: string;
  numberValue: number;
  requesterKey: number;
  /** 0 when it belongs to no company. */
  companyKey: number;
  pipelineKey: number;
  statusKey: number;
  priority: string;
  source: string;
  subject: string;
  /** 0 when nobody has it. */
  assigneeKey: number;
  /** 0 when nobody has answered. */
  firstReplyAt: number;
  submissionKey: string;
  category: string;
  /** The JSON copy of its custom properties. */
  properties: PropertyValues;
  /** Public id of the version of the request form that it came by; '' otherwise. */
  formVersion: string;
  /** What its person read before asking. */
  readArticles: readonly object[];
  isPrivate: boolean;
  /** The ticket that it follows up; 0 for none. */
  followsUpKey: number;
}

/** Makes a ticket and associates its requester. */
export async function addTicket(
  db: Connection,
  ticket: NewTicketRow,
): Promise<{ key: number; id: string }> {
  const { standing, portalKey } = ticket;
  const made = await insert(db, 'cp_tickets', {
    ...standingColumns(standing),
    portal_id: portalKey,
    inbox_id: ticket.inboxKey,
    number: ticket.number,
    number_value: ticket.numberValue,
    requester_id: ticket.requesterKey,
    company_id: ticket.companyKey || null,
    pipeline_id: ticket.pipelineKey,
    status_id: ticket.statusKey,
    shown_status: ticket.shownStatus,
    priority: ticket.priority,
    source: ticket.source,
    subject: ticket.subject,
    assignee_id: ticket.assigneeKey || null,
    last_activity_at: standing.openedAt,
    first_reply_at: ticket.firstReplyAt,
    submission_key: ticket.submissionKey,
    category: ticket.category,
    properties: JSON.stringify(ticket.properties),
    form_version: ticket.formVersion,
    read_articles: ticket.readArticles.length > 0 ? JSON.stringify(ticket.readArticles) : null,
    is_private: ticket.isPrivate,
    follows_up_id: ticket.followsUpKey || null,
  });
  await associate(db, {
    standing,
    portalKey,
    ticketKey: made.key,
    contactKey: ticket.requesterKey,
    role: 'requester',
    now: standing.openedAt,
  });
  return made;
}

export async function associate(
  db: Connection,
  participant: {
    standing: Standing;
    portalKey: number;
    ticketKey: number;
    contactKey: number;
    role: 'requester' | 'participant';
    /** Public id of the contact who added him. */
    addedBy?: string;
    now: number;
  },
): Promise<void> {
  await insert(db, 'cp_participants', {
    ...standingColumns(participant.standing),
    portal_id: participant.portalKey,
    ticket_id: participant.ticketKey,
    contact_id: participant.contactKey,
    role: participant.role,
    joined_at: participant.now,
    last_read_at: 0,
    added_by: participant.addedBy ?? '',
  });
}

/** The ticket that a form made when it was submitted before. */
export async function findSubmittedTicket(
  db: Connection,
  requesterKey: number,
  submissionKey: string,
): Promise<{ key: number; id: string; number: string } | null> {
  const row = await selectOne(
    db,
    'SELECT id, document_id, number FROM cp_tickets WHERE requester_id = ? AND submission_key = ?',
    [requesterKey, submissionKey],
  );
  return row && { key: number(row.id), id: text(row.document_id), number: text(row.number) };
}

/**
 * The same by its key, which is read before the transaction: by its public id MariaDB locks what lies beside it in that
 * index too, and whoever makes a ticket there while another one waits is in a deadlock.
 */
export async function lockTicketAt(db: Connection, key: number): Promise<void> {
  await db('cp_tickets')
    .where({ id: key })
    .update({ last_activity_at: db.ref('last_activity_at') });
}

export async function findTicketKey(db: Connection, id: string): Promise<number> {
  const row = await selectOne(db, 'SELECT id FROM cp_tickets WHERE document_id = ?', [id]);
  return number(row?.id);
}

/**
 * Until the transaction ends, whoever else locks this ticket waits. It comes before the transaction's first read: what is
 * read after it is what the one before has left (MariaDB reads as of the first read).
 */
export async function lockTicket(db: Connection, id: string): Promise<void> {
  await db('cp_tickets')
    .where({ document_id: id })
    .update({ last_activity_at: db.ref('last_activity_at') });
}
