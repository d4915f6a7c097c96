import { COMPANY_DEPTH } from '../contracts/companies';
import type { WordRange } from '../rules/contact-words';
import {
  change,
  number,
  select,
  selectFiltered,
  selectOne,
  text,
  type Connection,
  type Row,
  type Value,
} from './connection';
import { letInByGroupsOf } from './access-groups';
import { LIVING_CONTACT } from './contact-records';
import type { Sql } from './filter-groups';
import { CONTACT_WORDS, isFound } from './record-words';
import { OPENS_TICKETS, type SightSql } from './ticket-sight';

const LIVING_COMPANY = "co.trashed_at = 0 AND co.merged_into = ''";

/**
 * Whom of contacts `c` a portal lets in now, with its key as the one binding: what services/sessions.ts asks at each request.
 * `+ 0` keeps SQLite from beginning with all members of the portal.
 */
const ENTERING = `JOIN up_users u ON u.id = c.user_id
   JOIN cp_memberships m ON m.contact_id = c.id AND m.portal_id + 0 = ? AND m.state = 'registered'`;
const mayEnter = (hasGroups: boolean): string =>
  `${LIVING_CONTACT} AND NOT COALESCE(u.blocked, FALSE)${hasGroups ? ` AND ${letInByGroupsOf('m.portal_id')}` : ''}`;

/** The ticket's company and those above it, whose people see it too; as deep as a session looks down. */
const ABOVE = `WITH RECURSIVE above (id, parent_id, depth) AS (
    SELECT co.id, co.parent_id, 1 FROM cp_companies co WHERE co.id = ? AND ${LIVING_COMPANY}
    UNION ALL SELECT co.id, co.parent_id, above.depth + 1 FROM above JOIN cp_companies co ON co.id = above.parent_id
      WHERE above.depth < ${COMPANY_DEPTH} AND ${LIVING_COMPANY}) `;

export interface SeenTicket {
  key: number;
  portalKey: number;
  /** 0 when it belongs to no company. */
  companyKey: number;
  isPrivate: boolean;
}

/**
 * Who sees a ticket by present permission, associated people first, in two lists of `limit` rows at most: somebody may stand
 * in both. `filter` is over contacts `c`, where the permission has one. The same rule as rules/ticket-access.ts; only a contact who sees the most companies that one may see is named
 * for one more.
 */
export function listSeers(
  db: Connection,
  ticket: SeenTicket,
  sight: Omit<SightSql, 'filter'>,
  filter: Sql | null,
  { hasGroups, limit }: { hasGroups: boolean; limit: number },
): Promise<Row[]> {
  const { key, portalKey, companyKey, isPrivate } = ticket;
  const mayEnterNow = mayEnter(hasGroups);
  const left =
    sight.keepsOwnAfterLeaving || companyKey === 0
      ? { sql: '', bindings: [] }
      : {
          sql: `AND NOT EXISTS (SELECT 1 FROM cp_contact_companies l WHERE l.contact_id = c.id AND l.company_id = ? AND l.left_at > 0)`,
          bindings: [companyKey],
        };
  // SQLite takes a cross join in the order that it is written in: of its own it would begin with all living contacts.
  const associated = {
    sql: `SELECT c.id, c.name, 1 AS is_associated FROM cp_participants p CROSS JOIN cp_contacts c ${ENTERING}
      WHERE p.ticket_id = ? AND c.id = p.contact_id AND ${mayEnterNow} ${left.sql} LIMIT ${limit}`,
    bindings: [portalKey, key, ...left.bindings],
  };
  if (isPrivate || companyKey === 0 || sight.permission === 'associated')
    return select(db, associated.sql, associated.bindings);
  const companies = sight.includesChildren ? 'SELECT id FROM above' : '?';
  // From the links, so that a large company is read no further than to the limit; somebody may be linked to each one above.
  const most = sight.includesChildren ? limit * COMPANY_DEPTH : limit;
  const ofCompany = {
    sql: `SELECT c.id, c.name, 0 AS is_associated FROM cp_contact_companies cc JOIN cp_companies co ON co.id = cc.company_id
      CROSS JOIN cp_contacts c ${ENTERING}
      WHERE c.id = cc.contact_id AND cc.company_id IN (${companies}) AND cc.left_at = 0 AND ${LIVING_COMPANY} AND ${OPENS_TICKETS}
      ${sight.companies === 'primary' ? 'AND cc.is_primary' : ''} AND ${mayEnterNow}
      ${filter ? `AND (${filter.sql})` : ''} LIMIT ${most}`,
    bindings: [
      portalKey,
      ...(sight.includesChildren ? [] : [companyKey]),
      ...(filter?.bindings ?? []),
    ],
  };
  // Only filters write statements without number.
  const read = filter ? selectFiltered : select;
  return read(
    db,
    `${sight.includesChildren ? ABOVE : ''}SELECT * FROM (${associated.sql}) associated UNION ALL SELECT * FROM (${ofCompany.sql}) of_company`,
    [
      ...(sight.includesChildren ? [companyKey] : []),
      ...associated.bindings,
      ...ofCompany.bindings,
    ],
  );
}

