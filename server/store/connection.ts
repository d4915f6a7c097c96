import type { Knex } from 'knex';
import { randomBytes } from 'node:crypto';
import { readPostgres } from './postgres-reads';
import { readSqlite } from './sqlite-reads';

/** A connection or a transaction: every function of the store takes it as its first argument. */
export type Connection = Knex;
export type Row = Record<string, unknown>;
export type Value = string | number | boolean | null;
export type Dialect = 'sqlite' | 'postgres' | 'mysql';

const dialects = new WeakMap<object, Dialect>();

export function dialectOf(db: Connection): Dialect {
  const config = db.client.config as { client: unknown };
  let dialect = dialects.get(config);
  if (!dialect) {
    const name = String(config.client);
    const isPostgres = name.includes('pg') || name.includes('postgres');
    dialect = name.includes('sqlite') ? 'sqlite' : isPostgres ? 'postgres' : 'mysql';
    dialects.set(config, dialect);
  }
  return dialect;
}

/**
 * Rows of one constant statement with `?` bindings. Outside a transaction it is prepared once for each connection, on
 * SQLite and PostgreSQL: parsing and planning it anew for each call costs more than running it. A limit stands in the
 * statement as a number: SQLite plans a statement whose limit is bound anew for each call.
 */
export async function select(
  db: Connection,
  sql: string,
  bindings: readonly Value[] = [],
): Promise<Row[]> {
  if (!db.isTransaction) {
    const dialect = dialectOf(db);
    if (dialect === 'sqlite') {
      const rows = readSqlite(db, sql, bindings);
      if (rows) return rows;
    }
    if (dialect === 'postgres') return readPostgres(db, sql, bindings);
  }
  return rowsOf(await db.raw(sql, [...bindings]));
}

/** The same for a statement that filters write: their texts are without number, and PostgreSQL is to keep none of them. */
export const selectFiltered = async (
  db: Connection,
  sql: string,
  bindings: readonly Value[],
): Promise<Row[]> =>
  dialectOf(db) === 'postgres'
    ? rowsOf(await db.raw(sql, [...bindings]))
    : select(db, sql, bindings);

function rowsOf(answer: unknown): Row[] {
  if (Array.isArray(answer)) return (Array.isArray(answer[0]) ? answer[0] : answer) as Row[];
  return (answer as { rows: Row[] }).rows;
}

export async function selectOne(
  db: Connection,
  sql: string,
  bindings: readonly Value[] = [],
): Promise<Row | null> {
  return (await select(db, sql, bindings))[0] ?? null;
}

/** Runs a writing statement and returns how many rows it changed. */
export async function change(
  db: Connection,
  table: string,
  where: Row,
  values: Row,
): Promise<number> {
  return db(table).where(where).update(values);
}

/** Inserts one row of a content type, gives it its public id, and returns both ids. */
export async function insert(
  db: Connection,
  table: string,
  values: Row,
): Promise<{ key: number; id: string }> {
  const id = newId();
  const row = { document_id: id, ...values };
  if (dialectOf(db) === 'mysql') {
    const [key] = await db(table).insert(row);
    return { key: Number(key), id };
  }
  const [answer] = (await db(table).insert(row).returning('id')) as { id: number }[];
  return { key: Number(answer?.id), id };
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

const POOL = 4096;
let pool = Buffer.alloc(0);
let used = 0;

/** Asking for random bytes costs as much for one as for thousands. */
function randomByte(): number {
  if (used >= pool.length) {
    pool = randomBytes(POOL);
    used = 0;
  }
  return pool[used++] ?? 0;
}

/** A public id like Strapi's documentId: 24 of [a-z0-9], first a letter, 123 random bits. */
export function newId(): string {
  let id = '';
  while (id.length < 24) {
    const byte = randomByte();
    // Bytes of 252 and above would make the first letters likelier.
    if (byte >= 252) continue;
    const character = ALPHABET[byte % 36] ?? '';
    if (id.length > 0 || character > '9') id += character;
  }
  return id;
}

export const text = (value: unknown): string =>
  value === null || value === undefined ? '' : String(value);
/** bigint columns come back as strings from PostgreSQL. */
export const number = (value: unknown): number =>
  value === null || value === undefined ? 0 : Number(value);
export const yes = (value: unknown): boolean => value === true || value === 1 || value === '1';

export function jsonOf<Shape>(value: unknown, otherwise: Shape): Shape {
  if (value === null || value === undefined || value === '') return otherwise;
  return (typeof value === 'string' ? JSON.parse(value) : value) as Shape;
}
