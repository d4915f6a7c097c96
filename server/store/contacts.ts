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
  type Value,
} from './connection';
import { addressFilterWords, contactFilterWords, LIVING_CONTACT } from './contact-records';
import { isFound, membersOf } from './contact-words';
import { leaveCompany, saveLink } from './company-contacts';
import { nameColumns } from './people';
import { LIVING as LIVING_TICKET } from './tickets';

interface Clause {
  sql: string;
  bindings: Value[];
}

/** What narrows a list: as keys of the contacts (`contact_id`) where an index has them, and as a question about one. */
interface Condition {
  members: Clause | null;
  test: Clause;
}

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

export interface ContactListing {
  sort: 'name' | 'created';
  isDescending: boolean;
  /** Sort value and key of the last row of the page before. */
  after: { value: string; key: number } | null;
  limit: number;
}

const COUNTED = 1000;
/** Contacts that are rather read and sorted than looked for along the index of the sort. */
const FEW = 5000;
const IN_BIN = "c.trashed_at > 0 AND c.merged_into = '' AND c.erased_at = 0";

function conditionsOf(filter: ContactFilter): Condition[] {
  const found: Condition[] = [];
  const { ways, companyBeginning = '', companyKey, portalKeys, standings, language } = filter;
  if (ways.length > 0) {
    const [members, test] = [membersOf(ways), isFound(ways)];
    if (companyBeginning !== '') {
      // 'g' stands behind every hexadecimal digit, in every collation.
      const range = [true, companyBeginning, `${companyBeginning}g`];
      const ofCompany = `FROM cp_contact_companies cc JOIN cp_companies co ON co.id = cc.company_id
        WHERE cc.is_primary = ? AND cc.left_at = 0 AND co.name_key >= ? AND co.name_key < ? AND co.trashed_at = 0`;
      members.sql += ` UNION ALL SELECT cc.contact_id ${ofCompany}`;
      members.bindings.push(...range);
      test.sql = `(${test.sql} OR EXISTS (SELECT 1 ${ofCompany} AND cc.contact_id = c.id))`;
      test.bindings.push(...range);
    }
    found.push({ members, test });
  }
  if (companyKey > 0) {
    const sql = 'FROM cp_contact_companies cc WHERE cc.company_id = ? AND cc.left_at = 0';
    found.push({
      members: { sql: `SELECT cc.contact_id ${sql}`, bindings: [companyKey] },
      test: {
        sql: `EXISTS (SELECT 1 ${sql} AND cc.contact_id = c.id)`,
        bindings: [companyKey],
      },
    });
  }
  if (portalKeys.length > 0) {
    const marks = (values: unknown[]) => values.map(() => '?').join(', ');
    const bindings = [...portalKeys, ...(filter.isOutside ? [] : standings)];
    const ofState = filter.isOutside ? '' : `AND m.state IN (${marks(standings)})`;
    const sql = `FROM cp_memberships m WHERE m.portal_id IN (${marks(portalKeys)}) ${ofState}`;
    const test = `EXISTS (SELECT 1 ${sql} AND m.contact_id = c.id)`;
    found.push({
      members: filter.isOutside ? null : { sql: `SELECT m.contact_id ${sql}`, bindings },
      test: { sql: filter.isOutside ? `NOT ${test}` : test, bindings },
    });
  }
  if (language !== '')
    found.push({
      members: {
        sql: 'SELECT l.id AS contact_id FROM cp_contacts l WHERE l.language = ?',
        bindings: [language],
      },
      test: { sql: 'c.language = ?', bindings: [language] },
    });
  if (filter.isInBin)
    found.push({
      members: {
        sql: 'SELECT b.id AS contact_id FROM cp_contacts b WHERE b.trashed_at > 0',
        bindings: [],
      },
      test: { sql: IN_BIN, bindings: [] },
    });
  return found;
}

/**
 * A page of contacts and how many there are, exact to 1,000. A condition that few contacts meet leads: they are read and
 * sorted. When each is met by many, the index of the sort is walked until the page is full.
 */
