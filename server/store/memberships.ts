import type { Standing } from '../contracts/contacts';
import { change, insert, number, select, selectOne, type Connection, type Row } from './connection';

export async function addRegistered(
  db: Connection,
  contactKey: number,
  portalKey: number,
  now: number,
): Promise<void> {
  await insert(db, 'cp_memberships', {
    contact_id: contactKey,
    portal_id: portalKey,
    state: 'registered',
    registered_at: now,
  });
}

/** Standings in which a contact belongs to a portal, whether or not it has signed in yet. */
export const BELONGING = "('registered', 'invited')";

/**
 * Portals that a contact with an account is to be let into: those where it is invited, and those whose access groups it is
 * in. Where it is disabled, or waits for approval, nothing changes.
 */
export async function listPortalsToOpen(db: Connection, contactKey: number): Promise<number[]> {
  const rows = await select(
    db,
    `SELECT p.id FROM cp_portals p LEFT JOIN cp_memberships m ON m.portal_id = p.id AND m.contact_id = ?
     WHERE p.trashed_at = 0 AND (m.id IS NULL OR m.state = 'invited') AND (m.state = 'invited' OR EXISTS (
       SELECT 1 FROM cp_portal_access_groups pg JOIN cp_access_group_members gm ON gm.group_id = pg.group_id
       WHERE pg.portal_id = p.id AND gm.contact_id = ?))`,
    [contactKey, contactKey],
  );
  return rows.map((row) => number(row.id));
}

/** A contact's standing at a portal; null without one. */
export function findMembership(
  db: Connection,
  contactKey: number,
  portalKey: number,
): Promise<Row | null> {
  return selectOne(
    db,
    'SELECT id, state, consents FROM cp_memberships WHERE contact_id = ? AND portal_id = ?',
    [contactKey, portalKey],
  );
}

/** Gives a contact this standing at a portal, whether or not it had one. */
export async function putStanding(
  db: Connection,
  contactKey: number,
  portalKey: number,
  state: Standing,
  now: number,
): Promise<void> {
  const known = await findMembership(db, contactKey, portalKey);
  const values = {
    state,
    ...(state === 'registered' ? { registered_at: now } : {}),
    disabled_at: state === 'disabled' ? now : 0,
  };
  if (known) await change(db, 'cp_memberships', { id: number(known.id) }, values);
  else
    await insert(db, 'cp_memberships', { contact_id: contactKey, portal_id: portalKey, ...values });
}

export async function isBelonging(
  db: Connection,
  contactKey: number,
  portalKey: number,
): Promise<boolean> {
  const row = await selectOne(
    db,
    `SELECT id FROM cp_memberships WHERE contact_id = ? AND portal_id = ? AND state IN ${BELONGING}`,
    [contactKey, portalKey],
  );
  return row !== null;
}

export async function markSignedIn(
  db: Connection,
  membershipKey: number,
  now: number,
): Promise<void> {
  await change(db, 'cp_memberships', { id: membershipKey }, { last_sign_in_at: now });
}

/** The same where the session is known, and not its membership. */
export async function markSignedInAt(
  db: Connection,
  contactKey: number,
  portalKey: number,
  now: number,
): Promise<void> {
  const where = { contact_id: contactKey, portal_id: portalKey };
  await change(db, 'cp_memberships', where, { last_sign_in_at: now });
}
