import {
  PAGE_SIZE,
  type AgentTicketPage,
  type AgentTicketQuery,
  type AgentTicketRow,
  type Priority,
} from '../contracts/tickets';
import type { PropertyValues } from '../contracts/properties';
import { isFilterable, isRanged, sortedBy } from '../rules/property-filters';
import { queryTokens } from '../rules/search-tokens';
import { findWorkingAgent } from '../store/agents';
import { jsonOf, number, text, yes, type Connection, type Row } from '../store/connection';
import { findAnyContact, listAssociatedAmong } from '../store/contacts';
import { findTicketKeys } from '../store/search';
import { countForAgent, findByKeys, listForAgent, type AgentListQuery } from '../store/tickets';
import {
  keysWithValues,
  listByPropertiesForAgent,
  type ValueFilter,
  type ValueSort,
} from '../store/ticket-property-lists';
import { cursorKey, cursorNumbers } from './customer-ticket-lists';
import { readPropertyInput } from './property-input';
import { counted } from './record-page';
import { statusView } from './record-views';
import { need, refused } from './refusals';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import { afterOf, valueCursor, valueFilters, valueSort } from './ticket-properties';
import type { AgentActor } from './types';

/** Matches which a search looks at. */
const FOUND = 200;
/** A key that no row has: who asks for something that is not there finds nothing. */
const NO_KEY = Number.MAX_SAFE_INTEGER % 2_000_000_000;

/** One row of the agents' list. */
export const agentTicketRow = (siteMap: SiteMap, row: Row): AgentTicketRow => ({
  id: text(row.document_id),
  number: text(row.number),
  subject: text(row.subject),
  status: statusView(siteMap, row),
  priority: text(row.priority) as Priority | '',
  requester: text(row.requester_name),
  company: text(row.company_name),
  assignee: row.assignee_id
    ? { id: text(row.assignee_document_id), name: text(row.assignee_name) }
    : null,
  inbox: siteMap.inboxByKey(number(row.inbox_id))?.name ?? '',
  lastActivityAt: number(row.last_activity_at),
  openedAt: number(row.opened_at),
});

/** Key of an agent who still works here, 0 for nobody; 'me' is who asks. */
export const agentKeyOf = async (db: Connection, actor: AgentActor, id: string): Promise<number> =>
  id === 'me' ? actor.agentKey : findWorkingAgent(db, id);

export interface AgentTicketLists {
  /** `candidates`: how many tickets are looked at when the list is narrowed or sorted by a property. */
  list(actor: AgentActor, query: AgentTicketQuery, candidates?: number): Promise<AgentTicketPage>;
}

