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