/** How a contact belongs to a company: not at all, by the domain of an address alone, or because somebody said so. */
export async function belongingTo(
  db: Connection,
  contactKey: number,
  companyKey: number,
): Promise<'none' | 'by-domain' | 'known'> {
  const row = await selectOne(
    db,
    `SELECT CASE WHEN NOT cc.is_by_domain OR ${OPENS_TICKETS} THEN 1 ELSE 0 END AS is_known
     FROM cp_contact_companies cc JOIN cp_companies co ON co.id = cc.company_id
     WHERE cc.contact_id = ? AND cc.company_id = ? AND cc.left_at = 0 AND ${LIVING_COMPANY}`,
    [contactKey, companyKey],
  );
  if (!row) return 'none';
  return number(row.is_known) === 1 ? 'known' : 'by-domain';
}

export interface AddablePerson {
  key: number;
  id: string;
  name: string;
}

const addable = (row: Row): AddablePerson => ({
  key: number(row.id),
  id: text(row.document_id),
  name: text(row.name),
});

/** Members of the portal, or invited to it: nobody else is given anything to read. Its binding is the portal's key. */
const MEMBERS = `cp_contacts c JOIN cp_memberships m ON m.contact_id = c.id AND m.portal_id = ? AND m.state IN ('registered', 'invited')`;

const OF_COMPANY = `EXISTS (SELECT 1 FROM cp_contact_companies cc JOIN cp_companies co ON co.id = cc.company_id
  WHERE cc.contact_id = c.id AND cc.company_id = ? AND cc.left_at = 0 AND ${LIVING_COMPANY})`;

/** Colleagues of a company, by name, who are not yet people of a ticket; `ways` narrows them to whom a search finds. */
export async function listAddable(
  db: Connection,
  ticket: Pick<SeenTicket, 'key' | 'portalKey' | 'companyKey'>,
  { ways, limit }: { ways: readonly WordRange[][] | null; limit: number },
): Promise<AddablePerson[]> {
  const found = ways && isFound(db, CONTACT_WORDS, ways);
  const rows = await select(
    db,
    `SELECT c.id, c.document_id, c.name FROM ${MEMBERS} WHERE ${OF_COMPANY} AND ${LIVING_CONTACT}
     AND c.id NOT IN (SELECT p.contact_id FROM cp_participants p WHERE p.ticket_id = ? AND p.contact_id IS NOT NULL)
     ${found ? `AND ${found.sql}` : ''} ORDER BY c.name_key, c.id LIMIT ${limit}`,
    [ticket.portalKey, ticket.companyKey, ticket.key, ...(found?.bindings ?? [])],
  );
  return rows.map(addable);
}

/** Whom a public id or the hash of a normalised address names, of a company (0: of any, or of none). */
export async function findAddable(
  db: Connection,
  portalKey: number,
  companyKey: number,
  who: { id: string } | { addressHash: string },
): Promise<AddablePerson | null> {
  const [condition, value] =
    'id' in who
      ? ['c.document_id = ?', who.id]
      : [
          // Not by an address that somebody only says is his.
          `c.id IN (SELECT a.contact_id FROM cp_contact_addresses a WHERE a.address_hash = ?
            AND (a.is_membership OR a.is_primary OR a.verified_at > 0))`,
          who.addressHash,
        ];
  const bindings: Value[] = [portalKey, value];
  if (companyKey > 0) bindings.push(companyKey);
  const row = await selectOne(
    db,
    `SELECT c.id, c.document_id, c.name FROM ${MEMBERS} WHERE ${condition} ${companyKey > 0 ? `AND ${OF_COMPANY}` : ''} AND ${LIVING_CONTACT}`,
    bindings,
  );
  return row && addable(row);
}

/** Ends an association; never the requester's. */
export async function dissociate(
  db: Connection,
  ticketKey: number,
  contactKey: number,
): Promise<boolean> {
  const removed = await db('cp_participants')
    .where({ ticket_id: ticketKey, contact_id: contactKey, role: 'participant' })
    .delete();
  return removed > 0;
}

/** Whether a person of a ticket wants no mail about it. */
export async function saveMuted(
  db: Connection,
  ticketKey: number,
  contactKey: number,
  isMuted: boolean,
): Promise<void> {
  await change(
    db,
    'cp_participants',
    { ticket_id: ticketKey, contact_id: contactKey },
    { mails_muted: isMuted },
  );
}
