import {
  change,
  newId,
  number,
  select,
  selectOne,
  text,
  type Connection,
  type Row,
} from './connection';

export interface OutboxRow {
  origin: string;
  template: string;
  language: string;
  toAddress: string;
  /** Waiting rows with the same key are one mail. '' never coalesces. */
  coalesceKey: string;
  payload: Record<string, unknown>;
  messageId: string;
  /** Epoch ms. */
  dueAt: number;
  now: number;
}

/** Writes a mail beside the change that causes it, in the same transaction. */
export async function enqueue(db: Connection, row: OutboxRow): Promise<void> {
  if (row.coalesceKey !== '' && (await mergeIntoWaiting(db, row))) return;
  await db('cp_outbox').insert({
    id: newId(),
    origin: row.origin,
    template: row.template,
    language: row.language,
    to_address: row.toAddress,
    coalesce_key: row.coalesceKey,
    payload: JSON.stringify(row.payload),
    message_id: row.messageId,
    state: 'waiting',
    attempts: 0,
    merged: 0,
    claimed_by: '',
    claimed_at: 0,
    next_try_at: row.dueAt,
    created_at: row.now,
    sent_at: 0,
    subject: '',
    body: '',
    error: '',
  });
}

/**
 * The update by id locks the row until the transaction ends, so that no worker sends it without what is being written;
 * a row that a worker has claimed meanwhile is not changed, and the mail gets a row of its own.
 */
async function mergeIntoWaiting(db: Connection, row: OutboxRow): Promise<boolean> {
  const [waiting] = await select(
    db,
    "SELECT id FROM cp_outbox WHERE coalesce_key = ? AND state = 'waiting' AND origin = ?",
    [row.coalesceKey, row.origin],
  );
  if (!waiting) return false;
  const merged = await db('cp_outbox')
    .where({ id: waiting.id, state: 'waiting' })
    .increment('merged', 1);
  return merged === 1;
}

/** Rows whose worker died are waiting again; their Message-ID stays, so a second copy is seen as one. */
export async function reclaimAbandoned(db: Connection, claimedBefore: number): Promise<void> {
  await db('cp_outbox')
    .where({ state: 'sending' })
    .andWhere('claimed_at', '<', claimedBefore)
    .update({ state: 'waiting' });
}

const DUE = "SELECT id FROM cp_outbox WHERE state = 'waiting' AND next_try_at <= ?";
const OLDEST = 'ORDER BY next_try_at LIMIT 10';

/** Takes one due row, of one origin or of any, for this worker; null when none is left. Two workers never get the same row. */
export async function claimDue(
  db: Connection,
  worker: string,
  origin: string | null,
  now: number,
): Promise<Row | null> {
  const due =
    origin === null
      ? await select(db, `${DUE} ${OLDEST}`, [now])
      : await select(db, `${DUE} AND origin = ? ${OLDEST}`, [now, origin]);
  for (const { id } of due) {
    const claimed = await change(
      db,
      'cp_outbox',
      { id, state: 'waiting' },
      { state: 'sending', claimed_by: worker, claimed_at: now },
    );
    if (claimed === 1)
      return (await select(db, 'SELECT * FROM cp_outbox WHERE id = ?', [String(id)]))[0] ?? null;
  }
  return null;
}

export function finish(db: Connection, id: string, worker: string, values: Row): Promise<number> {
  return change(db, 'cp_outbox', { id, state: 'sending', claimed_by: worker }, values);
}

/** As if the mails of a key had never been written. */
export async function removeMails(db: Connection, coalesceKey: string): Promise<void> {
  await db('cp_outbox').where({ coalesce_key: coalesceKey }).delete();
}

/** Takes back what no worker has begun to send; whether a worker is sending a mail of the key right now. */
export async function takeBackMails(db: Connection, coalesceKey: string): Promise<boolean> {
  await db('cp_outbox').where({ coalesce_key: coalesceKey, state: 'waiting' }).delete();
  const [sending] = await select(
    db,
    "SELECT id FROM cp_outbox WHERE coalesce_key = ? AND state = 'sending'",
    [coalesceKey],
  );
  return sending !== undefined;
}

/** Which of these keys have a mail that is still to be sent. */
export async function keysOfUnsent(
  db: Connection,
  coalesceKeys: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows: Row[] = await db('cp_outbox')
    .select('coalesce_key')
    .whereIn('coalesce_key', coalesceKeys)
    .whereIn('state', ['waiting', 'sending']);
  return new Set(rows.map((row) => text(row.coalesce_key)));
}

