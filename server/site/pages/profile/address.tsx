import { onlyProviders } from '../../../services/provider-choice';
import type { CustomerSession } from '../../../services/types';
import { h } from '../../html';
import { FormToken } from '../../layout/form-token';
import { Field, type Problem } from '../../layout/parts';
import { requireProof } from '../../proof-gate';
import { minutesOf, retryHeader, type Answer, type SiteRequest } from '../../request';
import { profilePart } from './shell';

const isNamedElsewhere = ({ viewer, address }: CustomerSession): boolean =>
  onlyProviders(viewer.portal, address) !== null;

export const addressPage = (request: SiteRequest, session: CustomerSession): Answer =>
  isNamedElsewhere(session)
    ? fixedPage(request, session)
    : (requireProof(request, session) ?? page(request, session, []));

/** Who signs in at an identity provider has the address that it names. */
function fixedPage(request: SiteRequest, session: CustomerSession): Answer {
  const { t } = request;
  return profilePart(request, session, {
    part: 'profile/address',
    title: t('address.title'),
    children: (
      <div>
        <p>
          {t('address.present')} <bdi class="strong">{session.address}</bdi>
        </p>
        <p>{t('address.named')}</p>
      </div>
    ),
  });
}

export async function askAddress(
  request: SiteRequest,
  session: CustomerSession,
  fields: Record<string, string>,
): Promise<Answer> {
  const { t, to, ctx, services } = request;
  if (isNamedElsewhere(session)) return fixedPage(request, session);
  const unproven = requireProof(request, session);
  if (unproven) return unproven;
  const address = fields.address ?? '';
  const answer = await services.addressChanges.ask(session, { address, ip: ctx.ip });
  if (answer.outcome === 'asked')
    return { kind: 'redirect', to: `${to.portal('profile', 'address')}?done=address-asked` };
  const isLimited = answer.outcome === 'limited';
  const text = isLimited
    ? t('proof.limited', { minutes: minutesOf(answer.retryAfter) })
    : t(answer.problem);
  return page(
    request,
    session,
    [{ field: 'address', text }],
    address,
    isLimited ? answer.retryAfter : 0,
  );
}

function page(
  request: SiteRequest,
  session: CustomerSession,
  problems: Problem[],
  typed = '',
  wait = 0,
): Answer {
  const { t, to } = request;
  return profilePart(request, session, {
    part: 'profile/address',
    title: t('address.title'),
    problems,
    ...(wait > 0 ? { status: 429, headers: retryHeader(wait) } : {}),
    children: (
      <form method="post" action={to.portal('profile', 'address')}>
        <FormToken request={request} />
        <p>
          {t('address.present')} <bdi class="strong">{session.address}</bdi>
        </p>
        <p>{t('address.intro')}</p>
        <Field
          id="address"
          label={t('address.new')}
          type="email"
          value={typed}
          autocomplete="email"
          problems={problems}
        />
        <button class="primary">{t('address.button')}</button>
      </form>
    ),
  });
}
