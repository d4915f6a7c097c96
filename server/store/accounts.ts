import { normaliseAddress } from '../rules/address';
import { patternsOf } from './addresses';
import {
  change,
  insert,
  number,
  select,
  selectOne,
  text,
  yes,
  type Connection,
  type Row,
} from './connection';

/** What a session's fingerprint and a change of password are judged by. */
export function findAccount(db: Connection, key: number): Promise<Row | null> {
  return selectOne(db, 'SELECT password, email, blocked FROM up_users WHERE id = ?', [key]);
}

const AT = `SELECT u.id, u.email, u.confirmed, c.id AS contact_id FROM up_users u
  LEFT JOIN cp_contacts c ON c.user_id = u.id
  WHERE LOWER(u.email) LIKE ? ESCAPE '!' OR LOWER(u.email) LIKE ? ESCAPE '!' ORDER BY u.id`;

/** The account with exactly a normalised address: a confirmed one before others. */
export async function findAccountAt(
  db: Connection,
  address: string,
): Promise<{ key: number; isConfirmed: boolean; contactKey: number } | null> {
  // Equality is decided here: MariaDB takes 'rené@' for 'rene@', whose account is somebody else's.
  const rows = (await select(db, AT, patternsOf(address))).filter(
    (row) => normaliseAddress(text(row.email)) === address,
  );
  const row = rows.find(({ confirmed }) => yes(confirmed)) ?? rows[0];
  return row
    ? {
        key: number(row.id),
        isConfirmed: yes(row.confirmed),
        contactKey: number(row.contact_id),
      }
    : null;
}

/** Makes a confirmed account with a role; without one when the role is unknown. */
export async function addAccount(
  db: Connection,
  account: {
    username: string;
    address: string;
    /** null where it opens by mailed links alone. */
    passwordHash: string | null;
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

/** Gives the account an address that is proven; what the host mailed to the one before opens it no more. */
export async function setProvenEmail(db: Connection, key: number, email: string): Promise<void> {
  await change(
    db,
    'up_users',
    { id: key },
    { email, confirmed: true, confirmation_token: null, reset_password_token: null },
  );
}

/** After the address is proven: the account has this password and nothing that was asked for before opens it. */
export async function setProvenPassword(
  db: Connection,
  key: number,
  passwordHash: string | null,
): Promise<void> {
  await change(
    db,
    'up_users',
    { id: key },
    {
      password: passwordHash,
      confirmed: true,
      confirmation_token: null,
      reset_password_token: null,
    },
  );
}
