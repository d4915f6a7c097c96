import { timeOfDate } from './property-values';

/** What a spreadsheet would run instead of showing it. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;
const GUARDED = /^'(?=[=+\-@\t\r＝＋－＠])/;

/** A text as a cell that no spreadsheet runs; a number stays one. */
export const guardCell = (value: string | number): string | number =>
  typeof value === 'string' && FORMULA.test(value) ? `'${value}` : value;

/** A cell as it was meant: without what `guardCell` put before it, and without NUL, which no database takes. */
export const cleanCell = (cell: string): string =>
  cell.replaceAll('\0', '').trim().replace(GUARDED, '');

/** Several values of one cell. */
export const listOf = (cell: string): string[] =>
  cell
    .split(/[;\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** Every e-mail address in a cell, also of `Ana Lopes (ana@harbour.example)`. */
export const addressesIn = (cell: string): string[] =>
  cell.match(/[^\s<>();,"]+@[^\s<>();,"]+/g) ?? [];

/** Names are the same when they differ in case, accents or punctuation at most. */
export const plainName = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const YES = new Set(['yes', 'true', '1', 'y', 'oui', 'vrai', 'ja', 'wahr', 'si', 'verdadero']);
const NO = new Set(['no', 'false', '0', 'n', 'non', 'faux', 'nein', 'falsch', 'falso']);

/** 'yes' or 'no' in the languages of HubSpot's exports; '' for anything else. */
export function yesNoOf(text: string): string {
  const plain = plainName(text);
  if (YES.has(plain)) return 'yes';
  return NO.has(plain) ? 'no' : '';
}

/** `YYYY-MM-DD` of a date with or without a time, also of 31.12.2026; '' when it is none or can be read in two ways. */
export function dateOf(text: string): string {
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/.exec(text);
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ ,].*)?$/.exec(text);
  let date = '';
  if (iso) date = `${iso[1]}-${iso[2]}-${iso[3]}`;
  else if (dotted)
    date = `${dotted[3]}-${dotted[2]?.padStart(2, '0')}-${dotted[1]?.padStart(2, '0')}`;
  return Number.isNaN(timeOfDate(date)) ? '' : date;
}

const TIME = /[T ,]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Clocks change on a quarter of an hour at most. */
const QUARTER = HOUR / 4;

/**
 * Reads instants as epoch ms: `2026-11-25 16:30`, ISO with or without an offset, 25.11.2026, or epoch ms. What names no
 * offset is in the given zone. NaN when it is no instant.
 */
export function instantReader(timeZone: string): (text: string) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  // Asking the zone costs more than all the rest, and on most days its offset stays.
  const offsets = new Map<number, number>();
  const offsetOn = (time: number): number => {
    let offset = offsets.get(time);
    if (offset === undefined) {
      const part = Object.fromEntries(
        format.formatToParts(time).map(({ type, value }) => [type, Number(value)]),
      ) as Record<string, number>;
      const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
      offset = Date.UTC(year, month - 1, day, hour, minute, second) - time;
      offsets.set(time, offset);
    }
    return offset;
  };
  const offsetAt = (time: number): number => {
    const day = Math.floor(time / DAY) * DAY;
    const offset = offsetOn(day);
    return offset === offsetOn(day + DAY) ? offset : offsetOn(Math.floor(time / QUARTER) * QUARTER);
  };
  return (text) => {
    if (/^\d{12,13}$/.test(text)) return Number(text);
    const date = dateOf(text);
    if (date === '') return Number.NaN;
    const time = TIME.exec(text);
    if (!time && /[T ,]/.test(text.slice(date.length))) return Number.NaN;
    const [hours, minutes, seconds] = [time?.[1], time?.[2], time?.[3]].map((one) =>
      Number(one ?? 0),
    );
    if ((hours ?? 0) > 23 || (minutes ?? 0) > 59 || (seconds ?? 0) > 59) return Number.NaN;
    const wall =
      timeOfDate(date) + (hours ?? 0) * HOUR + (minutes ?? 0) * 60_000 + (seconds ?? 0) * 1000;
    const zone = time?.[4]?.toUpperCase();
    if (zone === 'Z' || zone === 'UTC') return wall;
    if (zone) {
      const [, sign, zoneHours, zoneMinutes] = /([+-])(\d{2}):?(\d{2})/.exec(zone) ?? [];
      const offset = Number(zoneHours) * HOUR + Number(zoneMinutes) * 60_000;
      return wall - (sign === '-' ? -offset : offset);
    }
    const guess = wall - offsetAt(wall);
    return wall - offsetAt(guess);
  };
}

const LANGUAGES =
  'en fr de es it pt nl sv da nb no fi pl cs sk hu ro bg el tr ru uk ja zh ko ar he hi th vi id'.split(
    ' ',
  );
let languageNames: Map<string, string> | undefined;

/** A language as BCP 47, from a code (`en_US`) or a name in English, French, German or Spanish; '' when it is none. */
export function languageOf(text: string): string {
  const code = /^([a-z]{2,3})(?:[-_]([a-z0-9]{2,8}))?$/i.exec(text);
  if (code) {
    const region = code[2] ?? '';
    return (
      code[1]?.toLowerCase() +
      (region === '' ? '' : `-${region.length === 2 ? region.toUpperCase() : region}`)
    );
  }
  if (!languageNames) {
    languageNames = new Map();
    for (const spoken of ['en', 'fr', 'de', 'es']) {
      const names = new Intl.DisplayNames(spoken, { type: 'language' });
      for (const one of LANGUAGES) languageNames.set(plainName(names.of(one) ?? one), one);
    }
  }
  return languageNames.get(plainName(text)) ?? '';
}
