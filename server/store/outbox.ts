import { change, newId, number, select, type Connection, type Row } from './connection';

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
  if (row.coalesceKey !== '') {
    const waiting = await select(
      db,
      "SELECT id FROM cp_outbox WHERE coalesce_key = ? AND state = 'waiting'",
      [row.coalesceKey],
    );
    if (waiting.length > 0) return;
  }
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

/** Rows whose worker died are waiting again; their Message-ID stays, so a second copy is seen as one. */
export async function reclaimAbandoned(db: Connection, claimedBefore: number): Promise<void> {
  await db('cp_outbox')
    .where({ state: 'sending' })
    .andWhere('claimed_at', '<', claimedBefore)
    .update({ state: 'waiting' });
}

/** Takes one due row for this worker; null when none is left. Two workers never get the same row. */
export async function claimDue(db: Connection, worker: string, now: number): Promise<Row | null> {
  const due = await select(
    db,
    "SELECT id FROM cp_outbox WHERE state = 'waiting' AND next_try_at <= ? ORDER BY next_try_at LIMIT 10",
    [now],
  );
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

export async function listMails(
  db: Connection,
  before: { createdAt: number; id: string } | null,
  limit: number,
): Promise<Row[]> {
  const query = db('cp_outbox')
    .select('*')
    .orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit);
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

export const attemptsOf = (row: Row) => number(row.attempts);
