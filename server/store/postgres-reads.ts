import type { Knex } from 'knex';
import { hash } from 'node:crypto';
import type { Row, Value } from './connection';

interface PostgresConnection {
  query(question: { name?: string; text: string; values: Value[] }): Promise<{ rows: Row[] }>;
}

/** More than every statement of the store; lists of changing length go without a name. */
const NAMED = 300;
const named = new Map<string, { name: string; text: string }>();
/** Pools behind a proxy that hands out another server connection each time, where a name means nothing. */
const nameless = new WeakSet<object>();
/** invalid_sql_statement_name, duplicate_prepared_statement */
const NAME_PROBLEMS = new Set(['26000', '42P05']);

/** A read by a named statement, which PostgreSQL plans once for each connection instead of each time. */
export async function readPostgres(
  db: Knex,
  sql: string,
  bindings: readonly Value[],
): Promise<Row[]> {
  const { name, text } = statementOf(sql);
  const pool = db.client as object;
  const values = [...bindings];
  const connection = (await db.client.acquireConnection()) as PostgresConnection;
  try {
    // Whoever listens to knex (debugging, counting) sees this statement too.
    db.client.emit('query', { sql, bindings });
    const isNamed = name !== '' && !nameless.has(pool);
    try {
      return (await connection.query(isNamed ? { name, text, values } : { text, values })).rows;
    } catch (error) {
      if (!isNamed || !NAME_PROBLEMS.has((error as { code?: string }).code ?? '')) throw error;
      nameless.add(pool);
      return (await connection.query({ text, values })).rows;
    }
  } finally {
    await db.client.releaseConnection(connection);
  }
}

function statementOf(sql: string): { name: string; text: string } {
  const known = named.get(sql);
  if (known) return known;
  let marks = 0;
  const text = sql.replace(/\?/g, () => `$${(marks += 1)}`);
  if (named.size >= NAMED) return { name: '', text };
  // Of the text, so that two copies of this module agree on the connections of one pool.
  const statement = { name: `cp_${hash('sha256', text, 'hex').slice(0, 32)}`, text };
  named.set(sql, statement);
  return statement;
}
