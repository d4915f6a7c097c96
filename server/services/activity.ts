import { appendActivities, appendActivity, type ActivityEntry } from '../store/activity';
import type { Connection } from '../store/connection';
import type { Runtime } from './runtime';

export interface Activity {
  /** Appends what happened, in the transaction of the change itself. */
  record(db: Connection, entry: ActivityEntry): Promise<void>;
  /** The same for many at once. */
  recordAll(db: Connection, entries: ActivityEntry[]): Promise<void>;
}

/** What an application or the first boot does: nobody is signed in. */
export const SYSTEM = { kind: 'system', id: '', name: '' } as const;

export function createActivity(runtime: Runtime): Activity {
  return {
    record: (db, entry) => appendActivity(db, entry, runtime.now(), runtime.requestId()),
    recordAll: (db, entries) => appendActivities(db, entries, runtime.now(), runtime.requestId()),
  };
}
