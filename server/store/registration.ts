import { domainToUnicode } from 'node:url';
import { normaliseAddress } from '../rules/address';
import type { Registrant } from '../rules/registration';
import {
  change,
  number,
  select,
  selectOne,
  text,
  yes,
  type Connection,
  type Row,
} from './connection';

const REGISTRANT = `SELECT a.is_membership, c.id AS contact_id, c.user_id, c.trashed_at, c.erased_at, c.merged_into, u.blocked, m.state
  FROM cp_contact_addresses a JOIN cp_contacts c ON c.id = a.contact_id
  LEFT JOIN up_users u ON u.id = c.user_id
  LEFT JOIN cp_memberships m ON m.contact_id = c.id AND m.portal_id = ?
  WHERE a.address_hash = ?`;

/** Whose an address is and how that contact stands at a portal: one statement, the same for known and unknown addresses. */
export async function findRegistrant(
  db: Connection,
  portalKey: number,
  addressHash: string,
): Promise<Registrant | null> {
  const row = await selectOne(db, REGISTRANT, [portalKey, addressHash]);
  return (
    row && {
      contactKey: number(row.contact_id),
      isLiving:
        number(row.trashed_at) === 0 && number(row.erased_at) === 0 && text(row.merged_into) === '',
      accountKey: number(row.user_id),
      isBlocked: yes(row.blocked),
      isMembershipAddress: yes(row.is_membership),
      standing: text(row.state),
    }
  );
}

/** A contact's name and public id, behind its lock: nobody else gives it an account until the transaction ends. */
export async function lockContact(
  db: Connection,
  key: number,
): Promise<{ id: string; name: string } | null> {
  await db('cp_contacts')
    .where({ id: key })
    .update({ trashed_at: db.ref('trashed_at') });
  const row = await selectOne(db, 'SELECT document_id, name FROM cp_contacts WHERE id = ?', [key]);
  return row && { id: text(row.document_id), name: text(row.name) };
}

/** The contact signs in with this account from now on, by exactly this address, which is proven. */
export async function giveAccount(
  db: Connection,
  contactKey: number,
  accountKey: number,
  addressHash: string,
  now: number,
): Promise<void> {
  await change(db, 'cp_contacts', { id: contactKey }, { user_id: accountKey });
  await change(db, 'cp_contact_addresses', { contact_id: contactKey }, { is_membership: false });
  await change(
    db,
    'cp_contact_addresses',
    { contact_id: contactKey, address_hash: addressHash },
    { is_membership: true, verified_at: now },
  );
}

/** Mails about registering that were written for an address since (epoch ms). */
export async function countMailsSince(
  db: Connection,
  coalesceKey: string,
  since: number,
): Promise<number> {
  const row = await selectOne(
    db,
    'SELECT COUNT(*) AS total FROM cp_outbox WHERE coalesce_key = ? AND created_at > ?',
    [coalesceKey, since],
  );
  return number(row?.total);
}

/** Members of a portal who wait for an admin, exact to 1,000. */
export async function countWaitingForApproval(db: Connection, portalKey: number): Promise<number> {
  const row = await selectOne(
    db,
    `SELECT COUNT(*) AS total FROM (SELECT id FROM cp_memberships WHERE portal_id = ? AND state = 'waiting' LIMIT 1001) few`,
    [portalKey],
  );
  return number(row?.total);
}

/** Those of some contacts who wait for an admin at a portal, with the address that signs in. */
export async function listWaitingAmong(
  db: Connection,
  portalKey: number,
  contactIds: readonly string[],
): Promise<Row[]> {
  if (contactIds.length === 0) return [];
  return select(
    db,
    `SELECT c.id, c.document_id, c.name, c.language, m.id AS membership_id, m.state, a.address FROM cp_contacts c
     LEFT JOIN cp_memberships m ON m.contact_id = c.id AND m.portal_id = ?
     LEFT JOIN cp_contact_addresses a ON a.contact_id = c.id AND a.is_membership = ?
     WHERE c.document_id IN (${contactIds.map(() => '?').join(', ')}) ORDER BY c.id`,
    [portalKey, true, ...contactIds],
  );
}

/** True for one caller only: the membership waited until now. */
export async function leaveQueue(
  db: Connection,
  membershipKey: number,
  outcome: 'approved' | 'declined',
  now: number,
): Promise<boolean> {
  const waiting = db('cp_memberships').where({ id: membershipKey, state: 'waiting' });
  const changed =
    outcome === 'approved'
      ? await waiting.update({ state: 'registered', registered_at: now, disabled_at: 0 })
      : await waiting.delete();
  return changed === 1;
}

/** An account of the site as signing in needs it. */
export interface SiteAccount {
  key: number;
  username: string;
  /** As the site keeps it. */
  email: string;
  passwordHash: string;
  isBlocked: boolean;
  isConfirmed: boolean;
  /** 0 where no contact has it. */
  contactKey: number;
}

const ACCOUNT = `SELECT u.id, u.username, u.email, u.password, u.provider, u.blocked, u.confirmed, c.id AS contact_id
  FROM up_users u LEFT JOIN cp_contacts c ON c.user_id = u.id`;

const siteAccount = (row: Row): SiteAccount => ({
  key: number(row.id),
  username: text(row.username),
  email: text(row.email),
  passwordHash: text(row.password),
  isBlocked: yes(row.blocked),
  isConfirmed: yes(row.confirmed),
  contactKey: number(row.contact_id),
});

/**
 * The site's own account at a normalised address; one statement, the same for known and unknown addresses. The site keeps
 * addresses in lower case, and looks for them like this itself: no index serves it, 10,000 accounts are a few ms.
 */
export async function findSiteAccountAt(
  db: Connection,
  address: string,
): Promise<SiteAccount | null> {
  const at = address.lastIndexOf('@') + 1;
  const readable = address.slice(0, at) + domainToUnicode(address.slice(at));
  const rows = await select(db, `${ACCOUNT} WHERE LOWER(u.email) IN (?, ?) ORDER BY u.id`, [
    address,
    readable,
  ]);
  // MariaDB takes 'rené@' for 'rene@'.
  const own = rows.filter((row) => normaliseAddress(text(row.email)) === address);
  const local = own.find((row) => text(row.provider) === 'local' && text(row.password) !== '');
  const found = local ?? own[0];
  return found ? siteAccount(found) : null;
}

export async function findSiteAccount(db: Connection, key: number): Promise<SiteAccount | null> {
  const row = await selectOne(db, `${ACCOUNT} WHERE u.id = ?`, [key]);
  return row && siteAccount(row);
}
