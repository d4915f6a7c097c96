import { errors } from '@strapi/utils';
import { normaliseAddress, normaliseDomain } from '../rules/address';
import { isFreeMail } from '../rules/free-mail';
import { addCompany, joinPrimaryCompany } from '../store/companies';
import type { Connection } from '../store/connection';
import { addRegistered } from '../store/memberships';
import { addContact, changeAddress, findMembershipAddress, isAddressTaken } from '../store/people';
import { savePropertyValues } from '../store/property-values';
import { closeTokensOfContact } from '../store/tokens';
import type { AccessSweep } from './access-sweep';
import { SYSTEM, type Activity } from './activity';
import { refusalOfPassword } from './common-passwords';
import { joinByDomain } from './company-joining';
import { accountFor } from './customer-accounts';
import { isConfirmationProof } from './host-accounts';
import { readPropertyInput, valuesAfter } from './property-input';
import { refused } from './refusals';
import type { SiteMap } from './site-map';
import { hashPassword } from './password-hashing';
import { sha256, type Runtime } from './runtime';

export interface NewContact {
  name: string;
  address: string;
  /** Without one the contact has no account and cannot sign in yet. */
  password?: string;
  language?: string;
  timeZone?: string;
  /** By the key of a custom property, as a person would type or choose them. */
  properties?: Record<string, string | string[]>;
  /** Key of the primary company. */
  companyKey?: number;
  /** Keys of portals where the contact is registered. */
  portalKeys?: number[];
}

export interface People {
  /** Makes a contact with its address, account, primary company and memberships in one transaction. */
  createContact(input: NewContact): Promise<{ key: number; id: string }>;
  /**
   * After an account's e-mail or password was changed in Strapi: the contact's sign-in address becomes the same, and
   * reset links that were mailed before open nothing any more.
   */
  followAccount(userKey: number, change: { isPasswordNew: boolean }): Promise<void>;
  createCompany(input: {
    name: string;
    emailDomains: string[];
  }): Promise<{ key: number; id: string }>;
}

export function createPeople(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  accessSweep: AccessSweep,
): People {
  return {
    async createContact(input) {
      const address = normaliseAddress(input.address);
      if (address === '')
        refused('address', 'Enter an e-mail address, for example ana@example.com.');
      if (input.password !== undefined) {
        const problem = await refusalOfPassword(input.password, { name: input.name, address });
        if (problem !== '') refused('password', `Choose another password (${problem}).`);
      }
      const hashed = input.password === undefined ? '' : await hashPassword(input.password);
      const now = runtime.now();
      const addressHash = sha256(address);
      const isProof = await isConfirmationProof(runtime);
      const taken = () => refused('address', 'A contact with this address exists already.');
      const changes = readPropertyInput(siteMap.properties('contact'), input.properties ?? {});
      const make = async (db: Connection) => {
        if (await isAddressTaken(db, addressHash)) taken();
        const contact = await addContact(db, {
          name: input.name,
          language: input.language ?? '',
          timeZone: input.timeZone ?? '',
          properties: valuesAfter({}, changes),
          accountKey:
            hashed === '' ? null : await accountFor(db, runtime, address, hashed, isProof),
          address,
          addressHash,
          now,
        });
        await savePropertyValues(db, { kind: 'contact', contactKey: contact.key }, changes);
        if (input.companyKey) await joinPrimaryCompany(db, contact.key, input.companyKey, now);
        await joinByDomain(db, activity, { ...contact, name: input.name }, now);
        for (const portalKey of input.portalKeys ?? [])
          await addRegistered(db, contact.key, portalKey, now);
        await accessSweep.followContact(db, contact.key);
        await activity.record(db, {
          actor: SYSTEM,
          action: 'contact.created',
          subject: { kind: 'contact', id: contact.id },
          portalKey: 0,
        });
        return contact;
      };
      try {
        return await runtime.transaction(make);
      } catch (error) {
        // Two at once: the unique index let one of them have the address.
        if (
          !(error instanceof errors.ValidationError) &&
          (await isAddressTaken(runtime.db, addressHash))
        )
          taken();
        throw error;
      }
    },

    async followAccount(userKey, { isPasswordNew }) {
      // It joins the transaction of the change: SQLite has one connection, and another would wait for ever.
      await runtime.transaction(async (db) => {
        const known = await findMembershipAddress(db, userKey);
        if (!known) return;
        const address = normaliseAddress(known.email);
        const isMoved = address !== known.address;
        if (isMoved || isPasswordNew)
          await closeTokensOfContact(db, known.contactKey, runtime.now());
        if (!isMoved || address === '') return;
        if (await isAddressTaken(db, sha256(address))) {
          runtime.strapi.log.warn(
            'customer-portal: an account took an e-mail address that belongs to another contact; its contact keeps the old one.',
          );
          return;
        }
        await changeAddress(db, known.key, known.contactKey, address, sha256(address));
        await accessSweep.followContact(db, known.contactKey);
      });
    },

    async createCompany({ name, emailDomains }) {
      const domains = emailDomains.map((typed, index) => {
        const domain = normaliseDomain(typed);
        return domain !== '' && !isFreeMail(domain)
          ? domain
          : refused(`emailDomains.${index}`, `${typed} is no domain of a company.`);
      });
      return runtime.transaction((db) => addCompany(db, name, domains, runtime.now()));
    },
  };
}
