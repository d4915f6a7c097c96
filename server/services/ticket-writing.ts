import type { MessageKind, StatusMeaning } from '../contracts/tickets';
import { tokensOf } from '../rules/search-tokens';
import { meaningAfter, type TicketEvent } from '../rules/status-follow';
import {
  insert,
  number,
  selectOne,
  text,
  yes,
  type Connection,
  type Row,
} from '../store/connection';
import { nextValue } from '../store/counters';
import { addTokens, companyScope, contactScope, portalScope } from '../store/search';
import { listPeople, moveTicket } from '../store/tickets';
import type { Activity } from './activity';
import type { Runtime } from './runtime';
import type { InboxRecord, SiteMap } from './site-map';
import type { TicketMails } from './ticket-mails';
import type { StoredFile } from './types';

export interface Author {
  kind: 'customer' | 'agent';
  key: number;
  id: string;
  name: string;
}

export interface NewTicket {
  portalKey: number;
  inbox: InboxRecord;
  requester: { key: number; companyKey: number };
  author: Author;
  subject: string;
  body: string;
  priority: string;
  source: 'portal' | 'agent';
  files: StoredFile[];
  submissionKey: string;
}

/** The writes that every face shares. Each takes the transaction's connection. */
export function createTicketWriting(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  mails: TicketMails,
) {
  async function create(
    db: Connection,
    input: NewTicket,
  ): Promise<{ key: number; id: string; number: string }> {
    const { inbox, requester, author } = input;
    // The counter's row lock comes first: a second submit of the same form waits here and then finds the first.
    const value = await nextValue(db, `ticket:${inbox.key}`, inbox.numberStart || 1001);
    if (input.submissionKey !== '') {
      const first = await selectOne(
        db,
        'SELECT id, document_id, number FROM cp_tickets WHERE requester_id = ? AND submission_key = ?',
        [requester.key, input.submissionKey],
      );
      if (first)
        return { key: number(first.id), id: text(first.document_id), number: text(first.number) };
    }
    const now = runtime.now();
    const isFromAgent = author.kind === 'agent';
    const status = siteMap.statusFor(
      inbox.pipelineKey,
      isFromAgent ? 'waiting-on-customer' : 'new',
    );
    const ticketNumber = `${inbox.numberPrefix}${value}`;
    const standing = {
      is_closed: status.isClosed,
      awaits_customer: status.meaning === 'waiting-on-customer',
      last_public_at: now,
    };
    const ticket = await insert(db, 'cp_tickets', {
      ...standing,
      portal_id: input.portalKey,
      inbox_id: inbox.key,
      number: ticketNumber,
      number_value: value,
      requester_id: requester.key,
      company_id: requester.companyKey || null,
      pipeline_id: inbox.pipelineKey,
      status_id: status.key,
      priority: input.priority,
      source: input.source,
      subject: input.subject,
      assignee_id: isFromAgent ? author.key : null,
      opened_at: now,
      last_activity_at: now,
      first_reply_at: isFromAgent ? now : 0,
      submission_key: input.submissionKey,
    });
    await insertParticipant(
      db,
      { ...standing, id: ticket.key, portal_id: input.portalKey, opened_at: now },
      requester.key,
      'requester',
    );
    const conversation = await insert(db, 'cp_conversations', {
      ticket_id: ticket.key,
      portal_id: input.portalKey,
      channel: input.source,
      rank: 0,
      opened_at: now,
    });
    await insertMessage(db, {
      portalKey: input.portalKey,
      ticketKey: ticket.key,
      conversationKey: conversation.key,
      kind: 'public',
      author,
      body: input.body,
      files: input.files,
      submissionKey: input.submissionKey,
      source: input.source,
      now,
    });
    const scopes = [portalScope(input.portalKey), contactScope(input.portalKey, requester.key)];
    if (requester.companyKey > 0) scopes.push(companyScope(input.portalKey, requester.companyKey));
    const words = tokensOf(`${ticketNumber} ${input.subject} ${input.body}`);
    await addTokens(db, 'customers', ticket.key, [...scopes, ...words]);
    await addTokens(db, 'agents', ticket.key, words);
    await activity.record(db, {
      actor: author,
      action: 'ticket.created',
      subject: { kind: 'ticket', id: ticket.id },
      portalKey: input.portalKey,
      ticketKey: ticket.key,
    });
    const people = await listPeople(db, ticket.key);
    if (isFromAgent)
      await mails.toPeople(db, input.portalKey, ticket.key, people, 'ticket-replied', now);
    else {
      await mails.toPeople(db, input.portalKey, ticket.key, people, 'ticket-received', now);
      await mails.toAgents(db, input.portalKey, ticket.key, inbox.key, null, 'agent-ticket', now);
    }
    return { ...ticket, number: ticketNumber };
  }

  /** What lists sort by stands on the participant too, equal to the ticket's (store/tickets.moveTicket keeps it so). */
  async function insertParticipant(
    db: Connection,
    ticket: Row,
    contactKey: number,
    role: 'requester' | 'participant',
  ): Promise<void> {
    await insert(db, 'cp_participants', {
      portal_id: number(ticket.portal_id),
      ticket_id: number(ticket.id),
      contact_id: contactKey,
      role,
      is_closed: yes(ticket.is_closed),
      awaits_customer: yes(ticket.awaits_customer),
      last_public_at: number(ticket.last_public_at),
      opened_at: number(ticket.opened_at),
      joined_at: runtime.now(),
      last_read_at: 0,
    });
  }

  /** Associates one more contact with a ticket: it appears in his lists and in his search. */
  async function addParticipant(db: Connection, ticket: Row, contactKey: number): Promise<void> {
    await insertParticipant(db, ticket, contactKey, 'participant');
    await addTokens(db, 'customers', number(ticket.id), [
      contactScope(number(ticket.portal_id), contactKey),
    ]);
  }

  /** Adds a message to a ticket row as store/tickets.findTicket reads it; returns the message's public id. */
  async function addMessage(
    db: Connection,
    ticket: Row,
    input: {
      kind: MessageKind;
      author: Author;
      body: string;
      files: StoredFile[];
      submissionKey: string;
    },
  ): Promise<string> {
    const ticketKey = number(ticket.id);
    const portalKey = number(ticket.portal_id);
    // Lock the ticket's row, so that two submits of one form and two status changes come one after the other.
    await db('cp_tickets')
      .where({ id: ticketKey })
      .update({ last_activity_at: number(ticket.last_activity_at) });
    if (input.submissionKey !== '') {
      const first = await selectOne(
        db,
        'SELECT document_id FROM cp_messages WHERE ticket_id = ? AND submission_key = ?',
        [ticketKey, input.submissionKey],
      );
      if (first) return text(first.document_id);
    }
    const now = runtime.now();
    const conversation = await selectOne(
      db,
      'SELECT id FROM cp_conversations WHERE ticket_id = ? ORDER BY rank, id LIMIT 1',
      [ticketKey],
    );
    const conversationKey = conversation
      ? number(conversation.id)
      : (
          await insert(db, 'cp_conversations', {
            ticket_id: ticketKey,
            portal_id: portalKey,
            channel: 'portal',
            rank: 0,
            opened_at: now,
          })
        ).key;
    const id = await insertMessage(db, {
      portalKey,
      ticketKey,
      conversationKey,
      kind: input.kind,
      author: input.author,
      body: input.body,
      files: input.files,
      submissionKey: input.submissionKey,
      source: input.author.kind === 'agent' ? 'agent' : 'portal',
      now,
    });
    const message = await selectOne(db, 'SELECT document_id FROM cp_messages WHERE id = ?', [id]);
    const words = tokensOf(input.body);
    await addTokens(db, 'agents', ticketKey, words);
    const subject = { kind: 'ticket', id: text(ticket.document_id) } as const;
    if (input.kind === 'note') {
      await moveTicket(db, ticketKey, { last_activity_at: now });
      await activity.record(db, {
        actor: input.author,
        action: 'ticket.noted',
        subject,
        portalKey,
        ticketKey,
      });
      return text(message?.document_id);
    }
    await addTokens(db, 'customers', ticketKey, words);
    const isAgent = input.author.kind === 'agent';
    await moveTicket(db, ticketKey, {
      last_activity_at: now,
      last_public_at: now,
      ...(isAgent && number(ticket.first_reply_at) === 0 ? { first_reply_at: now } : {}),
      // HubSpot: the first to answer an unassigned ticket owns it.
      ...(isAgent && !ticket.assignee_id ? { assignee_id: input.author.key } : {}),
    });
    await activity.record(db, {
      actor: input.author,
      action: 'ticket.replied',
      subject,
      portalKey,
      ticketKey,
    });
    await followStatus(db, ticket, input.author, isAgent ? 'agent-replied' : 'customer-replied');
    if (isAgent)
      await mails.toPeople(
        db,
        portalKey,
        ticketKey,
        await listPeople(db, ticketKey),
        'ticket-replied',
        now,
      );
    else
      await mails.toAgents(
        db,
        portalKey,
        ticketKey,
        number(ticket.inbox_id),
        number(ticket.assignee_id) || null,
        'agent-reply',
        now,
      );
    return text(message?.document_id);
  }

  async function followStatus(
    db: Connection,
    ticket: Row,
    author: Author,
    event: TicketEvent,
  ): Promise<void> {
    const current = siteMap.statusByKey(number(ticket.status_id));
    const meaning = meaningAfter(event, (current?.meaning ?? 'new') as StatusMeaning);
    if (meaning === null) return;
    await setStatus(db, ticket, author, siteMap.statusFor(number(ticket.pipeline_id), meaning).key);
  }

  async function setStatus(
    db: Connection,
    ticket: Row,
    author: Author,
    statusKey: number,
  ): Promise<void> {
    const before = siteMap.statusByKey(number(ticket.status_id));
    const after = siteMap.statusByKey(statusKey);
    if (!after || before?.key === after.key) return;
    const now = runtime.now();
    const ticketKey = number(ticket.id);
    const portalKey = number(ticket.portal_id);
    await moveTicket(db, ticketKey, {
      status_id: after.key,
      is_closed: after.isClosed,
      awaits_customer: after.meaning === 'waiting-on-customer',
      last_activity_at: now,
      closed_at: after.isClosed ? now : 0,
    });
    const action = after.isClosed
      ? 'ticket.closed'
      : before?.isClosed
        ? 'ticket.reopened'
        : 'ticket.updated';
    await activity.record(db, {
      actor: author,
      action,
      subject: { kind: 'ticket', id: text(ticket.document_id) },
      portalKey,
      ticketKey,
      changes: { status: { before: before?.name ?? '', after: after.name } },
    });
    if (after.isClosed)
      await mails.toPeople(
        db,
        portalKey,
        ticketKey,
        await listPeople(db, ticketKey),
        'ticket-closed',
        now,
      );
  }

  async function insertMessage(
    db: Connection,
    input: {
      portalKey: number;
      ticketKey: number;
      conversationKey: number;
      kind: MessageKind;
      author: Author;
      body: string;
      files: StoredFile[];
      submissionKey: string;
      source: string;
      now: number;
    },
  ): Promise<number> {
    const { author, now } = input;
    const { key } = await insert(db, 'cp_messages', {
      portal_id: input.portalKey,
      ticket_id: input.ticketKey,
      conversation_id: input.conversationKey,
      kind: input.kind,
      author_kind: author.kind,
      contact_id: author.kind === 'customer' ? author.key : null,
      agent_id: author.kind === 'agent' ? author.key : null,
      author_name: author.name,
      body: input.body,
      body_format: 'markdown',
      source: input.source,
      submission_key: input.submissionKey,
      sent_at: now,
    });
    for (const file of input.files) {
      await insert(db, 'cp_attachments', {
        portal_id: input.portalKey,
        ticket_id: input.ticketKey,
        message_id: key,
        name: file.name,
        mime_type: file.mimeType,
        size: file.size,
        storage_key: file.storageKey,
        checksum: file.checksum,
        uploaded_at: now,
      });
    }
    return key;
  }

  return { create, addMessage, addParticipant, setStatus, followStatus };
}

export type TicketWriting = ReturnType<typeof createTicketWriting>;
