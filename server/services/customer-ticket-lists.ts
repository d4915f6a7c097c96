import { PAGE_SIZE, STATUS_MEANINGS, type StatusMeaning } from '../contracts/tickets';
import { instantReader } from '../rules/csv-values';
import { queryTokens, tokensOf } from '../rules/search-tokens';
import { timeOfDate } from '../rules/property-values';
import { maySeeTicket, type TicketReader } from '../rules/ticket-access';
import { listCompanyNames } from '../store/companies';
import { number, text, yes, type Row } from '../store/connection';
import {
  findForCustomer,
  findReadMark,
  listCompanyPeople,
  listReadMarks,
  markRead,
  MOST_REQUESTERS,
} from '../store/found-tickets';
import { definitionOf, type PropertyRecord } from '../store/properties';
import { companyScope, contactScope } from '../store/search';
import { isByFacts, isSpan, type Span, type TicketNarrowing } from '../store/ticket-narrowing';
import { CANDIDATES, listByProperties } from '../store/ticket-property-lists';
import { findCuts, listForCustomer, type ListParts, type ListScope } from '../store/tickets';
import type { Runtime } from './runtime';
import type { Reading, ShownFacts } from './shown-facts';
import type { SiteMap } from './site-map';
import { afterOf, valueCursor, valueFilters, valueSort } from './ticket-properties';
import { matchesOf, searchPage, typedNumbers } from './ticket-search';
import type {
  AskedDays,
  CustomerTicketPage,
  CustomerTicketQuery,
  CustomerTicketRow,
  CustomerTicketsService,
  CustomerViewer,
  ListChoices,
  PortalRecord,
  ShownFact,
  StatusChoice,
} from './types';

export const asReader = (viewer: CustomerViewer): TicketReader => ({
  portalKey: viewer.portal.key,
  companyKeys: viewer.companyKeys,
  leftCompanyKeys: viewer.leftCompanyKeys,
});

/** Whether a viewer may see a ticket's row that names portal, company and privacy. */
export const maySee = (viewer: CustomerViewer, row: Row, isAssociated: boolean): boolean =>
  maySeeTicket(asReader(viewer), {
    portalKey: number(row.portal_id),
    companyKey: number(row.company_id),
    isPrivate: yes(row.is_private),
    isAssociated,
  });

/** One row of a customer's list. */
export function customerTicketRow(
  siteMap: SiteMap,
  row: Row,
  viewer: CustomerViewer,
  language: string,
  facts: ShownFact[],
  /** When the reader last read it, epoch ms; undefined where nobody says. */
  readAt: unknown,
): CustomerTicketRow {
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
    facts,
    isUnread: readAt !== undefined && number(row.last_public_at) > number(readAt),
  };
}

/** How many rows a page has, what is read of them, and how many tickets are looked at. */
export interface ListReading {
  limit?: number;
  candidates?: number;
  columns: Reading;
  parts: ListParts;
  /** Left out of what no reader sees. */
  withMatches?: boolean;
}

export interface CustomerTicketLists extends Pick<
  CustomerTicketsService,
  'list' | 'columns' | 'choices' | 'statusChoices' | 'companies' | 'markRead'
> {
  /** A page of a list, read as its face needs it. */
  read(
    viewer: CustomerViewer,
    query: CustomerTicketQuery,
    reading: ListReading,
  ): Promise<CustomerTicketPage>;
}

/** What a portal's lists can be narrowed by, with the records that the store asks by. */
interface Offered extends ListChoices {
  records: PropertyRecord[];
  /** By language. */
  statuses: Map<string, StatusChoice[]>;
}

