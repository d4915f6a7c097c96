import { select, selectOne, type Connection, type Row } from './connection';
import { LIVING } from './tickets';

const SIGN_IN = `SELECT c.id AS contact_id, c.document_id, c.name, c.language, c.trashed_at, c.erased_at, c.merged_into,
  u.id AS user_id, u.password, u.email, u.blocked, u.confirmed, m.id AS membership_id, m.state AS membership_state
  FROM cp_contact_addresses a
  JOIN cp_contacts c ON c.id = a.contact_id
  JOIN up_users u ON u.id = c.user_id
  LEFT JOIN cp_memberships m ON m.contact_id = c.id AND m.portal_id = ?
  WHERE a.address_hash = ?`;

/** Account, contact and membership of an address in one statement, the same for known and unknown ones. */
export function findForSignIn(
  db: Connection,
  portalKey: number,
  addressHash: string,
): Promise<Row | null> {
  return selectOne(db, SIGN_IN, [portalKey, addressHash]);
}

const SESSION = `SELECT s.token_hash, s.fingerprint, s.last_seen_at, s.expires_at, s.domain_id, s.is_remembered,
  c.id AS contact_id, c.document_id, c.name, c.language, c.time_zone, c.properties, c.trashed_at, c.erased_at, c.merged_into,
  u.id AS user_id, u.password, u.email, u.blocked, m.state AS membership_state, cc.company_id,
  (SELECT COUNT(*) FROM cp_participants p JOIN cp_tickets t ON t.id = p.ticket_id
    WHERE p.portal_id = ? AND p.contact_id = s.contact_id AND p.is_closed = ? AND p.awaits_customer = ?
    AND ${LIVING}) AS waiting
  FROM cp_sessions s
  JOIN cp_contacts c ON c.id = s.contact_id
  JOIN up_users u ON u.id = c.user_id
  LEFT JOIN cp_memberships m ON m.contact_id = c.id AND m.portal_id = ?
  LEFT JOIN cp_contact_companies cc ON cc.contact_id = c.id AND cc.is_primary = ? AND cc.left_at = 0
  WHERE s.token_hash = ?`;

export function findSession(
  db: Connection,
  portalKey: number,
  tokenHash: string,
): Promise<Row | null> {
  return selectOne(db, SESSION, [portalKey, false, true, portalKey, true, tokenHash]);
}

/** Contacts by a beginning of name or address, for the agents' chooser. */
export function findContacts(db: Connection, beginning: string, limit: number): Promise<Row[]> {
  const like = `${beginning.replace(/[\\%_]/g, (character) => `\\${character}`)}%`;
  const escape =
    db.client.config.client === 'mysql2' || db.client.config.client === 'mysql' ? "'\\\\'" : "'\\'";
  return select(
    db,
    `SELECT c.document_id, c.name, a.address, co.name AS company FROM cp_contacts c
     JOIN cp_contact_addresses a ON a.contact_id = c.id
     LEFT JOIN cp_contact_companies cc ON cc.contact_id = c.id AND cc.is_primary = ? AND cc.left_at = 0
     LEFT JOIN cp_companies co ON co.id = cc.company_id
     WHERE c.trashed_at = 0 AND c.erased_at = 0 AND (LOWER(c.name) LIKE ? ESCAPE ${escape} OR a.address LIKE ? ESCAPE ${escape})
     ORDER BY c.name, c.id LIMIT ?`,
    [true, like.toLowerCase(), like.toLowerCase(), limit],
  );
}

export const findContactById = (db: Connection, id: string): Promise<Row | null> =>
  selectOne(
    db,
    `SELECT c.id, c.name, cc.company_id FROM cp_contacts c
     LEFT JOIN cp_contact_companies cc ON cc.contact_id = c.id AND cc.is_primary = ? AND cc.left_at = 0
     WHERE c.document_id = ? AND c.trashed_at = 0 AND c.erased_at = 0`,
    [true, id],
  );
