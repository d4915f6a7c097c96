import { PAGE_SIZE, type StatusMeaning } from '../contracts/tickets';
import type { PropertyDefinition } from '../contracts/properties';
import { queryTokens } from '../rules/search-tokens';
import { maySeeTicket, type TicketReader } from '../rules/ticket-access';
import { listCompanyNames } from '../store/companies';
import { number, text, yes, type Row } from '../store/connection';
import { definitionOf } from '../store/properties';
import { companyScope, contactScope, findTicketKeys } from '../store/search';
import { findForCustomer, listForCustomer } from '../store/tickets';
import { keysWithValues, listByProperties } from '../store/ticket-property-lists';
import type { Runtime } from './runtime';
import type { ShownFacts } from './shown-facts';
import type { SiteMap } from './site-map';
import { afterOf, valueCursor, valueFilters, valueSort } from './ticket-properties';
import type {
  CustomerTicketQuery,
  CustomerTicketRow,
  CustomerTicketsService,
  CustomerViewer,
  ShownFact,
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
  };
}

const isShown = ({ customerAccess }: PropertyDefinition): boolean => customerAccess !== 'none';

type Lists = Pick<CustomerTicketsService, 'list' | 'columns' | 'shownProperties' | 'companies'>;

/** A customer's lists: in the order of an index, by values of properties, or as a search finds them. */
export function createCustomerTicketLists(
  runtime: Runtime,
  siteMap: SiteMap,
  shown: ShownFacts,
): Lists {
  /** Made anew when properties are loaded: pages draw what they offer once for each such list. */
  let offered: { version: number; definitions: PropertyDefinition[] } = {
    version: -1,
    definitions: [],
  };

  /** A page of the list with the columns of the portal. */
  function asPage(viewer: CustomerViewer, { language }: CustomerTicketQuery, rows: Row[]) {
    const { columns } = shown.of(viewer.portal);
    return {
      columns: columns.fields,
      rows: rows.map((row) =>
        customerTicketRow(siteMap, row, viewer, language, shown.read(columns, row)),
      ),
    };
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

    columns: (portal) => shown.of(portal).columns.fields,

    shownProperties() {
      if (offered.version !== siteMap.version()) {
        const own = siteMap.properties('ticket').filter((one) => !one.isStandard && isShown(one));
        offered = { version: siteMap.version(), definitions: own.map(definitionOf) };
      }
      return offered.definitions;
    },

    async companies(viewer) {
      const rows = await listCompanyNames(runtime.db, viewer.companyKeys);
      return rows.map((row) => ({ id: text(row.document_id), name: text(row.name) }));
    },
  };
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
