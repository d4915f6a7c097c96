import { insert, newId, type Connection } from './connection';

/** What an activity may be about, by the name of its content type. */
export type SubjectKind =
  | 'access-group'
  | 'agent'
  | 'announcement'
  | 'article'
  | 'identity-provider'
  | 'calendar'
  | 'company'
  | 'contact'
  | 'data-import'
  | 'domain'
  | 'inbox'
  | 'installation'
  | 'knowledge-base'
  | 'pipeline'
  | 'portal'
  | 'property'
  | 'request-form'
  | 'ticket';

export interface ActivityEntry {
  actor: { kind: 'customer' | 'agent' | 'system' | 'channel'; id: string; name: string };
  /** noun.past: `ticket.replied`. */
  action: string;
  subject: {
    kind: SubjectKind;
    id: string;
  };
  portalKey: number;
  ticketKey?: number;
  changes?: Record<string, { before: string; after: string }>;
}

export async function appendActivity(
  db: Connection,
  entry: ActivityEntry,
  now: number,
  requestId: string,
): Promise<void> {
  await insert(db, 'cp_activities', columnsOf(entry, now, requestId));
}

/** Many at once, in their order. */
export async function appendActivities(
  db: Connection,
  entries: ActivityEntry[],
  now: number,
  requestId: string,
): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((entry) => ({
    document_id: newId(),
    ...columnsOf(entry, now, requestId),
  }));
  await db.batchInsert('cp_activities', rows, 50);
}

/** Columns of one entry, for writers of many records at once. */
export function columnsOf(entry: ActivityEntry, now: number, requestId: string) {
  return {
    occurred_at: now,
    actor_kind: entry.actor.kind,
    actor: entry.actor.id,
    actor_name: entry.actor.name,
    action: entry.action,
    subject_kind: entry.subject.kind,
    subject: entry.subject.id,
    portal_id: entry.portalKey || null,
    ticket_id: entry.ticketKey ?? null,
    changes: JSON.stringify(entry.changes ?? {}),
    request_id: requestId,
  };
}
