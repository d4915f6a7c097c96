import type { TicketSettings } from '../contracts/portal-settings';
import { COMPANY_DEPTH } from '../contracts/companies';
import { MOST_COMPANIES, type CompanyLink } from '../rules/ticket-access';
import {
  change,
  dialectOf,
  newId,
  number,
  select,
  selectOne,
  text,
  yes,
  type Connection,
  type Row,
} from './connection';
import { LET_IN_BY_GROUPS } from './access-groups';
import { LIVING } from './tickets';

/** Whether the contact has a verified address of a trusted domain of the company; asked only where nothing else opens it. */
const TRUSTED = `CASE WHEN cc.sees_tickets OR cc.is_withheld OR cc.is_manager OR (cc.is_primary AND NOT cc.is_by_domain) OR cc.left_at > 0 THEN 0
  WHEN EXISTS (SELECT 1 FROM cp_contact_addresses va JOIN cp_company_email_domains d ON d.domain = va.email_domain
    WHERE va.contact_id = cc.contact_id AND va.verified_at > 0 AND d.company_id = cc.company_id AND d.is_trusted) THEN 1 ELSE 0 END`;

/** `parent.child;` of all rows in one text; what a database cuts off has no `;` behind it. */
function joinedPairs(db: Connection): string {
  if (dialectOf(db) === 'mysql')
    return `GROUP_CONCAT(CONCAT(n.parent_id, '.', n.id, ';') SEPARATOR '')`;
  const pair = `n.parent_id || '.' || n.id || ';'`;
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
    `(SELECT ${joinedPairs(db)} FROM (SELECT b.parent_id, b.id FROM below b WHERE b.depth > 1
      ORDER BY b.depth, b.id LIMIT ${MOST_COMPANIES}) n)`,
};

const WAITING = `SELECT COUNT(*) AS waiting FROM cp_participants p JOIN cp_tickets t ON t.id = p.ticket_id`;
const IS_WAITING = `p.is_closed = ? AND p.awaits_customer = ? AND ${LIVING}`;

/** What the portals of a request need to know beyond the person: every table more costs each request. */
interface SessionNeeds {
  groups: boolean;
  trust: boolean;
  children: boolean;
}

/** The waiting tickets are counted beside the primary company, so once and not for each company. */
const sessionStatement = (
  db: Connection,
  portalMarks: string,
  { groups, trust, children }: SessionNeeds,
) => `${children ? CHILDREN.before : ''}SELECT s.token_hash, s.public_id, s.method, s.fingerprint, s.created_at, s.last_seen_at, s.expires_at, s.proven_at, s.domain_id, s.is_remembered, s.factor, s.viewed_by, s.viewed_by_name,
  c.id AS contact_id, c.document_id, c.name, c.language, c.time_zone, c.phone, c.created_time, c.properties, c.trashed_at, c.erased_at, c.merged_into,
  u.id AS user_id, u.password, u.email, u.blocked, u.confirmed, m.state AS membership_state, m.consents, m.registered_at, m.portal_id, ${groups ? LET_IN_BY_GROUPS : '1'} AS is_let_in,
  cc.company_id, cc.is_primary, cc.sees_tickets, cc.is_manager, cc.is_by_domain, cc.is_withheld, cc.left_at, ${trust ? TRUSTED : '0'} AS is_trusted,
  co.document_id AS company_document_id, co.trashed_at AS company_trashed_at, co.merged_into AS company_merged_into,
  ${children ? CHILDREN.column(db) : "''"} AS children,
  CASE WHEN cc.is_primary OR cc.id IS NULL THEN
    (${WAITING} WHERE p.portal_id = m.portal_id AND p.contact_id = s.contact_id AND ${IS_WAITING}) END AS waiting
  FROM cp_sessions s
  JOIN cp_contacts c ON c.id = s.contact_id
  JOIN up_users u ON u.id = c.user_id
  LEFT JOIN cp_memberships m ON m.contact_id = c.id AND m.portal_id IN (${portalMarks})
  LEFT JOIN cp_contact_companies cc ON cc.contact_id = c.id
  LEFT JOIN cp_companies co ON co.id = cc.company_id
  WHERE s.token_hash = ?`;

/** What of a portal decides what a session's statement asks. */
export interface SessionPortal {
  key: number;
  settings: { tickets: Pick<TicketSettings, 'permission' | 'includesChildren'> };
  hasAccessGroups: boolean;
  hasTrustedDomains: boolean;
}

/**
 * A session with all that decides whether it may go on, and what every page says of its person: for each of the portals
 * that the person is a member of, or once without a membership, a row for each company, left ones too.
 */
