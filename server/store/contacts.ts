import type { Standing } from '../contracts/contacts';
import type { PropertyValues } from '../contracts/properties';
import { domainOf } from '../rules/address';
import type { WordRange } from '../rules/contact-words';
import {
  change,
  dialectOf,
  insert,
  number,
  select,
  selectOne,
  text,
  yes,
  type Connection,
  type Row,
} from './connection';
import { addressFilterWords, contactFilterWords, LIVING_CONTACT } from './contact-records';
import { leaveCompany, saveLink } from './company-contacts';
import { nameColumns } from './people';
import {
  joinInOrder,
  LIMITS,
  listRecordKeys,
  oneOf,
  sizeOf,
  type Clause,
  type Condition,
  type FoundKeys,
  type Limits,
  type RecordListing,
} from './record-lists';
import { CONTACT_WORDS, searchCondition } from './record-words';
import { LIVING as LIVING_TICKET } from './tickets';

export interface ContactFilter {
  ways: WordRange[][];
  /** Contacts of companies whose name begins so are found too; for the chooser of the help desk. */
  companyBeginning?: string;
  /** 0 for any. */
  companyKey: number;
  /** Portals that the standing is asked of; empty for none. */
  portalKeys: number[];
  standings: Standing[];
  /** No membership at these portals. */
  isOutside: boolean;
  language: string;
  isInBin: boolean;
}

const IN_BIN = "c.trashed_at > 0 AND c.merged_into = '' AND c.erased_at = 0";

const marksOf = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

/** A page of contacts and how many there are (store/record-lists.ts). */
export async function listContactKeys(
  db: Connection,
  filter: ContactFilter,
  listing: RecordListing,
  limits?: Limits,
): Promise<FoundKeys> {
  const state = filter.isInBin ? IN_BIN : LIVING_CONTACT;
  const conditions = await conditionsOf(db, filter);
  return listRecordKeys(db, 'cp_contacts', state, conditions, listing, limits);
}

async function conditionsOf(db: Connection, filter: ContactFilter): Promise<Condition[]> {
  const found: Condition[] = [];
  const narrow = async (members: Clause, test: Clause) =>
    found.push({ size: await sizeOf(db, members), members, test });
  if (filter.ways.length > 0) found.push(await search(db, filter));
  if (filter.companyKey > 0) {
    const sql = 'cp_contact_companies cc WHERE cc.company_id = ? AND cc.left_at = 0';
    const bindings = [filter.companyKey];
    await narrow(
      { sql: `SELECT cc.contact_id AS member_id FROM ${sql}`, bindings },
      { sql: oneOf(db, `${sql} AND cc.contact_id = c.id`), bindings },
    );
  }
  const { portalKeys, standings, isOutside, language } = filter;
  if (portalKeys.length > 0) {
    const bindings = [...portalKeys, ...(isOutside ? [] : standings)];
    const ofState = isOutside ? '' : `AND m.state IN (${marksOf(standings)})`;
    const sql = `m.portal_id IN (${marksOf(portalKeys)}) ${ofState}`;
    const test = oneOf(db, `${membershipsOfContact(db)} WHERE m.contact_id = c.id AND ${sql}`);
    if (isOutside)
      found.push({ size: null, members: null, test: { sql: `NOT (${test})`, bindings } });
    else
      await narrow(
        { sql: `SELECT m.contact_id AS member_id FROM cp_memberships m WHERE ${sql}`, bindings },
        { sql: test, bindings },
      );
  }
  if (language !== '')
    await narrow(
      {
        sql: 'SELECT l.id AS member_id FROM cp_contacts l WHERE l.language = ?',
        bindings: [language],
      },
      { sql: 'c.language = ?', bindings: [language] },
    );
  if (filter.isInBin)
    await narrow(
      { sql: 'SELECT b.id AS member_id FROM cp_contacts b WHERE b.trashed_at > 0', bindings: [] },
      { sql: IN_BIN, bindings: [] },
    );
  return found;
}

