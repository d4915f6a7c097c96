import { vouchedPerson, type VouchedPerson } from '../rules/vouched-person';
import type { Claims } from '../contracts/identity-providers';
import { setProvenPassword } from '../store/accounts';
import { number, yes, type Connection, type Row } from '../store/connection';
import {
  addIdentity,
  findAddressOwner,
  findContactByIdentity,
  listSubjectsAt,
  markAddressVerified,
  removeIdentitiesAt,
  type AddressOwner,
} from '../store/contact-identities';
import type { ProviderRecord } from '../store/identity-providers';
import { giveAccount } from '../store/registration';
import type { Activity } from './activity';
import { accountFor } from './customer-accounts';
import { isConfirmationProof, isConfirmedEnough } from './host-accounts';
import { ProviderRefusal } from './provider-engine';
import { sha256, type Runtime } from './runtime';
import type { PortalRecord } from './types';
import type { Named } from './vouched-belonging';

const LONGEST_SUBJECT = 191;

/** Somebody at the door whom a provider vouches for, with what the site says of accounts. */
export interface Arrival {
  portal: PortalRecord;
  provider: ProviderRecord;
  person: VouchedPerson;
  subject: string;
  subjectHash: string;
  /** An account that nobody confirmed counts as one that was. */
  takesUnconfirmed: boolean;
  /** "Confirmed" says that the address was proven. */
  isConfirmationProof: boolean;
}

/** By what somebody is known; a key of 0 is of nobody yet. */
export interface Found {
  by: 'identity' | 'address' | 'nobody';
  contactKey: number;
}

/** What joins a person at a provider to a contact and its account. */
export interface VouchedLinking {
  arrivalOf(
    portal: PortalRecord,
    provider: ProviderRecord,
    vouched: { subject: string; claims: Claims },
  ): Promise<Arrival>;
  /**
   * Whoever the provider means. An address counts at the first sign-in only, and only one that is proven on both sides.
   * Throws ProviderRefusal where nobody can be meant.
   */
  find(db: Connection, arrival: Arrival): Promise<Found>;
  /** Whether the provider calls this contact by another subject: an address may change hands there, and with it the person. */
  isKnownOtherwise(db: Connection, arrival: Arrival, contactKey: number): Promise<boolean>;
  /** Sees to it that a contact (`findPersonAt`) has an account whose address is proven; false where nothing proves it. */
  ownAccount(db: Connection, arrival: Arrival, contact: Row): Promise<boolean>;
  /** The subject means this contact from now on. */
  identify(db: Connection, arrival: Arrival, contactKey: number): Promise<void>;
  /** The same of a contact that was there before. */
  link(db: Connection, arrival: Arrival, contact: Named): Promise<void>;
}

export function createVouchedLinking(runtime: Runtime, activity: Activity): VouchedLinking {
  async function identify(db: Connection, arrival: Arrival, contactKey: number): Promise<void> {
    const { provider, subject, subjectHash } = arrival;
    await addIdentity(db, {
      contactKey,
      providerKey: provider.key,
      subject: [...subject.replace(/\p{C}/gu, '')].slice(0, LONGEST_SUBJECT).join(''),
      subjectHash,
      now: runtime.now(),
    });
  }

  return {
    async arrivalOf(portal, provider, { subject, claims }) {
      return {
        portal,
        provider,
        person: vouchedPerson(claims, provider, portal.languages),
        subject,
        subjectHash: identityHash(provider, subject),
        takesUnconfirmed: await isConfirmedEnough(runtime, { confirmed: false }),
        isConfirmationProof: await isConfirmationProof(runtime),
      };
    },

    async find(db, { provider, person, subject, subjectHash }) {
      if (subject === '') throw new ProviderRefusal('no-subject');
      const known = await findContactByIdentity(db, provider.key, subjectHash);
      if (known > 0) return { by: 'identity', contactKey: known };
      if (person.address === '') throw new ProviderRefusal('no-email');
      if (!person.isVerified) throw new ProviderRefusal('unverified-email');
      const owner = await findAddressOwner(db, sha256(person.address));
      if (!owner) return { by: 'nobody', contactKey: 0 };
      if (!isProvable(owner))
        throw new ProviderRefusal('not-let-in', 'A contact has this address, but not as its own.');
      return { by: 'address', contactKey: owner.contactKey };
    },

    async isKnownOtherwise(db, { provider }, contactKey) {
      const known = await listSubjectsAt(db, provider.key, contactKey);
      return known.some(
        ({ subject, subjectHash }) =>
          subjectHash === identityHash(provider, subject) || subject.length >= LONGEST_SUBJECT,
      );
    },

    async ownAccount(db, arrival, contact) {
      const { person } = arrival;
      const contactKey = number(contact.contact_id);
      const addressHash = sha256(person.address);
      const hasAccount = number(contact.user_id) > 0;
      const isConfirmed = yes(contact.confirmed) || arrival.takesUnconfirmed;
      const owner = person.isVerified ? await findAddressOwner(db, addressHash) : null;
      if (owner?.contactKey !== contactKey || !isProvable(owner)) return hasAccount && isConfirmed;
      if (!hasAccount) {
        const isProof = arrival.isConfirmationProof;
        const accountKey = await accountFor(db, runtime, person.address, null, isProof);
        await giveAccount(db, contactKey, accountKey, addressHash, runtime.now());
        return true;
      }
      if (!owner.isMembershipAddress) return isConfirmed;
      // Nobody had proven it: whoever registered it, or changed to it, beforehand has no password any more.
      if (!isConfirmed || !owner.isVerified) {
        await setProvenPassword(db, number(contact.user_id), null);
        await markAddressVerified(db, addressHash, runtime.now());
      }
      return true;
    },

    identify,

    async link(db, arrival, contact) {
      const { portal, provider, person } = arrival;
      // What another issuer called him, before the provider was changed, means nobody.
      await removeIdentitiesAt(db, provider.key, contact.key);
      await identify(db, arrival, contact.key);
      await activity.record(db, {
        actor: { kind: 'customer', id: contact.id, name: contact.name },
        action: 'contact.identity-linked',
        subject: { kind: 'contact', id: contact.id },
        portalKey: portal.key,
        changes: {
          provider: { before: '', after: provider.settings.name },
          address: { before: '', after: person.address },
        },
      });
    },
  };
}

/** Other addresses of a contact may be a mailbox of several people, or somebody else's: they count once they are proven. */
const isProvable = ({ isMembershipAddress, isVerified }: AddressOwner): boolean =>
  isMembershipAddress || isVerified;

/** Of whoever speaks for the provider: where that is somebody else by now, its subjects mean nobody that was known. */
const identityHash = (
  { kind, settings: { oidc, saml } }: ProviderRecord,
  subject: string,
): string => sha256(`${kind === 'oidc' ? oidc.issuer : saml.entityId}\n${subject}`);
