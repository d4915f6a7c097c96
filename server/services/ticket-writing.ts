import type { MessageKind, ReadArticle, StatusMeaning } from '../contracts/tickets';
import { tokensOf } from '../rules/search-tokens';
import { meaningAfter, takesChosen, type TicketEvent } from '../rules/status-follow';
import type { ActivityEntry } from '../store/activity';
import { number, text, yes, type Connection, type Row } from '../store/connection';
import { nextTicketNumber } from '../store/counters';
import { markRead } from '../store/found-tickets';
import {
  appendMessage,
  findConversation,
  findSubmittedMessage,
  openConversation,
} from '../store/messages';
import {
  addTokens,
  companyScope,
  contactScope,
  indexTicket,
  portalScope,
  swapToken,
} from '../store/search';
import { listPeople, moveTicket } from '../store/tickets';
import { moveTicketValues, savePropertyValues } from '../store/property-values';
import { dissociate } from '../store/ticket-people';
import { addTicket, associate, findSubmittedTicket } from '../store/ticket-writes';
import type { StatusRecord } from '../store/site-map';
import type { Activity } from './activity';
import type { Runtime } from './runtime';
import type { InboxRecord, SiteMap } from './site-map';
import type { TicketMails } from './ticket-mails';
import { valuesAfter } from './property-input';
import type { StoredFile, TicketPreset } from './types';

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
  /** What a request form asked for and sets. */
  preset?: TicketPreset;
  /** What its person read before. */
  readArticles?: ReadArticle[];
  /** The closed ticket that it goes on from. */
  followsUp?: FollowedTicket;
}

export interface FollowedTicket {
  key: number;
  id: string;
  number: string;
  isPrivate: boolean;
  /** People of that ticket beside its requester: they are told here too. */
  participantKeys: number[];
}

/** What a customer writes is nothing new to him. */
const markOwnRead = async (db: Connection, ticketKey: number, author: Author, now: number) => {
  if (author.kind === 'customer') await markRead(db, ticketKey, author.key, now);
};

