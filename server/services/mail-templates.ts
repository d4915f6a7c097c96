import IntlMessageFormat from 'intl-messageformat';
import type { TicketWords } from '../rules/ticket-words';

/** Texts of the mails: one template per kind and language. Plain text; values are inserted as they are, with line breaks taken out of subjects. */
export type MailTemplate =
  | 'password-reset'
  | 'ticket-received'
  | 'ticket-replied'
  | 'ticket-closed'
  | 'agent-ticket'
  | 'agent-reply'
  | 'test-mail';

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
    text: 'Hello {name},\n\nthank you for writing to us. Your {ticket} has the number {number}:\n\n{subject}\n\nRead and answer it here:\n{link}\n\nPlease answer in the portal; replies to this mail are not read.\n\n{company}',
  },
  'ticket-replied': {
    subject: '[{number}] New answer: {subject}',
    text: 'Please answer in the portal; replies to this mail are not read:\n{link}\n\nHello {name},\n\n{author} wrote:\n\n{message}\n\n{company}',
  },
  'ticket-closed': {
    subject: '[{number}] Closed: {subject}',
    text: 'Hello {name},\n\nyour {ticket} {number} is closed. {onReply, select, reopens {If something is still open, answer within {days, plural, one {# day} other {# days}} and it opens again:} follows {If something is still open, answer and a new {ticket} opens, linked to this one:} other {You can still read it here:}}\n{link}\n\n{company}',
  },
  'agent-ticket': {
    subject: '[{number}] New {ticket}: {subject}',
    text: '{author} opened {number} in {inbox}:\n\n{message}\n\nAnswer it in the help desk of Strapi.',
  },
  'agent-reply': {
    subject: '[{number}] Customer replied: {subject}',
    text: '{author} replied to {number}:\n\n{message}\n\nAnswer it in the help desk of Strapi.',
  },
  'test-mail': {
    subject: 'Mail from your customer portal arrives',
    text: 'Hello {name},\n\nyou asked on the health page whether mail arrives. It does.\n\n{link}',
  },
};

const fr: Record<MailTemplate, Texts> = {
  'password-reset': {
    subject: 'Choisissez un nouveau mot de passe',
    text: 'Bonjour {name},\n\nun nouveau mot de passe a été demandé pour {portal}, probablement par vous. Choisissez-le ici, dans les 24 heures :\n\n{link}\n\nSi ce n’était pas vous, ne faites rien : votre mot de passe ne change pas.\n\n{company}',
  },
  'ticket-received': {
    subject: '[{number}] Nous avons bien reçu votre demande',
    text: 'Bonjour {name},\n\nmerci de nous avoir écrit. Votre {ticket} porte le numéro {number} :\n\n{subject}\n\nLisez la suite et répondez ici :\n{link}\n\nMerci de répondre dans le portail ; les réponses à ce message ne sont pas lues.\n\n{company}',
  },
  'ticket-replied': {
    subject: '[{number}] Nouvelle réponse : {subject}',
    text: 'Merci de répondre dans le portail ; les réponses à ce message ne sont pas lues :\n{link}\n\nBonjour {name},\n\n{author} a écrit :\n\n{message}\n\n{company}',
  },
  'ticket-closed': {
    subject: '[{number}] Fermeture : {subject}',
    text: 'Bonjour {name},\n\nla fermeture de votre {ticket} {number} est enregistrée. {onReply, select, reopens {Si un point reste ouvert, répondez {days, plural, one {dans la journée} other {dans les # jours}} pour rouvrir la conversation :} follows {Si un point reste ouvert, répondez : une suite sera ouverte, avec un lien vers cette conversation :} other {Vous pouvez encore tout lire ici :}}\n{link}\n\n{company}',
  },
  'agent-ticket': {
    subject: '[{number}] {Ticket} à traiter : {subject}',
    text: '{author} a ouvert {number} dans {inbox} :\n\n{message}\n\nRépondez depuis le centre d’assistance de Strapi.',
  },
  'agent-reply': {
    subject: '[{number}] Réponse du client : {subject}',
    text: '{author} a répondu à {number} :\n\n{message}\n\nRépondez depuis le centre d’assistance de Strapi.',
  },
  'test-mail': {
    subject: 'Les e-mails de votre portail arrivent',
    text: 'Bonjour {name},\n\nvous avez demandé si les e-mails arrivent. C’est le cas.\n\n{link}',
  },
};

const CATALOGUES: Record<string, Record<MailTemplate, Texts> | undefined> = { en, fr };

const compiled = new Map<string, IntlMessageFormat>();

/** What templates may name. */
export interface MailValues extends TicketWords {
  portal: string;
  company: string;
  name: string;
  link: string;
  number?: string;
  subject?: string;
  inbox?: string;
  author?: string;
  message?: string;
  /** What a reply to the closed ticket does, within so many days. */
  onReply?: 'reopens' | 'follows' | 'nothing';
  days?: number;
}

/** Subject and text in the language, or in its base language, or in English. */
export function renderMail(template: MailTemplate, language: string, values: MailValues): Texts {
  const spoken = [language, language.split('-')[0] ?? ''].find((one) => CATALOGUES[one]) ?? 'en';
  const texts = (CATALOGUES[spoken] ?? en)[template];
  const given = { ...NOTHING, ...values };
  const fill = (part: keyof Texts) => {
    const key = `${spoken} ${template} ${part}`;
    let format = compiled.get(key);
    if (!format) {
      format = new IntlMessageFormat(texts[part], spoken, undefined, { ignoreTag: true });
      compiled.set(key, format);
    }
    return String(format.format(given));
  };
  return {
    subject: fill('subject')
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .slice(0, 250),
    text: fill('text'),
  };
}

const NOTHING = {
  number: '',
  subject: '',
  inbox: '',
  author: '',
  message: '',
  onReply: 'nothing',
  days: 0,
};
