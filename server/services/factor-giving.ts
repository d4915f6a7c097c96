import { deviceLine } from '../rules/device-name';
import { readAppCode, readRecoveryCode } from '../rules/recovery-codes';
import type { Connection } from '../store/connection';
import { markSignedInAt } from '../store/memberships';
import { findFactor, isFactorOn, takeRecoveryCode, takeStep } from '../store/second-factors';
import { endSession } from '../store/sessions';
import { closeTokens } from '../store/tokens';
import type { Activity } from './activity';
import type { FactorMails } from './factor-mails';
import { TRIES_OF_CONTACT, TRIES_OF_SESSION, type FactorTries } from './factor-tries';
import type { Limits } from './limits';
import { needOwn } from './refusals';
import type { Runtime } from './runtime';
import { hashOfCode } from './second-factors';
import { TOTP_SECRET, type Secrets } from './secrets';
import type { Sessions } from './sessions';
import { totpStep } from './totp';
import type { CustomerSession, SignInOrigin } from './types';

/** What a second factor is given by, where it is typed. */
export type TypedFactor = 'app' | 'recovery';
type Origin = Pick<SignInOrigin, 'ip' | 'userAgent'>;

export type FactorGiven =
  /** The session goes on under this token. */
  | { outcome: 'given'; token: string }
  | { outcome: 'wrong' }
  /** Right, but it was given before: the app shows the next one soon. */
  | { outcome: 'used' }
  /** A session that waited for its second factor has ended: too many wrong ones, or it was ended meanwhile. */
  | { outcome: 'over' }
  | { outcome: 'limited'; /** ms */ retryAfter: number };

/**
 * Giving the second factor: at sign-in, where the session waits for it (`factorNeed` is `ask`), and later, where somebody
 * whose second factor is on proves that it is him.
 */
export interface FactorGiving {
  give(
    session: CustomerSession,
    way: TypedFactor,
    typed: string,
    origin: Origin,
  ): Promise<FactorGiven>;
  /**
   * What follows a right one, in the transaction that used it up; also of a passkey, whose signature the caller has checked.
   * The session's new token, '' when it ended meanwhile.
   */
  accept(
    db: Connection,
    session: CustomerSession,
    factor: TypedFactor | 'passkey',
    origin: Origin,
  ): Promise<string>;
}

/** Nothing that a caller awaits may have half happened. */
class SessionGone extends Error {}

export function createFactorGiving(
  runtime: Runtime,
  secrets: Secrets,
  limits: Limits,
  activity: Activity,
  sessions: Pick<Sessions, 'rotateProven'>,
  mails: FactorMails,
  tries: FactorTries,
): FactorGiving {
  const isPending = ({ factor }: CustomerSession) => factor === 'pending';

  const record = (
    db: Connection,
    { viewer, method }: CustomerSession,
    action: string,
    factor: string,
    { ip, userAgent }: Origin,
  ) =>
    activity.record(db, {
      actor: { kind: 'customer', id: viewer.contactId, name: viewer.contactName },
      action,
      subject: { kind: 'contact', id: viewer.contactId },
      portalKey: viewer.portal.key,
      changes: {
        method: { before: '', after: action === 'session.started' ? method : factor },
        factor: { before: '', after: factor },
        ip: { before: '', after: ip },
        device: { before: '', after: deviceLine(userAgent) },
      },
    });

  async function accept(
    db: Connection,
    session: CustomerSession,
    factor: TypedFactor | 'passkey',
    origin: Origin,
  ): Promise<string> {
    const { viewer } = session;
    const now = runtime.now();
    if (!isPending(session)) {
      const token = await sessions.rotateProven(db, viewer);
      if (token !== '') {
        await closeTokens(db, 'proof', viewer.contactKey, now);
        await record(db, session, 'proof.given', factor, origin);
      }
      return token;
    }
    const token = await sessions.rotateProven(db, viewer, factor);
    if (token === '') return '';
    await markSignedInAt(db, viewer.contactKey, viewer.portal.key, now);
    await record(db, session, 'session.started', factor, origin);
    return token;
  }

  /** Uses up what was typed, in the transaction that lets its owner go on. */
  async function use(
    db: Connection,
    session: CustomerSession,
    way: TypedFactor,
    typed: string,
  ): Promise<'right' | 'wrong' | 'used'> {
    const { contactKey } = session.viewer;
    if (way === 'recovery') {
      const code = readRecoveryCode(typed);
      const left = code === '' ? null : await takeRecoveryCode(db, contactKey, hashOfCode(code));
      if (left === null) return 'wrong';
      await mails.tell(db, session, 'recovery');
      return 'right';
    }
    const factor = await findFactor(db, contactKey);
    const key =
      (factor?.confirmedAt ?? 0) > 0 ? secrets.open(TOTP_SECRET, factor?.secret ?? '') : null;
    const code = readAppCode(typed);
    // A secret that cannot be opened opens nothing: its codes are refused, never skipped.
    const step = key === null || code === '' ? null : totpStep(key, code, runtime.now());
    if (step === null) return 'wrong';
    return (await takeStep(db, contactKey, step)) ? 'right' : 'used';
  }

  return {
    accept,

    async give(session, way, typed, origin) {
      needOwn(session.viewer);
      if (!isPending(session) && !(await isFactorOn(runtime.db, session.viewer.contactKey)))
        return { outcome: 'wrong' };
      const tried = await tries.take(session, way === 'app');
      if (tried.outcome === 'limited') return tried;
      if (tried.outcome === 'over') return outOfTries(session);
      try {
        const answer = await runtime.transaction(async (db): Promise<FactorGiven> => {
          const outcome = await use(db, session, way, typed);
          if (outcome !== 'right') return { outcome };
          const token = await accept(db, session, way, origin);
          if (token === '') throw new SessionGone();
          return { outcome: 'given', token };
        });
        if (answer.outcome === 'given') {
          await tries.forgive(session);
          return answer;
        }
        await refuse(session, way, origin, tried.ofContact === TRIES_OF_CONTACT && way === 'app');
        const isLast = tried.ofSession >= TRIES_OF_SESSION;
        return isLast && isPending(session) ? await outOfTries(session) : answer;
      } catch (error) {
        if (error instanceof SessionGone) return { outcome: 'over' };
        throw error;
      }
    },
  };

  /** One that waits for its second factor ends; whoever is signed in waits. */
  async function outOfTries(session: CustomerSession): Promise<FactorGiven> {
    if (!isPending(session)) return { outcome: 'limited', retryAfter: 60 * 60 * 1000 };
    await runtime.transaction((db) => endSession(db, session.viewer.sessionKey));
    return { outcome: 'over' };
  }

  /** The last of an hour is told to whoever has the account: somebody else knows how the first step is done. */
  async function refuse(
    session: CustomerSession,
    way: TypedFactor,
    origin: Origin,
    isLastOfAll: boolean,
  ): Promise<void> {
    const mayRecord = await limits.mayRecord();
    if (!mayRecord && !isLastOfAll) return;
    await runtime.transaction(async (db) => {
      await record(db, session, 'second-factor.failed', way, origin);
      if (!isLastOfAll) return;
      await record(db, session, 'second-factor.locked', way, origin);
      await mails.tell(db, session, 'tried');
    });
  }
}
