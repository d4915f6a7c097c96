import { change, insert, type Connection } from './connection';

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

export async function markSignedIn(
  db: Connection,
  membershipKey: number,
  now: number,
): Promise<void> {
  await change(db, 'cp_memberships', { id: membershipKey }, { last_sign_in_at: now });
}
