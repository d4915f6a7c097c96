import { normaliseAddress } from '../../../rules/address';
import type { LinkSignIn, PortalRecord } from '../../../services/types';
import { readForm } from '../../body';
import { askingCookie, readAskingToken } from '../../cookies';
import { h } from '../../html';
import { KeptFields, keptOf, type Kept } from '../../layout/kept-fields';
import { renderPage } from '../../layout/page';
import { Field, FormShell, Problems, type Problem } from '../../layout/parts';
import {
  minutesOf,
  ownPathOr,
  query,
  retryHeader,
  type Answer,
  type SiteRequest,
} from '../../request';
import { signInOrigin } from '../../sign-in-origin';
import { Remember, waitingHtml } from '../sign-in/form';
import { askedOf, refusal } from '../sign-in/page';
import { signedInAnswer } from '../sign-in/signed-in';
import { begin } from '../sso/page';

const askingToken = ({ ctx, place }: SiteRequest) =>
  readAskingToken(place.domain, ctx.get('cookie'));
const isOff = (portal: PortalRecord) => !portal.settings.access.magicLink;

/** Asks for a mail with a link and a code; the answer is the same whether anybody has the address. */
export async function askForLink(request: SiteRequest, portal: PortalRecord): Promise<Answer> {
  const { ctx, t, to, services } = request;
  if (isOff(portal)) return { kind: 'nothing' };
  if (ctx.method !== 'POST') return { kind: 'redirect', to: to.portal('sign-in') };
  const { fields } = await readForm(ctx);
  const asked = askedOf(request, fields);
  if (normaliseAddress(asked.address) === '')
    return refusal(request, asked, 422, t('error.address'));
  const { ip, deviceToken } = signInOrigin(request);
  const answer = await services.magicLinks.ask({ portal, ...asked, ip, deviceToken });
  if (answer.outcome === 'elsewhere') return begin(request, portal, answer.provider, asked);
  if (answer.outcome === 'limited') {
    const minutes = minutesOf(answer.retryAfter);
    return refusal(request, asked, 429, t('signIn.mailLimited', { minutes }), answer.retryAfter);
  }
  ctx.append('Set-Cookie', askingCookie(portal.domain, answer.browserToken));
  const { next, kept } = asked;
  // What was typed before travels in the page; without it the browser may load the page again.
  if (Object.keys(kept).length > 0) return mailboxPage(request, { next, kept, problems: [] });
  return { kind: 'redirect', to: `${to.portal('magic-link')}?next=${encodeURIComponent(next)}` };
}

/** Where the link of the mail leads, and where the browser that asked enters the code. Only a form signs in. */
export async function magicLinkPage(request: SiteRequest, portal: PortalRecord): Promise<Answer> {
  const { ctx, to, services } = request;
  if (isOff(portal)) return { kind: 'nothing' };
  if (ctx.method === 'POST') {
    const { fields } = await readForm(ctx);
    const answer = await services.magicLinks.withLink({
      portal,
      token: fields.token ?? '',
      remember: fields.remember === 'yes',
      ...signInOrigin(request),
    });
    return linkAnswer(request, portal, answer, {});
  }
  const token = query(request, 'token');
  if (token !== '') return linkPage(request, portal, token);
  const next = ownPathOr(request, query(request, 'next'));
  if (askingToken(request) === '') return { kind: 'redirect', to: to.portal('sign-in') };
  return mailboxPage(request, { next, kept: {}, problems: [] });
}

