import { PAGE_SIZE, type Priority, type StatusMeaning } from '../contracts/tickets';
import type { PropertyDefinition, PropertyValues } from '../contracts/properties';
import { firstName } from '../rules/first-name';
import { queryTokens } from '../rules/search-tokens';
import { mayReply } from '../rules/status-follow';
import { maySeeTicket, type TicketReader } from '../rules/ticket-access';
import { listCompanyNames } from '../store/companies';
import { jsonOf, number, text, yes, type Connection, type Row } from '../store/connection';
import { definitionOf } from '../store/properties';
import { companyScope, contactScope, findTicketKeys } from '../store/search';
import {
  findByKeys,
  findTicketWithPeople,
  listConversation,
  listForCustomer,
} from '../store/tickets';
import { keysWithValues, listByProperties } from '../store/ticket-property-lists';
import { lockTicket } from '../store/ticket-writes';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import { afterOf, valueCursor, valueFilters, valueSort } from './ticket-properties';
import type { Author, TicketWriting } from './ticket-writing';
import type {
  CustomerMessageView,
  CustomerTicketQuery,
  CustomerTicketRow,
  CustomerTicketsService,
  CustomerViewer,
  ShownProperty,
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
  function asRow(row: Row, viewer: CustomerViewer, language: string): CustomerTicketRow {
    const shown = siteMap.shownStatus(number(row.status_id), text(row.shown_status));
    return {
      id: text(row.document_id),
      number: text(row.number),
      subject: text(row.subject),
      statusLabel: shown ? siteMap.statusLabel(shown.key, language) : '',
      statusMeaning: (shown?.meaning ?? 'new') as StatusMeaning,
      isClosed: yes(row.is_closed),
      awaitsCustomer: yes(row.awaits_customer) && !yes(row.is_closed),
      requester: text(row.requester_name),
      isMine: number(row.requester_id) === viewer.contactKey,
      lastPublicAt: number(row.last_public_at),
      openedAt: number(row.opened_at),
    };
  }

  const isHidden = (key: string): boolean =>
    siteMap
      .properties('ticket')
      .some((property) => property.isStandard && property.key === key && !isShown(property));

  /** Priority, category and custom properties that customers may see and the ticket has. */
  function shownValues(row: Row): ShownProperty[] {
    const values = jsonOf<PropertyValues>(row.properties, {});
    return siteMap.properties('ticket').flatMap((property) => {
      const { key, isStandard } = property;
      const isColumn = key === 'priority' || key === 'category';
      if (!isShown(property) || (isStandard && !isColumn)) return [];
      const value = isStandard ? text(row[key]) : values[key];
      return value === undefined || value === '' || value.toString() === ''
        ? []
        : [{ definition: definitionOf(property), value }];
    });
  }

  /** The ticket's row for each of its people when the viewer may see it, else none. */
  async function visible(db: Connection, viewer: CustomerViewer, id: string): Promise<Row[]> {
    if (!isTicketId(id)) return [];
    const rows = await findTicketWithPeople(db, id);
    const [ticket] = rows;
    if (!ticket) return [];
    const may = maySeeTicket(asReader(viewer), {
      portalKey: number(ticket.portal_id),
      companyKey: number(ticket.company_id),
      isPrivate: yes(ticket.is_private),
      isAssociated: rows.some((row) => number(row.person_id) === viewer.contactKey),
    });
    return may ? rows : [];
  }

  /** The same as nobody else changes it: the first statement of a transaction that writes. */
  async function visibleAlone(db: Connection, viewer: CustomerViewer, id: string) {
    if (isTicketId(id)) await lockTicket(db, id);
    return (await visible(db, viewer, id))[0];
  }

  /** A conversation's rows, one for each file, as messages with their files. */
  function asMessages(rows: Row[], viewer: CustomerViewer): CustomerMessageView[] {
    const messages: CustomerMessageView[] = [];
    for (const row of rows) {
      const id = text(row.document_id);
      let message = messages.at(-1);
      if (message?.id !== id) {
        const author = text(row.author_public_name) || text(row.author_name);
        message = {
          id,
          authorKind: text(row.author_kind) as CustomerMessageView['authorKind'],
          authorName: row.author_kind === 'agent' ? firstName(author) : author,
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
    if (words.length === 0) return { rows: [], nextCursor: null, isCut: false };
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
    const found = (await findByKeys(runtime.db, own)).filter((row) => {
      const standing = {
        portalKey: number(row.portal_id),
        companyKey: number(row.company_id),
        isPrivate: yes(row.is_private),
        isAssociated: isMine,
      };
      if (!maySeeTicket(asReader(viewer), standing)) return false;
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
      rows: rows.map((row) => asRow(row, viewer, query.language)),
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
          rows: page.map((row) => asRow(row, viewer, query.language)),
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
      return {
        rows: page.map((row) => asRow(row, viewer, query.language)),
        nextCursor,
        isCut: false,
      };
    },

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
      const isClosed = yes(row.is_closed);
      return {
        ...asRow(row, viewer, language),
        priority: text(row.priority) as Priority | '',
        category: text(row.category),
        company: isHidden('company') ? '' : text(row.company_name),
        assignee: isHidden('owner')
          ? ''
          : firstName(text(row.assignee_public_name) || text(row.assignee_name)),
        closedAt: number(row.closed_at),
        properties: shownValues(row),
        participants: people
          .filter((person) => person.person_role === 'participant' && person.person_name !== null)
          .map((person) => text(person.person_name)),
        messages: asMessages(await listConversation(runtime.db, number(row.id)), viewer),
        canReply: mayReply({ isClosed, closedAt: number(row.closed_at) }, runtime.now()),
        canClose: !isClosed,
      };
    },

    async create(viewer, input) {
      const preset = input.preset;
      const inbox =
        siteMap.inboxByKey(preset?.inboxKey ?? 0) ??
        siteMap.inboxByKey(viewer.portal.defaultInboxKey);
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
          submissionKey: acceptedKey(input.submissionKey),
          preset,
        }),
      );
      return { id: ticket.id, number: ticket.number, isRepeated: ticket.isRepeated };
    },

    async reply(viewer, id, input) {
      return runtime.transaction(async (db) => {
        const row = await visibleAlone(db, viewer, id);
        if (
          !row ||
          !mayReply(
            { isClosed: yes(row.is_closed), closedAt: number(row.closed_at) },
            runtime.now(),
          )
        )
          return null;
        return writing.addMessage(db, row, {
          kind: 'public',
          author: asAuthor(viewer),
          ...input,
          submissionKey: acceptedKey(input.submissionKey),
        });
      });
    },

    async close(viewer, id) {
      return runtime.transaction(async (db) => {
        const row = await visibleAlone(db, viewer, id);
        if (!row) return false;
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
