import { foldWithPlaces, isWordCharacter, searchedWords, type SearchedWord } from './search-tokens';

/** A piece of text in parts, those that were searched for apart: a face marks them. */
export type MarkedText = { text: string; isMarked: boolean }[];

/** Where words stand in a text: from and to, in order, without overlap. */
export type Places = [from: number, to: number][];

export interface FoundWords {
  places: Places;
  /** How many of the words are there. */
  count: number;
  hasAll: boolean;
}

/** The words of a query, ready to be found in many texts. Null where it has none. */
export function wordsToFind(q: string): SearchedWord[] | null {
  const words = searchedWords(q);
  return words.length > 0 ? words : null;
}

/** Finds words as the index does: whatever their case and accents, the last one as a beginning too. */
export function findWords(text: string, words: readonly SearchedWord[]): FoundWords {
  const folded = foldWithPlaces(text);
  const places: Places = [];
  let found = 0;
  for (const word of words) {
    const before = places.length;
    for (let at = folded.text.indexOf(word.text); at >= 0;) {
      const end = at + word.text.length;
      if (isWhole(folded.text, at, end, word))
        places.push([folded.placeOf(at), folded.placeOf(end)]);
      at = folded.text.indexOf(word.text, end);
    }
    if (places.length > before) found += 1;
  }
  return { places: joined(places), count: found, hasAll: found === words.length };
}

function isWhole(text: string, from: number, to: number, word: SearchedWord): boolean {
  if (!word.hasSpaces) return true;
  if (isWordCharacter(text, from - 1)) return false;
  return word.isPrefix || !isWordCharacter(text, to);
}

function joined(places: Places): Places {
  const result: Places = [];
  for (const [from, to] of [...places].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}

/** The whole text with its places marked. */
export const markedText = (text: string, places: Places): MarkedText =>
  markedPiece(text, places, 0, text.length);

/**
 * A piece around the first place, in whole words, with … where it goes on. `length` in characters.
 */
export function markedSnippet(text: string, places: Places, length: number): MarkedText {
  const first = places[0]?.[0] ?? 0;
  let start = first < length / 3 ? 0 : text.lastIndexOf(' ', first - length / 5) + 1;
  // Some scripts put no spaces between words.
  if (first - start > length / 2) start = characterAt(text, first - Math.floor(length / 5));
  let end = text.length;
  if (start + length < text.length) {
    const space = text.lastIndexOf(' ', start + length);
    end = space > first ? space : characterAt(text, start + length);
  }
  const piece = markedPiece(text, places, start, end);
  if (start > 0) piece.unshift({ text: '… ', isMarked: false });
  if (end < text.length) piece.push({ text: ' …', isMarked: false });
  return piece;
}

/** No pair of code units is taken apart. */
const characterAt = (text: string, at: number): number =>
  /[\uDC00-\uDFFF]/.test(text[at] ?? '') ? at - 1 : at;

function markedPiece(text: string, places: Places, start: number, end: number): MarkedText {
  const parts: MarkedText = [];
  let at = start;
  const add = (to: number, isMarked: boolean) => {
    if (to > at) parts.push({ text: text.slice(at, to), isMarked });
    at = Math.max(at, to);
  };
  for (const [from, to] of places) {
    if (to <= start || from >= end) continue;
    add(Math.max(from, start), false);
    add(Math.min(to, end), true);
  }
  add(end, false);
  return parts;
}
