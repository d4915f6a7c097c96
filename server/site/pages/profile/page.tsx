import type { CustomerSession } from '../../../services/types';
import { h } from '../../html';
import { FormToken } from '../../layout/form-token';
import { renderPage } from '../../layout/page';
import { Field, FormShell, Notice, Problems, Select, type Problem } from '../../layout/parts';
import { isMessageKey } from '../../messages';
import { PageError, type Answer, type SiteRequest } from '../../request';

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone')];

export const profilePage = (request: SiteRequest, session: CustomerSession): Answer => ({
  kind: 'page',
  status: 200,
  html: profileHtml(request, session, []),
});

export async function saveProfile(
  request: SiteRequest,
  session: CustomerSession,
  fields: Record<string, string>,
): Promise<Answer> {
  const { t, to, services } = request;
  const name = (fields.name ?? '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 190);
  const language = fields.language ?? '';
  const timeZone = fields.timeZone ?? '';
  const problems: Problem[] = [];
  if (name === '') problems.push({ field: 'name', text: t('error.name') });
  if (!session.viewer.portal.languages.includes(language))
    problems.push({ field: 'language', text: t('error.language') });
  if (!ZONES.includes(timeZone)) problems.push({ field: 'timeZone', text: t('error.timeZone') });
  if (problems.length > 0)
    return {
      kind: 'page',
      status: 422,
      html: profileHtml(request, session, problems, { name, language, timeZone }),
    };
  await services.profile.update(session.viewer, { name, language, timeZone });
  return { kind: 'redirect', to: `${to.portal('profile')}?done=saved` };
}

export async function changePassword(
  request: SiteRequest,
  session: CustomerSession,
  fields: Record<string, string>,
): Promise<Answer> {
  const { t, to, services, ctx } = request;
  const answer = await services.passwords.change({
    viewer: session.viewer,
    current: fields.current ?? '',
    password: fields.password ?? '',
    ip: ctx.ip,
  });
  if (answer.outcome === 'changed')
    return { kind: 'redirect', to: `${to.portal('profile')}?done=password` };
  if (answer.outcome === 'limited') throw new PageError(429, answer.retryAfter);
  const problem =
    answer.outcome === 'wrong'
      ? { field: 'current', text: t('error.current') }
      : {
          field: 'password',
          text: isMessageKey(answer.problem) ? t(answer.problem) : answer.problem,
        };
  return { kind: 'page', status: 422, html: profileHtml(request, session, [problem]) };
}

function profileHtml(
  request: SiteRequest,
  session: CustomerSession,
  problems: Problem[],
  typed: { name: string; language: string; timeZone: string } = session,
): string {
  const { t, to, language } = request;
  const names = new Intl.DisplayNames([language], { type: 'language' });
  return renderPage(request, {
    title: t('profile.title'),
    isError: problems.length > 0,
    current: 'profile',
    children: (
      <FormShell title={t('profile.title')}>
        <Notice request={request} />
        <Problems request={request} problems={problems} />
        <form method="post" action={to.portal('profile')}>
          <FormToken request={request} />
          <Field
            id="name"
            label={t('profile.name')}
            value={typed.name}
            autocomplete="name"
            problems={problems}
          />
          <Select id="language" label={t('profile.language')} problems={problems}>
            {session.viewer.portal.languages.map((one) => (
              <option value={one} selected={one === (typed.language || language)}>
                {names.of(one) ?? one}
              </option>
            ))}
          </Select>
          <Select
            id="timeZone"
            label={t('profile.timeZone')}
            problems={problems}
            data-zoneless={session.timeZone === ''}
          >
            {ZONES.map((zone) => (
              <option selected={zone === (typed.timeZone || 'UTC')}>{zone}</option>
            ))}
          </Select>
          <button class="primary">{t('profile.save')}</button>
        </form>
        <h2>{t('profile.password')}</h2>
        <form method="post" action={to.portal('profile', 'password')}>
          <FormToken request={request} />
          <input type="hidden" name="username" autocomplete="username" value={session.address} />
          <Field
            id="current"
            label={t('profile.current')}
            type="password"
            autocomplete="current-password"
            problems={problems}
          />
          <Field
            id="password"
            label={t('profile.new')}
            type="password"
            autocomplete="new-password"
            help={`${t('reset.rules')} ${t('profile.help')}`}
            problems={problems}
          />
          <button>{t('profile.change')}</button>
        </form>
      </FormShell>
    ),
  });
}
