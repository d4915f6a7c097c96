import { MOST_MONTHS, type InboxRetention } from '../contracts/retention';

export const NO_RETENTION: InboxRetention = { months: 0, action: 'pseudonymise' };

/** What an inbox has stored; anything else keeps everything. */
export function readRetention(settings: unknown): InboxRetention {
  const stored = (settings as { retention?: Partial<InboxRetention> } | null)?.retention;
  const months = stored?.months;
  if (typeof months !== 'number' || !Number.isInteger(months) || months < 1 || months > MOST_MONTHS)
    return NO_RETENTION;
  return { months, action: stored?.action === 'delete' ? 'delete' : 'pseudonymise' };
}

/** Epoch ms before which a ticket was closed `months` calendar months ago; the 31st of a shorter month is its last day. */
export function closedBefore(now: number, months: number): number {
  const date = new Date(now);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() - months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.getTime();
}
