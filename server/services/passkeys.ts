import { createHmac } from 'node:crypto';
import { deviceLine } from '../rules/device-name';
import { MOST_PASSKEYS, passkeyHost, passkeyName } from '../rules/passkeys';
import type { Connection } from '../store/connection';
import { lockContacts } from '../store/contacts';
import {
  addPasskey,
  countPasskeys,
  isCredentialTaken,
  listCredentials,
  listPasskeys,
  nameOfPasskey,
  removePasskey,
  renamePasskey,
  type PasskeyView,
} from '../store/passkeys';
import type { Activity } from './activity';
import type { FactorMails } from './factor-mails';
import type { Limits } from './limits';
import type { Mails } from './mails';
import type { ChallengeUse, PasskeyChallenges } from './passkey-challenges';
import { needProof } from './proofs';
import { onlyProviders } from './provider-choice';
import { needOwn } from './refusals';
import { sha256, type Runtime } from './runtime';
import type { SecondFactors } from './second-factors';
import type { CustomerSession, CustomerViewer } from './types';
import { checkMade, makingOptions, readMade } from './webauthn';

export type { PasskeyView };

export type PasskeyAdded =
  | { outcome: 'added'; id: string }
  /** Not made here and now, not by this device, or there already. */
  | { outcome: 'refused' }
  /** There are as many as somebody may have. */
  | { outcome: 'full' }
  | { outcome: 'limited'; /** ms */ retryAfter: number };

export type PasskeyRemoved =
  | 'removed'
  /** It was the last means of a second factor, which is off by now. */
  | 'removed-last'
  /** The same, and the portal asks for a second factor: it stays. */
  | 'required'
  | 'unknown';

/** A person's own passkeys at the host of the portal. */
export interface Passkeys {
  /** Of all hosts. */
  count(contactKey: number): Promise<number>;
  /** Whether the person may add some: the portal takes them, and no provider alone vouches for the person. */
  mayAdd(session: CustomerSession): boolean;
  list(session: CustomerSession): Promise<PasskeyView[]>;
  /** What the browser makes one of; null where nobody may. 403 without a fresh proof. */
  addingOptions(session: CustomerSession): Promise<object | null>;
  /** `posted` is what the browser sent; it is named after browser and system. 403 without a fresh proof. */
  add(
    session: CustomerSession,
    made: { posted: string; ip: string; userAgent: string },
  ): Promise<PasskeyAdded>;
  /** false where there is no such passkey, or no name. */
  rename(session: CustomerSession, id: string, name: string): Promise<boolean>;
  /** 403 without a fresh proof. */
  remove(session: CustomerSession, id: string): Promise<PasskeyRemoved>;
}

