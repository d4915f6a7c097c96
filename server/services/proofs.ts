import { createHmac } from 'node:crypto';
import { errors } from '@strapi/utils';
import { findAccount } from '../store/accounts';
import { text, type Connection, type Row } from '../store/connection';
import { takeBackMails } from '../store/outbox';
import { isFactorOn } from '../store/second-factors';
import { addToken, closeTokens, findOpenTokenOfBrowser, takeTry, useUp } from '../store/tokens';
import type { Activity } from './activity';
import type { Limits } from './limits';
import { CODE_TRIES, isSameHash, randomCode } from './mailed-codes';
import type { Mails } from './mails';
import { comparePassword, TooManyWaiting } from './password-hashing';
import { providerFor } from './provider-choice';
import { needOwn } from './refusals';
import { randomToken, sha256, type Runtime } from './runtime';
import type { Sessions } from './sessions';
import type { CustomerSession, CustomerViewer } from './types';

/** ms; for so long nobody is asked again. */
const PROVEN_FOR = 10 * 60 * 1000;
/** ms */
const CODE_LIFETIME = 15 * 60 * 1000;

/** Whether the person has just proven who it is: at sign-in, or since. */
export const isProven = ({ provenAt }: CustomerSession, now: number): boolean =>
  provenAt <= now && now - provenAt < PROVEN_FOR;

/** What services of sensitive changes ask (attacks 30): 403 without a fresh proof. Pages lead to it before. */
export function needProof(session: CustomerSession, now: number): void {
  needOwn(session.viewer);
  if (!isProven(session, now)) throw new errors.ForbiddenError('Confirm first that it is you.');
}

export type ProofAnswer =
  | {
      outcome: 'proven';
      /** The session goes on under this token. */
      token: string;
    }
  /** 'closed': no code is open, or it was tried too often. */
  | { outcome: 'wrong' | 'closed' }
  | { outcome: 'limited'; /** ms */ retryAfter: number };

/**
 * Asks somebody who is signed in again who it is, before what a thief of the session must not do. Whoever has a second factor
 * proves by that one (services/factor-giving.ts), and by nothing here: a thief may have the password or the mailbox as well.
 */
export interface Proofs {
  /**
   * What can be asked for: the password only where the portal takes it and the account has one; whether a code is open.
   * Nothing of that where the second factor is on.
   */
  ways(
    session: CustomerSession,
  ): Promise<{ hasPassword: boolean; isCodeOpen: boolean; hasFactor: boolean }>;
  withPassword(session: CustomerSession, password: string, ip: string): Promise<ProofAnswer>;
  /** Mails a code that works once, within 15 minutes, for the session that asks alone; an earlier one does not any more. */
  sendCode(
    session: CustomerSession,
    ip: string,
  ): Promise<{ outcome: 'sent' | 'closed' } | { outcome: 'limited'; retryAfter: number }>;
  withCode(session: CustomerSession, code: string): Promise<ProofAnswer>;
}

