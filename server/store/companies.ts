import type { PropertyValues } from '../contracts/properties';
import { COMPANY_DEPTH } from '../contracts/companies';
import { waysToFindCompany } from '../rules/company-words';
import {
  change,
  insert,
  number,
  select,
  selectOne,
  text,
  type Connection,
  type Row,
  type Value,
} from './connection';
import { bumpVersion } from './counters';
import { saveCompanyWords } from './company-words';
import { nameColumns } from './people';
import {
  listRecordKeys,
  sizeOf,
  type Condition,
  type FoundKeys,
  type Limits,
  type RecordListing,
} from './record-lists';
import { COMPANY_WORDS, searchCondition } from './record-words';
import { LIVING as LIVING_TICKET } from './tickets';

/** Companies that exist for people: not in the bin, not merged away. */
export const LIVING_COMPANY = "c.trashed_at = 0 AND c.merged_into = ''";
const IN_BIN = "c.trashed_at > 0 AND c.merged_into = ''";
const COUNTED = 1000;
const FIRST_DOMAIN =
  '(SELECT MIN(d.domain) FROM cp_company_email_domains d WHERE d.company_id = c.id) AS domain';

const marksOf = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

export async function addCompany(
  db: Connection,
  name: string,
  emailDomains: string[],
  now: number,
): Promise<{ key: number; id: string }> {
  const company = await insert(db, 'cp_companies', { ...nameColumns(name), created_time: now });
  for (const domain of emailDomains)
    await insert(db, 'cp_company_email_domains', { company_id: company.key, domain });
  await saveCompanyWords(db, [company.key]);
  return company;
}

export async function joinPrimaryCompany(
  db: Connection,
  contactKey: number,
  companyKey: number,
  now: number,
): Promise<void> {
  await insert(db, 'cp_contact_companies', {
    contact_id: contactKey,
    company_id: companyKey,
    is_primary: true,
    joined_at: now,
  });
}

/** Living companies by their keys with public id and name, by name. */
export function listCompanyNames(db: Connection, keys: readonly number[]): Promise<Row[]> {
  if (keys.length === 0) return Promise.resolve([]);
  return select(
    db,
    `SELECT c.id, c.document_id, c.name FROM cp_companies c WHERE c.id IN (${marksOf(keys)}) AND ${LIVING_COMPANY}
     ORDER BY c.name_key, c.id`,
    keys,
  );
}

export interface CompanyFilter {
  q: string;
  isInBin: boolean;
}

/** A page of companies and how many there are (store/record-lists.ts); a search finds them by their words. */
export async function listCompanies(
  db: Connection,
  filter: CompanyFilter,
  listing: RecordListing,
  limits?: Limits,
): Promise<Omit<FoundKeys, 'keys'> & { rows: Row[] }> {
  const state = filter.isInBin ? IN_BIN : LIVING_COMPANY;
  const conditions: Condition[] = [];
  const ways = waysToFindCompany(filter.q);
  if (filter.q.trim() !== '') conditions.push(await searchCondition(db, COMPANY_WORDS, ways));
  if (filter.isInBin) {
    const sql = 'SELECT b.id AS member_id FROM cp_companies b WHERE b.trashed_at > 0';
    const members = { sql, bindings: [] };
    conditions.push({
      size: await sizeOf(db, members),
      members,
      test: { sql: IN_BIN, bindings: [] },
    });
  }
  const { keys, ...found } = await listRecordKeys(
    db,
    'cp_companies',
    state,
    conditions,
    listing,
    limits,
  );
  const rows = await listCompanyRows(db, keys);
  return { ...found, rows: keys.flatMap((key) => rows.filter((row) => number(row.id) === key)) };
}

async function listCompanyRows(db: Connection, keys: readonly number[]): Promise<Row[]> {
  if (keys.length === 0) return [];
  return select(
    db,
    `SELECT c.id, c.document_id, c.name, c.name_key, c.created_time, p.name AS parent_name, ${FIRST_DOMAIN} FROM cp_companies c
     LEFT JOIN cp_companies p ON p.id = c.parent_id AND p.trashed_at = 0 AND p.merged_into = ''
     WHERE c.id IN (${marksOf(keys)})`,
    keys,
  );
}