/** What a search finds, and the contacts of companies whose name begins so where they are asked for. */
async function search(
  db: Connection,
  { ways, companyBeginning = '' }: ContactFilter,
): Promise<Condition> {
  const found = await searchCondition(db, CONTACT_WORDS, ways);
  if (companyBeginning === '' || !found.members) return found;
  // 'g' stands behind every hexadecimal digit, in every collation.
  const bindings = [companyBeginning, `${companyBeginning}g`, true];
  const where = `co.name_key >= ? AND co.name_key < ? AND co.trashed_at = 0 AND cc.is_primary = ? AND cc.left_at = 0`;
  const join = joinInOrder(db);
  const members = {
    sql: `${found.members.sql} UNION ALL SELECT cc.contact_id AS member_id
      FROM cp_companies co ${join} cp_contact_companies cc ON cc.company_id = co.id WHERE ${where}`,
    bindings: [...found.members.bindings, ...bindings],
  };
  const own = `cp_contact_companies cc ${join} cp_companies co ON co.id = cc.company_id WHERE ${where} AND cc.contact_id = c.id`;
  const test = {
    sql: `(${found.test.sql} OR ${oneOf(db, own)})`,
    bindings: [...found.test.bindings, ...bindings],
  };
  const isMany = (found.size ?? 0) > LIMITS.few;
  return { size: isMany ? found.size : await sizeOf(db, members), members, test };
}

/** Memberships of a contact that is at hand, by their index: some planners would walk the whole portal for each. */
export function membershipsOfContact(db: Connection): string {
  const index = 'cp_memberships_pair_uq';
  const hint = { sqlite: `INDEXED BY ${index}`, postgres: '', mysql: `FORCE INDEX (${index})` };
  return `cp_memberships m ${hint[dialectOf(db)]}`;
}

/** Contacts by their keys with primary address and primary company, in any order. */
export function listContactRows(db: Connection, keys: number[]): Promise<Row[]> {
  if (keys.length === 0) return Promise.resolve([]);
  return select(
    db,
    `SELECT c.id, c.document_id, c.name, c.name_key, c.created_time, a.address, co.name AS company FROM cp_contacts c
     LEFT JOIN cp_contact_addresses a ON a.contact_id = c.id AND a.is_primary = ?
     LEFT JOIN cp_contact_companies cc ON cc.contact_id = c.id AND cc.is_primary = ? AND cc.left_at = 0
     LEFT JOIN cp_companies co ON co.id = cc.company_id
     WHERE c.id IN (${keys.map(() => '?').join(', ')})`,
    [true, true, ...keys],
  );
}

export function listMembershipsOf(db: Connection, keys: number[]): Promise<Row[]> {
  if (keys.length === 0) return Promise.resolve([]);
  return select(
    db,
    `SELECT m.id, m.contact_id, m.portal_id, m.state, m.registered_at, m.last_sign_in_at, m.disabled_at, m.consents,
     p.document_id AS portal_document_id, p.name AS portal_name
     FROM cp_memberships m JOIN cp_portals p ON p.id = m.portal_id AND p.trashed_at = 0
     WHERE m.contact_id IN (${keys.map(() => '?').join(', ')}) ORDER BY p.name, p.id`,
    keys,
  );
}

/** A contact by its public id, in the bin or merged away too. */
export function findAnyContact(db: Connection, id: string): Promise<Row | null> {
  return selectOne(
    db,
    `SELECT c.id, c.document_id, c.name, c.phone, c.language, c.time_zone, c.properties, c.external_id, c.created_time,
     c.trashed_at, c.merged_into, c.is_held, c.erasure_asked_at, c.user_id, u.email AS account_email FROM cp_contacts c
     LEFT JOIN up_users u ON u.id = c.user_id WHERE c.document_id = ? AND c.erased_at = 0`,
    [id],
  );
}

/** Nobody else changes these contacts until the transaction ends. Comes before its first read. */
export async function lockContacts(db: Connection, ids: string[]): Promise<void> {
  for (const id of [...ids].sort())
    await db('cp_contacts')
      .where({ document_id: id })
      .update({ trashed_at: db.ref('trashed_at') });
}

