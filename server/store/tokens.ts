import { change, selectOne, type Connection, type Row } from './connection';

/** Contact key of a token that was asked for an unknown address. */
const NOBODY = 0;

/** What a link that works once opens. */
export type TokenPurpose = 'password-reset' | 'test-visit';

const OPEN = `SELECT o.token_hash, o.contact_id, c.document_id, c.name, c.user_id, u.email FROM cp_one_time_tokens o
  JOIN cp_contacts c ON c.id = o.contact_id JOIN up_users u ON u.id = c.user_id
  WHERE o.token_hash = ? AND o.purpose = ? AND o.portal_id = ? AND o.used_at = 0 AND o.expires_at > ?`;

/** An unused token of this portal with the contact and account it opens. */
export function findOpenToken(
  db: Connection,
  purpose: TokenPurpose,
  tokenHash: string,
  portalKey: number,
  now: number,
): Promise<Row | null> {
  return selectOne(db, OPEN, [tokenHash, purpose, portalKey, now]);
}

export async function addToken(
  db: Connection,
  token: {
    purpose: TokenPurpose;
    tokenHash: string;
    contactKey: number | null;
    portalKey: number;
    expiresAt: number;
  },
): Promise<void> {
  await db('cp_one_time_tokens').insert({
    token_hash: token.tokenHash,
    purpose: token.purpose,
    contact_id: token.contactKey ?? NOBODY,
    portal_id: token.portalKey,
    expires_at: token.expiresAt,
    used_at: 0,
  });
}

export async function removeTokensOfNobody(db: Connection): Promise<void> {
  await db('cp_one_time_tokens').where({ contact_id: NOBODY }).delete();
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
export async function closeResets(db: Connection, contactKey: number, now: number): Promise<void> {
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
