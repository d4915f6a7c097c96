import { change, insert, selectOne, type Connection } from './connection';

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
