import type { OpenSiteAccount } from '../../../services/site-accounts';
import type { PortalRecord } from '../../../services/types';
import { readDeviceToken } from '../../cookies';
import { h } from '../../html';
import { renderPage } from '../../layout/page';
import { FormShell, type Problem } from '../../layout/parts';
import { PressForm } from '../../layout/press-form';
import type { Answer, SiteRequest } from '../../request';
import { signInOrigin } from '../../sign-in-origin';
import { AccountForm, readAccountForm } from './account-form';
import { arrivalOf } from './arrival';
import type { RegisterPart } from './part';

const browserOf = ({ ctx, place }: SiteRequest) => readDeviceToken(place.domain, ctx.get('cookie'));

/** Confirming the address of an account that the site has already: in the browser that knew its password, one press. */
export const siteAccountPart: RegisterPart = {
  async show(request, portal, token) {
    const { siteAccounts } = request.services;
    const open = await siteAccounts.findConfirming(portal, token, browserOf(request));
    return open && openPage(request, portal, token, open, []);
  },

  async take(request, portal, fields) {
    const { services, language } = request;
    const { token = '' } = fields;
    const open = await services.siteAccounts.findConfirming(portal, token, browserOf(request));
    if (!open) return null;
    const { account, problems } = open.keepsPassword
      ? { account: { usesLinks: true, password: '' }, problems: [] }
      : await readAccountForm(request, portal, { ...fields, name: open.name }, open.address);
    if (problems.length > 0) return openPage(request, portal, token, open, problems, account);
    const session = await services.siteAccounts.confirm({
      portal,
      token,
      browserToken: browserOf(request),
      password: account.usesLinks ? null : account.password,
      language,
      origin: signInOrigin(request),
    });
    return session === null ? null : arrivalOf(request, { outcome: 'entered', token: session });
  },
};

function openPage(
  request: SiteRequest,
  portal: PortalRecord,
  token: string,
  { address, name, keepsPassword }: OpenSiteAccount,
  problems: Problem[],
  typed: { usesLinks: boolean; password: string } = { usesLinks: false, password: '' },
): Answer {
  const { t, to } = request;
  const html = renderPage(request, {
    title: t('registration.finishTitle'),
    isError: problems.length > 0,
    children: (
      <FormShell title={t('registration.finishTitle')}>
        {keepsPassword ? (
          <PressForm
            action={to.portal('register')}
            token={token}
            button={t('registration.joinButton', { portal: portal.name })}
          >
            <p>{t('registration.siteAccount', { address, company: portal.company })}</p>
          </PressForm>
        ) : (
          <div>
            <p>{t('registration.siteAccountElsewhere', { address, company: portal.company })}</p>
            <AccountForm
              request={request}
              portal={portal}
              token={token}
              address={address}
              typed={{ name, usesLinks: typed.usesLinks }}
              isNameKnown
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
