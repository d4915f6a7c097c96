import { isOwnPath } from '../../addresses';
import { readForm } from '../../body';
import { readSessionToken, sessionCookie } from '../../cookies';
import { h } from '../../html';
import { KeptFields, keptOf, type Kept } from '../../layout/kept-fields';
import { renderPage } from '../../layout/page';
import { Field, FormShell, Notice, Problems, type Problem } from '../../layout/parts';
import { isMessageKey } from '../../messages';
import { HelpContact, SystemText } from '../../system-texts';
import {
  minutesOf,
  PageError,
  query,
  retryHeader,
  type Answer,
  type SiteRequest,
} from '../../request';
import type { CustomerSession, PortalRecord } from '../../../services/types';
import { goOnWithTicket } from '../new-ticket/page';
import { ticketPage } from '../ticket/page';

const ownPathOr = (request: SiteRequest, path: string, otherwise: string) =>
  isOwnPath(request.place.domain, path) ? path : otherwise;

export async function signInPage(request: SiteRequest, portal: PortalRecord): Promise<Answer> {
  const { ctx, session, to, services } = request;
  if (ctx.method !== 'POST') {
    const next = ownPathOr(request, query(request, 'next'), to.portal());
    if (session) return { kind: 'redirect', to: next };
    return {
      kind: 'page',
      status: 200,
      html: signInHtml(request, { next, address: '', kept: {}, problems: [] }),
    };
  }
  const { fields } = await readForm(ctx);
  const next = ownPathOr(request, fields.next ?? '', to.portal());
  const address = fields.email ?? '';
  const answer = await services.signIn.withPassword({
    portal,
    address,
    password: fields.password ?? '',
    remember: fields.remember === 'yes',
    ip: ctx.ip,
    userAgent: ctx.get('user-agent'),
    previousToken: readSessionToken(request.place.domain, ctx.get('cookie')),
  });
  const kept = keptOf(fields);
  if (answer.outcome !== 'signed-in') {
    const isLimited = answer.outcome === 'limited';
    const text = isLimited
      ? request.t('signIn.limited', { minutes: minutesOf(answer.retryAfter) })
      : request.t('signIn.refused');
    return {
      kind: 'page',
      status: isLimited ? 429 : 422,
      html: signInHtml(request, { next, address, kept, problems: [{ field: 'email', text }] }),
      headers: isLimited ? retryHeader(answer.retryAfter) : {},
    };
  }
  const cookie = sessionCookie(request.place.domain, answer.token, answer.cookieLifetime);
  if (Object.keys(kept).length === 0) return { kind: 'redirect', to: next, cookie };
  // The form of the page that was left comes back in this answer, with the text in it and not yet sent.
  const begun = await services.sessions.find(answer.token, portal);
  if (!begun) return { kind: 'redirect', to: next, cookie };
  const page = await goOnWriting({ ...request, session: begun }, begun, next, kept);
  return page.kind === 'page'
    ? { ...page, headers: { 'Set-Cookie': cookie } }
    : { kind: 'redirect', to: next, cookie };
}

async function goOnWriting(
  request: SiteRequest,
  session: CustomerSession,
  next: string,
  kept: Kept,
): Promise<Answer> {
  const id = next.startsWith(`${request.to.portal('tickets')}/`)
    ? next.split('/').at(-1)
    : undefined;
  if (id !== undefined) return ticketPage(request, session, id, kept.body);
  const form = next.startsWith(`${request.to.portal('new')}/`) ? next.split('/').at(-1) : undefined;
  return goOnWithTicket(request, session, form, kept);
}

/** The sign-in page for a form whose session had ended: what was typed travels in hidden fields and comes back into it. */
export function signInAgainPage(request: SiteRequest, next: string, kept: Kept): Answer {
  return {
    kind: 'page',
    status: 401,
    html: signInHtml(request, { next, address: '', kept, problems: [] }),
  };
}

