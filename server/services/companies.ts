import { errors } from '@strapi/utils';
import {
  ASKED_ABOVE,
  COMPANY_DEPTH,
  type CompanyChoice,
  type CompanyContact,
  type CompanyContactInput,
  type CompanyContactsQuery,
  type CompanyDeletion,
  type CompanyDetail,
  type CompanyInput,
  type CompanyListQuery,
  type CompanyRow,
  type Counted,
  type Joinable,
  type MergedCompany,
} from '../contracts/companies';
import type { RecordPage } from '../contracts/lists';
import type { PropertyValues } from '../contracts/properties';
import type { StatusMeaning } from '../contracts/tickets';
import { normaliseDomain } from '../rules/address';
import { waysToFind } from '../rules/contact-words';
import { isFreeMail } from '../rules/free-mail';
import {
  addBareCompany,
  countChildren,
  countCompanies,
  countOfEach,
  findAnyCompany,
  findDomainOwner,
  findLivingCompany,
  levelsBelow,
  listActivityOfCompany,
  listAncestors,
  listChildren,
  listCompanies,
  listCompanyChoices,
  listDomainsOf,
  listTicketsOfCompany,
  lockCompanies,
  saveCompanyFields,
  saveDomains,
  setCompanyTrashed,
} from '../store/companies';
import {
  findContactForCompany,
  findLink,
  leaveCompany,
  listContactsOfCompany,
  listJoinable,
  saveLink,
} from '../store/company-contacts';
import { jsonOf, number, text, yes, type Connection, type Row } from '../store/connection';
import { listContactKeys, listContactRows } from '../store/contacts';
import { savePropertyValues } from '../store/property-values';
import { changesOf } from '../store/tickets';
import type { AccessSweep } from './access-sweep';
import type { Activity } from './activity';
import { joinByDomain } from './company-joining';
import { differences, shown } from './contact-picture';
import { readAgentInput, valuesAfter } from './property-input';
import { RECORDS_PAGE } from './record-page';
import { need, refused, refusedAll } from './refusals';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { AdminActor } from './types';

const COUNTED = 1000;
/** Contacts that one transaction lets join. */
const JOINED_AT_ONCE = 100;

export const counted = (total: number): Counted => ({
  value: Math.min(total, COUNTED),
  more: total > COUNTED,
});

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
  /** By the beginning of name or domain, for fields that choose a company. */
  choices(actor: AdminActor, q: string): Promise<CompanyChoice[]>;
  contacts(
    actor: AdminActor,
    id: string,
    query: CompanyContactsQuery,
  ): Promise<RecordPage<CompanyContact> | null>;
  /** Contacts to add, found by any word. */
  contactChoices(
    actor: AdminActor,
    q: string,
  ): Promise<{ id: string; name: string; address: string }[]>;
  /** Adds a contact or changes how it belongs. */
  setContact(
    actor: AdminActor,
    id: string,
    contactId: string,
    input: CompanyContactInput,
  ): Promise<boolean>;
  /** The contact leaves: the company's tickets are out of its sight at once. */
  removeContact(actor: AdminActor, id: string, contactId: string): Promise<boolean>;
  /** Contacts with a verified address of the company's domains that are no members yet. */
  joinable(actor: AdminActor, id: string): Promise<Joinable | null>;
  /** Lets them join; more than twenty need the number that was shown. */
  join(actor: AdminActor, id: string, confirmed: number): Promise<{ joined: number } | null>;
}

