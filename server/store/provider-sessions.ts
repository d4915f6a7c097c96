import { selectOne, type Connection, type Row } from './connection';

/** Ends the sessions that began at a provider, by its own session or person; both where both are named. */
export async function endSessionsOfProvider(
  db: Connection,
  providerKey: number,
  { sessionHash, subjectHash }: { sessionHash: string; subjectHash: string },
): Promise<void> {
  if (sessionHash === '' && subjectHash === '') return;
  const sessions = db('cp_sessions').where({ provider_id: providerKey });
  if (sessionHash !== '') sessions.andWhere({ provider_session: sessionHash });
  if (subjectHash !== '') sessions.andWhere({ provider_subject: subjectHash });
  await sessions.delete();
}

/** Ends what a contact began at a provider. */
export async function endSessionsAtProvider(
  db: Connection,
  providerKey: number,
  contactKey: number,
): Promise<void> {
  await db('cp_sessions').where({ provider_id: providerKey, contact_id: contactKey }).delete();
}

/** At which provider a session began; null where at none. */
export const findProviderOfSession = (db: Connection, tokenHash: string): Promise<Row | null> =>
  selectOne(
    db,
    'SELECT provider_id, provider_token FROM cp_sessions WHERE token_hash = ? AND provider_id > 0',
    [tokenHash],
  );

/** Ends every session that began at a provider. */
export async function endSessionsBegunAt(db: Connection, providerKey: number): Promise<void> {
  await db('cp_sessions').where({ provider_id: providerKey }).delete();
}