export function createPasskeys(
  runtime: Runtime,
  limits: Limits,
  mails: Pick<Mails, 'hurry'>,
  factorMails: FactorMails,
  activity: Activity,
  challenges: PasskeyChallenges,
  factors: Pick<SecondFactors, 'state' | 'turnOffWithoutMeans'>,
): Passkeys {
  const hostOf = ({ portal }: CustomerViewer) => passkeyHost(portal.domain.origin);

  const useOf = ({ viewer, id }: CustomerSession): ChallengeUse => ({
    purpose: 'add',
    portal: viewer.portal,
    sessionId: id,
  });

  /** What devices keep the passkey under: the same for ever, and it says nothing of the person. */
  const handleOf = ({ contactId }: CustomerViewer): Uint8Array<ArrayBuffer> =>
    Uint8Array.from(
      createHmac('sha256', runtime.keyFor('passkey-handle')).update(contactId).digest(),
    );

  const mayAdd = ({ viewer, address }: CustomerSession): boolean =>
    viewer.portal.settings.access.passkeys &&
    hostOf(viewer) !== '' &&
    onlyProviders(viewer.portal, address) === null;

  const record = (
    db: Connection,
    { viewer }: CustomerSession,
    action: string,
    changes: Record<string, { before: string; after: string }> = {},
  ) =>
    activity.record(db, {
      actor: { kind: 'customer', id: viewer.contactId, name: viewer.contactName },
      action,
      subject: { kind: 'contact', id: viewer.contactId },
      portalKey: viewer.portal.key,
      changes,
    });

  async function refuse(session: CustomerSession): Promise<PasskeyAdded> {
    if (await limits.mayRecord())
      await runtime.transaction((db) => record(db, session, 'passkey.refused'));
    return { outcome: 'refused' };
  }

  return {
    count: (contactKey) => countPasskeys(runtime.db, contactKey),
    mayAdd,
    list: ({ viewer }) => listPasskeys(runtime.db, viewer.contactKey, hostOf(viewer)),

    async addingOptions(session) {
      const { viewer } = session;
      needProof(session, runtime.now());
      if (!mayAdd(session)) return null;
      const { contactKey, contactName, portal } = viewer;
      const known = await listCredentials(runtime.db, contactKey, hostOf(viewer));
      if (known.length >= MOST_PASSKEYS) return null;
      return makingOptions({
        host: hostOf(viewer),
        company: portal.company,
        person: { handle: handleOf(viewer), address: session.address, name: contactName },
        challenge: challenges.make(useOf(session)),
        known,
      });
    },

    async add(session, { posted, ip, userAgent }) {
      const { viewer } = session;
      needProof(session, runtime.now());
      if (!mayAdd(session)) return refuse(session);
      const wait = await limits.takeIp('passkey', ip);
      if (wait > 0) return { outcome: 'limited', retryAfter: wait };
      const host = hostOf(viewer);
      const use = useOf(session);
      const place = {
        host,
        origin: viewer.portal.domain.origin,
        isOurs: (challenge: string) => challenges.isFor(use, challenge),
      };
      const read = readMade(posted);
      const made = read && (await checkMade(place, read));
      if (!made) return refuse(session);
      await limits.giveBackIp('passkey', ip);
      const credentialHash = sha256(made.credential);
      const name = passkeyName(deviceLine(userAgent));
      const answer = await runtime.transaction(async (db): Promise<PasskeyAdded> => {
        // Two at once are counted one after the other.
        await lockContacts(db, [viewer.contactId]);
        if ((await countPasskeys(db, viewer.contactKey, host)) >= MOST_PASSKEYS)
          return { outcome: 'full' };
        if (!(await challenges.take(db, use, made.challenge))) return { outcome: 'refused' };
        if (await isCredentialTaken(db, credentialHash)) return { outcome: 'refused' };
        const id = await addPasskey(db, {
          ...made,
          contactKey: viewer.contactKey,
          name,
          host,
          credentialHash,
          now: runtime.now(),
        });
        await record(db, session, 'passkey.added', { name: { before: '', after: name } });
        await factorMails.tell(db, session, 'passkeyAdded');
        return { outcome: 'added', id };
      });
      if (answer.outcome === 'refused') return refuse(session);
      mails.hurry();
      return answer;
    },

    async rename(session, id, typed) {
      const { viewer } = session;
      needOwn(viewer);
      const name = passkeyName(typed);
      if (name === '') return false;
      return runtime.transaction(async (db) => {
        const { contactKey } = viewer;
        const before = await renamePasskey(db, contactKey, hostOf(viewer), { id, name });
        if (before === null) return false;
        if (before !== name)
          await record(db, session, 'passkey.renamed', { name: { before, after: name } });
        return true;
      });
    },

    async remove(session, id) {
      const { viewer } = session;
      needProof(session, runtime.now());
      const { contactKey } = viewer;
      const host = hostOf(viewer);
      const factor = await factors.state(viewer);
      const isNeeded = factor.isOn && !factor.hasApp && factor.isRequired;
      const outcome = await runtime.transaction(async (db): Promise<PasskeyRemoved> => {
        await lockContacts(db, [viewer.contactId]);
        const name = await nameOfPasskey(db, contactKey, host, id);
        if (name === null) return 'unknown';
        if (isNeeded && (await countPasskeys(db, contactKey)) === 1) return 'required';
        await removePasskey(db, contactKey, host, id);
        await record(db, session, 'passkey.removed', { name: { before: name, after: '' } });
        await factorMails.tell(db, session, 'passkeyRemoved');
        return (await factors.turnOffWithoutMeans(db, viewer)) ? 'removed-last' : 'removed';
      });
      mails.hurry();
      return outcome;
    },
  };
}
