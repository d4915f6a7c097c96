import { invitingRefusal } from '../rules/inviting';
import type { Connection } from '../store/connection';
import { candidatesByKey, findKeysInRange, lastMemberKey, newcomersAt } from '../store/invitable';
import {
  countQueuedSince,
  listDue,
  listExpired,
  listInvitingPortals,
  listLongQueued,
  moveInvitation,
  removeInvited,
  takeInvitingTurn,
  type InvitationRecord,
} from '../store/invitations';
import { keysOfUnsent, takeBackMails } from '../store/outbox';
import { addToken, closeTokens } from '../store/tokens';
import { SYSTEM } from './activity';
import { inSteps } from './contact-steps';
import {
  INVITED_AT_ONCE,
  mailKeyOf,
  personOf,
  reasonOf,
  type InvitationWriting,
} from './invitation-writing';
import type { Jobs } from './jobs';
import type { Mails } from './mails';
import { randomToken, sha256, type Runtime } from './runtime';
import type { SiteMap } from './site-map';

const EVERY = 5000;
const MINUTE = 60 * 1000;
/** A full look at everybody, also when nobody came into a group. */
const LOOK_EVERY = 15 * MINUTE;
const LIFETIME = 14 * 24 * 60 * MINUTE;
/** Invitations of one transaction. */
const SENT_AT_ONCE = 10;
const ENDED_AT_ONCE = 100;

