import type { OpenRegistration } from '../../../services/registration';
import type { PortalRecord } from '../../../services/types';
import { h } from '../../html';
import { renderPage } from '../../layout/page';
import { FormShell, type Problem } from '../../layout/parts';
import { PressForm } from '../../layout/press-form';
import type { Answer, SiteRequest } from '../../request';
import { signInOrigin } from '../../sign-in-origin';
import { AccountForm, readAccountForm } from './account-form';
import { arrivalOf } from './arrival';
import { ask, askPage } from './ask';
import type { RegisterPart } from './part';

/** Registering by oneself: the address is asked for, a mail confirms it, and behind its link the account is made. */
export const registrationPart: RegisterPart = {
  async show(request, portal, token) {
    if (token === '') return askPage(request, portal);
    const open = await request.services.registration.find(portal, token);
    return open && openPage(request, portal, token, open);
  },

  async take(request, portal, fields) {
    const { services, language, to } = request;
    if (fields.token === undefined) return ask(request, portal, fields);
    const { token } = fields;
    const open = await services.registration.find(portal, token);
    if (!open) return null;
    const isJoining = open.way === 'join';
    // A contact that is there keeps its name.
    const named = open.name === '' ? fields : { ...fields, name: open.name };
    const { account, problems } = isJoining
      ? { account: { name: open.name, password: '', usesLinks: true }, problems: [] }
      : await readAccountForm(request, portal, named, open.address);
    if (problems.length > 0) return openPage(request, portal, token, open, { account, problems });
    const finished = await services.registration.finish({
      portal,
      token,
      name: account.name,
      password: account.usesLinks ? null : account.password,
      language,
      origin: signInOrigin(request),
    });
    if (finished.outcome === 'closed') return null;
    if (finished.outcome === 'waiting')
      return { kind: 'redirect', to: `${to.portal('register')}?done=waiting` };
    return arrivalOf(request, finished);
  },
};

function openPage(
  request: SiteRequest,
  portal: PortalRecord,
  token: string,
  { address, name, way }: OpenRegistration,
  sent?: { account: { name: string; usesLinks: boolean }; problems: Problem[] },
): Answer {
  const { t, to } = request;
  const problems = sent?.problems ?? [];
  const html = renderPage(request, {
    title: t('registration.finishTitle'),
    isError: problems.length > 0,
    children: (
      <FormShell title={t('registration.finishTitle')}>
        {way === 'join' ? (
          <PressForm
            action={to.portal('register')}
            token={token}
            button={t('registration.joinButton', { portal: portal.name })}
          >
            <p>{t('registration.join', { portal: portal.name, address })}</p>
          </PressForm>
        ) : (
          <div>
            <p>{t('registration.finishIntro', { company: portal.company })}</p>
            <AccountForm
              request={request}
              portal={portal}
              token={token}
              address={address}
              typed={sent?.account ?? { name, usesLinks: false }}
              isNameKnown={name !== ''}
              problems={problems}
              button={t('registration.finishButton')}
            />
          </div>
        )}
      </FormShell>
    ),
  });
  return { kind: 'page', status: problems.length > 0 ? 422 : 200, html, isUnlisted: true };
}
