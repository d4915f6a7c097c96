import { selectIn } from './bulk-rows';
import { LIVING_COMPANY } from './companies';
import { LIVING_CONTACT } from './contact-records';
import { number, select, text, type Connection, type Row } from './connection';
import { LIVING as LIVING_TICKET } from './tickets';

/** Rows of one reading: a few milliseconds on every database. */
export const EXPORTED_AT_ONCE = 200;

const grouped = (rows: Row[], column: string): Map<number, Row[]> => {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const key = number(row[column]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return groups;
};

export interface ExportedContact {
  row: Row;
  addresses: string[];
}

/** Living contacts behind a key in the order of their making, with their addresses, the primary one first. */
export async function exportContacts(db: Connection, after: number): Promise<ExportedContact[]> {
  const rows = await select(
    db,
    `SELECT c.id, c.document_id, c.external_id, c.name, c.phone, c.language, c.time_zone, c.created_time, c.properties,
     co.document_id AS company_document_id, co.name AS company_name FROM cp_contacts c
     LEFT JOIN cp_contact_companies cc ON cc.contact_id = c.id AND cc.is_primary AND cc.left_at = 0
     LEFT JOIN cp_companies co ON co.id = cc.company_id
     WHERE c.id > ? AND ${LIVING_CONTACT} ORDER BY c.id LIMIT ${EXPORTED_AT_ONCE}`,
    [after],
  );
  const addresses = grouped(
    await selectIn(
      db,
      'SELECT contact_id, address FROM cp_contact_addresses WHERE contact_id',
      rows.map((row) => number(row.id)),
      'ORDER BY is_primary DESC, id',
    ),
    'contact_id',
  );
  return rows.map((row) => ({
    row,
    addresses: (addresses.get(number(row.id)) ?? []).map((one) => text(one.address)),
  }));
}

export interface ExportedCompany {
  row: Row;
  domains: string[];
}

export async function exportCompanies(db: Connection, after: number): Promise<ExportedCompany[]> {
  const rows = await select(
    db,
    `SELECT c.id, c.document_id, c.external_id, c.name, c.created_time, c.properties, p.document_id AS parent_document_id
     FROM cp_companies c LEFT JOIN cp_companies p ON p.id = c.parent_id AND p.trashed_at = 0
     WHERE c.id > ? AND ${LIVING_COMPANY} ORDER BY c.id LIMIT ${EXPORTED_AT_ONCE}`,
    [after],
  );
  const domains = grouped(
    await selectIn(
      db,
      'SELECT company_id, domain FROM cp_company_email_domains WHERE company_id',
      rows.map((row) => number(row.id)),
      'ORDER BY id',
    ),
    'company_id',
  );
  return rows.map((row) => ({
    row,
    domains: (domains.get(number(row.id)) ?? []).map((one) => text(one.domain)),
  }));
}

export interface ExportedTicket {
  row: Row;
  /** Requester first. */
  people: { id: string; address: string }[];
  /** The first public message of a customer. */
  description: string;
}

export async function exportTickets(db: Connection, after: number): Promise<ExportedTicket[]> {
  const rows = await select(
    db,
    `SELECT t.id, t.document_id, t.external_id, t.number, t.subject, t.pipeline_id, t.status_id, t.priority, t.category, t.source,
     t.opened_at, t.last_activity_at, t.first_reply_at, t.closed_at, t.rating, t.rating_comment,
     t.properties, ag.name AS owner_name,
     co.document_id AS company_document_id, co.name AS company_name FROM cp_tickets t
     LEFT JOIN cp_agents ag ON ag.id = t.assignee_id LEFT JOIN cp_companies co ON co.id = t.company_id
     WHERE t.id > ? AND ${LIVING_TICKET} ORDER BY t.id LIMIT ${EXPORTED_AT_ONCE}`,
    [after],
  );
  const keys = rows.map((row) => number(row.id));
  const people = grouped(
    await selectIn(
      db,
      `SELECT p.ticket_id, c.document_id, p.role,
       (SELECT a.address FROM cp_contact_addresses a WHERE a.contact_id = c.id AND a.is_primary ORDER BY a.id LIMIT 1) AS address
       FROM cp_participants p JOIN cp_contacts c ON c.id = p.contact_id WHERE p.ticket_id`,
      keys,
      "ORDER BY CASE WHEN p.role = 'requester' THEN 0 ELSE 1 END, p.id",
    ),
    'ticket_id',
  );
  const firsts = await selectIn(
    db,
    "SELECT MIN(id) AS id FROM cp_messages WHERE kind = 'public' AND trashed_at = 0 AND ticket_id",
    keys,
    'GROUP BY ticket_id',
  );
  const bodies = grouped(
    await selectIn(
      db,
      "SELECT ticket_id, body FROM cp_messages WHERE author_kind = 'customer' AND id",
      firsts.map((row) => number(row.id)),
    ),
    'ticket_id',
  );
  return rows.map((row) => ({
    row,
    people: (people.get(number(row.id)) ?? []).map((one) => ({
      id: text(one.document_id),
      address: text(one.address),
    })),
    description: text(bodies.get(number(row.id))?.[0]?.body),
  }));
}
