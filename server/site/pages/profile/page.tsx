import { ownNameOf } from '../../../rules/languages';
import { ownName } from '../../../rules/own-name';
import type { CustomerSession } from '../../../services/types';
import { h } from '../../html';
import { FormToken } from '../../layout/form-token';
import { Field, Select, type Problem } from '../../layout/parts';
import type { Answer, SiteRequest } from '../../request';
import { profilePart } from './shell';

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone')];

export const profilePage = (request: SiteRequest, session: CustomerSession): Answer =>
  namePage(request, session, []);

export async function saveProfile(
  request: SiteRequest,
  session: CustomerSession,
  fields: Record<string, string>,
): Promise<Answer> {
  const { t, to, services } = request;
  const name = ownName(fields.name ?? '');
  const language = fields.language ?? '';
  const timeZone = fields.timeZone ?? '';
  const problems: Problem[] = [];
  if (name === '') problems.push({ field: 'name', text: t('error.name') });
  if (!session.viewer.portal.languages.includes(language))
    problems.push({ field: 'language', text: t('error.language') });
  if (!ZONES.includes(timeZone)) problems.push({ field: 'timeZone', text: t('error.timeZone') });
  if (problems.length > 0)
    return namePage(request, session, problems, { name, language, timeZone });
  await services.profile.update(session.viewer, { name, language, timeZone });
  return { kind: 'redirect', to: `${to.portal('profile')}?done=saved` };
}

/** Name, language and time zone. */
function namePage(
  request: SiteRequest,
  session: CustomerSession,
  problems: Problem[],
  typed: { name: string; language: string; timeZone: string } = session,
): Answer {
  const { t, to, language } = request;
  return profilePart(request, session, {
    part: 'profile',
    title: t('profile.title'),
    problems,
    children: (
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
            <option value={one} lang={one} selected={one === (typed.language || language)}>
              {ownNameOf(one)}
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
    ),
  });
}