export function listAddressesOf(db: Connection, contactKey: number): Promise<Row[]> {
  return select(
    db,
    `SELECT id, address, address_hash, is_primary, is_membership, verified_at FROM cp_contact_addresses
     WHERE contact_id = ? ORDER BY id`,
    [contactKey],
  );
}

export function listCompaniesOf(db: Connection, contactKey: number): Promise<Row[]> {
  return select(
    db,
    `SELECT cc.id, cc.company_id, cc.is_primary, cc.sees_tickets, cc.is_manager, cc.is_by_domain, cc.left_at, co.document_id, co.name
     FROM cp_contact_companies cc JOIN cp_companies co ON co.id = cc.company_id
     WHERE cc.contact_id = ? AND co.trashed_at = 0 ORDER BY co.name_key, co.id`,
    [contactKey],
  );
}

export function listGroupsOf(db: Connection, contactKey: number): Promise<Row[]> {
  return select(
    db,
    `SELECT g.id, g.document_id, g.name, g.kind FROM cp_access_group_members gm
     JOIN cp_access_groups g ON g.id = gm.group_id
     WHERE gm.contact_id = ? AND g.trashed_at = 0 ORDER BY g.name, g.id`,
    [contactKey],
  );
}

/** The newest tickets that the contact is associated with. */
export function listTicketsOf(db: Connection, contactKey: number): Promise<Row[]> {
  return select(
    db,
    `SELECT t.document_id, t.number, t.subject, t.status_id, t.is_closed, t.opened_at FROM cp_participants p
     JOIN cp_tickets t ON t.id = p.ticket_id WHERE p.contact_id = ? AND ${LIVING_TICKET}
     ORDER BY p.ticket_id DESC LIMIT 10`,
    [contactKey],
  );
}

/** Which of these tickets the contact is associated with. */
export async function listAssociatedAmong(
  db: Connection,
  contactKey: number,
  ticketKeys: number[],
): Promise<Set<number>> {
  const rows: Row[] = await db('cp_participants')
    .select('ticket_id')
    .where({ contact_id: contactKey })
    .whereIn('ticket_id', ticketKeys);
  return new Set(rows.map((row) => number(row.ticket_id)));
}

export async function countTicketsOf(db: Connection, contactKey: number): Promise<number> {
  const row = await selectOne(
    db,
    'SELECT COUNT(*) AS total FROM cp_participants WHERE contact_id = ?',
    [contactKey],
  );
  return number(row?.total);
}

/** The newest activity about a contact and those that were merged into it. */
export async function listActivityOf(db: Connection, id: string): Promise<Row[]> {
  const merged = await select(
    db,
    'SELECT document_id FROM cp_contacts WHERE merged_into = ? LIMIT 50',
    [id],
  );
  const ids = [id, ...merged.map((row) => text(row.document_id))];
  return select(
    db,
    `SELECT document_id, occurred_at, actor_kind, actor_name, action, changes FROM cp_activities
     WHERE subject IN (${ids.map(() => '?').join(', ')}) ORDER BY occurred_at DESC, id DESC LIMIT 20`,
    ids,
  );
}

/** Whose an address is, in the bin too. */
export async function findOwnerOf(
  db: Connection,
  addressHash: string,
): Promise<{ key: number; id: string; name: string; isInBin: boolean } | null> {
  const row = await selectOne(
    db,
    `SELECT c.id, c.document_id, c.name, c.trashed_at FROM cp_contact_addresses a
     JOIN cp_contacts c ON c.id = a.contact_id WHERE a.address_hash = ?`,
    [addressHash],
  );
  return (
    row && {
      key: number(row.id),
      id: text(row.document_id),
      name: text(row.name),
      isInBin: number(row.trashed_at) > 0,
    }
  );
}

export interface ContactFields {
  name: string;
  phone: string;
  language: string;
  timeZone: string;
  properties: PropertyValues;
}

const fieldColumns = (fields: ContactFields): Row => ({
  ...nameColumns(fields.name),
  phone: fields.phone,
  language: fields.language,
  time_zone: fields.timeZone,
  properties: JSON.stringify(fields.properties),
  filter_words: contactFilterWords(fields),
});

