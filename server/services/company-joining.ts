import { ASKED_ABOVE, type Joinable } from '../contracts/companies';
import { findLivingCompany } from '../store/companies';
import {
  hasPrimaryCompany,
  listCompaniesByDomain,
  listJoinable,
  saveLink,
} from '../store/company-contacts';
import { number, text, type Connection } from '../store/connection';
import type { AccessSweep } from './access-sweep';
import { SYSTEM, type Activity } from './activity';
import { counted } from './record-page';
import { need, refused } from './refusals';
import type { Runtime } from './runtime';
import type { AdminActor } from './types';

/** Contacts that one transaction lets join. */
const JOINED_AT_ONCE = 100;
/** Counting stops behind it. */
const COUNTED = 1000;

/**
 * Makes a contact a member of the companies whose domains its verified addresses have: membership only, never sight of
 * their tickets. Whoever left a company does not join it again so. Behind every change of a verified address, in its transaction.
 */
export async function joinByDomain(
  db: Connection,
  activity: Activity,
  contact: { key: number; id: string; name: string },
  now: number,
): Promise<void> {
  for (const company of await listCompaniesByDomain(db, contact.key))
    await joinAsMember(db, activity, contact, company, 'company.joined-by-domain', now);
}

/** A member by nobody's press: it opens no tickets. */
export async function joinAsMember(
  db: Connection,
  activity: Activity,
  contact: { key: number; name: string },
  company: { key: number; id: string },
  action: 'company.joined-by-domain' | 'company.joined-by-provider',
  now: number,
): Promise<void> {
  const isPrimary = !(await hasPrimaryCompany(db, contact.key));
  const flags = { isPrimary, seesTickets: false, isManager: false, isByDomain: true };
  await saveLink(db, contact.key, company.key, flags, now);
  await activity.record(db, {
    actor: SYSTEM,
    action,
    subject: { kind: 'company', id: company.id },
    portalKey: 0,
    changes: { contact: { before: '', after: contact.name } },
  });
}

export interface CompanyJoining {
  /** Contacts with a verified address of the company's domains that are no members yet. */
  joinable(actor: AdminActor, companyId: string): Promise<Joinable | null>;
  /** Lets them join; more than twenty need the number that was shown. */
  join(actor: AdminActor, companyId: string, confirmed: number): Promise<{ joined: number } | null>;
}

/** Contacts who were there before a company got their domain: they join when an admin says so. */
export function createCompanyJoining(
  runtime: Runtime,
  activity: Activity,
  accessSweep: AccessSweep,
): CompanyJoining {
  /** Lets some join, and says how many; fewer than `JOINED_AT_ONCE` are the last ones. */
  const joinSome = (companyKey: number): Promise<number> =>
    runtime.transaction(async (db) => {
      const contacts = (await listJoinable(db, companyKey, JOINED_AT_ONCE)).map((row) => ({
        key: number(row.id),
        id: text(row.document_id),
        name: text(row.name),
      }));
      for (const contact of contacts) await joinByDomain(db, activity, contact, runtime.now());
      await accessSweep.followContacts(
        db,
        contacts.map(({ key }) => key),
      );
      return contacts.length;
    });

  return {
    async joinable(actor, companyId) {
      need(actor, 'company-edit');
      const company = await findLivingCompany(runtime.db, companyId);
      if (!company) return null;
      const rows = await listJoinable(runtime.db, company.key, COUNTED + 1);
      return {
        count: counted(rows.length),
        sample: rows.slice(0, 10).map((row) => ({
          id: text(row.document_id),
          name: text(row.name),
          address: text(row.address),
        })),
      };
    },

    async join(actor, companyId, confirmed) {
      need(actor, 'company-edit');
      const company = await findLivingCompany(runtime.db, companyId);
      if (!company) return null;
      const waiting = (await listJoinable(runtime.db, company.key, COUNTED + 1)).length;
      if (waiting > ASKED_ABOVE && waiting > confirmed) {
        const count = counted(waiting);
        refused(
          'confirmed',
          `${count.value}${count.more ? '+' : ''} contacts would join. Confirm that number.`,
          { count },
        );
      }
      let joined = 0;
      for (;;) {
        const some = await joinSome(company.key);
        joined += some;
        if (some < JOINED_AT_ONCE) return { joined };
      }
    },
  };
}
