import { dialectOf, number, select, type Connection, type Row, type Value } from './connection';

/** Bound values of one statement; every database takes as many. */
const BINDINGS = 8000;

/** Inserts many rows of the same columns in few statements. */
export async function insertMany(db: Connection, table: string, rows: Row[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first);
  const quote = dialectOf(db) === 'mysql' ? '`' : '"';
  const names = columns.map((column) => `${quote}${column}${quote}`).join(', ');
  const marks = `(${columns.map(() => '?').join(', ')})`;
  const size = Math.max(1, Math.floor(BINDINGS / columns.length));
  for (let from = 0; from < rows.length; from += size) {
    const some = rows.slice(from, from + size);
    // Written by hand: the builder needs several times as long as the database.
    await db.raw(
      `INSERT INTO ${table} (${names}) VALUES ${some.map(() => marks).join(', ')}`,
      some.flatMap((row) => columns.map((column) => row[column] as string)),
    );
  }
}

/** Numeric keys by public id. */
export async function keysById(
  db: Connection,
  table: string,
  ids: string[],
): Promise<Map<string, number>> {
  const rows = await selectIn(db, `SELECT id, document_id FROM ${table} WHERE document_id`, ids);
  return new Map(rows.map((row) => [String(row.document_id), number(row.id)]));
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
  for (let from = 0; from < all.length; from += BINDINGS) {
    const some = all.slice(from, from + BINDINGS);
    rows.push(
      ...(await select(db, `${sql} IN (${some.map(() => '?').join(', ')}) ${behind}`, some)),
    );
  }
  return rows;
}

/** Whether somebody waits for a connection: on SQLite everybody, while a transaction is open. */
export const isAwaited = (db: Connection): boolean =>
  (db.client.pool as { numPendingAcquires(): number }).numPendingAcquires() > 0;