export async function listContactKeys(
  db: Connection,
  filter: ContactFilter,
  listing: ContactListing,
): Promise<{ keys: number[]; total: number }> {
  const conditions = conditionsOf(filter);
  const lead = await leadOf(db, conditions);
  const others = conditions.filter((condition) => condition !== lead || condition.members === null);
  const where = [filter.isInBin ? IN_BIN : LIVING_CONTACT, ...others.map(({ test }) => test.sql)];
  const bindings = others.flatMap(({ test }) => test.bindings);
  const from = lead?.members
    ? `(SELECT DISTINCT contact_id FROM (${lead.members.sql}) every) few ${joinInOrder(db)} cp_contacts c ON c.id = few.contact_id`
    : 'cp_contacts c';
  const first = lead?.members?.bindings ?? [];
  const counted = await selectOne(
    db,
    `SELECT COUNT(*) AS total FROM (SELECT c.id FROM ${from} WHERE ${where.join(' AND ')} LIMIT ${COUNTED + 1}) counted`,
    [...first, ...bindings],
  );
  const after = keysetAfter(db, listing);
  const [column, direction] = [columnOf(listing), listing.isDescending ? 'DESC' : ''];
  const walked = lead ? from : `cp_contacts c ${walkHint(db, listing)}`;
  const rows = await select(
    db,
    `SELECT c.id FROM ${walked} WHERE ${[...where, ...(after ? [after.sql] : [])].join(' AND ')}
     ORDER BY ${column} ${direction}, c.id ${direction} LIMIT ${listing.limit}`,
    [...first, ...bindings, ...(after?.bindings ?? [])],
  );
  return { keys: rows.map((row) => number(row.id)), total: number(counted?.total) };
}

/** The condition that the fewest contacts meet, when that is few enough to read them all. */
async function leadOf(db: Connection, conditions: Condition[]): Promise<Condition | null> {
  let lead: Condition | null = null;
  let least = FEW + 1;
  for (const condition of conditions) {
    if (!condition.members) continue;
    const row = await selectOne(
      db,
      `SELECT COUNT(*) AS total FROM (SELECT contact_id FROM (${condition.members.sql}) every LIMIT ${FEW + 1}) counted`,
      condition.members.bindings,
    );
    if (number(row?.total) >= least) continue;
    least = number(row?.total);
    lead = condition;
  }
  return lead;
}

/** The few come first, whatever the planner thinks of the sort. */
const joinInOrder = (db: Connection): string =>
  ({ sqlite: 'CROSS JOIN', postgres: 'JOIN', mysql: 'STRAIGHT_JOIN' })[dialectOf(db)];

const columnOf = ({ sort }: ContactListing) => (sort === 'name' ? 'c.name_key' : 'c.created_time');

function walkHint(db: Connection, { sort }: ContactListing): string {
  const index = `cp_contacts_${sort}_ix`;
  return {
    sqlite: `INDEXED BY ${index}`,
    postgres: '',
    mysql: `FORCE INDEX (${index})`,
  }[dialectOf(db)];
}

function keysetAfter(db: Connection, listing: ContactListing): Clause | null {
  const { after, sort, isDescending } = listing;
  if (!after) return null;
  const sign = isDescending ? '<' : '>';
  const column = columnOf(listing);
  const value = sort === 'name' ? after.value : Number(after.value) || 0;
  // MariaDB takes no index for the comparison of pairs.
  if (dialectOf(db) === 'mysql')
    return {
      sql: `(${column} ${sign}= ? AND (${column} ${sign} ? OR c.id ${sign} ?))`,
      bindings: [value, value, after.key],
    };
  return { sql: `(${column}, c.id) ${sign} (?, ?)`, bindings: [value, after.key] };
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
     c.trashed_at, c.merged_into, c.user_id, u.email AS account_email FROM cp_contacts c
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

/** Gives a contact exactly these companies. One that is left keeps its row: it says when. */
export async function saveCompaniesOf(
  db: Connection,
  contactKey: number,
  companies: CompanyOfContact[],
  now: number,
): Promise<void> {
  const before = await listCompaniesOf(db, contactKey);
  for (const row of before) {
    const companyKey = number(row.company_id);
    if (!companies.some((one) => one.companyKey === companyKey))
      await leaveCompany(db, contactKey, companyKey, now);
  }
  for (const { companyKey, ...flags } of companies) {
    const known = before.find((row) => number(row.company_id) === companyKey);
    const isGiven = flags.seesTickets || flags.isManager;
    const isByDomain = yes(known?.is_by_domain) && number(known?.left_at) === 0 && !isGiven;
    await saveLink(db, contactKey, companyKey, { ...flags, isByDomain }, now);
  }
}
