import { offeredProviders, providerFor, sortsByDomain } from '../../../services/provider-choice';
import type { PortalRecord, ProviderRecord } from '../../../services/types';
import { readForm } from '../../body';
import { deviceCookie } from '../../cookies';
import { keptOf, type Kept } from '../../layout/kept-fields';
import {
  minutesOf,
  ownPathOr,
  query,
  retryHeader,
  type Answer,
  type SiteRequest,
} from '../../request';
import { signInOrigin } from '../../sign-in-origin';
import { begin } from '../sso/page';
import { providerPath } from '../sso/providers';
import { confirmHtml, signInHtml, waitingHtml, type SignInState } from './form';
import { signedInAnswer } from './signed-in';

export { forgottenPasswordPage, resetPasswordPage } from './reset';

export async function signInPage(request: SiteRequest, portal: PortalRecord): Promise<Answer> {
  const { ctx, session, services, language } = request;
  if (ctx.method !== 'POST') {
    const next = ownPathOr(request, query(request, 'next'));
    if (session) return { kind: 'redirect', to: next };
    const only = straightOn(request, portal);
    if (only) return { kind: 'redirect', to: providerPath(request, only, next) };
    return {
      kind: 'page',
      status: 200,
      html: signInHtml(request, { next, address: '', remember: false, kept: {}, problems: [] }),
    };
  }
  const { password: takesPasswords } = portal.settings.access;
  if (!takesPasswords && !sortsByDomain(portal)) return { kind: 'nothing' };
  const { fields } = await readForm(ctx);
  const asked = askedOf(request, fields);
  if (!takesPasswords) return byCompany(request, portal, asked);
  const lacksPassword = (fields.password ?? '') === '' && !providerFor(portal, asked.address);
  if (sortsByDomain(portal) && lacksPassword) {
    const problems = [{ field: 'password', text: request.t('signIn.noPassword') }];
    return { kind: 'page', status: 422, html: signInHtml(request, { ...asked, problems }) };
  }
  const answer = await services.signIn.withPassword({
    portal,
    address: asked.address,
    password: fields.password ?? '',
    remember: asked.remember,
    language,
    ...signInOrigin(request),
  });
  switch (answer.outcome) {
    case 'signed-in':
      return signedInAnswer(request, portal, answer, asked);
    case 'elsewhere':
      return begin(request, portal, answer.provider, asked);
    case 'waiting':
      return { kind: 'page', status: 403, html: waitingHtml(request) };
    case 'confirm':
      ctx.append('Set-Cookie', deviceCookie(portal.domain, answer.browserToken));
      return { kind: 'page', status: 200, html: confirmHtml(request, asked.address) };
    case 'limited': {
      const minutes = minutesOf(answer.retryAfter);
      return refusal(
        request,
        asked,
        429,
        request.t('signIn.limited', { minutes }),
        answer.retryAfter,
      );
    }
    case 'locked': {
      const { magicLink } = portal.settings.access;
      const text = request.t(magicLink ? 'signIn.locked' : 'signIn.lockedReset');
      return refusal(request, asked, 429, text);
    }
    case 'refused':
      return refusal(request, asked, 422, request.t('signIn.refused'));
  }
}

/**
 * The provider that a browser is sent straight on to: where providers alone let people in, there is one of them, and the page
 * has nothing to say. After a refusal or signing out it has: nobody is sent in circles.
 */
function straightOn(request: SiteRequest, portal: PortalRecord): ProviderRecord | null {
  const isAsked = query(request, 'done') !== '' || query(request, 'ways') !== '';
  if (portal.settings.access.control !== 'single-sign-on' || isAsked) return null;
  if (request.isRefused || sortsByDomain(portal)) return null;
  const [only, ...others] = offeredProviders(portal);
  return only && others.length === 0 ? only : null;
}

/** Where the portal takes neither passwords nor asks for mails, the address leads to the provider of its domain, or nowhere. */
function byCompany(
  request: SiteRequest,
  portal: PortalRecord,
  asked: ReturnType<typeof askedOf>,
): Answer | Promise<Answer> {
  const provider = providerFor(portal, asked.address);
  if (provider) return begin(request, portal, provider.id, asked);
  return refusal(request, asked, 422, request.t('sso.noCompany'));
}

/** What the form of the sign-in page sends, to sign in by password or to ask for a link. */
export function askedOf(request: SiteRequest, fields: Record<string, string>) {
  return {
    next: ownPathOr(request, fields.next ?? ''),
    address: (fields.email ?? '').slice(0, 400),
    remember: fields.remember === 'yes',
    kept: keptOf(fields),
  };
}

/** The sign-in page once more, with what is wrong. */
export function refusal(
  request: SiteRequest,
  asked: Omit<SignInState, 'problems'>,
  status: number,
  text: string,
  retryAfter = 0,
): Answer {
  return {
    kind: 'page',
    status,
    html: signInHtml(request, { ...asked, problems: [{ field: 'email', text }] }),
    headers: retryAfter > 0 ? retryHeader(retryAfter) : {},
  };
}

/** The sign-in page for a form whose session had ended: what was typed travels in hidden fields and comes back into it. */
export function signInAgainPage(request: SiteRequest, next: string, kept: Kept): Answer {
  return {
    kind: 'page',
    status: 401,
    html: signInHtml(request, { next, address: '', remember: false, kept, problems: [] }),
  };
}
