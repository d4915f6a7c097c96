import type {
  CompanyChoice,
  CompanyChoiceQuery,
  CompanyDeletion,
  CompanyDetail,
  CompanyInput,
  CompanyListQuery,
  CompanyRow,
  MergedCompany,
} from '../contracts/companies';
import type { RecordPage } from '../contracts/lists';
import type { PropertyValues } from '../contracts/properties';
import {
  addBareCompany,
  countChildren,
  countOfEach,
  findAnyCompany,
  findLivingCompany,
  listChosenCompanies,
  listCompanies,
  listCompanyChoices,
  listDomainsOf,
  lockCompanies,
  saveCompanyFields,
  saveDomains,
  setCompanyTrashed,
} from '../store/companies';
import { jsonOf, number, text, type Connection } from '../store/connection';
import { savePropertyValues } from '../store/property-values';
import type { Activity } from './activity';
import { companyDetail, companyPicture } from './company-detail';
import { parentKeyOf, readDomains, refuseTakenDomains } from './company-input';
import { differences } from './contact-picture';
import { readAgentInput, valuesAfter } from './property-input';
import { counted, cursorAt, placeIn, RECORDS_PAGE } from './record-page';
import { namingTaken, need } from './refusals';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { AdminActor } from './types';

export interface Companies {
  list(actor: AdminActor, query: CompanyListQuery): Promise<RecordPage<CompanyRow>>;
  /** Of a company that was merged away: where it went. null when there is none. */
  find(actor: AdminActor, id: string): Promise<CompanyDetail | MergedCompany | null>;
  create(actor: AdminActor, input: CompanyInput): Promise<{ id: string }>;
  update(actor: AdminActor, id: string, input: CompanyInput): Promise<CompanyDetail | null>;
  /** What goes with the company. */
  deletion(actor: AdminActor, id: string): Promise<CompanyDeletion | null>;
  /** Into the bin: nobody sees its tickets by it, and they stay. */
  trash(actor: AdminActor, id: string): Promise<boolean>;
  restore(actor: AdminActor, id: string): Promise<boolean>;
  /** By the beginning of name or domain, or by public ids, for fields that choose companies. */
  choices(actor: AdminActor, query: CompanyChoiceQuery): Promise<CompanyChoice[]>;
}

