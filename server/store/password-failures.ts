import { number, selectOne, type Connection } from './connection';

/**
 * Counts a try with a password from an unknown device, before it is compared. Returns how many there were, or 0 when there
 * were `most` of them since `before` (epoch ms): passwords are closed then, and the try neither counts nor makes it longer.
 * Statements of their own, not of a transaction: MariaDB would run into deadlocks.
 */
export async function takePasswordTry(
  db: Connection,
  addressHash: string,
  most: number,
  before: number,
  now: number,
): Promise<number> {
  await db('cp_password_failures').where('last_at', '<=', before).delete();
  return countTry(db, addressHash, most, now);
}

/** The same with what is not a password, under a key of its own: only this one's row begins anew. */
export async function takeTryOf(
  db: Connection,
  key: string,
  most: number,
  before: number,
  now: number,
): Promise<number> {
  await db('cp_password_failures')
    .where({ address_hash: key })
    .andWhere('last_at', '<=', before)
    .delete();
  return countTry(db, key, most, now);
}

/** Epoch ms of the last try that counted. */
export async function lastTryOf(db: Connection, key: string): Promise<number> {
  const row = await selectOne(
    db,
    'SELECT last_at FROM cp_password_failures WHERE address_hash = ?',
    [key],
  );
  return number(row?.last_at);
}

async function countTry(
  db: Connection,
  addressHash: string,
  most: number,
  now: number,
): Promise<number> {
  await db('cp_password_failures')
    .insert({ address_hash: addressHash, failures: 0, last_at: now })
    .onConflict('address_hash')
    .ignore();
  const taken = await db('cp_password_failures')
    .where({ address_hash: addressHash })
    .andWhere('failures', '<', most)
    .update({ failures: db.raw('failures + 1'), last_at: now });
  if (taken === 0) return 0;
  const row = await selectOne(
    db,
    'SELECT failures FROM cp_password_failures WHERE address_hash = ?',
    [addressHash],
  );
  return number(row?.failures);
}

/** A try that was not compared after all. */
export async function giveBackTry(db: Connection, addressHash: string): Promise<void> {
  await db('cp_password_failures')
    .where({ address_hash: addressHash })
    .andWhere('failures', '>', 0)
    .update({ failures: db.raw('failures - 1') });
}

/** Passwords of an address are open again. */
export async function forgetFailures(db: Connection, addressHash: string): Promise<void> {
  await db('cp_password_failures').where({ address_hash: addressHash }).delete();
}
