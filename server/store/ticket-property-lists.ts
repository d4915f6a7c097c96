import type { TicketState } from '../contracts/tickets';
import {
  dialectOf,
  number,
  select,
  selectOne,
  type Connection,
  type Row,
  type Value,
} from './connection';
import {
  isByFacts,
  isSpan,
  marksOf as marks,
  narrowingSql,
  NO_NARROWING,
  spanSql,
  type TicketNarrowing,
} from './ticket-narrowing';
import {
  agentFilter,
  indexHint,
  listColumns,
  listJoins,
  LIVING,
  partsOf,
  ROW,
  type AgentListQuery,
  type ListParts,
  type ListScope,
} from './tickets';

/** Tickets that are looked at when no index serves a filter and a sort together. */
export const CANDIDATES = 5000;

/** Tickets of a list that are looked at first: a value that many have fills a page with fewer. */
const LOOKED_AT_FIRST = 500;

export type ValueColumn = 'text_key' | 'option_key' | 'number_value' | 'time_value';

/** One question about a custom property: equal to, or from and until (both belong to it). */
export interface ValueFilter {
  propertyKey: number;
  column: ValueColumn;
  equals: string | number | null;
  from: number | null;
  until: number | null;
}

export type ValueSort =
  | { by: 'activity' | 'opened' }
  | { by: 'property'; propertyKey: number; column: ValueColumn; isDescending: boolean };

/** Sort value and key of the last row of the page before. */
export type After = [value: string | number, key: number] | null;

interface Narrowing {
  filters: readonly ValueFilter[];
  sort: ValueSort;
  after: After;
  limit: number;
}

export interface CustomerPropertyQuery extends Narrowing {
  parts: ListParts;
  scope: ListScope;
  portalKey: number;
  state: TicketState;
  narrowing?: TicketNarrowing;
}

export type AgentPropertyQuery = Omit<AgentListQuery, 'after' | 'limit' | 'sort'> & Narrowing;

export interface FoundTickets {
  /** `sort_value` is what the rows are sorted by. Some lists of one's own have `read_at`, when one read the ticket last. */
  rows: Row[];
  /** Whether more tickets were there than were looked at. */
  isCut: boolean;
}

interface Sql {
  sql: string;
  bindings: Value[];
}

/**
 * A customer's list narrowed or sorted by custom properties. One property inside one company is read in the order of its
 * index, and a list that is only narrowed in its own; everything else looks at the newest tickets only.
 */
export async function listByProperties(
  db: Connection,
  query: CustomerPropertyQuery,
  candidates = CANDIDATES,
): Promise<FoundTickets> {
  const served = servedBy(query);
  if (served) return { rows: await readServed(db, query, served), isCut: false };
  if (isWalked(query)) {
    const walked = await walk(db, query, Math.min(LOOKED_AT_FIRST, candidates));
    if (!walked.isCut) return walked;
    // Of a company those with the value are at hand, so a rare one is better asked by itself.
    if (query.scope.kind === 'mine' || !hasValueToLookUp(query)) return walk(db, query, candidates);
  }
  const sources = candidatesOf(db, query);
  const source = newestOf(sources, candidates);
  const where: string[] = [];
  const bindings: Value[] = [];
  const { scope } = query;
  if (scope.kind === 'company') {
    where.push(`t.company_id IN (${marks(scope.companyKeys)})`, 't.is_private = ?');
    bindings.push(...scope.companyKeys, false);
  } else if (scope.leftCompanyKeys.length > 0) {
    where.push(`(t.company_id IS NULL OR t.company_id NOT IN (${marks(scope.leftCompanyKeys)}))`);
    bindings.push(...scope.leftCompanyKeys);
  }
  if (query.state !== 'all') {
    where.push('t.is_closed = ?');
    bindings.push(query.state === 'closed');
  }
  const narrowing = narrowingSql(query.narrowing ?? NO_NARROWING);
  where.push(...narrowing.where);
  bindings.push(...narrowing.bindings);
  const last = 't.last_public_at';
  return {
    rows: await readCandidates(db, query, source, { sql: where.join(' AND '), bindings }, last, {
      columns: listColumns(query.parts),
      joins: listJoins(query.parts),
    }),
    isCut: await isMoreThan(db, sources, candidates),
  };
}

