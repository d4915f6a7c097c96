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

export function nextTicketNumber(db: Connection, inboxKey: number, start: number): Promise<number> {
  return nextValue(db, ofTickets(inboxKey), start);
}

/** After an import the counters are missing: the next number is above every number given. */
export async function raiseTicketNumbers(db: Connection): Promise<void> {
  const rows = await select(
    db,
    'SELECT inbox_id, MAX(number_value) AS highest FROM cp_tickets WHERE inbox_id IS NOT NULL GROUP BY inbox_id',
  );
  for (const row of rows) await raiseTo(db, ofTickets(number(row.inbox_id)), number(row.highest));
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
