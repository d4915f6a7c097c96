import type { PasskeyPurpose } from '../contracts/passkeys';
import { isCounterGood, passkeyHost } from '../rules/passkeys';
import type { Connection } from '../store/connection';
import { findPasskey, listCredentials, noteUse, type StoredPasskey } from '../store/passkeys';
import { SYSTEM, type Activity } from './activity';
import type { Limits } from './limits';
import type { ChallengeUse, PasskeyChallenges } from './passkey-challenges';
import { sha256, type Runtime } from './runtime';
import type { CustomerSession, PortalRecord } from './types';
import { checkSigned, readSigned, signingOptions, type Signed } from './webauthn';

/** A signature that is good, and not yet used: `use` does that, in the transaction of what it opens. */
export interface CheckedPasskey {
  passkey: StoredPasskey;
  signed: Signed;
  challenge: ChallengeUse;
}

export type PasskeyCheck =
  | { outcome: 'good'; checked: CheckedPasskey }
  /** Unknown, of somebody else, of another host, too late, for something else, or not signed by it: nobody is told which. */
  | { outcome: 'refused' }
  | { outcome: 'limited'; /** ms */ retryAfter: number };

/** A second proof beside another way in, or the proof of who is signed in. */
export type OwnPurpose = Extract<PasskeyPurpose, 'factor' | 'proof'>;

export interface PasskeyChecks {
  /** For a browser: by any passkey of the host, so that nobody learns who has one. Only on a host where there can be some. */
  anyOptions(portal: PortalRecord): Promise<object>;
  /** By one of the person's own; null when there is none on this host. */
  ownOptions(session: CustomerSession, purpose: OwnPurpose): Promise<object | null>;
  /** Of the sign-in page; `posted` is what a browser sent. */
  checkAny(portal: PortalRecord, posted: string, ip: string): Promise<PasskeyCheck>;
  /** A passkey of somebody else is refused as an unknown one. */
  checkOwn(
    session: CustomerSession,
    purpose: OwnPurpose,
    posted: string,
    ip: string,
  ): Promise<PasskeyCheck>;
  /** Uses a signature up; false when it was used before, or when its count says that the passkey was copied. */
  use(db: Connection, checked: CheckedPasskey): Promise<boolean>;
}

/** Beside another proof a touch is enough; where a passkey is the only one, its owner must be known to the device. */
const needsPerson = (purpose: PasskeyPurpose): boolean => purpose !== 'factor';

export function createPasskeyChecks(
  runtime: Runtime,
  limits: Limits,
  challenges: PasskeyChallenges,
  activity: Activity,
): PasskeyChecks {
  async function check(
    use: ChallengeUse,
    portal: PortalRecord,
    posted: string,
    ip: string,
    ownerKey?: number,
  ): Promise<PasskeyCheck> {
    const wait = await limits.takeIp('passkey', ip);
    if (wait > 0) return { outcome: 'limited', retryAfter: wait };
    const host = passkeyHost(portal.domain.origin);
    const read = readSigned(posted);
    const found = read && host !== '' ? await findPasskey(runtime.db, host, sha256(read.id)) : null;
    const passkey = found && (ownerKey ?? found.contactKey) === found.contactKey ? found : null;
    if (!read || !passkey) return { outcome: 'refused' };
    const place = {
      host,
      origin: portal.domain.origin,
      isOurs: (challenge: string) => challenges.isFor(use, challenge),
    };
    const signed = await checkSigned(place, passkey, read, needsPerson(use.purpose));
    if (!signed) return { outcome: 'refused' };
    await limits.giveBackIp('passkey', ip);
    return { outcome: 'good', checked: { passkey, signed, challenge: use } };
  }

  const anyUse = (portal: PortalRecord): ChallengeUse => ({
    purpose: 'sign-in',
    portal,
    sessionId: '',
  });
  const ownUse = ({ viewer, id }: CustomerSession, purpose: OwnPurpose): ChallengeUse => ({
    purpose,
    portal: viewer.portal,
    sessionId: id,
  });

  return {
    anyOptions: (portal) =>
      signingOptions({
        host: passkeyHost(portal.domain.origin),
        challenge: challenges.make(anyUse(portal)),
        needsPerson: true,
      }),

    async ownOptions(session, purpose) {
      const { contactKey, portal } = session.viewer;
      const host = passkeyHost(portal.domain.origin);
      const allowed = host === '' ? [] : await listCredentials(runtime.db, contactKey, host);
      if (allowed.length === 0) return null;
      return signingOptions({
        host,
        challenge: challenges.make(ownUse(session, purpose)),
        allowed,
        needsPerson: needsPerson(purpose),
      });
    },

    checkAny: (portal, posted, ip) => check(anyUse(portal), portal, posted, ip),

    checkOwn: (session, purpose, posted, ip) =>
      check(ownUse(session, purpose), session.viewer.portal, posted, ip, session.viewer.contactKey),

    async use(db, { passkey, signed, challenge }) {
      if (!(await challenges.take(db, challenge, signed.challenge))) return false;
      const { counter, isSynced } = signed;
      const now = runtime.now();
      if (await noteUse(db, passkey.key, { counter, isSynced, now })) return true;
      if (isCounterGood(passkey.counter, counter)) return false;
      await activity.record(db, {
        actor: SYSTEM,
        action: 'passkey.counter-went-back',
        subject: { kind: 'contact', id: passkey.contactId },
        portalKey: challenge.portal.key,
        changes: { count: { before: String(passkey.counter), after: String(counter) } },
      });
      return false;
    },
  };
}
