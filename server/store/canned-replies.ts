import { insert, type Connection } from './connection';

/** Adds texts for agents in their order; a body for each language. */
export async function addCannedReplies(
  db: Connection,
  replies: { name: string; bodies: Record<string, string> }[],
): Promise<void> {
  for (const [rank, { name, bodies }] of replies.entries())
    await insert(db, 'cp_canned_replies', { name, bodies: JSON.stringify(bodies), rank });
}