/** Makes a contact without addresses and account. */
export function addBareContact(
  db: Connection,
  fields: ContactFields,
  now: number,
): Promise<{ key: number; id: string }> {
  return insert(db, 'cp_contacts', { ...fieldColumns(fields), created_time: now });
}

export async function saveContactFields(
  db: Connection,
  contactKey: number,
  fields: ContactFields,
): Promise<void> {
  await change(db, 'cp_contacts', { id: contactKey }, fieldColumns(fields));
}

export interface AddressRow {
  address: string;
  addressHash: string;
  isPrimary: boolean;
  isMembership: boolean;
}

/** Gives a contact exactly these addresses; one that stays keeps whether it is verified. */
export async function saveAddresses(
  db: Connection,
  contactKey: number,
  addresses: AddressRow[],
): Promise<void> {
  const before = await listAddressesOf(db, contactKey);
  const hashes = new Set(addresses.map(({ addressHash }) => addressHash));
  const gone = before.filter((row) => !hashes.has(text(row.address_hash)));
  if (gone.length > 0)
    await db('cp_contact_addresses')
      .whereIn(
        'id',
        gone.map((row) => number(row.id)),
      )
      .delete();
  for (const one of addresses) {
    const flags = { is_primary: one.isPrimary, is_membership: one.isMembership };
    const known = before.find((row) => row.address_hash === one.addressHash);
    if (known) await change(db, 'cp_contact_addresses', { id: number(known.id) }, flags);
    else
      await insert(db, 'cp_contact_addresses', {
        contact_id: contactKey,
        address: one.address,
        address_hash: one.addressHash,
        email_domain: domainOf(one.address),
        filter_words: addressFilterWords(one.address),
        ...flags,
        verified_at: 0,
      });
  }
}

export async function setAccountEmail(
  db: Connection,
  accountKey: number,
  email: string,
): Promise<void> {
  await change(db, 'up_users', { id: accountKey }, { email });
}

export async function setTrashed(
  db: Connection,
  contactKey: number,
  trashedAt: number,
): Promise<void> {
  await change(db, 'cp_contacts', { id: contactKey }, { trashed_at: trashedAt });
}

export async function setExternalId(
  db: Connection,
  contactKey: number,
  externalId: string,
): Promise<void> {
  await change(db, 'cp_contacts', { id: contactKey }, { external_id: externalId });
}

export async function setStanding(
  db: Connection,
  membershipKey: number,
  standing: Standing,
  disabledAt: number,
): Promise<void> {
  await change(
    db,
    'cp_memberships',
    { id: membershipKey },
    { state: standing, disabled_at: disabledAt },
  );
}

export async function findCompanyKey(db: Connection, id: string): Promise<number> {
  const row = await selectOne(
    db,
    "SELECT id FROM cp_companies WHERE document_id = ? AND trashed_at = 0 AND merged_into = ''",
    [id],
  );
  return number(row?.id);
}

export interface CompanyOfContact {
  companyKey: number;
  isPrimary: boolean;
  seesTickets: boolean;
  isManager: boolean;
}

/** Gives a contact exactly these companies, and says whether it left one. What is left keeps its row: it says when. */
export async function saveCompaniesOf(
  db: Connection,
  contactKey: number,
  companies: CompanyOfContact[],
  now: number,
): Promise<{ hasLeft: boolean }> {
  const before = await listCompaniesOf(db, contactKey);
  const left = before
    .filter((row) => number(row.left_at) === 0)
    .map((row) => number(row.company_id))
    .filter((key) => !companies.some(({ companyKey }) => companyKey === key));
  for (const companyKey of left) await leaveCompany(db, contactKey, companyKey, now);
  for (const { companyKey, ...flags } of companies) {
    const known = before.find((row) => number(row.company_id) === companyKey);
    const isGiven = flags.seesTickets || flags.isManager;
    const isByDomain = yes(known?.is_by_domain) && number(known?.left_at) === 0 && !isGiven;
    await saveLink(db, contactKey, companyKey, { ...flags, isByDomain }, now);
  }
  return { hasLeft: left.length > 0 };
}
