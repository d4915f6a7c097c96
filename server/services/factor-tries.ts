import { forgetFailures, giveBackTry, lastTryOf, takeTryOf } from '../store/password-failures';
import { sha256, type Runtime } from './runtime';
import type { CustomerSession } from './types';

const HOUR = 60 * 60 * 1000;
/** Wrong codes that one session may give. */
export const TRIES_OF_SESSION = 5;
/** Wrong codes of an app in an hour, in all sessions of a person: a million are guessed by nobody so. */
export const TRIES_OF_CONTACT = 20;

export type Tried =
  | {
      outcome: 'free';
      /** How many were tried by now, this one too. */ ofSession: number;
      ofContact: number;
    }
  /** The session has no try left. */
  | { outcome: 'over' }
  | { outcome: 'limited'; /** ms */ retryAfter: number };

/**
 * Tries at a second factor, counted before they are looked at, on all nodes and over restarts. Only who has given the first
 * factor comes here, so nobody else can use them up (attacks 28).
 */
export interface FactorTries {
  /** `isGuessable`: a code of an app, whose guesses are counted over all sessions; nobody guesses a recovery code. */
  take(session: CustomerSession, isGuessable: boolean): Promise<Tried>;
  /** Whoever knew a code begins anew. */
  forgive(session: CustomerSession): Promise<void>;
}

export function createFactorTries(runtime: Runtime): FactorTries {
  const ofSession = ({ id }: CustomerSession) => sha256(`second factor of session ${id}`);
  const ofContact = ({ viewer }: CustomerSession) =>
    sha256(`second factor of contact ${viewer.contactId}`);

  return {
    take(session, isGuessable) {
      const now = runtime.now();
      // In one transaction, so that of several at once each reads its own number: one of them is the last.
      return runtime.transaction(async (db): Promise<Tried> => {
        const take = (key: string, most: number) => takeTryOf(db, key, most, now - HOUR, now);
        const inSession = await take(ofSession(session), TRIES_OF_SESSION);
        if (inSession === 0) return { outcome: 'over' };
        const inAll = isGuessable ? await take(ofContact(session), TRIES_OF_CONTACT) : 1;
        if (inAll > 0) return { outcome: 'free', ofSession: inSession, ofContact: inAll };
        await giveBackTry(db, ofSession(session));
        const last = await lastTryOf(db, ofContact(session));
        return { outcome: 'limited', retryAfter: Math.max(1000, last + HOUR - now) };
      });
    },
    async forgive(session) {
      await forgetFailures(runtime.db, ofSession(session));
      await forgetFailures(runtime.db, ofContact(session));
    },
  };
}