export function createCompanies(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  accessSweep: AccessSweep,
): Companies {
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

  async function list(actor: AdminActor, query: CompanyListQuery): Promise<RecordPage<CompanyRow>> {
    need(actor, 'company-read');
    const { db } = runtime;
    const filter = { q: query.q, isInBin: query.state === 'bin' };
    const isByCreated = query.sort.endsWith('created');
    const [, value = '', after = ''] = /^([0-9a-f]*)\.(\d{1,10})$/.exec(query.cursor ?? '') ?? [];
    const rows = await listCompanies(db, filter, {
      sort: isByCreated ? 'created' : 'name',
      isDescending: query.sort.startsWith('-'),
      after: after === '' ? null : { value, key: Number(after) },
      limit: RECORDS_PAGE + 1,
    });
    const page = rows.slice(0, RECORDS_PAGE);
    const keys = page.map((row) => number(row.id));
    const domains = await listDomainsOf(db, keys);
    const contacts = await countOfEach(db, 'contacts', keys, portalKeys());
    const openTickets = await countOfEach(db, 'openTickets', keys, portalKeys());
    const last = page.at(-1);
    const sortValue = last && (isByCreated ? number(last.created_time) : text(last.name_key));
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
      nextCursor: last && rows.length > RECORDS_PAGE ? `${sortValue}.${number(last.id)}` : null,
      count: counted(await countCompanies(db, filter)),
    };
  }

  async function detail(actor: AdminActor, row: Row): Promise<CompanyDetail> {
    const { db } = runtime;
    const key = number(row.id);
    const id = text(row.document_id);
    const mayReadTickets = actor.can.has('ticket-read');
    const [domains, children, entries, tickets] = await Promise.all([
      listDomainsOf(db, [key]),
      listChildren(db, key),
      listActivityOfCompany(db, id),
      mayReadTickets ? listTicketsOfCompany(db, key, portalKeys()) : null,
    ]);
    return {
      id,
      name: text(row.name),
      externalId: text(row.external_id),
      createdAt: number(row.created_time),
      trashedAt: number(row.trashed_at),
      domains: domains.map((one) => ({
        domain: text(one.domain),
        isTrusted: yes(one.is_trusted),
      })),
      parent: row.parent_document_id
        ? { id: text(row.parent_document_id), name: text(row.parent_name) }
        : null,
      children: children.map((one) => ({ id: text(one.document_id), name: text(one.name) })),
      properties: jsonOf<PropertyValues>(row.properties, {}),
      tickets:
        tickets &&
        tickets.map((ticket) => {
          const status = siteMap.statusByKey(number(ticket.status_id));
          return {
            id: text(ticket.document_id),
            number: text(ticket.number),
            subject: text(ticket.subject),
            requester: text(ticket.requester_name),
            status: {
              id: status?.id ?? '',
              color: status?.color ?? 'neutral',
              name: status?.name ?? '',
              meaning: (status?.meaning ?? 'new') as StatusMeaning,
              isClosed: yes(ticket.is_closed),
            },
            openedAt: number(ticket.opened_at),
          };
        }),
      activity: entries.map((entry) => ({
        id: text(entry.document_id),
        occurredAt: number(entry.occurred_at),
        actorKind: text(entry.actor_kind) as 'customer' | 'agent' | 'system' | 'channel',
        actorName: text(entry.actor_name),
        action: text(entry.action),
        changes: changesOf(entry),
      })),
      portals: siteMap
        .portals()
        .map(
          ({
            name,
            ticketPermission,
            ticketCompanies,
            includesChildren,
            keepsOwnAfterLeaving,
          }) => ({
            name,
            ticketPermission,
            ticketCompanies,
            includesChildren,
            keepsOwnAfterLeaving,
          }),
        ),
    };
  }

  async function find(
    actor: AdminActor,
    id: string,
  ): Promise<CompanyDetail | MergedCompany | null> {
    need(actor, 'company-read');
    const row = await findAnyCompany(runtime.db, id);
    if (!row) return null;
    return text(row.merged_into) === ''
      ? detail(actor, row)
      : { mergedInto: text(row.merged_into) };
  }

  /** Refuses what another company has; whose it is is named, so that a page can link there. */
  async function refuseTaken(
    db: Connection,
    domains: CompanyInput['domains'],
    ownKey: number,
  ): Promise<void> {
    for (const [index, { domain }] of domains.entries()) {
      const owner = await findDomainOwner(db, domain);
      if (owner?.isLiving && owner.key !== ownKey)
        refused(`domains.${index}.domain`, `${domain} belongs to ${owner.name}.`, {
          company: { id: owner.id, name: owner.name },
        });
    }
  }

  async function parentKeyOf(db: Connection, input: CompanyInput, ownKey: number): Promise<number> {
    if (input.parent === '') return 0;
    const parent = await findLivingCompany(db, input.parent);
    if (!parent) return refused('parent', 'Choose a company that exists.');
    const above = [parent.key, ...(await listAncestors(db, parent.key))];
    if (ownKey > 0 && above.includes(ownKey))
      refused('parent', 'A company cannot stand below itself. Choose another parent.');
    const below = ownKey > 0 ? await levelsBelow(db, ownKey) : 0;
    if (above.length + 1 + below > COMPANY_DEPTH)
      refused(
        'parent',
        `Companies go ${COMPANY_DEPTH} levels deep. Choose a parent that stands higher.`,
      );
    return parent.key;
  }

  /** Two at once: the unique index let one of them have the domain. */
  async function namingTaken<Result>(
    domains: CompanyInput['domains'],
    ownKey: () => number,
    work: () => Promise<Result>,
  ): Promise<Result> {
    try {
      const result = await work();
      await siteMap.refresh();
      return result;
    } catch (error) {
      if (!(error instanceof errors.ApplicationError))
        await refuseTaken(runtime.db, domains, ownKey());
      throw error;
    }
  }

  const picture = (row: Row, domains: Row[]): Record<string, string> => ({
    name: text(row.name),
    externalId: text(row.external_id),
    parent: text(row.parent_name),
    domains: domains.map((one) => text(one.domain)).join(', '),
    trustedDomains: domains
      .filter((one) => yes(one.is_trusted))
      .map((one) => text(one.domain))
      .join(', '),
    ...Object.fromEntries(
      Object.entries(jsonOf<PropertyValues>(row.properties, {})).map(([key, value]) => [
        `properties.${key}`,
        shown(value),
      ]),
    ),
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
    list,
    find,

    async create(actor, input) {
      need(actor, 'company-edit');
      const domains = readDomains(input.domains);
      const changes = readAgentInput(siteMap.properties('company'), input.properties, {});
      return namingTaken(
        domains,
        () => 0,
        () =>
          runtime.transaction(async (db) => {
            await refuseTaken(db, domains, 0);
            const parentKey = await parentKeyOf(db, input, 0);
            const fields = { ...input, parentKey, properties: valuesAfter({}, changes) };
            const { key, id } = await addBareCompany(db, fields, runtime.now());
            await saveDomains(db, key, domains);
            await savePropertyValues(db, { kind: 'company', companyKey: key }, changes);
            await record(db, actor, id, 'company.created', {
              name: { before: '', after: input.name },
            });
            return { id };
          }),
      );
    },

    async update(actor, id, input) {
      need(actor, 'company-edit');
      const domains = readDomains(input.domains);
      let ownKey = 0;
      const isDone = await namingTaken(
        domains,
        () => ownKey,
        () =>
          runtime.transaction(async (db) => {
            await lockCompanies(db, [id, ...(input.parent === '' ? [] : [input.parent])]);
            const row = await findAnyCompany(db, id);
            if (!row || text(row.merged_into) !== '' || number(row.trashed_at) > 0) return false;
            ownKey = number(row.id);
            await refuseTaken(db, domains, ownKey);
            const parentKey = await parentKeyOf(db, input, ownKey);
            const before = picture(row, await listDomainsOf(db, [ownKey]));
            const known = jsonOf<PropertyValues>(row.properties, {});
            const changes = readAgentInput(siteMap.properties('company'), input.properties, known);
            await saveCompanyFields(db, ownKey, {
              ...input,
              parentKey,
              properties: valuesAfter(known, changes),
            });
            await saveDomains(db, ownKey, domains);
            await savePropertyValues(db, { kind: 'company', companyKey: ownKey }, changes);
            const saved = await findAnyCompany(db, id);
            const after = picture(saved ?? row, await listDomainsOf(db, [ownKey]));
            const changed = differences(before, after);
            if (Object.keys(changed).length > 0)
              await record(db, actor, id, 'company.updated', changed);
            return true;
          }),
      );
      const row = isDone ? await findAnyCompany(runtime.db, id) : null;
      return row && detail(actor, row);
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

    async choices(actor, q) {
      need(actor, 'company-read', 'contact-read', 'access-group-read', 'ticket-update');
      return (await listCompanyChoices(runtime.db, q)).map((row) => ({
        id: text(row.document_id),
        name: text(row.name),
        domain: text(row.domain),
      }));
    },

    async contacts(actor, id, query) {
      need(actor, 'company-read');
      const { db } = runtime;
      const company = await findAnyCompany(db, id);
      if (!company || text(company.merged_into) !== '') return null;
      const key = number(company.id);
      const found = query.q.trim() === '' ? null : await keysFound(query.q, key);
      const rows = await listContactsOfCompany(db, key, {
        before: /^\d{1,10}$/.test(query.cursor ?? '') ? Number(query.cursor) : 0,
        keys: found,
        limit: RECORDS_PAGE + 1,
      });
      const page = rows.slice(0, RECORDS_PAGE);
      const total =
        found?.length ?? (await countOfEach(db, 'contacts', [key], portalKeys())).get(key) ?? 0;
      return {
        rows: page.map((row) => ({
          id: text(row.document_id),
          name: text(row.name),
          address: text(row.address),
          isPrimary: yes(row.is_primary),
          seesTickets: yes(row.sees_tickets),
          isManager: yes(row.is_manager),
          isByDomain: yes(row.is_by_domain),
          isTrusted: yes(row.is_trusted),
        })),
        nextCursor: rows.length > RECORDS_PAGE ? String(number(page.at(-1)?.id)) : null,
        count: counted(total),
      };
    },

    async contactChoices(actor, q) {
      need(actor, 'company-edit');
      const rows = await listContactRows(runtime.db, (await keysFound(q, 0)).slice(0, 20));
      return rows.map((row) => ({
        id: text(row.document_id),
        name: text(row.name),
        address: text(row.address),
      }));
    },

    async setContact(actor, id, contactId, input) {
      need(actor, 'company-edit');
      return runtime.transaction(async (db) => {
        await lockCompanies(db, [id]);
        const company = await findLivingCompany(db, id);
        const contact = await findContactForCompany(db, contactId);
        if (!company || !contact) return false;
        const known = await findLink(db, contact.key, company.key);
        const isMember = known !== null && number(known.left_at) === 0;
        // Made primary by an admin is given by him; other changes leave it as it came.
        const isByDomain =
          isMember && yes(known.is_by_domain) && !(input.isPrimary && !yes(known.is_primary));
        await saveLink(db, contact.key, company.key, { ...input, isByDomain }, runtime.now());
        await accessSweep.followContact(db, contact.key);
        const said = (flags: CompanyContactInput) =>
          Object.entries(flags)
            .filter(([, isSet]) => isSet)
            .map(([flag]) => flag)
            .join(', ');
        await record(
          db,
          actor,
          id,
          isMember ? 'company.contact-changed' : 'company.contact-added',
          {
            contact: { before: isMember ? contact.name : '', after: contact.name },
            rights: {
              before: isMember
                ? said({
                    isPrimary: yes(known.is_primary),
                    seesTickets: yes(known.sees_tickets),
                    isManager: yes(known.is_manager),
                  })
                : '',
              after: said(input),
            },
          },
        );
        return true;
      });
    },

    async removeContact(actor, id, contactId) {
      need(actor, 'company-edit');
      return runtime.transaction(async (db) => {
        await lockCompanies(db, [id]);
        const company = await findAnyCompany(db, id);
        const contact = await findContactForCompany(db, contactId);
        if (!company || !contact) return false;
        const known = await findLink(db, contact.key, number(company.id));
        if (!known || number(known.left_at) > 0) return false;
        await leaveCompany(db, contact.key, number(company.id), runtime.now());
        await accessSweep.followContact(db, contact.key);
        await record(db, actor, id, 'company.contact-removed', {
          contact: { before: contact.name, after: '' },
        });
        return true;
      });
    },

    async joinable(actor, id) {
      need(actor, 'company-edit');
      const company = await findLivingCompany(runtime.db, id);
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

    async join(actor, id, confirmed) {
      need(actor, 'company-edit');
      const company = await findLivingCompany(runtime.db, id);
      if (!company) return null;
      const waiting = (await listJoinable(runtime.db, company.key, COUNTED + 1)).length;
      if (waiting > ASKED_ABOVE && waiting > confirmed)
        refused(
          'confirmed',
          `${counted(waiting).value}${waiting > COUNTED ? '+' : ''} contacts would join. Confirm that number.`,
          { count: counted(waiting) },
        );
      let joined = 0;
      for (;;) {
        const some = await runtime.transaction(async (db) => {
          const rows = await listJoinable(db, company.key, JOINED_AT_ONCE);
          for (const row of rows)
            await joinByDomain(
              db,
              activity,
              { key: number(row.id), id: text(row.document_id), name: text(row.name) },
              runtime.now(),
            );
          await accessSweep.followContacts(
            db,
            rows.map((row) => number(row.id)),
          );
          return rows.length;
        });
        joined += some;
        if (some < JOINED_AT_ONCE) return { joined };
      }
    },
  };

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
    const listing = { sort: 'name', isDescending: false, after: null, limit: 200 } as const;
    return (await listContactKeys(runtime.db, filter, listing)).keys;
  }
}

/** Domains as they are stored; what is none, is there twice, or belongs to everybody is refused beside its field. */
function readDomains(typed: CompanyInput['domains']): CompanyInput['domains'] {
  const domains = typed.map(({ domain, isTrusted }) => ({
    domain: normaliseDomain(domain.replace(/^@/, '')),
    isTrusted,
  }));
  refusedAll(
    domains.flatMap(({ domain }, index) => {
      const path = `domains.${index}.domain`;
      if (domain === '') return [{ path, message: 'Enter a domain, for example harbour.example.' }];
      if (isFreeMail(domain))
        return [
          {
            path,
            message: `Anybody can have an address of ${domain}. Use the company's own domain.`,
          },
        ];
      if (domains.findIndex((other) => other.domain === domain) < index)
        return [{ path, message: 'This domain is there twice.' }];
      return [];
    }),
  );
  return domains;
}
