import { PAGE_SIZE, type Priority, type StatusMeaning } from '../contracts/tickets';
import { firstName } from '../rules/first-name';
import { queryTokens } from '../rules/search-tokens';
import { mayReply } from '../rules/status-follow';
import { maySeeTicket } from '../rules/ticket-access';
import { number, text, yes, type Connection, type Row } from '../store/connection';
import { companyScope, contactScope, findTicketKeys } from '../store/search';
import {
  findByKeys,
  findTicket,
  listAttachments,
  listForCustomer,
  listMessages,
  listPeople,
} from '../store/tickets';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { Author, TicketWriting } from './ticket-writing';
import type {
  CustomerTicketQuery,
  CustomerTicketRow,
  CustomerTicketsService,
  CustomerViewer,
} from './types';

const asAuthor = (viewer: CustomerViewer): Author => ({
  kind: 'customer',
  key: viewer.contactKey,
  id: viewer.contactId,
  name: viewer.contactName,
});

/** What customers do with tickets. A ticket that may not be seen is null, for every cause. */
export function createCustomerTickets(
  runtime: Runtime,
  siteMap: SiteMap,
  writing: TicketWriting,
): CustomerTicketsService {
  function asRow(row: Row, viewer: CustomerViewer, language: string): CustomerTicketRow {
    const statusKey = number(row.status_id);
    return {
      id: text(row.document_id),
      number: text(row.number),
      subject: text(row.subject),
      statusLabel: siteMap.statusLabel(statusKey, language),
      statusMeaning: (siteMap.statusByKey(statusKey)?.meaning ?? 'new') as StatusMeaning,
      isClosed: yes(row.is_closed),
      awaitsCustomer: yes(row.awaits_customer) && !yes(row.is_closed),
      requester: text(row.requester_name),
      isMine: number(row.requester_id) === viewer.contactKey,
      lastPublicAt: number(row.last_public_at),
      openedAt: number(row.opened_at),
    };
  }

  /** The ticket's row when the viewer may see it. */
  async function visible(db: Connection, viewer: CustomerViewer, id: string): Promise<Row | null> {
    if (!/^[a-z0-9]{24}$/.test(id)) return null;
    const row = await findTicket(db, id, viewer.contactKey);
    if (!row) return null;
    const may = maySeeTicket(
      { portalKey: viewer.portal.key, companyKeys: viewer.companyKeys },
      {
        portalKey: number(row.portal_id),
        companyKey: number(row.company_id),
        isPrivate: yes(row.is_private),
        isAssociated: row.participant_id !== null,
      },
    );
    return may ? row : null;
  }

  async function search(viewer: CustomerViewer, query: CustomerTicketQuery) {
    const words = queryTokens(query.q);
    if (words.length === 0) return { rows: [], nextCursor: null };
    const scopes =
      query.scope === 'company' && viewer.companyKeys.length > 0
        ? viewer.companyKeys.map((key) => companyScope(viewer.portal.key, key))
        : [contactScope(viewer.portal.key, viewer.contactKey)];
    // More than a page is asked for, since state and status narrow what the index found.
    const keys = await findTicketKeys(runtime.db, 'customers', {
      scopes,
      words,
      before: cursorNumbers(query.cursor)[0] ?? 0,
      limit: 200,
    });
    const found = (await findByKeys(runtime.db, keys)).filter((row) => {
      const isMine = query.scope === 'mine' || !viewer.companyKeys.length;
      const standing = {
        portalKey: number(row.portal_id),
        companyKey: number(row.company_id),
        isPrivate: yes(row.is_private),
        isAssociated: isMine,
      };
      if (
        !maySeeTicket({ portalKey: viewer.portal.key, companyKeys: viewer.companyKeys }, standing)
      )
        return false;
      if (query.state !== 'all' && yes(row.is_closed) !== (query.state === 'closed')) return false;
      return (
        query.status === '' || siteMap.statusByKey(number(row.status_id))?.meaning === query.status
      );
    });
    const rows = found.slice(0, PAGE_SIZE);
    const oldest =
      found.length > PAGE_SIZE
        ? number(rows.at(-1)?.id)
        : keys.length === 200
          ? (keys.at(-1) ?? 0)
          : 0;
    return {
      rows: rows.map((row) => asRow(row, viewer, query.language)),
      nextCursor: oldest > 0 ? String(oldest) : null,
    };
  }

  return {
    async list(viewer, query) {
      if (query.q.trim() !== '') return search(viewer, query);
      const companyKey = query.scope === 'company' ? viewer.companyKeys[0] : undefined;
      const rows = await listForCustomer(runtime.db, {
        scope:
          companyKey === undefined
            ? { kind: 'mine', contactKey: viewer.contactKey }
            : { kind: 'company', companyKey },
        portalKey: viewer.portal.key,
        state: query.state,
        statusMeaning: query.status,
        after: cursorNumbers(query.cursor),
        sort: query.sort,
        limit: PAGE_SIZE + 1,
      });
      const page = rows.slice(0, PAGE_SIZE);
      const last = page.at(-1);
      let nextCursor: string | null = null;
      if (last && rows.length > PAGE_SIZE) {
        const key = number(last.id);
        if (query.sort === 'opened') nextCursor = `${number(last.opened_at)}.${key}`;
        else if (query.state === 'all') nextCursor = `${number(last.last_public_at)}.${key}`;
        else
          nextCursor = `${Number(yes(last.awaits_customer))}.${number(last.last_public_at)}.${key}`;
      }
      return { rows: page.map((row) => asRow(row, viewer, query.language)), nextCursor };
    },

    async find(viewer, id, language) {
      const row = await visible(runtime.db, viewer, id);
      if (!row) return null;
      const key = number(row.id);
      const [messages, attachments, people] = await Promise.all([
        listMessages(runtime.db, key, 'public'),
        listAttachments(runtime.db, key, 'public'),
        listPeople(runtime.db, key),
      ]);
      const isClosed = yes(row.is_closed);
      return {
        ...asRow(row, viewer, language),
        priority: text(row.priority) as Priority | '',
        category: text(row.category),
        company: text(row.company_name),
        assignee: firstName(text(row.assignee_public_name) || text(row.assignee_name)),
        closedAt: number(row.closed_at),
        participants: people
          .filter((person) => person.role === 'participant')
          .map((person) => text(person.name)),
        messages: messages.map((message) => ({
          id: text(message.document_id),
          authorKind: text(message.author_kind) as 'customer' | 'agent' | 'system',
          authorName:
            message.author_kind === 'agent'
              ? firstName(text(message.author_name))
              : text(message.author_name),
          isMine: number(message.contact_id) === viewer.contactKey,
          body: text(message.body),
          sentAt: number(message.sent_at),
          attachments: attachments
            .filter((file) => number(file.message_id) === number(message.id))
            .map((file) => ({
              id: text(file.document_id),
              name: text(file.name),
              mimeType: text(file.mime_type),
              size: number(file.size),
            })),
        })),
        canReply: mayReply({ isClosed, closedAt: number(row.closed_at) }, runtime.now()),
        canClose: !isClosed,
      };
    },

    async create(viewer, input) {
      const inbox = siteMap.inboxByKey(viewer.portal.defaultInboxKey);
      if (!inbox) throw new Error(`Portal ${viewer.portal.name} has no inbox`);
      const ticket = await runtime.transaction((db) =>
        writing.create(db, {
          portalKey: viewer.portal.key,
          inbox,
          requester: { key: viewer.contactKey, companyKey: viewer.primaryCompanyKey },
          author: asAuthor(viewer),
          subject: input.subject,
          body: input.body,
          priority: 'medium',
          source: 'portal',
          files: input.files,
          submissionKey: input.submissionKey,
        }),
      );
      return { id: ticket.id, number: ticket.number };
    },

    async reply(viewer, id, input) {
      const messageId = await runtime.transaction(async (db) => {
        const row = await visible(db, viewer, id);
        if (
          !row ||
          !mayReply(
            { isClosed: yes(row.is_closed), closedAt: number(row.closed_at) },
            runtime.now(),
          )
        )
          return null;
        return writing.addMessage(db, row, { kind: 'public', author: asAuthor(viewer), ...input });
      });
      return messageId === null ? null : { messageId };
    },

    async close(viewer, id) {
      return runtime.transaction(async (db) => {
        const row = await visible(db, viewer, id);
        if (!row) return false;
        await writing.followStatus(db, row, asAuthor(viewer), 'closed-by-customer');
        return true;
      });
    },
  };
}

/** A cursor is the sort values of the last row, in digits; anything else is the first page. */
export function cursorNumbers(cursor: string): number[] {
  return /^\d{1,16}(\.\d{1,16}){0,2}$/.test(cursor) ? cursor.split('.').map(Number) : [];
}
