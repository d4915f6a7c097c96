import * as z from 'zod/mini';
import type { OpenState } from './calendars';
import { id, LANGUAGE, line, optionalLine, withoutNul } from './lists';

export const INBOX_ICONS = [
  'mail',
  'message',
  'headphones',
  'phone',
  'cart',
  'store',
  'briefcase',
  'code',
  'book',
  'heart',
] as const;
export type InboxIcon = (typeof INBOX_ICONS)[number];

export const SIGNATURE_LENGTH = 5000;
export const HIGHEST_START = 1_000_000_000;
const START = `Enter a whole number from 1 to ${HIGHEST_START.toLocaleString('en')}.`;

const chosen = z._default(z.union([id, z.literal('')]), '');

export const inboxInput = z.object({
  name: line('Enter a name.'),
  icon: z._default(z.enum(INBOX_ICONS, 'Choose one of the icons.'), 'mail'),
  address: optionalLine(),
  /** Public ids; '' for none. */
  portal: chosen,
  pipeline: z.string('Choose a pipeline.').check(z.minLength(1, 'Choose a pipeline.')),
  calendar: chosen,
  /** Public ids of agents. */
  members: z._default(z.array(id).check(z.maxLength(500, 'Choose at most 500 agents.')), []),
  numberPrefix: optionalLine(16),
  numberStart: z.int(START).check(z.minimum(1, START), z.maximum(HIGHEST_START, START)),
  signature: z._default(
    z
      .string()
      .check(
        withoutNul,
        z.maxLength(SIGNATURE_LENGTH, `Use at most ${SIGNATURE_LENGTH} characters.`),
      ),
    '',
  ),
  language: z._default(
    z.union([z.string().check(z.regex(LANGUAGE, 'Choose a language.')), z.literal('')]),
    '',
  ),
});
export type InboxInput = z.infer<typeof inboxInput>;

/** Where the tickets of a deleted inbox go. */
export const inboxRemoval = z.object({ to: z.optional(id) });
export type InboxRemoval = z.infer<typeof inboxRemoval>;

interface Named {
  id: string;
  name: string;
}

interface Count {
  value: number;
  /** There are more than 1,000. */
  more: boolean;
}

export interface InboxRow extends Named {
  icon: InboxIcon;
  address: string;
  portal: Named | null;
  pipeline: Named;
  openTickets: Count;
  /** null without a calendar. */
  open: OpenState | null;
}

export interface InboxDetail extends InboxRow {
  calendar: string;
  members: Named[];
  numberPrefix: string;
  numberStart: number;
  /** The highest number given; 0 when none is. */
  lastNumber: number;
  signature: string;
  language: string;
  /** A ticket's portal is fixed, so is that of an inbox with tickets. */
  hasTickets: boolean;
  /** Portals whose tickets arrive here unless a form says otherwise. */
  defaultOf: Named[];
  /** Inboxes of the same portal, which may take its tickets. */
  takers: Named[];
}
