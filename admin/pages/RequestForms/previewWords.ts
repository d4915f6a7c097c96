import { wordIn } from '../../../server/rules/property-values';
import type { FieldProblem } from '../../../server/rules/request-forms';
import en from '../../translations/en/request-forms.json';
import fr from '../../translations/fr/request-forms.json';

const CATALOGUES: Record<string, Partial<typeof en>> = { en, fr };

/** The product's own words in the language of the preview, whatever the language of the panel. */
export function previewWords(language: string) {
  const words = CATALOGUES[language] ?? CATALOGUES[language.split('-')[0] ?? ''] ?? en;
  const say = (key: keyof typeof en): string => words[key] ?? en[key];
  return {
    say,
    problem: (problem: FieldProblem, label: string) =>
      say(`requestForms.public.${problem}`).replace('{label}', label),
  };
}

export const wordOr = (words: Record<string, string>, language: string, otherwise: string) =>
  wordIn(words, language) || otherwise;
