import { textKeyOf } from '../rules/property-values';
import { selectIn } from './bulk-rows';
import { jsonOf, number, text, yes, type Connection, type Row } from './connection';
import type { PropertyValues } from '../contracts/properties';

const PUBLIC_ID = /^[a-z0-9]{24}$/;

export interface KnownContact {
  key: number;
  id: string;
  name: string;
  externalId: string;
  /** Key of the primary company; 0 for none. */
  companyKey: number;
  properties: PropertyValues;
  phone: string;
  language: string;
  timeZone: string;
}

/** Who is in the bin is left out here: SQLite would walk the index of `trashed_at` for a condition on it. */
const isThere = (row: Row): boolean =>
  number(row.trashed_at ?? 0) === 0 && number(row.erased_at ?? 0) === 0;
const byAge = (one: Row, other: Row): number => number(one.id) - number(other.id);

const CONTACT = `SELECT c.id, c.document_id, c.name, c.external_id, c.properties, c.phone, c.language, c.time_zone, c.merged_into,
  c.trashed_at, c.erased_at, cc.company_id
  FROM cp_contacts c
  LEFT JOIN cp_contact_companies cc ON cc.contact_id = c.id AND cc.is_primary AND cc.left_at = 0`;

const knownContact = (row: Row): KnownContact => ({
  key: number(row.id),
  id: text(row.document_id),
  name: text(row.name),
  externalId: text(row.external_id),
  companyKey: number(row.company_id),
  properties: jsonOf<PropertyValues>(row.properties, {}),
  phone: text(row.phone),
  language: text(row.language),
  timeZone: text(row.time_zone),
});

/** Living contacts by old id or public id; one that was merged away is the one that it was merged into. */
export async function findContactsByRef(
  db: Connection,
  refs: readonly string[],
): Promise<Map<string, KnownContact>> {
  const found = new Map<string, KnownContact>();
  const ids = refs.filter((ref) => PUBLIC_ID.test(ref));
  const rows = [
    ...(await selectIn(db, `${CONTACT} WHERE c.external_id`, refs)).sort(byAge),
    ...(await selectIn(db, `${CONTACT} WHERE c.document_id`, ids)),
  ].filter(isThere);
  const merged = rows.filter((row) => text(row.merged_into) !== '');
  const winners = new Map(
    (
      await selectIn(
        db,
        `${CONTACT} WHERE c.document_id`,
        merged.map((row) => text(row.merged_into)),
      )
    )
      .filter((row) => isThere(row) && text(row.merged_into) === '')
      .map((row) => [text(row.document_id), row]),
  );
  const asked = new Set(refs);
  for (const row of rows) {
    const living = text(row.merged_into) === '' ? row : winners.get(text(row.merged_into));
    if (!living) continue;
    for (const ref of [text(row.external_id), text(row.document_id)])
      if (asked.has(ref) && !found.has(ref)) found.set(ref, knownContact(living));
  }
  return found;
}

/** Who has these addresses, by hash, in the bin or not. */
export async function findContactsByHash(
  db: Connection,
  hashes: readonly string[],
): Promise<Map<string, KnownContact & { isLiving: boolean }>> {
  const rows = await selectIn(
    db,
    `SELECT a.address_hash, c.id, c.document_id, c.name, c.external_id, c.properties, c.phone, c.language, c.time_zone, cc.company_id,
     c.trashed_at, c.erased_at, c.merged_into FROM cp_contact_addresses a JOIN cp_contacts c ON c.id = a.contact_id
     LEFT JOIN cp_contact_companies cc ON cc.contact_id = c.id AND cc.is_primary AND cc.left_at = 0 WHERE a.address_hash`,
    hashes,
  );
  return new Map(
    rows.map((row) => [
      text(row.address_hash),
      {
        ...knownContact(row),
        isLiving:
          number(row.trashed_at) === 0 &&
          number(row.erased_at) === 0 &&
          text(row.merged_into) === '',
      },
    ]),
  );
}

export interface KnownCompany {
  key: number;
  id: string;
  name: string;
  externalId: string;
  properties: PropertyValues;
}

const COMPANY =
  'SELECT c.id, c.document_id, c.name, c.name_key, c.external_id, c.properties, c.merged_into, c.trashed_at FROM cp_companies c WHERE';

const knownCompany = (row: Row): KnownCompany => ({
  key: number(row.id),
  id: text(row.document_id),
  name: text(row.name),
  externalId: text(row.external_id),
  properties: jsonOf<PropertyValues>(row.properties, {}),
});

/** Living companies by old id or public id; one that was merged away is the one that it was merged into. */
export async function findCompaniesByRef(
  db: Connection,
  refs: readonly string[],
): Promise<Map<string, KnownCompany>> {
  const ids = refs.filter((ref) => PUBLIC_ID.test(ref));
  const rows = [
    ...(await selectIn(db, `${COMPANY} c.external_id`, refs)).sort(byAge),
    ...(await selectIn(db, `${COMPANY} c.document_id`, ids)),
  ].filter(isThere);
  const merged = rows.map((row) => text(row.merged_into)).filter((id) => id !== '');
  const winners = new Map(
    (await selectIn(db, `${COMPANY} c.document_id`, merged))
      .filter((row) => isThere(row) && text(row.merged_into) === '')
      .map((row) => [text(row.document_id), row]),
  );
  const asked = new Set(refs);
  const found = new Map<string, KnownCompany>();
  for (const row of rows) {
    const living = text(row.merged_into) === '' ? row : winners.get(text(row.merged_into));
    if (!living) continue;
    for (const ref of [text(row.external_id), text(row.document_id)])
      if (asked.has(ref) && !found.has(ref)) found.set(ref, knownCompany(living));
  }
  return found;
}

