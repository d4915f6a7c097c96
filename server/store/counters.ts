import { select, number, type Connection } from './connection';

/** The next value of a counter. The row stays locked until the transaction ends, so numbers ascend without doubles. */
async function nextValue(db: Connection, name: string, start: number): Promise<number> {
  // The update comes first: an insert that ignores doubles takes a shared lock, and two of those deadlock on MariaDB.
  if ((await db('cp_counters').where({ name }).increment('value', 1)) === 0) {
    await db('cp_counters')
      .insert({ name, value: Math.max(0, start - 1) })
      .onConflict('name')
      .ignore();
    await db('cp_counters').where({ name }).increment('value', 1);
  }
  const [row] = await select(db, 'SELECT value FROM cp_counters WHERE name = ?', [name]);
  return number(row?.value);
}

const ofTickets = (inboxKey: number) => `ticket:${inboxKey}`;

/** Of an inbox that names none. */
const FIRST_NUMBER = 1001;

export function nextTicketNumber(
  db: Connection,
  inbox: { key: number; numberStart: number },
): Promise<number> {
  return nextValue(db, ofTickets(inbox.key), inbox.numberStart || FIRST_NUMBER);
}

/** Takes several numbers at once; returns the first of them. */
export async function takeTicketNumbers(
  db: Connection,
  inbox: { key: number; numberStart: number },
  count: number,
): Promise<number> {
  const first = await nextTicketNumber(db, inbox);
  if (count > 1)
    await db('cp_counters')
      .where({ name: ofTickets(inbox.key) })
      .increment('value', count - 1);
  return first;
}

/**
 * Gives every inbox its counter, above every number given: after an import there is none, and two first tickets at once
 * would deadlock on MariaDB over who makes it.
 */
export async function raiseTicketNumbers(db: Connection): Promise<void> {
  const rows = await select(
    db,
    `SELECT i.id, i.number_start, (SELECT MAX(t.number_value) FROM cp_tickets t WHERE t.inbox_id = i.id) AS highest
     FROM cp_inboxes i`,
  );
  for (const row of rows) {
    const start = (number(row.number_start) || FIRST_NUMBER) - 1;
    await raiseTo(db, ofTickets(number(row.id)), Math.max(start, number(row.highest)));
  }
}

/** The counter of a new inbox, so that its first number is its start. */
export async function beginTicketNumbers(
  db: Connection,
  inboxKey: number,
  start: number,
): Promise<void> {
  await raiseTo(db, ofTickets(inboxKey), start - 1);
}

/** The last number given by an inbox or, before the first, the one before its start. */
export async function lastTicketNumber(db: Connection, inboxKey: number): Promise<number> {
  const [row] = await select(db, 'SELECT value FROM cp_counters WHERE name = ?', [
    ofTickets(inboxKey),
  ]);
  return number(row?.value);
}

/** Goes on at another start unless a number was given meanwhile; returns whether it does. */
export async function restartTicketNumbers(
  db: Connection,
  inboxKey: number,
  last: number,
  start: number,
): Promise<boolean> {
  const changed = await db('cp_counters')
    .where({ name: ofTickets(inboxKey), value: last })
    .update({ value: start - 1 });
  return changed > 0;
}

async function raiseTo(db: Connection, name: string, value: number): Promise<void> {
  await db('cp_counters').insert({ name, value }).onConflict('name').ignore();
  await db('cp_counters').where({ name }).andWhere('value', '<', value).update({ value });
}

/** Version numbers by which other nodes see a change of settings or of the knowledge base. */
export async function readVersions(db: Connection): Promise<Record<string, number>> {
  const rows = await select(
    db,
    "SELECT name, value FROM cp_counters WHERE name IN ('version:site', 'version:library')",
  );
  return Object.fromEntries(rows.map((row) => [String(row.name), number(row.value)]));
}

export async function bumpVersion(db: Connection, of: 'site' | 'library'): Promise<void> {
  await nextValue(db, `version:${of}`, 1);
}
