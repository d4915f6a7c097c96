import type { WordRange } from '../rules/contact-words';
import { insertMany } from './bulk-rows';
import { number, select, text, type Connection, type Row, type Value } from './connection';
import { LIMITS, oneOf, sizeOf, type Clause, type Condition } from './record-lists';

/** A table of words that records are found by (rules/contact-words.ts), beside the table of the records. */
export interface Words {
  table: 'cp_contact_words' | 'cp_company_words';
  key: 'contact_id' | 'company_id';
  records: 'cp_contacts' | 'cp_companies';
}

export const CONTACT_WORDS: Words = {
  table: 'cp_contact_words',
  key: 'contact_id',
  records: 'cp_contacts',
};
export const COMPANY_WORDS: Words = {
  table: 'cp_company_words',
  key: 'company_id',
  records: 'cp_companies',
};

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

/** Rows of one record as `saveWords` writes them, for writers of many records at once. */
export const wordRows = ({ key }: Words, recordKey: number, words: readonly string[]): Row[] =>
  words.map((word) => ({ [key]: recordKey, word }));

/** Gives each of these records exactly the words that it is to have; one that is not named has none. */
export async function saveWords(
  db: Connection,
  { table, key }: Words,
  recordKeys: readonly number[],
  wanted: readonly Row[],
): Promise<void> {
  const stored = await select(
    db,
    `SELECT ${key}, word FROM ${table} WHERE ${key} IN (${marks(recordKeys)})`,
    recordKeys,
  );
  const nameOf = (row: Row) => `${number(row[key])} ${text(row.word)}`;
  const known = new Set(stored.map(nameOf));
  const right = new Set(wanted.map(nameOf));
  for (const recordKey of recordKeys) {
    const gone = stored.filter((row) => number(row[key]) === recordKey && !right.has(nameOf(row)));
    if (gone.length > 0)
      await db(table)
        .where({ [key]: recordKey })
        .whereIn(
          'word',
          gone.map((row) => text(row.word)),
        )
        .delete();
  }
  await insertMany(
    db,
    table,
    wanted.filter((row) => !known.has(nameOf(row))),
  );
}

/** Records within `from < id <= to` that the words do not know, and keys that have words and no record. */
export async function listWithoutWords(
  db: Connection,
  { table, key, records }: Words,
  from: number,
  to: number,
): Promise<{ unknown: number[]; orphans: number[] }> {
  const rows = await select(db, `SELECT id, document_id FROM ${records} WHERE id > ? AND id <= ?`, [
    from,
    to,
  ]);
  const words = await select(
    db,
    `SELECT ${key} AS record_id, word FROM ${table} WHERE ${key} > ? AND ${key} <= ? AND word >= 'i' AND word < 'j'`,
    [from, to],
  );
  // Compared here: an import gives the keys of before to other records.
  const known = new Map(words.map((row) => [number(row.record_id), text(row.word).slice(1)]));
  const keys = new Set(rows.map((row) => number(row.id)));
  return {
    unknown: rows
      .filter((row) => known.get(number(row.id)) !== text(row.document_id))
      .map((row) => number(row.id)),
    orphans: [...known.keys()].filter((one) => !keys.has(one)),
  };
}

export async function removeWords(
  db: Connection,
  { table, key }: Words,
  recordKeys: readonly number[],
): Promise<void> {
  for (const one of recordKeys)
    await db(table)
      .where({ [key]: one })
      .delete();
}

/** The highest record there is or was. */
export async function highestKey(db: Connection, { table, key, records }: Words): Promise<number> {
  const [row] = await select(
    db,
    `SELECT (SELECT MAX(id) FROM ${records}) AS records, (SELECT MAX(${key}) FROM ${table}) AS words`,
  );
  return Math.max(number(row?.records), number(row?.words));
}

/** Keys of records that some way finds, as `member_id`; one may come more than once. */
export function membersOf(
  db: Connection,
  { table, key }: Words,
  ways: readonly WordRange[][],
): Clause {
  if (ways.length === 0)
    return { sql: `SELECT w.${key} AS member_id FROM ${table} w WHERE 1 = 0`, bindings: [] };
  const bindings: Value[] = [];
  const parts = ways.map(([first, ...others]) => {
    bindings.push(first?.from ?? '', first?.until ?? '');
    const also = others.map((range) => {
      bindings.push(range.from, range.until);
      return `AND ${oneOf(db, `${table} o WHERE o.${key} = w.${key} AND o.word >= ? AND o.word < ?`)}`;
    });
    return `SELECT w.${key} AS member_id FROM ${table} w WHERE w.word >= ? AND w.word < ? ${also.join(' ')}`;
  });
  return { sql: parts.join(' UNION ALL '), bindings };
}

/** Whether the record `c` is one that some way finds. */
export function isFound(
  db: Connection,
  { table, key }: Words,
  ways: readonly WordRange[][],
): Clause {
  const bindings: Value[] = [];
  const parts = ways.map((ranges) => {
    const each = ranges.map((range) => {
      bindings.push(range.from, range.until);
      return oneOf(db, `${table} w WHERE w.${key} = c.id AND w.word >= ? AND w.word < ?`);
    });
    return `(${each.join(' AND ')})`;
  });
  return { sql: parts.length > 0 ? `(${parts.join(' OR ')})` : '1 = 0', bindings };
}

/** A search as something that narrows a list. Of each way the rarest word is looked up first. */
export async function searchCondition(
  db: Connection,
  words: Words,
  ways: readonly WordRange[][],
): Promise<Condition> {
  const ordered: WordRange[][] = [];
  let size = 0;
  for (const way of ways) {
    const sized: { range: WordRange; size: number }[] = [];
    for (const range of way) {
      const { sql, bindings } = membersOf(db, words, [[range]]);
      sized.push({ range, size: await sizeOf(db, { sql, bindings }) });
    }
    sized.sort((a, b) => a.size - b.size);
    ordered.push(sized.map(({ range }) => range));
    size += sized[0]?.size ?? 0;
  }
  return {
    size: Math.min(size, LIMITS.few + 1),
    members: membersOf(db, words, ordered),
    test: isFound(db, words, ordered),
  };
}
