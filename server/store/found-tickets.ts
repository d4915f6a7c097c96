import type { TicketState } from '../contracts/tickets';
import { number, select, text, type Connection, type Row, type Value } from './connection';
import { ticketKeysSql, type KeyQuery } from './search';
import { marksOf, narrowingSql, type Conditions, type TicketNarrowing } from './ticket-narrowing';
import { valueConditions, type ValueFilter } from './ticket-property-lists';
import { listColumns, listJoins, LIVING, type ListParts } from './tickets';

/** A list of keys fills one of these, so that there are few different statements. */
const SIZES = [30, 200, 1000];

/** Keys filled up with 0, which no ticket has. */
function filledUp(keys: readonly number[]): number[] {
  const size = SIZES.find((one) => one >= keys.length) ?? keys.length;
  return [...keys, ...Array.from({ length: size - keys.length }, () => 0)];
}

export interface FoundNarrowing {
  state: TicketState;
  narrowing: TicketNarrowing;
  filters: readonly ValueFilter[];
  /** Only those that these people sent; null for everybody's. */
  requesterKeys: readonly number[] | null;
}

/**
 * What an index finds, the newest first: each row has its `found_key`, and where the ticket is living and meets what else is
 * asked also number and subject, and what decides whether it may be seen; its `id` is null otherwise. `is_associated` is a
 * number where the ticket is the contact's (0 for nobody): the index may be behind.
 */
export function findNarrowed(
  db: Connection,
  query: KeyQuery,
  contactKey: number,
  asked: FoundNarrowing,
): Promise<Row[]> {
  const found = ticketKeysSql(db, 'customers', query);
  if (!found) return Promise.resolve([]);
  const facts = factsOf(contactKey);
  const narrowed = narrowedBy(db, asked);
  return select(
    db,
    `SELECT f.found_key, ${facts.columns} FROM (${found.sql}) f
     LEFT JOIN cp_tickets t ON t.id = f.found_key AND ${narrowed.where.join(' AND ')} ORDER BY f.found_key DESC`,
    [...facts.bindings, ...found.bindings, ...narrowed.bindings],
  );
}

/** Those of the tickets with one of these numbers that meet the same. */
export function findByNumbers(
  db: Connection,
  numbers: readonly string[],
  contactKey: number,
  asked: FoundNarrowing,
): Promise<Row[]> {
  const facts = factsOf(contactKey);
  const narrowed = narrowedBy(db, asked);
  return select(
    db,
    `SELECT ${facts.columns} FROM cp_tickets t
     WHERE t.number IN (${marksOf(numbers)}) AND ${narrowed.where.join(' AND ')} ORDER BY t.id DESC`,
    [...facts.bindings, ...numbers, ...narrowed.bindings],
  );
}

function factsOf(contactKey: number): { columns: string; bindings: Value[] } {
  const columns = 't.id, t.number, t.subject, t.portal_id, t.company_id, t.is_private';
  if (contactKey === 0) return { columns, bindings: [] };
  const own = 'cp_participants p WHERE p.ticket_id = t.id AND p.contact_id = ?';
  return {
    columns: `${columns}, (SELECT MIN(p.id) FROM ${own}) AS is_associated`,
    bindings: [contactKey],
  };
}

function narrowedBy(
  db: Connection,
  { state, narrowing, filters, requesterKeys }: FoundNarrowing,
): Conditions {
  const facts = narrowingSql(narrowing);
  const byValue = valueConditions(db, filters);
  const where = [LIVING, ...facts.where, ...(byValue.sql === '' ? [] : [byValue.sql])];
  const bindings: Value[] = [...facts.bindings, ...byValue.bindings];
  if (state !== 'all') {
    where.push('t.is_closed = ?');
    bindings.push(state === 'closed');
  }
  if (requesterKeys) {
    where.push(`t.requester_id IN (${marksOf(requesterKeys)})`);
    bindings.push(...requesterKeys);
  }
  return { where, bindings };
}