/** Where an event's status stands among the automations of a pipeline. */
const SETTINGS = {
  'customer-replied': 'customerReplied',
  'agent-replied': 'agentReplied',
  assigned: 'assigned',
} as const;

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
  ): Promise<{ key: number; id: string; number: string; isRepeated: boolean }> {
    const { inbox, requester, author, followsUp } = input;
    const participantKeys = followsUp?.participantKeys ?? [];
    // The counter's row lock comes first: a second submit of the same form waits here and then finds the first.
    const value = await nextTicketNumber(db, inbox);
    if (input.submissionKey !== '') {
      const first = await findSubmittedTicket(db, requester.key, input.submissionKey);
      if (first) return { ...first, isRepeated: true };
    }
    const now = runtime.now();
    const isFromAgent = author.kind === 'agent';
    const preset = input.preset;
    const pipelineKey = preset?.pipelineKey || inbox.pipelineKey;
    const wanted = siteMap.statusByKey(preset?.statusKey ?? 0);
    const status =
      wanted?.pipelineKey === pipelineKey
        ? wanted
        : siteMap.startStatus(pipelineKey, isFromAgent ? 'waiting-on-customer' : 'new');
    const { shownStatus, ...ofStatus } = siteMap.standingIn(status, '');
    const standing = { ...ofStatus, lastPublicAt: now, openedAt: now };
    const properties = preset?.properties ?? [];
    const ticketNumber = `${inbox.numberPrefix}${value}`;
    const ticket = await addTicket(db, {
      standing,
      shownStatus,
      portalKey: input.portalKey,
      inboxKey: inbox.key,
      number: ticketNumber,
      numberValue: value,
      requesterKey: requester.key,
      companyKey: requester.companyKey,
      pipelineKey,
      statusKey: status.key,
      priority: preset?.priority || input.priority,
      category: preset?.category ?? '',
      properties: valuesAfter({}, properties),
      formVersion: preset?.formVersion ?? '',
      readArticles: input.readArticles ?? [],
      isPrivate: followsUp?.isPrivate ?? false,
      followsUpKey: followsUp?.key ?? 0,
      source: input.source,
      subject: input.subject,
      assigneeKey: isFromAgent ? author.key : 0,
      firstReplyAt: isFromAgent ? now : 0,
      submissionKey: input.submissionKey,
    });
    await savePropertyValues(
      db,
      {
        kind: 'ticket',
        ticketKey: ticket.key,
        portalKey: input.portalKey,
        companyKey: requester.companyKey,
      },
      properties,
    );
    const conversationKey = await openConversation(db, {
      portalKey: input.portalKey,
      ticketKey: ticket.key,
      channel: input.source,
      now,
    });
    await appendMessage(db, {
      portalKey: input.portalKey,
      ticketKey: ticket.key,
      conversationKey,
      kind: 'public',
      author,
      body: input.body,
      files: input.files,
      submissionKey: input.submissionKey,
      source: input.source,
      now,
    });
    await markOwnRead(db, ticket.key, author, now);
    for (const contactKey of participantKeys)
      await associate(db, {
        standing,
        portalKey: input.portalKey,
        ticketKey: ticket.key,
        contactKey,
        role: 'participant',
        now,
      });
    const scopes = [
      portalScope(input.portalKey),
      ...[requester.key, ...participantKeys].map((key) => contactScope(input.portalKey, key)),
    ];
    if (requester.companyKey > 0 && !followsUp?.isPrivate)
      scopes.push(companyScope(input.portalKey, requester.companyKey));
    const words = tokensOf(`${ticketNumber} ${input.subject} ${input.body}`);
    await indexTicket(db, 'customers', ticket.key, [...scopes, ...words]);
    await indexTicket(db, 'agents', ticket.key, words);
    await activity.record(db, {
      actor: author,
      action: 'ticket.created',
      subject: { kind: 'ticket', id: ticket.id },
      portalKey: input.portalKey,
      ticketKey: ticket.key,
      changes: followsUp ? { followsUp: { before: '', after: followsUp.number } } : {},
    });
    if (followsUp)
      await activity.record(db, {
        actor: author,
        action: 'ticket.followed-up',
        subject: { kind: 'ticket', id: followsUp.id },
        portalKey: input.portalKey,
        ticketKey: followsUp.key,
        changes: { followedUpBy: { before: '', after: ticketNumber } },
      });
    const people = await listPeople(db, ticket.key);
    if (isFromAgent)
      await mails.toPeople(db, input.portalKey, ticket.key, people, 'ticket-replied', {
        since: now,
      });
    else {
      await mails.toPeople(db, input.portalKey, ticket.key, people, 'ticket-received', {
        since: now,
      });
      await mails.toAgents(db, input.portalKey, ticket.key, inbox.key, null, 'agent-ticket', now);
    }
    return { ...ticket, number: ticketNumber, isRepeated: false };
  }

  /**
   * Associates one more contact with a ticket: it appears in his lists and in his search. Whom another customer added is
   * told by mail who did.
   */
  async function addParticipant(
    db: Connection,
    ticket: Row,
    contactKey: number,
    addedBy?: Pick<Author, 'id' | 'name'>,
  ): Promise<void> {
    const ticketKey = number(ticket.id);
    const portalKey = number(ticket.portal_id);
    await associate(db, {
      standing: {
        isClosed: yes(ticket.is_closed),
        awaitsCustomer: yes(ticket.awaits_customer),
        lastPublicAt: number(ticket.last_public_at),
        openedAt: number(ticket.opened_at),
      },
      portalKey,
      ticketKey,
      contactKey,
      role: 'participant',
      addedBy: addedBy?.id,
      now: runtime.now(),
    });
    await addTokens(db, 'customers', ticketKey, [contactScope(portalKey, contactKey)]);
    if (addedBy) await mails.toAdded(db, ticket, contactKey, addedBy.name);
  }

  /** Takes a participant away again; the requester stays. Whether there was one. */
  async function removeParticipant(
    db: Connection,
    ticket: Row,
    contactKey: number,
  ): Promise<boolean> {
    const ticketKey = number(ticket.id);
    const portalKey = number(ticket.portal_id);
    if (!(await dissociate(db, ticketKey, contactKey))) return false;
    await swapToken(
      db,
      'customers',
      ticketKey,
      contactScope(portalKey, contactKey),
      portalScope(portalKey),
    );
    return true;
  }

  /** Keeps a ticket from its company, or shows it to it: lists, pages and search follow. */
  async function setPrivate(
    db: Connection,
    ticket: Row,
    author: Author,
    isPrivate: boolean,
  ): Promise<void> {
    if (yes(ticket.is_private) === isPrivate) return;
    const ticketKey = number(ticket.id);
    const portalKey = number(ticket.portal_id);
    const companyKey = number(ticket.company_id);
    await moveTicket(db, ticketKey, { is_private: isPrivate, last_activity_at: runtime.now() });
    if (companyKey > 0) {
      const [ofCompany, ofPortal] = [companyScope(portalKey, companyKey), portalScope(portalKey)];
      if (isPrivate) await swapToken(db, 'customers', ticketKey, ofCompany, ofPortal);
      else await addTokens(db, 'customers', ticketKey, [ofCompany]);
    }
    await activity.record(db, {
      actor: author,
      action: isPrivate ? 'ticket.made-private' : 'ticket.made-visible',
      subject: { kind: 'ticket', id: text(ticket.document_id) },
      portalKey,
      ticketKey,
    });
  }

  /**
   * Adds a message to a ticket row as store/tickets reads it, behind so that two submits of one form and two
   * changes of status come one after the other. Returns the message's public id, and whether it was there already.
   */
  async function addMessage(
    db: Connection,
    ticket: Row,
    input: {
      kind: MessageKind;
      author: Author;
      body: string;
      files: StoredFile[];
      submissionKey: string;
      /** Public id of one of the ticket's conversations; else it stands in the first one. */
      conversation?: string;
      /** What its status follows; an answer of its author unless told. */
      event?: TicketEvent;
    },
  ): Promise<{ messageId: string; isRepeated: boolean }> {
    const ticketKey = number(ticket.id);
    const portalKey = number(ticket.portal_id);
    if (input.submissionKey !== '') {
      const first = await findSubmittedMessage(db, ticketKey, input.submissionKey);
      if (first) return { messageId: first, isRepeated: true };
    }
    const now = runtime.now();
    const conversationKey =
      (await findConversation(db, ticketKey, input.conversation)) ||
      (await openConversation(db, { portalKey, ticketKey, channel: 'portal', now }));
    const messageId = await appendMessage(db, {
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
      return { messageId, isRepeated: false };
    }
    await addTokens(db, 'customers', ticketKey, words);
    await markOwnRead(db, ticketKey, input.author, now);
    const isAgent = input.author.kind === 'agent';
    // HubSpot: the first to answer an unassigned ticket owns it.
    const becomesAssignee = isAgent && !ticket.assignee_id;
    await moveTicket(db, ticketKey, {
      last_activity_at: now,
      last_public_at: now,
      ...(isAgent && number(ticket.first_reply_at) === 0 ? { first_reply_at: now } : {}),
      ...(becomesAssignee ? { assignee_id: input.author.key } : {}),
    });
    await activity.record(db, {
      actor: input.author,
      action: 'ticket.replied',
      subject,
      portalKey,
      ticketKey,
    });
    if (becomesAssignee)
      await activity.record(db, {
        actor: input.author,
        action: 'ticket.updated',
        subject,
        portalKey,
        ticketKey,
        changes: { assignee: { before: '', after: input.author.name } },
      });
    const answered = isAgent ? 'agent-replied' : 'customer-replied';
    await followStatus(db, ticket, input.author, input.event ?? answered);
    await mails.toPeople(
      db,
      portalKey,
      ticketKey,
      await listPeople(db, ticketKey),
      'ticket-replied',
      { since: now, exceptContactKey: isAgent ? 0 : input.author.key },
    );
    if (!isAgent)
      await mails.toAgents(
        db,
        portalKey,
        ticketKey,
        number(ticket.inbox_id),
        number(ticket.assignee_id) || null,
        'agent-reply',
        now,
      );
    return { messageId, isRepeated: false };
  }

  /** A customer closes a ticket or opens it again without a word: no answer tells its agents, so a mail of its own does. */
  async function moveWithoutWord(
    db: Connection,
    ticket: Row,
    author: Author,
    event: 'closed-by-customer' | 'customer-replied',
  ): Promise<void> {
    const status = await followStatus(db, ticket, author, event);
    if (!status || status.isClosed === yes(ticket.is_closed)) return;
    const template = status.isClosed ? 'agent-closed' : 'agent-reopened';
    await mails.toAgentsOfState(db, ticket, author.name, template);
  }

  /** The status that a ticket has from now on; null where it stays as it is. */
  async function followStatus(
    db: Connection,
    ticket: Row,
    author: Author,
    event: TicketEvent,
  ): Promise<StatusRecord | null> {
    const current = siteMap.statusByKey(number(ticket.status_id));
    if (!current) return null;
    const next = statusAfter(event, current, number(ticket.portal_id));
    const isToldByReply = event === 'agent-replied' || event === 'customer-replied';
    if (next && next !== current) {
      await setStatus(db, ticket, author, next.key, isToldByReply);
      return next;
    }
    if (event === 'customer-replied') await showReply(db, ticket, current);
    return null;
  }

  function statusAfter(
    event: TicketEvent,
    current: StatusRecord,
    portalKey: number,
  ): StatusRecord | null {
    const meaning = current.meaning as StatusMeaning;
    const byMeaning = meaningAfter(event, meaning);
    if (event === 'closed-by-customer')
      return (
        byMeaning &&
        (closedStatus(portalKey, current) ?? siteMap.statusFor(current.pipelineKey, byMeaning))
      );
    const { automations } = siteMap.pipelineByKey(current.pipelineKey) ?? {};
    const chosen = automations?.[SETTINGS[event]] ?? 'default';
    // Whatever is off, an answer to a closed ticket must not stay unseen.
    if (chosen === 'off' && !(event === 'customer-replied' && current.isClosed)) return null;
    const status = siteMap.statusById(chosen);
    if (status?.pipelineKey === current.pipelineKey)
      return takesChosen(event, meaning) ? status : null;
    return byMeaning && siteMap.statusFor(current.pipelineKey, byMeaning);
  }

  /** What the portal has chosen for tickets that their customers close, if it still is a closed status of the pipeline. */
  function closedStatus(portalKey: number, current: StatusRecord): StatusRecord | undefined {
    const chosen = siteMap.portalByKey(portalKey)?.settings.tickets.closedStatuses ?? {};
    const status = siteMap.statusById(chosen[current.pipelineId] ?? '');
    return status?.isClosed && status.pipelineKey === current.pipelineKey ? status : undefined;
  }

  /** A hidden status leaves customers with the last shown one; it must not ask for the reply that has just come. */
  async function showReply(db: Connection, ticket: Row, current: StatusRecord): Promise<void> {
    const shown = siteMap.shownStatus(current.key, text(ticket.shown_status));
    if (!current.isHidden || shown?.meaning !== 'waiting-on-customer') return;
    const other = siteMap
      .statusesOf(current.pipelineKey)
      .find((status) => !status.isHidden && status.meaning === 'waiting-on-us');
    if (other)
      await moveTicket(db, number(ticket.id), { shown_status: other.id, awaits_customer: false });
  }

  async function setStatus(
    db: Connection,
    ticket: Row,
    actor: ActivityEntry['actor'],
    statusKey: number,
    isToldByReply = false,
  ): Promise<void> {
    const before = siteMap.statusByKey(number(ticket.status_id));
    const after = siteMap.statusByKey(statusKey);
    if (!after || before?.key === after.key) return;
    const now = runtime.now();
    const ticketKey = number(ticket.id);
    const portalKey = number(ticket.portal_id);
    const shownBefore = before && siteMap.shownStatus(before.key, text(ticket.shown_status));
    const standing = siteMap.standingIn(after, shownBefore?.id ?? '');
    await moveTicket(db, ticketKey, {
      status_id: after.key,
      pipeline_id: after.pipelineKey,
      is_closed: standing.isClosed,
      awaits_customer: standing.awaitsCustomer,
      shown_status: standing.shownStatus,
      last_activity_at: now,
      closed_at: after.isClosed ? now : 0,
    });
    const action = after.isClosed
      ? 'ticket.closed'
      : before?.isClosed
        ? 'ticket.reopened'
        : 'ticket.updated';
    await activity.record(db, {
      actor,
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
        { since: now },
      );
    else if (actor.kind === 'agent' && !isToldByReply)
      await mails.toStatus(db, ticket, { since: now, statusBefore: shownBefore?.id ?? '' });
  }

  /** Files a ticket under another company (key 0 for none): its lists, search and values follow. */
  async function setCompany(
    db: Connection,
    ticket: Row,
    actor: ActivityEntry['actor'],
    company: { key: number; name: string },
  ): Promise<void> {
    const before = number(ticket.company_id);
    if (before === company.key) return;
    const ticketKey = number(ticket.id);
    const portalKey = number(ticket.portal_id);
    await moveTicket(db, ticketKey, {
      company_id: company.key || null,
      last_activity_at: runtime.now(),
    });
    await moveTicketValues(db, ticketKey, company.key);
    // The portal's own scope is there in any case.
    const scope =
      company.key > 0 && !yes(ticket.is_private)
        ? companyScope(portalKey, company.key)
        : portalScope(portalKey);
    if (before > 0)
      await swapToken(db, 'customers', ticketKey, companyScope(portalKey, before), scope);
    else await addTokens(db, 'customers', ticketKey, [scope]);
    await activity.record(db, {
      actor,
      action: 'ticket.updated',
      subject: { kind: 'ticket', id: text(ticket.document_id) },
      portalKey,
      ticketKey,
      changes: { company: { before: text(ticket.company_name), after: company.name } },
    });
  }

  return {
    create,
    addMessage,
    addParticipant,
    removeParticipant,
    setPrivate,
    setStatus,
    followStatus,
    moveWithoutWord,
    setCompany,
  };
}

export type TicketWriting = ReturnType<typeof createTicketWriting>;