/** The code of the mail, in the browser that asked for it. */
export async function enterCode(request: SiteRequest, portal: PortalRecord): Promise<Answer> {
  const { ctx, t, to, services } = request;
  if (isOff(portal)) return { kind: 'nothing' };
  if (ctx.method !== 'POST') return { kind: 'redirect', to: to.portal('magic-link') };
  const { fields } = await readForm(ctx);
  const kept = keptOf(fields);
  const next = ownPathOr(request, fields.next ?? '');
  const answer = await services.magicLinks.withCode({
    portal,
    code: fields.code ?? '',
    browserToken: askingToken(request),
    ...signInOrigin(request),
  });
  if (answer.outcome !== 'closed' && answer.outcome !== 'limited')
    return linkAnswer(request, portal, answer, kept);
  const retryAfter = answer.outcome === 'limited' ? answer.retryAfter : 0;
  const text =
    retryAfter > 0 ? t('signIn.limited', { minutes: minutesOf(retryAfter) }) : t('magic.wrongCode');
  return mailboxPage(request, { next, kept, problems: [{ field: 'code', text }] }, retryAfter);
}

async function linkAnswer(
  request: SiteRequest,
  portal: PortalRecord,
  answer: LinkSignIn,
  kept: Kept,
): Promise<Answer> {
  switch (answer.outcome) {
    case 'signed-in':
      return signedInAnswer(request, portal, answer, { next: answer.next, kept });
    case 'waiting':
      return { kind: 'page', status: 403, html: waitingHtml(request) };
    default:
      return closedPage(request);
  }
}

function mailboxPage(
  request: SiteRequest,
  { next, kept, problems }: { next: string; kept: Kept; problems: Problem[] },
  retryAfter = 0,
): Answer {
  const { t, to } = request;
  const again = `${to.portal('sign-in')}?next=${encodeURIComponent(next)}`;
  const html = renderPage(request, {
    title: t('magic.title'),
    isError: problems.length > 0,
    children: (
      <FormShell title={t('magic.title')}>
        <Problems request={request} problems={problems} />
        <p>{t('magic.sent')}</p>
        <form method="post" action={to.portal('magic-link', 'code')} class="code">
          <input type="hidden" name="next" value={next} />
          <KeptFields kept={kept} />
          <Field
            id="code"
            label={t('magic.code')}
            type="tel"
            inputMode="numeric"
            autocomplete="one-time-code"
            help={t('magic.codeHelp')}
            problems={problems}
          />
          <button class="primary full">{t('signIn.button')}</button>
        </form>
        <p class="ways">
          <span>
            {t('magic.nothing')} <a href={again}>{t('magic.again')}</a>
          </span>
        </p>
      </FormShell>
    ),
  });
  const status = retryAfter > 0 ? 429 : problems.length > 0 ? 422 : 200;
  const headers = retryAfter > 0 ? retryHeader(retryAfter) : {};
  return { kind: 'page', status, html, headers, isUnlisted: true };
}

async function linkPage(
  request: SiteRequest,
  portal: PortalRecord,
  token: string,
): Promise<Answer> {
  const { t, to, services } = request;
  const open = await services.magicLinks.look(portal, token, askingToken(request));
  if (!open) return closedPage(request);
  const html = renderPage(request, {
    title: t('magic.openTitle', { portal: portal.name }),
    children: (
      <FormShell title={t('magic.openTitle', { portal: portal.name })}>
        <p>
          {t('magic.account')} <strong dir="ltr">{open.address}</strong>
        </p>
        <form method="post" action={to.portal('magic-link')}>
          <input type="hidden" name="token" value={token} />
          <Remember request={request} isChosen={open.remember} />
          <button class="primary full">{t('signIn.button')}</button>
        </form>
        <p class="help">{t('magic.notMe')}</p>
      </FormShell>
    ),
  });
  return { kind: 'page', status: 200, html, isUnlisted: true };
}

function closedPage(request: SiteRequest): Answer {
  const { t, to } = request;
  const html = renderPage(request, {
    title: t('signIn.title'),
    isError: true,
    children: (
      <FormShell title={t('signIn.title')}>
        <p>
          {t('magic.closed')} <a href={to.portal('sign-in')}>{t('magic.again')}</a>
        </p>
      </FormShell>
    ),
  });
  return { kind: 'page', status: 410, html, isUnlisted: true };
}
