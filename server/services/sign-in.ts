import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { normaliseAddress } from '../rules/address';
import { number, text, type Connection, type Row } from '../store/connection';
import { markSignedIn } from '../store/memberships';
import { findForSignIn } from '../store/people';
import { endSession, removeOverSessions, startSession, type NewSession } from '../store/sessions';
import { findOpenToken, removeClosedTokens, useUp } from '../store/tokens';
import type { Activity } from './activity';
import { isConfirmedEnough } from './host-accounts';
import { comparePassword, TooManyWaiting } from './password-hashing';
import { randomToken, sha256, type Runtime } from './runtime';
import { fingerprintOf, mayEnter } from './sessions';
import type { PortalRecord, SignInService } from './types';

const QUARTER_HOUR = 15 * 60;

export interface Limits {
  /** Milliseconds to wait, 0 when the try is free. Counts the try. */
  take(purpose: 'sign-in' | 'reset' | 'password', address: string, ip: string): Promise<number>;
  /** A right try does not count: the address begins anew, and the IP gets back the try that was taken. */
  forgive(purpose: 'sign-in' | 'password', address: string, ip: string): Promise<void>;
}

/** Caps per address and per IP; keys are hashed, so nothing that is sent can grow them. */
export function createLimits(runtime: Runtime): Limits {
  const { address: perAddress, ip: perIp } = runtime.config.signInTries;
  const addresses = new RateLimiterMemory({ points: perAddress, duration: QUARTER_HOUR });
  const ips = new RateLimiterMemory({ points: perIp, duration: QUARTER_HOUR });
  const key = (purpose: string, value: string) =>
    `${purpose}:customer:${sha256(value).slice(0, 32)}`;
  return {
    async take(purpose, address, ip) {
      for (const [limiter, value] of [
        [ips, ip],
        [addresses, address],
      ] as const) {
        try {
          await limiter.consume(key(purpose, value));
        } catch (refusal) {
          if (refusal instanceof Error) throw refusal;
          return Math.max(1000, (refusal as RateLimiterRes).msBeforeNext);
        }
      }
      return 0;
    },
    async forgive(purpose, address, ip) {
      await addresses.delete(key(purpose, address));
      await ips.reward(key(purpose, ip));
    },
  };
}

export function createSignIn(runtime: Runtime, limits: Limits, activity: Activity): SignInService {
  /** Begins a session of whoever `row` is; returns the token of its cookie. */
  async function begin(
    db: Connection,
    row: Row,
    session: {
      portal: PortalRecord;
      method: NewSession['method'];
      isRemembered: boolean;
      userAgent: string;
      previousToken: string;
    },
  ): Promise<string> {
    const { portal, method, isRemembered, userAgent, previousToken } = session;
    const token = randomToken();
    const now = runtime.now();
    const { sessionAbsolute, sessionIdle } = runtime.config;
    const contactKey = number(row.contact_id);
    // A browser has one session: the one whose cookie this one replaces would live on unseen.
    if (previousToken !== '') await endSession(db, sha256(previousToken));
    await removeOverSessions(db, contactKey, now, sessionIdle);
    await removeClosedTokens(db, contactKey, now);
    await startSession(db, {
      tokenHash: sha256(token),
      contactKey,
      domainKey: portal.domain.key,
      method,
      fingerprint: fingerprintOf(row),
      userAgent,
      isRemembered,
      now,
      expiresAt: now + sessionAbsolute,
    });
    await markSignedIn(db, number(row.membership_id), now);
    await activity.record(db, {
      actor: { kind: 'customer', id: text(row.document_id), name: text(row.name) },
      action: 'session.started',
      subject: { kind: 'contact', id: text(row.document_id) },
      portalKey: portal.key,
      ...(method === 'password' ? {} : { changes: { method: { before: '', after: method } } }),
    });
    return token;
  }

  const findTestLink = (portal: PortalRecord, token: string) =>
    /^[\w-]{43}$/.test(token)
      ? findOpenToken(runtime.db, 'test-visit', sha256(token), portal.key, runtime.now())
      : Promise.resolve(null);

  return {
    async withPassword({
      portal,
      address: typed,
      password,
      remember,
      ip,
      userAgent,
      previousToken = '',
    }) {
      const address = normaliseAddress(typed);
      const wait = await limits.take('sign-in', address, ip);
      if (wait > 0) return { outcome: 'limited', retryAfter: wait };
      const row = await findForSignIn(runtime.db, portal.key, sha256(address));
      let isRight: boolean;
      try {
        isRight = await comparePassword(password.slice(0, 200), text(row?.password));
      } catch (error) {
        if (error instanceof TooManyWaiting) return { outcome: 'limited', retryAfter: 5000 };
        throw error;
      }
      if (!row || !isRight || !mayEnter(row) || !(await isConfirmedEnough(runtime, row)))
        return { outcome: 'refused' };
      await limits.forgive('sign-in', address, ip);
      const token = await runtime.transaction((db) =>
        begin(db, row, {
          portal,
          method: 'password',
          isRemembered: remember,
          userAgent,
          previousToken,
        }),
      );
      const cookieLifetime = remember ? runtime.config.sessionAbsolute : 0;
      return { outcome: 'signed-in', token, cookieLifetime };
    },

    async isTestLinkOpen(portal, token) {
      return (await findTestLink(portal, token)) !== null;
    },

    async withTestLink({ portal, token, userAgent, previousToken }) {
      const open = await findTestLink(portal, token);
      if (!open) return null;
      const addressHash = sha256(normaliseAddress(text(open.email)));
      const row = await findForSignIn(runtime.db, portal.key, addressHash);
      if (!row || number(row.contact_id) !== number(open.contact_id) || !mayEnter(row)) return null;
      return runtime.transaction(async (db) => {
        if (!(await useUp(db, sha256(token), runtime.now()))) return null;
        const session = { portal, method: 'test-link' as const, isRemembered: false };
        return begin(db, row, { ...session, userAgent, previousToken });
      });
    },
  };
}
