import * as z from 'zod/mini';
import type { Counted } from './lists';

/** What becomes of the site's account behind a contact that is erased. */
export const ACCOUNT_FATES = ['keep', 'block', 'delete'] as const;
export type AccountFate = (typeof ACCOUNT_FATES)[number];

export const erasureInput = z.object({
  /** Left out: an account that the portal made is deleted, one that the site made is left alone. */
  account: z.optional(z.enum(ACCOUNT_FATES, 'Choose what becomes of the account.')),
});
export type ErasureInput = z.infer<typeof erasureInput>;

/** A contact that asks to be erased. */
export interface ErasureRow {
  id: string;
  name: string;
  address: string;
  /** Epoch ms. */
  askedAt: number;
  isHeld: boolean;
}

/** What erasing a contact would do. */
export interface ErasurePreview {
  id: string;
  name: string;
  /** Epoch ms; 0 when the contact has not asked for it. */
  askedAt: number;
  isHeld: boolean;
  /** Tickets of the contact that a hold keeps. */
  heldTickets: Counted;
  /** Tickets that belong to no company: they go. */
  ownTickets: Counted;
  /** Tickets of companies and of others: they stay, without the name. */
  otherTickets: Counted;
  /** The site's account; null without one. */
  account: { address: string; isPortals: boolean } | null;
}
