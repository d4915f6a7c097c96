import type { WordsByLanguage } from '../contracts/lists';

/** What customers read for a status whose own label is not set, by language and meaning. */
export const FALLBACK_LABELS: Record<string, Record<string, string> | undefined> = {
  en: {
    new: 'Received',
    'waiting-on-customer': 'Waiting for your reply',
    'waiting-on-us': 'We are on it',
    closed: 'Closed',
  },
  fr: {
    new: 'Reçue',
    'waiting-on-customer': 'En attente de votre réponse',
    'waiting-on-us': 'En cours de traitement',
    closed: 'Fermée',
  },
};

/** The word of a status for customers: its own in the language (pt-BR, then pt), the default of its meaning, English, its name. */
export function customerLabel(
  status: { name: string; meaning: string; labels: WordsByLanguage },
  language: string,
): string {
  const [base = language] = language.split('-');
  for (const asked of new Set([language, base, 'en'])) {
    const word = status.labels[asked] || FALLBACK_LABELS[asked]?.[status.meaning];
    if (word) return word;
  }
  return status.name;
}

/** The defaults of one meaning by language, as a form shows them where no word stands. */
export const defaultLabels = (meaning: string): WordsByLanguage =>
  Object.fromEntries(
    Object.entries(FALLBACK_LABELS).map(([language, byMeaning]) => [
      language,
      byMeaning?.[meaning] ?? '',
    ]),
  );