export function findSessionAtPortals(
  db: Connection,
  portals: readonly SessionPortal[],
  tokenHash: string,
): Promise<Row[]> {
  const keys = portals.map(({ key }) => key);
  const showing = portals.filter(({ settings }) => settings.tickets.permission !== 'associated');
  const needs = {
    groups: portals.some(({ hasAccessGroups }) => hasAccessGroups),
    trust: showing.some(({ hasTrustedDomains }) => hasTrustedDomains),
    children: showing.some(({ settings }) => settings.tickets.includesChildren),
  };
  const sql = sessionStatement(db, keys.map(() => '?').join(', '), needs);
  const first = needs.children ? [tokenHash] : [];
  return select(db, sql, [...first, false, true, ...keys, tokenHash]);
}

/** Tickets of a portal that wait for the contact, without those of companies that he left. */
export async function countWaiting(
  db: Connection,
  contactKey: number,
  portalKey: number,
  leftCompanyKeys: readonly number[],
): Promise<number> {
  const marks = leftCompanyKeys.map(() => '?').join(', ');
  const notLeft =
    marks === '' ? '' : `AND (t.company_id IS NULL OR t.company_id NOT IN (${marks}))`;
  const row = await selectOne(
    db,
    `${WAITING} WHERE p.portal_id = ? AND p.contact_id = ? AND ${IS_WAITING} ${notLeft}`,
    [portalKey, contactKey, false, true, ...leftCompanyKeys],
  );
  return number(row?.waiting);
}

/** Companies by their parents, as a session's row names them. */
export function childrenOf({ children }: Row): ReadonlyMap<number, readonly number[]> {
  const found = new Map<number, number[]>();
  if (children === '') return found;
  for (const [, parent, child] of text(children).matchAll(/(\d+)\.(\d+);/g))
    found.set(Number(parent), [...(found.get(Number(parent)) ?? []), Number(child)]);
  return found;
}

/** The companies of a session's rows at one portal: those he left, and those that are there. */
export const companyLinksOf = (rows: readonly Row[]): CompanyLink[] =>
  rows
    .filter((row) => number(row.company_id) > 0)
    .filter(
      (row) =>
        number(row.left_at) > 0 ||
        (number(row.company_trashed_at) === 0 && text(row.company_merged_into) === ''),
    )
    .map((row) => ({
      key: number(row.company_id),
      isPrimary: isPrimaryRow(row),
      seesTickets: yes(row.sees_tickets),
      isManager: yes(row.is_manager),
      isByDomain: yes(row.is_by_domain),
      isWithheld: yes(row.is_withheld),
      isTrusted: yes(row.is_trusted),
      hasLeft: number(row.left_at) > 0,
    }));

/** Whether a session's row is the one of the contact's primary company. */
export const isPrimaryRow = (row: Row): boolean => yes(row.is_primary) && number(row.left_at) === 0;

export type SignInMethod =
  | 'password'
  | 'magic-link'
  | 'magic-code'
  | 'invitation'
  | 'registration'
  | 'site-account'
  | 'passkey'
  | 'oidc'
  | 'saml'
  | 'test-link'
  | 'view-as';

/** The second factor of a session: `pending` shows nothing before it is given, `none` was not asked for one. */
export type SessionFactor = 'none' | 'pending' | 'app' | 'passkey' | 'recovery' | 'provider';

/** At which identity provider a session began; hashes, but for the sealed token that signing out there asks for. */
export interface ProviderSession {
  providerKey: number;
  /** '' where the provider names no sessions. */
  sessionHash: string;
  subjectHash: string;
  sealedToken: string;
}

export interface NewSession {
  tokenHash: string;
  contactKey: number;
  domainKey: number;
  method: SignInMethod;
  fingerprint: string;
  userAgent: string;
  ip: string;
  /** Hash of the browser's own mark; '' where it has none. */
  deviceHash: string;
  /** The admin who looks at the portal as this contact; '' when it is the contact. */
  viewedBy: { id: string; name: string };
  isRemembered: boolean;
  factor: SessionFactor;
  provider?: ProviderSession;
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
    public_id: newId(),
    user_agent: session.userAgent.slice(0, 191),
    ip: session.ip.slice(0, 64),
    device_hash: session.deviceHash,
    viewed_by: session.viewedBy.id,
    viewed_by_name: session.viewedBy.name.slice(0, 191),
    // Who has yet to give the second factor has proven nothing.
    proven_at: session.factor === 'pending' ? 0 : session.now,
    factor: session.factor,
    provider_id: session.provider?.providerKey ?? 0,
    provider_session: session.provider?.sessionHash ?? '',
    provider_subject: session.provider?.subjectHash ?? '',
    provider_token: session.provider?.sealedToken ?? null,
    is_remembered: session.isRemembered,
    created_at: session.now,
    last_seen_at: session.now,
    expires_at: session.expiresAt,
  });
}