/** The agents' list of every portal, narrowed or sorted by custom properties, with its count to 1,000. */
export async function listByPropertiesForAgent(
  db: Connection,
  query: AgentPropertyQuery,
  candidates = CANDIDATES,
): Promise<FoundTickets & { total: number }> {
  const sources = [agentCandidates(db, query)];
  const source = newestOf(sources, candidates);
  const { where, bindings } = agentFilter(query);
  const narrowing = { sql: where.join(' AND '), bindings };
  const filtered = filtersOf(db, query.filters);
  const last = 't.last_activity_at';
  const sorted = sortOf(db, query.sort, last);
  const rows = await readCandidates(db, query, source, narrowing, last, AGENTS_LIST);
  const count = await selectOne(
    db,
    `SELECT COUNT(*) AS total FROM (SELECT t.id FROM (${source.sql}) f ${inOrder(db)} cp_tickets t ON t.id = f.ticket_id ${sorted.join}
     WHERE ${[narrowing.sql, filtered.sql].filter(Boolean).join(' AND ')} LIMIT 1001) counted`,
    [...source.bindings, ...sorted.bindings, ...bindings, ...filtered.bindings],
  );
  return {
    rows,
    isCut: await isMoreThan(db, sources, candidates),
    total: number(count?.total),
  };
}

/** Those of some tickets that the filters let through. */
export async function keysWithValues(
  db: Connection,
  keys: readonly number[],
  filters: readonly ValueFilter[],
): Promise<number[]> {
  if (keys.length === 0 || filters.length === 0) return [...keys];
  const filtered = filtersOf(db, filters);
  const rows = await select(
    db,
    `SELECT t.id FROM cp_tickets t WHERE t.id IN (${marks(keys)}) AND ${filtered.sql} ORDER BY t.id DESC`,
    [...keys, ...filtered.bindings],
  );
  return rows.map((row) => number(row.id));
}

const AGENTS_LIST = {
  columns: `${ROW}, t.properties, t.priority, t.last_activity_at, t.inbox_id, t.assignee_id, g.document_id AS assignee_document_id,
    g.name AS assignee_name, co.name AS company_name`,
  joins: listJoins({ values: false, names: true }),
};

/** Joins so that the tables are read in the order of the statement: from an index or the candidates, each looked up. */
const inOrder = (db: Connection): string =>
  ({ sqlite: 'CROSS JOIN', mysql: 'STRAIGHT_JOIN', postgres: 'JOIN' })[dialectOf(db)];

/** Values of a ticket that is at hand, by its index: SQLite without statistics would walk the whole property for each. */
export function valuesOfTicket(db: Connection, alias: string): string {
  const index = 'cp_property_values_of_ticket_ix';
  const hint = { sqlite: `INDEXED BY ${index}`, mysql: `FORCE INDEX (${index})`, postgres: '' };
  return `cp_property_values ${alias} ${hint[dialectOf(db)]}`;
}

/** The one property whose index has a company's list in its order; undefined when there is none. */
function servedBy({ scope, state, narrowing, filters, sort }: CustomerPropertyQuery) {
  const [filter] = filters;
  if (scope.kind === 'mine' || scope.companyKeys.length !== 1 || scope.requesterKeys)
    return undefined;
  const { opened, activity } = narrowing ?? NO_NARROWING;
  if (narrowing && (isByFacts(narrowing) || isSpan(opened) || isSpan(activity))) return undefined;
  if (state !== 'all' || filters.length > 1) return undefined;
  if (sort.by === 'property')
    return !filter || filter.propertyKey === sort.propertyKey ? sort : undefined;
  return sort.by === 'opened' && filter && filter.equals !== null ? filter : undefined;
}

