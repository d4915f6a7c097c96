import * as z from 'zod/mini';
import { STANDINGS, type Standing } from './contacts';
import { INVITATION_STATES, MOST_INVITED, type InvitationState } from './invitations';
import { id, recordQuery, type Counted } from './lists';
import type { AccessControl } from './portal-settings';
import type { PortalState } from './portals';

/** Whoever belongs to a portal: with a standing there, or let in by its access groups without one yet (`none`). */
export interface MemberRow {
  /** Public id of the contact. */
  id: string;
  name: string;
  /** The address that signs in; '' without one. */
  address: string;
  /** Access groups of the portal that the contact is in. */
  groups: string[];
  /** In one of them, where they keep others out; whoever is registered and not let in cannot enter. */
  isLetIn: boolean;
  standing: Standing | 'none';
  /** Of the newest invitation; '' without one. */
  invitation: InvitationState | '';
  /** Why it failed. */
  error: string;
  /** Epoch ms; 0 means never. */
  lastSignInAt: number;
}

/** What a page about the members of a portal needs to know of it. */
export interface MemberPortal {
  id: string;
  name: string;
  state: PortalState;
  control: AccessControl;
  /** Whether members may sign in with a password. */
  hasPasswords: boolean;
  /** Its access groups. */
  groups: { id: string; name: string }[];
  /** Who registered and waits for approval. */
  waiting: Counted;
}

export const memberListQuery = z.extend(recordQuery, {
  standing: z._default(z.enum(['', 'none', ...STANDINGS]), ''),
  invitation: z._default(z.enum(['', ...INVITATION_STATES]), ''),
  group: z.optional(id),
});
export type MemberListQuery = z.infer<typeof memberListQuery>;

export const MEMBER_SORTS = ['name', '-name', 'signed-in', '-signed-in'] as const;

export const MEMBER_ACTIONS = [
  'invite',
  'cancel',
  'approve',
  'decline',
  'disable',
  'enable',
  'reset-password',
  'end-sessions',
] as const;
export type MemberAction = (typeof MEMBER_ACTIONS)[number];

export const memberActionInput = z.object({
  action: z.enum(MEMBER_ACTIONS, 'Choose what to do.'),
  contacts: z
    .array(id)
    .check(
      z.minLength(1, 'Choose contacts.'),
      z.maxLength(MOST_INVITED, `Choose at most ${MOST_INVITED}.`),
    ),
});
export type MemberActionInput = z.infer<typeof memberActionInput>;

/** What became of a bulk action: those it did not fit are named with the reason. */
export interface MemberActionResult {
  done: number;
  left: { contact: string; name: string; reason: string }[];
}

/** How a contact gets into one portal; of every portal that it belongs to. */
export interface ContactAccess extends MemberRow {
  portal: { id: string; name: string; isSystemDomain: boolean };
  /** Public id of the newest invitation; '' without one. */
  invitationId: string;
}

/** A signed-in browser of a contact, as admins and the contact itself see it. */
export interface SessionView {
  id: string;
  /** As the browser says of itself (rules/device-name.ts): `Firefox`, `Windows`; '' where nobody knows. */
  browser: string;
  system: string;
  ip: string;
  /** Address of the domain that it is signed in at, without the scheme: `help.example.com`. A session is of a domain. */
  domain: string;
  method: string;
  /** Epoch ms. */
  startedAt: number;
  lastSeenAt: number;
  isCurrent: boolean;
}

/** What an identity provider calls a contact, by which it signs in there. */
export interface ContactIdentity {
  id: string;
  /** The provider's name, as it stands on its button. */
  provider: string;
  portal: { id: string; name: string };
  subject: string;
  /** Epoch ms. */
  linkedAt: number;
  lastAt: number;
}

/** Some sessions of a contact by their ids, or (null) every one. */
export const endSessionsInput = z.object({
  sessions: z.nullable(z.array(z.string().check(z.maxLength(64))).check(z.maxLength(200))),
});
export type EndSessionsInput = z.infer<typeof endSessionsInput>;

/** At which portal an admin looks as a contact. */
export const viewAsInput = z.object({ portal: id });
/** Opens once, within a minute. */
export interface ViewAs {
  url: string;
}