/** A customer's lists: in the order of an index, by values of properties, or as a search finds them. */
export function createCustomerTicketLists(
  runtime: Runtime,
  siteMap: SiteMap,
  shown: ShownFacts,
): CustomerTicketLists {
  const offers = new WeakMap<PortalRecord, Offered>();

  /** Portals, pipelines and properties are loaded together, so a portal's record stands for both; pages draw once for each. */
  function offeredBy(portal: PortalRecord): Offered {
    const known = offers.get(portal);
    if (known) return known;
    const { columns, details } = shown.of(portal);
    const keys = new Set([...columns.fields, ...details.fields].map(({ key }) => key));
    const records = siteMap.properties('ticket').filter((one) => keys.has(one.key));
    const standard = (key: string) => {
      const record = records.find((one) => one.key === key && one.isStandard);
      return record ? definitionOf(record) : null;
    };
    const custom = records.filter(({ isStandard }) => !isStandard);
    const made = {
      records: custom,
      properties: custom.map(definitionOf),
      priority: standard('priority'),
      category: standard('category'),
      statuses: new Map<string, StatusChoice[]>(),
    };
    offers.set(portal, made);
    return made;
  }

  function asPage(
    viewer: CustomerViewer,
    { language }: CustomerTicketQuery,
    { columns }: ListReading,
    rows: Row[],
  ): Pick<CustomerTicketPage, 'columns' | 'rows'> {
    return {
      columns: columns.fields,
      rows: rows.map((row) =>
        // Only a row of the reader's own list says when he read it.
        customerTicketRow(siteMap, row, viewer, language, shown.read(columns, row), row.read_at),
      ),
    };
  }

  /** The companies that a list is of: all that the viewer sees, or the chosen one of them. */
  async function companiesOf(viewer: CustomerViewer, query: CustomerTicketQuery) {
    const { companyKeys } = viewer;
    if (!query.company || companyKeys.length < 2) return companyKeys;
    const chosen = (await listCompanyNames(runtime.db, companyKeys)).find(
      (row) => row.document_id === query.company,
    );
    return chosen ? [number(chosen.id)] : companyKeys;
  }

  /** People of the companies whose names have every word; undefined where nobody is asked for. */
  async function requestersOf(
    companyKeys: readonly number[],
    { requester = '' }: CustomerTicketQuery,
  ) {
    const words = queryTokens(requester);
    if (words.length === 0 || companyKeys.length === 0) return undefined;
    const people = await listCompanyPeople(runtime.db, companyKeys);
    return people
      .filter((person) => {
        const own = tokensOf(text(person.name));
        return words.every(({ token, isPrefix }) =>
          own.some((one) => one === token || (isPrefix && one.startsWith(token))),
        );
      })
      .map((person) => number(person.id))
      .slice(0, MOST_REQUESTERS);
  }

  /** Statuses that are asked for, as tickets name them; null for any. */
  function statusesOf({ status, language }: CustomerTicketQuery): TicketNarrowing['statuses'] {
    if (status === '') return null;
    const named = siteMap.statusById(status);
    const label = named && siteMap.statusLabel(named.key, language);
    const isMeant = STATUS_MEANINGS.some((meaning) => meaning === status);
    if (!named && !isMeant) return null;
    const asked = siteMap
      .statuses()
      .filter((one) =>
        named ? siteMap.statusLabel(one.key, language) === label : one.meaning === status,
      );
    return {
      keys: asked.filter(({ isHidden }) => !isHidden).map(({ key }) => key),
      ids: asked.map(({ id }) => id),
    };
  }

  function narrowingOf(portal: PortalRecord, query: CustomerTicketQuery): TicketNarrowing {
    const offered = offeredBy(portal);
    const optionOf = (property: ListChoices['priority'], asked = '') =>
      property?.options.some(({ key }) => key === asked) ? asked : '';
    return {
      statuses: statusesOf(query),
      priority: optionOf(offered.priority, query.priority),
      category: optionOf(offered.category, query.category),
      opened: spanOf(query.opened, query.timeZone),
      activity: spanOf(query.activity, query.timeZone),
    };
  }

  /** A list of nobody's tickets. */
  const nothing = (viewer: CustomerViewer, query: CustomerTicketQuery, reading: ListReading) => ({
    ...asPage(viewer, query, reading, []),
    nextCursor: null,
    isCut: false,
    found: { total: 0, isMore: false },
  });

  async function search(
    viewer: CustomerViewer,
    query: CustomerTicketQuery,
    reading: ListReading,
    companyKeys: readonly number[],
    requesterKeys: readonly number[] | undefined,
  ): Promise<CustomerTicketPage> {
    const { portal } = viewer;
    const isMine = companyKeys.length === 0;
    const { keys, ...page } = await searchPage(runtime.db, {
      q: query.q,
      scopes: isMine
        ? [contactScope(portal.key, viewer.contactKey)]
        : companyKeys.map((key) => companyScope(portal.key, key)),
      within: (requesterKeys ?? []).map((key) => contactScope(portal.key, key)),
      asked: {
        state: query.state,
        narrowing: narrowingOf(portal, query),
        filters: valueFilters(offeredBy(portal).records, query.values ?? {}),
        requesterKeys: requesterKeys ?? null,
      },
      isByRelevance: query.sort !== 'opened',
      cursor: query.cursor,
      limit: reading.limit,
      numbers: typedNumbers(
        query.q,
        siteMap
          .inboxes()
          .filter(({ portalKey }) => portalKey === portal.key)
          .map(({ numberPrefix }) => numberPrefix),
      ),
      contactKey: isMine ? viewer.contactKey : 0,
      isInList: (row) =>
        maySee(viewer, row, isMine && number(row.is_associated) > 0) &&
        (isMine ? number(row.is_associated) > 0 : companyKeys.includes(number(row.company_id))),
    });
    const byKey = new Map<number, Row>();
    for (const row of await findForCustomer(runtime.db, keys, reading.parts, viewer.contactKey)) {
      // Of a ticket that is not his own nobody says what he has read.
      if (row.read_at === null) delete row.read_at;
      byKey.set(number(row.id), row);
    }
    const rows = keys.map((key) => byKey.get(key)).filter((row) => row !== undefined);
    const list = asPage(viewer, query, reading, rows);
    if (reading.withMatches) {
      const matches = await matchesOf(runtime.db, rows, query.q);
      rows.forEach((row, at) => {
        const shownRow = list.rows[at];
        if (shownRow) shownRow.match = matches.get(number(row.id));
      });
    }
    return { isCut: false, ...list, ...page };
  }

  /** A list that an index has in its order. */
  async function inOrder(
    viewer: CustomerViewer,
    query: CustomerTicketQuery,
    reading: ListReading,
    scope: ListScope,
  ): Promise<CustomerTicketPage> {
    const limit = reading.limit ?? PAGE_SIZE;
    const sort = query.sort === 'opened' ? ('opened' as const) : ('activity' as const);
    const narrowing = narrowingOf(viewer.portal, query);
    const asked = { scope, portalKey: viewer.portal.key, state: query.state, narrowing };
    const cuts = isServed(narrowing, sort, query.state)
      ? undefined
      : await findCuts(runtime.db, asked, reading.candidates ?? CANDIDATES);
    const rows = await listForCustomer(runtime.db, {
      cuts,
      parts: reading.parts,
      after: cursorNumbers(query.cursor),
      sort,
      limit: limit + 1,
      ...asked,
    });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    let nextCursor: string | null = null;
    if (last && rows.length > limit) {
      const key = number(last.id);
      if (sort === 'opened') nextCursor = `${number(last.opened_at)}.${key}`;
      else if (query.state === 'all') nextCursor = `${number(last.last_public_at)}.${key}`;
      else
        nextCursor = `${Number(yes(last.awaits_customer))}.${number(last.last_public_at)}.${key}`;
    }
    const isNarrowed =
      isByFacts(narrowing) || isSpan(narrowing.opened) || isSpan(narrowing.activity);
    const isWhole = !isNarrowed && !(scope.kind === 'company' && scope.requesterKeys);
    const isEmpty = isWhole && rows.length === 0 && query.cursor === '' && query.state !== 'all';
    const list: CustomerTicketPage = {
      nextCursor,
      isCut: cuts?.some((cut) => cut > 0) ?? false,
      ...asPage(viewer, query, reading, page),
    };
    if (!isWhole) Object.assign(list, foundOn(query, page, nextCursor));
    if (isEmpty) list.hasOthers = await hasAny(viewer, scope);
    return list;
  }

  const hasAny = async (viewer: CustomerViewer, scope: ListScope): Promise<boolean> =>
    (
      await listForCustomer(runtime.db, {
        scope,
        portalKey: viewer.portal.key,
        state: 'all',
        parts: { values: false, names: false },
        after: [],
        sort: 'activity',
        limit: 1,
      })
    ).length > 0;

  async function read(
    viewer: CustomerViewer,
    query: CustomerTicketQuery,
    reading: ListReading,
  ): Promise<CustomerTicketPage> {
    const isMine = query.scope === 'mine';
    const companyKeys = isMine ? [] : await companiesOf(viewer, query);
    const requesterKeys = query.requester ? await requestersOf(companyKeys, query) : undefined;
    if (requesterKeys?.length === 0) return nothing(viewer, query, reading);
    if (query.q.trim() !== '') return search(viewer, query, reading, companyKeys, requesterKeys);
    const { contactKey, leftCompanyKeys, portal } = viewer;
    const scope: ListScope =
      companyKeys.length === 0
        ? { kind: 'mine', contactKey, leftCompanyKeys }
        : { kind: 'company', companyKeys, ...(requesterKeys ? { requesterKeys } : {}) };
    const { records } = offeredBy(portal);
    const filters = valueFilters(records, query.values ?? {});
    const byValue = valueSort(records, query.sort);
    if (filters.length === 0 && !byValue) return inOrder(viewer, query, reading, scope);
    const limit = reading.limit ?? PAGE_SIZE;
    const sort = byValue ?? {
      by: query.sort === 'opened' ? ('opened' as const) : ('activity' as const),
    };
    const found = await listByProperties(
      runtime.db,
      {
        scope,
        parts: reading.parts,
        portalKey: portal.key,
        state: query.state,
        narrowing: narrowingOf(portal, query),
        limit: limit + 1,
        filters,
        sort,
        after: afterOf(query.cursor, sort),
      },
      reading.candidates,
    );
    const page = found.rows.slice(0, limit);
    const last = page.at(-1);
    const nextCursor = last && found.rows.length > limit ? valueCursor(last) : null;
    if (scope.kind === 'mine' && page.some((row) => row.read_at === undefined)) {
      const marks = await listReadMarks(
        runtime.db,
        page.map((row) => number(row.id)),
        contactKey,
      );
      for (const row of page) row.read_at = marks.get(number(row.id)) ?? 0;
    }
    const list: CustomerTicketPage = {
      nextCursor,
      isCut: found.isCut,
      ...asPage(viewer, query, reading, page),
    };
    if (filters.length > 0) Object.assign(list, foundOn(query, page, nextCursor));
    return list;
  }

  return {
    read,

    list(viewer, query, candidates) {
      const { columns, parts } = shown.of(viewer.portal);
      return read(viewer, query, { columns, parts, candidates, withMatches: true });
    },

    columns: (portal) => shown.of(portal).columns.fields,

    choices: (portal) => offeredBy(portal),

    statusChoices(portal, language) {
      const { statuses } = offeredBy(portal);
      const known = statuses.get(language);
      if (known) return known;
      const pipelines = new Set(
        siteMap
          .inboxes()
          .filter(({ portalKey }) => portalKey === portal.key)
          .map(({ pipelineKey }) => pipelineKey),
      );
      const choices: StatusChoice[] = [];
      for (const pipeline of pipelines)
        for (const status of siteMap.statusesOf(pipeline)) {
          const label = siteMap.statusLabel(status.key, language);
          if (!status.isHidden && !choices.some((choice) => choice.label === label))
            choices.push({ id: status.id, label, isClosed: status.isClosed });
        }
      statuses.set(language, choices);
      return choices;
    },

    async companies(viewer) {
      const rows = await listCompanyNames(runtime.db, viewer.companyKeys);
      return rows.map((row) => ({ id: text(row.document_id), name: text(row.name) }));
    },

    async markRead(viewer, id, upTo) {
      if (viewer.isReadOnly || upTo <= 0) return;
      const mark = await findReadMark(runtime.db, id, viewer.contactKey);
      if (mark && mark.readAt < upTo)
        await markRead(runtime.db, mark.ticketKey, viewer.contactKey, upTo);
    },
  };
}

