import type { MemberAction, MemberActionInput, MemberActionResult } from '../contracts/members';
import { normaliseAddress } from '../rules/address';
import { findContactKeys, listMembersAmong, listPortalLinks } from '../store/access-groups';
import { number, text, yes, type Connection, type Row } from '../store/connection';
import { setStanding } from '../store/contacts';
import { listInvitationsOf, takeInvitingTurn } from '../store/invitations';
import {
  closeTokensAt,
  endSessionsAt,
  listMemberRows,
  lockMembers,
  removeMembership,
} from '../store/members';
import { putStanding } from '../store/memberships';
import { findForSignIn } from '../store/people';
import type { PortalFacts } from '../store/portals';
import type { Activity } from './activity';
import { inBatches } from './batches';
import type { InvitationChanges } from './invitation-changes';
import type { InvitationWriting } from './invitation-writing';
import type { Invitations } from './invitations';
import type { Mails } from './mails';
import { mailReset } from './passwords';
import { findPortal } from './portal-turns';
import { providerFor } from './provider-choice';
import { need, refused } from './refusals';
import type { RegistrationApproval } from './registration-approval';
import { sha256, type Runtime } from './runtime';
import { mayEnter } from './sessions';
import type { SiteMap } from './site-map';
import type { AdminActor, PortalRecord } from './types';

/** Contacts of one transaction: others wait for it on SQLite. */
const AT_ONCE = 50;

const RIGHTS: Record<MemberAction, string> = {
  invite: 'member-invite',
  cancel: 'member-invite',
  approve: 'member-edit',
  decline: 'member-edit',
  disable: 'member-edit',
  enable: 'member-edit',
  'reset-password': 'member-edit',
  'end-sessions': 'member-edit',
};

export interface MemberActions {
  act(
    actor: AdminActor,
    portalId: string,
    input: MemberActionInput,
  ): Promise<MemberActionResult | null>;
}

/** Why an action does not fit a contact. */
const LEFT = {
  unknown: 'There is no such contact.',
  outside: 'Does not belong to this portal.',
  'already-disabled': 'Is disabled already.',
  waits: 'Waits for approval: decline instead.',
  'not-disabled': 'Is not disabled.',
  'no-account': 'Has no account yet.',
  blocked: 'The account is blocked on the site.',
  'not-registered': 'Is not registered here.',
  'not-let-in': 'Is in no access group of this portal.',
  'signs-in-elsewhere': 'Signs in at an identity provider, and not with a password.',
  'not-signed-in': 'Is not signed in here.',
  'not-invited': 'Has no invitation that is open.',
} as const;
type LeftReason = keyof typeof LEFT;

/** What is done to one member (a row of `listMemberRows`) in a transaction; '' when it is done, otherwise why not. */
type Work = (db: Connection, member: Row) => Promise<LeftReason | ''>;

/** What other services do to members. */
export interface MemberHelpers {
  invitations: Pick<Invitations, 'invite'>;
  invitationChanges: Pick<InvitationChanges, 'cancel'>;
  invitationWriting: Pick<InvitationWriting, 'cancel'>;
  registrationApproval: Pick<RegistrationApproval, 'approve' | 'decline'>;
}

