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

/** Tokens of a query; the last word also matches as a beginning unless the text ends in a space. */
export function queryTokens(text: string): { token: string; isPrefix: boolean }[] {
  const all = words(text).flatMap(tokensOfWord).slice(0, 8);
  return all.map((token, index) => ({
    token,
    isPrefix: index === all.length - 1 && !/\s$/.test(text),
  }));
}

function words(text: string): string[] {
  return fold(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

function fold(text: string): string {
  // NFKD takes voiced marks off kana too; putting non-Latin text back together keeps が and か apart.
  return text
    .normalize('NFKD')
    .replace(/(\p{Script=Latin})\p{M}+/gu, '$1')
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
