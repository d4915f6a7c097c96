import type { Erasing, PlannedColumn, PlannedType } from '../rules/personal-data';
import {
  change,
  dialectOf,
  jsonOf,
  number,
  select,
  selectOne,
  text,
  type Connection,
  type Row,
  type Value,
} from './connection';
import { contactFilterWords } from './contact-records';
import { nameColumns } from './people';

const marksOf = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

/** How somebody erased is called, and when it happens. */
export interface Erasure {
  label: string;
  /** Epoch ms. */
  now: number;
}

/** What a column says when it says nothing. */
function emptyOf({ type }: PlannedColumn): Value {
  if (type === 'string') return '';
  if (type === 'boolean') return false;
  return type === 'biginteger' || type === 'integer' ? 0 : null;
}

type Occasion = 'person' | 'ticket' | 'unnamed';

/** What columns get; those that note an instant are told apart, since an instant that is there stays. */
function valuesOf(
  { columns }: PlannedType,
  occasion: Occasion,
  { label }: Erasure,
): { values: Row; instants: string[] } {
  const of = (fate: Erasing) => columns.filter((one) => one[occasion] === fate);
  return {
    values: Object.fromEntries([
      ...of('clear').map((one) => [one.column, emptyOf(one)]),
      ...of('label').map((one) => [one.column, label]),
    ]),
    instants: of('now').map(({ column }) => column),
  };
}

async function eraseRows(
  db: Connection,
  type: PlannedType,
  occasion: Occasion,
  column: string,
  keys: readonly number[],
  erasure: Erasure,
  narrowed: Row = {},
): Promise<void> {
  const { values, instants } = valuesOf(type, occasion, erasure);
  const rows = () => db(type.table).whereIn(column, keys).where(narrowed);
  if (Object.keys(values).length > 0) await rows().update(values);
  for (const instant of instants)
    await rows()
      .where(instant, 0)
      .update({ [instant]: erasure.now });
}

/** The person is nobody: the contact and those that were merged into it, with what lets in and finds it. */
export async function erasePerson(
  db: Connection,
  types: readonly PlannedType[],
  contactKeys: readonly number[],
  erasure: Erasure,
): Promise<void> {
  for (const type of types) {
    if (!type.person) continue;
    const { column, rows } = type.person;
    if (rows === 'remove') await db(type.table).whereIn(column, contactKeys).delete();
    else await eraseRows(db, type, 'person', column, contactKeys, erasure);
  }
  await db('cp_contacts')
    .whereIn('id', contactKeys)
    .update({
      ...nameColumns(erasure.label),
      filter_words: contactFilterWords({ phone: '', language: '', timeZone: '' }),
    });
  for (const table of ['cp_sessions', 'cp_one_time_tokens', 'cp_known_devices', 'cp_contact_words'])
    await db(table).whereIn('contact_id', contactKeys).delete();
}

export async function removeFailuresOf(db: Connection, hashes: readonly string[]): Promise<void> {
  await db('cp_password_failures').whereIn('address_hash', hashes).delete();
}

/** Some more rows of a type that are the person's; the key to go on behind, or 0 when none is left. */
export async function eraseSomeOfPerson(
  db: Connection,
  type: PlannedType,
  contactKeys: readonly number[],
  erasure: Erasure,
  after: number,
  limit: number,
): Promise<number> {
  if (!type.person) return 0;
  const { values, instants } = valuesOf(type, 'person', erasure);
  const isKept = type.person.rows === 'keep';
  if (isKept && Object.keys(values).length + instants.length === 0) return 0;
  const rows = await select(
    db,
    `SELECT id FROM ${type.table} WHERE ${type.person.column} IN (${marksOf(contactKeys)}) AND id > ? ORDER BY id LIMIT ${limit}`,
    [...contactKeys, after],
  );
  const keys = rows.map((row) => number(row.id));
  if (keys.length === 0) return 0;
  if (isKept) await eraseRows(db, type, 'person', 'id', keys, erasure);
  else await db(type.table).whereIn('id', keys).delete();
  return keys.at(-1) ?? 0;
}

/**
 * Nothing is left of what was written in the tickets. Rows of their files stay until the files are gone: they are how an
 * interrupted erasure knows what is left.
 */
export async function eraseTicketRows(
  db: Connection,
  types: readonly PlannedType[],
  ticketKeys: readonly number[],
  erasure: Erasure,
): Promise<void> {
  for (const type of types) {
    if (!type.ticket) continue;
    const { column, rows } = type.ticket;
    if (type.name === 'attachment')
      await db(type.table)
        .whereIn(column, ticketKeys)
        .update({ name: '', checksum: '', trashed_at: erasure.now });
    else if (rows === 'remove') await db(type.table).whereIn(column, ticketKeys).delete();
    else if (type.name !== 'activity')
      await eraseRows(db, type, 'ticket', column, ticketKeys, erasure);
  }
  await unnameActivities(db, ticketKeys, erasure);
  await db('cp_activities').whereIn('ticket_id', ticketKeys).update({ changes: '{}' });
  await removeFromSearch(db, ticketKeys);
}