export interface InvitationSending {
  /** Hands what is due to the outbox, as many as may leave in this minute; resolves when no more may. */
  sendDue(): Promise<void>;
  /** Invites whoever came into the access groups of portals that invite future members. */
  inviteNewcomers(): Promise<void>;
  /** Ends what is too old, and what the outbox has lost. */
  endOver(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

/** Sends invitations: a look every few seconds on each node; a minute's allowance is of all nodes together. */
export function createInvitationSending(
  runtime: Runtime,
  siteMap: SiteMap,
  jobs: Jobs,
  mails: Mails,
  writing: InvitationWriting,
): InvitationSending {
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;
  let running: Promise<void> | undefined;
  /** What was looked at last: nobody came into a group since, and no portal changed. */
  let looked = { memberKey: -1, version: -1, at: 0 };

  /** Queues some, in the turn of everybody who invites; how many do not wait any more. */
  const sendSome = () =>
    runtime.transaction(async (db) => {
      await takeInvitingTurn(db);
      const now = runtime.now();
      const taken = await countQueuedSince(db, now - MINUTE);
      const room = Math.min(SENT_AT_ONCE, runtime.config.invitationsPerMinute - taken);
      if (room <= 0) return 0;
      const due = await listDue(db, now, room);
      let done = 0;
      for (const invitation of due) if (await sendOne(db, invitation, now)) done += 1;
      return done;
    });

  async function sendOne(
    db: Connection,
    invitation: InvitationRecord,
    now: number,
  ): Promise<boolean> {
    const { key, id, contactKey, portalKey } = invitation;
    const portal = siteMap.portalByKey(portalKey);
    // A portal that this node does not know yet: the next look does.
    if (!portal) return false;
    const [candidate] = await candidatesByKey(db, portalKey, [contactKey]);
    const refusal = !candidate
      ? 'gone'
      : portal.domain.isSystem
        ? 'system-domain'
        : invitingRefusal(personOf(candidate, key));
    if (!candidate || refusal !== '') {
      const error = reasonOf(refusal || 'gone');
      await moveInvitation(db, key, ['pending'], { state: 'cancelled', endedAt: now, error });
      await removeInvited(db, portalKey, [contactKey]);
      await writing.record(db, 'cancelled', [invitation], SYSTEM, error);
      return true;
    }
    const { address } = candidate;
    // What a customer typed stands in no mail that he causes (attack 21).
    const name = invitation.byKind === 'customer' ? address : candidate.name;
    const token = randomToken();
    const expiresAt = now + LIFETIME;
    // The new link closes those of before, of a mail that still waits too.
    await takeBackMails(db, mailKeyOf(id));
    await closeTokens(db, 'invitation', contactKey, now, portalKey);
    await addToken(db, {
      purpose: 'invitation',
      tokenHash: sha256(token),
      contactKey,
      portalKey,
      now,
      expiresAt,
      address,
      data: { invitation: id },
    });
    await mails.queue(db, {
      template: 'invitation',
      language: portal.domain.primaryLanguage,
      to: address,
      payload: { portal: portalKey, invitation: id, token, name },
      coalesceKey: mailKeyOf(id),
    });
    await moveInvitation(db, key, ['pending'], { queuedAt: now, expiresAt, address, error: '' });
    return true;
  }

  async function sendDue(): Promise<void> {
    // Nothing is written while nothing is due.
    while (!isStopping && (await listDue(runtime.db, runtime.now(), 1)).length > 0)
      if ((await sendSome()) === 0) return;
  }

  async function inviteNewcomers(): Promise<void> {
    const now = runtime.now();
    const memberKey = await lastMemberKey(runtime.db);
    const version = siteMap.version();
    const isSame = memberKey === looked.memberKey && version === looked.version;
    if (isSame && now - looked.at < LOOK_EVERY) return;
    for (const portalKey of await listInvitingPortals(runtime.db)) {
      const portal = siteMap.portalByKey(portalKey);
      if (!portal || portal.domain.isSystem) continue;
      await inSteps(runtime.db, async (range) => {
        if (isStopping) return false;
        const keys = await findKeysInRange(runtime.db, range, newcomersAt(portalKey));
        for (let from = 0; from < keys.length; from += INVITED_AT_ONCE) {
          const some = keys.slice(from, from + INVITED_AT_ONCE);
          await runtime.transaction(async (db) => {
            await takeInvitingTurn(db);
            const candidates = await candidatesByKey(db, portalKey, some);
            await writing.inviteSome(db, portal, candidates, SYSTEM);
          });
        }
        return true;
      });
    }
    if (!isStopping) looked = { memberKey, version, at: now };
  }

  /** Moves some out of a state in one transaction, until none is left. */
  async function endAll(
    list: (db: Connection) => Promise<InvitationRecord[]>,
    end: (db: Connection, invitation: InvitationRecord) => Promise<void>,
  ): Promise<void> {
    for (;;) {
      const found = isStopping ? [] : await list(runtime.db);
      if (found.length === 0) return;
      await runtime.transaction(async (db) => {
        await takeInvitingTurn(db);
        for (const invitation of found) await end(db, invitation);
      });
      if (found.length < ENDED_AT_ONCE) return;
    }
  }

  async function endOver(): Promise<void> {
    const now = runtime.now();
    await endAll(
      (db) => listExpired(db, now, ENDED_AT_ONCE),
      async (db, invitation) => {
        const over = { state: 'expired' as const, endedAt: invitation.expiresAt };
        if (await moveInvitation(db, invitation.key, ['sent'], over))
          await writing.record(db, 'expired', [invitation]);
      },
    );
    await endAll(listLost, async (db, invitation) => {
      const error = 'Its mail was discarded before it was sent.';
      const over = { state: 'failed' as const, endedAt: now, error };
      if (await moveInvitation(db, invitation.key, ['pending'], over))
        await writing.record(db, 'failed', [invitation], SYSTEM, error);
    });
  }

  /** What waits for a mail that is not in the outbox any more, as when an admin discarded what was held. */
  async function listLost(db: Connection): Promise<InvitationRecord[]> {
    const queued = await listLongQueued(db, runtime.now() - MINUTE);
    if (queued.length === 0) return [];
    const unsent = await keysOfUnsent(
      db,
      queued.map(({ id }) => mailKeyOf(id)),
    );
    return queued.filter(({ id }) => !unsent.has(mailKeyOf(id)));
  }

  async function look(): Promise<void> {
    // `strapi import` and other commands load the plugin too; only a server sends.
    if (!runtime.strapi.server.httpServer.listening) return;
    await sendDue();
    await jobs.atMostEvery(MINUTE, 'invitations-round', async () => {
      await endOver();
      await inviteNewcomers();
    });
  }

  return {
    sendDue,
    inviteNewcomers,
    endOver,
    start() {
      isStopping = false;
      timer = setInterval(() => {
        running ??= look()
          .catch((error: unknown) => {
            runtime.strapi.log.error(`customer-portal: invitations: ${String(error)}`);
          })
          .finally(() => {
            running = undefined;
          });
      }, EVERY).unref();
    },
    async stop() {
      clearInterval(timer);
      isStopping = true;
      await running;
      isStopping = false;
    },
  };
}
