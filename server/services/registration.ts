import { errors } from '@strapi/utils';
import { normaliseAddress } from '../rules/address';
import { mayRegister, registrationWay, type RegistrationWay } from '../rules/registration';
import { text, type Connection, type Row } from '../store/connection';
import { listPortalsToOpen, putStanding } from '../store/memberships';
import { removeMails } from '../store/outbox';
import { addContact, findForSignIn, isAddressTaken } from '../store/people';
import {
  findRegistrant,
  findSiteAccountAt,
  giveAccount,
  lockContact,
  type SiteAccount,
} from '../store/registration';
import { addToken, findOpenTokenOfAnybody, removeTokenOfNobody, useUp } from '../store/tokens';
import type { AccessSweep } from './access-sweep';
import type { Activity } from './activity';
import { opensFor } from './admission';
import type { Captcha } from './captcha';
import { joinByDomain } from './company-joining';
import { accountFor } from './customer-accounts';
import type { FormStamps } from './form-stamps';
import { isConfirmationProof } from './host-accounts';
import { nobodyKey, type Mails } from './mails';
import { openPortals } from './memberships';
import { hashPassword } from './password-hashing';
import {
  isMailedEnough,
  registrationMailKey,
  type RegistrationLimits,
} from './registration-limits';
import { providerFor } from './provider-choice';
import { isToken, randomToken, sha256, type Runtime } from './runtime';
import type { SessionStart } from './session-start';
import { mayEnter } from './sessions';
import type { PortalRecord, SignInOrigin, SignsInElsewhere } from './types';

/** The link of a mail that confirms an address: ms. */
export const CONFIRMED_WITHIN = 24 * 60 * 60 * 1000;

export type AskOutcome =
  /** Whoever has the mailbox goes on there. The same for known and unknown addresses. */
  | { outcome: 'asked' }
  | { outcome: 'no-address' }
  | SignsInElsewhere
  /** Follows from the domain that was typed alone. */
  | { outcome: 'denied-domain' }
  /** The form is to be sent once more: it came too fast, or was shown too long ago. */
  | { outcome: 'again' }
  | { outcome: 'no-person' }
  | { outcome: 'limited'; /** ms */ retryAfter: number };

/** What a confirmed address opens. */
export interface OpenRegistration {
  address: string;
  /** Of the contact that has the address already; '' where there is none, and the name is asked for. */
  name: string;
  /** `join`: an account is there, and only comes into this portal. */
  way: 'register' | 'join';
}

export type FinishOutcome =
  | { outcome: 'entered'; token: string }
  /** The account that was there belongs to this portal now, and signs in as it does elsewhere. */
  | { outcome: 'joined' }
  /** For an admin's approval. */
  | { outcome: 'waiting' }
  | { outcome: 'closed' };

export interface RegistrationService {
  /** Whether anybody may ask for an account here. */
  isOpen(portal: PortalRecord): boolean;
  /** Stands in a form, so that it is known when it was shown; the one of before where that still counts. */
  stampAfter(before: string): string;
  captcha: Pick<Captcha, 'widget'>;
  ask(input: {
    portal: PortalRecord;
    address: string;
    /** Of the page, for the mail. */
    language: string;
    stamp: string;
    /** The field that people do not see was filled in. */
    isBot: boolean;
    /** The way without the captcha: fewer mails. */
    isWithoutCaptcha: boolean;
    fields: Record<string, string>;
    ip: string;
  }): Promise<AskOutcome>;
  /** null when the link opens nothing: used, too old, of another portal, or no longer allowed. */
  find(portal: PortalRecord, token: string): Promise<OpenRegistration | null>;
  /** `password` null is none: links by mail sign in. The name counts only where the contact is new. */
  finish(input: {
    portal: PortalRecord;
    token: string;
    name: string;
    password: string | null;
    language: string;
    origin: SignInOrigin;
  }): Promise<FinishOutcome>;
}