/** The agents' list: in the order of an index, by values of custom properties, or as a search finds it. */
export function createAgentTicketLists(runtime: Runtime, siteMap: SiteMap): AgentTicketLists {
  const asRow = (row: Row) => agentTicketRow(siteMap, row);

  async function assigneeKeyOf(actor: AgentActor, assignee: string | undefined): Promise<number> {
    if (!assignee) return 0;
    if (assignee === 'none') return -1;
    return (await agentKeyOf(runtime.db, actor, assignee)) || NO_KEY;
  }

  async function asListQuery(actor: AgentActor, query: AgentTicketQuery): Promise<AgentListQuery> {
    const statusKey = query.status
      ? (siteMap.statuses().find((status) => status.id === query.status)?.key ?? NO_KEY)
      : 0;
    const contact = query.contact ? await findAnyContact(runtime.db, query.contact) : null;
    return {
      state: query.state,
      sort: query.sort === 'opened' ? 'opened' : 'activity',
      priority: query.priority,
      statusKey,
      inboxKey: query.inbox ? (siteMap.inboxById(query.inbox)?.key ?? NO_KEY) : 0,
      contactKey: query.contact ? number(contact?.id) || NO_KEY : 0,
      assigneeKey: await assigneeKeyOf(actor, query.assignee),
      after: cursorNumbers(query.cursor ?? ''),
      limit: PAGE_SIZE + 1,
    };
  }

  /** What is asked of one custom property; refused when there is none or it takes no such value. */
  function askedOf({ property: key, value = '', from = '', to = '' }: AgentTicketQuery) {
    if (!key) return [];
    const properties = siteMap.properties('ticket');
    const property = properties.find((one) => one.key === key && isFilterable(one));
    if (!property) return refused('property', 'Choose a property that tickets can be filtered by.');
    if (isRanged(property))
      for (const bound of [from, to]) readPropertyInput(properties, { [key]: bound });
    return valueFilters([property], { [key]: { value, from, until: to } });
  }

  async function listInOrder(
    query: AgentTicketQuery,
    filter: AgentListQuery,
  ): Promise<AgentTicketPage> {
    const rows = await listForAgent(runtime.db, filter);
    const total = await countForAgent(runtime.db, filter);
    const page = rows.slice(0, PAGE_SIZE);
    const last = page.at(-1);
    const sortValue = number(query.sort === 'opened' ? last?.opened_at : last?.last_activity_at);
    return {
      rows: page.map(asRow),
      nextCursor: last && rows.length > PAGE_SIZE ? `${sortValue}.${number(last.id)}` : null,
      count: counted(total),
      isCut: false,
    };
  }

  async function listByValues(
    query: AgentTicketQuery,
    filter: AgentListQuery,
    filters: ValueFilter[],
    byValue: ValueSort | undefined,
    candidates: number | undefined,
  ): Promise<AgentTicketPage> {
    const sort = byValue ?? { by: filter.sort };
    const after = afterOf(query.cursor ?? '', sort);
    const narrowed = { ...filter, filters, sort, after };
    const found = await listByPropertiesForAgent(runtime.db, narrowed, candidates);
    const shown = sortedBy(query.sort)?.key ?? '';
    const page = found.rows.slice(0, PAGE_SIZE);
    const last = page.at(-1);
    return {
      rows: page.map((row) => {
        const value = jsonOf<PropertyValues>(row.properties, {})[shown];
        return { ...asRow(row), ...(value !== undefined && { value }) };
      }),
      nextCursor: last && found.rows.length > PAGE_SIZE ? valueCursor(last) : null,
      count: counted(found.total),
      isCut: found.isCut,
    };
  }

  async function search(
    query: AgentTicketQuery,
    filter: AgentListQuery,
    filters: ValueFilter[],
  ): Promise<AgentTicketPage> {
    const words = queryTokens(query.q);
    if (words.length === 0)
      return { rows: [], nextCursor: null, count: { value: 0, more: false }, isCut: false };
    const keys = await findTicketKeys(runtime.db, 'agents', {
      scopes: [],
      words,
      before: cursorKey(query.cursor ?? ''),
      limit: FOUND,
    });
    const own = filter.contactKey
      ? await listAssociatedAmong(runtime.db, filter.contactKey, keys)
      : new Set(keys);
    const asked = await keysWithValues(runtime.db, keys, filters);
    const found = (await findByKeys(runtime.db, asked)).filter(
      (row) =>
        own.has(number(row.id)) &&
        (filter.state === 'all' || yes(row.is_closed) === (filter.state === 'closed')) &&
        (filter.statusKey === 0 || number(row.status_id) === filter.statusKey) &&
        (!filter.priority || row.priority === filter.priority) &&
        (filter.inboxKey === 0 || number(row.inbox_id) === filter.inboxKey) &&
        (filter.assigneeKey === 0 || number(row.assignee_id) === Math.max(0, filter.assigneeKey)),
    );
    const rows = found.slice(0, PAGE_SIZE);
    const isMore = keys.length === FOUND;
    const oldest =
      found.length > PAGE_SIZE ? number(rows.at(-1)?.id) : isMore ? (keys.at(-1) ?? 0) : 0;
    return {
      rows: rows.map(asRow),
      nextCursor: oldest > 0 ? String(oldest) : null,
      count: { value: found.length, more: isMore },
      isCut: false,
    };
  }

  return {
    async list(actor, query, candidates) {
      need(actor, 'ticket-read');
      const filters = askedOf(query);
      const byValue = valueSort(siteMap.properties('ticket'), query.sort);
      if (sortedBy(query.sort) && !byValue)
        refused('sort', 'Choose a property that tickets can be sorted by.');
      const filter = await asListQuery(actor, query);
      if (query.q.trim() !== '') return search(query, filter, filters);
      if (filters.length > 0 || byValue)
        return listByValues(query, filter, filters, byValue, candidates);
      return listInOrder(query, filter);
    },
  };
}
