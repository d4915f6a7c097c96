import { normaliseAddress } from '../rules/address';
import { nameOfAccount } from '../rules/registration';
import { setProvenPassword } from '../store/accounts';
import { jsonOf, number, text, type Connection, type Row } from '../store/connection';
import { addContact, findForSignIn, isAddressTaken } from '../store/people';
import {
  findRegistrant,
  findSiteAccount,
  findSiteAccountAt,
  giveAccount,
  lockContact,
  type SiteAccount,
} from '../store/registration';
import { addToken, findOpenTokenOfAnybody, useUp } from '../store/tokens';
import type { AccessSweep } from './access-sweep';
import type { Activity } from './activity';
import { opensFor } from './admission';
import { joinByDomain } from './company-joining';
import { isConfirmationProof } from './host-accounts';
import type { Mails } from './mails';
import { openPortals } from './memberships';
import { hashPassword } from './password-hashing';
import { CONFIRMED_WITHIN } from './registration';
import {
  isMailedEnough,
  registrationMailKey,
  type RegistrationLimits,
} from './registration-limits';
import { providerFor } from './provider-choice';
import { isToken, randomToken, sha256, type Runtime } from './runtime';
import type { SessionStart } from './session-start';
import { mayEnter } from './sessions';
import type { PortalRecord, SignInOrigin } from './types';

/** What becomes of an account of the site whose owner has just proven who he is by its password, or by the site's token. */
export type Admission =
  /** The contact is there, and may enter: a row of `findForSignIn`. */
  | { outcome: 'admitted'; row: Row }
  /** Nobody has proven that the mailbox is his: a mail asks for it, and nothing was made. `browserToken` marks this browser. */
  | { outcome: 'confirm'; browserToken: string }
  | { outcome: 'refused' };

/** What the link of that mail opens. */
export interface OpenSiteAccount {
  address: string;
  name: string;
  /** The browser that knew the password opens the link, so the account keeps it; any other browser chooses a new one. */
  keepsPassword: boolean;
}

export interface SiteAccounts {
  /**
   * The account of the site at an address that no contact has, where the portal takes such accounts; asked at every
   * sign-in, so that known and unknown addresses send the same statements.
   */
  find(portal: PortalRecord, address: string): Promise<SiteAccount | null>;
  /** Lets such an account in, or not; its contact appears with that. `browserToken` is the browser's mark; '' for none. */
  admit(
    portal: PortalRecord,
    account: SiteAccount,
    asked: { language: string; browserToken: string },
  ): Promise<Admission>;
  /** A contact with an account that has no standing here yet (a row of `findForSignIn`): the row after it came in; null when it may not. */
  join(portal: PortalRecord, row: Row): Promise<Row | null>;
  findConfirming(
    portal: PortalRecord,
    token: string,
    browserToken: string,
  ): Promise<OpenSiteAccount | null>;
  /** Confirms the address; the session's token, or null when the link opens nothing (any more). `password` null is none. */
  confirm(input: {
    portal: PortalRecord;
    token: string;
    browserToken: string;
    password: string | null;
    language: string;
    origin: SignInOrigin;
  }): Promise<string | null>;
}

