/** Longest stored token in characters; MariaDB ignores words above 84. */
const TOKEN_LENGTH = 60;
const CJK =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/** Whether a text is printable ASCII and line breaks, which no normalisation changes. */
export const isPlain = (text: string): boolean => !/[^ -~\t\n\r]/.test(text);

/**
 * Text as index tokens of [a-z0-9] only, the same for every database: accents folded, words of scripts
 * without spaces as pairs of characters, everything else non-ASCII as hex. A prefix before each token
 * keeps short words above MariaDB's minimum of three letters and away from stop words.
 */
export function tokensOf(text: string): string[] {
  const found = new Set<string>();
  if (isPlain(text)) {
    for (const word of text.toLowerCase().match(/[a-z0-9]+/g) ?? []) found.add(encode(word));
    return [...found];
  }
  for (const word of words(text)) for (const token of tokensOfWord(word)) found.add(token);
  return [...found];
}

/** A word of a query as it is found again in a text. */
export interface SearchedWord {
  /** As `foldWithPlaces` writes texts. */
  text: string;
  isPrefix: boolean;
  /** Of a script that puts spaces between words: found whole, or as a beginning, and never inside another word. */
  hasSpaces: boolean;
}

/** The words of a query for finding their places: those that its tokens were made of. */
export function searchedWords(text: string): SearchedWord[] {
  const all = foldWithPlaces(text).text.match(WORD) ?? [];
  return all.slice(0, MOST_WORDS).map((word, index) => ({
    text: word,
    isPrefix: index === all.length - 1 && !/\s$/.test(text),
    hasSpaces: !CJK.test(word),
  }));
}

/** A text as the index sees it, and for each place in it the place in the text. */
export interface FoldedText {
  text: string;
  placeOf(at: number): number;
}

/** A letter with its marks; half-width kana carry theirs as letters. */
const LETTER = /\P{M}[\p{M}\uFF9E\uFF9F]*|\p{M}+/gu;

export function foldWithPlaces(text: string): FoldedText {
  if (isPlain(text)) return { text: text.toLowerCase(), placeOf: (at) => at };
  let folded = '';
  const places: number[] = [];
  for (const { 0: letter, index } of text.matchAll(LETTER)) {
    const own = letter.length === 1 && isPlain(letter) ? letter.toLowerCase() : fold(letter);
    for (let at = 0; at < own.length; at += 1) places.push(index);
    folded += own;
  }
  return { text: folded, placeOf: (at) => places[at] ?? text.length };
}

/** Whether a letter, mark or digit stands at a place of a folded text. */
export const isWordCharacter = (text: string, at: number): boolean =>
  at >= 0 && at < text.length && /[\p{L}\p{M}\p{N}\uD800-\uDFFF]/u.test(text[at] ?? '');

/** Tokens of a query; the last word also matches as a beginning unless the text ends in a space. */
export function queryTokens(text: string): { token: string; isPrefix: boolean }[] {
  const all = words(text).flatMap(tokensOfWord).slice(0, MOST_WORDS);
  return all.map((token, index) => ({
    token,
    isPrefix: index === all.length - 1 && !/\s$/.test(text),
  }));
}

/** Of a query; the others are left out. */
const MOST_WORDS = 8;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;

function words(text: string): string[] {
  return fold(text).match(WORD) ?? [];
}

/** In these scripts people write and search a word with and without its marks. */
const UNMARKED = /([\p{Script=Latin}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}])\p{M}+/gu;
/** Stretches an Arabic word, and says nothing. */
const TATWEEL = /\u0640/g;

function fold(text: string): string {
  // NFKD takes voiced marks off kana too; putting the other scripts back together keeps が and か apart, й and и as well.
  return text
    .normalize('NFKD')
    .replace(UNMARKED, '$1')
    .replace(TATWEEL, '')
    .normalize('NFKC')
    .toLowerCase();
}

function tokensOfWord(word: string): string[] {
  if (!CJK.test(word)) return [encode(word)];
  const characters = [...word];
  if (characters.length === 1) return [encode(word)];
  return characters
    .slice(1)
    .map((character, index) => encode(`${characters[index] ?? ''}${character}`));
}

function encode(word: string): string {
  if (/^[a-z0-9]+$/.test(word)) return `wz${word}`.slice(0, TOKEN_LENGTH);
  let hex = 'ux';
  for (let index = 0; index < word.length; index += 1)
    hex += word.charCodeAt(index).toString(16).padStart(4, '0');
  return hex.slice(0, TOKEN_LENGTH);
}
