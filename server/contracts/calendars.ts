import * as z from 'zod/mini';
import { line, optionalLine, withoutNul } from './lists';

export const RANGES_COUNT = 50;
export const HOLIDAYS_COUNT = 200;

/** One stretch of opening: a weekday (1 is Monday, 7 Sunday) and local times as HH:MM; `to` may be 24:00. */
const range = z.object({
  day: z.int('Choose a day.').check(z.minimum(1, 'Choose a day.'), z.maximum(7, 'Choose a day.')),
  from: z.string('Enter a time, such as 09:00.').check(z.trim(), z.maxLength(5)),
  to: z.string('Enter a time, such as 17:00.').check(z.trim(), z.maxLength(5)),
});
export type OpeningRange = z.infer<typeof range>;

/** A day without hours; `isYearly` repeats it on the same day of every year. */
const holiday = z.object({
  date: z.string('Enter a date.').check(z.trim(), z.maxLength(10)),
  name: optionalLine(80),
  isYearly: z._default(z.boolean(), false),
});
export type Holiday = z.infer<typeof holiday>;

export const calendarInput = z.object({
  name: line('Enter a name.'),
  /** IANA, such as Europe/Paris. */
  timeZone: z.string('Choose a time zone.').check(withoutNul, z.trim(), z.maxLength(64)),
  hours: z._default(
    z.array(range).check(z.maxLength(RANGES_COUNT, `Use at most ${RANGES_COUNT} of them.`)),
    [],
  ),
  holidays: z._default(
    z.array(holiday).check(z.maxLength(HOLIDAYS_COUNT, `Use at most ${HOLIDAYS_COUNT} of them.`)),
    [],
  ),
});
export type CalendarInput = z.infer<typeof calendarInput>;

/** A calendar in use goes only when `force` says that its inboxes may lose it. */
export const calendarRemoval = z.object({ force: z.optional(z.literal('yes')) });

/** Whether it is open now; `nextOpening` in epoch ms, null when it never opens again or is open. */
export interface OpenState {
  isOpen: boolean;
  nextOpening: number | null;
}

export interface CalendarRow {
  id: string;
  name: string;
  timeZone: string;
  inboxes: { id: string; name: string }[];
  open: OpenState;
}

export interface CalendarDetail extends CalendarRow {
  hours: OpeningRange[];
  holidays: Holiday[];
}
