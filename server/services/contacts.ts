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
import { normaliseAddress } from '../rules/address';
import { waysToFind } from '../rules/contact-words';
import { findAccountAt } from '../store/accounts';
import { jsonOf, number, text, type Connection, type Row } from '../store/connection';
import { saveContactWords } from '../store/contact-words';
import {
  addBareContact,
  findAnyContact,
  findCompanyKey,
  listContactKeys,
  listContactRows,
  listMembershipsOf,
  lockContacts,
  saveAddresses,
  saveCompaniesOf,
  saveContactFields,
  setAccountEmail,
  setTrashed,
  type AddressRow,
} from '../store/contacts';
import { savePropertyValues } from '../store/property-values';
import { endAllSessions } from '../store/sessions';
import type { AccessSweep } from './access-sweep';
import type { Activity } from './activity';
import { contactDetail } from './contact-detail';
import { readAddresses, readCompanies, refuseTakenAddresses } from './contact-input';
import { differences, pictureOf } from './contact-picture';
import { readAgentInput, valuesAfter } from './property-input';
import { cursorAt, placeIn, RECORDS_PAGE } from './record-page';
import { namingTaken, need, refused } from './refusals';
import type { Runtime } from './runtime';
import { shutOut } from './sessions';
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
    const { keys, cutAt, count } = await listContactKeys(
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
        after: placeIn(query.cursor),
        limit: RECORDS_PAGE + 1,
      },
    );
    const page = keys.slice(0, RECORDS_PAGE);
    const rows = await listContactRows(runtime.db, page);
    const memberships = await listMembershipsOf(runtime.db, page);
    const found = page.flatMap((one): Row[] => rows.filter((row) => number(row.id) === one));
    const last = found.at(-1);
    const end =
      last && keys.length > RECORDS_PAGE
        ? {
            value: isByCreated ? number(last.created_time) : text(last.name_key),
            key: number(last.id),
          }
        : cutAt;
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
      nextCursor: end && cursorAt(end),
      isCut: cutAt !== null,
      count: await count(),
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
      ? contactDetail(runtime, siteMap, actor, row)
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
    await shutOut(db, number(contact.id), runtime.now());
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
      if (isInBin) await shutOut(db, key, runtime.now());
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
      const create = async (db: Connection) => {
        await refuseTakenAddresses(db, addresses, 0);
        const companies = await readCompanies(db, input.companies);
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
      };
      return namingTaken(
        () => refuseTakenAddresses(runtime.db, addresses, 0),
        () => runtime.transaction(create),
      );
    },

    async update(actor, id, input) {
      need(actor, 'contact-edit');
      const addresses = readAddresses(input.addresses);
      let key = 0;
      const update = async (db: Connection): Promise<boolean> => {
        await lockContacts(db, [id]);
        const contact = await findAnyContact(db, id);
        if (!contact || text(contact.merged_into) !== '') return false;
        if (number(contact.trashed_at) > 0)
          refused('name', 'This contact is in the bin. Restore it first.');
        key = number(contact.id);
        await refuseTakenAddresses(db, addresses, key);
        const known = jsonOf<PropertyValues>(contact.properties, {});
        const changes = readAgentInput(siteMap.properties('contact'), input.properties, known);
        const properties = valuesAfter(known, changes);
        const before = await pictureOf(db, contact);
        const companies = await readCompanies(db, input.companies);
        await followMembership(db, contact, addresses);
        await saveContactFields(db, key, { ...input, properties });
        await saveAddresses(db, key, addresses);
        const { hasLeft } = await saveCompaniesOf(db, key, companies, runtime.now());
        if (hasLeft) await endAllSessions(db, key);
        await savePropertyValues(db, { kind: 'contact', contactKey: key }, changes);
        await saveContactWords(db, [key]);
        await accessSweep.followContact(db, key);
        const after = await pictureOf(db, (await findAnyContact(db, id)) ?? contact);
        const changed = differences(before, after);
        if (Object.keys(changed).length > 0)
          await record(db, actor, id, 'contact.updated', { changes: changed });
        return true;
      };
      const isDone = await namingTaken(
        () => refuseTakenAddresses(runtime.db, addresses, key),
        () => runtime.transaction(update),
      );
      const row = isDone ? await findAnyContact(runtime.db, id) : null;
      return row && contactDetail(runtime, siteMap, actor, row);
    },

    trash: (actor, id) => setBin(actor, id, true),
    restore: (actor, id) => setBin(actor, id, false),
  };
}
