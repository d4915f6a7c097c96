import * as z from 'zod/mini';
import { id, LANGUAGE, withoutNul } from './lists';
import { CHANGEABLE_MAILS } from './portal-settings';

/** A mail of the outbox as the mail viewer shows it. */
export interface MailView {
  id: string;
  to: string;
  subject: string;
  text: string;
  template: string;
  state: (typeof MAIL_STATES)[number];
  attempts: number;
  error: string;
  createdAt: number;
  sentAt: number;
}

/** Why no mail leaves: this content was not confirmed under this address. */
export interface MailHold {
  /** The server's public address. */
  origin: string;
  /** The address that was confirmed before; '' when the content was replaced since, or nothing was confirmed yet. */
  confirmedOrigin: string;
  /** Mails that wait; above 1,000 it says 1,001. */
  waiting: number;
}

export interface MailPage {
  rows: MailView[];
  nextCursor: string | null;
  hold: MailHold | null;
}

export const MAIL_STATES = [
  'waiting',
  'sending',
  'sent',
  'shown',
  'failed',
  'held',
  'discarded',
] as const;

/** `cursor` is opaque. */
export const mailListQuery = z.object({
  cursor: z.optional(z.string().check(z.maxLength(100))),
  state: z._default(z.enum(['', ...MAIL_STATES]), ''),
});
export type MailListQuery = z.infer<typeof mailListQuery>;

/** Some failed mails, or (null) every one. */
export const sendAgainInput = z.object({
  mails: z.nullable(
    z
      .array(id)
      .check(z.minLength(1, 'Choose mails.'), z.maxLength(500, 'Choose at most 500 mails.')),
  ),
});
export type SendAgainInput = z.infer<typeof sendAgainInput>;

/** Those whose link is over meanwhile stay failed: their readers need a new one. */
export interface SendAgainResult {
  sent: number;
  over: number;
}

/** A text as it is typed, and what it would say. */
export const mailPreviewInput = z.object({
  mail: z.enum(CHANGEABLE_MAILS, 'Choose a mail.'),
  language: z.string().check(z.regex(LANGUAGE, 'is not a language')),
  subject: z._default(z.string().check(withoutNul, z.maxLength(200)), ''),
  text: z._default(z.string().check(withoutNul, z.maxLength(5000)), ''),
});
export type MailPreviewInput = z.infer<typeof mailPreviewInput>;

export interface MailPreview {
  subject: string;
  text: string;
  /** What is said without own words, with the names of the values in it. */
  builtIn: { subject: string; text: string };
}

export const confirmInput = z.object({
  /** The address that was shown, so that nobody confirms another one than he read. */
  origin: z.string('must be the address of this server').check(z.maxLength(191)),
  waiting: z.enum(['send', 'discard'], "must be 'send' or 'discard'"),
});
export type ConfirmInput = z.infer<typeof confirmInput>;
