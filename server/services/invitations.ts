import {
  INVITED_FREELY,
  type InvitationListQuery,
  type InvitationView,
  type InvitedResult,
  type InviteInput,
  type Inviting,
  type InvitingInput,
} from '../contracts/invitations';
import type { RecordPage } from '../contracts/lists';
import { waysToFind } from '../rules/contact-words';
import type { InvitingRefusal } from '../rules/inviting';
import type { Connection } from '../store/connection';
import type { Sql } from '../store/filter-groups';
import {
  candidatesById,
  candidatesByKey,
  findKeysInRange,
  invitableAt,
  newcomersAt,
  type Candidate,
} from '../store/invitable';
import {
  countByState,
  countInvitations,
  findInvitingFlags,
  listInvitations,
  listQueued,
  moveInvitation,
  saveInvitingFlags,
  takeInvitingTurn,
  type InvitationRecord,
} from '../store/invitations';
import { takeBackMails } from '../store/outbox';
import { closeTokens } from '../store/tokens';
import { previewOf, tallyOf } from './access-impact';
import type { Activity } from './activity';
import { inBatches } from './batches';
import { inSteps } from './contact-steps';
import { INVITED_AT_ONCE, mailKeyOf, reasonOf, type InvitationWriting } from './invitation-writing';
import { counted, RECORDS_PAGE } from './record-page';
import { need, refused } from './refusals';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { AdminActor, PortalRecord } from './types';

const COUNTED = 1000;
const TAKEN_BACK_AT_ONCE = 40;

/** How admins invite to a portal. null where there is no such portal, or it is a draft. */
export interface Invitations {
  inviting(actor: AdminActor, portalId: string): Promise<Inviting | null>;
  /** Pauses and goes on, and chooses whether future members are invited. Asks before that invites many. */
  setInviting(actor: AdminActor, portalId: string, input: InvitingInput): Promise<Inviting | null>;
  /** Invites named contacts, or everybody whom the access groups let in: more than a few of them when their number is confirmed. */
  invite(actor: AdminActor, portalId: string, input: InviteInput): Promise<InvitedResult | null>;
  list(
    actor: AdminActor,
    portalId: string,
    query: InvitationListQuery,
  ): Promise<RecordPage<InvitationView> | null>;
}