export function createMemberActions(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  mails: Mails,
  helpers: MemberHelpers,
): MemberActions {
  /** Does one thing to each of these contacts that belongs to the portal; with the turn of inviting, when it cancels. */
  async function each(
    portal: PortalFacts,
    ids: readonly string[],
    work: Work,
    takesInvitingTurn = false,
  ): Promise<MemberActionResult> {
    const links = await listPortalLinks(runtime.db);
    const groupKeys = links
      .filter(({ portalKey }) => portalKey === portal.key)
      .map(({ groupKey }) => groupKey);
    return inBatches(ids, AT_ONCE, (some) =>
      runtime.transaction(async (db) => {
        const done: MemberActionResult = { done: 0, left: [] };
        const leave = (contact: string, name: string, reason: LeftReason) =>
          done.left.push({ contact, name, reason: LEFT[reason] });
        if (takesInvitingTurn) await takeInvitingTurn(db);
        const keys = (await lockMembers(db, some)).map((row) => number(row.id));
        const members = await listMemberRows(db, portal.key, keys);
        const inGroups = await listMembersAmong(db, groupKeys, keys);
        for (const id of some) {
          const member = members.find((one) => one.document_id === id);
          if (!member) leave(id, '', 'unknown');
          else {
            const key = number(member.id);
            const belongs =
              member.state !== null || inGroups.some(({ contactKey }) => contactKey === key);
            const reason = belongs ? await work(db, member) : 'outside';
            if (reason === '') done.done += 1;
            else leave(id, text(member.name), reason);
          }
        }
        return done;
      }),
    );
  }

  const recorder =
    (actor: AdminActor, portal: PortalFacts) =>
    (
      db: Connection,
      member: Row,
      action: string,
      changes: Record<string, { before: string; after: string }>,
    ) =>
      activity.record(db, {
        actor: { kind: actor.kind, id: actor.id, name: actor.name },
        action,
        subject: { kind: 'contact', id: text(member.document_id) },
        portalKey: portal.key,
        changes,
      });
  type Recording = ReturnType<typeof recorder>;

  /** Signed out on the portal's domain, and no link to it that was mailed opens anything. Other portals stay open. */
  async function keepOut(db: Connection, portal: PortalFacts, contactKey: number): Promise<void> {
    await endSessionsAt(db, contactKey, portal.domainKey);
    await closeTokensAt(db, contactKey, portal.key, runtime.now());
  }

  const standingOf = (portal: PortalFacts) => `standing.${portal.settings.general.name}`;

  const disable =
    (portal: PortalFacts, actor: AdminActor, record: Recording): Work =>
    async (db, member) => {
      const before = text(member.state);
      if (before === 'disabled') return 'already-disabled';
      if (before === 'waiting') return 'waits';
      const key = number(member.id);
      const { kind, id, name } = actor;
      for (const open of await listInvitationsOf(db, portal.key, [key], ['pending', 'sent']))
        await helpers.invitationWriting.cancel(
          db,
          open,
          { kind, id, name },
          'Access was disabled.',
        );
      await putStanding(db, key, portal.key, 'disabled', runtime.now());
      await keepOut(db, portal, key);
      await record(db, member, 'membership.disabled', {
        [standingOf(portal)]: { before, after: 'disabled' },
      });
      return '';
    };

  const enable =
    (portal: PortalFacts, record: Recording): Work =>
    async (db, member) => {
      if (member.state !== 'disabled') return 'not-disabled';
      const membershipKey = number(member.membership_id);
      // Whoever never registered is as before: nobody's invitation outlives being disabled.
      const after = number(member.registered_at) > 0 ? 'registered' : '';
      if (after === '') await removeMembership(db, membershipKey);
      else await setStanding(db, membershipKey, after, 0);
      await record(db, member, 'membership.enabled', {
        [standingOf(portal)]: { before: 'disabled', after },
      });
      return '';
    };

  const resetPassword =
    (portal: PortalRecord, record: Recording): Work =>
    async (db, member) => {
      const address = normaliseAddress(text(member.address));
      const row = address === '' ? null : await findForSignIn(db, portal.key, sha256(address));
      if (!row) return 'no-account';
      if (yes(row.blocked)) return 'blocked';
      if (row.membership_state !== 'registered') return 'not-registered';
      if (!mayEnter(row)) return 'not-let-in';
      if (providerFor(portal, address)) return 'signs-in-elsewhere';
      await mailReset(db, runtime, mails, portal, address, row);
      await record(db, member, 'password-reset.mailed', {});
      return '';
    };

  const endSessions =
    (portal: PortalFacts, record: Recording): Work =>
    async (db, member) => {
      const ended = await endSessionsAt(db, number(member.id), portal.domainKey);
      if (ended === 0) return 'not-signed-in';
      await record(db, member, 'session.ended', {
        sessions: { before: String(ended), after: '' },
      });
      return '';
    };

  /** Cancels the invitations of contacts that are open. */
  async function cancel(
    actor: AdminActor,
    portal: PortalFacts,
    ids: readonly string[],
  ): Promise<MemberActionResult | null> {
    const left: MemberActionResult['left'] = [];
    const open: string[] = [];
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const some = ids.slice(from, from + AT_ONCE);
      const contacts = await findContactKeys(runtime.db, some);
      const keys = contacts.map((row) => number(row.id));
      const found = await listInvitationsOf(runtime.db, portal.key, keys, ['pending', 'sent']);
      open.push(...found.map(({ id }) => id));
      for (const contact of some) {
        const row = contacts.find((one) => one.document_id === contact);
        const reason = LEFT[row ? 'not-invited' : 'unknown'];
        if (!found.some(({ contactId }) => contactId === contact))
          left.push({ contact, name: text(row?.name), reason });
      }
    }
    const input = { invitations: open };
    const result = await helpers.invitationChanges.cancel(actor, portal.id, input);
    return result && { done: result.done, left: [...left, ...result.left] };
  }

  /** The portal as its pages know it: one without a domain, or a draft, mails nothing. */
  function open(portal: PortalFacts): PortalRecord {
    const found = siteMap.portalByKey(portal.key);
    if (!found || found.state !== 'live') return refused('action', 'Publish the portal first.');
    if (!found.settings.access.password)
      refused('action', 'Nobody signs in with a password at this portal.');
    return found;
  }

  return {
    async act(actor, portalId, { action, contacts }) {
      need(actor, RIGHTS[action]);
      const portal = await findPortal(runtime.db, portalId);
      if (!portal) return null;
      const ids = [...new Set(contacts)];
      const record = recorder(actor, portal);
      switch (action) {
        case 'disable':
          return each(portal, ids, disable(portal, actor, record), true);
        case 'enable':
          return each(portal, ids, enable(portal, record));
        case 'reset-password':
          return each(portal, ids, resetPassword(open(portal), record));
        case 'end-sessions':
          return each(portal, ids, endSessions(portal, record));
        case 'invite':
          return helpers.invitations.invite(actor, portalId, { contacts: ids, future: false });
        case 'cancel':
          return cancel(actor, portal, ids);
        case 'approve':
          return helpers.registrationApproval.approve(actor, portalId, ids);
        case 'decline':
          return helpers.registrationApproval.decline(actor, portalId, ids);
      }
    },
  };
}
