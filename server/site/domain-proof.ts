import type { Context } from 'koa';
import { PROOF_PATH } from '../services/domain-checks';
import type { SiteServices } from '../services/types';

/**
 * Answers a check of a domain (services/domain-checks.ts), whatever host it came in by: the domain is not on the map before
 * it is verified. False when the request is none.
 */
export function answerProof(ctx: Context, { domainChecks }: SiteServices): boolean {
  if (ctx.method !== 'GET' || !ctx.path.endsWith(PROOF_PATH)) return false;
  const origin = `${ctx.protocol}://${ctx.host}`.toLowerCase();
  const { nonce } = ctx.query;
  if (typeof nonce !== 'string') return false;
  const proof = domainChecks.answer(nonce, origin, ctx.path.slice(0, -PROOF_PATH.length));
  if (!proof) return false;
  ctx.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
  ctx.body = proof;
  return true;
}
