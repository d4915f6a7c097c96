/** Texts of the mails: one template per kind and language. Plain text; values are inserted as they are, with line breaks taken out of subjects. */
export type MailTemplate =
  | 'password-reset'
  | 'ticket-received'
  | 'ticket-replied'
  | 'ticket-closed'
  | 'agent-ticket'
  | 'agent-reply';

interface Texts {
  subject: string;
  text: string;
}

const en: Record<MailTemplate, Texts> = {
  'password-reset': {
    subject: 'Choose a new password',
    text: 'Hello {name},\n\nsomebody, probably you, asked for a new password for {portal}. Choose it here, within 24 hours:\n\n{link}\n\nIf it was not you, do nothing: your password stays as it is.\n\n{company}',
  },
  'ticket-received': {
    subject: '[{number}] We have received your request',
    text: 'Hello {name},\n\nthank you for writing to us. Your request has the number {number}:\n\n{subject}\n\nRead and answer it here:\n{link}\n\nPlease answer in the portal; replies to this mail are not read.\n\n{company}',
  },
  'ticket-replied': {
    subject: '[{number}] New answer: {subject}',
    text: 'Please answer in the portal; replies to this mail are not read:\n{link}\n\nHello {name},\n\n{author} wrote:\n\n{message}\n\n{company}',
  },
  'ticket-closed': {
    subject: '[{number}] Closed: {subject}',
    text: 'Hello {name},\n\nyour request {number} is closed. If something is still open, answer within 14 days and it opens again:\n{link}\n\n{company}',
  },
  'agent-ticket': {
    subject: '[{number}] New ticket: {subject}',
    text: '{author} opened {number} in {inbox}:\n\n{message}\n\nAnswer it in the help desk of Strapi.',
  },
  'agent-reply': {
    subject: '[{number}] Customer replied: {subject}',
    text: '{author} replied to {number}:\n\n{message}\n\nAnswer it in the help desk of Strapi.',
  },
};

const fr: Record<MailTemplate, Texts> = {
  'password-reset': {
    subject: 'Choisissez un nouveau mot de passe',
    text: 'Bonjour {name},\n\nun nouveau mot de passe a été demandé pour {portal}, probablement par vous. Choisissez-le ici, dans les 24 heures :\n\n{link}\n\nSi ce n’était pas vous, ne faites rien : votre mot de passe ne change pas.\n\n{company}',
  },
  'ticket-received': {
    subject: '[{number}] Nous avons bien reçu votre demande',
    text: 'Bonjour {name},\n\nmerci de nous avoir écrit. Votre demande porte le numéro {number} :\n\n{subject}\n\nConsultez-la et répondez ici :\n{link}\n\nMerci de répondre dans le portail ; les réponses à ce message ne sont pas lues.\n\n{company}',
  },
  'ticket-replied': {
    subject: '[{number}] Nouvelle réponse : {subject}',
    text: 'Merci de répondre dans le portail ; les réponses à ce message ne sont pas lues :\n{link}\n\nBonjour {name},\n\n{author} a écrit :\n\n{message}\n\n{company}',
  },
  'ticket-closed': {
    subject: '[{number}] Fermée : {subject}',
    text: 'Bonjour {name},\n\nvotre demande {number} est fermée. Si un point reste ouvert, répondez dans les 14 jours et elle sera rouverte :\n{link}\n\n{company}',
  },
  'agent-ticket': {
    subject: '[{number}] Nouveau ticket : {subject}',
    text: '{author} a ouvert {number} dans {inbox} :\n\n{message}\n\nRépondez depuis le centre d’assistance de Strapi.',
  },
  'agent-reply': {
    subject: '[{number}] Réponse du client : {subject}',
    text: '{author} a répondu à {number} :\n\n{message}\n\nRépondez depuis le centre d’assistance de Strapi.',
  },
};

const CATALOGUES: Record<string, Record<MailTemplate, Texts> | undefined> = { en, fr };

/** Subject and text in the language, or in its base language, or in English. */
export function renderMail(
  template: MailTemplate,
  language: string,
  values: Record<string, string>,
): Texts {
  const texts = (CATALOGUES[language] ?? CATALOGUES[language.split('-')[0] ?? ''] ?? en)[template];
  const fill = (pattern: string) =>
    pattern.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
  return {
    subject: fill(texts.subject)
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .slice(0, 250),
    text: fill(texts.text),
  };
}
