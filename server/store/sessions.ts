import { COMPANY_DEPTH } from '../contracts/companies';
import { MOST_COMPANIES, type CompanyLink } from '../rules/ticket-access';
import { change, dialectOf, select, text, type Connection, type Row } from './connection';
import { LET_IN_BY_GROUPS } from './access-groups';
import { LIVING } from './tickets';

const asFlags = (flags: Record<string, number>): string =>
  Object.entries(flags)
    .map(([condition, value]) => `CASE WHEN ${condition} THEN ${value} ELSE 0 END`)
    .join(' + ');

/** Every company of the contact `s.contact_id`, left ones too, as `key.flags;` behind one another. */
const companies = (db: Connection): string =>
  `(SELECT ${joined(db, 'cc.company_id', FLAGS)} FROM cp_contact_companies cc
    JOIN cp_companies lc ON lc.id = cc.company_id
    WHERE cc.contact_id = s.contact_id AND (cc.left_at > 0 OR (lc.trashed_at = 0 AND lc.merged_into = '')))`;

/** Trust is asked only where nothing else opens the company. */
const FLAGS = asFlags({
  'cc.is_primary': 1,
  'cc.sees_tickets': 2,
  'cc.is_manager': 4,
  'cc.is_by_domain': 8,
  [`NOT (cc.sees_tickets OR cc.is_manager OR (cc.is_primary AND NOT cc.is_by_domain))
    AND EXISTS (SELECT 1 FROM cp_contact_addresses va JOIN cp_company_email_domains d ON d.domain = va.email_domain
    WHERE va.contact_id = cc.contact_id AND va.verified_at > 0 AND d.company_id = cc.company_id AND d.is_trusted)`]:
    16,
  'cc.left_at > 0': 32,
});

/** `first.second;` of all rows in one text; what a database cuts off has no `;` behind it. */
function joined(db: Connection, first: string, second: string): string {
  if (dialectOf(db) === 'mysql')
    return `GROUP_CONCAT(CONCAT(${first}, '.', ${second}, ';') SEPARATOR '')`;
  const pair = `${first} || '.' || (${second}) || ';'`;
  return dialectOf(db) === 'sqlite' ? `GROUP_CONCAT(${pair}, '')` : `STRING_AGG(${pair}, '')`;
}

/** Living companies below those of the session's contact, nearest first, as `parent.child;`. Not correlated: MariaDB. */
const CHILDREN = {
  before: `WITH RECURSIVE below (id, parent_id, depth) AS (
    SELECT cc.company_id, 0, 1 FROM cp_sessions ss JOIN cp_contact_companies cc ON cc.contact_id = ss.contact_id AND cc.left_at = 0
      WHERE ss.token_hash = ?
    UNION ALL SELECT k.id, k.parent_id, below.depth + 1 FROM below JOIN cp_companies k ON k.parent_id = below.id
      WHERE below.depth < ${COMPANY_DEPTH} AND k.trashed_at = 0 AND k.merged_into = '') `,
  column: (db: Connection) =>
    `, (SELECT ${joined(db, 'n.parent_id', 'n.id')} FROM (SELECT b.parent_id, b.id FROM below b WHERE b.depth > 1
      ORDER BY b.depth, b.id LIMIT ${MOST_COMPANIES}) n) AS children`,
};

/** Own tickets of a company that was left do not wait for anybody. */
const NOT_LEFT = (hiding: string) => `AND NOT (p.portal_id IN (${hiding}) AND EXISTS (
    SELECT 1 FROM cp_contact_companies l WHERE l.contact_id = s.contact_id AND l.company_id = t.company_id AND l.left_at > 0))`;

const sessionStatement = (
  db: Connection,
  {
    portalMarks,
    hidingMarks,
    withChildren,
  }: Record<'portalMarks' | 'hidingMarks', string> & { withChildren: boolean },
) => `${withChildren ? CHILDREN.before : ''}SELECT s.token_hash, s.fingerprint, s.last_seen_at, s.expires_at, s.domain_id, s.is_remembered,
  c.id AS contact_id, c.document_id, c.name, c.language, c.time_zone, c.phone, c.created_time, c.properties, c.trashed_at, c.erased_at, c.merged_into,
  u.id AS user_id, u.password, u.email, u.blocked, u.confirmed, m.state AS membership_state, m.portal_id, ${LET_IN_BY_GROUPS} AS is_let_in, co.document_id AS company_document_id,
  ${companies(db)} AS companies${withChildren ? CHILDREN.column(db) : ''},
  (SELECT COUNT(*) FROM cp_participants p JOIN cp_tickets t ON t.id = p.ticket_id
    WHERE p.portal_id = m.portal_id AND p.contact_id = s.contact_id AND p.is_closed = ? AND p.awaits_customer = ?
    AND ${LIVING} ${hidingMarks === '' ? '' : NOT_LEFT(hidingMarks)}) AS waiting
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
  portals: readonly { key: number; includesChildren: boolean; keepsOwnAfterLeaving: boolean }[],
  tokenHash: string,
): Promise<Row[]> {
  const marks = (some: readonly unknown[]) => some.map(() => '?').join(', ');
  const keys = portals.map(({ key }) => key);
  const hiding = portals.filter((portal) => !portal.keepsOwnAfterLeaving).map(({ key }) => key);
  const withChildren = portals.some((portal) => portal.includesChildren);
  const sql = sessionStatement(db, {
    portalMarks: marks(keys),
    hidingMarks: marks(hiding),
    withChildren,
  });
  const first = withChildren ? [tokenHash] : [];
  return select(db, sql, [...first, false, true, ...hiding, ...keys, true, tokenHash]);
}

/** Pairs of numbers as the statement joins them. */
export const pairsOf = (value: unknown): [number, number][] =>
  Array.from(text(value).matchAll(/(\d+)\.(\d+);/g), ([, first, second]) => [
    Number(first),
    Number(second),
  ]);

/** The companies of a session's row. */
export const companyLinksOf = (row: Row): CompanyLink[] =>
  pairsOf(row.companies).map(([key, flags]) => ({
    key,
    isPrimary: (flags & 1) > 0 && (flags & 32) === 0,
    seesTickets: (flags & 2) > 0,
    isManager: (flags & 4) > 0,
    isByDomain: (flags & 8) > 0,
    isTrusted: (flags & 16) > 0,
    hasLeft: (flags & 32) > 0,
  }));

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
