import {
  dialectOf,
  newId,
  number,
  select,
  type Connection,
  type Row,
  type Value,
} from './connection';
import { breathe } from './event-loop';

/** Values that one list asks for; every database takes as many. */
const LISTED = 8000;
/** Bound values of one inserting statement: larger ones keep the event loop for longer, smaller ones need more of them. */
const INSERTED = 4000;

/** Rows of many records, each made when it is its turn to be written. */
export function* rowsOf<One>(
  records: readonly One[],
  make: (record: One, index: number) => Row[],
): Generator<Row> {
  for (const [index, record] of records.entries()) yield* make(record, index);
}

/** Inserts many rows of the same columns; requests have their turn in between. */
export async function insertMany(
  db: Connection,
  table: string,
  rows: Iterable<Row>,
): Promise<void> {
  if (dialectOf(db) === 'sqlite') await insertOneByOne(db, table, rows);
  else await insertChunks(db, table, rows);
}

/** The same for a table whose rows have a public id; returns their numeric keys in the same order. */
export async function insertKeyed(
  db: Connection,
  table: string,
  rows: Iterable<Row>,
): Promise<number[]> {
  if (dialectOf(db) === 'sqlite') return insertOneByOne(db, table, rows);
  const ids: string[] = [];
  await insertChunks(
    db,
    table,
    (function* () {
      for (const row of rows) {
        ids.push(String(row.document_id));
        yield row;
      }
    })(),
  );
  const keys = await keysById(db, table, ids);
  return ids.map((id) => keys.get(id) ?? 0);
}

/** Numeric keys by public id. */
async function keysById(
  db: Connection,
  table: string,
  ids: string[],
): Promise<Map<string, number>> {
  const rows = await selectIn(db, `SELECT id, document_id FROM ${table} WHERE document_id`, ids);
  return new Map(rows.map((row) => [String(row.document_id), number(row.id)]));
}

function insertionOf(table: string, columns: string[], quote: string, rows: number): string {
  const names = columns.map((column) => `${quote}${column}${quote}`).join(', ');
  const marks = `(${columns.map(() => '?').join(', ')})`;
  return `INSERT INTO ${table} (${names}) VALUES ${Array.from({ length: rows }, () => marks).join(', ')}`;
}

async function insertChunks(db: Connection, table: string, rows: Iterable<Row>): Promise<void> {
  const quote = dialectOf(db) === 'mysql' ? '`' : '"';
  let columns: string[] | undefined;
  let size = 1;
  let values: Value[] = [];
  const send = async () => {
    if (!columns || values.length === 0) return;
    // Written by hand: the builder needs several times as long as the database.
    await db.raw(insertionOf(table, columns, quote, values.length / columns.length), values);
    values = [];
  };
  for (const row of rows) {
    if (!columns) {
      columns = Object.keys(row);
      size = Math.max(1, Math.floor(INSERTED / columns.length)) * columns.length;
    }
    for (const column of columns) values.push(row[column] as Value);
    if (values.length < size) continue;
    await send();
    await breathe();
  }
  await send();
}

interface SqliteConnection {
  prepare(sql: string): SqliteInsertion;
}
interface SqliteInsertion {
  run(values: unknown[]): { lastInsertRowid: number | bigint };
}

const prepared = new WeakMap<SqliteConnection, Map<string, SqliteInsertion>>();

/** SQLite inserts rows one by one as fast as many at once, and reading a statement of thousands of values takes it longer. */
async function insertOneByOne(
  db: Connection,
  table: string,
  rows: Iterable<Row>,
): Promise<number[]> {
  const keys: number[] = [];
  const connection = (await db.client.acquireConnection()) as SqliteConnection;
  try {
    let columns: string[] | undefined;
    let insertion: SqliteInsertion | undefined;
    for (const row of rows) {
      if (!columns || !insertion) {
        columns = Object.keys(row);
        const sql = insertionOf(table, columns, '"', 1);
        insertion = prepareOnce(connection, sql);
        // Whoever listens to knex (debugging, counting) sees this statement too.
        db.client.emit('query', { sql, bindings: [] });
      }
      const values = columns.map((column) => {
        const value = row[column];
        return typeof value === 'boolean' ? Number(value) : value;
      });
      keys.push(Number(insertion.run(values).lastInsertRowid));
      await breathe();
    }
  } finally {
    await db.client.releaseConnection(connection);
  }
  return keys;
}

function prepareOnce(connection: SqliteConnection, sql: string): SqliteInsertion {
  let known = prepared.get(connection);
  if (!known) prepared.set(connection, (known = new Map<string, SqliteInsertion>()));
  let insertion = known.get(sql);
  if (!insertion) known.set(sql, (insertion = connection.prepare(sql)));
  return insertion;
}

/**
 * Makes public ids that begin alike and end in 93 random bits: an index takes those of one batch at one place, and a commit
 * writes a few of its pages instead of one for each row.
 */
export function idsOfOneBatch(): () => string {
  const beginning = newId().slice(0, 6);
  return () => beginning + newId().slice(beginning.length);
}

/** Rows of `sql IN (…)` for any number of values. */
export async function selectIn(
  db: Connection,
  sql: string,
  values: readonly Value[],
  behind = '',
): Promise<Row[]> {
  const all = [...new Set(values)];
  const rows: Row[] = [];
  for (let from = 0; from < all.length; from += LISTED) {
    const some = all.slice(from, from + LISTED);
    rows.push(
      ...(await select(db, `${sql} IN (${some.map(() => '?').join(', ')}) ${behind}`, some)),
    );
  }
  return rows;
}

/** Whether the database runs inside this process: nobody is answered during its statements and commits. */
export const isEmbedded = (db: Connection): boolean => dialectOf(db) === 'sqlite';

/** Whether somebody waits for a connection: on SQLite everybody, while a transaction is open. */
export const isAwaited = (db: Connection): boolean =>
  (db.client.pool as { numPendingAcquires(): number }).numPendingAcquires() > 0;
