import { passkeyHost } from '../rules/passkeys';
import { number, type Row } from '../store/connection';
import { findForSignIn } from '../store/people';
import { standingOf, type Entered, type Entrance } from './entrance';
import { isConfirmedEnough } from './host-accounts';
import type { Limits } from './limits';
import type { PasskeyChecks } from './passkey-checks';
import { onlyProviders } from './provider-choice';
import { sha256, type Runtime } from './runtime';
import type { PortalRecord, SignInOrigin } from './types';

export type PasskeySignedIn =
  | ({ outcome: 'signed-in' } & Entered)
  /** It is the person, and somebody has yet to approve the registration. */
  | { outcome: 'waiting' }
  | { outcome: 'refused' }
  | { outcome: 'limited'; /** ms */ retryAfter: number };

/** Sign-in by a passkey and nothing else: what the device asks of its owner is the second factor. */
export interface PasskeySignIn {
  /** Whether the portal lets people in by one, on a host where browsers have some. */
  isOffered(portal: PortalRecord): boolean;
  /** What the browser is to have signed; null where it is not offered. */
  options(portal: PortalRecord): Promise<object | null>;
  enter(
    input: { portal: PortalRecord; posted: string; remember: boolean } & SignInOrigin,
  ): Promise<PasskeySignedIn>;
}

export function createPasskeySignIn(
  runtime: Runtime,
  limits: Limits,
  checks: PasskeyChecks,
  entrance: Entrance,
): PasskeySignIn {
  const isOffered = ({ settings, domain }: PortalRecord): boolean =>
    settings.access.passkeys && passkeyHost(domain.origin) !== '';

  return {
    isOffered,

    options: (portal) => (isOffered(portal) ? checks.anyOptions(portal) : Promise.resolve(null)),

    async enter({ portal, posted, remember, ...origin }) {
      if (!isOffered(portal)) return { outcome: 'refused' };
      const refuse = async (person: Row | null): Promise<PasskeySignedIn> => {
        const refusal = [portal, person, 'passkey', origin.ip] as const;
        if (await limits.mayRecord())
          await runtime.transaction((db) =>
            entrance.recordRefusal(db, 'session.refused', ...refusal),
          );
        return { outcome: 'refused' };
      };
      const check = await checks.checkAny(portal, posted, origin.ip);
      if (check.outcome === 'limited') return check;
      if (check.outcome === 'refused') return refuse(null);
      const { checked } = check;
      const { address, contactKey } = checked.passkey;
      const person = await findForSignIn(runtime.db, portal.key, sha256(address));
      if (!person || number(person.contact_id) !== contactKey) return refuse(null);
      const isOpen =
        onlyProviders(portal, address) === null && (await isConfirmedEnough(runtime, person));
      const standing = isOpen ? standingOf(person, portal, address) : 'closed';
      if (standing === 'closed') return refuse(person);
      if (standing === 'waiting') return { outcome: 'waiting' };
      const session = { portal, method: 'passkey' as const, factor: 'passkey' as const };
      const entered = await runtime.transaction(async (db) =>
        (await checks.use(db, checked))
          ? entrance.enter(db, person, address, { ...session, isRemembered: remember, ...origin })
          : null,
      );
      return entered ? { outcome: 'signed-in', ...entered } : refuse(person);
    },
  };
}