/** The people of the tickets have no names there any more, and nothing leads from a ticket to them. */
export async function unnameTicketRows(
  db: Connection,
  types: readonly PlannedType[],
  ticketKeys: readonly number[],
  erasure: Erasure,
): Promise<void> {
  for (const type of types) {
    if (!type.ticket || type.name === 'activity') continue;
    const { column } = type.ticket;
    if (type.unnamed === 'remove') await db(type.table).whereIn(column, ticketKeys).delete();
    else
      await eraseRows(
        db,
        type,
        'unnamed',
        column,
        ticketKeys,
        erasure,
        type.name === 'message' ? { author_kind: 'customer' } : {},
      );
  }
  await unnameActivities(db, ticketKeys, erasure);
}

async function unnameActivities(
  db: Connection,
  ticketKeys: readonly number[],
  { label }: Erasure,
): Promise<void> {
  await db('cp_activities')
    .whereIn('ticket_id', ticketKeys)
    .where({ actor_kind: 'customer' })
    .update({ actor: '', actor_name: label });
}

async function removeFromSearch(db: Connection, ticketKeys: readonly number[]): Promise<void> {
  const key = dialectOf(db) === 'sqlite' ? 'rowid' : 'ticket_id';
  for (const table of ['cp_ticket_search', 'cp_ticket_search_agents'])
    for (const ticketKey of ticketKeys)
      await db.raw(`DELETE FROM ${table} WHERE ${key} = ?`, [ticketKey]);
}

export interface LeftFile {
  key: number;
  storageKey: string;
}

const leftFile = (row: Row): LeftFile => ({
  key: number(row.id),
  storageKey: text(row.storage_key),
});

/** Files of erased tickets that are still to be removed. */
export async function listFilesOf(
  db: Connection,
  ticketKeys: readonly number[],
): Promise<LeftFile[]> {
  if (ticketKeys.length === 0) return [];
  const rows = await select(
    db,
    `SELECT a.id, a.storage_key FROM cp_attachments a JOIN cp_tickets t ON t.id = a.ticket_id AND t.erased_at > 0
     WHERE a.ticket_id IN (${marksOf(ticketKeys)}) ORDER BY a.id`,
    [...ticketKeys],
  );
  return rows.map(leftFile);
}

/** The same within `from < key <= until`, and the highest key of all. */
export async function listLeftFiles(
  db: Connection,
  from: number,
  until: number,
): Promise<LeftFile[]> {
  const rows = await select(
    db,
    `SELECT a.id, a.storage_key FROM cp_attachments a JOIN cp_tickets t ON t.id = a.ticket_id AND t.erased_at > 0
     WHERE a.id > ? AND a.id <= ? ORDER BY a.id`,
    [from, until],
  );
  return rows.map(leftFile);
}

export async function lastFileKey(db: Connection): Promise<number> {
  return number((await selectOne(db, 'SELECT MAX(id) AS last FROM cp_attachments'))?.last);
}

export async function removeFileRows(db: Connection, keys: readonly number[]): Promise<void> {
  await db('cp_attachments').whereIn('id', keys).delete();
}

/** Whom a contact has taken in: their names and old addresses go with it. */
export async function listMergedInto(
  db: Connection,
  contactId: string,
): Promise<{ key: number; id: string; name: string }[]> {
  const rows = await select(
    db,
    'SELECT id, document_id, name FROM cp_contacts WHERE merged_into = ?',
    [contactId],
  );
  return rows.map((row) => ({
    key: number(row.id),
    id: text(row.document_id),
    name: text(row.name),
  }));
}

/** What is left to do of an erasure; kept with the contact until it is done. */
export interface Unfinished {
  contactKeys: number[];
  ids: string[];
  /** Names and addresses to look for, in lower case. */
  words: string[];
  addresses: string[];
}

export async function noteUnfinished(
  db: Connection,
  contactKey: number,
  unfinished: Unfinished | null,
): Promise<void> {
  await change(
    db,
    'cp_contacts',
    { id: contactKey },
    { erasing: unfinished ? JSON.stringify(unfinished) : null },
  );
}

export async function listUnfinished(
  db: Connection,
): Promise<{ contactKey: number; unfinished: Unfinished }[]> {
  const rows = await select(
    db,
    'SELECT id, erasing FROM cp_contacts WHERE erasing IS NOT NULL AND erased_at > 0 ORDER BY id LIMIT 100',
  );
  return rows.map((row) => ({
    contactKey: number(row.id),
    unfinished: jsonOf<Unfinished>(row.erasing, {
      contactKeys: [],
      ids: [],
      words: [],
      addresses: [],
    }),
  }));
}

/** Tickets of a requester that belong to no company and are under no hold, some at a time. */
export async function listOwnTickets(
  db: Connection,
  contactKeys: readonly number[],
  limit: number,
  after = 0,
): Promise<{ key: number; id: string; portalKey: number }[]> {
  const rows = await select(
    db,
    `SELECT id, document_id, portal_id FROM cp_tickets WHERE requester_id IN (${marksOf(contactKeys)})
     AND company_id IS NULL AND erased_at = 0 AND is_held = ? AND id > ? ORDER BY id LIMIT ${limit}`,
    [...contactKeys, false, after],
  );
  return rows.map((row) => ({
    key: number(row.id),
    id: text(row.document_id),
    portalKey: number(row.portal_id),
  }));
}

