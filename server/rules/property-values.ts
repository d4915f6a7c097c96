import type { PropertyDefinition, PropertyValue } from '../contracts/properties';
import { LONG_TEXT_LENGTH, TEXT_LENGTH } from '../contracts/property-limits';
import { isPlain, tokensOf } from './search-tokens';

/** A typed row of a value: exactly one of the columns is set, '' and null stand for none. */
export interface TypedValue {
  textKey: string;
  /** Words of a text between spaces, for "contains"; '' for other kinds. */
  words: string;
  optionKey: string;
  numberValue: number | null;
  /** Epoch ms; a date is its midnight in UTC. 0 when none. */
  timeValue: number;
}

const NOTHING: TypedValue = {
  textKey: '',
  words: '',
  optionKey: '',
  numberValue: null,
  timeValue: 0,
};

/** Two texts are the same when they differ in case, width or white space at most; accents count. */
export const normaliseText = (text: string): string =>
  (isPlain(text) ? text : text.normalize('NFKC')).toLowerCase().replace(/\s+/gu, ' ').trim();

const KEY_BYTES = 78;

/**
 * A text as hexadecimal digits (of its UTF-8 bytes): equal and sorted alike under every collation of every database. A
 * longer text ends in a hash of the whole, so that equality still tells it apart.
 */
export function textKeyOf(text: string): string {
  const normal = normaliseText(text);
  const bytes = encoder.encode(normal);
  let key = '';
  for (let at = 0; at < bytes.length && at < KEY_BYTES; at += 1) key += HEX[bytes[at] ?? 0] ?? '';
  return bytes.length > KEY_BYTES ? `${key}${hashOf(bytes, 1)}${hashOf(bytes, 2)}` : key;
}

const encoder = new TextEncoder();
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * 16 hexadecimal digits of a 64-bit FNV-1a hash; in four parts of 16 bits, which numbers multiply exactly. Its prime is
 * 2^40 + 0x1b3.
 */
function hashOf(bytes: Uint8Array, seed: number): string {
  let a = 0x2325 ^ seed;
  let b = 0x8422;
  let c = 0x9ce4;
  let d = 0xcbf2;
  for (const byte of bytes) {
    a ^= byte;
    const lowest = a * 0x1b3;
    const low = b * 0x1b3 + (lowest >>> 16);
    const high = c * 0x1b3 + ((a << 8) & 0xffff) + (low >>> 16);
    d = (d * 0x1b3 + (a >>> 8) + ((b << 8) & 0xffffff) + (high >>> 16)) & 0xffff;
    a = lowest & 0xffff;
    b = low & 0xffff;
    c = high & 0xffff;
  }
  return [d, c, b, a].map((part) => part.toString(16).padStart(4, '0')).join('');
}

/** Words of a text for "contains": ` one two ` of ASCII tokens, so that a word is found between spaces. */
export function wordsKeyOf(text: string): string {
  const tokens = tokensOf(text.slice(0, LONG_TEXT_LENGTH));
  return tokens.length === 0 ? '' : ` ${tokens.join(' ')} `;
}

/** Epoch ms of a date's midnight in UTC; NaN when it is no date of the calendar. */
export function timeOfDate(date: string): number {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return Number.NaN;
  const time = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date
    ? Number.NaN
    : time;
}

/** Typed rows of a stored value: one, or one for each choice. */
export function typedValuesOf(
  kind: PropertyDefinition['kind'],
  value: PropertyValue,
): TypedValue[] {
  switch (kind) {
    case 'number':
      return [{ ...NOTHING, numberValue: Number(value) }];
    case 'date':
      return [{ ...NOTHING, timeValue: timeOfDate(String(value)) }];
    case 'instant':
      return [{ ...NOTHING, timeValue: Number(value) }];
    case 'choices':
      return (Array.isArray(value) ? value : [String(value)]).map((optionKey) => ({
        ...NOTHING,
        optionKey,
      }));
    case 'choice':
    case 'yes-no':
    case 'record':
      return [{ ...NOTHING, optionKey: String(value) }];
    case 'long-text':
      return [{ ...NOTHING, words: wordsKeyOf(String(value)) }];
    default:
      return [{ ...NOTHING, textKey: textKeyOf(String(value)), words: wordsKeyOf(String(value)) }];
  }
}

/** What reading typed text gave: a value, nothing (it was left empty), or a problem as a key of the catalogues. */
export type Parsed =
  | { value: PropertyValue }
  | { value: null }
  | { problem: 'tooLong' | 'number' | 'date' | 'option' | 'yesNo' | 'link' };

/**
 * Reads what a person typed or chose for a property. `before` is its stored value: an archived option that it has already
 * may stay.
 */
export function parsePropertyValue(
  property: Pick<PropertyDefinition, 'kind' | 'options'>,
  input: string | readonly string[],
  before?: PropertyValue,
): Parsed {
  const several = (typeof input === 'string' ? [input] : [...input])
    .map((text) => text.replaceAll('\0', '').trim())
    .filter((text) => text !== '');
  const [first] = several;
  if (first === undefined) return { value: null };
  const isChosen = (key: string) =>
    property.options.some(
      (option) =>
        option.key === key &&
        (!option.isArchived || (Array.isArray(before) ? before.includes(key) : before === key)),
    );
  switch (property.kind) {
    case 'number': {
      const number = Number(first.replace(',', '.'));
      const isNumber = /^[+-]?\d{1,15}([.,]\d{1,10})?$/.test(first) && Number.isFinite(number);
      return isNumber ? { value: number } : { problem: 'number' };
    }
    case 'date':
      return Number.isNaN(timeOfDate(first)) ? { problem: 'date' } : { value: first };
    case 'choice':
      return isChosen(first) ? { value: first } : { problem: 'option' };
    case 'choices':
      return several.every(isChosen) ? { value: [...new Set(several)] } : { problem: 'option' };
    case 'yes-no':
      return first === 'yes' || first === 'no' ? { value: first } : { problem: 'yesNo' };
    case 'link':
      return isLink(first) ? { value: first } : { problem: 'link' };
    case 'long-text':
      return first.length > LONG_TEXT_LENGTH ? { problem: 'tooLong' } : { value: first };
    default:
      return first.length > TEXT_LENGTH ? { problem: 'tooLong' } : { value: first };
  }
}

/** Only addresses that a browser opens safely: no `javascript:`. */
function isLink(text: string): boolean {
  if (text.length > 2000 || !/^https?:\/\//i.test(text)) return false;
  try {
    return new URL(text).hostname !== '';
  } catch {
    return false;
  }
}

/** The word in a language, or in its parent language, or in English, or any there is. */
export function wordIn(words: Record<string, string>, language: string, otherwise = ''): string {
  return (
    words[language] ||
    words[language.split('-')[0] ?? ''] ||
    words.en ||
    Object.values(words).find((word) => word !== '') ||
    otherwise
  );
}
