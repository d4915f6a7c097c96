import { PAGE_SIZE } from '../contracts/tickets';
import {
  findWords,
  markedSnippet,
  markedText,
  wordsToFind,
  type MarkedText,
} from '../rules/found-words';
import { queryTokens, type SearchedWord } from '../rules/search-tokens';
import { plainTextOf } from '../rules/snippet';
import { number, text, type Connection, type Row } from '../store/connection';
import {
  findByNumbers,
  findNarrowed,
  listVisibleBodies,
  type FoundNarrowing,
} from '../store/found-tickets';

/** The newest that a search found, of which those whose subject has the words come first. */
const WINDOW = 200;
/** Behind the window more and more is looked at, and at most so many for one page. */
const BATCHES = [200, 1000, 3600];
/** Characters. */
const SNIPPET = 180;
const LARGEST_KEY = 2_147_483_647;

export interface SearchQuery {
  q: string;
  /** Tokens of which a ticket has one. */
  scopes: string[];
  within: string[];
  asked: FoundNarrowing;
  isByRelevance: boolean;
  cursor: string;
  limit?: number;
  /** Numbers that `q` may be, as tickets have them. */
  numbers: readonly string[];
  /** Whose own list it is; 0 for a list of companies. */
  contactKey: number;
  /** Whether a ticket that the index or a number led to is in the list. */
  isInList(row: Row): boolean;
}

export interface FoundPage {
  keys: number[];
  nextCursor: string | null;
  isUnfinished: boolean;
  found?: { total: number; isMore: boolean };
}

/**
 * Tickets with the very words, or with longer ones instead of the last: an index reads the beginning of a word much slower.
 */
type Stage = 0 | 1;

/** Where a page ended: among those with the words in the subject or behind them, the window's oldest key, the last row's. */
interface Place {
  stage: Stage;
  isFirst: boolean;
  oldest: number;
  key: number;
}

const NOTHING: FoundPage = {
  keys: [],
  nextCursor: null,
  isUnfinished: false,
  found: { total: 0, isMore: false },
};

/**
 * A page of what a search found. A number that was typed comes first, then those of the newest whose subject has every
 * word, then the others, each the newest first; then the same of words that only begin so. Every page is full as long as
 * there is more, whatever else narrows it.
 */
export async function searchPage(db: Connection, query: SearchQuery): Promise<FoundPage> {
  const words = queryTokens(query.q);
  const sought = wordsToFind(query.q);
  if (words.length === 0 || !sought) return NOTHING;
  const limit = query.limit ?? PAGE_SIZE;
  const start = placeOf(query.cursor);
  const last = words.at(-1);
  const stages: Stage[] = last?.isPrefix ? [0, 1] : [0];
  const isNumbered = (row: Row) => query.numbers.includes(text(row.number));
  const isFirst = (row: Row) => query.isByRelevance && findWords(text(row.subject), sought).hasAll;
  /** Keys that the index has before one, and the tickets of those that are in the list. */
  const find = async (stage: Stage, before: number, most: number) => {
    const found = await findNarrowed(
      db,
      {
        scopes: query.scopes,
        within: query.within,
        words: stage === 1 ? words : words.map(({ token }) => ({ token, isPrefix: false })),
        without: stage === 1 ? last?.token : undefined,
        before,
        limit: most,
      },
      query.contactKey,
      query.asked,
    );
    return {
      length: found.length,
      lowest: number(found.at(-1)?.found_key),
      rows: found.filter((row) => row.id !== null && query.isInList(row) && !isNumbered(row)),
    };
  };

  const ordered: Place[] = [];
  if (!start && query.numbers.length > 0)
    for (const row of await findByNumbers(db, query.numbers, query.contactKey, query.asked))
      if (query.isInList(row))
        ordered.push({ stage: 0, isFirst: true, oldest: 0, key: number(row.id) });

  /** Adds what a stage has from a place on; where it stopped before its end, or null. */
  async function read(stage: Stage, from: Place | null): Promise<Place | null> {
    let before = from && !from.isFirst ? from.key : 0;
    let oldest = from?.oldest ?? 0;
    if (!from || from.isFirst) {
      const found = await find(stage, 0, WINDOW);
      // What came after the first page moves nothing of it out of the window.
      oldest = Math.max(oldest, found.length < WINDOW ? 1 : found.lowest);
      const rows = found.rows.filter((row) => number(row.id) >= oldest);
      const first = new Set(rows.filter(isFirst));
      for (const row of first)
        if (!from || number(row.id) < from.key)
          ordered.push({ stage, isFirst: true, oldest, key: number(row.id) });
      for (const row of rows)
        if (!first.has(row)) ordered.push({ stage, isFirst: false, oldest, key: number(row.id) });
      before = oldest;
      if (oldest === 1) return null;
    }
    for (const most of BATCHES) {
      if (ordered.length > limit) break;
      const found = await find(stage, before, most);
      before = found.lowest || before;
      for (const row of found.rows)
        if (number(row.id) < oldest || !isFirst(row))
          ordered.push({ stage, isFirst: false, oldest, key: number(row.id) });
      if (found.length < most) return null;
    }
    return { stage, isFirst: false, oldest, key: before };
  }

  let stopped: Place | null = null;
  let isWhole = true;
  for (const stage of stages) {
    if (start && stage < start.stage) continue;
    if (stopped || ordered.length > limit) {
      isWhole = false;
      break;
    }
    stopped = await read(stage, start?.stage === stage ? start : null);
  }
  const shown = ordered.slice(0, limit);
  const isMore = ordered.length > limit;
  const end = isMore ? shown.at(-1) : stopped;
  return {
    keys: shown.map(({ key }) => key),
    nextCursor: end ? cursorOf(end) : null,
    isUnfinished: !isMore && stopped !== null,
    ...(start ? {} : { found: totalOf(ordered.length, isWhole && stopped === null) }),
  };
}

