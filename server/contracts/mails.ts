/** A mail of the outbox as the mail viewer shows it. */
export interface MailView {
  id: string;
  to: string;
  subject: string;
  text: string;
  template: string;
  state: 'waiting' | 'sending' | 'sent' | 'shown' | 'failed' | 'held';
  attempts: number;
  error: string;
  createdAt: number;
  sentAt: number;
}