/** Rows of a list by their keys, in no order. `read_at` is when the contact read a ticket of his own last, null of others. */
export function findForCustomer(
  db: Connection,
  keys: readonly number[],
  parts: ListParts,
  contactKey: number,
): Promise<Row[]> {
  if (keys.length === 0) return Promise.resolve([]);
  const all = filledUp(keys);
  return select(
    db,
    `SELECT ${listColumns(parts)}, p.last_read_at AS read_at FROM cp_tickets t ${listJoins(parts)}
     LEFT JOIN cp_participants p ON p.ticket_id = t.id AND p.contact_id = ?
     WHERE t.id IN (${marksOf(all)})`,
    [contactKey, ...all],
  );
}

/** When a contact read tickets of his own last, by their keys. */
export async function listReadMarks(
  db: Connection,
  keys: readonly number[],
  contactKey: number,
): Promise<Map<number, number>> {
  if (keys.length === 0) return new Map();
  const all = filledUp(keys);
  const rows = await select(
    db,
    `SELECT ticket_id, last_read_at FROM cp_participants WHERE ticket_id IN (${marksOf(all)}) AND contact_id = ?`,
    [...all, contactKey],
  );
  return new Map(rows.map((row) => [number(row.ticket_id), number(row.last_read_at)]));
}

/** The same of one ticket by its public id, with its key; null where it is not the contact's. */
export async function findReadMark(
  db: Connection,
  ticketId: string,
  contactKey: number,
): Promise<{ ticketKey: number; readAt: number } | null> {
  const [row] = await select(
    db,
    `SELECT p.ticket_id, p.last_read_at FROM cp_tickets t JOIN cp_participants p ON p.ticket_id = t.id AND p.contact_id = ?
     WHERE t.document_id = ?`,
    [contactKey, ticketId],
  );
  return row ? { ticketKey: number(row.ticket_id), readAt: number(row.last_read_at) } : null;
}

/** Of one ticket: more are not looked through for words. */
const MESSAGES = 50;
/** Characters of one message. */
const LOOKED_THROUGH = 20_000;

/** The newest messages of tickets that customers see, newest first: never a note, nor what is in the bin. */
export async function listVisibleBodies(
  db: Connection,
  keys: readonly number[],
): Promise<{ ticketKey: number; body: string }[]> {
  if (keys.length === 0) return [];
  const all = filledUp(keys);
  const rows = await select(
    db,
    `SELECT newest.ticket_id, SUBSTR(m.body, 1, ${LOOKED_THROUGH}) AS body FROM (
       SELECT o.id, o.ticket_id, ROW_NUMBER() OVER (PARTITION BY o.ticket_id ORDER BY o.sent_at DESC, o.id DESC) AS place
       FROM cp_messages o WHERE o.ticket_id IN (${marksOf(all)}) AND o.kind = 'public' AND o.trashed_at = 0) newest
     JOIN cp_messages m ON m.id = newest.id WHERE newest.place <= ${MESSAGES} ORDER BY newest.ticket_id, newest.place`,
    all,
  );
  return rows.map((row) => ({ ticketKey: number(row.ticket_id), body: text(row.body) }));
}

/** A contact has read a ticket of his own up to an instant; what came after it stays new. */
export async function markRead(
  db: Connection,
  ticketKey: number,
  contactKey: number,
  upTo: number,
): Promise<void> {
  await db('cp_participants')
    .where({ ticket_id: ticketKey, contact_id: contactKey })
    .where('last_read_at', '<', upTo)
    .update({ last_read_at: upTo });
}

/** Of one company's people, found by name: more are not listed by. */
export const MOST_REQUESTERS = 20;
const PEOPLE = 5000;

/** Who belongs or belonged to companies, by name. */
export const listCompanyPeople = (db: Connection, companyKeys: readonly number[]): Promise<Row[]> =>
  select(
    db,
    `SELECT DISTINCT c.id, c.name FROM cp_contact_companies cc JOIN cp_contacts c ON c.id = cc.contact_id
     WHERE cc.company_id IN (${marksOf(companyKeys)}) AND c.trashed_at = 0 AND c.erased_at = 0 ORDER BY c.name, c.id LIMIT ${PEOPLE}`,
    [...companyKeys],
  );
