import { PAGE_SIZE, type StatusMeaning } from '../contracts/tickets';
import type { PropertyDefinition } from '../contracts/properties';
import { queryTokens } from '../rules/search-tokens';
import { replyOutcome } from '../rules/status-follow';
import { maySeeTicket, type TicketReader } from '../rules/ticket-access';
import { listCompanyNames } from '../store/companies';
import { number, text, yes, type Connection, type Row } from '../store/connection';
import { definitionOf } from '../store/properties';
import { companyScope, contactScope, findTicketKeys } from '../store/search';
import {
  findForCustomer,
  findTicketWithPeople,
  listConversation,
  listForCustomer,
  listLinkedTickets,
} from '../store/tickets';
import { keysWithValues, listByProperties } from '../store/ticket-property-lists';
import { lockTicket } from '../store/ticket-writes';
import type { Runtime } from './runtime';
import { linksOf } from './record-views';
import { createShownFacts } from './shown-facts';
import type { SiteMap } from './site-map';
import { afterOf, valueCursor, valueFilters, valueSort } from './ticket-properties';
import type { Author, TicketWriting } from './ticket-writing';
import type {
  CustomerMessageView,
  CustomerReply,
  CustomerTicketQuery,
  CustomerTicketRow,
  CustomerTicketsService,
  CustomerViewer,
  StoredFile,
} from './types';

const asAuthor = (viewer: CustomerViewer): Author => ({
  kind: 'customer',
  key: viewer.contactKey,
  id: viewer.contactId,
  name: viewer.contactName,
});

export const asReader = (viewer: CustomerViewer): TicketReader => ({
  portalKey: viewer.portal.key,
  companyKeys: viewer.companyKeys,
  leftCompanyKeys: viewer.leftCompanyKeys,
});

const isShown = ({ customerAccess }: PropertyDefinition): boolean => customerAccess !== 'none';

const isTicketId = (id: string) => /^[a-z0-9]{24}$/.test(id);

