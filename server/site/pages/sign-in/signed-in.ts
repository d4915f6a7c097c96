import type { PortalRecord, SignInResult } from '../../../services/types';
import { askingCookie, deviceCookie, sessionCookie } from '../../cookies';
import type { Kept } from '../../layout/kept-fields';
import { ownPathOr, type Answer, type SiteRequest } from '../../request';
import { wayBack } from '../sso/typed';
import { goOn } from './go-on';

type SignedIn = Extract<SignInResult, { outcome: 'signed-in' }>;

/** Where a browser goes that has just signed in, with its cookies: on to `next`, with what was typed before it had to sign in. */
export async function signedInAnswer(
  request: SiteRequest,
  portal: PortalRecord,
  { token, cookieLifetime, deviceToken }: SignedIn,
  asked: { next: string; kept: Kept },
): Promise<Answer> {
  const { ctx, place } = request;
  const next = ownPathOr(request, asked.next);
  ctx.append('Set-Cookie', sessionCookie(place.domain, token, cookieLifetime));
  if (deviceToken !== '') ctx.append('Set-Cookie', deviceCookie(place.domain, deviceToken));
  ctx.append('Set-Cookie', askingCookie(place.domain, ''));
  const { kept } = asked;
  if (Object.keys(kept).length > 0) return goOn(request, portal, { token, next, kept });
  return { kind: 'redirect', to: await wayBack(request, portal, next) };
}