/** Living companies by name, as `textKeyOf` compares it; the oldest of those with the same name. */
export async function findCompaniesByName(
  db: Connection,
  names: readonly string[],
): Promise<Map<string, KnownCompany>> {
  const rows = await selectIn(db, `${COMPANY} c.name_key`, names.map(textKeyOf));
  const found = new Map<string, KnownCompany>();
  for (const row of rows.sort(byAge).filter((one) => isThere(one) && text(one.merged_into) === ''))
    if (!found.has(text(row.name_key))) found.set(text(row.name_key), knownCompany(row));
  return found;
}

/** Whose these domains are, by domain. */
export async function findDomainOwners(
  db: Connection,
  domains: readonly string[],
): Promise<Map<string, KnownCompany & { isLiving: boolean }>> {
  const rows = await selectIn(
    db,
    `SELECT d.domain, c.id, c.document_id, c.name, c.external_id, c.properties, c.trashed_at, c.merged_into
     FROM cp_company_email_domains d JOIN cp_companies c ON c.id = d.company_id WHERE d.domain`,
    domains,
  );
  return new Map(
    rows.map((row) => [
      text(row.domain),
      {
        ...knownCompany(row),
        isLiving: number(row.trashed_at) === 0 && text(row.merged_into) === '',
      },
    ]),
  );
}

export interface KnownTicket {
  key: number;
  id: string;
  externalId: string;
  submissionKey: string;
  portalKey: number;
  companyKey: number;
  requesterKey: number;
  properties: PropertyValues;
  lastPublicAt: number;
  openedAt: number;
  /** Columns that a row of a file may change, as they are stored. */
  stored: Row;
}

const TICKET = `SELECT id, document_id, external_id, submission_key, portal_id, company_id, requester_id, properties, last_public_at,
  opened_at, merged_into, erased_at, subject, status_id, pipeline_id, is_closed, awaits_customer, shown_status, closed_at, priority,
  category, assignee_id, last_activity_at FROM cp_tickets WHERE`;

const knownTicket = (row: Row): KnownTicket => ({
  key: number(row.id),
  id: text(row.document_id),
  externalId: text(row.external_id),
  submissionKey: text(row.submission_key),
  portalKey: number(row.portal_id),
  companyKey: number(row.company_id),
  requesterKey: number(row.requester_id),
  properties: jsonOf<PropertyValues>(row.properties, {}),
  lastPublicAt: number(row.last_public_at),
  openedAt: number(row.opened_at),
  stored: row,
});

/** The columns whose stored value is another. */
export function changedColumns(stored: Row, columns: Row): Row {
  const isSame = (wanted: unknown, value: unknown) =>
    typeof wanted === 'boolean'
      ? yes(value) === wanted
      : typeof wanted === 'number'
        ? number(value) === wanted
        : text(value) === text(wanted);
  return Object.fromEntries(
    Object.entries(columns).filter(([column, wanted]) => !isSame(wanted, stored[column])),
  );
}

/** Tickets by old id or public id, in the bin too: what somebody deleted is not made again. */
export async function findTicketsByRef(
  db: Connection,
  refs: readonly string[],
): Promise<Map<string, KnownTicket>> {
  const ids = refs.filter((ref) => PUBLIC_ID.test(ref));
  const rows = [
    ...(await selectIn(db, `${TICKET} external_id`, refs)).sort(byAge),
    ...(await selectIn(db, `${TICKET} document_id`, ids)),
  ].filter((row) => isThere(row) && text(row.merged_into) === '');
  const found = new Map<string, KnownTicket>();
  for (const row of rows)
    for (const ref of [text(row.external_id), text(row.document_id)])
      if (ref !== '' && !found.has(ref)) found.set(ref, knownTicket(row));
  return found;
}

/** Tickets that an import of rows without old ids made. */
export async function findTicketsByFingerprint(
  db: Connection,
  requesterKeys: readonly number[],
  fingerprints: ReadonlySet<string>,
): Promise<Map<string, KnownTicket>> {
  if (fingerprints.size === 0) return new Map();
  const rows = await selectIn(
    db,
    `${TICKET} submission_key LIKE 'import:%' AND requester_id`,
    requesterKeys,
  );
  return new Map(
    rows
      .filter(
        (row) =>
          isThere(row) &&
          text(row.merged_into) === '' &&
          fingerprints.has(text(row.submission_key)),
      )
      .map((row) => [text(row.submission_key), knownTicket(row)]),
  );
}

/** Agents that tickets may belong to, with what names them. */
export async function listOwners(
  db: Connection,
): Promise<{ key: number; id: string; names: string[]; email: string }[]> {
  const rows: Row[] = await db('cp_agents')
    .select('id', 'document_id', 'name', 'public_name', 'email')
    .where({ left_at: 0 });
  return rows.map((row) => ({
    key: number(row.id),
    id: text(row.document_id),
    names: [text(row.name), text(row.public_name)].filter((name) => name !== ''),
    email: text(row.email).toLowerCase(),
  }));
}
