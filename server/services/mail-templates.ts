import IntlMessageFormat from 'intl-messageformat';
import { fillMail } from '../rules/mail-values';
import type { TicketWords } from '../rules/ticket-words';
import { TICKET_MAILS, type TicketMail } from '../rules/unwanted-mails';
import { mailTextsIn } from './mail-catalogues';

/** Texts of the mails: one template per kind and language. Plain text; values are inserted as they are, with line breaks taken out of subjects. */
export type MailTemplate =
  | AccountMail
  | TicketMail
  | 'agent-ticket'
  | 'agent-reply'
  | 'agent-closed'
  | 'agent-reopened'
  | 'test-mail';

/** Mails about getting in. `link` leads to the page; those with a code name it. */
export type AccountMail =
  | 'invitation'
  | 'confirm-address'
  | 'known-address'
  | 'registration-approved'
  | 'registration-declined'
  | 'magic-link'
  | 'proof-code'
  | 'password-reset'
  | 'password-changed'
  | 'address-change'
  | 'address-undo'
  | 'second-factor-changed';

/** What stands in several mails. */
export type MailPart = 'answer-here' | 'files' | 'mute';

interface Texts {
  subject: string;
  text: string;
}

const compiled = new Map<string, IntlMessageFormat>();

/** What templates may name. */
export interface MailValues extends TicketWords {
  portal: string;
  company: string;
  name: string;
  link: string;
  /** Six digits. */
  code?: string;
  number?: string;
  subject?: string;
  inbox?: string;
  author?: string;
  message?: string;
  /** What a reply to the closed ticket does, within so many days. */
  onReply?: 'reopens' | 'follows' | 'nothing';
  days?: number;
  /** The customers' label of the ticket's status. */
  status?: string;
  /** Where a reader ends the ticket's mails; said at the end of each mail that has it. */
  muteUrl?: string;
  /** Whether somebody reads what is answered to the mail itself. */
  replies?: 'read' | 'unread';
  /** How to answer, as it stands in mails about tickets; '' says it by itself. */
  answerHere?: string;
  /** Where the reader may rate a closed ticket; 'none' when he may not. */
  ratingLink?: string;
  /** What became of the second factor (services/factor-mails.ts). */
  change?: string;
}

/** A portal's own texts by mail and language (contracts/portal-settings.ts). */
export type OwnTexts = Readonly<Record<string, Readonly<Record<string, Texts>>>>;

/**
 * Subject and text in the language, or in its base language, or in English. What a portal says in its own words comes
 * before ours, each of the two by itself. A mail about a ticket says first how to answer it, and last how to end its mails.
 */
export function renderMail(
  template: MailTemplate,
  language: string,
  values: MailValues,
  own: OwnTexts = {},
): Texts {
  const ownIn = own[template] ?? {};
  const ownTexts = ownIn[language] ?? ownIn[language.split('-')[0] ?? ''];
  const isOfTicket = TICKET_MAILS.some((mail) => mail === template);
  const answerHere = isOfTicket
    ? values.answerHere ||
      renderPart('answer-here', language, { ...values, state: stateOf(template, values) })
    : '';
  const given = { ...values, answerHere };
  const builtIn = renderBuiltIn(template, language, given);
  const ownText = ownTexts?.text ?? '';
  const beginning = isOfTicket && !ownText.includes('{answerHere}') ? `${answerHere}\n\n` : '';
  const said =
    ownText === '' ? builtIn.text : beginning + fillMail(ownText, { ...NOTHING, ...given });
  const end =
    isOfTicket && values.muteUrl ? `\n\n-- \n${renderPart('mute', language, values)}` : '';
  return {
    subject: ownTexts?.subject
      ? oneLine(fillMail(ownTexts.subject, { ...NOTHING, ...given }))
      : builtIn.subject,
    text: said + end,
  };
}

/** A closed ticket that no reply opens again takes none. */
const stateOf = (template: MailTemplate, { onReply }: MailValues): 'open' | 'closed' =>
  template === 'ticket-closed' && onReply === 'nothing' ? 'closed' : 'open';

/** A text that stands in several mails, in the language, its base language, or English. */
export const renderPart = (part: MailPart, language: string, values: object): string =>
  renderBuiltIn(part, language, values).text;

/** In one line; nothing in it is read as an encoded word (RFC 2047) or turns the direction of what follows (attacks 20). */
const oneLine = (subject: string) =>
  subject
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replaceAll('=?', '= ?')
    .trim()
    .slice(0, 250);

function renderBuiltIn(name: MailTemplate | MailPart, language: string, values: object): Texts {
  const { spoken, texts } = mailTextsIn(language, name);
  const given = { ...NOTHING, ...values };
  const fill = (part: keyof Texts) => {
    const key = `${spoken} ${name} ${part}`;
    let format = compiled.get(key);
    if (!format) {
      format = new IntlMessageFormat(texts[part], spoken, undefined, { ignoreTag: true });
      compiled.set(key, format);
    }
    return String(format.format(given));
  };
  return { subject: oneLine(fill('subject')), text: fill('text') };
}

const NOTHING = {
  code: '',
  number: '',
  subject: '',
  inbox: '',
  author: '',
  message: '',
  onReply: 'nothing',
  days: 0,
  change: '',
  status: '',
  replies: 'unread',
  answerHere: '',
  ratingLink: 'none',
};
