import { errors } from '@strapi/utils';
import { randomBytes } from 'node:crypto';
import { normaliseAddress } from '../rules/address';
import { passwordProblem } from '../rules/password';
import { insert, number, selectOne, type Connection } from '../store/connection';
import { CUSTOMER_ROLE } from './foundations';
import { hashPassword } from './password-hashing';
import { sha256, type Runtime } from './runtime';

export interface NewContact {
  name: string;
  address: string;
  /** Without one the contact cannot sign in yet. */
  password?: string;
  language?: string;
  timeZone?: string;
  properties?: Record<string, string>;
  /** Key of the primary company. */
  companyKey?: number;
  /** Keys of portals where the contact is registered. */
  portalKeys?: number[];
}

export interface People {
  /** Makes a contact with its address, account, primary company and memberships in one transaction. */
  createContact(input: NewContact): Promise<{ key: number; id: string }>;
  /** After an account's e-mail was changed in Strapi: the contact's sign-in address becomes the same. */
  followAccount(userKey: number): Promise<void>;
  createCompany(input: {
    name: string;
    emailDomains: string[];
  }): Promise<{ key: number; id: string }>;
}

export function createPeople(runtime: Runtime): People {
  function refused(field: string, message: string): never {
    throw new errors.ValidationError(message, { errors: [{ path: [field], message }] });
  }

  async function createAccount(
    db: Connection,
    address: string,
    hashedPassword: string,
  ): Promise<number> {
    const taken = await selectOne(db, 'SELECT id FROM up_users WHERE LOWER(email) = ?', [address]);
    if (taken) return number(taken.id);
    const role = await selectOne(db, 'SELECT id FROM up_roles WHERE type = ?', [CUSTOMER_ROLE]);
    // A random name, so that nobody can sign in to the site's API by guessing one.
    const { key } = await insert(db, 'up_users', {
      username: `portal-${randomBytes(12).toString('hex')}`,
      email: address,
      provider: 'local',
      password: hashedPassword,
      confirmed: true,
      blocked: false,
      created_at: new Date(runtime.now()),
      updated_at: new Date(runtime.now()),
      published_at: new Date(runtime.now()),
    });
    if (role) await db('up_users_role_lnk').insert({ user_id: key, role_id: number(role.id) });
    return key;
  }

  return {
    async createContact(input) {
      const address = normaliseAddress(input.address);
      if (address === '')
        refused('address', 'Enter an e-mail address, for example ana@example.com.');
      if (input.password !== undefined) {
        const problem = passwordProblem(input.password, { name: input.name, address });
        if (problem !== '') refused('password', `Choose another password (${problem}).`);
      }
      const hashed = input.password === undefined ? '' : await hashPassword(input.password);
      const now = runtime.now();
      return runtime.transaction(async (db) => {
        if (
          await selectOne(db, 'SELECT id FROM cp_contact_addresses WHERE address_hash = ?', [
            sha256(address),
          ])
        ) {
          refused('address', 'A contact with this address exists already.');
        }
        const userKey = hashed === '' ? null : await createAccount(db, address, hashed);
        const contact = await insert(db, 'cp_contacts', {
          name: input.name,
          language: input.language ?? '',
          time_zone: input.timeZone ?? '',
          properties: JSON.stringify(input.properties ?? {}),
          user_id: userKey,
        });
        await insert(db, 'cp_contact_addresses', {
          contact_id: contact.key,
          address,
          address_hash: sha256(address),
          is_primary: true,
          is_membership: true,
          verified_at: now,
        });
        if (input.companyKey)
          await insert(db, 'cp_contact_companies', {
            contact_id: contact.key,
            company_id: input.companyKey,
            is_primary: true,
            joined_at: now,
          });
        for (const portalKey of input.portalKeys ?? []) {
          await insert(db, 'cp_memberships', {
            contact_id: contact.key,
            portal_id: portalKey,
            state: 'registered',
            registered_at: now,
          });
        }
        return contact;
      });
    },

    async followAccount(userKey) {
      // It joins the transaction of the change: SQLite has one connection, and another would wait for ever.
      await runtime.transaction(async (db) => {
        const row = await selectOne(
          db,
          `SELECT u.email, a.id, a.address FROM up_users u JOIN cp_contacts c ON c.user_id = u.id
           JOIN cp_contact_addresses a ON a.contact_id = c.id AND a.is_membership = ? WHERE u.id = ?`,
          [true, userKey],
        );
        const address = normaliseAddress(String(row?.email ?? ''));
        if (!row || address === '' || address === row.address) return;
        const taken = await selectOne(
          db,
          'SELECT id FROM cp_contact_addresses WHERE address_hash = ?',
          [sha256(address)],
        );
        if (taken) {
          runtime.strapi.log.warn(
            'customer-portal: an account took an e-mail address that belongs to another contact; its contact keeps the old one.',
          );
          return;
        }
        await db('cp_contact_addresses')
          .where({ id: number(row.id) })
          .update({ address, address_hash: sha256(address) });
      });
    },

    async createCompany({ name, emailDomains }) {
      return runtime.transaction(async (db) => {
        const company = await insert(db, 'cp_companies', { name });
        for (const domain of emailDomains)
          await insert(db, 'cp_company_email_domains', {
            company_id: company.key,
            domain: domain.toLowerCase(),
          });
        return company;
      });
    },
  };
}
