import {
  INVITING_REFUSALS,
  invitingRefusal,
  type InvitedPerson,
  type InvitingRefusal,
} from '../rules/inviting';
import type { Connection } from '../store/connection';
import { candidatesByKey, type Candidate } from '../store/invitable';
import {
  addInvitations,
  addInvited,
  cancelUnqueued,
  moveInvitation,
  removeInvited,
  takeInvitingTurn,
  type InvitationRecord,
  type InvitedBy,
} from '../store/invitations';
import { takeBackMails } from '../store/outbox';
import { closeTokens, closeTokensOfMany } from '../store/tokens';
import { SYSTEM, type Activity } from './activity';
import type { Runtime } from './runtime';
import type { PortalRecord } from './types';

/** An invitation leaves after so many ms: what was pressed by mistake can be taken back. */
const INVITATION_DELAY = 2 * 60 * 1000;

/** Invitations of one transaction: on SQLite everybody waits for its end. */
export const INVITED_AT_ONCE = 100;

/** Key in the outbox of an invitation's mail. */
export const mailKeyOf = (invitationId: string): string => `invitation:${invitationId}`;

export const personOf = (candidate: Candidate, ownKey = 0): InvitedPerson => ({
  ...candidate,
  isInvited: candidate.openKey > 0 && candidate.openKey !== ownKey,
});

export interface InvitationWriting {
  /**
   * Invites those of some contacts that can be, in a transaction that took the turn first (store/invitations.ts). Whoever
   * cannot is named with the reason.
   */
  inviteSome(
    db: Connection,
    portal: PortalRecord,
    candidates: readonly Candidate[],
    by: InvitedBy,
  ): Promise<{ done: number; left: { candidate: Candidate; refusal: InvitingRefusal }[] }>;
  /**
   * Invites one contact in the transaction of what causes it; '' or why not. Nobody's permission is asked. For services that
   * let others than admins invite.
   */
  inviteContact(
    db: Connection,
    portal: PortalRecord,
    contactKey: number,
    by: InvitedBy,
  ): Promise<InvitingRefusal | ''>;
  /**
   * Takes an open invitation back: its mail does not leave, its link opens nothing. False when its mail is being sent right
   * now, or it is over.
   */
  cancel(
    db: Connection,
    invitation: InvitationRecord,
    by: InvitedBy,
    reason: string,
  ): Promise<boolean>;
  /**
   * The same for many of one portal that wait for their turn, in few statements; those that have gone on meanwhile stay as
   * they are and are returned.
   */
  cancelWaiting(
    db: Connection,
    portalKey: number,
    invitations: readonly InvitationRecord[],
    by: InvitedBy,
  ): Promise<InvitationRecord[]>;
  /** Records what became of an invitation, at its contact. */
  record(
    db: Connection,
    action: 'created' | 'sent' | 'failed' | 'cancelled' | 'expired' | 'resent',
    invitations: readonly Pick<InvitationRecord, 'contactId' | 'portalKey' | 'address'>[],
    by?: InvitedBy,
    reason?: string,
  ): Promise<void>;
}

/** What everybody who makes or takes back invitations shares. */
export function createInvitationWriting(runtime: Runtime, activity: Activity): InvitationWriting {
  const record: InvitationWriting['record'] = (db, action, invitations, by = SYSTEM, reason = '') =>
    activity.recordAll(
      db,
      invitations.map(({ contactId, portalKey, address }) => ({
        actor: { kind: by.kind, id: by.id, name: by.name },
        action: `invitation.${action}`,
        subject: { kind: 'contact' as const, id: contactId },
        portalKey,
        changes: {
          address: { before: '', after: address },
          ...(reason === '' ? {} : { reason: { before: '', after: reason } }),
        },
      })),
    );

  const inviteSome: InvitationWriting['inviteSome'] = async (db, portal, candidates, by) => {
    const now = runtime.now();
    const good: Candidate[] = [];
    const left: { candidate: Candidate; refusal: InvitingRefusal }[] = [];
    for (const candidate of candidates) {
      const refusal = portal.domain.isSystem
        ? 'system-domain'
        : invitingRefusal(personOf(candidate));
      if (refusal === '') good.push(candidate);
      else left.push({ candidate, refusal });
    }
    await addInvited(
      db,
      portal.key,
      good.map(({ key }) => key),
    );
    await addInvitations(
      db,
      portal.key,
      by,
      good.map(({ key, address }) => ({
        contactKey: key,
        kind: 'mail',
        state: 'pending',
        address,
        dueAt: now + INVITATION_DELAY,
        sentAt: 0,
        expiresAt: 0,
      })),
      now,
    );
    await record(
      db,
      'created',
      good.map(({ id, address }) => ({ contactId: id, portalKey: portal.key, address })),
      by,
    );
    return { done: good.length, left };
  };

  return {
    inviteSome,
    record,

    async inviteContact(db, portal, contactKey, by) {
      await takeInvitingTurn(db);
      const candidates = await candidatesByKey(db, portal.key, [contactKey]);
      if (candidates.length === 0) return 'gone';
      const { left } = await inviteSome(db, portal, candidates, by);
      return left[0]?.refusal ?? '';
    },

    async cancel(db, invitation, by, reason) {
      if (await takeBackMails(db, mailKeyOf(invitation.id))) return false;
      const now = runtime.now();
      const isOver = { state: 'cancelled' as const, endedAt: now, error: reason };
      if (!(await moveInvitation(db, invitation.key, ['pending', 'sent'], isOver))) return false;
      await closeTokens(db, 'invitation', invitation.contactKey, now, invitation.portalKey);
      await removeInvited(db, invitation.portalKey, [invitation.contactKey]);
      await record(db, 'cancelled', [invitation], by, reason);
      return true;
    },

    async cancelWaiting(db, portalKey, invitations, by) {
      const keys = invitations.map(({ key }) => key);
      const done = await cancelUnqueued(db, keys, runtime.now());
      const cancelled = invitations.filter(({ key }) => done.has(key));
      const contactKeys = cancelled.map(({ contactKey }) => contactKey);
      // One that was sent before and waits to be sent again has a link.
      await closeTokensOfMany(db, 'invitation', contactKeys, portalKey, runtime.now());
      await removeInvited(db, portalKey, contactKeys);
      await record(db, 'cancelled', cancelled, by);
      return invitations.filter(({ key }) => !done.has(key));
    },
  };
}

export const reasonOf = (refusal: InvitingRefusal): string => INVITING_REFUSALS[refusal];
