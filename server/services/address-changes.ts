import { normaliseAddress } from '../rules/address';
import { mayRegister } from '../rules/registration';
import { findAccountAt, setProvenEmail } from '../store/accounts';
import { jsonOf, number, text, type Connection, type Row } from '../store/connection';
import { findAnyContact, findOwnerOf, lockContacts } from '../store/contacts';
import { forgetDevices } from '../store/known-devices';
import { removeMails, takeBackMails } from '../store/outbox';
import { moveMembershipAddress } from '../store/people';
import { endAllSessions } from '../store/sessions';
import {
  addToken,
  closeTokensOfContact,
  closeTokens,
  findOpenToken,
  noteInToken,
  removeTokenOfNobody,
  useUp,
  type TokenPurpose,
} from '../store/tokens';
import type { AccessSweep } from './access-sweep';
import type { Activity } from './activity';
import { joinByDomain } from './company-joining';
import { nobodyKey, type Mails } from './mails';
import { needProof } from './proofs';
import { onlyProviders } from './provider-choice';
import { isToken, randomToken, sha256, type Runtime } from './runtime';
import type { Sessions } from './sessions';
import type { Limits } from './limits';
import type { CustomerSession, CustomerViewer, PortalRecord } from './types';

/** ms */
const LIFETIME = 24 * 60 * 60 * 1000;

/** What a mailed link of a change shows to whoever opens it. */
export interface OpenChange {
  /** Of the one who holds the new address, or of the one who has the old one. */
  side: 'new' | 'old';
  name: string;
  from: string;
  to: string;
  /** The other address has agreed already: agreeing here changes it. */
  isLast: boolean;
}

export type AddressAsked =
  | { outcome: 'asked' }
  /** Message key of the site. */
  | {
      outcome: 'refused';
      problem:
        | 'error.address'
        | 'error.addressSame'
        | 'error.addressDomain'
        /** An identity provider names it, at every sign-in. */
        | 'error.addressProvider';
    }
  | { outcome: 'limited'; /** ms */ retryAfter: number };

export type AddressAnswered =
  /** The link opens nothing: over, used, of another portal or of somebody else. */
  | { outcome: 'closed' }
  | { outcome: 'agreed' | 'stopped' }
  /** `token`: the session of whoever answered goes on under it; '' where that browser had none. */
  | { outcome: 'changed'; token: string };

/** A customer's own change of address: nothing changes before the old and the new one have agreed. */
export interface AddressChanges {
  /**
   * Mails a link to both addresses. Where the new one is taken the answer is the same, nobody is mailed there, and so it
   * never changes. 403 without a fresh proof (services/proofs.ts).
   */
  ask(session: CustomerSession, input: { address: string; ip: string }): Promise<AddressAsked>;
  /** `viewer`: who is signed in where the link is opened; a link of somebody else opens nothing there. */
  find(
    portal: PortalRecord,
    token: string,
    viewer: CustomerViewer | null,
  ): Promise<OpenChange | null>;
  agree(
    portal: PortalRecord,
    token: string,
    viewer: CustomerViewer | null,
  ): Promise<AddressAnswered>;
  stop(
    portal: PortalRecord,
    token: string,
    viewer: CustomerViewer | null,
  ): Promise<AddressAnswered>;
}

interface Data {
  from: string;
  to: string;
  /** Hash of the other address's token. */
  other: string;
  hasOtherAgreed: string;
}

const SIDES = [
  ['address-change', 'new'],
  ['address-undo', 'old'],
] as const satisfies [TokenPurpose, OpenChange['side']][];

