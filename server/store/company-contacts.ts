import {
  change,
  insert,
  number,
  select,
  selectOne,
  text,
  yes,
  type Connection,
  type Row,
} from './connection';
import { LIVING_CONTACT } from './contact-records';

/** Verified addresses of a domain make a contact a member, trusted ones also show the company's tickets. */
const OF_DOMAIN = `FROM cp_company_email_domains d
  JOIN cp_contact_addresses a ON a.email_domain = d.domain AND a.verified_at > 0`;

/** A page of a company's contacts, the newest first. `keys` narrow it to what a search found. */
export function listContactsOfCompany(
  db: Connection,
  companyKey: number,
  page: { before: number; keys: readonly number[] | null; limit: number },
): Promise<Row[]> {
  const { before, keys, limit } = page;
  if (keys?.length === 0) return Promise.resolve([]);
  const only = keys ? `AND cc.contact_id IN (${keys.map(() => '?').join(', ')})` : '';
  return select(
    db,
    `SELECT c.id, c.document_id, c.name, a.address, cc.is_primary, cc.sees_tickets, cc.is_manager, cc.is_by_domain, cc.is_withheld,
     EXISTS (SELECT 1 ${OF_DOMAIN} WHERE d.company_id = cc.company_id AND d.is_trusted AND a.contact_id = cc.contact_id) AS is_trusted
     FROM cp_contact_companies cc JOIN cp_contacts c ON c.id = cc.contact_id
     LEFT JOIN cp_contact_addresses a ON a.contact_id = c.id AND a.is_primary = ?
     WHERE cc.company_id = ? AND cc.contact_id < ? AND cc.left_at = 0 AND ${LIVING_CONTACT} ${only}
     ORDER BY cc.contact_id DESC LIMIT ${limit}`,
    [true, companyKey, before > 0 ? before : 2_147_483_647, ...(keys ?? [])],
  );
}

export async function findContactForCompany(
  db: Connection,
  id: string,
): Promise<{ key: number; name: string } | null> {
  const row = await selectOne(
    db,
    `SELECT c.id, c.name FROM cp_contacts c WHERE c.document_id = ? AND ${LIVING_CONTACT}`,
    [id],
  );
  return row && { key: number(row.id), name: text(row.name) };
}

export interface LinkFlags {
  isPrimary: boolean;
  seesTickets: boolean;
  isManager: boolean;
}

export const findLink = (
  db: Connection,
  contactKey: number,
  companyKey: number,
): Promise<Row | null> =>
  selectOne(
    db,
    `SELECT id, is_primary, sees_tickets, is_manager, is_by_domain, is_withheld, left_at FROM cp_contact_companies
     WHERE contact_id = ? AND company_id = ?`,
    [contactKey, companyKey],
  );

/** Makes a contact belong to a company with these flags; a contact has one primary company at most. */
export async function saveLink(
  db: Connection,
  contactKey: number,
  companyKey: number,
  flags: LinkFlags & { isByDomain: boolean },
  now: number,
): Promise<void> {
  if (flags.isPrimary)
    await change(db, 'cp_contact_companies', { contact_id: contactKey }, { is_primary: false });
  const columns = {
    is_primary: flags.isPrimary,
    sees_tickets: flags.seesTickets,
    is_manager: flags.isManager,
    is_by_domain: flags.isByDomain,
    // Who lets him see the tickets goes before the manager who kept them from him.
    ...(flags.seesTickets || flags.isManager ? { is_withheld: false } : {}),
  };
  const known = await findLink(db, contactKey, companyKey);
  if (!known) {
    await insert(db, 'cp_contact_companies', {
      contact_id: contactKey,
      company_id: companyKey,
      ...columns,
      joined_at: now,
    });
    return;
  }
  const again = number(known.left_at) > 0 ? { joined_at: now, left_at: 0 } : {};
  await change(db, 'cp_contact_companies', { id: number(known.id) }, { ...columns, ...again });
}

/** The row stays: it says that its contact left, and so hides the company's tickets from him. */
export async function leaveCompany(
  db: Connection,
  contactKey: number,
  companyKey: number,
  now: number,
): Promise<void> {
  await change(
    db,
    'cp_contact_companies',
    { contact_id: contactKey, company_id: companyKey, left_at: 0 },
    {
      is_primary: false,
      sees_tickets: false,
      is_manager: false,
      is_by_domain: false,
      is_withheld: false,
      left_at: now,
    },
  );
}

const NOT_MEMBER = `NOT EXISTS (SELECT 1 FROM cp_contact_companies cc WHERE cc.contact_id = a.contact_id AND cc.company_id = d.company_id)`;

/** Living companies that a verified address of the contact names and that he neither belongs to nor left. */
export async function listCompaniesByDomain(
  db: Connection,
  contactKey: number,
): Promise<{ key: number; id: string; name: string }[]> {
  const rows = await select(
    db,
    `SELECT DISTINCT co.id, co.document_id, co.name ${OF_DOMAIN} JOIN cp_companies co ON co.id = d.company_id
     WHERE a.contact_id = ? AND co.trashed_at = 0 AND co.merged_into = '' AND ${NOT_MEMBER} ORDER BY co.id`,
    [contactKey],
  );
  return rows.map((row) => ({
    key: number(row.id),
    id: text(row.document_id),
    name: text(row.name),
  }));
}

export async function hasPrimaryCompany(db: Connection, contactKey: number): Promise<boolean> {
  const rows = await select(
    db,
    'SELECT is_primary FROM cp_contact_companies WHERE contact_id = ? AND left_at = 0',
    [contactKey],
  );
  return rows.some((row) => yes(row.is_primary));
}

/** Contacts whom `listCompaniesByDomain` would give this company; each once. */
export function listJoinable(db: Connection, companyKey: number, limit: number): Promise<Row[]> {
  return select(
    db,
    `SELECT c.id, c.document_id, c.name, MIN(a.address) AS address ${OF_DOMAIN} JOIN cp_contacts c ON c.id = a.contact_id
     WHERE d.company_id = ? AND ${LIVING_CONTACT} AND ${NOT_MEMBER}
     GROUP BY c.id, c.document_id, c.name ORDER BY c.id LIMIT ${limit}`,
    [companyKey],
  );
}

/** A living company that the contact belongs to. */
export async function findCompanyOfContact(
  db: Connection,
  contactKey: number,
  id: string,
): Promise<{ key: number; name: string } | null> {
  const row = await selectOne(
    db,
    `SELECT co.id, co.name FROM cp_contact_companies cc JOIN cp_companies co ON co.id = cc.company_id
     WHERE cc.contact_id = ? AND cc.left_at = 0 AND co.document_id = ? AND co.trashed_at = 0 AND co.merged_into = ''`,
    [contactKey, id],
  );
  return row && { key: number(row.id), name: text(row.name) };
}
