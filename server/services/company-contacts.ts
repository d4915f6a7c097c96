import type {
  CompanyContact,
  CompanyContactInput,
  CompanyContactsQuery,
} from '../contracts/companies';
import type { RecordPage } from '../contracts/lists';
import { waysToFind } from '../rules/contact-words';
import { countOfEach, findAnyCompany, findLivingCompany, lockCompanies } from '../store/companies';
import {
  findContactForCompany,
  findLink,
  leaveCompany,
  listContactsOfCompany,
  saveLink,
} from '../store/company-contacts';
import { number, text, yes, type Row } from '../store/connection';
import { listContactKeys, listContactRows } from '../store/contacts';
import { endAllSessions } from '../store/sessions';
import type { AccessSweep } from './access-sweep';
import type { Activity } from './activity';
import { counted, RECORDS_PAGE } from './record-page';
import { need } from './refusals';
import type { Runtime } from './runtime';
import type { AdminActor } from './types';

export interface CompanyContacts {
  list(
    actor: AdminActor,
    companyId: string,
    query: CompanyContactsQuery,
  ): Promise<RecordPage<CompanyContact> | null>;
  /** Contacts to add, found by any word. */
  choices(actor: AdminActor, q: string): Promise<{ id: string; name: string; address: string }[]>;
  /** Adds a contact or changes how it belongs. */
  set(
    actor: AdminActor,
    companyId: string,
    contactId: string,
    input: CompanyContactInput,
  ): Promise<boolean>;
  /** The contact leaves: the company's tickets are out of its sight at once, and it is signed out. */
  remove(actor: AdminActor, companyId: string, contactId: string): Promise<boolean>;
}

/** Who belongs to a company, and what each may see there. */
export function createCompanyContacts(
  runtime: Runtime,
  activity: Activity,
  accessSweep: AccessSweep,
): CompanyContacts {
  /** Keys of contacts that a search finds, of one company or of all (0): the first by name. */
  async function keysFound(q: string, companyKey: number): Promise<number[]> {
    const ways = waysToFind(q);
    if (ways.length === 0) return [];
    const filter = {
      ways,
      companyKey,
      portalKeys: [],
      standings: [],
      isOutside: false,
      language: '',
      isInBin: false,
    };
    const listing = {
      sort: 'name',
      isDescending: false,
      after: null,
      limit: 200,
      isChoice: true,
    } as const;
    return (await listContactKeys(runtime.db, filter, listing)).keys;
  }

  return {
    async list(actor, companyId, query) {
      need(actor, 'company-read');
      const { db } = runtime;
      const company = await findAnyCompany(db, companyId);
      if (!company || text(company.merged_into) !== '') return null;
      const key = number(company.id);
      const found = query.q.trim() === '' ? null : await keysFound(query.q, key);
      const rows = await listContactsOfCompany(db, key, {
        before: /^\d{1,10}$/.test(query.cursor ?? '') ? Number(query.cursor) : 0,
        keys: found,
        limit: RECORDS_PAGE + 1,
      });
      const page = rows.slice(0, RECORDS_PAGE);
      const total = found?.length ?? (await countOfEach(db, 'contacts', [key], [])).get(key) ?? 0;
      return {
        rows: page.map((row) => ({
          id: text(row.document_id),
          name: text(row.name),
          address: text(row.address),
          ...flagsOf(row),
          isByDomain: yes(row.is_by_domain),
          isWithheld: yes(row.is_withheld),
          isTrusted: yes(row.is_trusted),
        })),
        nextCursor: rows.length > RECORDS_PAGE ? String(number(page.at(-1)?.id)) : null,
        count: counted(total),
      };
    },

    async choices(actor, q) {
      need(actor, 'company-edit');
      const rows = await listContactRows(runtime.db, (await keysFound(q, 0)).slice(0, 20));
      return rows.map((row) => ({
        id: text(row.document_id),
        name: text(row.name),
        address: text(row.address),
      }));
    },

    async set(actor, companyId, contactId, input) {
      need(actor, 'company-edit');
      return runtime.transaction(async (db) => {
        await lockCompanies(db, [companyId]);
        const company = await findLivingCompany(db, companyId);
        const contact = await findContactForCompany(db, contactId);
        if (!company || !contact) return false;
        const link = await findLink(db, contact.key, company.key);
        const known = link && number(link.left_at) === 0 ? link : null;
        // Made primary by an admin is given by him; other changes leave it as it came.
        const isByDomain =
          yes(known?.is_by_domain) && !(input.isPrimary && !yes(known?.is_primary));
        await saveLink(db, contact.key, company.key, { ...input, isByDomain }, runtime.now());
        await accessSweep.followContact(db, contact.key);
        await activity.record(db, {
          actor,
          action: known ? 'company.contact-changed' : 'company.contact-added',
          subject: { kind: 'company', id: companyId },
          portalKey: 0,
          changes: {
            contact: { before: known ? contact.name : '', after: contact.name },
            rights: { before: known ? namesOf(flagsOf(known)) : '', after: namesOf(input) },
          },
        });
        return true;
      });
    },

    async remove(actor, companyId, contactId) {
      need(actor, 'company-edit');
      return runtime.transaction(async (db) => {
        await lockCompanies(db, [companyId]);
        const company = await findAnyCompany(db, companyId);
        const contact = await findContactForCompany(db, contactId);
        if (!company || !contact) return false;
        const known = await findLink(db, contact.key, number(company.id));
        if (!known || number(known.left_at) > 0) return false;
        await leaveCompany(db, contact.key, number(company.id), runtime.now());
        await endAllSessions(db, contact.key);
        await accessSweep.followContact(db, contact.key);
        await activity.record(db, {
          actor,
          action: 'company.contact-removed',
          subject: { kind: 'company', id: companyId },
          portalKey: 0,
          changes: { contact: { before: contact.name, after: '' } },
        });
        return true;
      });
    },
  };
}

const flagsOf = (row: Row): CompanyContactInput => ({
  isPrimary: yes(row.is_primary),
  seesTickets: yes(row.sees_tickets),
  isManager: yes(row.is_manager),
});

/** What a contact may, as the activity tells it. */
const namesOf = (flags: CompanyContactInput): string =>
  Object.entries(flags)
    .filter(([, isSet]) => isSet)
    .map(([flag]) => flag)
    .join(', ');
