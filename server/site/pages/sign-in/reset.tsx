import type { PortalRecord } from '../../../services/types';
import { readForm } from '../../body';
import { h } from '../../html';
import { renderPage } from '../../layout/page';
import { Field, FormShell, Notice, Problems, type Problem } from '../../layout/parts';
import { PasswordField } from '../../layout/password-field';
import { minutesOf, query, retryHeader, type Answer, type SiteRequest } from '../../request';
import { signInOrigin } from '../../sign-in-origin';
import { begin } from '../sso/page';

/** Asking for a link to choose a new password; not there where the portal takes no passwords. */
export async function forgottenPasswordPage(
  request: SiteRequest,
  portal: PortalRecord,
): Promise<Answer> {
  const { ctx, t, to, services } = request;
  if (!portal.settings.access.password) return { kind: 'nothing' };
  if (ctx.method !== 'POST') return { kind: 'page', status: 200, html: askHtml(request, '', []) };
  const { fields } = await readForm(ctx);
  const address = (fields.email ?? '').slice(0, 400);
  const { ip, deviceToken } = signInOrigin(request);
  const answer = await services.passwords.askReset({ portal, address, ip, deviceToken });
  if (answer.outcome === 'asked')
    return { kind: 'redirect', to: `${to.portal('forgotten-password')}?done=asked` };
  if (answer.outcome === 'elsewhere') {
    const asked = { next: to.portal(), remember: false, address, kept: {} };
    return begin(request, portal, answer.provider, asked);
  }
  const text = t('signIn.mailLimited', { minutes: minutesOf(answer.retryAfter) });
  return {
    kind: 'page',
    status: 429,
    html: askHtml(request, address, [{ field: 'email', text }]),
    headers: retryHeader(answer.retryAfter),
  };
}

function askHtml(request: SiteRequest, address: string, problems: Problem[]): string {
  const { t, to } = request;
  return renderPage(request, {
    title: t('forgotten.title'),
    isError: problems.length > 0,
    children: (
      <FormShell title={t('forgotten.title')}>
        <Problems request={request} problems={problems} />
        {query(request, 'done') === 'asked' ? (
          <Notice request={request} />
        ) : (
          <form method="post" action={to.portal('forgotten-password')}>
            <p>{t('forgotten.intro')}</p>
            <Field
              id="email"
              label={t('signIn.email')}
              type="email"
              value={address}
              autocomplete="username"
              problems={problems}
            />
            <button class="primary full">{t('forgotten.button')}</button>
          </form>
        )}
        <p class="ways">
          <a href={to.portal('sign-in')}>{t('signIn.back')}</a>
        </p>
      </FormShell>
    ),
  });
}

/** Where the link of the mail leads: looking changes nothing, the form uses it up. */
export async function resetPasswordPage(
  request: SiteRequest,
  portal: PortalRecord,
): Promise<Answer> {
  const { ctx, to, services } = request;
  if (!portal.settings.access.password) return { kind: 'nothing' };
  if (ctx.method !== 'POST') return resetPage(request, portal, query(request, 'token'), []);
  const { fields } = await readForm(ctx);
  const token = fields.token ?? '';
  const answer = await services.passwords.reset({ portal, token, password: fields.password ?? '' });
  if (answer.outcome === 'changed')
    return { kind: 'redirect', to: `${to.portal('sign-in')}?done=password` };
  const problems =
    answer.outcome === 'refused' ? [{ field: 'password', text: request.t(answer.problem) }] : [];
  return resetPage(request, portal, token, problems);
}

async function resetPage(
  request: SiteRequest,
  portal: PortalRecord,
  token: string,
  problems: Problem[],
): Promise<Answer> {
  const { t, to, services } = request;
  const owner = await services.passwords.lookAtReset(portal, token);
  const html = renderPage(request, {
    title: t('reset.title'),
    isError: problems.length > 0,
    children: (
      <FormShell title={t('reset.title')}>
        <Problems request={request} problems={problems} />
        {owner ? (
          <form method="post" action={to.portal('reset-password')}>
            <input type="hidden" name="token" value={token} />
            <Field
              id="email"
              label={t('signIn.email')}
              type="email"
              value={owner.address}
              autocomplete="username"
              readOnly
              required={false}
            />
            <PasswordField
              request={request}
              label={t('profile.new')}
              owner={owner}
              problems={problems}
            />
            <button class="primary full">{t('reset.button')}</button>
          </form>
        ) : (
          <p>
            {t('reset.closed')} <a href={to.portal('forgotten-password')}>{t('reset.again')}</a>
          </p>
        )}
      </FormShell>
    ),
  });
  return { kind: 'page', status: owner ? (problems.length > 0 ? 422 : 200) : 410, html };
}
