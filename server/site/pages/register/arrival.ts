import { sessionCookie } from '../../cookies';
import type { Answer, SiteRequest } from '../../request';

type Arrival = { outcome: 'joined' } | { outcome: 'entered'; token: string };

/** Where somebody goes on whose link has just been used up: into the portal, or to sign in by himself. */
export function arrivalOf({ place, to }: SiteRequest, arrival: Arrival, done = ''): Answer {
  if (arrival.outcome === 'joined')
    return { kind: 'redirect', to: `${to.portal('sign-in')}?done=joined` };
  const cookie = sessionCookie(place.domain, arrival.token, 0);
  return {
    kind: 'redirect',
    to: done === '' ? to.portal() : `${to.portal()}?done=${done}`,
    cookie,
  };
}
