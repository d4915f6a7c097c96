import { change, jsonOf, newId, selectOne, type Connection, type Row, text } from './connection';

/** Contact key of a token that belongs to no contact: one that was asked for an unknown address, or for nobody at all. */
const NOBODY = 0;

/** What a link that works once opens. `nothing` opens nothing: an unknown address goes the same way as a known one. */
export type TokenPurpose =
  | 'password-reset'
  | 'test-visit'
  | 'invitation'
  | 'registration'
  | 'magic-link'
  | 'proof'
  | 'address-change'
  | 'address-undo'
  | 'view-as'
  | 'site-account'
  | 'provider-test'
  | 'saml-arrival'
  | 'typed-text'
  | 'once'
  | 'nothing';

export interface NewToken {
  purpose: TokenPurpose;
  tokenHash: string;
  /** null where no contact is known yet. */
  contactKey: number | null;
  portalKey: number;
  now: number;
  /** Epoch ms. */
  expiresAt: number;
  /** The address that the link went to, where it proves that one. */
  address?: string;
  /** Whatever else the purpose needs; a flat record. */
  data?: Record<string, string>;
  /** Of the browser that asked; its code counts there only. */
  browserHash?: string;
  codeHash?: string;
}

const TOKEN = `SELECT o.token_hash, o.contact_id, o.address, o.data, o.browser_hash, o.code_hash, o.tries, o.created_at, o.expires_at,
  c.document_id, c.name, c.language, c.user_id, u.email FROM cp_one_time_tokens o`;
const WITH_ACCOUNT =
  'JOIN cp_contacts c ON c.id = o.contact_id JOIN up_users u ON u.id = c.user_id';
const WITH_ANYBODY =
  'LEFT JOIN cp_contacts c ON c.id = o.contact_id LEFT JOIN up_users u ON u.id = c.user_id';
const OPEN = 'o.purpose = ? AND o.portal_id = ? AND o.used_at = 0 AND o.expires_at > ?';

/** An unused token of this portal with the contact and account it opens. */
export function findOpenToken(
  db: Connection,
  purpose: TokenPurpose,
  tokenHash: string,
  portalKey: number,
  now: number,
): Promise<Row | null> {
  return selectOne(db, `${TOKEN} ${WITH_ACCOUNT} WHERE o.token_hash = ? AND ${OPEN}`, [
    tokenHash,
    purpose,
    portalKey,
    now,
  ]);
}

/** The same, also of a contact without an account, and of none (`contact_id` 0). */
export function findOpenTokenOfAnybody(
  db: Connection,
  purpose: TokenPurpose,
  tokenHash: string,
  portalKey: number,
  now: number,
): Promise<Row | null> {
  return selectOne(db, `${TOKEN} ${WITH_ANYBODY} WHERE o.token_hash = ? AND ${OPEN}`, [
    tokenHash,
    purpose,
    portalKey,
    now,
  ]);
}

/** The newest unused token that a browser asked for. */
export function findOpenTokenOfBrowser(
  db: Connection,
  purpose: TokenPurpose,
  browserHash: string,
  portalKey: number,
  now: number,
): Promise<Row | null> {
  return selectOne(
    db,
    `${TOKEN} ${WITH_ANYBODY} WHERE o.browser_hash = ? AND ${OPEN} ORDER BY o.created_at DESC LIMIT 1`,
    [browserHash, purpose, portalKey, now],
  );
}

export async function addToken(db: Connection, token: NewToken): Promise<void> {
  await db('cp_one_time_tokens').insert({
    token_hash: token.tokenHash,
    purpose: token.purpose,
    contact_id: token.contactKey ?? NOBODY,
    portal_id: token.portalKey,
    created_at: token.now,
    expires_at: token.expiresAt,
    used_at: 0,
    address: token.address ?? '',
    data: token.data ? JSON.stringify(token.data) : null,
    browser_hash: token.browserHash ?? '',
    code_hash: token.codeHash ?? '',
    tries: 0,
  });
}

/**
 * True for the first caller who comes with this hash before it expires, and for nobody else, on whichever node: what must not
 * be used twice is kept until it is too old anyway.
 */
export async function takeOnce(
  db: Connection,
  once: { tokenHash: string; portalKey: number; now: number; expiresAt: number },
): Promise<boolean> {
  // Tells this caller's row from that of another one.
  const mark = newId();
  await db('cp_one_time_tokens')
    .insert({
      token_hash: once.tokenHash,
      purpose: 'once',
      contact_id: NOBODY,
      portal_id: once.portalKey,
      created_at: once.now,
      expires_at: once.expiresAt,
      used_at: once.now,
      browser_hash: mark,
    })
    .onConflict('token_hash')
    .ignore();
  const row = await selectOne(
    db,
    'SELECT browser_hash FROM cp_one_time_tokens WHERE token_hash = ?',
    [once.tokenHash],
  );
  return row?.browser_hash === mark;
}