export function createRegistration(
  runtime: Runtime,
  limits: RegistrationLimits,
  stamps: FormStamps,
  captcha: Captcha,
  mails: Mails,
  activity: Activity,
  accessSweep: AccessSweep,
  sessionStart: SessionStart,
): RegistrationService {
  const isOpen = (portal: PortalRecord) => portal.settings.access.control === 'self-registration';

  const siteStanding = (portal: PortalRecord, account: SiteAccount | null, isProof: boolean) => {
    if (!account || account.contactKey > 0) return 'none';
    if (account.isBlocked) return 'blocked';
    const isUsable = portal.settings.access.siteAccounts && account.isConfirmed && isProof;
    return isUsable ? 'usable' : 'none';
  };

  /** What the address leads to; the same statements for every address. */
  async function wayOf(
    db: Connection,
    portal: PortalRecord,
    address: string,
  ): Promise<{ way: RegistrationWay; contactKey: number }> {
    const found = await findRegistrant(db, portal.key, sha256(address));
    const account = await findSiteAccountAt(db, address);
    const isProof = await isConfirmationProof(runtime);
    return {
      way: registrationWay(found, siteStanding(portal, account, isProof)),
      contactKey: found?.contactKey ?? 0,
    };
  }

  async function mail(
    portal: PortalRecord,
    address: string,
    language: string,
    isBot: boolean,
  ): Promise<void> {
    const now = runtime.now();
    const token = randomToken();
    const nobody = nobodyKey(token);
    const { way, contactKey } = await wayOf(runtime.db, portal, address);
    const ownKey = registrationMailKey(portal.key, address);
    // Asked for every address: the statements are the same for all.
    const isEnough = await isMailedEnough(runtime.db, ownKey, now);
    const isMailed = !isBot && way !== 'nothing' && !isEnough;
    const opens = isMailed && way !== 'known';
    // Whoever gets nothing goes the same way with the same statements: the rows are gone before they are seen.
    await runtime.transaction(async (db) => {
      await addToken(db, {
        purpose: opens ? 'registration' : 'nothing',
        tokenHash: sha256(token),
        contactKey: opens ? contactKey : null,
        portalKey: portal.key,
        now,
        expiresAt: now + CONFIRMED_WITHIN,
        address: opens ? address : '',
      });
      await mails.queue(db, {
        template: way === 'known' ? 'known-address' : 'confirm-address',
        language,
        to: isMailed ? address : '',
        // Nothing that was typed stands in it: the mailbox may be somebody else's.
        payload: { portal: portal.key, name: '', ...(opens ? { token } : {}) },
        coalesceKey: isMailed ? ownKey : nobody,
      });
      await removeTokenOfNobody(db, sha256(token));
      await removeMails(db, nobody);
    });
    mails.hurry();
  }

  const findOpen = (portal: PortalRecord, token: string): Promise<Row | null> =>
    isToken(token)
      ? findOpenTokenOfAnybody(runtime.db, 'registration', sha256(token), portal.key, runtime.now())
      : Promise.resolve(null);

  /** The address of an open link that may still register here, and what it leads to by now. */
  async function opened(portal: PortalRecord, token: string) {
    if (!isOpen(portal)) return null;
    const row = await findOpen(portal, token);
    // Links for accounts of the site are not these (services/site-accounts.ts).
    if (!row || row.data) return null;
    const address = text(row.address);
    if (!mayRegister(address, portal.settings.access.registration)) return null;
    if (providerFor(portal, address)) return null;
    const { way, contactKey } = await wayOf(runtime.db, portal, address);
    // Since it was mailed, somebody made an account of the site there: its mailbox is proven, and opens it.
    const goesOn = way === 'register' || way === 'join' || (way === 'known' && contactKey === 0);
    if (!goesOn) return null;
    const isJoining = way === 'join';
    return {
      address,
      contactKey,
      name: text(row.name),
      way: isJoining ? 'join' : 'register',
    } as const;
  }

  /** The contact of the address with an account that its owner opens. */
  async function registeredContact(
    db: Connection,
    open: { address: string; contactKey: number },
    locked: { id: string; name: string } | null,
    input: { name: string; passwordHash: string | null; language: string },
  ): Promise<{ key: number; id: string; name: string } | null> {
    const now = runtime.now();
    const addressHash = sha256(open.address);
    // The mailbox's owner has just chosen the password; without one, an account keeps its own where that is proven.
    const isProof = input.passwordHash === null && (await isConfirmationProof(runtime));
    const account = () => accountFor(db, runtime, open.address, input.passwordHash, isProof);
    if (open.contactKey === 0) {
      if (await isAddressTaken(db, addressHash)) return null;
      const made = await addContact(db, {
        name: input.name,
        language: input.language,
        timeZone: '',
        properties: {},
        accountKey: await account(),
        address: open.address,
        addressHash,
        now,
      });
      return { ...made, name: input.name };
    }
    if (!locked) return null;
    await giveAccount(db, open.contactKey, await account(), addressHash, now);
    return { key: open.contactKey, ...locked };
  }

  return {
    isOpen,
    stampAfter: (before) => (stamps.read(before) === 'early' ? before : stamps.make()),
    captcha,

    async ask({ portal, address: typed, language, stamp, isBot, isWithoutCaptcha, fields, ip }) {
      const isFree = isWithoutCaptcha && captcha.widget() !== null;
      const address = normaliseAddress(typed);
      if (address === '') return { outcome: 'no-address' };
      const elsewhere = providerFor(portal, address);
      if (elsewhere && isOpen(portal)) return { outcome: 'elsewhere', provider: elsewhere.id };
      let wait = await limits.takeIp(ip, isFree);
      if (wait > 0) return { outcome: 'limited', retryAfter: wait };
      if (!mayRegister(address, portal.settings.access.registration))
        return { outcome: 'denied-domain' };
      if (stamps.read(stamp) !== 'good') return { outcome: 'again' };
      if (!isFree && !isBot && !(await captcha.isPerson(fields, ip)))
        return { outcome: 'no-person' };
      wait = await limits.takeMail(address, portal.key, isFree);
      if (wait > 0) return { outcome: 'limited', retryAfter: wait };
      await mail(portal, address, language, isBot);
      return { outcome: 'asked' };
    },

    async find(portal, token) {
      const open = await opened(portal, token);
      return open && { address: open.address, name: open.name, way: open.way };
    },

    async finish({ portal, token, name, password, language, origin }) {
      const open = await opened(portal, token);
      if (!open) return { outcome: 'closed' };
      const isJoining = open.way === 'join';
      const passwordHash = isJoining || password === null ? null : await hashPassword(password);
      const addressHash = sha256(open.address);
      const now = runtime.now();
      const work = async (db: Connection): Promise<FinishOutcome> => {
        if (!(await useUp(db, sha256(token), now))) return { outcome: 'closed' };
        // Behind the lock: another link of this address may have been used meanwhile.
        const locked = open.contactKey === 0 ? null : await lockContact(db, open.contactKey);
        const found = await findRegistrant(db, portal.key, addressHash);
        const isSame =
          (found?.contactKey ?? 0) === open.contactKey &&
          registrationWay(found, 'none') === open.way;
        if (!isSame) return { outcome: 'closed' };
        const contact =
          isJoining && locked
            ? { key: open.contactKey, ...locked }
            : await registeredContact(db, open, locked, { name, passwordHash, language });
        if (!contact) return { outcome: 'closed' };
        await joinByDomain(db, activity, contact, now);
        await accessSweep.followContact(db, contact.key);
        const isLetIn = await opensFor(db, portal, contact.key, open.address);
        if (isLetIn) await openPortals(db, contact.key, portal.key, now, activity);
        else {
          await putStanding(db, contact.key, portal.key, 'waiting', now);
          for (const key of await listPortalsToOpen(db, contact.key))
            await putStanding(db, contact.key, key, 'registered', now);
        }
        await activity.record(db, {
          actor: { kind: 'customer', id: contact.id, name: contact.name },
          action: 'contact.registered',
          subject: { kind: 'contact', id: contact.id },
          portalKey: portal.key,
          changes: {
            standing: { before: found?.standing ?? '', after: isLetIn ? 'registered' : 'waiting' },
          },
        });
        if (!isLetIn) return { outcome: 'waiting' };
        const row = await findForSignIn(db, portal.key, addressHash);
        // The whole of it is taken back: nobody gets an account here who may not enter.
        if (!row || !mayEnter(row)) throw new NotLetIn();
        // Where mailed links sign nobody in, this one does not either.
        if (isJoining && !portal.settings.access.magicLink) return { outcome: 'joined' };
        const begun = await sessionStart.begin(db, row, {
          portal,
          method: 'registration',
          isRemembered: false,
          ...origin,
        });
        return { outcome: 'entered', token: begun };
      };
      try {
        return await runtime.transaction(work);
      } catch (error) {
        if (error instanceof NotLetIn || error instanceof errors.ValidationError)
          return { outcome: 'closed' };
        // Two at once: the unique index let one of them have the address.
        if (open.contactKey === 0 && (await isAddressTaken(runtime.db, addressHash)))
          return { outcome: 'closed' };
        throw error;
      }
    },
  };
}

class NotLetIn extends Error {}