export function createProofs(
  runtime: Runtime,
  limits: Limits,
  mails: Mails,
  activity: Activity,
  sessions: Sessions,
): Proofs {
  /** A plain hash of six digits would be guessed by whoever reads the table. */
  const codeHash = (session: CustomerSession, code: string): string =>
    createHmac('sha256', runtime.keyFor('proof-code'))
      .update(`${session.id} ${code}`)
      .digest('hex');

  const openCode = ({ id, viewer }: CustomerSession) =>
    findOpenTokenOfBrowser(runtime.db, 'proof', sha256(id), viewer.portal.key, runtime.now());

  const record = (db: Connection, viewer: CustomerViewer, action: string, method: string) =>
    activity.record(db, {
      actor: { kind: 'customer', id: viewer.contactId, name: viewer.contactName },
      action,
      subject: { kind: 'contact', id: viewer.contactId },
      portalKey: viewer.portal.key,
      changes: { method: { before: '', after: method } },
    });

  /** The password that counts as a proof; '' for none. */
  const passwordOf = ({ portal }: CustomerViewer, account: Row | null): string =>
    portal.settings.access.password && !providerFor(portal, text(account?.email))
      ? text(account?.password)
      : '';

  async function prove(
    db: Connection,
    viewer: CustomerViewer,
    method: string,
  ): Promise<ProofAnswer> {
    const token = await sessions.rotateProven(db, viewer);
    if (token === '') return { outcome: 'closed' };
    await closeTokens(db, 'proof', viewer.contactKey, runtime.now());
    await record(db, viewer, 'proof.given', method);
    return { outcome: 'proven', token };
  }

  return {
    async ways(session) {
      const { viewer } = session;
      if (await isFactorOn(runtime.db, viewer.contactKey))
        return { hasPassword: false, isCodeOpen: false, hasFactor: true };
      const account = await findAccount(runtime.db, viewer.userKey);
      return {
        hasPassword: passwordOf(viewer, account) !== '',
        isCodeOpen: (await openCode(session)) !== null,
        hasFactor: false,
      };
    },

    async withPassword({ viewer }, password, ip) {
      needOwn(viewer);
      if (await isFactorOn(runtime.db, viewer.contactKey)) return { outcome: 'closed' };
      // The budget of guesses at the password of this account, wherever the profile asks for it.
      const wait = await limits.take('password', viewer.contactId, ip);
      if (wait > 0) return { outcome: 'limited', retryAfter: wait };
      const account = await findAccount(runtime.db, viewer.userKey);
      const known = passwordOf(viewer, account);
      let isRight: boolean;
      try {
        isRight = await comparePassword(password.slice(0, 200), known);
      } catch (error) {
        if (error instanceof TooManyWaiting) return { outcome: 'limited', retryAfter: 5000 };
        throw error;
      }
      if (!isRight || known === '') {
        await runtime.transaction((db) => record(db, viewer, 'proof.failed', 'password'));
        return { outcome: 'wrong' };
      }
      await limits.forgive('password', viewer.contactId, ip);
      return runtime.transaction((db) => prove(db, viewer, 'password'));
    },

    async sendCode(session, ip) {
      const { viewer } = session;
      needOwn(viewer);
      if (await isFactorOn(runtime.db, viewer.contactKey)) return { outcome: 'closed' };
      const wait = await limits.take('reset', viewer.contactId, ip);
      if (wait > 0) return { outcome: 'limited', retryAfter: wait };
      const code = randomCode();
      const now = runtime.now();
      await runtime.transaction(async (db) => {
        await closeTokens(db, 'proof', viewer.contactKey, now);
        await addToken(db, {
          purpose: 'proof',
          tokenHash: sha256(randomToken()),
          contactKey: viewer.contactKey,
          portalKey: viewer.portal.key,
          now,
          expiresAt: now + CODE_LIFETIME,
          browserHash: sha256(session.id),
          codeHash: codeHash(session, code),
        });
        // A mail that still waits has the code of before.
        const key = `proof:${viewer.contactId}`;
        await takeBackMails(db, key);
        await mails.queue(db, {
          template: 'proof-code',
          language: session.language || viewer.portal.domain.primaryLanguage,
          to: session.address,
          payload: { portal: viewer.portal.key, code, name: viewer.contactName },
          coalesceKey: key,
        });
      });
      mails.hurry();
      return { outcome: 'sent' };
    },

    async withCode(session, typed) {
      const { viewer } = session;
      needOwn(viewer);
      if (await isFactorOn(runtime.db, viewer.contactKey)) return { outcome: 'closed' };
      const open = await openCode(session);
      const code = typed.replace(/[\s-]/g, '').slice(0, 20);
      if (!open) return { outcome: 'closed' };
      const tokenHash = text(open.token_hash);
      return runtime.transaction(async (db) => {
        const now = runtime.now();
        if (!(await takeTry(db, tokenHash, CODE_TRIES, now))) return { outcome: 'closed' };
        if (!isSameHash(codeHash(session, code), text(open.code_hash))) {
          await record(db, viewer, 'proof.failed', 'code');
          return { outcome: 'wrong' };
        }
        if (!(await useUp(db, tokenHash, now))) return { outcome: 'closed' };
        return prove(db, viewer, 'code');
      });
    },
  };
}
