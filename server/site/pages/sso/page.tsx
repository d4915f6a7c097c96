import { Readable } from 'node:stream';
import type { Arrived } from '../../../services/single-sign-on';
import type { PortalRecord } from '../../../services/types';
import { readForm } from '../../body';
import { arrivalCookie, flowCookie, readArrival, readFlow } from '../../cookies';
import { keptOf, type Kept } from '../../layout/kept-fields';
import { ownPathOr, PageError, query, type Answer, type SiteRequest } from '../../request';
import { signInOrigin } from '../../sign-in-origin';
import { signedInAnswer } from '../sign-in/signed-in';
import { failedPage, testedPage } from './failed';
import { onwardPage } from './onward';
import { providerOf } from './providers';
import { keepTyped } from './typed';

/** What providers and browsers send to `sso/<provider>/<part>` by POST, from pages that are not ours: no session counts. */
export const FOREIGN_POSTS: ReadonlySet<string> = new Set(['callback', 'back-channel']);

/** Characters; of the address that was typed, and of a state that came back. */
const LONGEST_HINT = 320;
const LONGEST_STATE = 200;

/** Sign-in at a provider: `sso/<provider>` leads there, `callback` comes back (SAML: by POST, then `arrived`). */
export async function ssoPage(
  request: SiteRequest,
  portal: PortalRecord,
  [providerId = '', part]: string[],
): Promise<Answer> {
  const { ctx, to } = request;
  if (part === undefined)
    return ctx.method === 'POST'
      ? beginByForm(request, portal, providerId)
      : beginByLink(request, portal, providerId);
  if (ctx.method === 'POST') return { kind: 'nothing' };
  if (part === 'callback') return arriveWithCode(request, portal, providerId);
  if (part === 'arrived') return arriveWithResponse(request, portal, providerId);
  if (part === 'metadata') return metadata(request, portal, providerId);
  if (part === 'signed-out' && providerOf(portal, providerId))
    return { kind: 'redirect', to: `${to.portal('sign-in')}?done=signed-out` };
  return { kind: 'nothing' };
}

/** The two POSTs that come from elsewhere; nothing of the browser's session is read for them. */
export async function ssoPost(
  request: SiteRequest,
  portal: PortalRecord,
  [providerId = '', part]: string[],
): Promise<Answer> {
  const { ctx, services, place, to } = request;
  const { fields } = await readForm(ctx);
  if (part === 'back-channel') {
    const token = fields.logout_token ?? '';
    const isDone = await services.singleSignOn.logOut(portal, providerId, token);
    if (isDone === null) return { kind: 'nothing' };
    return isDone ? { kind: 'done' } : { kind: 'page', status: 400, html: '', isUnlisted: true };
  }
  const received = await services.singleSignOn.receive(
    portal,
    providerId,
    fields.SAMLResponse ?? '',
    ctx.ip,
  );
  if (received === null) return { kind: 'nothing' };
  if (received.outcome === 'limited') throw new PageError(429, received.retryAfter);
  const state = (fields.RelayState ?? '').slice(0, LONGEST_STATE);
  const arrived = to.portal('sso', providerId, 'arrived');
  return {
    kind: 'redirect',
    to: `${arrived}?state=${encodeURIComponent(state)}`,
    cookie: arrivalCookie(place.domain, received.arrival),
  };
}

interface Asked {
  /** A path of our own. */
  next: string;
  remember: boolean;
  /** The address that was typed; '' for none. */
  address: string;
  /** What was typed into a form whose session had ended. */
  kept: Kept;
}

const beginByLink = (request: SiteRequest, portal: PortalRecord, providerId: string) =>
  begin(request, portal, providerId, {
    next: ownPathOr(request, query(request, 'next')),
    remember: query(request, 'remember') === 'yes',
    address: query(request, 'email'),
    kept: {},
  });

async function beginByForm(
  request: SiteRequest,
  portal: PortalRecord,
  providerId: string,
): Promise<Answer> {
  const { fields } = await readForm(request.ctx);
  return begin(request, portal, providerId, {
    next: ownPathOr(request, fields.next ?? ''),
    remember: fields.remember === 'yes',
    address: fields.email ?? '',
    kept: keptOf(fields),
  });
}

/** The way to a provider: straight on from a link, by a page that goes on from a form. */
export async function begin(
  request: SiteRequest,
  portal: PortalRecord,
  providerId: string,
  { next, remember, address, kept }: Asked,
): Promise<Answer> {
  const { ctx, services, place, t } = request;
  const begun = await services.singleSignOn.begin(portal, providerId, {
    next,
    remember,
    hint: address.slice(0, LONGEST_HINT),
    test: query(request, 'test'),
  });
  if (begun === null) return { kind: 'nothing' };
  await keepTyped(request, portal, next, kept);
  if (begun.outcome === 'failed')
    return failedPage(request, portal, providerId, { problem: begun.problem, next });
  const cookie = flowCookie(place.domain, begun.flow.state, begun.flow.sealed);
  if (ctx.method !== 'POST') return { kind: 'redirect', to: begun.to, cookie };
  ctx.append('Set-Cookie', cookie);
  const name = providerOf(portal, providerId)?.settings.name ?? '';
  return onwardPage(request, { to: begun.to, title: t('signIn.title'), name });
}

async function arriveWithCode(
  request: SiteRequest,
  portal: PortalRecord,
  providerId: string,
): Promise<Answer> {
  const { ctx, place, services } = request;
  const url = new URL(ctx.originalUrl, place.domain.origin);
  const state = url.searchParams.get('state') ?? '';
  const sealed = readFlow(place.domain, state, ctx.get('cookie'));
  const origin = signInOrigin(request);
  const arrived = await services.singleSignOn.arriveWithCode(
    portal,
    providerId,
    url,
    sealed,
    origin,
  );
  return answerOf(request, portal, providerId, state, arrived);
}

async function arriveWithResponse(
  request: SiteRequest,
  portal: PortalRecord,
  providerId: string,
): Promise<Answer> {
  const { ctx, place, services } = request;
  const state = query(request, 'state');
  const cookies = ctx.get('cookie');
  const arrival = readArrival(place.domain, cookies);
  const arrived = await services.singleSignOn.arriveWithResponse(
    portal,
    providerId,
    state,
    arrival,
    readFlow(place.domain, state, cookies),
    signInOrigin(request),
  );
  ctx.append('Set-Cookie', arrivalCookie(place.domain, ''));
  return answerOf(request, portal, providerId, state, arrived);
}

async function answerOf(
  request: SiteRequest,
  portal: PortalRecord,
  providerId: string,
  state: string,
  arrived: Arrived | null,
): Promise<Answer> {
  const { ctx, place } = request;
  if (arrived === null) return { kind: 'nothing' };
  if (readFlow(place.domain, state, ctx.get('cookie')) !== '')
    ctx.append('Set-Cookie', flowCookie(place.domain, state, ''));
  if (arrived.outcome === 'tested') return testedPage(request, arrived.problem);
  if (arrived.outcome === 'failed') {
    const next = ownPathOr(request, arrived.next);
    return failedPage(request, portal, providerId, { problem: arrived.problem, next });
  }
  return signedInAnswer(request, portal, arrived, { next: arrived.next, kept: {} });
}

function metadata(request: SiteRequest, portal: PortalRecord, providerId: string): Answer {
  const xml = request.services.singleSignOn.metadata(portal, providerId);
  if (xml === null) return { kind: 'nothing' };
  return {
    kind: 'file',
    stream: Readable.from([xml]),
    headers: { 'Content-Type': 'application/samlmetadata+xml; charset=utf-8' },
  };
}
