import IntlMessageFormat from 'intl-messageformat';
import { ticketWords, type TicketWords, type WordSettings } from '../rules/ticket-words';
import { catalogueOf, en, type MessageKey } from './catalogues';

export type { MessageKey };
export type Translate = (key: MessageKey, values?: Record<string, string | number>) => string;

/** Of each kind of text that is kept, before all of them are dropped. */
export const KEPT_TEXTS = 5000;

const compiled = new Map<string, IntlMessageFormat>();
/** Filled-in texts: a page says the same name and the same counts many times, and its reader on every page. */
const filled = new Map<string, string>();
/** By a portal's settings, which are other objects once they change, and language. */
const translators = new WeakMap<WordSettings, Map<string, Translate>>();
/** Languages that addresses and accounts may name. */
const KEPT_LANGUAGES = 200;

/** Nobody in particular calls a ticket what the product calls it. */
const BUILT_IN: WordSettings = { singular: {}, plural: {} };

/**
 * The texts of a language: pt-BR falls back to pt, then to English. Formats are compiled once, and the words for a ticket
 * are filled in once for each portal and language.
 */
export function translatorOf(language: string, settings: WordSettings = BUILT_IN): Translate {
  let own = translators.get(settings);
  if (!own) translators.set(settings, (own = new Map()));
  const known = own.get(language);
  if (known) return known;
  const made = makeTranslator(language, ticketWords(settings, language));
  if (own.size < KEPT_LANGUAGES) own.set(language, made);
  return made;
}

function makeTranslator(language: string, words: TicketWords): Translate {
  const texts = catalogueOf(language);
  const plain = new Map<string, string>();
  for (const key of Object.keys(en) as MessageKey[])
    plain.set(key, withWords(texts[key] ?? en[key], words));
  const place = `${language} ${words.ticket}\0${words.tickets} `;
  return (key, values) => {
    if (values === undefined) return plain.get(key) ?? en[key];
    const filledKey = `${place}${key} ${Object.values(values).join('\0')}`;
    const known = filled.get(filledKey);
    if (known !== undefined) return known;
    const formatKey = `${language} ${key}`;
    let format = compiled.get(formatKey);
    if (!format) {
      const text = texts[key] ?? en[key];
      format = new IntlMessageFormat(text, language, undefined, { ignoreTag: true });
      compiled.set(formatKey, format);
    }
    const result = String(format.format({ ...words, ...values }));
    if (filled.size >= KEPT_TEXTS) filled.clear();
    if (filledKey.length < 300) filled.set(filledKey, result);
    return result;
  };
}

/** A text without other arguments is no pattern: what stands in it is said as it is. */
const withWords = (text: string, words: TicketWords): string =>
  text.replace(/\{(ticket|tickets|Ticket|Tickets)\}/g, (_, name: keyof TicketWords) => words[name]);

export const isMessageKey = (key: string): key is MessageKey => Object.hasOwn(en, key);

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

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', 86_400_000],
  ['month', 2_592_000_000],
  ['year', 31_536_000_000],
];
const relatives = new Map<
  string,
  { format: Intl.RelativeTimeFormat; texts: Map<number, string> }
>();

export function relativeTime(language: string, instant: number, now: number): string {
  let relative = relatives.get(language);
  if (!relative) {
    const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
    relatives.set(language, (relative = { format, texts: new Map() }));
  }
  const distance = instant - now;
  let step = STEPS.length - 1;
  while (step > 0 && Math.abs(distance) < (STEPS[step]?.[1] ?? 0)) step -= 1;
  const [unit, length] = STEPS[step] ?? ['minute', 60_000];
  const count = Math.round(distance / length);
  const key = count * STEPS.length + step;
  let text = relative.texts.get(key);
  if (text === undefined) {
    if (relative.texts.size >= KEPT_TEXTS) relative.texts.clear();
    relative.texts.set(key, (text = relative.format.format(count, unit)));
  }
  return text;
}