/** Keys of the tickets that contacts are associated with. */
export async function listTicketKeysOf(
  db: Connection,
  contactKeys: readonly number[],
): Promise<Set<number>> {
  const rows = await select(
    db,
    `SELECT ticket_id FROM cp_participants WHERE contact_id IN (${marksOf(contactKeys)})`,
    [...contactKeys],
  );
  return new Set(rows.map((row) => number(row.ticket_id)));
}

const ENTRY =
  'SELECT id, action, actor_kind, actor, actor_name, subject, subject_kind, ticket_id, changes FROM cp_activities';

/** Entries of the activity in the order of their keys. */
export function listEntries(db: Connection, after: number, limit: number): Promise<Row[]> {
  return select(db, `${ENTRY} WHERE id > ? ORDER BY id LIMIT ${limit}`, [after]);
}

export function listEntriesOfTickets(
  db: Connection,
  ticketKeys: readonly number[],
): Promise<Row[]> {
  return select(db, `${ENTRY} WHERE ticket_id IN (${marksOf(ticketKeys)}) ORDER BY id`, [
    ...ticketKeys,
  ]);
}

export async function rewriteEntry(db: Connection, key: number, values: Row): Promise<void> {
  await change(db, 'cp_activities', { id: key }, values);
}

/** Names and addresses of the people of tickets, with the ticket of each. */
export function listWordsOfTickets(db: Connection, ticketKeys: readonly number[]): Promise<Row[]> {
  return select(
    db,
    `SELECT p.ticket_id, c.name, a.address FROM cp_participants p JOIN cp_contacts c ON c.id = p.contact_id
     LEFT JOIN cp_contact_addresses a ON a.contact_id = c.id WHERE p.ticket_id IN (${marksOf(ticketKeys)})`,
    [...ticketKeys],
  );
}

/** Mails of the outbox in the order of their making, with whom they go to and what they speak of. */
export function listOutbox(
  db: Connection,
  after: { createdAt: number; id: string },
  limit: number,
): Promise<Row[]> {
  return select(
    db,
    `SELECT id, created_at, to_address, payload FROM cp_outbox
     WHERE created_at > ? OR (created_at = ? AND id > ?) ORDER BY created_at, id LIMIT ${limit}`,
    [after.createdAt, after.createdAt, after.id],
  );
}

export async function removeOutbox(db: Connection, ids: readonly string[]): Promise<void> {
  await db('cp_outbox').whereIn('id', ids).delete();
}

/** What an admin is told before: tickets that go, those that stay, and those under a hold; exact to 1,000. */
export async function countForErasure(
  db: Connection,
  contactKey: number,
): Promise<{ own: number; companies: number; held: number }> {
  const count = async (where: string) =>
    number(
      (
        await selectOne(
          db,
          `SELECT COUNT(*) AS total FROM (SELECT t.id FROM cp_participants p JOIN cp_tickets t ON t.id = p.ticket_id
           WHERE p.contact_id = ? AND t.erased_at = 0 AND ${where} LIMIT 1001) counted`,
          [contactKey, ...(where.includes('?') ? [true] : [])],
        )
      )?.total,
    );
  return {
    own: await count('t.requester_id = p.contact_id AND t.company_id IS NULL'),
    companies: await count('(t.requester_id <> p.contact_id OR t.company_id IS NOT NULL)'),
    held: await count('t.is_held = ?'),
  };
}

/** The account behind a contact, and whether the portal made it: it has the customers' role. */
export async function findAccountOf(
  db: Connection,
  contactKey: number,
  roleType: string,
): Promise<{ key: number; email: string; isPortals: boolean } | null> {
  const row = await selectOne(
    db,
    `SELECT u.id, u.email, (SELECT COUNT(*) FROM up_users_role_lnk l JOIN up_roles r ON r.id = l.role_id
     WHERE l.user_id = u.id AND r.type = ?) AS portals FROM cp_contacts c JOIN up_users u ON u.id = c.user_id WHERE c.id = ?`,
    [roleType, contactKey],
  );
  return row && { key: number(row.id), email: text(row.email), isPortals: number(row.portals) > 0 };
}

export async function blockAccount(db: Connection, accountKey: number): Promise<void> {
  await change(db, 'up_users', { id: accountKey }, { blocked: true });
}

/** What leads to the account, such as its role, goes with it: the database sees to it. */
export async function removeAccount(db: Connection, accountKey: number): Promise<void> {
  await db('up_users').where({ id: accountKey }).delete();
}

export async function setContactHold(
  db: Connection,
  contactKey: number,
  isHeld: boolean,
): Promise<void> {
  await change(db, 'cp_contacts', { id: contactKey }, { is_held: isHeld });
}
