import { change, select, type Connection, type Row } from './connection';
import { LET_IN_BY_GROUPS } from './access-groups';
import { LIVING } from './tickets';

const sessionStatement = (
  portalMarks: string,
) => `SELECT s.token_hash, s.fingerprint, s.last_seen_at, s.expires_at, s.domain_id, s.is_remembered,
  c.id AS contact_id, c.document_id, c.name, c.language, c.time_zone, c.phone, c.created_time, c.properties, c.trashed_at, c.erased_at, c.merged_into,
  u.id AS user_id, u.password, u.email, u.blocked, u.confirmed, m.state AS membership_state, m.portal_id, ${LET_IN_BY_GROUPS} AS is_let_in, cc.company_id, co.document_id AS company_document_id,
  (SELECT COUNT(*) FROM cp_participants p JOIN cp_tickets t ON t.id = p.ticket_id
    WHERE p.portal_id = m.portal_id AND p.contact_id = s.contact_id AND p.is_closed = ? AND p.awaits_customer = ?
    AND ${LIVING}) AS waiting
  FROM cp_sessions s
  JOIN cp_contacts c ON c.id = s.contact_id
  JOIN up_users u ON u.id = c.user_id
  LEFT JOIN cp_memberships m ON m.contact_id = c.id AND m.portal_id IN (${portalMarks})
  LEFT JOIN cp_contact_companies cc ON cc.contact_id = c.id AND cc.is_primary = ? AND cc.left_at = 0
  LEFT JOIN cp_companies co ON co.id = cc.company_id
  WHERE s.token_hash = ?`;

/**
 * A session with all that decides whether it may go on, and what every page says of its person: once for each of the
 * portals that the person is a member of, or once without a membership.
 */
export function findSessionAtPortals(
  db: Connection,
  portalKeys: number[],
  tokenHash: string,
): Promise<Row[]> {
  const marks = portalKeys.map(() => '?').join(', ');
  return select(db, sessionStatement(marks), [false, true, ...portalKeys, true, tokenHash]);
}

export interface NewSession {
  tokenHash: string;
  contactKey: number;
  domainKey: number;
  method: 'password';
  fingerprint: string;
  userAgent: string;
  isRemembered: boolean;
  now: number;
  /** Epoch ms. */
  expiresAt: number;
}

export async function startSession(db: Connection, session: NewSession): Promise<void> {
  await db('cp_sessions').insert({
    token_hash: session.tokenHash,
    contact_id: session.contactKey,
    domain_id: session.domainKey,
    method: session.method,
    fingerprint: session.fingerprint,
    user_agent: session.userAgent.slice(0, 191),
    is_remembered: session.isRemembered,
    created_at: session.now,
    last_seen_at: session.now,
    expires_at: session.expiresAt,
  });
}

export async function markSeen(db: Connection, tokenHash: string, now: number): Promise<void> {
  await change(db, 'cp_sessions', { token_hash: tokenHash }, { last_seen_at: now });
}

/** After the account changed, the session goes on only under the account's new fingerprint. */
export async function renewFingerprint(
  db: Connection,
  tokenHash: string,
  fingerprint: string,
): Promise<void> {
  await change(db, 'cp_sessions', { token_hash: tokenHash }, { fingerprint });
}

export async function endSession(db: Connection, tokenHash: string): Promise<void> {
  await db('cp_sessions').where({ token_hash: tokenHash }).delete();
}

/** Sessions of a person that no visit can bring back. */
export async function removeOverSessions(
  db: Connection,
  contactKey: number,
  now: number,
  idle: number,
): Promise<void> {
  await db('cp_sessions')
    .where({ contact_id: contactKey })
    .where((over) =>
      over
        .where('expires_at', '<=', now)
        .orWhere((asleep) =>
          asleep.where({ is_remembered: false }).where('last_seen_at', '<', now - idle),
        ),
    )
    .delete();
}

export async function endAllSessions(db: Connection, contactKey: number): Promise<void> {
  await db('cp_sessions').where({ contact_id: contactKey }).delete();
}

export async function endOtherSessions(
  db: Connection,
  contactKey: number,
  keptTokenHash: string,
): Promise<void> {
  await db('cp_sessions')
    .where({ contact_id: contactKey })
    .whereNot({ token_hash: keptTokenHash })
    .delete();
}
