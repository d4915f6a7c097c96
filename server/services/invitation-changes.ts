import type { InvitationsInput, InvitedResult, RegistrationLink } from '../contracts/invitations';
import { invitingRefusal } from '../rules/inviting';
import type { Connection } from '../store/connection';
import { candidatesById, candidatesByKey, type Candidate } from '../store/invitable';
import {
  addInvitations,
  addInvited,
  listInvitationsByIds,
  listInvitationsOf,
  listPending,
  moveInvitation,
  takeInvitingTurn,
  type InvitationRecord,
} from '../store/invitations';
import { takeBackMails } from '../store/outbox';
import { addToken, closeTokens } from '../store/tokens';
import type { Activity } from './activity';
import { inBatches } from './batches';
import {
  INVITED_AT_ONCE,
  mailKeyOf,
  personOf,
  reasonOf,
  type InvitationWriting,
} from './invitation-writing';
import { need, refused } from './refusals';
import { randomToken, sha256, type Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { AdminActor, PortalRecord } from './types';

const LINK_LIFETIME = 7 * 24 * 60 * 60 * 1000;
const ON_ITS_WAY = 'Its mail is being sent right now.';

/** What admins do with invitations that are there, and links in their place. null where there is no such portal, or it is a draft. */
export interface InvitationChanges {
  /** What was not sent does not leave, the links of what was sent open nothing. */
  cancel(
    actor: AdminActor,
    portalId: string,
    input: InvitationsInput,
  ): Promise<InvitedResult | null>;
  /** One more mail with a new link, which closes the old one. */
  resend(
    actor: AdminActor,
    portalId: string,
    input: InvitationsInput,
  ): Promise<InvitedResult | null>;
  /** A link that an admin hands over in his own way. It replaces an invitation that is open. */
  registrationLink(
    actor: AdminActor,
    portalId: string,
    contactId: string,
  ): Promise<RegistrationLink | null>;
}

export function createInvitationChanges(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  writing: InvitationWriting,
): InvitationChanges {
  const portalOf = (id: string): PortalRecord | null =>
    siteMap.portals().find((portal) => portal.id === id) ?? null;
  const byOf = ({ kind, id, name }: AdminActor) => ({ kind, id, name });

  /** Works on invitations in transactions of some, each in its turn. */
  const each = (
    portal: PortalRecord,
    ids: readonly string[],
    work: (db: Connection, invitation: InvitationRecord) => Promise<string>,
  ): Promise<InvitedResult> =>
    inBatches(ids, INVITED_AT_ONCE, (some) =>
      runtime.transaction(async (db) => {
        await takeInvitingTurn(db);
        const part: InvitedResult = { done: 0, left: [] };
        for (const invitation of await listInvitationsByIds(db, portal.key, some))
          count(part, invitation, await work(db, invitation));
        return part;
      }),
    );

  /** Counts what became of one: `reason` is '' where it was done. */
  function count(
    result: InvitedResult,
    { contactId, contactName }: InvitationRecord,
    reason: string,
  ): void {
    if (reason === '') result.done += 1;
    else result.left.push({ contact: contactId, name: contactName, reason });
  }

  async function cancelOne(db: Connection, actor: AdminActor, invitation: InvitationRecord) {
    if (invitation.state !== 'pending' && invitation.state !== 'sent') return 'It is over already.';
    return (await writing.cancel(db, invitation, byOf(actor), '')) ? '' : ON_ITS_WAY;
  }

  async function cancelWaiting(portal: PortalRecord, actor: AdminActor): Promise<InvitedResult> {
    const result: InvitedResult = { done: 0, left: [] };
    for (let after = 0; ;) {
      const { some, part } = await runtime.transaction(async (db) => {
        const part: InvitedResult = { done: 0, left: [] };
        await takeInvitingTurn(db);
        const pending = await listPending(db, portal.key, after, INVITED_AT_ONCE);
        const waiting = pending.filter(({ queuedAt }) => queuedAt === 0);
        const rest = await writing.cancelWaiting(db, portal.key, waiting, byOf(actor));
        part.done += waiting.length - rest.length;
        for (const invitation of pending.filter(({ queuedAt }) => queuedAt > 0))
          count(part, invitation, await cancelOne(db, actor, invitation));
        return { some: pending, part };
      });
      result.done += part.done;
      result.left.push(...part.left);
      after = some.at(-1)?.key ?? after;
      if (some.length < INVITED_AT_ONCE) return result;
    }
  }

  async function resendOne(
    db: Connection,
    portal: PortalRecord,
    actor: AdminActor,
    { key, id, state, kind, contactKey }: InvitationRecord,
  ): Promise<string> {
    if (kind === 'link') return 'It is a registration link: copy a new one.';
    if (state === 'accepted') return reasonOf('registered');
    if (state === 'pending') return 'It waits to be sent already.';
    const [candidate] = await candidatesByKey(db, portal.key, [contactKey]);
    if (!candidate) return reasonOf('gone');
    const refusal = invitingRefusal(personOf(candidate, key));
    if (refusal !== '') return reasonOf(refusal);
    if (await takeBackMails(db, mailKeyOf(id))) return ON_ITS_WAY;
    const now = runtime.now();
    await addInvited(db, portal.key, [contactKey]);
    await moveInvitation(db, key, [state], {
      state: 'pending',
      address: candidate.address,
      dueAt: now,
      queuedAt: 0,
      sentAt: 0,
      expiresAt: 0,
      endedAt: 0,
      error: '',
      by: byOf(actor),
    });
    await writing.record(
      db,
      'resent',
      [{ contactId: candidate.id, portalKey: portal.key, address: candidate.address }],
      byOf(actor),
    );
    return '';
  }

  async function makeLink(
    db: Connection,
    portal: PortalRecord,
    actor: AdminActor,
    { key, id, address }: Candidate,
    { token, expiresAt }: { token: string; expiresAt: number },
  ): Promise<void> {
    const now = runtime.now();
    for (const open of await listInvitationsOf(db, portal.key, [key], ['pending', 'sent']))
      if (!(await writing.cancel(db, open, byOf(actor), 'A registration link took its place.')))
        refused('contact', ON_ITS_WAY);
    await closeTokens(db, 'invitation', key, now, portal.key);
    await addInvited(db, portal.key, [key]);
    const [invitation = ''] = await addInvitations(
      db,
      portal.key,
      byOf(actor),
      [
        {
          contactKey: key,
          kind: 'link',
          state: 'sent',
          address,
          dueAt: expiresAt,
          sentAt: now,
          expiresAt,
        },
      ],
      now,
    );
    await addToken(db, {
      purpose: 'invitation',
      tokenHash: sha256(token),
      contactKey: key,
      portalKey: portal.key,
      now,
      expiresAt,
      address,
      data: { invitation },
    });
    await activity.record(db, {
      actor: byOf(actor),
      action: 'registration-link.created',
      subject: { kind: 'contact', id },
      portalKey: portal.key,
      changes: { address: { before: '', after: address } },
    });
  }

  return {
    async cancel(actor, portalId, { invitations }) {
      need(actor, 'member-invite');
      const portal = portalOf(portalId);
      if (!portal) return null;
      if (invitations === null) return cancelWaiting(portal, actor);
      return each(portal, invitations, (db, one) => cancelOne(db, actor, one));
    },

    async resend(actor, portalId, { invitations }) {
      need(actor, 'member-invite');
      const portal = portalOf(portalId);
      if (!portal) return null;
      if (portal.domain.isSystem) refused('portal', reasonOf('system-domain'));
      if (invitations === null) return refused('invitations', 'Choose invitations.');
      return each(portal, invitations, (db, one) => resendOne(db, portal, actor, one));
    },

    async registrationLink(actor, portalId, contactId) {
      need(actor, 'member-invite');
      const portal = portalOf(portalId);
      if (!portal) return null;
      const token = randomToken();
      const now = runtime.now();
      const expiresAt = now + LINK_LIFETIME;
      const isMade = await runtime.transaction(async (db) => {
        await takeInvitingTurn(db);
        const [candidate] = await candidatesById(db, portal.key, [contactId]);
        if (!candidate) return false;
        const refusal = invitingRefusal({ ...personOf(candidate), isInvited: false });
        if (refusal !== '') refused('contact', reasonOf(refusal));
        await makeLink(db, portal, actor, candidate, { token, expiresAt });
        return true;
      });
      if (!isMade) return null;
      const url = siteMap.url(portal.domain, `/${portal.slug}/register?token=${token}`);
      return { url, expiresAt };
    },
  };
}
