import type { Knex } from 'knex';
import type { Row, Value } from './connection';

interface Statement {
  raw(on: true): Statement;
  columns(): { name: string }[];
  all(...bindings: unknown[]): unknown[][];
}
interface Database {
  prepare(sql: string): Statement;
  exec(sql: string): void;
  close(): void;
}
type Driver = new (filename: string, options: object) => Database;
interface Prepared {
  statement: Statement;
  columns: string[];
  /**
   * As long as one row lives that has got its columns at once, V8 keeps their hidden classes and lets the others follow them;
   * an object that more than twelve are added to one by one becomes a hash table, which takes three times as long.
   */
  model: Row;
}
interface Reader {
  database: Database;
  prepared: Map<string, Prepared>;
  /** Tables of full text whose terms can be read. */
  readable: Set<string>;
}

/** More than every statement of the store; lists of changing length share the rest. */
const PREPARED = 300;

const readers = new WeakMap<object, Reader | null>();

/**
 * Strapi's pool has one connection on SQLite, so a read waits for whatever transaction is under way, and taking it costs
 * more than a read. Reads outside a transaction have a read-only connection of their own, which sees what is committed.
 * null when it cannot read now: without WAL, a large transaction locks readers out.
 */
export function readSqlite(db: Knex, sql: string, bindings: readonly Value[]): Row[] | null {
  const reader = readerOf(db);
  if (!reader) return null;
  try {
    const { statement, columns } = prepare(reader, sql);
    // Whoever listens to knex (debugging, counting) sees this statement too.
    db.client.emit('query', { sql, bindings });
    const values = bindings.map((value) => (typeof value === 'boolean' ? Number(value) : value));
    return statement.all(...values).map((row) => asRow(columns, row));
  } catch (error) {
    if (isBusy(error)) return null;
    throw error;
  }
}

const isBusy = (error: unknown): boolean =>
  (error as { code?: string }).code?.startsWith('SQLITE_BUSY') ?? false;

/**
 * Longer terms of a full-text table that begin so, of [a-z0-9]; null where there are more, or when it cannot read now. Each
 * is found in the index by itself: asking FTS5 for a beginning gathers every row of all of them first.
 */
export function longerTerms(db: Knex, table: string, token: string, most: number): string[] | null {
  const reader = readerOf(db);
  if (!reader || !areTermsReadable(reader, table)) return null;
  const sql = `SELECT term FROM temp.${table}_terms WHERE term >= ? AND term < ? LIMIT 1`;
  const found: string[] = [];
  for (let last = token; ;) {
    // 0 is the first, { comes behind the last of the letters.
    const rows = readSqlite(db, sql, [`${last}0`, `${token}{`]);
    if (!rows) return null;
    const [row] = rows;
    if (!row) return found;
    if (found.length === most) return null;
    last = String(row.term);
    found.push(last);
  }
}

function areTermsReadable({ database, readable }: Reader, table: string): boolean {
  if (readable.has(table)) return true;
  try {
    database.exec(
      `CREATE VIRTUAL TABLE temp.${table}_terms USING fts5vocab('main', '${table}', 'instance')`,
    );
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  }
  readable.add(table);
  return true;
}

/** Before the database is closed or its file goes away. */
export function closeSqliteReader(db: Knex): void {
  readers.get(db.client as object)?.database.close();
  readers.delete(db.client as object);
}

function readerOf(db: Knex): Reader | null {
  const client = db.client as object & {
    driver: Driver;
    config: { connection: { filename: string } };
  };
  let reader = readers.get(client);
  if (reader === undefined) {
    try {
      // No waiting: it would stop the very process that holds the lock.
      const options = { readonly: true, fileMustExist: true, timeout: 0 };
      const database = new client.driver(client.config.connection.filename, options);
      reader = { database, prepared: new Map(), readable: new Set() };
    } catch {
      reader = null;
    }
    readers.set(client, reader);
  }
  return reader;
}

function prepare({ database, prepared }: Reader, sql: string): Prepared {
  let known = prepared.get(sql);
  if (!known) {
    if (prepared.size >= PREPARED) prepared.clear();
    // Arrays: the driver would make the names of the columns anew for each row.
    const statement = database.prepare(sql).raw(true);
    const columns = statement.columns().map(({ name }) => name);
    const model = Object.fromEntries(columns.map((name) => [name, null]));
    known = { statement, columns, model };
    prepared.set(sql, known);
  }
  return known;
}

function asRow(columns: string[], values: unknown[]): Row {
  const row: Row = {};
  for (let at = 0; at < columns.length; at += 1) row[columns[at] ?? ''] = values[at];
  return row;
}