/** Companies found by a word of the name or by a domain; the first by name when nothing is typed. */
export async function listCompanyChoices(db: Connection, typed: string): Promise<Row[]> {
  const listing = {
    sort: 'name',
    isDescending: false,
    after: null,
    limit: 20,
    isChoice: true,
  } as const;
  return (await listCompanies(db, { q: typed, isInBin: false }, listing)).rows;
}

/** Companies that were chosen before, by public ids: also those that are in the bin by now. */
export function listChosenCompanies(db: Connection, ids: readonly string[]): Promise<Row[]> {
  return select(
    db,
    `SELECT c.id, c.document_id, c.name, ${FIRST_DOMAIN} FROM cp_companies c WHERE c.document_id IN (${marksOf(ids)})
     ORDER BY c.name_key, c.id`,
    ids,
  );
}

export function listDomainsOf(db: Connection, companyKeys: readonly number[]): Promise<Row[]> {
  if (companyKeys.length === 0) return Promise.resolve([]);
  return select(
    db,
    `SELECT id, company_id, domain, is_trusted FROM cp_company_email_domains WHERE company_id IN (${marksOf(companyKeys)})
     ORDER BY company_id, id`,
    companyKeys,
  );
}

/** Contacts or open tickets of each company, counted to 1,001 at most, by the company's key. */
export async function countOfEach(
  db: Connection,
  what: 'contacts' | 'openTickets' | 'tickets',
  companyKeys: readonly number[],
  portalKeys: readonly number[],
): Promise<Map<number, number>> {
  if (companyKeys.length === 0 || (what !== 'contacts' && portalKeys.length === 0))
    return new Map();
  const tickets = `SELECT t.id FROM cp_tickets t WHERE t.portal_id IN (${marksOf(portalKeys)}) AND t.company_id = ?`;
  const inner = {
    contacts: `SELECT cc.id FROM cp_contact_companies cc JOIN cp_contacts k ON k.id = cc.contact_id
      AND k.trashed_at = 0 AND k.merged_into = '' AND k.erased_at = 0 WHERE cc.company_id = ? AND cc.left_at = 0`,
    openTickets: `${tickets} AND t.is_closed = ? AND ${LIVING_TICKET}`,
    tickets: `${tickets} AND ${LIVING_TICKET}`,
  }[what];
  const bindingsOf = (key: number): Value[] => {
    if (what === 'contacts') return [key];
    return [...portalKeys, key, ...(what === 'openTickets' ? [false] : [])];
  };
  // A number in the statement: PostgreSQL would take a bound one for text.
  const parts = companyKeys.map(
    (key) =>
      `SELECT ${Number(key)} AS company_id, COUNT(*) AS total FROM (${inner} LIMIT ${COUNTED + 1}) counted`,
  );
  const rows = await db.raw(
    parts.join(' UNION ALL '),
    companyKeys.flatMap(bindingsOf) as (string | number | boolean)[],
  );
  return new Map(rowsOf(rows).map((row) => [number(row.company_id), number(row.total)] as const));
}

function rowsOf(answer: unknown): Row[] {
  if (Array.isArray(answer)) return (Array.isArray(answer[0]) ? answer[0] : answer) as Row[];
  return (answer as { rows: Row[] }).rows;
}

/** A company by its public id, in the bin or merged away too. */
export function findAnyCompany(db: Connection, id: string): Promise<Row | null> {
  return selectOne(
    db,
    `SELECT c.id, c.document_id, c.name, c.external_id, c.properties, c.created_time, c.trashed_at, c.merged_into, c.parent_id,
     p.document_id AS parent_document_id, p.name AS parent_name FROM cp_companies c
     LEFT JOIN cp_companies p ON p.id = c.parent_id AND p.trashed_at = 0 AND p.merged_into = '' WHERE c.document_id = ?`,
    [id],
  );
}

