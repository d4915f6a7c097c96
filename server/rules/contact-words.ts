import { tokensOf } from './search-tokens';

/** Longest stored word, in characters. */
export const WORD_LENGTH = 60;
/** Fewer digits of a phone number find too many people. */
const PHONE_DIGITS = 4;

/**
 * What a contact is found by, as ASCII words with a mark of their kind before them: `n` a word of the name, `a` an e-mail
 * address, `d` what stands behind its @, `p` the digits of the phone number and `r` the same from behind, `x` the id in
 * the system that it was imported from, `i` its public id.
 */
export interface FoundBy {
  id: string;
  name: string;
  addresses: readonly string[];
  phone: string;
  externalIds: readonly string[];
}

/** Every word of one contact, each once. */
export function contactWords({ id, name, addresses, phone, externalIds }: FoundBy): string[] {
  const digits = phone.replace(/\D/g, '');
  const words = [
    word('i', id),
    ...tokensOf(name).map((token) => word('n', token)),
    ...addresses.flatMap((address) => [word('a', address), word('d', domainPart(address))]),
    ...(digits === '' ? [] : [word('p', digits), word('r', backwards(digits))]),
    ...externalIds.filter((one) => one !== '').map((one) => word('x', one)),
  ];
  return [...new Set(words)];
}

/** Words between two bounds: `from <= word < until`, as bytes. */
export interface WordRange {
  from: string;
  until: string;
}

/** Ways to find contacts by what a person typed: any one way is enough, and in it every range must have a word. */
export function waysToFind(typed: string): WordRange[][] {
  const text = typed.trim();
  if (text === '') return [];
  const ways: WordRange[][] = [];
  const names = tokensOf(text).slice(0, 6);
  if (names.length > 0 && !text.includes('@'))
    ways.push(names.map((token) => beginning(word('n', token))));
  if (!/\s/.test(text)) {
    const at = text.indexOf('@');
    if (at === 0 && text.length > 1) ways.push([beginning(word('d', text.slice(1)))]);
    else ways.push([beginning(word('a', text))]);
    ways.push([exactly(word('x', text))], [exactly(word('i', text))]);
  }
  const digits = text.replace(/\D/g, '');
  if (/^[\d\s()+./-]+$/.test(text) && digits.length >= PHONE_DIGITS) {
    ways.push([beginning(word('p', digits))]);
    // A number is stored with its country and typed without: the end of both is the same.
    const local = digits.replace(/^0+/, '');
    if (local.length >= PHONE_DIGITS) ways.push([beginning(word('r', backwards(local)))]);
  }
  return ways;
}

const backwards = (text: string): string => [...text].reverse().join('');
const domainPart = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** A word with the mark of its kind. Printable ASCII only, from `"` to `~`: bytes compare alike in every database, and nothing below `!` follows a word. */
export const word = (kind: string, text: string): string =>
  (
    kind +
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(
        /[^"-~]/g,
        (character) => `%${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
      )
  ).slice(0, WORD_LENGTH);

export const beginning = (from: string): WordRange => ({ from, until: `${from}\u007f` });
export const exactly = (from: string): WordRange => ({ from, until: `${from}!` });
