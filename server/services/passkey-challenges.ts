import { randomToken, sha256, type Runtime } from './runtime';
import type { PasskeyPurpose } from '../contracts/passkeys';
import { takeOnce } from '../store/tokens';
import type { Connection } from '../store/connection';
import type { Secrets } from './secrets';

/** ms; whoever takes longer to find the device begins anew. */
export const CHALLENGE_LIFETIME = 5 * 60 * 1000;

/** What a challenge is for, and nothing else. */
export interface ChallengeUse {
  purpose: PasskeyPurpose;
  portal: { id: string; key: number };
  /** Public id of the session; '' at the sign-in page, where there is none. */
  sessionId: string;
}

interface Sealed {
  purpose: string;
  portal: string;
  session: string;
  /** Epoch ms. */
  at: number;
  /** So that no two are alike. */
  salt: string;
}

export interface PasskeyChallenges {
  /** The bytes that a passkey is to sign. */
  make(use: ChallengeUse): Uint8Array<ArrayBuffer>;
  /** Whether what was signed (base64url) is a challenge of ours for this use, and not too old. */
  isFor(use: ChallengeUse, challenge: string): boolean;
  /** In the transaction of what follows: false for all but the first who come with it, on whichever node. */
  take(db: Connection, use: ChallengeUse, challenge: string): Promise<boolean>;
}

/**
 * Nothing is stored for a page that is only looked at: a challenge carries what it is for, sealed, and comes back inside of
 * what was signed. Only one that was answered is kept, until it is too old anyway.
 */
export function createPasskeyChallenges(runtime: Runtime, secrets: Secrets): PasskeyChallenges {
  return {
    make({ purpose, portal, sessionId }) {
      const sealed: Sealed = {
        purpose,
        portal: portal.id,
        session: sessionId,
        at: runtime.now(),
        salt: randomToken(),
      };
      const bytes = Buffer.from(secrets.seal('passkey-challenge', JSON.stringify(sealed)));
      return Uint8Array.from(bytes);
    },

    isFor({ purpose, portal, sessionId }, challenge) {
      const text = Buffer.from(challenge, 'base64url').toString('utf8');
      const opened = secrets.open('passkey-challenge', text);
      if (opened === null) return false;
      const sealed = JSON.parse(opened) as Sealed;
      const age = runtime.now() - sealed.at;
      return (
        age < CHALLENGE_LIFETIME &&
        sealed.purpose === purpose &&
        sealed.portal === portal.id &&
        sealed.session === sessionId
      );
    },

    take(db, { portal }, challenge) {
      const now = runtime.now();
      // What is signed are bytes: another spelling of them in base64url must not be another challenge.
      const text = Buffer.from(challenge, 'base64url').toString('base64url');
      return takeOnce(db, {
        tokenHash: sha256(`passkey ${text}`),
        portalKey: portal.key,
        now,
        expiresAt: now + CHALLENGE_LIFETIME,
      });
    },
  };
}
