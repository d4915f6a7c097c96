import { normaliseAddress } from '../rules/address';
import { passwordProblem } from '../rules/password';
import { change, number, selectOne, text } from '../store/connection';
import { findForSignIn } from '../store/people';
import type { Activity } from './activity';
import type { Mails } from './mails';
import { comparePassword, hashPassword } from './password-hashing';
import { randomToken, sha256, type Runtime } from './runtime';
import { mayEnter, type Sessions } from './sessions';
import type { Limits } from './sign-in';
import type { PasswordsService, PortalRecord } from './types';

/** HubSpot: a reset link works once, for 24 hours. */
const RESET_LIFETIME = 24 * 60 * 60 * 1000;
const NOBODY = 'reset:nobody';

export function createPasswords(
  runtime: Runtime,
  limits: Limits,
  mails: Mails,
  activity: Activity,
  sessions: Sessions,
): PasswordsService {
  const OPEN = `SELECT o.token_hash, o.contact_id, c.document_id, c.name, c.user_id, u.email FROM cp_one_time_tokens o
    JOIN cp_contacts c ON c.id = o.contact_id JOIN up_users u ON u.id = c.user_id
    WHERE o.token_hash = ? AND o.purpose = 'password-reset' AND o.portal_id = ? AND o.used_at = 0 AND o.expires_at > ?`;
  const findOpen = (portal: PortalRecord, token: string) =>
    /^[\w-]{43}$/.test(token)
      ? selectOne(runtime.db, OPEN, [sha256(token), portal.key, runtime.now()])
      : Promise.resolve(null);

  return {
    async askReset({ portal, address: typed, ip }) {
      const address = normaliseAddress(typed);
      const wait = await limits.take('reset', address, ip);
      if (wait > 0) return { outcome: 'limited', retryAfter: wait };
      const row = await findForSignIn(runtime.db, portal.key, sha256(address));
      const token = randomToken();
      // An unknown address goes the same way and sends the same statements: its rows are gone before they are seen.
      const known = row && mayEnter(row) ? row : null;
      await runtime.transaction(async (db) => {
        await db('cp_one_time_tokens').insert({
          token_hash: sha256(token),
          purpose: 'password-reset',
          contact_id: number(known?.contact_id),
          portal_id: portal.key,
          expires_at: runtime.now() + RESET_LIFETIME,
          used_at: 0,
        });
        await mails.queue(db, {
          template: 'password-reset',
          language: text(known?.language) || portal.domain.primaryLanguage,
          to: known ? address : '',
          payload: { portal: portal.key, token, name: text(known?.name) },
          coalesceKey: known ? `reset:${text(known.document_id)}` : NOBODY,
        });
        await db('cp_one_time_tokens').where({ contact_id: 0 }).delete();
        await db('cp_outbox').where({ coalesce_key: NOBODY }).delete();
      });
      return { outcome: 'asked' };
    },

    async isResetOpen(portal, token) {
      return (await findOpen(portal, token)) !== null;
    },

    async reset({ portal, token, password }) {
      const row = await findOpen(portal, token);
      if (!row) return { outcome: 'closed' };
      const problem = passwordProblem(password, { name: text(row.name), address: text(row.email) });
      if (problem !== '') return { outcome: 'refused', problem };
      const hashed = await hashPassword(password);
      const isDone = await runtime.transaction(async (db) => {
        const used = await change(
          db,
          'cp_one_time_tokens',
          { token_hash: sha256(token), used_at: 0 },
          { used_at: runtime.now() },
        );
        if (used !== 1) return false;
        await db('up_users')
          .where({ id: number(row.user_id) })
          .update({ password: hashed });
        await db('cp_sessions')
          .where({ contact_id: number(row.contact_id) })
          .delete();
        const person = {
          kind: 'customer',
          id: text(row.document_id),
          name: text(row.name),
        } as const;
        await activity.record(db, {
          actor: person,
          action: 'password.reset',
          subject: { kind: 'contact', id: person.id },
          portalKey: portal.key,
        });
        return true;
      });
      return isDone ? { outcome: 'changed' } : { outcome: 'closed' };
    },

    async change({ viewer, current, password, ip }) {
      const wait = await limits.take('password', viewer.contactId, ip);
      if (wait > 0) return { outcome: 'limited', retryAfter: wait };
      const user = await selectOne(
        runtime.db,
        'SELECT password, email FROM up_users WHERE id = ?',
        [viewer.userKey],
      );
      if (!(await comparePassword(current.slice(0, 200), text(user?.password))))
        return { outcome: 'wrong' };
      const problem = passwordProblem(password, {
        name: viewer.contactName,
        address: text(user?.email),
      });
      if (problem !== '') return { outcome: 'refused', problem };
      const hashed = await hashPassword(password);
      await runtime.transaction(async (db) => {
        await db('up_users').where({ id: viewer.userKey }).update({ password: hashed });
        const person = {
          kind: 'customer',
          id: viewer.contactId,
          name: viewer.contactName,
        } as const;
        await activity.record(db, {
          actor: person,
          action: 'password.changed',
          subject: { kind: 'contact', id: person.id },
          portalKey: viewer.portal.key,
        });
      });
      await sessions.keepOnly(viewer);
      return { outcome: 'changed' };
    },
  };
}
