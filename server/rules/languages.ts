/** 'translated' is not yet read by somebody who speaks it from childhood; 'source' is what the others are translated from. */
export type ReviewState = 'source' | 'reviewed' | 'translated';

export interface Language {
  /** BCP 47 */
  tag: string;
  /** What it calls itself. */
  name: string;
  direction: 'ltr' | 'rtl';
  review: ReviewState;
}

/** What the portal's pages and mails speak of themselves. Each has its files in site/messages, site/glossary and services/mail-texts. */
export const LANGUAGES: readonly Language[] = [
  { tag: 'en', name: 'English', direction: 'ltr', review: 'source' },
  { tag: 'fr', name: 'français', direction: 'ltr', review: 'translated' },
  { tag: 'de', name: 'Deutsch', direction: 'ltr', review: 'translated' },
  { tag: 'es', name: 'español', direction: 'ltr', review: 'translated' },
  { tag: 'pt', name: 'português', direction: 'ltr', review: 'translated' },
  { tag: 'it', name: 'italiano', direction: 'ltr', review: 'translated' },
  { tag: 'nl', name: 'Nederlands', direction: 'ltr', review: 'translated' },
  { tag: 'pl', name: 'polski', direction: 'ltr', review: 'translated' },
  { tag: 'ar', name: 'العربية', direction: 'rtl', review: 'translated' },
  { tag: 'ja', name: '日本語', direction: 'ltr', review: 'translated' },
];

export const LANGUAGE_TAGS: readonly string[] = LANGUAGES.map(({ tag }) => tag);

const byTag = new Map(LANGUAGES.map((language) => [language.tag, language]));

const baseOf = (tag: string): string => tag.split('-')[0]?.toLowerCase() ?? '';

/** The language whose texts a tag is served with: pt-BR is pt. */
export const languageOf = (tag: string): Language | undefined =>
  byTag.get(tag) ?? byTag.get(baseOf(tag));

/** Languages that a portal may speak in its own words without our texts. */
const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur']);

export const directionOf = (tag: string): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.has(baseOf(tag)) ? 'rtl' : 'ltr';

const names = new Map<string, string>();

/** What a language calls itself, also one that the product does not speak; the tag where nobody knows. */
export function ownNameOf(tag: string): string {
  let name = byTag.get(tag)?.name ?? names.get(tag);
  if (name === undefined) {
    name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
    if (names.size < 200) names.set(tag, name);
  }
  return name;
}

/** That of the offered languages which a tag means: fr-CA or fr_CA is fr, and pt is pt-BR where only that is offered; '' for none. */
export function offeredFor(tag: string, offered: readonly string[]): string {
  const wanted = tag.trim().replaceAll('_', '-').toLowerCase();
  if (wanted === '') return '';
  const base = baseOf(wanted);
  return (
    offered.find((language) => language.toLowerCase() === wanted) ??
    offered.find((language) => language.toLowerCase() === base) ??
    offered.find((language) => baseOf(language) === base) ??
    ''
  );
}

/** Longer ones are nobody's browser. */
const LONGEST_HEADER = 1000;
const MOST_WISHES = 30;

/** The offered language that a browser would rather read (`Accept-Language`, RFC 9110, 12.5.4); '' where none of them is wished. */
export function acceptedLanguage(header: string, offered: readonly string[]): string {
  const wishes = header
    .slice(0, LONGEST_HEADER)
    .split(',', MOST_WISHES)
    .map((wish) => {
      const [tag = '', ...parameters] = wish.split(';');
      const quality = parameters.map((one) => /^\s*q\s*=\s*([\d.]+)/i.exec(one)?.[1]).find(Boolean);
      return { tag: tag.trim(), quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ tag, quality }) => quality > 0 && /^[a-z]{2,8}([-_][a-z0-9]{1,8})*$/i.test(tag))
    // Equal wishes stay in their order.
    .sort((one, other) => other.quality - one.quality);
  for (const { tag } of wishes) {
    const found = offeredFor(tag, offered);
    if (found !== '') return found;
  }
  return '';
}