export async function findLivingCompany(
  db: Connection,
  id: string,
): Promise<{ key: number; name: string } | null> {
  const row = await selectOne(
    db,
    `SELECT c.id, c.name FROM cp_companies c WHERE c.document_id = ? AND ${LIVING_COMPANY}`,
    [id],
  );
  return row && { key: number(row.id), name: text(row.name) };
}

/** Nobody else changes these companies until the transaction ends. Comes before its first read. */
export async function lockCompanies(db: Connection, ids: string[]): Promise<void> {
  for (const id of [...ids].sort())
    await db('cp_companies')
      .where({ document_id: id })
      .update({ trashed_at: db.ref('trashed_at') });
}

export function listChildren(db: Connection, companyKey: number): Promise<Row[]> {
  return select(
    db,
    `SELECT c.id, c.document_id, c.name FROM cp_companies c WHERE c.parent_id = ? AND ${LIVING_COMPANY}
     ORDER BY c.name_key, c.id LIMIT 50`,
    [companyKey],
  );
}

export async function countChildren(db: Connection, companyKey: number): Promise<number> {
  const row = await selectOne(
    db,
    `SELECT COUNT(*) AS total FROM cp_companies c WHERE c.parent_id = ? AND ${LIVING_COMPANY}`,
    [companyKey],
  );
  return number(row?.total);
}

/** Keys of a company's parents, the nearest first; stops where the chain is deeper than it may be. */
export async function listAncestors(db: Connection, companyKey: number): Promise<number[]> {
  const found: number[] = [];
  let key = companyKey;
  while (key > 0 && found.length <= COMPANY_DEPTH) {
    const row = await selectOne(db, 'SELECT parent_id FROM cp_companies WHERE id = ?', [key]);
    key = number(row?.parent_id);
    if (key > 0) found.push(key);
  }
  return found;
}

/** How many levels of companies stand below one. */
export async function levelsBelow(db: Connection, companyKey: number): Promise<number> {
  const row = await selectOne(
    db,
    `WITH RECURSIVE below (id, depth) AS (
       SELECT c.id, 0 FROM cp_companies c WHERE c.id = ?
       UNION ALL SELECT k.id, below.depth + 1 FROM below JOIN cp_companies k ON k.parent_id = below.id WHERE below.depth <= ${COMPANY_DEPTH}
     ) SELECT MAX(depth) AS levels FROM below`,
    [companyKey],
  );
  return number(row?.levels);
}

export interface CompanyFields {
  name: string;
  externalId: string;
  /** 0 for none. */
  parentKey: number;
  properties: PropertyValues;
}

const fieldColumns = (fields: CompanyFields): Row => ({
  ...nameColumns(fields.name),
  external_id: fields.externalId,
  parent_id: fields.parentKey || null,
  properties: JSON.stringify(fields.properties),
});

export async function addBareCompany(
  db: Connection,
  fields: CompanyFields,
  now: number,
): Promise<{ key: number; id: string }> {
  const company = await insert(db, 'cp_companies', { ...fieldColumns(fields), created_time: now });
  await saveCompanyWords(db, [company.key]);
  return company;
}

export async function saveCompanyFields(
  db: Connection,
  companyKey: number,
  fields: CompanyFields,
): Promise<void> {
  await change(db, 'cp_companies', { id: companyKey }, fieldColumns(fields));
  await saveCompanyWords(db, [companyKey]);
}

export async function setCompanyTrashed(
  db: Connection,
  companyKey: number,
  trashedAt: number,
): Promise<void> {
  await change(db, 'cp_companies', { id: companyKey }, { trashed_at: trashedAt });
}

