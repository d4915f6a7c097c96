import ar from './messages/ar.json';
import de from './messages/de.json';
import en from './messages/en.json';
import es from './messages/es.json';
import fr from './messages/fr.json';
import it from './messages/it.json';
import ja from './messages/ja.json';
import nl from './messages/nl.json';
import pl from './messages/pl.json';
import pt from './messages/pt.json';
import { longestOf, pseudoOf } from './pseudo-texts';

export { en };
export type MessageKey = keyof typeof en;
export type Catalogue = Partial<Record<string, string>>;

const CATALOGUES: Record<string, Catalogue | undefined> = {
  ...{ en, fr, de, es, pt, it, nl, pl, ar, ja },
  ...madeForLooking(),
};

/** The texts of a language: pt-BR falls back to pt, then to English. */
export const catalogueOf = (language: string): Catalogue =>
  CATALOGUES[language] ?? CATALOGUES[language.split('-')[0] ?? ''] ?? en;

/**
 * Two languages that nobody speaks, for looking at pages: en-XA is English with accents, in brackets and longer; en-XL has
 * for each text the longest of all languages. Only where CUSTOMER_PORTAL_PSEUDO is set when the server starts.
 */
function madeForLooking(): Record<string, Catalogue> {
  if (!process.env.CUSTOMER_PORTAL_PSEUDO) return {};
  return {
    'en-XA': pseudoOf(en),
    'en-XL': longestOf(en, [fr, de, es, pt, it, nl, pl]),
  };
}
