import { appendActivity, type ActivityEntry } from '../store/activity';
import type { Connection } from '../store/connection';
import type { Runtime } from './runtime';

export interface Activity {
  /** Appends what happened, in the transaction of the change itself. */
  record(db: Connection, entry: ActivityEntry): Promise<void>;
}

export function createActivity(runtime: Runtime): Activity {
  return { record: (db, entry) => appendActivity(db, entry, runtime.now()) };
}
