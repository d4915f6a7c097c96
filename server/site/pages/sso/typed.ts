import type { CustomerSession, PortalRecord } from '../../../services/types';
import { readTypedToken, typedCookie } from '../../cookies';
import type { Kept } from '../../layout/kept-fields';
import { ownPathOr, PageError, type Answer, type SiteRequest } from '../../request';
import { goOnWriting } from '../sign-in/go-on';

/** Keeps the text of a form that was left, while its person signs in elsewhere; a cookie finds it again. */
export async function keepTyped(
  { ctx, services, place }: SiteRequest,
  portal: PortalRecord,
  next: string,
  fields: Kept,
): Promise<void> {
  if (Object.keys(fields).length === 0) return;
  const kept = await services.typedTexts.keep(portal, { next, fields }, ctx.ip);
  if (kept.outcome === 'limited') throw new PageError(429, kept.retryAfter);
  ctx.append('Set-Cookie', typedCookie(place.domain, kept.token));
}

/** Where somebody goes who has signed in: to `next`, or to the text that he left before. */
export async function wayBack(
  { ctx, place, to, services }: SiteRequest,
  portal: PortalRecord,
  next: string,
): Promise<string> {
  const token = readTypedToken(place.domain, ctx.get('cookie'));
  const isThere = token !== '' && (await services.typedTexts.find(portal, token)) !== null;
  return isThere ? to.portal('typed') : next;
}

/** The form that was left, with the text in it and not yet sent. Whoever comes later finds nothing. */
export async function typedPage(request: SiteRequest, session: CustomerSession): Promise<Answer> {
  const { ctx, place, services } = request;
  const token = readTypedToken(place.domain, ctx.get('cookie'));
  const found = await services.typedTexts.find(session.viewer.portal, token);
  if (token !== '') ctx.append('Set-Cookie', typedCookie(place.domain, ''));
  if (!found) return { kind: 'redirect', to: request.to.portal() };
  const next = ownPathOr(request, found.next);
  const answer = await goOnWriting(request, session, next, found.fields);
  return answer.kind === 'page' ? answer : { kind: 'redirect', to: next };
}
