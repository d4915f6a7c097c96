import { change, number, select, type Connection } from './connection';

/** Where the records of a kind are kept. */
export type MergedTable = 'cp_contacts' | 'cp_companies';

/** Merged records whose tickets the search index still knows under them. */
export async function listUnfinishedMerges(
  db: Connection,
  table: MergedTable,
): Promise<{ winnerKey: number; loserKey: number }[]> {
  const rows = await select(
    db,
    `SELECT l.id AS loser_id, w.id AS winner_id FROM ${table} l JOIN ${table} w ON w.document_id = l.merged_into
     WHERE l.merging_since > 0 ORDER BY l.id LIMIT 100`,
  );
  return rows.map((row) => ({ winnerKey: number(row.winner_id), loserKey: number(row.loser_id) }));
}

export async function finishMerge(
  db: Connection,
  table: MergedTable,
  loserKey: number,
): Promise<void> {
  await change(db, table, { id: loserKey }, { merging_since: 0 });
}

/** Every portal there is or was: tickets and the search index are kept under each of them. */
export async function listPortalKeys(db: Connection): Promise<number[]> {
  return (await select(db, 'SELECT id FROM cp_portals ORDER BY id')).map((row) => number(row.id));
}
