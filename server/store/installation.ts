import { insert, number, selectOne, text, type Connection } from './connection';

export interface Standing {
  /** Numeric id of the content's installation row; 0 when the content has none. An import makes it another one. */
  key: number;
  /** What an admin, or the first boot, has confirmed; null when nothing ever was. */
  confirmed: { key: number; origin: string } | null;
}

const STANDING = `SELECT (SELECT MIN(id) FROM cp_installations) AS current_id, c.installation_id, c.origin
  FROM (SELECT 1 AS id) one LEFT JOIN cp_confirmed_installation c ON c.id = one.id`;

/** What is there and what is confirmed, in one statement: an import may be going on. */
export async function readStanding(db: Connection): Promise<Standing> {
  const row = await selectOne(db, STANDING);
  return {
    key: number(row?.current_id),
    confirmed:
      row && row.installation_id !== null
        ? { key: number(row.installation_id), origin: text(row.origin) }
        : null,
  };
}

export async function addInstallation(db: Connection, now: number): Promise<number> {
  return (await insert(db, 'cp_installations', { made_at: now })).key;
}

/** An origin of '' confirms no address yet. */
export async function confirmInstallation(
  db: Connection,
  installation: { key: number; origin: string },
): Promise<void> {
  const values = { installation_id: installation.key, origin: installation.origin };
  await db('cp_confirmed_installation')
    .insert({ id: 1, ...values })
    .onConflict('id')
    .merge(values);
}

/** They never travel: after an import their contacts are other rows. */
export async function forgetSessionsAndTokens(db: Connection): Promise<void> {
  await db('cp_sessions').delete();
  await db('cp_one_time_tokens').delete();
}