export function createInvitations(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  writing: InvitationWriting,
): Invitations {
  const portalOf = (id: string): PortalRecord | null =>
    siteMap.portals().find((portal) => portal.id === id) ?? null;
  const byOf = ({ kind, id, name }: AdminActor) => ({ kind, id, name });

  function refuseSystemDomain(portal: PortalRecord): void {
    if (portal.domain.isSystem) refused('portal', reasonOf('system-domain'));
  }

  /** Refuses until the number of contacts that meet a condition is confirmed. */
  async function askAbout(condition: Sql, confirmed: number | undefined): Promise<void> {
    const { count, sample } = await tallyOf(runtime.db, condition);
    if (count <= INVITED_FREELY || (confirmed ?? 0) >= count) return;
    refused('confirmed', `${count} contacts would be invited. Confirm that number.`, {
      count,
      sample,
    });
  }

  async function inviteAll(portal: PortalRecord, actor: AdminActor): Promise<number> {
    let done = 0;
    await inSteps(runtime.db, async (range) => {
      const keys = await findKeysInRange(runtime.db, range, invitableAt(portal.key));
      for (let from = 0; from < keys.length; from += INVITED_AT_ONCE) {
        const some = keys.slice(from, from + INVITED_AT_ONCE);
        done += await runtime.transaction(async (db) => {
          await takeInvitingTurn(db);
          const candidates = await candidatesByKey(db, portal.key, some);
          return (await writing.inviteSome(db, portal, candidates, byOf(actor))).done;
        });
      }
    });
    return done;
  }

  const inviteNamed = (
    portal: PortalRecord,
    actor: AdminActor,
    contacts: readonly string[],
  ): Promise<InvitedResult> =>
    inBatches(contacts, INVITED_AT_ONCE, (some) =>
      runtime.transaction(async (db) => {
        await takeInvitingTurn(db);
        const candidates = await candidatesById(db, portal.key, some);
        const { done, left } = await writing.inviteSome(db, portal, candidates, byOf(actor));
        const known = new Set(candidates.map(({ id }) => id));
        const unknown = some.filter((id) => !known.has(id));
        return {
          done,
          left: [
            ...left.map(({ candidate, refusal }) => leftOut(candidate, refusal)),
            ...unknown.map((id) => ({
              contact: id,
              name: '',
              reason: 'There is no such contact.',
            })),
          ],
        };
      }),
    );

  const setFlags = (
    portal: PortalRecord,
    actor: AdminActor,
    { isPaused, invitesFuture }: InvitingInput,
  ) =>
    runtime.transaction(async (db) => {
      await takeInvitingTurn(db);
      const before = await findInvitingFlags(db, portal.key);
      const after = {
        isPaused: isPaused ?? before.isPaused,
        invitesFuture: invitesFuture ?? before.invitesFuture,
      };
      const changes: Record<string, { before: string; after: string }> = {};
      for (const flag of ['isPaused', 'invitesFuture'] as const)
        if (before[flag] !== after[flag])
          changes[flag] = { before: String(before[flag]), after: String(after[flag]) };
      if (Object.keys(changes).length === 0) return;
      await saveInvitingFlags(db, portal.key, after);
      await activity.record(db, {
        actor: byOf(actor),
        action: 'inviting.updated',
        subject: { kind: 'portal', id: portal.id },
        portalKey: portal.key,
        changes,
      });
    });

  /** What waits in the outbox waits with the others again. */
  async function takeBackQueued(portal: PortalRecord): Promise<void> {
    for (let after = 0; ;) {
      const some = await runtime.transaction(async (db) => {
        await takeInvitingTurn(db);
        const queued = await listQueued(db, portal.key, after, TAKEN_BACK_AT_ONCE);
        for (const invitation of queued) await takeBack(db, portal, invitation);
        return queued;
      });
      after = some.at(-1)?.key ?? after;
      if (some.length < TAKEN_BACK_AT_ONCE) return;
    }
  }

  async function takeBack(
    db: Connection,
    portal: PortalRecord,
    { id, key, contactKey }: InvitationRecord,
  ): Promise<void> {
    if (await takeBackMails(db, mailKeyOf(id))) return;
    await closeTokens(db, 'invitation', contactKey, runtime.now(), portal.key);
    await moveInvitation(db, key, ['pending'], { queuedAt: 0, expiresAt: 0 });
  }

  async function invitingOf(portal: PortalRecord): Promise<Inviting> {
    const flags = await findInvitingFlags(runtime.db, portal.key);
    const { count, sample } = await previewOf(runtime.db, invitableAt(portal.key));
    const totals = await countByState(runtime.db, portal.key, COUNTED);
    return {
      isSystemDomain: portal.domain.isSystem,
      ...flags,
      invitable: count,
      sample,
      counts: {
        pending: counted(totals.pending),
        sent: counted(totals.sent),
        accepted: counted(totals.accepted),
        failed: counted(totals.failed),
        cancelled: counted(totals.cancelled),
        expired: counted(totals.expired),
      },
    };
  }

  return {
    async inviting(actor, portalId) {
      need(actor, 'member-read', 'member-invite');
      const portal = portalOf(portalId);
      return portal && invitingOf(portal);
    },

    async setInviting(actor, portalId, input) {
      need(actor, 'member-invite');
      const portal = portalOf(portalId);
      if (!portal) return null;
      if (input.invitesFuture) {
        refuseSystemDomain(portal);
        const { invitesFuture } = await findInvitingFlags(runtime.db, portal.key);
        if (!invitesFuture) await askAbout(newcomersAt(portal.key), input.confirmed);
      }
      await setFlags(portal, actor, input);
      // Nothing more is handed over by now.
      if (input.isPaused) await takeBackQueued(portal);
      return invitingOf(portal);
    },

    async invite(actor, portalId, { contacts, future, confirmed }) {
      need(actor, 'member-invite');
      const portal = portalOf(portalId);
      if (!portal) return null;
      refuseSystemDomain(portal);
      if (contacts) return inviteNamed(portal, actor, [...new Set(contacts)]);
      await askAbout(invitableAt(portal.key), confirmed);
      if (future) await setFlags(portal, actor, { invitesFuture: true });
      return { done: await inviteAll(portal, actor), left: [] };
    },

    async list(actor, portalId, { q, state, cursor = '' }) {
      need(actor, 'member-read', 'member-invite');
      const portal = portalOf(portalId);
      if (!portal) return null;
      const ways = waysToFind(q);
      if (q.trim() !== '' && ways.length === 0)
        return { rows: [], nextCursor: null, count: counted(0) };
      const wanted = { portalKey: portal.key, state, ways };
      const before = /^[a-z0-9]{24}$/.test(cursor) ? cursor : '';
      const found = await listInvitations(runtime.db, wanted, before, RECORDS_PAGE + 1);
      const page = found.slice(0, RECORDS_PAGE);
      return {
        rows: page.map(viewOf),
        nextCursor: found.length > RECORDS_PAGE ? (page.at(-1)?.id ?? null) : null,
        count: counted(await countInvitations(runtime.db, wanted, COUNTED)),
      };
    },
  };
}

const leftOut = ({ id, name }: Candidate, refusal: InvitingRefusal) => ({
  contact: id,
  name,
  reason: reasonOf(refusal),
});

const viewOf = (one: InvitationRecord): InvitationView => ({
  id: one.id,
  state: one.state,
  kind: one.kind,
  contact: { id: one.contactId, name: one.contactName },
  address: one.address,
  by: one.by,
  createdAt: one.createdAt,
  dueAt: one.state === 'pending' ? one.dueAt : 0,
  sentAt: one.sentAt,
  expiresAt: one.expiresAt,
  endedAt: one.endedAt,
  error: one.error,
});