/** What customers do with tickets. A ticket that may not be seen is null, for every cause. */
export function createCustomerTickets(
  runtime: Runtime,
  siteMap: SiteMap,
  writing: TicketWriting,
): CustomerTicketsService {
  const shown = createShownFacts(siteMap);

  function asRow(
    row: Row,
    viewer: CustomerViewer,
    language: string,
  ): Omit<CustomerTicketRow, 'facts'> {
    const status = siteMap.shownStatus(number(row.status_id), text(row.shown_status));
    return {
      id: text(row.document_id),
      number: text(row.number),
      subject: text(row.subject),
      statusLabel: status ? siteMap.statusLabel(status.key, language) : '',
      statusMeaning: (status?.meaning ?? 'new') as StatusMeaning,
      isClosed: yes(row.is_closed),
      awaitsCustomer: yes(row.awaits_customer) && !yes(row.is_closed),
      requester: text(row.requester_name),
      isMine: number(row.requester_id) === viewer.contactKey,
      lastPublicAt: number(row.last_public_at),
      openedAt: number(row.opened_at),
    };
  }

  /** A page of the list with the columns of the portal. */
  function asPage(viewer: CustomerViewer, { language }: CustomerTicketQuery, rows: Row[]) {
    const { portal } = viewer;
    const { columns } = shown.of(portal);
    return {
      columns,
      rows: rows.map((row) => ({
        ...asRow(row, viewer, language),
        facts: shown.factsOf(portal, row, columns),
      })),
    };
  }

  /** The ticket's row for each of its people when the viewer may see it, else none. */
  async function visible(db: Connection, viewer: CustomerViewer, id: string): Promise<Row[]> {
    if (!isTicketId(id)) return [];
    const rows = await findTicketWithPeople(db, id);
    const [ticket] = rows;
    if (!ticket) return [];
    const isAssociated = rows.some((row) => number(row.person_id) === viewer.contactKey);
    return maySee(viewer, ticket, isAssociated) ? rows : [];
  }

  const maySee = (viewer: CustomerViewer, row: Row, isAssociated: boolean): boolean =>
    maySeeTicket(asReader(viewer), {
      portalKey: number(row.portal_id),
      companyKey: number(row.company_id),
      isPrivate: yes(row.is_private),
      isAssociated,
    });

  /** Tickets that one is linked with: none is named to whom it may not be shown. */
  async function linked(viewer: CustomerViewer, ticket: Row) {
    const rows = await listLinkedTickets(runtime.db, ticket, viewer.contactKey);
    const seen = rows.filter((row) => maySee(viewer, row, number(row.participant_id) > 0));
    return linksOf(ticket, seen);
  }

  /** The same as nobody else changes it: the first statement of a transaction that writes. */
  async function visibleAlone(db: Connection, viewer: CustomerViewer, id: string): Promise<Row[]> {
    if (isTicketId(id)) await lockTicket(db, id);
    return visible(db, viewer, id);
  }

  /** A conversation's rows, one for each file, as messages with their files. */
  function asMessages(
    rows: Row[],
    viewer: CustomerViewer,
    inboxKey: number,
  ): CustomerMessageView[] {
    const messages: CustomerMessageView[] = [];
    for (const row of rows) {
      const id = text(row.document_id);
      let message = messages.at(-1);
      if (message?.id !== id) {
        const author = text(row.author_public_name) || text(row.author_name);
        message = {
          id,
          authorKind: text(row.author_kind) as CustomerMessageView['authorKind'],
          authorName:
            row.author_kind === 'agent' ? shown.agentOf(viewer.portal, author, inboxKey) : author,
          isMine: number(row.contact_id) === viewer.contactKey,
          body: text(row.body),
          sentAt: number(row.sent_at),
          attachments: [],
        };
        messages.push(message);
      }
      if (row.file_document_id !== null)
        message.attachments.push({
          id: text(row.file_document_id),
          name: text(row.file_name),
          mimeType: text(row.file_mime_type),
          size: number(row.file_size),
        });
    }
    return messages;
  }

  const onReply = (viewer: CustomerViewer, row: Row) =>
    replyOutcome(
      { isClosed: yes(row.is_closed), closedAt: number(row.closed_at) },
      viewer.portal.settings.tickets,
      runtime.now(),
    );

  /** A reply to a ticket that stays closed: a new ticket of the same people, linked with it. */
  async function followUp(
    db: Connection,
    viewer: CustomerViewer,
    people: Row[],
    input: { body: string; files: StoredFile[]; submissionKey: string },
  ): Promise<CustomerReply> {
    const [row = {}] = people;
    const requesterKey = number(row.requester_id) || viewer.contactKey;
    const participantKeys = people
      .filter((person) => person.person_role === 'participant' && person.person_name !== null)
      .map((person) => number(person.person_id));
    const made = await writing.create(db, {
      portalKey: viewer.portal.key,
      inbox: inboxFor(viewer, number(row.inbox_id)),
      requester: { key: requesterKey, companyKey: number(row.company_id) },
      author: asAuthor(viewer),
      subject: text(row.subject),
      priority: 'medium',
      source: 'portal',
      ...input,
      followsUp: {
        key: number(row.id),
        id: text(row.document_id),
        number: text(row.number),
        isPrivate: yes(row.is_private),
        participantKeys: participantKeys.filter((key) => key !== requesterKey),
      },
    });
    return { ticketId: made.id, messageId: '', isRepeated: made.isRepeated };
  }

  /** An inbox of the portal by its key, else the portal's own. */
  function inboxFor(viewer: CustomerViewer, key: number) {
    const { portal } = viewer;
    const asked = siteMap.inboxByKey(key);
    const inbox =
      asked?.portalKey === portal.key ? asked : siteMap.inboxByKey(portal.defaultInboxKey);
    if (!inbox) throw new Error(`Portal ${portal.name} has no inbox`);
    return inbox;
  }

  /** The companies that a list is of: all that the viewer sees, or the chosen one of them; none for his own list. */
  async function companiesOf(viewer: CustomerViewer, query: CustomerTicketQuery) {
    const { companyKeys } = viewer;
    if (query.scope === 'mine') return [];
    if (!query.company || companyKeys.length < 2) return companyKeys;
    const chosen = (await listCompanyNames(runtime.db, companyKeys)).find(
      (row) => row.document_id === query.company,
    );
    return chosen ? [number(chosen.id)] : companyKeys;
  }

  async function search(viewer: CustomerViewer, query: CustomerTicketQuery) {
    const words = queryTokens(query.q);
    if (words.length === 0) return { ...asPage(viewer, query, []), nextCursor: null, isCut: false };
    const companyKeys = await companiesOf(viewer, query);
    const isMine = companyKeys.length === 0;
    const scopes = isMine
      ? [contactScope(viewer.portal.key, viewer.contactKey)]
      : companyKeys.map((key) => companyScope(viewer.portal.key, key));
    // More than a page is asked for, since state and status narrow what the index found.
    const keys = await findTicketKeys(runtime.db, 'customers', {
      scopes,
      words,
      before: cursorKey(query.cursor),
      limit: 200,
    });
    const asked = valueFilters(siteMap.properties('ticket').filter(isShown), query.values ?? {});
    const own = await keysWithValues(runtime.db, keys, asked);
    const { parts } = shown.of(viewer.portal);
    const found = (await findForCustomer(runtime.db, own, parts)).filter((row) => {
      if (!maySee(viewer, row, isMine)) return false;
      if (query.state !== 'all' && yes(row.is_closed) !== (query.state === 'closed')) return false;
      return (
        query.status === '' ||
        siteMap.shownStatus(number(row.status_id), text(row.shown_status))?.meaning === query.status
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
      ...asPage(viewer, query, rows),
      nextCursor: oldest > 0 ? String(oldest) : null,
      isCut: false,
    };
  }

  return {
    async list(viewer, query, candidates) {
      if (query.q.trim() !== '') return search(viewer, query);
      const companyKeys = await companiesOf(viewer, query);
      const asked = {
        scope:
          companyKeys.length === 0
            ? ({
                kind: 'mine',
                contactKey: viewer.contactKey,
                leftCompanyKeys: viewer.leftCompanyKeys,
              } as const)
            : ({ kind: 'company', companyKeys } as const),
        parts: shown.of(viewer.portal).parts,
        portalKey: viewer.portal.key,
        state: query.state,
        statusMeaning: query.status,
        limit: PAGE_SIZE + 1,
      };
      const sort = query.sort === 'opened' ? 'opened' : 'activity';
      const properties = siteMap.properties('ticket').filter(isShown);
      const filters = valueFilters(properties, query.values ?? {});
      const byValue = valueSort(properties, query.sort);
      if (filters.length > 0 || byValue) {
        const order = byValue ?? { by: sort };
        const after = afterOf(query.cursor, order);
        const narrowed = { ...asked, filters, sort: order, after };
        const found = await listByProperties(runtime.db, narrowed, candidates);
        const page = found.rows.slice(0, PAGE_SIZE);
        const last = page.at(-1);
        return {
          ...asPage(viewer, query, page),
          nextCursor: last && found.rows.length > PAGE_SIZE ? valueCursor(last) : null,
          isCut: found.isCut,
        };
      }
      const rows = await listForCustomer(runtime.db, {
        ...asked,
        after: cursorNumbers(query.cursor),
        sort,
      });
      const page = rows.slice(0, PAGE_SIZE);
      const last = page.at(-1);
      let nextCursor: string | null = null;
      if (last && rows.length > PAGE_SIZE) {
        const key = number(last.id);
        if (sort === 'opened') nextCursor = `${number(last.opened_at)}.${key}`;
        else if (query.state === 'all') nextCursor = `${number(last.last_public_at)}.${key}`;
        else
          nextCursor = `${Number(yes(last.awaits_customer))}.${number(last.last_public_at)}.${key}`;
      }
      return { ...asPage(viewer, query, page), nextCursor, isCut: false };
    },

    columns: (portal) => shown.of(portal).columns,

    shownProperties: () =>
      siteMap
        .properties('ticket')
        .filter((property) => !property.isStandard && isShown(property))
        .map(definitionOf),

    async companies(viewer) {
      const rows = await listCompanyNames(runtime.db, viewer.companyKeys);
      return rows.map((row) => ({ id: text(row.document_id), name: text(row.name) }));
    },

    async find(viewer, id, language) {
      const people = await visible(runtime.db, viewer, id);
      const [row] = people;
      if (!row) return null;
      const { portal } = viewer;
      const isClosed = yes(row.is_closed);
      const fields = shown.of(portal).details;
      const facts = shown.factsOf(portal, row, fields);
      const textOf = (key: string) => {
        const fact = facts[fields.findIndex((field) => field.key === key)];
        return fact?.kind === 'text' ? fact.text : '';
      };
      return {
        ...asRow(row, viewer, language),
        company: textOf('company'),
        assignee: textOf('owner'),
        details: fields.flatMap((field, at) => {
          const fact = facts[at];
          return fact ? [{ field, fact }] : [];
        }),
        participants: people
          .filter((person) => person.person_role === 'participant' && person.person_name !== null)
          .map((person) => text(person.person_name)),
        messages: asMessages(
          await listConversation(runtime.db, number(row.id)),
          viewer,
          number(row.inbox_id),
        ),
        ...(await linked(viewer, row)),
        onReply: onReply(viewer, row),
        canClose: !isClosed && portal.settings.tickets.customersMayClose,
      };
    },

    async create(viewer, input) {
      const preset = input.preset;
      const inbox = inboxFor(viewer, preset?.inboxKey ?? 0);
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
          submissionKey: acceptedKey(input.submissionKey),
          preset,
        }),
      );
      return { id: ticket.id, number: ticket.number, isRepeated: ticket.isRepeated };
    },

    async reply(viewer, id, input) {
      const sent = { ...input, submissionKey: acceptedKey(input.submissionKey) };
      return runtime.transaction(async (db) => {
        const people = await visibleAlone(db, viewer, id);
        const [row] = people;
        const outcome = row && onReply(viewer, row);
        if (!outcome || outcome === 'refused') return null;
        if (outcome === 'follows-up') return followUp(db, viewer, people, sent);
        const author = asAuthor(viewer);
        const added = await writing.addMessage(db, row, { kind: 'public', author, ...sent });
        return { ...added, ticketId: id };
      });
    },

    async close(viewer, id) {
      return runtime.transaction(async (db) => {
        const [row] = await visibleAlone(db, viewer, id);
        if (!row || !viewer.portal.settings.tickets.customersMayClose) return false;
        await writing.followStatus(db, row, asAuthor(viewer), 'closed-by-customer');
        return true;
      });
    },
  };
}

/** What our forms make; anything else, which may not fit its column, is as good as no key. */
const acceptedKey = (key: string): string => (/^[\w-]{1,64}$/.test(key) ? key : '');

const LARGEST_KEY = 2_147_483_647;

/** A cursor is the sort values of the last row with its key behind, in digits; anything else is the first page. */
export function cursorNumbers(cursor: string): number[] {
  if (!/^\d{1,16}(\.\d{1,16}){0,2}$/.test(cursor)) return [];
  const values = cursor.split('.').map(Number);
  return (values.at(-1) ?? 0) <= LARGEST_KEY ? values : [];
}

/** A search is sorted by key alone; 0 is its first page. */
export function cursorKey(cursor: string): number {
  const [key = 0, ...others] = cursorNumbers(cursor);
  return others.length === 0 ? key : 0;
}
