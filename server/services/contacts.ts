import { errors } from '@strapi/utils';
import type {
  ContactDetail,
  ContactInput,
  ContactListQuery,
  ContactRow,
  MergedContact,
  Standing,
} from '../contracts/contacts';
import type { RecordPage } from '../contracts/lists';
import type { PropertyValues } from '../contracts/properties';
import type { StatusMeaning } from '../contracts/tickets';
import { normaliseAddress } from '../rules/address';
import { waysToFind } from '../rules/contact-words';
import { findAccountAt } from '../store/accounts';
import { jsonOf, number, text, yes, type Connection, type Row } from '../store/connection';
import { saveContactWords } from '../store/contact-words';
import {
  addBareContact,
  findAnyContact,
  findCompanyKey,
  findOwnerOf,
  listActivityOf,
  listAddressesOf,
  listCompaniesOf,
  listContactKeys,
  listContactRows,
  listGroupsOf,
  listMembershipsOf,
  listTicketsOf,
  lockContacts,
  saveAddresses,
  saveCompaniesOf,
  saveContactFields,
  setAccountEmail,
  setStanding,
  setTrashed,
  type AddressRow,
  type CompanyOfContact,
} from '../store/contacts';
import { savePropertyValues } from '../store/property-values';
import { endAllSessions } from '../store/sessions';
import { changesOf } from '../store/tickets';
import { closeResets } from '../store/tokens';
import type { AccessSweep } from './access-sweep';
import type { Activity } from './activity';
import { differences, pictureOf } from './contact-picture';
import { readAgentInput, valuesAfter } from './property-input';
import { RECORDS_PAGE } from './record-page';
import { need, refused } from './refusals';
import { sha256, type Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { AdminActor } from './types';

export interface Contacts {
  list(actor: AdminActor, query: ContactListQuery): Promise<RecordPage<ContactRow>>;
  /** Of a contact that was merged away: where it went. null when there is none. */
  find(actor: AdminActor, id: string): Promise<ContactDetail | MergedContact | null>;
  create(actor: AdminActor, input: ContactInput): Promise<{ id: string }>;
  update(actor: AdminActor, id: string, input: ContactInput): Promise<ContactDetail | null>;
  /** Into the bin: nobody signs in with it and its tickets stay. */
  trash(actor: AdminActor, id: string): Promise<boolean>;
  restore(actor: AdminActor, id: string): Promise<boolean>;
}

export function createContacts(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  accessSweep: AccessSweep,
): Contacts {
  async function list(actor: AdminActor, query: ContactListQuery): Promise<RecordPage<ContactRow>> {
    need(actor, 'contact-read');
    const none = { rows: [], nextCursor: null, count: { value: 0, more: false } };
    const ways = waysToFind(query.q);
    if (query.q.trim() !== '' && ways.length === 0) return none;
    const companyKey = query.company ? await findCompanyKey(runtime.db, query.company) : 0;
    if (query.company && companyKey === 0) return none;
    const portals = siteMap.portals().filter(({ id }) => !query.portal || id === query.portal);
    if (query.portal && portals.length === 0) return none;
    const isAsked = query.standing !== '' || query.portal !== undefined;
    const standings: Standing[] =
      query.standing === '' || query.standing === 'none'
        ? ['registered', 'invited', 'disabled']
        : [query.standing];
    const isByCreated = query.sort.endsWith('created');
    const [, value = '', key = ''] = /^([0-9a-f]*)\.(\d+)$/.exec(query.cursor ?? '') ?? [];
    const { keys, total } = await listContactKeys(
      runtime.db,
      {
        ways,
        companyKey,
        portalKeys: isAsked ? portals.map((portal) => portal.key) : [],
        standings,
        isOutside: query.standing === 'none',
        language: query.language,
        isInBin: query.state === 'bin',
      },
      {
        sort: isByCreated ? 'created' : 'name',
        isDescending: query.sort.startsWith('-'),
        after: key === '' ? null : { value, key: Number(key) },
        limit: RECORDS_PAGE + 1,
      },
    );
    const page = keys.slice(0, RECORDS_PAGE);
    const rows = await listContactRows(runtime.db, page);
    const memberships = await listMembershipsOf(runtime.db, page);
    const found = page.flatMap((one): Row[] => rows.filter((row) => number(row.id) === one));
    const last = found.at(-1);
    const sortValue = last && (isByCreated ? number(last.created_time) : text(last.name_key));
    return {
      rows: found.map((row) => ({
        id: text(row.document_id),
        name: text(row.name),
        address: text(row.address),
        company: text(row.company),
        portals: memberships
          .filter((membership) => number(membership.contact_id) === number(row.id))
          .map((membership) => ({
            name: text(membership.portal_name),
            standing: text(membership.state) as Standing,
          })),
        createdAt: number(row.created_time),
      })),
      nextCursor: last && keys.length > RECORDS_PAGE ? `${sortValue}.${number(last.id)}` : null,
      count: { value: Math.min(total, 1000), more: total > 1000 },
    };
  }

  async function detail(actor: AdminActor, row: Row): Promise<ContactDetail> {
    const { db } = runtime;
    const key = number(row.id);
    const [addresses, companies, groups, memberships, entries, tickets] = await Promise.all([
      listAddressesOf(db, key),
      listCompaniesOf(db, key),
      listGroupsOf(db, key),
      listMembershipsOf(db, [key]),
      listActivityOf(db, text(row.document_id)),
      actor.can.has('ticket-read') ? listTicketsOf(db, key) : null,
    ]);
    return {
      id: text(row.document_id),
      name: text(row.name),
      phone: text(row.phone),
      language: text(row.language),
      timeZone: text(row.time_zone),
      externalId: text(row.external_id),
      createdAt: number(row.created_time),
      trashedAt: number(row.trashed_at),
      hasAccount: number(row.user_id) > 0,
      properties: jsonOf<PropertyValues>(row.properties, {}),
      addresses: addresses.map((one) => ({
        address: text(one.address),
        isPrimary: yes(one.is_primary),
        isMembership: yes(one.is_membership),
        isVerified: number(one.verified_at) > 0,
      })),
      companies: companies
        .filter((one) => number(one.left_at) === 0)
        .map((one) => ({
          id: text(one.document_id),
          name: text(one.name),
          isPrimary: yes(one.is_primary),
          seesTickets: yes(one.sees_tickets),
          isManager: yes(one.is_manager),
        })),
      groups: groups.map((group) => ({
        id: text(group.document_id),
        name: text(group.name),
        kind: group.kind === 'dynamic' ? 'dynamic' : 'static',
      })),
      memberships: memberships.map((membership) => ({
        portal: { id: text(membership.portal_document_id), name: text(membership.portal_name) },
        standing: text(membership.state) as Standing,
        registeredAt: number(membership.registered_at),
        lastSignInAt: number(membership.last_sign_in_at),
        disabledAt: number(membership.disabled_at),
        consents: Object.entries(jsonOf<Record<string, unknown>>(membership.consents, {})).map(
          ([name, givenAt]) => ({ name, givenAt: Number(givenAt) || 0 }),
        ),
      })),
      tickets:
        tickets &&
        tickets.map((ticket) => {
          const status = siteMap.statusByKey(number(ticket.status_id));
          return {
            id: text(ticket.document_id),
            number: text(ticket.number),
            subject: text(ticket.subject),
            status: {
              id: status?.id ?? '',
              name: status?.name ?? '',
              meaning: (status?.meaning ?? 'new') as StatusMeaning,
              isClosed: yes(ticket.is_closed),
              color: status?.color ?? 'neutral',
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
    };
  }

  async function find(
    actor: AdminActor,
    id: string,
  ): Promise<ContactDetail | MergedContact | null> {
    need(actor, 'contact-read');
    const row = await findAnyContact(runtime.db, id);
    if (!row) return null;
    return text(row.merged_into) === ''
      ? detail(actor, row)
      : { mergedInto: text(row.merged_into) };
  }

  const record = (db: Connection, actor: AdminActor, id: string, action: string, more = {}) =>
    activity.record(db, {
      actor,
      action,
      subject: { kind: 'contact', id },
      portalKey: 0,
      ...more,
    });

  /** Refuses what belongs to somebody else; whoever it is is named, so that a page can link there. */
  async function refuseTaken(db: Connection, addresses: AddressRow[], ownKey: number) {
    for (const [index, { addressHash }] of addresses.entries()) {
      const owner = await findOwnerOf(db, addressHash);
      if (!owner || owner.key === ownKey) continue;
      const where = owner.isInBin ? ', who is in the bin' : '';
      refused(
        `addresses.${index}.address`,
        `This address belongs to ${owner.name || 'another contact'}${where}.`,
        { contact: { id: owner.id, name: owner.name } },
      );
    }
  }

  /** Two at once: the unique index let one of them have the address. */
  async function namingTaken<Result>(
    addresses: AddressRow[],
    ownKey: () => number,
    work: () => Promise<Result>,
  ): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof errors.ApplicationError))
        await refuseTaken(runtime.db, addresses, ownKey());
      throw error;
    }
  }

  async function companiesOf(db: Connection, input: ContactInput): Promise<CompanyOfContact[]> {
    const found: CompanyOfContact[] = [];
    for (const [index, one] of input.companies.entries()) {
      const companyKey = await findCompanyKey(db, one.id);
      if (companyKey === 0) refused(`companies.${index}`, 'Choose a company that exists.');
      if (found.some((other) => other.companyKey === companyKey))
        refused(`companies.${index}`, 'This company is there twice.');
      found.push({ companyKey, ...flagsOf(one) });
    }
    if (found.filter(({ isPrimary }) => isPrimary).length > 1)
      refused('companies', 'Choose one primary company.');
    return found;
  }

  /** The membership address signs in, so the account behind the contact has it too. */
  async function followMembership(db: Connection, contact: Row, addresses: AddressRow[]) {
    const accountKey = number(contact.user_id);
    if (accountKey === 0) return;
    const index = addresses.findIndex(({ isMembership }) => isMembership);
    const membership = addresses[index];
    if (!membership)
      return refused(
        'addresses',
        'This contact signs in: keep an address as its membership address.',
      );
    if (normaliseAddress(text(contact.account_email)) === membership.address) return;
    const taken = await findAccountAt(db, membership.address);
    if (taken && taken.key !== accountKey)
      refused(`addresses.${index}.address`, 'Another account of this site has this address.');
    await setAccountEmail(db, accountKey, membership.address);
    await endAllSessions(db, number(contact.id));
    await closeResets(db, number(contact.id), runtime.now());
  }

  async function changeStandings(
    db: Connection,
    actor: AdminActor,
    contact: Row,
    wanted: ContactInput['memberships'],
  ): Promise<void> {
    const memberships = await listMembershipsOf(db, [number(contact.id)]);
    for (const [index, { portal, isDisabled }] of wanted.entries()) {
      const known = memberships.find((one) => one.portal_document_id === portal);
      if (!known)
        return refused(`memberships.${index}`, 'This contact is no member of that portal.');
      if ((known.state === 'disabled') === isDisabled) continue;
      const back: Standing = number(known.registered_at) > 0 ? 'registered' : 'invited';
      const standing = isDisabled ? 'disabled' : back;
      await setStanding(db, number(known.id), standing, isDisabled ? runtime.now() : 0);
      // A link that was mailed before would open the account that is shut out here.
      if (isDisabled) await closeResets(db, number(contact.id), runtime.now());
      await record(
        db,
        actor,
        text(contact.document_id),
        isDisabled ? 'membership.disabled' : 'membership.enabled',
        {
          portalKey: number(known.portal_id),
          changes: {
            [`standing.${text(known.portal_name)}`]: { before: text(known.state), after: standing },
          },
        },
      );
    }
  }

  async function setBin(actor: AdminActor, id: string, isInBin: boolean): Promise<boolean> {
    need(actor, 'contact-edit');
    return runtime.transaction(async (db) => {
      await lockContacts(db, [id]);
      const contact = await findAnyContact(db, id);
      if (!contact || text(contact.merged_into) !== '') return false;
      if (number(contact.trashed_at) > 0 === isInBin) return true;
      const key = number(contact.id);
      await setTrashed(db, key, isInBin ? runtime.now() : 0);
      if (isInBin) {
        await endAllSessions(db, key);
        await closeResets(db, key, runtime.now());
      }
      await accessSweep.followContact(db, key);
      await record(db, actor, id, isInBin ? 'contact.trashed' : 'contact.restored');
      return true;
    });
  }

  return {
    list,
    find,

    async create(actor, input) {
      need(actor, 'contact-edit');
      const addresses = readAddresses(input.addresses);
      const changes = readAgentInput(siteMap.properties('contact'), input.properties, {});
      return namingTaken(
        addresses,
        () => 0,
        () =>
          runtime.transaction(async (db) => {
            await refuseTaken(db, addresses, 0);
            const companies = await companiesOf(db, input);
            const now = runtime.now();
            const properties = valuesAfter({}, changes);
            const { key, id } = await addBareContact(db, { ...input, properties }, now);
            await saveAddresses(db, key, addresses);
            await saveCompaniesOf(db, key, companies, now);
            await savePropertyValues(db, { kind: 'contact', contactKey: key }, changes);
            await saveContactWords(db, [key]);
            await accessSweep.followContact(db, key);
            await record(db, actor, id, 'contact.created');
            return { id };
          }),
      );
    },

    async update(actor, id, input) {
      need(actor, 'contact-edit');
      const addresses = readAddresses(input.addresses);
      let ownKey = 0;
      const isDone = await namingTaken(
        addresses,
        () => ownKey,
        () =>
          runtime.transaction(async (db) => {
            await lockContacts(db, [id]);
            const contact = await findAnyContact(db, id);
            if (!contact || text(contact.merged_into) !== '') return false;
            if (number(contact.trashed_at) > 0)
              refused('name', 'This contact is in the bin. Restore it first.');
            const key = (ownKey = number(contact.id));
            await refuseTaken(db, addresses, key);
            const before = jsonOf<PropertyValues>(contact.properties, {});
            const changes = readAgentInput(siteMap.properties('contact'), input.properties, before);
            const properties = valuesAfter(before, changes);
            const earlier = await pictureOf(db, contact);
            const companies = await companiesOf(db, input);
            await followMembership(db, contact, addresses);
            await saveContactFields(db, key, { ...input, properties });
            await saveAddresses(db, key, addresses);
            await saveCompaniesOf(db, key, companies, runtime.now());
            await savePropertyValues(db, { kind: 'contact', contactKey: key }, changes);
            await saveContactWords(db, [key]);
            await accessSweep.followContact(db, key);
            const later = await pictureOf(db, (await findAnyContact(db, id)) ?? contact);
            const changed = differences(earlier, later);
            if (Object.keys(changed).length > 0)
              await record(db, actor, id, 'contact.updated', { changes: changed });
            await changeStandings(db, actor, contact, input.memberships);
            return true;
          }),
      );
      if (!isDone) return null;
      const row = await findAnyContact(runtime.db, id);
      return row && detail(actor, row);
    },

    trash: (actor, id) => setBin(actor, id, true),
    restore: (actor, id) => setBin(actor, id, false),
  };
}

const flagsOf = ({ isPrimary, seesTickets, isManager }: ContactInput['companies'][number]) => ({
  isPrimary,
  seesTickets,
  isManager,
});

/** Normalised, each once, one of them primary and one the membership address. */
function readAddresses(input: ContactInput['addresses']): AddressRow[] {
  const rows = input.map((one, index) => {
    const address = normaliseAddress(one.address);
    if (address === '')
      refused(
        `addresses.${index}.address`,
        'Enter an e-mail address, for example ana@example.com.',
      );
    return { ...one, address, addressHash: sha256(address) };
  });
  rows.forEach(({ address }, index) => {
    if (rows.findIndex((other) => other.address === address) < index)
      refused(`addresses.${index}.address`, 'This address is there twice.');
  });
  if (rows.filter(({ isPrimary }) => isPrimary).length > 1)
    refused('addresses', 'Choose one primary address.');
  if (rows.filter(({ isMembership }) => isMembership).length > 1)
    refused('addresses', 'Choose one membership address.');
  const primary = Math.max(
    0,
    rows.findIndex(({ isPrimary }) => isPrimary),
  );
  const chosen = rows.findIndex(({ isMembership }) => isMembership);
  const membership = chosen === -1 ? primary : chosen;
  return rows.map((row, index) => ({
    ...row,
    isPrimary: index === primary,
    isMembership: index === membership,
  }));
}
