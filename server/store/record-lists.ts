import {
  dialectOf,
  number,
  selectFiltered,
  text,
  type Connection,
  type Row,
  type Value,
} from './connection';

export interface Clause {
  sql: string;
  bindings: Value[];
}

/** What narrows a list: keys of its records (`member_id`) where few enough meet it, and a question about one record `c`. */
export interface Condition {
  /** How many records meet it, counted to one more than are few; null when no index tells. */
  size: number | null;
  members: Clause | null;
  test: Clause;
}

/** A list in the order of an index; each table has one by name and one by creation. */
export interface RecordListing {
  sort: 'name' | 'created';
  isDescending: boolean;
  /** Sort value and key of the last row of the page before. */
  after: Place | null;
  limit: number;
  /** For a field that offers some of what it finds: when looking for the first ones takes too long, others do. */
  isChoice?: boolean;
}

/** Where a record stands in the order of a list. */
export interface Place {
  value: string;
  key: number;
}

export interface FoundKeys {
  keys: number[];
  /** Where the page stopped before it was full, since so many records were looked at; a page behind it looks further. */
  cutAt: Place | null;
  /** How many there are on all pages. */
  count(): Promise<RecordCount>;
}

export interface RecordCount {
  /** At most 1,000. */
  value: number;
  /** Whether there are more, or may be: not every record was looked at. */
  more: boolean;
}

type Table = 'cp_contacts' | 'cp_companies';

/** How many records a page may cost. */
export interface Limits {
  /** So many are rather read and sorted than looked for along the index of the sort. */
  few: number;
  /** So many are looked at along the index of the sort. */
  candidates: number;
}
export const LIMITS: Limits = { few: 10_000, candidates: 5000 };
const COUNTED = 1000;

/**
 * A page of contacts or companies and how many there are. A condition that few records meet leads: they are read and
 * sorted. When each is met by many, the index of the sort is walked until the page is full, or until so many records were
 * looked at.
 */
export async function listRecordKeys(
  db: Connection,
  table: Table,
  state: string,
  conditions: readonly Condition[],
  listing: RecordListing,
  limits = LIMITS,
): Promise<FoundKeys> {
  const asked = { table, state, conditions, listing };
  const least = leastOf(conditions);
  return least && least.size <= limits.few
    ? listFew(db, asked, least)
    : walk(db, asked, least, limits.candidates);
}

/**
 * Whether there is one, asked of a record at hand. For an EXISTS, PostgreSQL would read the whole other table at once;
 * the others choose better, and MariaDB takes twice as long for anything else.
 */
export const oneOf = (db: Connection, from: string): string =>
  dialectOf(db) === 'postgres'
    ? `(SELECT 1 FROM ${from} LIMIT 1) IS NOT NULL`
    : `EXISTS (SELECT 1 FROM ${from})`;

/** Joins so that the tables are read in the order of the statement, whatever the planner thinks of it. */
export const joinInOrder = (db: Connection): string =>
  ({ sqlite: 'CROSS JOIN', postgres: 'JOIN', mysql: 'STRAIGHT_JOIN' })[dialectOf(db)];

/** How many rows a question gives, counted to one more than `most`. */
export async function sizeOf(
  db: Connection,
  { sql, bindings }: Clause,
  most = LIMITS.few,
): Promise<number> {
  const [row] = await selectFiltered(
    db,
    `SELECT COUNT(*) AS total FROM (${sql} LIMIT ${most + 1}) counted`,
    bindings,
  );
  return number(row?.total);
}

interface Asked {
  table: Table;
  state: string;
  conditions: readonly Condition[];
  listing: RecordListing;
}
type Known = Condition & { size: number; members: Clause };

/** A condition that names so many of its records and no more. */
const firstOf = (one: Known, count: number): Known => ({
  ...one,
  members: { ...one.members, sql: `${one.members.sql} LIMIT ${count}` },
});

const leastOf = (conditions: readonly Condition[]): Known | undefined =>
  conditions
    .filter((one): one is Known => one.size !== null && one.members !== null)
    .sort((a, b) => a.size - b.size)[0];

/** Reads every record that the least condition names, and sorts them. */
async function listFew(db: Connection, asked: Asked, least: Known): Promise<FoundKeys> {
  const { listing } = asked;
  const all = membersOf(db, asked, least);
  const after = listing.after ? beyond(db, listing, listing.after) : ALL;
  const rows = await selectFiltered(
    db,
    `${all.sql} AND ${after.sql} ${orderOf(listing)} LIMIT ${listing.limit}`,
    [...all.bindings, ...after.bindings],
  );
  return {
    keys: keysOf(rows),
    cutAt: null,
    count: async () => counted(await sizeOf(db, all, COUNTED), false),
  };
}

/** Walks the index of the sort: to its end when nothing narrows the list, or as far as so many records reach. */
async function walk(
  db: Connection,
  asked: Asked,
  least: Known | undefined,
  candidates: number,
): Promise<FoundKeys> {
  const { table, state, conditions, listing } = asked;
  const read = async (until: Place | null) => {
    const parts = [
      { sql: state, bindings: [] },
      listing.after ? beyond(db, listing, listing.after) : ALL,
      until ? upTo(db, listing, until) : ALL,
      ...conditions.map(({ test }) => test),
    ];
    return keysOf(
      await selectFiltered(
        db,
        `SELECT c.id FROM ${inOrderOf(db, table, listing)} WHERE ${parts.map(({ sql }) => sql).join(' AND ')}
         ${orderOf(listing)} LIMIT ${listing.limit}`,
        parts.flatMap(({ bindings }) => bindings),
      ),
    );
  };
  if (conditions.length === 0) {
    const all = { sql: `SELECT c.id FROM ${table} c WHERE ${state}`, bindings: [] };
    return {
      keys: await read(null),
      cutAt: null,
      count: async () => counted(await sizeOf(db, all, COUNTED), false),
    };
  }
  const end = await placeAfter(db, table, listing, candidates);
  const keys = await read(end);
  const isCut = keys.length < listing.limit && (await isBeyond(db, table, listing, end));
  if (isCut && least && listing.isChoice) return listFew(db, asked, firstOf(least, candidates));
  return {
    keys,
    cutAt: isCut ? end : null,
    count: async () => {
      const { size, isPart } = await sizeAmong(db, asked, least, candidates);
      return counted(Math.max(size, keys.length), isPart);
    },
  };
}