export async function markSeen(db: Connection, tokenHash: string, now: number): Promise<void> {
  await change(db, 'cp_sessions', { token_hash: tokenHash }, { last_seen_at: now });
}

/** The session goes on under another token, and no more under the one before; false when it ended meanwhile. */
export async function rotateSession(
  db: Connection,
  tokenHash: string,
  next: {
    tokenHash: string;
    /** Of the account as it is now, when it was changed; else what the session began under counts on. */
    fingerprint?: string;
    /** Epoch ms; when the person has just proven who it is. */
    provenAt?: number;
    /** When the second factor was given. */
    factor?: SessionFactor;
  },
): Promise<boolean> {
  const { fingerprint, provenAt, factor } = next;
  const rotated = await change(
    db,
    'cp_sessions',
    { token_hash: tokenHash },
    {
      token_hash: next.tokenHash,
      ...(fingerprint === undefined ? {} : { fingerprint }),
      ...(provenAt === undefined ? {} : { proven_at: provenAt }),
      ...(factor === undefined ? {} : { factor }),
    },
  );
  return rotated === 1;
}

export async function endSession(db: Connection, tokenHash: string): Promise<void> {
  await db('cp_sessions').where({ token_hash: tokenHash }).delete();
}

/** What makes a session one that no portal lets go on, whatever its settings. Epoch ms. */
export interface Over {
  now: number;
  /** Not remembered, and without a visit since. */
  seenBefore: number;
  begunBefore: number;
}

const OVER = '(expires_at <= ? OR created_at < ? OR (is_remembered = ? AND last_seen_at < ?))';
const overBindings = ({ now, seenBefore, begunBefore }: Over) => [
  now,
  begunBefore,
  false,
  seenBefore,
];

/** Sessions of a person that no visit can bring back. */
export async function removeOverSessions(
  db: Connection,
  contactKey: number,
  over: Over,
): Promise<void> {
  await db('cp_sessions')
    .where({ contact_id: contactKey })
    .whereRaw(OVER, overBindings(over))
    .delete();
}

/** The same of everybody, `limit` at most; returns how many there were. */
export async function pruneSessions(db: Connection, over: Over, limit: number): Promise<number> {
  const rows = await select(
    db,
    `SELECT token_hash FROM cp_sessions WHERE ${OVER} LIMIT ${limit}`,
    overBindings(over),
  );
  const hashes = rows.map((row) => text(row.token_hash));
  if (hashes.length > 0) await db('cp_sessions').whereIn('token_hash', hashes).delete();
  return hashes.length;
}

/** A person's own sessions, the last seen first; admins who look as that person are none of them. */
export function listSessionsOf(db: Connection, contactKey: number): Promise<Row[]> {
  return select(
    db,
    `SELECT token_hash, public_id, domain_id, method, user_agent, ip, device_hash, is_remembered, fingerprint, created_at, last_seen_at, expires_at
     FROM cp_sessions WHERE contact_id = ? AND viewed_by = '' AND factor <> 'pending' ORDER BY last_seen_at DESC, public_id LIMIT 100`,
    [contactKey],
  );
}

export async function endAllSessions(db: Connection, contactKey: number): Promise<void> {
  await db('cp_sessions').where({ contact_id: contactKey }).delete();
}

/** Sessions on a domain of whoever is a member of a portal there, whichever other portal of the domain they are used at. */
export async function endSessionsOfMembers(
  db: Connection,
  portalKey: number,
  domainKey: number,
): Promise<void> {
  await db('cp_sessions')
    .where({ domain_id: domainKey })
    .whereIn(
      'contact_id',
      db('cp_memberships').select('contact_id').where({ portal_id: portalKey }),
    )
    .delete();
}

/** Ends a person's own session by what its owner calls it; its row, or null when there was none. */
export async function endOneSession(
  db: Connection,
  contactKey: number,
  publicId: string,
): Promise<Row | null> {
  const row = await selectOne(
    db,
    "SELECT token_hash, user_agent, device_hash FROM cp_sessions WHERE contact_id = ? AND public_id = ? AND viewed_by = ''",
    [contactKey, publicId],
  );
  if (!row) return null;
  await endSession(db, text(row.token_hash));
  return row;
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
