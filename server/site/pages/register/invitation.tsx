import type { OpenInvitation } from '../../../services/invitation-accepting';
import { onlyProviders } from '../../../services/provider-choice';
import type { PortalRecord, ProviderRecord } from '../../../services/types';
import { h } from '../../html';
import { renderPage } from '../../layout/page';
import { FormShell, type Problem } from '../../layout/parts';
import { PressForm } from '../../layout/press-form';
import type { Answer, SiteRequest } from '../../request';
import { signInOrigin } from '../../sign-in-origin';
import { SystemText } from '../../system-texts';
import { ProviderButtons } from '../sso/providers';
import { AccountForm, readAccountForm } from './account-form';
import { arrivalOf } from './arrival';
import type { RegisterPart } from './part';

/** Where an invitation or a registration link leads: whom it is for, and what is left to choose. */
export const invitationPart: RegisterPart = {
  async show(request, portal, token) {
    const open = await request.services.invitationAccepting.find(portal, token);
    return open && page(request, portal, token, open);
  },

  async take(request, portal, fields) {
    const { services, language } = request;
    const token = fields.token ?? '';
    const open = await services.invitationAccepting.find(portal, token);
    if (!open) return null;
    // Nothing is left to choose: signing in there accepts the invitation.
    if (onlyProviders(portal, open.address)) return page(request, portal, token, open);
    const { account, problems } = open.isKnown
      ? { account: { name: open.name, password: '', usesLinks: true }, problems: [] }
      : await readAccountForm(request, portal, fields, open.address);
    if (problems.length > 0) return page(request, portal, token, open, { account, problems });
    const accepted = await services.invitationAccepting.accept({
      portal,
      token,
      name: account.name,
      password: account.usesLinks ? null : account.password,
      language,
      origin: signInOrigin(request),
    });
    return accepted.outcome === 'closed' ? null : arrivalOf(request, accepted, 'registered');
  },
};

/** Whoever signs in at the provider has accepted the invitation (services/memberships.ts). */
function ByProvider({
  request,
  providers,
  address,
}: {
  request: SiteRequest;
  providers: readonly ProviderRecord[];
  address: string;
}) {
  const { t, to } = request;
  return (
    <div>
      <p>
        {t('sso.invited')} <b dir="ltr">{address}</b>
      </p>
      {providers.length === 0 ? (
        <p class="notice">{t('sso.none')}</p>
      ) : (
        <form method="post" action={to.portal('sso', providers[0]?.id ?? '')}>
          <input type="hidden" name="email" value={address} />
          <ProviderButtons request={request} providers={providers} isPrimary />
        </form>
      )}
    </div>
  );
}

function page(
  request: SiteRequest,
  portal: PortalRecord,
  token: string,
  { address, name, isKnown, joins }: OpenInvitation,
  sent?: { account: { name: string; usesLinks: boolean }; problems: Problem[] },
): Answer {
  const { t, to } = request;
  const problems = sent?.problems ?? [];
  const only = onlyProviders(portal, address);
  const title = t('invitation.title', { portal: portal.name });
  const html = renderPage(request, {
    title,
    isError: problems.length > 0,
    children: (
      <FormShell title={title}>
        <SystemText
          request={request}
          page="register"
          otherwise={t('invitation.intro', { company: portal.company })}
        />
        {joins !== '' && <p class="notice">{t('invitation.joins', { company: joins })}</p>}
        {only ? (
          <ByProvider request={request} providers={only} address={address} />
        ) : isKnown ? (
          <PressForm action={to.portal('register')} token={token} button={t('invitation.join')}>
            <p>
              {t('invitation.known')} <b dir="ltr">{address}</b>
            </p>
          </PressForm>
        ) : (
          <AccountForm
            request={request}
            portal={portal}
            token={token}
            address={address}
            typed={sent?.account ?? { name, usesLinks: false }}
            problems={problems}
            button={t('invitation.button', { portal: portal.name })}
          />
        )}
      </FormShell>
    ),
  });
  return { kind: 'page', status: problems.length > 0 ? 422 : 200, html, isUnlisted: true };
}