function signInHtml(
  request: SiteRequest,
  state: { next: string; address: string; kept: Kept; problems: Problem[] },
): string {
  const { t, to, place } = request;
  const hasKept = Object.keys(state.kept).length > 0;
  return renderPage(request, {
    title: t('signIn.title'),
    isError: state.problems.length > 0,
    current: 'tickets',
    translated: (there) => there.portal('sign-in'),
    children: (
      <FormShell title={t('signIn.title')}>
        <Notice request={request} />
        {request.isRefused ? (
          <div class="notice" role="status">
            <SystemText request={request} page="noAccess" otherwise={t('signIn.notLetIn')} />
            <HelpContact request={request} />
          </div>
        ) : (
          <SystemText
            request={request}
            page="signIn"
            otherwise={t('signIn.intro', { company: place.portal?.company ?? '' })}
          />
        )}
        {hasKept && <p class="notice">{t('signIn.kept')}</p>}
        <Problems request={request} problems={state.problems} />
        <form method="post" action={to.portal('sign-in')} data-drops-drafts={!hasKept}>
          <input type="hidden" name="next" value={state.next} />
          <KeptFields kept={state.kept} />
          <Field
            id="email"
            label={t('signIn.email')}
            type="email"
            value={state.address}
            autocomplete="username"
            problems={state.problems}
          />
          <Field
            id="password"
            label={t('signIn.password')}
            type="password"
            autocomplete="current-password"
          />
          <label class="tick">
            <input type="checkbox" name="remember" value="yes" /> {t('signIn.remember')}
          </label>
          <button class="primary">{t('signIn.button')}</button>
        </form>
        <p>
          <a href={to.portal('forgotten-password')}>{t('signIn.forgotten')}</a>
        </p>
      </FormShell>
    ),
  });
}

export async function forgottenPasswordPage(
  request: SiteRequest,
  portal: PortalRecord,
): Promise<Answer> {
  const { ctx, t, to, services } = request;
  if (ctx.method === 'POST') {
    const { fields } = await readForm(ctx);
    const answer = await services.passwords.askReset({
      portal,
      address: fields.email ?? '',
      ip: ctx.ip,
    });
    if (answer.outcome === 'limited') throw new PageError(429, answer.retryAfter);
    return { kind: 'redirect', to: `${to.portal('forgotten-password')}?done=asked` };
  }
  const html = renderPage(request, {
    title: t('forgotten.title'),
    children: (
      <FormShell title={t('forgotten.title')}>
        {query(request, 'done') === 'asked' ? (
          <Notice request={request} />
        ) : (
          <form method="post" action={to.portal('forgotten-password')}>
            <p>{t('forgotten.intro')}</p>
            <Field id="email" label={t('signIn.email')} type="email" autocomplete="username" />
            <button class="primary">{t('forgotten.button')}</button>
          </form>
        )}
        <p>
          <a href={to.portal('sign-in')}>{t('signIn.title')}</a>
        </p>
      </FormShell>
    ),
  });
  return { kind: 'page', status: 200, html };
}

export async function resetPasswordPage(
  request: SiteRequest,
  portal: PortalRecord,
): Promise<Answer> {
  const { ctx, to, services } = request;
  if (ctx.method !== 'POST') {
    const token = query(request, 'token');
    return {
      kind: 'page',
      status: 200,
      html: resetHtml(request, token, await services.passwords.isResetOpen(portal, token), []),
    };
  }
  const { fields } = await readForm(ctx);
  const token = fields.token ?? '';
  const answer = await services.passwords.reset({ portal, token, password: fields.password ?? '' });
  if (answer.outcome === 'changed')
    return { kind: 'redirect', to: `${to.portal('sign-in')}?done=password` };
  const problems =
    answer.outcome === 'refused' && isMessageKey(answer.problem)
      ? [{ field: 'password', text: request.t(answer.problem) }]
      : [];
  return {
    kind: 'page',
    status: 422,
    html: resetHtml(request, token, answer.outcome === 'refused', problems),
  };
}

function resetHtml(
  request: SiteRequest,
  token: string,
  isOpen: boolean,
  problems: Problem[],
): string {
  const { t, to } = request;
  return renderPage(request, {
    title: t('reset.title'),
    isError: problems.length > 0,
    children: (
      <FormShell title={t('reset.title')}>
        <Problems request={request} problems={problems} />
        {isOpen ? (
          <form method="post" action={to.portal('reset-password')}>
            <input type="hidden" name="token" value={token} />
            <Field
              id="password"
              label={t('profile.new')}
              type="password"
              autocomplete="new-password"
              help={t('reset.rules')}
              problems={problems}
            />
            <button class="primary">{t('reset.button')}</button>
          </form>
        ) : (
          <p>
            {t('reset.closed')} <a href={to.portal('forgotten-password')}>{t('forgotten.title')}</a>
          </p>
        )}
      </FormShell>
    ),
  });
}