/** How many there are among so many records that meet the least condition, or among the first of the list. */
async function sizeAmong(
  db: Connection,
  asked: Asked,
  least: Known | undefined,
  candidates: number,
): Promise<{ size: number; isPart: boolean }> {
  const { table, state, conditions, listing } = asked;
  if (least) {
    const found = membersOf(db, asked, firstOf(least, candidates));
    return { size: await sizeOf(db, found, COUNTED), isPart: true };
  }
  const start = { ...listing, after: null };
  const end = await placeAfter(db, table, start, candidates);
  const parts = [
    { sql: state, bindings: [] },
    end ? upTo(db, listing, end) : ALL,
    ...conditions.map(({ test }) => test),
  ];
  const size = await sizeOf(
    db,
    {
      sql: `SELECT c.id FROM ${inOrderOf(db, table, listing)} WHERE ${parts.map(({ sql }) => sql).join(' AND ')}`,
      bindings: parts.flatMap(({ bindings }) => bindings),
    },
    COUNTED,
  );
  return { size, isPart: await isBeyond(db, table, start, end) };
}

const counted = (total: number, isPart: boolean): RecordCount => ({
  value: Math.min(total, COUNTED),
  more: isPart || total > COUNTED,
});

const keysOf = (rows: Row[]): number[] => rows.map((row) => number(row.id));

/** Of the members of one condition, those that meet the others. */
function membersOf(
  db: Connection,
  { table, state, conditions }: Asked,
  { members, test }: Known,
): Clause {
  const others = conditions.map((one) => one.test).filter((one) => one !== test);
  return {
    sql: `SELECT c.id FROM (SELECT DISTINCT member_id FROM (${members.sql}) every) few ${joinInOrder(db)} ${table} c ON c.id = few.member_id
      WHERE ${[state, ...others.map(({ sql }) => sql)].join(' AND ')}`,
    bindings: [...members.bindings, ...others.flatMap(({ bindings }) => bindings)],
  };
}

const ALL: Clause = { sql: '1 = 1', bindings: [] };
const columnOf = ({ sort }: RecordListing): string =>
  sort === 'name' ? 'name_key' : 'created_time';

function orderOf(listing: RecordListing, isBackwards = false): string {
  const direction = listing.isDescending === isBackwards ? 'ASC' : 'DESC';
  return `ORDER BY c.${columnOf(listing)} ${direction}, c.id ${direction}`;
}

/** The table by the index of the sort. */
function inOrderOf(db: Connection, table: Table, { sort }: RecordListing): string {
  const index = `${table}_${sort}_ix`;
  const hint = { sqlite: `INDEXED BY ${index}`, postgres: '', mysql: `FORCE INDEX (${index})` };
  return `${table} c ${hint[dialectOf(db)]}`;
}

/** The place of the last of so many records that come next; null behind the last one. */
async function placeAfter(
  db: Connection,
  table: Table,
  listing: RecordListing,
  count: number,
): Promise<Place | null> {
  const after = listing.after ? beyond(db, listing, listing.after) : ALL;
  const column = columnOf(listing);
  const [row] = await selectFiltered(
    db,
    `SELECT c.${column} AS sort_value, c.id FROM (SELECT c.${column}, c.id FROM ${inOrderOf(db, table, listing)}
     WHERE ${after.sql} ${orderOf(listing)} LIMIT ${count}) c ${orderOf(listing, true)} LIMIT 1`,
    after.bindings,
  );
  return row ? { value: text(row.sort_value), key: number(row.id) } : null;
}

async function isBeyond(
  db: Connection,
  table: Table,
  listing: RecordListing,
  place: Place | null,
): Promise<boolean> {
  if (!place) return false;
  const { sql, bindings } = beyond(db, listing, place);
  const rows = await selectFiltered(
    db,
    `SELECT c.id FROM ${inOrderOf(db, table, listing)} WHERE ${sql} ${orderOf(listing)} LIMIT 1`,
    bindings,
  );
  return rows.length > 0;
}

const beyond = (db: Connection, listing: RecordListing, place: Place): Clause =>
  besides(db, listing, place, listing.isDescending ? '<' : '>', '');

const upTo = (db: Connection, listing: RecordListing, place: Place): Clause =>
  besides(db, listing, place, listing.isDescending ? '>' : '<', '=');

function besides(
  db: Connection,
  listing: RecordListing,
  { value, key }: Place,
  sign: '<' | '>',
  orSame: '' | '=',
): Clause {
  const column = `c.${columnOf(listing)}`;
  const bound = listing.sort === 'name' ? value : Number(value) || 0;
  // MariaDB takes no index for the comparison of pairs.
  return dialectOf(db) === 'mysql'
    ? {
        sql: `(${column} ${sign} ? OR (${column} = ? AND c.id ${sign}${orSame} ?))`,
        bindings: [bound, bound, key],
      }
    : { sql: `(${column}, c.id) ${sign}${orSame} (?, ?)`, bindings: [bound, key] };
}