export function createAddressChanges(
  runtime: Runtime,
  limits: Limits,
  mails: Mails,
  activity: Activity,
  accessSweep: AccessSweep,
  sessions: Sessions,
): AddressChanges {
  interface Found {
    row: Row;
    side: OpenChange['side'];
    data: Data;
  }

  async function findOpen(
    db: Connection,
    portal: PortalRecord,
    token: string,
    viewer: CustomerViewer | null,
  ): Promise<Found | null> {
    if (!isToken(token)) return null;
    for (const [purpose, side] of SIDES) {
      const row = await findOpenToken(db, purpose, sha256(token), portal.key, runtime.now());
      if (!row) continue;
      if (viewer && (viewer.isReadOnly || viewer.contactKey !== number(row.contact_id)))
        return null;
      return { row, side, data: readData(row) };
    }
    return null;
  }

  const record = (
    db: Connection,
    portal: PortalRecord,
    person: { id: string; name: string },
    action: string,
    changes: Record<string, { before: string; after: string }> = {},
  ) =>
    activity.record(db, {
      actor: { kind: 'customer', ...person },
      action,
      subject: { kind: 'contact', id: person.id },
      portalKey: portal.key,
      changes,
    });

  const personOf = (row: Row) => ({ id: text(row.document_id), name: text(row.name) });

  /** Whether nobody else has the address, as contact or as account of the site. */
  async function isFree(db: Connection, address: string, contactKey: number, userKey: number) {
    const owner = await findOwnerOf(db, sha256(address));
    const account = await findAccountAt(db, address);
    return (
      (owner === null || owner.key === contactKey) && (account === null || account.key === userKey)
    );
  }

  async function queue(
    db: Connection,
    session: CustomerSession,
    mail: { purpose: 'address-change' | 'address-undo'; to: string; data: Data; token: string },
    isKept: boolean,
  ): Promise<void> {
    const { viewer } = session;
    const now = runtime.now();
    await addToken(db, {
      purpose: isKept ? mail.purpose : 'nothing',
      tokenHash: sha256(mail.token),
      contactKey: isKept ? viewer.contactKey : null,
      portalKey: viewer.portal.key,
      now,
      expiresAt: now + LIFETIME,
      address: mail.to,
      data: { ...mail.data },
    });
    // A mail that still waits would go to the address, and with the link, of before.
    const key = `${mail.purpose}:${viewer.contactId}`;
    await takeBackMails(db, key);
    await mails.queue(db, {
      template: mail.purpose,
      language: session.language || viewer.portal.domain.primaryLanguage,
      to: isKept ? mail.to : '',
      payload: { portal: viewer.portal.key, token: mail.token, name: viewer.contactName },
      coalesceKey: isKept ? key : nobodyKey(mail.token),
    });
  }

  /** Both have agreed. False when the address was taken, or the account changed, meanwhile. */
  async function move(
    db: Connection,
    portal: PortalRecord,
    contactId: string,
    { from, to }: Data,
    keptSession: string,
  ): Promise<boolean> {
    const contact = await findAnyContact(db, contactId);
    if (!contact || number(contact.trashed_at) > 0 || text(contact.merged_into) !== '')
      return false;
    const contactKey = number(contact.id);
    const accountKey = number(contact.user_id);
    if (accountKey === 0 || normaliseAddress(text(contact.account_email)) !== from) return false;
    if (!(await isFree(db, to, contactKey, accountKey))) return false;
    const now = runtime.now();
    await moveMembershipAddress(db, contactKey, { address: to, addressHash: sha256(to), now });
    await setProvenEmail(db, accountKey, to);
    await closeTokensOfContact(db, contactKey, now);
    await forgetDevices(db, contactKey, keptSession);
    const person = personOf(contact);
    await joinByDomain(db, activity, { key: contactKey, ...person }, now);
    await accessSweep.followContact(db, contactKey);
    const changes = { address: { before: from, after: to } };
    await record(db, portal, person, 'contact.address-changed', changes);
    return true;
  }

  return {
    async ask(session, { address: typed, ip }) {
      const { viewer } = session;
      needProof(session, runtime.now());
      const to = normaliseAddress(typed);
      const from = normaliseAddress(session.address);
      if (onlyProviders(viewer.portal, from))
        return { outcome: 'refused', problem: 'error.addressProvider' };
      if (to === '') return { outcome: 'refused', problem: 'error.address' };
      if (to === from) return { outcome: 'refused', problem: 'error.addressSame' };
      const { control, registration } = viewer.portal.settings.access;
      // Whoever could not register with an address does not come to it by this way either.
      if (control === 'self-registration' && !mayRegister(to, registration))
        return { outcome: 'refused', problem: 'error.addressDomain' };
      const wait = await limits.take('reset', viewer.contactId, ip);
      if (wait > 0) return { outcome: 'limited', retryAfter: wait };
      const now = runtime.now();
      await runtime.transaction(async (db) => {
        await lockContacts(db, [viewer.contactId]);
        await closeTokens(db, 'address-change', viewer.contactKey, now);
        await closeTokens(db, 'address-undo', viewer.contactKey, now);
        const isKept = await isFree(db, to, viewer.contactKey, viewer.userKey);
        const tokens = { new: randomToken(), old: randomToken() };
        const data = (other: string) => ({ from, to, other: sha256(other), hasOtherAgreed: '' });
        await queue(
          db,
          session,
          { purpose: 'address-change', to, data: data(tokens.old), token: tokens.new },
          isKept,
        );
        await queue(
          db,
          session,
          { purpose: 'address-undo', to: from, data: data(tokens.new), token: tokens.old },
          true,
        );
        await removeTokenOfNobody(db, sha256(tokens.new));
        await removeMails(db, nobodyKey(tokens.new));
        const person = { id: viewer.contactId, name: viewer.contactName };
        const changes = { address: { before: from, after: to } };
        await record(db, viewer.portal, person, 'address-change.asked', changes);
      });
      return { outcome: 'asked' };
    },

    async find(portal, token, viewer) {
      const found = await findOpen(runtime.db, portal, token, viewer);
      if (!found) return null;
      const { row, side, data } = found;
      return {
        side,
        name: text(row.name),
        from: data.from,
        to: data.to,
        isLast: data.hasOtherAgreed !== '',
      };
    },

    async agree(portal, token, viewer) {
      const before = await findOpen(runtime.db, portal, token, viewer);
      if (!before) return { outcome: 'closed' };
      const { id, name } = personOf(before.row);
      const work = async (db: Connection): Promise<AddressAnswered> => {
        await lockContacts(db, [id]);
        // Read again behind the lock: both may agree at once, and the second of them changes it.
        const found = await findOpen(db, portal, token, viewer);
        if (!found || !(await useUp(db, sha256(token), runtime.now())))
          return { outcome: 'closed' };
        const { data, side } = found;
        const address = side === 'new' ? data.to : data.from;
        const changes = { address: { before: '', after: address } };
        await record(db, portal, { id, name }, 'address-change.agreed', changes);
        if (data.hasOtherAgreed === '') {
          await noteInToken(db, data.other, (known) => ({ ...known, hasOtherAgreed: 'yes' }));
          return { outcome: 'agreed' };
        }
        if (!(await move(db, portal, id, data, viewer?.sessionKey ?? '')))
          return { outcome: 'closed' };
        if (viewer) return { outcome: 'changed', token: await sessions.keepOnly(viewer) };
        await endAllSessions(db, number(found.row.contact_id));
        return { outcome: 'changed', token: '' };
      };
      try {
        return await runtime.transaction(work);
      } catch (error) {
        // Two contacts come to one address at once: the unique index lets one of them have it.
        const found = await findOpen(runtime.db, portal, token, viewer);
        if (found && (await findOwnerOf(runtime.db, sha256(found.data.to))))
          return { outcome: 'closed' };
        throw error;
      }
    },

    async stop(portal, token, viewer) {
      return runtime.transaction(async (db): Promise<AddressAnswered> => {
        const found = await findOpen(db, portal, token, viewer);
        if (!found || !(await useUp(db, sha256(token), runtime.now())))
          return { outcome: 'closed' };
        const contactKey = number(found.row.contact_id);
        for (const [purpose] of SIDES) await closeTokens(db, purpose, contactKey, runtime.now());
        const { from, to } = found.data;
        const changes = { address: { before: to, after: from } };
        await record(db, portal, personOf(found.row), 'address-change.stopped', changes);
        return { outcome: 'stopped' };
      });
    },
  };
}

function readData(row: Row): Data {
  const {
    from = '',
    to = '',
    other = '',
    hasOtherAgreed = '',
  } = jsonOf<Partial<Data>>(row.data, {});
  return { from, to, other, hasOtherAgreed };
}
