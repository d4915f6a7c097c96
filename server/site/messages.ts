import IntlMessageFormat from 'intl-messageformat';
import en from './messages/en.json';
import fr from './messages/fr.json';

export type MessageKey = keyof typeof en;
export type Translate = (key: MessageKey, values?: Record<string, string | number>) => string;

const CATALOGUES: Record<string, Record<string, string> | undefined> = { en, fr };
const compiled = new Map<string, IntlMessageFormat>();
const translators = new Map<string, Translate>();

/** The texts of a language: pt-BR falls back to pt, then to English. Formats are compiled once. */
export function translatorOf(language: string): Translate {
  const known = translators.get(language);
  if (known) return known;
  const texts = CATALOGUES[language] ?? CATALOGUES[language.split('-')[0] ?? ''] ?? en;
  const translate: Translate = (key, values) => {
    const text = texts[key] ?? en[key];
    if (values === undefined) return text;
    const cacheKey = `${language} ${key}`;
    let format = compiled.get(cacheKey);
    if (!format)
      compiled.set(
        cacheKey,
        (format = new IntlMessageFormat(text, language, undefined, { ignoreTag: true })),
      );
    return String(format.format(values));
  };
  if (texts !== en || language.startsWith('en')) translators.set(language, translate);
  return translate;
}

export const isMessageKey = (key: string): key is MessageKey => Object.hasOwn(en, key);

const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur']);
export const directionOf = (language: string) =>
  RIGHT_TO_LEFT.has(language.split('-')[0] ?? '') ? 'rtl' : 'ltr';

const dates = new Map<string, Intl.DateTimeFormat>();
/** Intl formatters are slow to make, so each language and zone has one. */
export function dateFormat(
  language: string,
  timeZone: string,
  style: 'day' | 'exact',
): Intl.DateTimeFormat {
  const key = `${language} ${timeZone} ${style}`;
  let format = dates.get(key);
  if (!format) {
    const options: Intl.DateTimeFormatOptions =
      style === 'day' ? { dateStyle: 'medium' } : { dateStyle: 'long', timeStyle: 'short' };
    try {
      format = new Intl.DateTimeFormat(language, { ...options, timeZone });
    } catch {
      format = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' });
    }
    if (dates.size < 500) dates.set(key, format);
  }
  return format;
}

const exactTimes = new Map<string, string>();
/** Formatting an instant is slow too, and lists repeat theirs. */
export function exactTime(language: string, timeZone: string, instant: number): string {
  const key = `${language} ${timeZone} ${Math.floor(instant / 60_000)}`;
  const known = exactTimes.get(key);
  if (known !== undefined) return known;
  if (exactTimes.size >= 5000) exactTimes.clear();
  const text = dateFormat(language, timeZone, 'exact').format(instant);
  exactTimes.set(key, text);
  return text;
}

const relatives = new Map<string, Intl.RelativeTimeFormat>();
const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', 86_400_000],
  ['month', 2_592_000_000],
];

export function relativeTime(language: string, instant: number, now: number): string {
  let format = relatives.get(language);
  if (!format)
    relatives.set(language, (format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })));
  const distance = instant - now;
  const [unit, length] = STEPS.findLast(([, step]) => Math.abs(distance) >= step) ?? [
    'minute',
    60_000,
  ];
  return format.format(Math.round(distance / length), unit);
}
