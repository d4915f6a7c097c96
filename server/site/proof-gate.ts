import { isProven } from '../services/proofs';
import type { CustomerSession } from '../services/types';
import { sessionCookie } from './cookies';
import type { Answer, SiteRequest } from './request';

/**
 * Before a page or form of what a thief of the session must not do: null when the person has proven within ten minutes who
 * it is, else the answer that leads to the page that asks. It comes back to `back`: this page, or the one of the form.
 */
export function requireProof(
  request: SiteRequest,
  session: CustomerSession,
  back = request.ctx.path,
): Answer | null {
  if (isProven(session, request.now)) return null;
  const { to } = request;
  return { kind: 'redirect', to: `${to.portal('prove-it')}?next=${encodeURIComponent(back)}` };
}

/** The cookie of a session that goes on under another token, for as long as the one before. */
export const renewedCookie = (
  { place, now }: SiteRequest,
  session: CustomerSession,
  token: string,
): string =>
  sessionCookie(place.domain, token, session.isRemembered ? Math.max(1, session.endsAt - now) : 0);
