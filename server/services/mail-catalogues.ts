import ar from './mail-texts/ar.json';
import de from './mail-texts/de.json';
import en from './mail-texts/en.json';
import es from './mail-texts/es.json';
import fr from './mail-texts/fr.json';
import it from './mail-texts/it.json';
import ja from './mail-texts/ja.json';
import nl from './mail-texts/nl.json';
import pl from './mail-texts/pl.json';
import pt from './mail-texts/pt.json';

export interface MailTexts {
  subject: string;
  text: string;
}

type Catalogue = Record<string, MailTexts | undefined>;

const CATALOGUES: Record<string, Catalogue | undefined> = {
  ...{ en, fr, de, es, pt, it, nl, pl, ar, ja },
};

/** The texts of a mail in the language (pt-BR, then pt), else in English, and the language that they are in. */
export function mailTextsIn(
  language: string,
  name: keyof typeof en,
): { spoken: string; texts: MailTexts } {
  for (const spoken of [language, language.split('-')[0] ?? '']) {
    const texts = CATALOGUES[spoken]?.[name];
    if (texts) return { spoken, texts };
  }
  return { spoken: 'en', texts: en[name] };
}
