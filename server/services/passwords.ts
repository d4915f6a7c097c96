import { normaliseAddress } from '../rules/address';
import { passwordProblem } from '../rules/password';
import { findAccount, setPassword, setProvenPassword } from '../store/accounts';
import { number, text } from '../store/connection';
import { removeMails } from '../store/outbox';
import { findForSignIn } from '../store/people';
import { endAllSessions } from '../store/sessions';
import { addToken, closeResets, findOpenToken, removeTokensOfNobody, useUp } from '../store/tokens';
import type { Activity } from './activity';
import type { Mails } from './mails';
import { comparePassword, hashPassword, TooManyWaiting } from './password-hashing';
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
  const findOpen = (portal: PortalRecord, token: string) =>
    /^[\w-]{43}$/.test(token)
      ? findOpenToken(runtime.db, 'password-reset', sha256(token), portal.key, runtime.now())
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
        await addToken(db, {
          purpose: 'password-reset',
          tokenHash: sha256(token),
          contactKey: known && number(known.contact_id),
          portalKey: portal.key,
          expiresAt: runtime.now() + RESET_LIFETIME,
        });
        await mails.queue(db, {
          template: 'password-reset',
          language: text(known?.language) || portal.domain.primaryLanguage,
          to: known ? address : '',
          payload: { portal: portal.key, token, name: text(known?.name) },
          coalesceKey: known ? `reset:${portal.key}:${text(known.document_id)}` : NOBODY,
        });
        await removeTokensOfNobody(db);
        await removeMails(db, NOBODY);
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
        if (!(await useUp(db, sha256(token), runtime.now()))) return false;
        // The link came by mail, so the address is proven as well.
        await setProvenPassword(db, number(row.user_id), hashed);
        await closeResets(db, number(row.contact_id), runtime.now());
        await endAllSessions(db, number(row.contact_id));
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
      const account = await findAccount(runtime.db, viewer.userKey);
      try {
        if (!(await comparePassword(current.slice(0, 200), text(account?.password))))
          return { outcome: 'wrong' };
      } catch (error) {
        if (error instanceof TooManyWaiting) return { outcome: 'limited', retryAfter: 5000 };
        throw error;
      }
      await limits.forgive('password', viewer.contactId, ip);
      const problem = passwordProblem(password, {
        name: viewer.contactName,
        address: text(account?.email),
      });
      if (problem !== '') return { outcome: 'refused', problem };
      const hashed = await hashPassword(password);
      await runtime.transaction(async (db) => {
        await setPassword(db, viewer.userKey, hashed);
        await closeResets(db, viewer.contactKey, runtime.now());
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
