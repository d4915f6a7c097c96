import { insert, type Connection } from '../store/connection';
import type { Runtime } from './runtime';

export interface ActivityEntry {
  actor: { kind: 'customer' | 'agent' | 'system' | 'channel'; id: string; name: string };
  /** noun.past: `ticket.replied`. */
  action: string;
  subject: { kind: 'ticket' | 'contact'; id: string };
  portalKey: number;
  ticketKey?: number;
  changes?: Record<string, { before: string; after: string }>;
}

export interface Activity {
  /** Appends what happened, in the transaction of the change itself. */
  record(db: Connection, entry: ActivityEntry): Promise<void>;
}

export function createActivity(runtime: Runtime): Activity {
  return {
    async record(db, entry) {
      await insert(db, 'cp_activities', {
        occurred_at: runtime.now(),
        actor_kind: entry.actor.kind,
        actor: entry.actor.id,
        actor_name: entry.actor.name,
        action: entry.action,
        subject_kind: entry.subject.kind,
        subject: entry.subject.id,
        portal_id: entry.portalKey || null,
        ticket_id: entry.ticketKey ?? null,
        changes: JSON.stringify(entry.changes ?? {}),
        request_id: '',
      });
    },
  };
}