/** Only a first page knows how many there are. */
const foundOn = ({ cursor }: CustomerTicketQuery, { length }: Row[], next: string | null) =>
  cursor === '' ? { found: { total: length, isMore: next !== null } } : {};

/** Whether the index of a list has what narrows it in its order, so that nothing is looked at for nothing. */
const isServed = (
  narrowing: TicketNarrowing,
  sort: 'activity' | 'opened',
  state: CustomerTicketQuery['state'],
): boolean => {
  if (isByFacts(narrowing)) return false;
  if (sort === 'opened') return !isSpan(narrowing.activity);
  return !isSpan(narrowing.opened) && (state === 'all' || !isSpan(narrowing.activity));
};

const readers = new Map<string, (typed: string) => number>();

/** Reads days of a time zone; of one that nobody knows as UTC. */
function readerIn(timeZone: string): (typed: string) => number {
  const known = readers.get(timeZone);
  if (known) return known;
  let reader: (typed: string) => number;
  try {
    reader = instantReader(timeZone);
  } catch {
    reader = instantReader('UTC');
  }
  // Time zones are what people chose.
  if (readers.size >= 500) readers.clear();
  readers.set(timeZone, reader);
  return reader;
}

const DAY = 24 * 60 * 60 * 1000;

/** From the first day's beginning to the last one's end, in the zone; what is no day leaves its end open. */
function spanOf({ from, until }: AskedDays = { from: '', until: '' }, timeZone = ''): Span {
  const startOf = (day: number): number =>
    Number.isNaN(day)
      ? 0
      : Math.max(0, readerIn(timeZone || 'UTC')(new Date(day).toISOString().slice(0, 10)));
  if (from === '' && until === '') return { from: 0, until: 0 };
  return { from: startOf(timeOfDate(from)), until: startOf(timeOfDate(until) + DAY) };
}

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
