import * as z from 'zod/mini';

/** A mail of the outbox as the mail viewer shows it. */
export interface MailView {
  id: string;
  to: string;
  subject: string;
  text: string;
  template: string;
  state: 'waiting' | 'sending' | 'sent' | 'shown' | 'failed' | 'held' | 'discarded';
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

export const confirmInput = z.object({
  /** The address that was shown, so that nobody confirms another one than he read. */
  origin: z.string('must be the address of this server').check(z.maxLength(191)),
  waiting: z.enum(['send', 'discard'], "must be 'send' or 'discard'"),
});
export type ConfirmInput = z.infer<typeof confirmInput>;
