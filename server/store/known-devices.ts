import { change, number, select, selectOne, text, type Connection } from './connection';

/** A contact's remembered browsers; beyond that the ones that were not used for longest are forgotten. */
const MOST_DEVICES = 20;

/** Whether a contact signed in with this browser since `after` (epoch ms) and wanted it remembered. */
export async function isKnownDevice(
  db: Connection,
  deviceHash: string,
  contactKey: number,
  after: number,
): Promise<boolean> {
  const row = await selectOne(
    db,
    'SELECT contact_id FROM cp_known_devices WHERE device_hash = ? AND contact_id = ? AND last_seen_at > ?',
    [deviceHash, contactKey, after],
  );
  return row !== null;
}

export async function rememberDevice(
  db: Connection,
  deviceHash: string,
  contactKey: number,
  now: number,
): Promise<void> {
  const key = { device_hash: deviceHash, contact_id: contactKey };
  if ((await change(db, 'cp_known_devices', key, { last_seen_at: now })) > 0) return;
  await db('cp_known_devices')
    .insert({ ...key, created_at: now, last_seen_at: now })
    .onConflict(['device_hash', 'contact_id'])
    .ignore();
  const others = await select(
    db,
    'SELECT device_hash FROM cp_known_devices WHERE contact_id = ? ORDER BY last_seen_at DESC, device_hash',
    [contactKey],
  );
  const over = others.slice(MOST_DEVICES).map((row) => text(row.device_hash));
  if (over.length > 0)
    await db('cp_known_devices')
      .where({ contact_id: contactKey })
      .whereIn('device_hash', over)
      .delete();
}

/** Every browser of a contact is unknown again, but the one that a session was begun with. */
export async function forgetDevices(
  db: Connection,
  contactKey: number,
  keptSession = '',
): Promise<void> {
  const devices = db('cp_known_devices').where({ contact_id: contactKey });
  if (keptSession !== '')
    void devices.whereNotIn(
      'device_hash',
      db('cp_sessions').select('device_hash').where({ token_hash: keptSession }),
    );
  await devices.delete();
}

/** How many browsers of a contact are known beside the one that a session was begun with. */
export async function countOtherDevices(
  db: Connection,
  contactKey: number,
  session: string,
): Promise<number> {
  const row = await selectOne(
    db,
    `SELECT COUNT(*) AS count FROM cp_known_devices WHERE contact_id = ?
     AND device_hash NOT IN (SELECT device_hash FROM cp_sessions WHERE token_hash = ?)`,
    [contactKey, session],
  );
  return number(row?.count);
}

/** One browser of a contact. */
export async function forgetDevice(
  db: Connection,
  contactKey: number,
  deviceHash: string,
): Promise<void> {
  await db('cp_known_devices').where({ contact_id: contactKey, device_hash: deviceHash }).delete();
}
