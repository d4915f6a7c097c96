import * as z from 'zod/mini';
import { wordsByLanguage } from './lists';

export const ANNOUNCEMENT_LEVELS = ['info', 'warning', 'incident'] as const;
export type AnnouncementLevel = (typeof ANNOUNCEMENT_LEVELS)[number];

/** Kinds of public pages. `new-request` is the choice of request forms and each form. */
export const ANNOUNCEMENT_PAGES = [
  'knowledge-base',
  'sign-in',
  'list',
  'ticket',
  'new-request',
] as const;
export type AnnouncementPage = (typeof ANNOUNCEMENT_PAGES)[number];

export type AnnouncementState = 'planned' | 'shown' | 'over';

export const ANNOUNCEMENT_LENGTH = 4000;

const INSTANT = 'Enter a date and a time.';
/** Epoch ms, up to the last year that forms can show. */
const instant = z
  .int(INSTANT)
  .check(z.minimum(0, INSTANT), z.maximum(253_402_300_799_999, INSTANT));

export const announcementInput = z.object({
  /** Markdown by language. */
  texts: wordsByLanguage(ANNOUNCEMENT_LENGTH),
  level: z._default(z.enum(ANNOUNCEMENT_LEVELS, 'Choose a level.'), 'info'),
  from: instant,
  /** 0 has no end. */
  until: z._default(instant, 0),
  pages: z
    .array(z.enum(ANNOUNCEMENT_PAGES, 'Choose pages of the list.'))
    .check(z.minLength(1, 'Choose at least one page.')),
  /** Customers can say that it affects them too, instead of opening a ticket. */
  countsAffected: z._default(z.boolean(), false),
  isDismissable: z._default(z.boolean(), true),
});
export type AnnouncementInput = z.infer<typeof announcementInput>;

export interface AnnouncementRow extends AnnouncementInput {
  id: string;
  state: AnnouncementState;
  /** How many customers said that it affects them. */
  affected: number;
}
