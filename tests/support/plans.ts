import { dialectOf, select, type Connection } from '../../server/store/connection';
import type { DatabaseName } from './databases';

interface Statement {
  sql: string;
  bindings: unknown[];
}

/** The first statement a store function sends, with its bindings. */
export async function statementOf(
  db: Connection,
  work: () => Promise<unknown>,
): Promise<Statement> {
  const [first] = await statementsOf(db, work);
  if (!first) throw new Error('no statement');
  return first;
}

/** Every statement a store function sends. */
export async function statementsOf(
  db: Connection,
  work: () => Promise<unknown>,
): Promise<Statement[]> {
  const seen: Statement[] = [];
  const note = (query: { sql: string; bindings?: unknown[] }) =>
    seen.push({ sql: query.sql, bindings: query.bindings ?? [] });
  db.on('query', note);
  await work();
  db.removeListener('query', note);
  return seen;
}

/** A later page begins where the index says so, instead of after all that stands before it. */
export const FOUND_AT_ONCE: Record<DatabaseName, RegExp> = {
  sqlite: /_at<\?|\)<\(\?,\?\)/,
  postgres: /Index Cond: [^"]*ROW\(/,
  mysql: /"type":"range"/,
};

/** The plan as one text. PostgreSQL is asked without sequential scans, since small tables are read whole. */
export async function planOf(
  db: Connection,
  { sql, bindings }: { sql: string; bindings: unknown[] },
): Promise<string> {
  const plain = sql.replace(/\$\d+/g, '?');
  if (dialectOf(db) === 'sqlite')
    return JSON.stringify(await select(db, `EXPLAIN QUERY PLAN ${plain}`, bindings as never[]));
  if (dialectOf(db) === 'mysql')
    return JSON.stringify(await select(db, `EXPLAIN ${plain}`, bindings as never[]));
  return db.transaction(async (trx) => {
    await trx.raw('SET LOCAL enable_seqscan = off');
    return JSON.stringify(await select(trx, `EXPLAIN ${plain}`, bindings as never[]));
  });
}

export const SORTED_BY_HAND = /TEMP B-TREE|filesort|"Sort |-> *Sort|Sort Key/i;
