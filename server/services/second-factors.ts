import { randomBytes } from 'node:crypto';
import { readAppCode, RECOVERY_CODES, recoveryCodeOf } from '../rules/recovery-codes';
import { isRequired as isFactorRequired } from '../rules/second-factor';
import { isInSomeGroup } from '../store/access-groups';
import type { Connection } from '../store/connection';
import { countPasskeys } from '../store/passkeys';
import {
  findFactor,
  isFactorOn,
  removeFactor,
  saveFactor,
  type FactorRecord,
} from '../store/second-factors';
import type { Activity } from './activity';
import type { FactorMails } from './factor-mails';
import { needProof } from './proofs';
import { sha256, type Runtime } from './runtime';
import { TOTP_SECRET, type Secrets } from './secrets';
import type { Sessions } from './sessions';
import { newTotpSecret, totpAddress, totpStep } from './totp';
import type { CustomerSession, CustomerViewer } from './types';

/** What the pages say of somebody's second factor. */
export interface FactorState {
  /** It is asked for at sign-in. */
  isOn: boolean;
  hasApp: boolean;
  /** The app's secret was sealed by a key that this installation does not have: its codes open nothing any more. */
  isAppLost: boolean;
  /** Recovery codes that still work. */
  codesLeft: number;
  /** The portal asks everybody, or somebody like this, for one: it cannot be turned off. */
  isRequired: boolean;
}

/** An app on its way: its key, and what it reads from the picture. */
export interface WaitingApp {
  key: string;
  address: string;
}

/** `token`: the session goes on under it; the codes are shown this once. */
export type FactorSet = { outcome: 'set'; token: string; codes: string[] };

/** The second factor: an authenticator app with recovery codes, and passkeys that count as one. */
export interface SecondFactors {
  /** Whether the contact is asked for one at sign-in. */
  isOn(contactKey: number): Promise<boolean>;
  state(viewer: CustomerViewer): Promise<FactorState>;
  /** A new secret waits for its first code; an app that is in use stays so until then. 403 without a fresh proof, as all below. */
  beginApp(session: CustomerSession): Promise<void>;
  /** The app that waits for its first code in the browser that began it; null for none. */
  waitingApp(session: CustomerSession): Promise<WaitingApp | null>;
  /** The first code is right: the app is asked for from now on, with recovery codes beside it. Other sessions end. */
  confirmApp(
    session: CustomerSession,
    code: string,
  ): Promise<FactorSet | { outcome: 'wrong' } | { outcome: 'closed' }>;
  /**
   * A passkey is to be asked for where somebody signs in otherwise; the caller has seen to it that there is one. `codes` is
   * empty where some are left from before. Other sessions end.
   */
  turnOnByPasskey(session: CustomerSession): Promise<FactorSet>;
  newCodes(session: CustomerSession): Promise<FactorSet | { outcome: 'closed' }>;
  /** Nothing is asked for any more; passkeys still sign in. Other sessions end. Not where the portal requires one. */
  turnOff(
    session: CustomerSession,
  ): Promise<{ outcome: 'off'; token: string } | { outcome: 'required' | 'closed' }>;
  /**
   * Without an app and without passkeys nothing can be asked for. In the transaction that removed a passkey; true when the
   * second factor was turned off by it. (Where the portal requires one, it asks to set one up.)
   */
  turnOffWithoutMeans(db: Connection, viewer: CustomerViewer): Promise<boolean>;
  /** Whether the portal asks somebody for a second factor. */
  isRequired(viewer: CustomerViewer): Promise<boolean>;
}

const waitingPurpose = ({ id }: CustomerSession) => `totp-waiting:${id}`;

const randomByte = () => randomBytes(1)[0] ?? 0;
const newCodes = () => Array.from({ length: RECOVERY_CODES }, () => recoveryCodeOf(randomByte));

export const hashOfCode = (code: string): string => sha256(`recovery code ${code}`);