/** A total that is not known is said in steps of a page, so that there are more in any case. */
const totalOf = (count: number, isExact: boolean) =>
  isExact
    ? { total: count, isMore: false }
    : { total: Math.floor(Math.max(0, count - 1) / PAGE_SIZE) * PAGE_SIZE, isMore: true };

const cursorOf = ({ stage, isFirst, oldest, key }: Place): string =>
  `${stage * 2 + (isFirst ? 1 : 2)}.${oldest}.${key}`;

function placeOf(cursor: string): Place | null {
  const [, part, oldest, key] = /^([1-4])\.(\d{1,10})\.(\d{1,10})$/.exec(cursor) ?? [];
  if (part === undefined || Number(oldest) > LARGEST_KEY || Number(key) > LARGEST_KEY) return null;
  const place = Number(part);
  return {
    stage: place > 2 ? 1 : 0,
    isFirst: place % 2 === 1,
    oldest: Number(oldest),
    key: Number(key),
  };
}

/** Numbers of tickets that somebody may have typed: whole, or the digits behind the prefix of an inbox. */
export function typedNumbers(q: string, prefixes: readonly string[]): string[] {
  const typed = q.trim().replace(/^#/, '');
  if (!/^[\p{L}\p{N}_./-]{0,32}\d{1,12}$/u.test(typed)) return [];
  const all = [typed, typed.toUpperCase()];
  if (/^\d+$/.test(typed)) all.push(...prefixes.map((prefix) => `${prefix}${typed}`));
  else
    for (const prefix of prefixes)
      if (prefix.toLowerCase() === typed.slice(0, prefix.length).toLowerCase())
        all.push(prefix + typed.slice(prefix.length));
  return [...new Set(all)].slice(0, 30);
}

/**
 * What of each row has the words: its subject with them marked, and where not all of them stand there, a piece of the
 * newest message that has the most of them. Only messages that customers see are read.
 */
export async function matchesOf(
  db: Connection,
  rows: readonly Row[],
  q: string,
): Promise<Map<number, { subject: MarkedText; snippet: MarkedText | null }>> {
  const words = wordsToFind(q) ?? [];
  const matches = new Map<number, { subject: MarkedText; snippet: MarkedText | null }>();
  const unfinished: number[] = [];
  for (const row of rows) {
    const subject = text(row.subject);
    const { places, hasAll } = findWords(subject, words);
    matches.set(number(row.id), { subject: markedText(subject, places), snippet: null });
    if (!hasAll) unfinished.push(number(row.id));
  }
  const best = new Map<number, number>();
  for (const { ticketKey, body } of await listVisibleBodies(db, unfinished)) {
    const most = best.get(ticketKey) ?? 0;
    if (most === words.length) continue;
    const { snippet, count } = snippetIn(body, words, most);
    const match = matches.get(ticketKey);
    if (!match || !snippet) continue;
    match.snippet = snippet;
    best.set(ticketKey, count);
  }
  return matches;
}

/** A piece of a message that has more of the words than `most`. */
function snippetIn(
  body: string,
  words: readonly SearchedWord[],
  most: number,
): { snippet: MarkedText | null; count: number } {
  const none = { snippet: null, count: 0 };
  if (findWords(body, words).count <= most) return none;
  const plain = plainTextOf(body);
  const { places, count } = findWords(plain, words);
  if (count <= most) return none;
  return { snippet: markedSnippet(plain, places, SNIPPET), count };
}
