import { jsonOf, text } from '../store/connection';
import { addToken, findOpenTokenOfAnybody } from '../store/tokens';
import type { Limits } from './limits';
import { isToken, randomToken, sha256, type Runtime } from './runtime';
import type { Secrets } from './secrets';
import type { PortalRecord } from './types';

/** ms; as long as the way over a provider may take. */
const KEPT_FOR = 10 * 60 * 1000;
/** Characters in one row: MariaDB's TEXT holds 65,535 bytes. */
const PIECE = 60_000;
const MOST_PIECES = 16;

/** What somebody typed into a form whose session had ended, and the page of that form. */
export interface TypedText {
  next: string;
  fields: Record<string, string>;
}

/** Keeps what was typed while its person is away to sign in at a provider. */
export interface TypedTexts {
  /** A token for the browser's cookie; or how long to wait (ms), since nobody is signed in who makes us keep it. */
  keep(
    portal: PortalRecord,
    typed: TypedText,
    ip: string,
  ): Promise<{ outcome: 'kept'; token: string } | { outcome: 'limited'; retryAfter: number }>;
  /** null when nothing is kept for this token any more. Changes nothing: a page may be loaded again. */
  find(portal: PortalRecord, token: string): Promise<TypedText | null>;
}

export function createTypedTexts(runtime: Runtime, secrets: Secrets, limits: Limits): TypedTexts {
  const hashOf = (token: string, piece: number) => sha256(`typed ${token} ${piece}`);

  return {
    async keep(portal, typed, ip) {
      const retryAfter = await limits.takeIp('sign-in', ip);
      if (retryAfter > 0) return { outcome: 'limited', retryAfter };
      const token = randomToken();
      const sealed = secrets.seal('typed-text', JSON.stringify(typed));
      const count = Math.min(MOST_PIECES, Math.ceil(sealed.length / PIECE));
      const now = runtime.now();
      await runtime.transaction(async (db) => {
        for (let piece = 0; piece < count; piece += 1)
          await addToken(db, {
            purpose: 'typed-text',
            tokenHash: hashOf(token, piece),
            contactKey: null,
            portalKey: portal.key,
            now,
            expiresAt: now + KEPT_FOR,
            data: {
              piece: sealed.slice(piece * PIECE, (piece + 1) * PIECE),
              count: String(count),
            },
          });
      });
      return { outcome: 'kept', token };
    },

    async find(portal, token) {
      if (!isToken(token)) return null;
      let sealed = '';
      let count = 1;
      for (let piece = 0; piece < count; piece += 1) {
        const hash = hashOf(token, piece);
        const now = runtime.now();
        const row = await findOpenTokenOfAnybody(runtime.db, 'typed-text', hash, portal.key, now);
        if (!row) return null;
        const data = jsonOf<Record<string, string>>(row.data, {});
        sealed += text(data.piece);
        count = Math.min(MOST_PIECES, Number(data.count) || 1);
      }
      const opened = secrets.open('typed-text', sealed);
      return opened === null ? null : (JSON.parse(opened) as TypedText);
    },
  };
}
