import type { Connection } from './connection';

/** Browsers that nobody signed in with since are known to nobody any more. */
export async function pruneKnownDevices(db: Connection, seenBefore: number): Promise<void> {
  await db('cp_known_devices').where('last_seen_at', '<', seenBefore).delete();
}

/** Wrong passwords of long ago. */
export async function prunePasswordFailures(db: Connection, lastBefore: number): Promise<void> {
  await db('cp_password_failures').where('last_at', '<', lastBefore).delete();
}
