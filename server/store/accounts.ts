import { change, insert, number, selectOne, type Connection, type Row } from './connection';

/** What a session's fingerprint and a change of password are judged by. */
export function findAccount(db: Connection, key: number): Promise<Row | null> {
  return selectOne(db, 'SELECT password, email, blocked FROM up_users WHERE id = ?', [key]);
}

/** The key of the account with a normalised address; 0 when there is none. */
export async function findAccountAt(db: Connection, address: string): Promise<number> {
  const row = await selectOne(db, 'SELECT id FROM up_users WHERE LOWER(email) = ?', [address]);
  return number(row?.id);
}

/** Makes a confirmed account with a role; without one when the role is unknown. */
export async function addAccount(
  db: Connection,
  account: {
    username: string;
    address: string;
    passwordHash: string;
    roleType: string;
    now: number;
  },
): Promise<number> {
  const role = await selectOne(db, 'SELECT id FROM up_roles WHERE type = ?', [account.roleType]);
  const now = new Date(account.now);
  const { key } = await insert(db, 'up_users', {
    username: account.username,
    email: account.address,
    provider: 'local',
    password: account.passwordHash,
    confirmed: true,
    blocked: false,
    created_at: now,
    updated_at: now,
    published_at: now,
  });
  if (role) await db('up_users_role_lnk').insert({ user_id: key, role_id: number(role.id) });
  return key;
}

export async function setPassword(
  db: Connection,
  key: number,
  passwordHash: string,
): Promise<void> {
  await change(db, 'up_users', { id: key }, { password: passwordHash });
}
