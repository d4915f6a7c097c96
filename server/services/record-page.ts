import type { Counted, RecordPage, RecordQuery } from '../contracts/lists';
import { tokensOf } from '../rules/search-tokens';

/** Rows on a page of an admin list. */
export const RECORDS_PAGE = 25;
const COUNTED = 1000;
/** Of a serial column; PostgreSQL compares it with no higher one. */
const HIGHEST_KEY = 2 ** 31 - 1;

/** Exact to 1,000, and whether there are more. */
export const counted = (total: number): Counted => ({
  value: Math.min(total, COUNTED),
  more: total > COUNTED,
});

/** Where a page of a large list begins, by its cursor: behind a sort value (hexadecimal or a number) and a key. */
export function placeIn(cursor: string | undefined): { value: string; key: number } | null {
  const [, value = '', key = ''] = /^([0-9a-f]*)\.(\d{1,10})$/.exec(cursor ?? '') ?? [];
  return key === '' ? null : { value, key: Math.min(Number(key), HIGHEST_KEY) };
}

/** The cursor behind a row of a large list, or behind the place where looking stopped. */
export const cursorAt = ({ value, key }: { value: string | number; key: number }): string =>
  `${value}.${key}`;

interface InMemory<Row> {
  rows: readonly Row[];
  query: RecordQuery;
  /** What the search looks in. */
  textOf: (row: Row) => string;
  /** Value of each sort; texts sort as people of the reader's language expect, whatever the database. */
  sorts: Record<string, (row: Row) => string | number>;
  /** With `-` before it for descending; '' leaves the rows as they are. */
  defaultSort: string;
}

const collator = new Intl.Collator('en', { numeric: true });

/** A page of a list that is small by nature (inboxes, pipelines, forms): searched, sorted and cut in memory. */
export function pageInMemory<Row>(list: InMemory<Row>): RecordPage<Row> {
  const { query, sorts } = list;
  const words = tokensOf(query.q);
  const found = list.rows.filter((row) => {
    const own = tokensOf(list.textOf(row));
    return words.every((word) => own.some((one) => one.startsWith(word)));
  });
  const asked = query.sort.replace(/^-/, '') in sorts ? query.sort : list.defaultSort;
  const valueOf = sorts[asked.replace(/^-/, '')];
  if (valueOf) {
    const sign = asked.startsWith('-') ? -1 : 1;
    found.sort((a, b) => sign * compare(valueOf(a), valueOf(b)));
  }
  const from = /^\d{1,6}$/.test(query.cursor ?? '') ? Number(query.cursor) : 0;
  const until = from + RECORDS_PAGE;
  return {
    rows: found.slice(from, until),
    nextCursor: until < found.length ? String(until) : null,
    count: counted(found.length),
  };
}

const compare = (a: string | number, b: string | number): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
