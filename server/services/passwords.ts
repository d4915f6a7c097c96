import { normaliseAddress } from '../rules/address';
import { findAccount, setPassword, setProvenPassword } from '../store/accounts';
import { number, text, type Connection, type Row } from '../store/connection';
import { forgetDevices, isKnownDevice } from '../store/known-devices';
import { removeMails } from '../store/outbox';
import { forgetFailures } from '../store/password-failures';
import { findForSignIn } from '../store/people';
import { isFactorOn } from '../store/second-factors';
import { endAllSessions } from '../store/sessions';
import {
  addToken,
  closeTokensOfContact,
  findOpenToken,
  removeTokenOfNobody,
  useUp,
} from '../store/tokens';
import type { Activity } from './activity';
import { refusalOfPassword } from './common-passwords';
import { standingOf } from './entrance';
import type { Limits } from './limits';
import { nobodyKey, type Mails } from './mails';
import { comparePassword, hashPassword, TooManyWaiting } from './password-hashing';
import { needProof } from './proofs';
import { providerFor } from './provider-choice';
import { needOwn } from './refusals';
import { isToken, randomToken, sha256, type Runtime } from './runtime';
import type { Sessions } from './sessions';
import { DEVICE_KNOWN_FOR, failuresKey } from './sign-in';
import type { CustomerSession, CustomerViewer, PasswordsService, PortalRecord } from './types';

/** HubSpot: a reset link works once, for 24 hours. */
const RESET_LIFETIME = 24 * 60 * 60 * 1000;

/**
 * Mails a link for a new password to `address`, in the transaction of its cause. Without `known` (store/people.ts,
 * `findForSignIn`) nobody gets one, by the same statements: their rows are gone before they are seen.
 */
export async function mailReset(
  db: Connection,
  runtime: Runtime,
  mails: Mails,
  portal: PortalRecord,
  address: string,
  known: Row | null,
): Promise<void> {
  const token = randomToken();
  const nobody = nobodyKey(token);
  await addToken(db, {
    purpose: known ? 'password-reset' : 'nothing',
    tokenHash: sha256(token),
    contactKey: known && number(known.contact_id),
    portalKey: portal.key,
    now: runtime.now(),
    expiresAt: runtime.now() + RESET_LIFETIME,
  });
  await mails.queue(db, {
    template: 'password-reset',
    language: text(known?.language) || portal.domain.primaryLanguage,
    to: known ? address : '',
    payload: { portal: portal.key, token, name: text(known?.name) },
    coalesceKey: known ? `reset:${portal.key}:${text(known.document_id)}` : nobody,
  });
  await removeTokenOfNobody(db, sha256(token));
  await removeMails(db, nobody);
}