export function createCompanies(runtime: Runtime, siteMap: SiteMap, activity: Activity): Companies {
  const portalKeys = () => siteMap.portals().map(({ key }) => key);

  const record = (
    db: Connection,
    actor: AdminActor,
    id: string,
    action: string,
    changes: Record<string, { before: string; after: string }> = {},
  ) =>
    activity.record(db, {
      actor,
      action,
      subject: { kind: 'company', id },
      portalKey: 0,
      changes,
    });

  async function setBin(actor: AdminActor, id: string, isInBin: boolean): Promise<boolean> {
    need(actor, 'company-edit');
    return runtime.transaction(async (db) => {
      await lockCompanies(db, [id]);
      const company = await findAnyCompany(db, id);
      if (!company || text(company.merged_into) !== '') return false;
      if (number(company.trashed_at) > 0 === isInBin) return true;
      await setCompanyTrashed(db, number(company.id), isInBin ? runtime.now() : 0);
      await record(db, actor, id, isInBin ? 'company.trashed' : 'company.restored');
      return true;
    });
  }

  return {
    async list(actor, query) {
      need(actor, 'company-read');
      const { db } = runtime;
      const filter = { q: query.q, isInBin: query.state === 'bin' };
      const isByCreated = query.sort.endsWith('created');
      const { rows, cutAt, count } = await listCompanies(db, filter, {
        sort: isByCreated ? 'created' : 'name',
        isDescending: query.sort.startsWith('-'),
        after: placeIn(query.cursor),
        limit: RECORDS_PAGE + 1,
      });
      const page = rows.slice(0, RECORDS_PAGE);
      const keys = page.map((row) => number(row.id));
      const domains = await listDomainsOf(db, keys);
      const contacts = await countOfEach(db, 'contacts', keys, portalKeys());
      const openTickets = await countOfEach(db, 'openTickets', keys, portalKeys());
      const last = page.at(-1);
      const end =
        last && rows.length > RECORDS_PAGE
          ? {
              value: isByCreated ? number(last.created_time) : text(last.name_key),
              key: number(last.id),
            }
          : cutAt;
      return {
        rows: page.map((row) => ({
          id: text(row.document_id),
          name: text(row.name),
          domains: domains
            .filter((one) => number(one.company_id) === number(row.id))
            .map((one) => text(one.domain)),
          parent: text(row.parent_name),
          contacts: counted(contacts.get(number(row.id)) ?? 0),
          openTickets: counted(openTickets.get(number(row.id)) ?? 0),
          createdAt: number(row.created_time),
        })),
        nextCursor: end && cursorAt(end),
        isCut: cutAt !== null,
        count: await count(),
      };
    },

    async find(actor, id) {
      need(actor, 'company-read');
      const row = await findAnyCompany(runtime.db, id);
      if (!row) return null;
      return text(row.merged_into) === ''
        ? companyDetail(runtime, siteMap, actor, row)
        : { mergedInto: text(row.merged_into) };
    },

    async create(actor, input) {
      need(actor, 'company-edit');
      const domains = readDomains(input.domains);
      const changes = readAgentInput(siteMap.properties('company'), input.properties, {});
      const create = async (db: Connection) => {
        await refuseTakenDomains(db, domains, 0);
        const parentKey = await parentKeyOf(db, input, 0);
        const fields = { ...input, parentKey, properties: valuesAfter({}, changes) };
        const { key, id } = await addBareCompany(db, fields, runtime.now());
        await saveDomains(db, key, domains);
        await savePropertyValues(db, { kind: 'company', companyKey: key }, changes);
        await record(db, actor, id, 'company.created', {
          name: { before: '', after: input.name },
        });
        return { id };
      };
      const made = await namingTaken(
        () => refuseTakenDomains(runtime.db, domains, 0),
        () => runtime.transaction(create),
      );
      await siteMap.refresh();
      return made;
    },

    async update(actor, id, input) {
      need(actor, 'company-edit');
      const domains = readDomains(input.domains);
      let key = 0;
      const update = async (db: Connection): Promise<boolean> => {
        await lockCompanies(db, [id, ...(input.parent === '' ? [] : [input.parent])]);
        const row = await findAnyCompany(db, id);
        if (!row || text(row.merged_into) !== '' || number(row.trashed_at) > 0) return false;
        key = number(row.id);
        await refuseTakenDomains(db, domains, key);
        const parentKey = await parentKeyOf(db, input, key);
        const before = companyPicture(row, await listDomainsOf(db, [key]));
        const known = jsonOf<PropertyValues>(row.properties, {});
        const changes = readAgentInput(siteMap.properties('company'), input.properties, known);
        const properties = valuesAfter(known, changes);
        await saveCompanyFields(db, key, { ...input, parentKey, properties });
        await saveDomains(db, key, domains);
        await savePropertyValues(db, { kind: 'company', companyKey: key }, changes);
        const saved = (await findAnyCompany(db, id)) ?? row;
        const after = companyPicture(saved, await listDomainsOf(db, [key]));
        const changed = differences(before, after);
        if (Object.keys(changed).length > 0)
          await record(db, actor, id, 'company.updated', changed);
        return true;
      };
      const isDone = await namingTaken(
        () => refuseTakenDomains(runtime.db, domains, key),
        () => runtime.transaction(update),
      );
      await siteMap.refresh();
      const row = isDone ? await findAnyCompany(runtime.db, id) : null;
      return row && companyDetail(runtime, siteMap, actor, row);
    },

    async deletion(actor, id) {
      need(actor, 'company-edit');
      const { db } = runtime;
      const company = await findLivingCompany(db, id);
      if (!company) return null;
      const { key } = company;
      const contacts = await countOfEach(db, 'contacts', [key], portalKeys());
      const openTickets = await countOfEach(db, 'openTickets', [key], portalKeys());
      return {
        contacts: counted(contacts.get(key) ?? 0),
        openTickets: counted(openTickets.get(key) ?? 0),
        children: await countChildren(db, key),
        domains: (await listDomainsOf(db, [key])).map((row) => text(row.domain)),
      };
    },

    trash: (actor, id) => setBin(actor, id, true),
    restore: (actor, id) => setBin(actor, id, false),

    async choices(actor, { q, ids }) {
      // Whoever may see where a company is chosen: of a contact, for people of an identity provider, or in a filter.
      need(
        actor,
        'company-read',
        'contact-read',
        'access-group-read',
        'request-form-read',
        'portal-edit',
      );
      const rows =
        ids.length > 0
          ? await listChosenCompanies(runtime.db, ids)
          : await listCompanyChoices(runtime.db, q);
      return rows.map((row) => ({
        id: text(row.document_id),
        name: text(row.name),
        domain: text(row.domain),
      }));
    },
  };
}
