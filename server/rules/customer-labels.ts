import type { WordsByLanguage } from '../contracts/lists';

/** What customers read for a status whose own label is not set, by language and meaning: as `status.…` of the site's texts. */
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
  de: {
    new: 'Eingegangen',
    'waiting-on-customer': 'Wartet auf Ihre Antwort',
    'waiting-on-us': 'In Bearbeitung',
    closed: 'Geschlossen',
  },
  es: {
    new: 'Recibido',
    'waiting-on-customer': 'A la espera de su respuesta',
    'waiting-on-us': 'En curso',
    closed: 'Cerrado',
  },
  pt: {
    new: 'Recebido',
    'waiting-on-customer': 'Aguardando sua resposta',
    'waiting-on-us': 'Em atendimento',
    closed: 'Fechado',
  },
  it: {
    new: 'Ricevuto',
    'waiting-on-customer': 'In attesa della sua risposta',
    'waiting-on-us': 'In lavorazione',
    closed: 'Chiuso',
  },
  nl: {
    new: 'Ontvangen',
    'waiting-on-customer': 'Wacht op uw antwoord',
    'waiting-on-us': 'In behandeling',
    closed: 'Gesloten',
  },
  pl: {
    new: 'Otrzymane',
    'waiting-on-customer': 'Czeka na Twoją odpowiedź',
    'waiting-on-us': 'W toku',
    closed: 'Zamknięte',
  },
  ar: {
    new: 'تم الاستلام',
    'waiting-on-customer': 'بانتظار ردّك',
    'waiting-on-us': 'قيد المعالجة',
    closed: 'تم الإغلاق',
  },
  ja: {
    new: '受付済み',
    'waiting-on-customer': 'ご返信待ち',
    'waiting-on-us': '対応中',
    closed: '終了',
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
