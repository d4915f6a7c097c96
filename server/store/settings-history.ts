import { jsonOf, number, select, text, type Connection } from './connection';

export interface SettingsEntry {
  key: number;
  id: string;
  /** Epoch ms. */
  at: number;
  by: string;
  action: string;
  changes: Record<string, { before: string; after: string }>;
}

/** What was changed of a portal's settings, the newest first; `before` is the key to go on behind, 0 for the first page. */
export async function listSettingsChanges(
  db: Connection,
  portalId: string,
  before: number,
  limit: number,
): Promise<SettingsEntry[]> {
  const rows = await select(
    db,
    `SELECT id, document_id, occurred_at, actor_name, action, changes FROM cp_activities
     WHERE subject = ? AND subject_kind = 'portal' AND action IN ('portal.updated', 'portal.restored') AND (? = 0 OR id < ?)
     ORDER BY occurred_at DESC, id DESC LIMIT ${Math.trunc(limit)}`,
    [portalId, before, before],
  );
  return rows.map((row) => ({
    key: number(row.id),
    id: text(row.document_id),
    at: number(row.occurred_at),
    by: text(row.actor_name),
    action: text(row.action),
    changes: jsonOf<SettingsEntry['changes']>(row.changes, {}),
  }));
}