async function readServed(
  db: Connection,
  query: CustomerPropertyQuery,
  { propertyKey, column }: { propertyKey: number; column: ValueColumn },
): Promise<Row[]> {
  const { sort, after, limit, scope, portalKey } = query;
  const companyKey = scope.kind === 'company' ? (scope.companyKeys[0] ?? 0) : 0;
  const isDescending = sort.by !== 'property' || sort.isDescending;
  const columns = sort.by === 'property' ? [`v.${column}`, 'v.ticket_id'] : ['v.ticket_id'];
  const where = ['v.portal_id = ?', 'v.property_id = ?', 'v.company_id = ?'];
  const bindings: Value[] = [portalKey, propertyKey, companyKey];
  for (const filter of query.filters) {
    const asked = conditionOf('v', filter);
    where.push(...asked.where);
    bindings.push(...asked.bindings);
  }
  if (after) {
    const keyset = keysetBehind(db, columns, after.slice(-columns.length), isDescending);
    where.push(keyset.sql);
    bindings.push(...keyset.bindings);
  }
  const dialect = dialectOf(db);
  const index = `cp_property_values_by_${column.split('_')[0]}_ix`;
  const hint = dialect === 'mysql' ? `FORCE INDEX (${index})` : '';
  const order = columns.map((one) => `${one} ${isDescending ? 'DESC' : 'ASC'}`).join(', ');
  return select(
    db,
    `SELECT ${listColumns(query.parts)}, ${columns[0]} AS sort_value FROM cp_property_values v ${hint} ${inOrder(db)} cp_tickets t ON t.id = v.ticket_id
     ${listJoins(query.parts)}
     WHERE ${where.join(' AND ')} AND t.company_id = ? AND t.is_private = ? AND ${LIVING} ORDER BY ${order} LIMIT ${limit}`,
    [...bindings, companyKey, false],
  );
}

/** Whether a list is narrowed only, and one index has it in its order. */
const isWalked = ({ scope, state, filters, sort }: CustomerPropertyQuery): boolean =>
  filters.length > 0 &&
  (sort.by === 'opened' || (sort.by === 'activity' && state === 'all')) &&
  (scope.kind === 'mine' || (scope.companyKeys.length === 1 && !scope.requesterKeys));

const hasValueToLookUp = ({ filters }: CustomerPropertyQuery): boolean =>
  filters.some(({ equals }) => equals !== null);

/** The next page of a list in its order, of which at most so many tickets are looked at; cut where they do not fill it. */
async function walk(
  db: Connection,
  query: CustomerPropertyQuery,
  most: number,
): Promise<FoundTickets> {
  const { scope, portalKey, state, after, limit } = query;
  const isMine = scope.kind === 'mine';
  const sort = query.sort.by === 'opened' ? 'opened' : 'activity';
  const hint = indexHint(db, { scope, state, sort });
  const rank = isMine ? 'p' : 't';
  const column = `${rank}.${sort === 'opened' ? 'opened_at' : 'last_public_at'}`;
  const columns = [column, isMine ? 'p.ticket_id' : 't.id'];
  const order = columns.map((one) => `${one} DESC`).join(', ');
  const behind: Sql[] = [];
  if (state !== 'all')
    behind.push({ sql: `${rank}.is_closed = ?`, bindings: [state === 'closed'] });
  if (after) behind.push(keysetBehind(db, columns, after, true));

  const bound = await selectOne(
    db,
    `SELECT ${column} AS value FROM ${isMine ? 'cp_participants p' : 'cp_tickets t'} ${hint}
     WHERE ${[`${rank}.portal_id = ?`, `${rank}.${isMine ? 'contact_id' : 'company_id'} = ?`, ...behind.map(({ sql }) => sql)].join(' AND ')}
     ORDER BY ${order} LIMIT 1 OFFSET ${most}`,
    [
      portalKey,
      isMine ? scope.contactKey : (scope.companyKeys[0] ?? 0),
      ...behind.flatMap(({ bindings }) => bindings),
    ],
  );
  if (bound) behind.push({ sql: `${column} >= ?`, bindings: [number(bound.value)] });

  const [part] = partsOf(scope, portalKey, hint);
  if (!part) return { rows: [], isCut: false };
  const narrowing = narrowingSql(query.narrowing ?? NO_NARROWING, rank);
  const filtered = filtersOf(db, query.filters);
  const where = [
    ...part.where,
    ...behind.map(({ sql }) => sql),
    ...narrowing.where,
    LIVING,
    filtered.sql,
  ];
  const rows = await select(
    db,
    `SELECT ${listColumns(query.parts)}, ${column} AS sort_value${isMine ? ', p.last_read_at AS read_at' : ''}
     FROM ${part.from} ${listJoins(query.parts)} WHERE ${where.join(' AND ')} ORDER BY ${order} LIMIT ${limit}`,
    [
      ...part.bindings,
      ...behind.flatMap(({ bindings }) => bindings),
      ...narrowing.bindings,
      ...filtered.bindings,
    ],
  );
  return { rows, isCut: bound !== null && rows.length < limit };
}

