import type { TicketSettings } from '../contracts/portal-settings';

/** What portals call a ticket of their own accord, by language: as it stands within a sentence. */
export const BUILT_IN_WORDS: Record<string, { singular: string; plural: string } | undefined> = {
  en: { singular: 'ticket', plural: 'tickets' },
  fr: { singular: 'ticket', plural: 'tickets' },
  de: { singular: 'Ticket', plural: 'Tickets' },
  es: { singular: 'ticket', plural: 'tickets' },
  pt: { singular: 'ticket', plural: 'tickets' },
  it: { singular: 'ticket', plural: 'ticket' },
  nl: { singular: 'ticket', plural: 'tickets' },
  // Nominative, which is the accusative too. Texts take them where no other case is asked for.
  pl: { singular: 'zgłoszenie', plural: 'zgłoszenia' },
  ar: { singular: 'تذكرة', plural: 'تذاكر' },
  ja: { singular: 'チケット', plural: 'チケット' },
};

export type WordSettings = Pick<TicketSettings, 'singular' | 'plural'>;

/** Arguments of texts: `My {tickets}`, and with a capital where a sentence begins: `{Tickets} of my company`. */
export type TicketWords = Record<'ticket' | 'tickets' | 'Ticket' | 'Tickets', string>;

/** The words of a portal in a language (pt-BR, then pt), else the built-in ones. Both come from the same place. */
export function ticketWords({ singular, plural }: WordSettings, language: string): TicketWords {
  const [base = language] = language.split('-');
  for (const asked of [language, base]) {
    const [one = '', several = ''] = [singular[asked], plural[asked]];
    if (one !== '' && several !== '') return withCapitals(one, several, language);
  }
  const builtIn = BUILT_IN_WORDS[language] ?? BUILT_IN_WORDS[base] ?? BUILT_IN_WORDS.en;
  return withCapitals(builtIn?.singular ?? '', builtIn?.plural ?? '', language);
}

const withCapitals = (ticket: string, tickets: string, language: string): TicketWords => ({
  ticket,
  tickets,
  Ticket: capitalised(ticket, language),
  Tickets: capitalised(tickets, language),
});

function capitalised(word: string, language: string): string {
  const [first = '', ...rest] = word;
  return first.toLocaleUpperCase(language) + rest.join('');
}
