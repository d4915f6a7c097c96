import { offeredProviders, onlyProviders } from '../../../services/provider-choice';
import type { CustomerSession } from '../../../services/types';
import { isOwnPath } from '../../addresses';
import { Fragment, h } from '../../html';
import { FormToken } from '../../layout/form-token';
import { renderPage } from '../../layout/page';
import { Field, FormShell, Notice, Problems, type Problem } from '../../layout/parts';
import { PasswordField } from '../../layout/password-field';
import { ProviderLinks } from '../sso/providers';
import { renewedCookie } from '../../proof-gate';
import { minutesOf, query, retryHeader, type Answer, type SiteRequest } from '../../request';
import { PasskeyForm } from '../passkeys/give';
import { giveFactor } from '../second-factor/forms';
import { proveByFactor, proveByFactorPage } from './by-factor';

const nextOf = ({ place, to }: SiteRequest, next: string): string =>
  isOwnPath(place.domain, next) ? next : to.portal('profile');

/**
 * Asks again who it is (attacks 30): by the second factor where that is on, else by the password, or by a code that goes to the
 * account's address.
 */
export async function proveItPage(request: SiteRequest, session: CustomerSession): Promise<Answer> {
  const next = nextOf(request, query(request, 'next'));
  if ((await request.services.proofs.ways(session)).hasFactor)
    return proveByFactorPage(request, session, next);
  const html = await proveItHtml(request, session, next, []);
  return { kind: 'page', status: 200, html };
}

export async function proveIt(
  request: SiteRequest,
  session: CustomerSession,
  fields: Record<string, string>,
): Promise<Answer> {
  const { t, to, ctx, services } = request;
  const next = nextOf(request, fields.next ?? '');
  if ((await services.proofs.ways(session)).hasFactor)
    return fields.way === undefined
      ? proveByFactorPage(request, session, next, { status: 403, way: '' })
      : proveByFactor(request, session, next, fields);
  if (fields.way === 'passkey') return proveByPasskey(request, session, next, fields);
  if (fields.send === 'code') {
    const sent = await services.proofs.sendCode(session, ctx.ip);
    if (sent.outcome === 'limited') return limited(request, session, next, sent.retryAfter);
    const back = encodeURIComponent(next);
    return { kind: 'redirect', to: `${to.portal('prove-it')}?next=${back}&done=code` };
  }
  const isCode = fields.code !== undefined;
  const answer = isCode
    ? await services.proofs.withCode(session, fields.code ?? '')
    : await services.proofs.withPassword(session, fields.password ?? '', ctx.ip);
  if (answer.outcome === 'limited') return limited(request, session, next, answer.retryAfter);
  if (answer.outcome === 'proven')
    return { kind: 'redirect', to: next, cookie: renewedCookie(request, session, answer.token) };
  const key =
    answer.outcome === 'closed'
      ? 'proof.closed'
      : isCode
        ? 'proof.wrongCode'
        : 'proof.wrongPassword';
  const field = isCode ? (answer.outcome === 'closed' ? 'send' : 'code') : 'password';
  const html = await proveItHtml(request, session, next, [{ field, text: t(key) }]);
  return { kind: 'page', status: 422, html };
}

/** A passkey proves it, too, where it is not the second factor. */
async function proveByPasskey(
  request: SiteRequest,
  session: CustomerSession,
  next: string,
  fields: Record<string, string>,
): Promise<Answer> {
  const given = await giveFactor(request, session, fields);
  if (given.outcome === 'limited') return limited(request, session, next, given.retryAfter);
  if (given.outcome === 'given')
    return { kind: 'redirect', to: next, cookie: renewedCookie(request, session, given.token) };
  const problems = [{ field: 'passkey', text: request.t('factor.wrongPasskey') }];
  const html = await proveItHtml(request, session, next, problems);
  return { kind: 'page', status: 422, html };
}

async function limited(
  request: SiteRequest,
  session: CustomerSession,
  next: string,
  wait: number,
): Promise<Answer> {
  const text = request.t('proof.limited', { minutes: minutesOf(wait) });
  const html = await proveItHtml(request, session, next, [{ field: 'send', text }]);
  return { kind: 'page', status: 429, html, headers: retryHeader(wait) };
}

/** Whoever came by a provider shows there once more who he is, and comes back to this portal's page. */
function ByProvider({
  request,
  session: { method, viewer, address },
  next,
}: {
  request: SiteRequest;
  session: CustomerSession;
  next: string;
}) {
  const isVouchedFor = method === 'oidc' || method === 'saml';
  const own = onlyProviders(viewer.portal, address) ?? offeredProviders(viewer.portal);
  const providers = isVouchedFor ? own : [];
  if (providers.length === 0) return null;
  return (
    <div>
      <p>{request.t('sso.prove')}</p>
      <ProviderLinks request={request} providers={providers} next={next} />
    </div>
  );
}

async function proveItHtml(
  request: SiteRequest,
  session: CustomerSession,
  next: string,
  problems: Problem[],
): Promise<string> {
  const { t, to, services } = request;
  const { hasPassword, isCodeOpen } = await services.proofs.ways(session);
  const asksCode = isCodeOpen && !problems.some(({ field }) => field === 'send');
  const { address } = session;
  const hasPasskey = (await services.passkeys.list(session)).length > 0;
  return renderPage(request, {
    title: t('proof.title'),
    isError: problems.length > 0,
    current: 'profile',
    children: (
      <FormShell title={t('proof.title')}>
        <Notice request={request} />
        <p>{t('proof.intro')}</p>
        <Problems request={request} problems={problems} />
        <ByProvider request={request} session={session} next={next} />
        {asksCode && (
          <form method="post" action={to.portal('prove-it')}>
            <FormToken request={request} />
            <input type="hidden" name="next" value={next} />
            <Field
              id="code"
              label={t('proof.code')}
              inputMode="numeric"
              autocomplete="one-time-code"
              help={t('proof.codeHelp', { address })}
              problems={problems}
            />
            <button class="primary">{t('proof.button')}</button>
          </form>
        )}
        {hasPassword && (
          <>
            {asksCode && <h2>{t('proof.orPassword')}</h2>}
            <form method="post" action={to.portal('prove-it')}>
              <FormToken request={request} />
              <input type="hidden" name="next" value={next} />
              <input type="hidden" name="username" autocomplete="username" value={address} />
              <PasswordField request={request} label={t('proof.password')} problems={problems} />
              <button class={asksCode ? undefined : 'primary'}>{t('proof.button')}</button>
            </form>
          </>
        )}
        {hasPasskey && (
          <PasskeyForm
            request={request}
            action={to.portal('prove-it')}
            isPrimary={false}
            problems={problems}
          >
            <FormToken request={request} />
            <input type="hidden" name="way" value="passkey" />
            <input type="hidden" name="next" value={next} />
          </PasskeyForm>
        )}
        <form method="post" action={to.portal('prove-it')} class="aside">
          <FormToken request={request} />
          <input type="hidden" name="next" value={next} />
          <p id="send-help">
            {asksCode
              ? t('proof.noCode')
              : t(hasPassword ? 'proof.noPassword' : 'proof.byMail', { address })}
          </p>
          <button
            id="send"
            name="send"
            value="code"
            class={hasPassword || asksCode ? undefined : 'primary'}
            aria-describedby="send-help"
          >
            {t(asksCode ? 'proof.again' : 'proof.send')}
          </button>
        </form>
      </FormShell>
    ),
  });
}