/** Counts a try of its code; false when the token is over or has had so many tries. */
export async function takeTry(
  db: Connection,
  tokenHash: string,
  most: number,
  now: number,
): Promise<boolean> {
  const taken = await db('cp_one_time_tokens')
    .where({ token_hash: tokenHash, used_at: 0 })
    .andWhere('tries', '<', most)
    .andWhere('expires_at', '>', now)
    .increment('tries', 1);
  return taken === 1;
}

/** Changes what an unused token keeps; nothing happens to one that is over. */
export async function noteInToken(
  db: Connection,
  tokenHash: string,
  note: (known: Record<string, string>) => Record<string, string>,
): Promise<void> {
  const row = await selectOne(db, 'SELECT data FROM cp_one_time_tokens WHERE token_hash = ?', [
    tokenHash,
  ]);
  if (!row) return;
  const data = JSON.stringify(note(jsonOf<Record<string, string>>(row.data, {})));
  await change(db, 'cp_one_time_tokens', { token_hash: tokenHash, used_at: 0 }, { data });
}

/**
 * What was written for an unknown address only to send the same statements; any other token stays. By its key: MariaDB
 * locks every row that it looks at, and two who ask at once would wait for each other.
 */
export async function removeTokenOfNobody(db: Connection, tokenHash: string): Promise<void> {
  await db('cp_one_time_tokens').where({ token_hash: tokenHash, purpose: 'nothing' }).delete();
}

/** Unused tokens of one purpose of a person, of one portal or of all, open nothing any more. */
export async function closeTokens(
  db: Connection,
  purpose: TokenPurpose,
  contactKey: number,
  now: number,
  portalKey?: number,
): Promise<void> {
  const ofPortal = portalKey === undefined ? {} : { portal_id: portalKey };
  await change(
    db,
    'cp_one_time_tokens',
    { contact_id: contactKey, purpose, used_at: 0, ...ofPortal },
    { used_at: now },
  );
}

/** Unused tokens of one purpose of several people open nothing any more at a portal. */
export async function closeTokensOfMany(
  db: Connection,
  purpose: TokenPurpose,
  contactKeys: readonly number[],
  portalKey: number,
  now: number,
): Promise<void> {
  await db('cp_one_time_tokens')
    .whereIn('contact_id', [...contactKeys])
    .where({ purpose, portal_id: portalKey, used_at: 0 })
    .update({ used_at: now });
}

/** Used and expired tokens of everybody; they are of no use to anyone. */
export async function pruneTokens(db: Connection, before: number): Promise<void> {
  await db('cp_one_time_tokens').where('expires_at', '<', before).delete();
}

/** Which of some tokens still open something. */
export async function openAmong(
  db: Connection,
  tokenHashes: readonly string[],
  now: number,
): Promise<ReadonlySet<string>> {
  const rows: Row[] = await db('cp_one_time_tokens')
    .select('token_hash')
    .whereIn('token_hash', tokenHashes)
    .andWhere({ used_at: 0 })
    .andWhere('expires_at', '>', now);
  return new Set(rows.map((row) => text(row.token_hash)));
}

/** True for one caller only, however many come at once. */
export async function useUp(db: Connection, tokenHash: string, now: number): Promise<boolean> {
  const used = await change(
    db,
    'cp_one_time_tokens',
    { token_hash: tokenHash, used_at: 0 },
    { used_at: now },
  );
  return used === 1;
}

/** Every link that was mailed to a person and not used yet opens nothing any more. */
export async function closeTokensOfContact(
  db: Connection,
  contactKey: number,
  now: number,
): Promise<void> {
  await change(db, 'cp_one_time_tokens', { contact_id: contactKey, used_at: 0 }, { used_at: now });
}

/** No link to a portal opens anything any more. */
export async function closeTokensOfPortal(
  db: Connection,
  portalKey: number,
  now: number,
): Promise<void> {
  await change(db, 'cp_one_time_tokens', { portal_id: portalKey, used_at: 0 }, { used_at: now });
}

/** Used and expired tokens of a person. */
export async function removeClosedTokens(
  db: Connection,
  contactKey: number,
  now: number,
): Promise<void> {
  await db('cp_one_time_tokens')
    .where({ contact_id: contactKey })
    .where((closed) => closed.where('used_at', '>', 0).orWhere('expires_at', '<=', now))
    .delete();
}
