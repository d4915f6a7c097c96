import * as z from 'zod/mini';
import { id, recordQuery, type Counted } from './lists';

export const INVITATION_STATES = [
  'pending',
  'sent',
  'accepted',
  'failed',
  'cancelled',
  'expired',
] as const;
export type InvitationState = (typeof INVITATION_STATES)[number];

/** More than so many are invited only when their number was confirmed. */
export const INVITED_FREELY = 20;
/** Contacts of one request. */
export const MOST_INVITED = 500;

export interface InvitationView {
  id: string;
  state: InvitationState;
  /** By mail, or a registration link that an admin copied. */
  kind: 'mail' | 'link';
  contact: { id: string; name: string };
  address: string;
  /** Who caused it; '' where a rule did. */
  by: string;
  /** Epoch ms; 0 where it did not happen. */
  createdAt: number;
  dueAt: number;
  sentAt: number;
  expiresAt: number;
  endedAt: number;
  /** Why it failed, in the mail server's words. */
  error: string;
}

/** How a portal invites, and whom it could invite now. */
export interface Inviting {
  /** No mail invites to a portal on the system domain; registration links do. */
  isSystemDomain: boolean;
  /** Whoever comes into the access groups later is invited as well. */
  invitesFuture: boolean;
  isPaused: boolean;
  /** Let in by the access groups, with an address, neither registered nor disabled, and without an invitation that is open. */
  invitable: Counted;
  sample: { id: string; name: string; address: string }[];
  counts: Record<InvitationState, Counted>;
}

export const invitationListQuery = z.extend(recordQuery, {
  state: z._default(z.enum(['', ...INVITATION_STATES]), ''),
});
export type InvitationListQuery = z.infer<typeof invitationListQuery>;

export const inviteInput = z.object({
  /** null is everybody whom the access groups let in. */
  contacts: z.nullable(
    z
      .array(id)
      .check(z.maxLength(MOST_INVITED, `Choose at most ${MOST_INVITED} contacts at once.`)),
  ),
  /** Whoever comes into the access groups later is invited too. Counts with `contacts: null`. */
  future: z._default(z.boolean(), false),
  /** The number that the refusal's details name (`count`); asked for above `INVITED_FREELY` with `contacts: null`. */
  confirmed: z.optional(z.int()),
});
export type InviteInput = z.infer<typeof inviteInput>;

/** What became of several at once: those that it did not fit are named with the reason. */
export interface InvitedResult {
  done: number;
  left: { contact: string; name: string; reason: string }[];
}

export const invitingInput = z.object({
  isPaused: z.optional(z.boolean()),
  /** Turned on it invites whoever is let in already and was never invited as well: `confirmed` as for inviting. */
  invitesFuture: z.optional(z.boolean()),
  confirmed: z.optional(z.int()),
});
export type InvitingInput = z.infer<typeof invitingInput>;

/** Some invitations of a portal; to cancel also (null) every one that was not sent yet. */
export const invitationsInput = z.object({
  invitations: z.nullable(z.array(id).check(z.maxLength(MOST_INVITED))),
});
export type InvitationsInput = z.infer<typeof invitationsInput>;

export const registrationLinkInput = z.object({ contact: id });
/** Works once, for 7 days; shown once. */
export interface RegistrationLink {
  url: string;
  /** Epoch ms. */
  expiresAt: number;
}