export function createPasswords(
  runtime: Runtime,
  limits: Limits,
  mails: Mails,
  activity: Activity,
  sessions: Sessions,
): PasswordsService {
  async function findOpen(portal: PortalRecord, token: string): Promise<Row | null> {
    if (!isToken(token) || !portal.settings.access.password) return null;
    const hash = sha256(token);
    const row = await findOpenToken(runtime.db, 'password-reset', hash, portal.key, runtime.now());
    return row && !providerFor(portal, text(row.email)) ? row : null;
  }

  /** Whether a portal takes a password of somebody with this address. */
  const isTaken = (portal: PortalRecord, address: string): boolean =>
    portal.settings.access.password && !providerFor(portal, address);
  const mayHave = ({ viewer: { portal }, address }: CustomerSession): boolean =>
    isTaken(portal, address);

  /** Whoever has the mailbox hears of it, since it may have been somebody else. */
  const tellChanged = (
    db: Connection,
    portal: PortalRecord,
    to: string,
    { name, language }: { name: string; language: string },
  ) =>
    mails.queue(db, {
      template: 'password-changed',
      language: language || portal.domain.primaryLanguage,
      to,
      payload: { portal: portal.key, name },
    });

  /** The account's new password; its session goes on under the token that is returned, and no other one does. */
  async function put(
    db: Connection,
    viewer: CustomerViewer,
    hashed: string,
    action: string,
  ): Promise<string> {
    const account = await findAccount(db, viewer.userKey);
    await setPassword(db, viewer.userKey, hashed);
    await closeTokensOfContact(db, viewer.contactKey, runtime.now());
    await forgetDevices(db, viewer.contactKey, viewer.sessionKey);
    await tellChanged(db, viewer.portal, text(account?.email), {
      name: viewer.contactName,
      language: String(viewer.record.language ?? ''),
    });
    await activity.record(db, {
      actor: { kind: 'customer', id: viewer.contactId, name: viewer.contactName },
      action,
      subject: { kind: 'contact', id: viewer.contactId },
      portalKey: viewer.portal.key,
    });
    return sessions.keepOnly(viewer);
  }

  return {
    async askReset({ portal, address: typed, ip, deviceToken = '' }) {
      if (!portal.settings.access.password) return { outcome: 'asked' };
      const elsewhere = providerFor(portal, typed);
      if (elsewhere) return { outcome: 'elsewhere', provider: elsewhere.id };
      const address = normaliseAddress(typed);
      const wait = await limits.takeIp('reset', ip);
      if (wait > 0) return { outcome: 'limited', retryAfter: wait };
      const row = await findForSignIn(runtime.db, portal.key, sha256(address));
      const device = sha256(deviceToken);
      const since = runtime.now() - DEVICE_KNOWN_FOR;
      const isKnown = await isKnownDevice(runtime.db, device, number(row?.contact_id), since);
      const ownWait = isKnown
        ? await limits.takeMailOfDevice('reset', device)
        : await limits.takeMail('reset', failuresKey(typed), portal.key);
      if (ownWait > 0) return { outcome: 'limited', retryAfter: ownWait };
      const known = row && standingOf(row, portal, address) !== 'closed' ? row : null;
      await runtime.transaction((db) => mailReset(db, runtime, mails, portal, address, known));
      mails.hurry();
      return { outcome: 'asked' };
    },

    async isResetOpen(portal, token) {
      return (await findOpen(portal, token)) !== null;
    },

    async lookAtReset(portal, token) {
      const row = await findOpen(portal, token);
      return row && { name: text(row.name), address: text(row.email) };
    },

    async reset({ portal, token, password }) {
      const row = await findOpen(portal, token);
      if (!row) return { outcome: 'closed' };
      const owner = { name: text(row.name), address: text(row.email) };
      const problem = await refusalOfPassword(password, owner);
      if (problem !== '') return { outcome: 'refused', problem };
      const hashed = await hashPassword(password);
      const isDone = await runtime.transaction(async (db) => {
        if (!(await useUp(db, sha256(token), runtime.now()))) return false;
        // The link came by mail, so the address is proven as well.
        await setProvenPassword(db, number(row.user_id), hashed);
        await closeTokensOfContact(db, number(row.contact_id), runtime.now());
        await endAllSessions(db, number(row.contact_id));
        // Whoever asks for a new password may have lost the old one to somebody whose browser is remembered.
        await forgetDevices(db, number(row.contact_id));
        await forgetFailures(db, failuresKey(owner.address));
        await tellChanged(db, portal, owner.address, {
          name: owner.name,
          language: text(row.language),
        });
        const person = {
          kind: 'customer',
          id: text(row.document_id),
          name: text(row.name),
        } as const;
        await activity.record(db, {
          actor: person,
          action: 'password.reset',
          subject: { kind: 'contact', id: person.id },
          portalKey: portal.key,
        });
        return true;
      });
      return isDone ? { outcome: 'changed' } : { outcome: 'closed' };
    },

    async change({ session, current, password, ip }) {
      const { viewer } = session;
      needOwn(viewer);
      if (await isFactorOn(runtime.db, viewer.contactKey)) needProof(session, runtime.now());
      const wait = await limits.take('password', viewer.contactId, ip);
      if (wait > 0) return { outcome: 'limited', retryAfter: wait };
      const account = await findAccount(runtime.db, viewer.userKey);
      if (!isTaken(viewer.portal, text(account?.email))) return { outcome: 'wrong' };
      try {
        if (!(await comparePassword(current.slice(0, 200), text(account?.password))))
          return { outcome: 'wrong' };
      } catch (error) {
        if (error instanceof TooManyWaiting) return { outcome: 'limited', retryAfter: 5000 };
        throw error;
      }
      await limits.forgive('password', viewer.contactId, ip);
      const problem = await refusalOfPassword(password, {
        name: viewer.contactName,
        address: text(account?.email),
      });
      if (problem !== '') return { outcome: 'refused', problem };
      const hashed = await hashPassword(password);
      const token = await runtime.transaction((db) => put(db, viewer, hashed, 'password.changed'));
      return { outcome: 'changed', token };
    },

    mayHave,

    async has(viewer) {
      return text((await findAccount(runtime.db, viewer.userKey))?.password) !== '';
    },

    async set({ session, password }) {
      const { viewer } = session;
      needProof(session, runtime.now());
      if (!mayHave(session)) return { outcome: 'closed' };
      const owner = { name: viewer.contactName, address: session.address };
      const problem = await refusalOfPassword(password, owner);
      if (problem !== '') return { outcome: 'refused', problem };
      const hashed = await hashPassword(password);
      return runtime.transaction(async (db) => {
        const account = await findAccount(db, viewer.userKey);
        if (text(account?.password) !== '') return { outcome: 'closed' };
        return { outcome: 'changed', token: await put(db, viewer, hashed, 'password.set') };
      });
    },
  };
}
