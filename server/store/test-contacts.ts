import { change, selectOne, type Connection, type Row } from './connection';
import { LIVING_CONTACT } from './contact-records';

/** The contact that tries portals for an admin: it has both the mark and the address, so nobody else's is ever taken. */
export function findTestContact(
  db: Connection,
  mark: string,
  addressHash: string,
): Promise<Row | null> {
  return selectOne(
    db,
    `SELECT c.id, c.document_id, c.name FROM cp_contacts c
     JOIN cp_contact_addresses a ON a.contact_id = c.id AND a.is_membership = ?
     WHERE c.external_id = ? AND a.address_hash = ? AND c.user_id IS NOT NULL AND ${LIVING_CONTACT}`,
    [true, mark, addressHash],
  );
}

export async function markTestContact(db: Connection, key: number, mark: string): Promise<void> {
  await change(db, 'cp_contacts', { id: key }, { external_id: mark });
}
