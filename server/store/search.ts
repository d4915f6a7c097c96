import { dialectOf, number, select, text, type Connection, type Value } from './connection';
import { longerTerms } from './sqlite-reads';

export type Audience = 'customers' | 'agents';
const TABLES = { customers: 'cp_ticket_search', agents: 'cp_ticket_search_agents' } as const;

/** Scope tokens stand in the same index as the words, so a search never leaves what its reader may see. */
export const portalScope = (portalKey: number) => `sp${portalKey}x`;
export const companyScope = (portalKey: number, companyKey: number) =>
  `sc${portalKey}x${companyKey}x`;
export const contactScope = (portalKey: number, contactKey: number) =>
  `su${portalKey}x${contactKey}x`;

const keyColumnOf = (db: Connection) => (dialectOf(db) === 'sqlite' ? 'rowid' : 'ticket_id');

/** FTS5 takes whole numbers only as bounds; another number makes it read everything. */
const boundOf = (db: Connection) => (dialectOf(db) === 'sqlite' ? 'CAST(? AS INTEGER)' : '?');

/** Gives a ticket its row, or its row these tokens. */
export async function indexTicket(
  db: Connection,
  audience: Audience,
  ticketKey: number,
  tokens: string[],
): Promise<void> {
  const table = TABLES[audience];
  const key = keyColumnOf(db);
  const joined = [...new Set(tokens)].join(' ');
  // Deleting first would lock the gap where the next ticket goes (MariaDB).
  const [row] = await select(db, `SELECT ${key} FROM ${table} WHERE ${key} = ?`, [ticketKey]);
  if (row) await db.raw(`UPDATE ${table} SET tokens = ? WHERE ${key} = ?`, [joined, ticketKey]);
  else await db.raw(`INSERT INTO ${table} (${key}, tokens) VALUES (?, ?)`, [ticketKey, joined]);
}

/** Adds tokens to a ticket's row. A ticket without one gets all of its words when the index is repaired. */
export async function addTokens(
  db: Connection,
  audience: Audience,
  ticketKey: number,
  tokens: string[],
): Promise<void> {
  const table = TABLES[audience];
  const keyColumn = keyColumnOf(db);
  const [row] = await select(db, `SELECT tokens FROM ${table} WHERE ${keyColumn} = ?`, [ticketKey]);
  if (!row) return;
  const all = new Set(text(row.tokens).split(' '));
  const before = all.size;
  for (const token of tokens) all.add(token);
  if (all.size === before) return;
  await db.raw(`UPDATE ${table} SET tokens = ? WHERE ${keyColumn} = ?`, [
    [...all].join(' '),
    ticketKey,
  ]);
}

/** Puts one token in the place of another in a ticket's row. */
export async function swapToken(
  db: Connection,
  audience: Audience,
  ticketKey: number,
  before: string,
  after: string,
): Promise<void> {
  const table = TABLES[audience];
  const keyColumn = keyColumnOf(db);
  const [row] = await select(db, `SELECT tokens FROM ${table} WHERE ${keyColumn} = ?`, [ticketKey]);
  if (!row) return;
  const all = new Set(text(row.tokens).split(' '));
  if (!all.delete(before)) return;
  all.add(after);
  await db.raw(`UPDATE ${table} SET tokens = ? WHERE ${keyColumn} = ?`, [
    [...all].join(' '),
    ticketKey,
  ]);
}

/** Removes rows within `from < key <= to` whose ticket is no longer there. */
export async function removeOrphans(db: Connection, from: number, to: number): Promise<void> {
  const key = keyColumnOf(db);
  for (const table of Object.values(TABLES)) {
    const rows = await select(
      db,
      `SELECT s.${key} AS orphan FROM ${table} s WHERE s.${key} > ${boundOf(db)} AND s.${key} <= ${boundOf(db)} AND
       NOT EXISTS (SELECT 1 FROM cp_tickets t WHERE t.id = s.${key})`,
      [from, to],
    );
    for (const { orphan } of rows)
      await db.raw(`DELETE FROM ${table} WHERE ${key} = ?`, [number(orphan)]);
  }
}

