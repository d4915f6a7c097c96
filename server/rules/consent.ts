import type { Consent } from '../contracts/contacts';
import type { AccessSettings } from '../contracts/portal-settings';

export type { Consent };

/** What a membership keeps of consents; a list, or the JSON of one. What cannot be read was not given. */
export function readConsents(stored: unknown): Consent[] {
  const list: unknown = typeof stored === 'string' ? parsed(stored) : stored;
  return Array.isArray(list) ? list.filter(isConsent) : [];
}

const isConsent = (entry: unknown): entry is Consent =>
  typeof entry === 'object' &&
  entry !== null &&
  ['version', 'givenAt'].every((name) => typeof Reflect.get(entry, name) === 'number') &&
  ['language', 'textHash'].every((name) => typeof Reflect.get(entry, name) === 'string');

/** What both of two lists name, each once, the oldest first. */
export function joinConsents(some: readonly Consent[], others: readonly Consent[]): Consent[] {
  const keyOf = ({ version, textHash, givenAt }: Consent) => `${version} ${textHash} ${givenAt}`;
  const all = new Map([...some, ...others].map((consent) => [keyOf(consent), consent]));
  return [...all.values()].sort((a, b) => a.givenAt - b.givenAt);
}

/** A notice as somebody reads it. */
export interface ShownNotice {
  version: number;
  /** Of the text; not always the reader's. */
  language: string;
  /** Markdown. */
  text: string;
}

/**
 * The notice in the first of these languages that it has (pt-BR, then pt), else in any: nobody passes because it was not
 * written in his language. null where there is no text.
 */
export function noticeFor(
  { text, version }: AccessSettings['consent'],
  languages: readonly string[],
): ShownNotice | null {
  const chain = languages.flatMap((language) => [language, language.split('-')[0] ?? '']);
  const language = [...chain, ...Object.keys(text)].find((one) => text[one]);
  return language === undefined ? null : { version, language, text: text[language] ?? '' };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return [];
  }
}

/** Whether the current version of the notice still waits for this member. A notice without a text is none. */
export function isConsentDue(notice: AccessSettings['consent'], stored: unknown): boolean {
  if (!notice.isOn || !Object.values(notice.text).some((text) => text !== '')) return false;
  return !readConsents(stored).some(({ version }) => version === notice.version);
}