const isEqual = ({ column, equals }: ValueFilter) =>
  equals !== null && (column === 'text_key' || column === 'option_key');

/** Tickets that may be among the answers, the newest first: those with the value asked for, or all of the scope. */
function candidatesOf(db: Connection, query: CustomerPropertyQuery): Sql[] {
  const { scope, portalKey, state, filters } = query;
  const closed: Value[] = state === 'all' ? [] : [state === 'closed'];
  const list = state === 'all' ? 'opened_all' : 'opened';
  const hint = (table: string) =>
    dialectOf(db) === 'mysql' ? `FORCE INDEX (${table}_${list}_ix)` : '';
  const spanOf = (alias: string) =>
    spanSql(`${alias}.opened_at`, (query.narrowing ?? NO_NARROWING).opened);
  const ofPerson = (contactKey: number, role = ''): Sql => {
    const span = spanOf('p');
    return {
      sql: `SELECT p.ticket_id FROM cp_participants p ${hint('cp_participants')} WHERE p.portal_id = ? AND p.contact_id = ?
        ${closed.length > 0 ? 'AND p.is_closed = ?' : ''} ${[...span.where, role].map((one) => one && `AND ${one}`).join(' ')}
        ORDER BY p.opened_at DESC, p.ticket_id DESC`,
      bindings: [portalKey, contactKey, ...closed, ...span.bindings],
    };
  };
  if (scope.kind === 'mine') return [ofPerson(scope.contactKey)];
  if (scope.requesterKeys)
    return scope.requesterKeys.map((key) => ofPerson(key, "p.role = 'requester'"));
  const filter = filters.find((one) => one.equals !== null);
  const span = spanOf('t');
  return scope.companyKeys.map((companyKey): Sql =>
    filter
      ? {
          sql: `SELECT v.ticket_id FROM cp_property_values v WHERE v.portal_id = ? AND v.property_id = ? AND v.company_id = ?
            AND v.${filter.column} = ? ORDER BY v.ticket_id DESC`,
          bindings: [portalKey, filter.propertyKey, companyKey, filter.equals],
        }
      : {
          sql: `SELECT t.id AS ticket_id FROM cp_tickets t ${hint('cp_tickets_company')} WHERE t.portal_id = ? AND t.company_id = ?
            ${closed.length > 0 ? 'AND t.is_closed = ?' : ''} ${span.where.map((one) => `AND ${one}`).join(' ')}
            ORDER BY t.opened_at DESC, t.id DESC`,
          bindings: [portalKey, companyKey, ...closed, ...span.bindings],
        },
  );
}

/** So many of each. */
const newestOf = (sources: readonly Sql[], limit: number): Sql => ({
  sql: sources
    .map(({ sql }, at) =>
      sources.length === 1
        ? `${sql} LIMIT ${limit}`
        : `SELECT * FROM (${sql} LIMIT ${limit}) one${at}`,
    )
    .join(' UNION ALL '),
  bindings: sources.flatMap(({ bindings }) => bindings),
});

/** Whether one of them has more than that. */
async function isMoreThan(
  db: Connection,
  sources: readonly Sql[],
  limit: number,
): Promise<boolean> {
  const counts = sources.map(
    ({ sql }) => `SELECT COUNT(*) AS total FROM (${sql} LIMIT ${limit + 1}) f`,
  );
  const row = await selectOne(
    db,
    `SELECT MAX(total) AS most FROM (${counts.join(' UNION ALL ')}) each_one`,
    sources.flatMap(({ bindings }) => bindings),
  );
  return number(row?.most) > limit;
}

function agentCandidates(
  db: Connection,
  { state, filters }: Pick<AgentListQuery, 'state'> & Pick<Narrowing, 'filters'>,
): Sql {
  const filter = filters.find(isEqual);
  if (filter)
    return {
      sql: `SELECT v.ticket_id FROM cp_property_values v WHERE v.property_id = ? AND v.text_key = ? AND v.option_key = ?
        ORDER BY v.ticket_id DESC`,
      bindings: [
        filter.propertyKey,
        filter.column === 'text_key' ? filter.equals : '',
        filter.column === 'option_key' ? filter.equals : '',
      ],
    };
  const isAll = state === 'all';
  const index = `cp_tickets_opened${isAll ? '_all' : ''}_ix`;
  return {
    sql: `SELECT t.id AS ticket_id FROM cp_tickets t ${dialectOf(db) === 'mysql' ? `FORCE INDEX (${index})` : ''}
      ${isAll ? '' : 'WHERE t.is_closed = ?'} ORDER BY t.opened_at DESC, t.id DESC`,
    bindings: isAll ? [] : [state === 'closed'],
  };
}