/** Accounts that the site had before the portal (users-permissions). None of them is changed but by its owner. */
export function createSiteAccounts(
  runtime: Runtime,
  limits: RegistrationLimits,
  mails: Mails,
  activity: Activity,
  accessSweep: AccessSweep,
  sessionStart: SessionStart,
): SiteAccounts {
  const isTaken = (portal: PortalRecord) => portal.settings.access.siteAccounts;

  /** The person of an account comes into the portal, in the transaction of what proved the address; throws when it may not. */
  async function letIn(
    db: Connection,
    portal: PortalRecord,
    account: SiteAccount,
    language: string,
  ): Promise<Row> {
    const now = runtime.now();
    const address = normaliseAddress(account.email);
    const addressHash = sha256(address);
    const found = await findRegistrant(db, portal.key, addressHash);
    if (address === '' || account.isBlocked || (found && (!found.isLiving || found.accountKey > 0)))
      throw new NotLetIn();
    const contact = found
      ? await takeContact(db, found.contactKey, account.key, addressHash)
      : await makeContact(db, account, address, language);
    await joinByDomain(db, activity, contact, now);
    await accessSweep.followContact(db, contact.key);
    if (!(await opensFor(db, portal, contact.key, address))) throw new NotLetIn();
    await openPortals(db, contact.key, portal.key, now, activity);
    await recordRegistered(db, portal, contact, found?.standing ?? '');
    const row = await findForSignIn(db, portal.key, addressHash);
    if (!row || !mayEnter(row)) throw new NotLetIn();
    return row;
  }

  async function takeContact(
    db: Connection,
    contactKey: number,
    accountKey: number,
    addressHash: string,
  ): Promise<{ key: number; id: string; name: string }> {
    const locked = await lockContact(db, contactKey);
    if (!locked) throw new NotLetIn();
    await giveAccount(db, contactKey, accountKey, addressHash, runtime.now());
    return { key: contactKey, ...locked };
  }

  async function makeContact(
    db: Connection,
    account: SiteAccount,
    address: string,
    language: string,
  ): Promise<{ key: number; id: string; name: string }> {
    const name = nameOfAccount(account.username, address);
    const made = await addContact(db, {
      name,
      language,
      timeZone: '',
      properties: {},
      accountKey: account.key,
      address,
      addressHash: sha256(address),
      now: runtime.now(),
    });
    return { ...made, name };
  }

  const recordRegistered = (
    db: Connection,
    portal: PortalRecord,
    contact: { id: string; name: string },
    before: string,
  ) =>
    activity.record(db, {
      actor: { kind: 'customer', id: contact.id, name: contact.name },
      action: 'contact.registered',
      subject: { kind: 'contact', id: contact.id },
      portalKey: portal.key,
      changes: {
        standing: { before, after: 'registered' },
        method: { before: '', after: 'site-account' },
      },
    });

  /** Asks the mailbox whose account it is. The link is bound to the browser that knew the password. */
  async function askMailbox(
    portal: PortalRecord,
    account: SiteAccount,
    { language, browserToken: before }: { language: string; browserToken: string },
  ): Promise<Admission> {
    const now = runtime.now();
    const address = normaliseAddress(account.email);
    const browserToken = before === '' ? randomToken() : before;
    const key = registrationMailKey(portal.key, address);
    const isTooMuch =
      (await limits.takeMail(address, portal.key, false)) > 0 ||
      (await isMailedEnough(runtime.db, key, now));
    if (isTooMuch) return { outcome: 'confirm', browserToken };
    const token = randomToken();
    await runtime.transaction(async (db) => {
      await addToken(db, {
        purpose: 'registration',
        tokenHash: sha256(token),
        contactKey: null,
        portalKey: portal.key,
        now,
        expiresAt: now + CONFIRMED_WITHIN,
        address,
        data: { account: String(account.key), password: sha256(account.passwordHash) },
        browserHash: sha256(browserToken),
      });
      await mails.queue(db, {
        template: 'confirm-address',
        language,
        to: address,
        payload: { portal: portal.key, name: '', token },
        coalesceKey: key,
      });
    });
    return { outcome: 'confirm', browserToken };
  }

  /** The account of an open link, as long as nothing of it changed. */
  async function opened(portal: PortalRecord, token: string, browserToken: string) {
    if (!isTaken(portal) || !isToken(token)) return null;
    const hash = sha256(token);
    const row = await findOpenTokenOfAnybody(
      runtime.db,
      'registration',
      hash,
      portal.key,
      runtime.now(),
    );
    const data = jsonOf<{ account?: string; password?: string }>(row?.data, {});
    const account = data.account ? await findSiteAccount(runtime.db, Number(data.account)) : null;
    if (!row || !account || account.contactKey > 0 || account.isBlocked) return null;
    const address = normaliseAddress(account.email);
    if (address !== text(row.address) || providerFor(portal, address)) return null;
    const keepsPassword =
      browserToken !== '' &&
      sha256(browserToken) === row.browser_hash &&
      sha256(account.passwordHash) === data.password;
    return { account, address, keepsPassword };
  }

  return {
    async find(portal, address) {
      if (!isTaken(portal)) return null;
      const account = await findSiteAccountAt(runtime.db, address);
      return account?.contactKey === 0 ? account : null;
    },

    async admit(portal, account, asked) {
      const isProven = account.isConfirmed && (await isConfirmationProof(runtime));
      const addressHash = sha256(normaliseAddress(account.email));
      try {
        const row = await runtime.transaction(async (db) => {
          const entered = await letIn(db, portal, account, asked.language);
          // It would get in: that is all that may be known before the mailbox is proven.
          if (!isProven) throw new Unproven();
          return entered;
        });
        return { outcome: 'admitted', row };
      } catch (error) {
        if (error instanceof Unproven) return askMailbox(portal, account, asked);
        if (error instanceof NotLetIn) return { outcome: 'refused' };
        // Two sign-ins at once: the other one made the contact.
        if (!(await isAddressTaken(runtime.db, addressHash))) throw error;
        const row = await findForSignIn(runtime.db, portal.key, addressHash);
        const isOwn = row !== null && number(row.user_id) === account.key && mayEnter(row);
        return isOwn ? { outcome: 'admitted', row } : { outcome: 'refused' };
      }
    },

    async join(portal, row) {
      const standing = text(row.membership_state);
      if (standing !== '' && standing !== 'invited') return null;
      const address = normaliseAddress(text(row.email));
      const contact = { id: text(row.document_id), name: text(row.name) };
      const contactKey = number(row.contact_id);
      return runtime.transaction(async (db) => {
        await lockContact(db, contactKey);
        if (!(await opensFor(db, portal, contactKey, address))) return null;
        await openPortals(db, contactKey, portal.key, runtime.now(), activity);
        await recordRegistered(db, portal, contact, standing);
        const entered = await findForSignIn(db, portal.key, sha256(address));
        return entered && mayEnter(entered) ? entered : null;
      });
    },

    async findConfirming(portal, token, browserToken) {
      const open = await opened(portal, token, browserToken);
      if (!open) return null;
      const { account, address, keepsPassword } = open;
      return { address, keepsPassword, name: nameOfAccount(account.username, address) };
    },

    async confirm({ portal, token, browserToken, password, language, origin }) {
      const open = await opened(portal, token, browserToken);
      if (!open) return null;
      const { account, keepsPassword } = open;
      const chosen = password === null ? null : await hashPassword(password);
      const passwordHash = keepsPassword ? account.passwordHash || null : chosen;
      const work = async (db: Connection): Promise<string | null> => {
        if (!(await useUp(db, sha256(token), runtime.now()))) return null;
        await setProvenPassword(db, account.key, passwordHash);
        const row = await letIn(db, portal, account, language);
        return sessionStart.begin(db, row, {
          portal,
          method: 'site-account',
          isRemembered: false,
          ...origin,
        });
      };
      try {
        return await runtime.transaction(work);
      } catch (error) {
        if (error instanceof NotLetIn) return null;
        throw error;
      }
    },
  };
}

class NotLetIn extends Error {}
class Unproven extends Error {}