export async function emptyIndex(db: Connection): Promise<void> {
  for (const table of Object.values(TABLES)) await db.raw(`DELETE FROM ${table}`);
}

export interface KeyQuery {
  /** No scope means all. */
  scopes: string[];
  /** Of which one must be there beside. */
  within?: string[];
  words: { token: string; isPrefix: boolean }[];
  /** A word that is not there. */
  without?: string;
  /** Only keys below it; 0 for all. */
  before: number;
  limit: number;
}

/** Keys of tickets that hold every word inside any of the scopes, newest ticket first. */
export async function findTicketKeys(
  db: Connection,
  audience: Audience,
  query: KeyQuery,
): Promise<number[]> {
  const asked = ticketKeysSql(db, audience, query);
  if (!asked) return [];
  return (await select(db, asked.sql, asked.bindings)).map((row) => number(row.found_key));
}

/** The same as a statement whose one column is `found_key`, for joining them at once; null where nothing begins so. */
export function ticketKeysSql(
  db: Connection,
  audience: Audience,
  { scopes, within = [], words, without = '', before, limit }: KeyQuery,
): { sql: string; bindings: Value[] } | null {
  const table = TABLES[audience];
  const wanted = words.flatMap((word) => withoutBeginning(db, table, word, without) ?? []);
  if (wanted.length < words.length) return null;
  const { sql, match } = statementFor(
    dialectOf(db),
    table,
    [scopes, within].filter((some) => some.length > 0),
    wanted,
    without,
  );
  return {
    sql: `${sql} LIMIT ${limit}`,
    bindings: [match, before > 0 ? before : 2_147_483_647],
  };
}

/** More are asked for by their beginning. */
const MOST_LONGER = 20;

/** On SQLite a beginning as the few tokens that begin so; null where there are none but the one that is not to be there. */
function withoutBeginning(
  db: Connection,
  table: string,
  word: KeyQuery['words'][number],
  without: string,
): KeyQuery['words'][number] | null {
  if (!word.isPrefix || db.isTransaction || dialectOf(db) !== 'sqlite') return word;
  const longer = longerTerms(db, table, word.token, MOST_LONGER);
  if (!longer) return word;
  const tokens = word.token === without ? longer : [word.token, ...longer];
  return tokens.length > 0 ? { token: `(${tokens.join(' OR ')})`, isPrefix: false } : null;
}

function statementFor(
  dialect: ReturnType<typeof dialectOf>,
  table: string,
  scopes: string[][],
  words: KeyQuery['words'],
  without: string,
): { sql: string; match: string } {
  if (dialect === 'sqlite') {
    const parts = words.map((word) => (word.isPrefix ? `${word.token}*` : word.token));
    parts.unshift(...scopes.map((any) => `(${any.join(' OR ')})`));
    const sql = `SELECT rowid AS found_key FROM ${table} WHERE ${table} MATCH ? AND rowid < CAST(? AS INTEGER) ORDER BY rowid DESC`;
    const all = parts.join(' AND ');
    return { sql, match: without === '' ? all : `(${all}) NOT ${without}` };
  }
  if (dialect === 'postgres') {
    const parts = words.map((word) => (word.isPrefix ? `${word.token}:*` : word.token));
    parts.unshift(...scopes.map((any) => `(${any.join(' | ')})`));
    if (without !== '') parts.push(`!${without}`);
    // "+ 0" keeps the primary key out of the plan, which would walk all tickets of all portals for a rare word.
    const sql = `SELECT ticket_id AS found_key FROM ${table} WHERE vector @@ to_tsquery('simple', ?) AND ticket_id + 0 < ? ORDER BY ticket_id + 0 DESC`;
    return { sql, match: parts.join(' & ') };
  }
  const parts = words.map((word) => `+${word.token}${word.isPrefix ? '*' : ''}`);
  parts.unshift(...scopes.map((any) => `+(${any.join(' ')})`));
  if (without !== '') parts.push(`-${without}`);
  const sql = `SELECT ticket_id AS found_key FROM ${table} WHERE MATCH(tokens) AGAINST (? IN BOOLEAN MODE) AND ticket_id < ? ORDER BY ticket_id DESC`;
  return { sql, match: parts.join(' ') };
}