async function readCandidates(
  db: Connection,
  { filters, sort, after, limit }: Narrowing,
  source: Sql,
  narrowing: Sql,
  lastActivity: string,
  list: { columns: string; joins: string },
): Promise<Row[]> {
  const sorted = sortOf(db, sort, lastActivity);
  const filtered = filtersOf(db, filters);
  const where = [LIVING, narrowing.sql, filtered.sql];
  const bindings: Value[] = [
    ...source.bindings,
    ...sorted.bindings,
    ...narrowing.bindings,
    ...filtered.bindings,
  ];
  if (after) {
    const keyset = keysetBehind(db, [sorted.column, 't.id'], after, sorted.isDescending);
    where.push(keyset.sql);
    bindings.push(...keyset.bindings);
  }
  const direction = sorted.isDescending ? 'DESC' : 'ASC';
  return select(
    db,
    `SELECT ${list.columns}, ${sorted.column} AS sort_value FROM (${source.sql}) f
     ${inOrder(db)} cp_tickets t ON t.id = f.ticket_id ${sorted.join} ${list.joins}
     WHERE ${where.filter(Boolean).join(' AND ')} ORDER BY ${sorted.column} ${direction}, t.id ${direction} LIMIT ${limit}`,
    bindings,
  );
}

/** A ticket without the value that a list is sorted by is not in it. */
function sortOf(db: Connection, sort: ValueSort, lastActivity: string) {
  if (sort.by !== 'property')
    return {
      join: '',
      bindings: [],
      column: sort.by === 'opened' ? 't.opened_at' : lastActivity,
      isDescending: true,
    };
  return {
    join: `${inOrder(db)} ${valuesOfTicket(db, 's')} ON s.ticket_id = t.id AND s.property_id = ?`,
    bindings: [sort.propertyKey],
    column: `s.${sort.column}`,
    isDescending: sort.isDescending,
  };
}

/** The same as conditions over a ticket `t`. */
export const valueConditions = (db: Connection, filters: readonly ValueFilter[]): Sql =>
  filtersOf(db, filters);

function filtersOf(db: Connection, filters: readonly ValueFilter[]): Sql {
  const bindings: Value[] = [];
  const parts = filters.map((filter) => {
    const asked = conditionOf('x', filter);
    bindings.push(filter.propertyKey, ...asked.bindings);
    return `EXISTS (SELECT 1 FROM ${valuesOfTicket(db, 'x')} WHERE x.ticket_id = t.id AND x.property_id = ? AND ${asked.where.join(' AND ')})`;
  });
  return { sql: parts.join(' AND '), bindings };
}

function conditionOf(alias: string, { column, equals, from, until }: ValueFilter) {
  const where: string[] = [];
  const bindings: Value[] = [];
  for (const [operator, value] of [
    ['=', equals],
    ['>=', from],
    ['<=', until],
  ] as const) {
    if (value === null) continue;
    where.push(`${alias}.${column} ${operator} ?`);
    bindings.push(value);
  }
  return { where: where.length > 0 ? where : ['1 = 1'], bindings };
}

/** What comes behind a row. MariaDB takes no index for a comparison of rows, so there it is written out. */
function keysetBehind(
  db: Connection,
  columns: string[],
  after: readonly (string | number)[],
  isDescending: boolean,
): Sql {
  const sign = isDescending ? '<' : '>';
  const [first = '', second] = columns;
  const [value = 0, key = 0] = after;
  if (second === undefined) return { sql: `${first} ${sign} ?`, bindings: [value] };
  if (dialectOf(db) !== 'mysql')
    return { sql: `(${first}, ${second}) ${sign} (?, ?)`, bindings: [value, key] };
  return {
    sql: `(${first} ${sign}= ? AND (${first} ${sign} ? OR (${first} = ? AND ${second} ${sign} ?)))`,
    bindings: [value, value, value, key],
  };
}