/** Whose a domain is; one in the bin holds it only until somebody else asks for it. */
export async function findDomainOwner(
  db: Connection,
  domain: string,
): Promise<{ key: number; id: string; name: string; isLiving: boolean } | null> {
  const row = await selectOne(
    db,
    `SELECT c.id, c.document_id, c.name, c.trashed_at, c.merged_into FROM cp_company_email_domains d
     JOIN cp_companies c ON c.id = d.company_id WHERE d.domain = ?`,
    [domain],
  );
  return (
    row && {
      key: number(row.id),
      id: text(row.document_id),
      name: text(row.name),
      isLiving: number(row.trashed_at) === 0 && text(row.merged_into) === '',
    }
  );
}

/** Gives a company exactly these domains, and the words that it is found by. The site map knows whether any is trusted. */
export async function saveDomains(
  db: Connection,
  companyKey: number,
  domains: { domain: string; isTrusted: boolean }[],
): Promise<void> {
  const before = await listDomainsOf(db, [companyKey]);
  const gone = before.filter((row) => !domains.some(({ domain }) => domain === row.domain));
  if (gone.length > 0)
    await db('cp_company_email_domains')
      .whereIn(
        'id',
        gone.map((row) => number(row.id)),
      )
      .delete();
  const owners = await select(
    db,
    `SELECT company_id FROM cp_company_email_domains WHERE domain IN (${marksOf(['', ...domains])})`,
    ['', ...domains.map(({ domain }) => domain)],
  );
  for (const { domain, isTrusted } of domains) {
    const values = { company_id: companyKey, is_trusted: isTrusted };
    // Its own row, or one of a company in the bin.
    const changed = await change(db, 'cp_company_email_domains', { domain }, values);
    if (changed === 0) await insert(db, 'cp_company_email_domains', { domain, ...values });
  }
  const changed = [companyKey, ...owners.map((row) => number(row.company_id))];
  await saveCompanyWords(db, [...new Set(changed)]);
  if (domains.some(({ isTrusted }) => isTrusted)) await bumpVersion(db, 'site');
}

/** The newest tickets of a company; each portal's from its own index. */
export async function listTicketsOfCompany(
  db: Connection,
  companyKey: number,
  portalKeys: readonly number[],
): Promise<Row[]> {
  const found: Row[] = [];
  for (const portalKey of portalKeys)
    found.push(
      ...(await select(
        db,
        `SELECT t.id, t.document_id, t.number, t.subject, t.status_id, t.is_closed, t.opened_at, t.last_public_at, r.name AS requester_name
         FROM cp_tickets t LEFT JOIN cp_contacts r ON r.id = t.requester_id
         WHERE t.portal_id = ? AND t.company_id = ? AND ${LIVING_TICKET} ORDER BY t.opened_at DESC, t.id DESC LIMIT 10`,
        [portalKey, companyKey],
      )),
    );
  return found.sort((a, b) => number(b.opened_at) - number(a.opened_at)).slice(0, 10);
}

/** The newest activity about a company and those that were merged into it. */
export async function listActivityOfCompany(db: Connection, id: string): Promise<Row[]> {
  const merged = await select(
    db,
    'SELECT document_id FROM cp_companies WHERE merged_into = ? LIMIT 50',
    [id],
  );
  const ids = [id, ...merged.map((row) => text(row.document_id))];
  return select(
    db,
    `SELECT document_id, occurred_at, actor_kind, actor_name, action, changes FROM cp_activities
     WHERE subject IN (${marksOf(ids)}) ORDER BY occurred_at DESC, id DESC LIMIT 20`,
    ids,
  );
}

/** Replaces the public id of a company in stored filters, which ask by it. */
export async function renameInFilters(
  db: Connection,
  before: string,
  after: string,
): Promise<void> {
  for (const [table, column] of [
    ['cp_access_groups', 'filter_groups'],
    ['cp_portals', 'ticket_permission_filter'],
  ] as const) {
    const rows: Row[] = await db(table).select('id', column).whereNotNull(column);
    for (const row of rows) {
      const value = row[column];
      const stored = typeof value === 'string' ? value : JSON.stringify(value);
      if (!stored.includes(before)) continue;
      await change(
        db,
        table,
        { id: number(row.id) },
        { [column]: stored.replaceAll(before, after) },
      );
    }
  }
}