export function createSecondFactors(
  runtime: Runtime,
  secrets: Secrets,
  activity: Activity,
  sessions: Pick<Sessions, 'keepOnly'>,
  mails: FactorMails,
): SecondFactors {
  const hasApp = (factor: FactorRecord | null) => (factor?.confirmedAt ?? 0) > 0;

  const record = (db: Connection, viewer: CustomerViewer, action: string, method = '') =>
    activity.record(db, {
      actor: { kind: 'customer', id: viewer.contactId, name: viewer.contactName },
      action,
      subject: { kind: 'contact', id: viewer.contactId },
      portalKey: viewer.portal.key,
      changes: method === '' ? {} : { factor: { before: '', after: method } },
    });

  async function isRequired({ portal, contactKey }: CustomerViewer): Promise<boolean> {
    const rule = portal.settings.access.secondFactor;
    const asksGroups = rule.required === 'groups';
    return isFactorRequired(
      rule,
      asksGroups && (await isInSomeGroup(runtime.db, contactKey, rule.groups)),
    );
  }

  return {
    isOn: (contactKey) => isFactorOn(runtime.db, contactKey),
    isRequired,

    async state(viewer) {
      const factor = await findFactor(runtime.db, viewer.contactKey);
      return {
        isOn: factor?.isOn ?? false,
        hasApp: hasApp(factor),
        isAppLost: hasApp(factor) && secrets.open(TOTP_SECRET, factor?.secret ?? '') === null,
        codesLeft: factor?.recoveryCodes.length ?? 0,
        isRequired: await isRequired(viewer),
      };
    },

    async beginApp(session) {
      needProof(session, runtime.now());
      const waitingSecret = secrets.seal(waitingPurpose(session), newTotpSecret());
      const { contactKey } = session.viewer;
      await runtime.transaction((db) =>
        saveFactor(db, contactKey, { waitingSecret }, runtime.now()),
      );
    },

    async waitingApp(session) {
      needProof(session, runtime.now());
      const { portal, contactKey } = session.viewer;
      const factor = await findFactor(runtime.db, contactKey);
      const key = secrets.open(waitingPurpose(session), factor?.waitingSecret ?? '');
      return key === null
        ? null
        : { key, address: totpAddress(key, portal.company, session.address) };
    },

    async confirmApp(session, typed) {
      needProof(session, runtime.now());
      const { viewer } = session;
      const now = runtime.now();
      const waiting = (await findFactor(runtime.db, viewer.contactKey))?.waitingSecret ?? '';
      const key = secrets.open(waitingPurpose(session), waiting);
      if (key === null) return { outcome: 'closed' };
      const code = readAppCode(typed);
      const step = code === '' ? null : totpStep(key, code, now);
      if (step === null) return { outcome: 'wrong' };
      const secret = secrets.seal(TOTP_SECRET, key);
      const codes = newCodes();
      return runtime.transaction(async (db) => {
        const values = {
          isOn: true,
          secret,
          waitingSecret: null,
          confirmedAt: now,
          lastStep: step,
          recoveryCodes: codes.map(hashOfCode),
        };
        await saveFactor(db, viewer.contactKey, values, now);
        await record(db, viewer, 'second-factor.turned-on', 'app');
        await mails.tell(db, session, 'on');
        const token = await sessions.keepOnly(viewer, 'app');
        return { outcome: 'set', token, codes };
      });
    },

    async turnOnByPasskey(session) {
      needProof(session, runtime.now());
      const { viewer } = session;
      const made = newCodes();
      return runtime.transaction(async (db) => {
        const left = (await findFactor(db, viewer.contactKey))?.recoveryCodes ?? [];
        const codes = left.length > 0 ? [] : made;
        const recoveryCodes = left.length > 0 ? left : made.map(hashOfCode);
        await saveFactor(db, viewer.contactKey, { isOn: true, recoveryCodes }, runtime.now());
        await record(db, viewer, 'second-factor.turned-on', 'passkey');
        await mails.tell(db, session, 'on');
        const token = await sessions.keepOnly(viewer, 'passkey');
        return { outcome: 'set', token, codes };
      });
    },

    async newCodes(session) {
      needProof(session, runtime.now());
      const { viewer } = session;
      const codes = newCodes();
      return runtime.transaction(async (db) => {
        if (!(await isFactorOn(db, viewer.contactKey))) return { outcome: 'closed' };
        const recoveryCodes = codes.map(hashOfCode);
        await saveFactor(db, viewer.contactKey, { recoveryCodes }, runtime.now());
        await record(db, viewer, 'second-factor.codes-made');
        await mails.tell(db, session, 'codes');
        return { outcome: 'set', token: await sessions.keepOnly(viewer), codes };
      });
    },

    async turnOff(session) {
      needProof(session, runtime.now());
      const { viewer } = session;
      if (await isRequired(viewer)) return { outcome: 'required' };
      return runtime.transaction(async (db) => {
        if (!(await isFactorOn(db, viewer.contactKey))) return { outcome: 'closed' };
        await removeFactor(db, viewer.contactKey);
        await record(db, viewer, 'second-factor.turned-off');
        await mails.tell(db, session, 'off');
        return { outcome: 'off', token: await sessions.keepOnly(viewer, 'none') };
      });
    },

    async turnOffWithoutMeans(db, viewer) {
      const factor = await findFactor(db, viewer.contactKey);
      if (!factor?.isOn || hasApp(factor)) return false;
      if ((await countPasskeys(db, viewer.contactKey)) > 0) return false;
      await removeFactor(db, viewer.contactKey);
      await record(db, viewer, 'second-factor.turned-off');
      return true;
    },
  };
}
