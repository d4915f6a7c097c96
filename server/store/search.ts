import { dialectOf, number, select, text, type Connection } from './connection';

export type Audience = 'customers' | 'agents';
const TABLES = { customers: 'cp_ticket_search', agents: 'cp_ticket_search_agents' } as const;

/** Scope tokens stand in the same index as the words, so a search never leaves what its reader may see. */
export const portalScope = (portalKey: number) => `sp${portalKey}x`;
export const companyScope = (portalKey: number, companyKey: number) =>
  `sc${portalKey}x${companyKey}x`;
export const contactScope = (portalKey: number, contactKey: number) =>
  `su${portalKey}x${contactKey}x`;

/** Adds tokens to a ticket's row; what is there already stays. */
export async function addTokens(
  db: Connection,
  audience: Audience,
  ticketKey: number,
  tokens: string[],
): Promise<void> {
  const table = TABLES[audience];
  const keyColumn = dialectOf(db) === 'sqlite' ? 'rowid' : 'ticket_id';
  const [row] = await select(db, `SELECT tokens FROM ${table} WHERE ${keyColumn} = ?`, [ticketKey]);
  const all = new Set(row ? text(row.tokens).split(' ') : []);
  const before = all.size;
  for (const token of tokens) all.add(token);
  if (row && all.size === before) return;
  const joined = [...all].join(' ');
  if (row)
    await db.raw(`UPDATE ${table} SET tokens = ? WHERE ${keyColumn} = ?`, [joined, ticketKey]);
  else
    await db.raw(`INSERT INTO ${table} (${keyColumn}, tokens) VALUES (?, ?)`, [ticketKey, joined]);
}

/** Keys of tickets that hold every word inside any of the scopes, newest ticket first. No scope means all. */
export async function findTicketKeys(
  db: Connection,
  audience: Audience,
  query: {
    scopes: string[];
    words: { token: string; isPrefix: boolean }[];
    before: number;
    limit: number;
  },
): Promise<number[]> {
  const table = TABLES[audience];
  const before = query.before > 0 ? query.before : 2_147_483_647;
  const { sql, match } = statementFor(dialectOf(db), table, query.scopes, query.words);
  return (await select(db, `${sql} LIMIT ${query.limit}`, [match, before])).map((row) =>
    number(row.key),
  );
}

function statementFor(
  dialect: ReturnType<typeof dialectOf>,
  table: string,
  scopes: string[],
  words: { token: string; isPrefix: boolean }[],
): { sql: string; match: string } {
  if (dialect === 'sqlite') {
    const parts = words.map((word) => (word.isPrefix ? `${word.token}*` : word.token));
    if (scopes.length > 0) parts.unshift(`(${scopes.join(' OR ')})`);
    const sql = `SELECT rowid AS "key" FROM ${table} WHERE ${table} MATCH ? AND rowid < ? ORDER BY rowid DESC`;
    return { sql, match: parts.join(' AND ') };
  }
  if (dialect === 'postgres') {
    const parts = words.map((word) => (word.isPrefix ? `${word.token}:*` : word.token));
    if (scopes.length > 0) parts.unshift(`(${scopes.join(' | ')})`);
    const sql = `SELECT ticket_id AS "key" FROM ${table} WHERE vector @@ to_tsquery('simple', ?) AND ticket_id < ? ORDER BY ticket_id DESC`;
    return { sql, match: parts.join(' & ') };
  }
  const parts = words.map((word) => `+${word.token}${word.isPrefix ? '*' : ''}`);
  if (scopes.length > 0) parts.unshift(`+(${scopes.join(' ')})`);
  const sql = `SELECT ticket_id AS \`key\` FROM ${table} WHERE MATCH(tokens) AGAINST (? IN BOOLEAN MODE) AND ticket_id < ? ORDER BY ticket_id DESC`;
  return { sql, match: parts.join(' ') };
}
