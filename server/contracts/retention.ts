import * as z from 'zod/mini';
import type { Counted } from './lists';

const ACTIONS = ['pseudonymise', 'delete'] as const;
export const MOST_MONTHS = 240;
const MONTHS = `Enter a whole number of months from 0 to ${MOST_MONTHS}; 0 keeps everything.`;

/** What becomes of closed tickets of an inbox. */
export const retentionInput = z.object({
  /** Months after closing; 0 keeps everything. */
  months: z.int(MONTHS).check(z.minimum(0, MONTHS), z.maximum(MOST_MONTHS, MONTHS)),
  action: z.enum(ACTIONS, 'Choose what becomes of the tickets.'),
  /** How many tickets go at once; asked for when they are more than a few. */
  confirmed: z.optional(z.int().check(z.minimum(0))),
});
export type RetentionInput = z.infer<typeof retentionInput>;

export const dryRunQuery = z.object({
  months: z.coerce
    .number(MONTHS)
    .check(z.multipleOf(1, MONTHS), z.minimum(1, MONTHS), z.maximum(MOST_MONTHS, MONTHS)),
  action: z.enum(ACTIONS, 'Choose what becomes of the tickets.'),
});
export type DryRunQuery = z.infer<typeof dryRunQuery>;

/** More tickets than these are not touched at once before somebody confirms their number. */
export const TOUCHED_FREELY = 20;

export interface DryRun {
  /** What would go now; exact to 1,000. */
  count: Counted;
  /** Old enough, but under a legal hold: they stay. */
  held: Counted;
  /** The oldest ten that would go. */
  sample: { id: string; number: string; subject: string; closedAt: number }[];
}

export interface InboxRetention {
  months: number;
  action: (typeof ACTIONS)[number];
}

export const holdInput = z.object({ isHeld: z.boolean('Say whether it is held.') });
export type HoldInput = z.infer<typeof holdInput>;