/** Waiting mails that no worker takes, exact to 1,000: those of another origin, or all of them without one. */
export async function countHeld(db: Connection, origin: string | null): Promise<number> {
  const waiting = "SELECT id FROM cp_outbox WHERE state IN ('waiting', 'sending')";
  const [row] =
    origin === null
      ? await select(db, `SELECT COUNT(*) AS total FROM (${waiting} LIMIT 1001) held`)
      : await select(
          db,
          `SELECT COUNT(*) AS total FROM (${waiting} AND origin <> ? LIMIT 1001) held`,
          [origin],
        );
  return number(row?.total);
}

/** What waits goes out under this origin, now. */
export async function restampHeld(db: Connection, origin: string, now: number): Promise<void> {
  await db('cp_outbox')
    .whereIn('state', ['waiting', 'sending'])
    .whereNot({ origin })
    .update({ origin, state: 'waiting', next_try_at: now });
}

/** What waits is never sent. Its payload goes, since it may hold a link that opens an account. */
export async function discardUnsent(
  db: Connection,
  reason: string,
  sparedOrigin: string | null,
): Promise<void> {
  const unsent = db('cp_outbox').whereIn('state', ['waiting', 'sending']);
  if (sparedOrigin !== null) void unsent.whereNot({ origin: sparedOrigin });
  await unsent.update({ state: 'discarded', payload: '{}', error: reason });
}

/** Removes up to `limit` mails that are over and were made before; returns how many there were. */
export async function removeFinished(
  db: Connection,
  before: number,
  limit: number,
): Promise<number> {
  const rows = await select(
    db,
    `SELECT id FROM cp_outbox WHERE created_at < ? AND state NOT IN ('waiting', 'sending') ORDER BY created_at LIMIT ${limit}`,
    [before],
  );
  const ids = rows.map((row) => text(row.id));
  if (ids.length > 0) await db('cp_outbox').whereIn('id', ids).delete();
  return ids.length;
}

export async function listMails(
  db: Connection,
  before: { createdAt: number; id: string } | null,
  limit: number,
  state = '',
): Promise<Row[]> {
  const query = db('cp_outbox')
    .select('*')
    .orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit);
  if (state !== '') void query.where({ state });
  if (before) {
    void query.where((either) =>
      either
        .where('created_at', '<', before.createdAt)
        .orWhere((same) =>
          same.where('created_at', before.createdAt).andWhere('id', '<', before.id),
        ),
    );
  }
  return query;
}

/** Failed mails in the order of their making, after one of them. */
export function listFailed(
  db: Connection,
  ids: readonly string[] | null,
  after: string,
  limit: number,
): Promise<Row[]> {
  const query = db('cp_outbox').select('id', 'template', 'payload').where({ state: 'failed' });
  if (ids) void query.whereIn('id', ids);
  return query.andWhere('id', '>', after).orderBy('id').limit(limit);
}

/** They are tried again from the beginning, with the same Message-ID; returns how many were still failed. */
export async function retryFailed(
  db: Connection,
  ids: readonly string[],
  now: number,
): Promise<number> {
  return db('cp_outbox')
    .whereIn('id', ids)
    .andWhere({ state: 'failed' })
    .update({ state: 'waiting', attempts: 0, next_try_at: now, error: '' });
}

/** The newest mail of a key. */
export function findMailByKey(db: Connection, coalesceKey: string): Promise<Row | null> {
  return selectOne(
    db,
    'SELECT state, attempts, error FROM cp_outbox WHERE coalesce_key = ? ORDER BY created_at DESC, id DESC LIMIT 1',
    [coalesceKey],
  );
}

/** How many mails failed since (exact to 1,000), and since when the oldest one that is due waits; 0 when none does. */
export async function mailFacts(
  db: Connection,
  since: number,
  now: number,
): Promise<{ failed: number; oldestDueAt: number }> {
  const failed = await selectOne(
    db,
    `SELECT COUNT(*) AS total FROM (SELECT id FROM cp_outbox WHERE state = 'failed' AND created_at >= ? LIMIT 1001) few`,
    [since],
  );
  const oldest = await selectOne(
    db,
    "SELECT MIN(next_try_at) AS due_at FROM cp_outbox WHERE state = 'waiting' AND next_try_at <= ?",
    [now],
  );
  return { failed: number(failed?.total), oldestDueAt: number(oldest?.due_at) };
}
