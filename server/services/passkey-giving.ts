import { SYSTEM, type Activity } from './activity';
import type { FactorGiven, FactorGiving } from './factor-giving';
import type { Limits } from './limits';
import type { OwnPurpose, PasskeyChecks } from './passkey-checks';
import { needOwn } from './refusals';
import type { Runtime } from './runtime';
import type { CustomerSession, SignInOrigin } from './types';

/** A passkey beside another way in, at sign-in, and as the proof of who is signed in (services/factor-giving.ts). */
export interface PasskeyGiving {
  /** What the browser is to have signed; null for somebody without a passkey on this host. */
  options(session: CustomerSession): Promise<object | null>;
  /** `posted` is what it sent. */
  give(
    session: CustomerSession,
    posted: string,
    origin: Pick<SignInOrigin, 'ip' | 'userAgent'>,
  ): Promise<FactorGiven>;
}

const purposeOf = ({ factor }: CustomerSession): OwnPurpose =>
  factor === 'pending' ? 'factor' : 'proof';

/** What was used up stays so, but nothing else of what had begun. */
class SessionGone extends Error {}

export function createPasskeyGiving(
  runtime: Runtime,
  limits: Limits,
  activity: Activity,
  checks: PasskeyChecks,
  giving: Pick<FactorGiving, 'accept'>,
): PasskeyGiving {
  async function refuse({ viewer }: CustomerSession): Promise<FactorGiven> {
    if (await limits.mayRecord())
      await runtime.transaction((db) =>
        activity.record(db, {
          actor: SYSTEM,
          action: 'passkey.refused',
          subject: { kind: 'contact', id: viewer.contactId },
          portalKey: viewer.portal.key,
        }),
      );
    return { outcome: 'wrong' };
  }

  return {
    options: (session) => checks.ownOptions(session, purposeOf(session)),

    async give(session, posted, origin) {
      needOwn(session.viewer);
      const check = await checks.checkOwn(session, purposeOf(session), posted, origin.ip);
      if (check.outcome === 'limited') return check;
      if (check.outcome === 'refused') return refuse(session);
      try {
        const token = await runtime.transaction(async (db) => {
          if (!(await checks.use(db, check.checked))) return null;
          const next = await giving.accept(db, session, 'passkey', origin);
          if (next === '') throw new SessionGone();
          return next;
        });
        return token === null ? await refuse(session) : { outcome: 'given', token };
      } catch (error) {
        if (error instanceof SessionGone) return { outcome: 'over' };
        throw error;
      }
    },
  };
}
