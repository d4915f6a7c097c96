import type { AddressAnswered, OpenChange } from '../../../services/address-changes';
import type { PortalRecord } from '../../../services/types';
import { readForm } from '../../body';
import { sessionCookie } from '../../cookies';
import { h } from '../../html';
import { renderPage } from '../../layout/page';
import { FormShell, Notice } from '../../layout/parts';
import { renewedCookie } from '../../proof-gate';
import { query, type Answer, type SiteRequest } from '../../request';

/** Said after the redirect, when the link has done its work. */
const DONE = ['address-agreed', 'address-changed', 'address-stopped'];

/**
 * Where the mails of a change of address lead: what is to change, and two buttons. Opening it changes nothing, since
 * programs open the links of mails too.
 */
export async function confirmAddressPage(
  request: SiteRequest,
  portal: PortalRecord,
): Promise<Answer> {
  const { ctx, services, session } = request;
  const viewer = session?.viewer ?? null;
  if (ctx.method !== 'POST') {
    if (DONE.includes(query(request, 'done'))) return donePage(request);
    const token = query(request, 'token');
    const change = await services.addressChanges.find(portal, token, viewer);
    return change ? askPage(request, portal, token, change) : closedPage(request);
  }
  const { fields } = await readForm(ctx);
  const token = fields.token ?? '';
  const answer =
    fields.answer === 'stop'
      ? await services.addressChanges.stop(portal, token, viewer)
      : fields.answer === 'agree'
        ? await services.addressChanges.agree(portal, token, viewer)
        : ({ outcome: 'closed' } as const);
  return answered(request, answer);
}

function answered(request: SiteRequest, answer: AddressAnswered): Answer {
  if (answer.outcome === 'closed') return closedPage(request);
  const { to, session, place } = request;
  const there = `${to.portal('confirm-address')}?done=address-${answer.outcome}`;
  if (answer.outcome !== 'changed' || !session) return { kind: 'redirect', to: there };
  const cookie =
    answer.token === ''
      ? sessionCookie(place.domain, '', -1)
      : renewedCookie(request, session, answer.token);
  return { kind: 'redirect', to: there, cookie };
}

function askPage(
  request: SiteRequest,
  { name }: PortalRecord,
  token: string,
  change: OpenChange,
): Answer {
  const { t, to } = request;
  const isOld = change.side === 'old';
  const html = renderPage(request, {
    title: t('address.confirmTitle'),
    children: (
      <FormShell title={t('address.confirmTitle')}>
        <p>{t(isOld ? 'address.askOld' : 'address.askNew', { name: change.name, portal: name })}</p>
        <dl class="facts">
          <dt>{t('address.from')}</dt>
          <dd>
            <bdi>{isOld ? change.from : hiddenPart(change.from)}</bdi>
          </dd>
          <dt>{t('address.to')}</dt>
          <dd>
            <bdi>{change.to}</bdi>
          </dd>
        </dl>
        <p>{t(change.isLast ? 'address.last' : 'address.first')}</p>
        <form method="post" action={to.portal('confirm-address')} class="goes-on">
          <input type="hidden" name="token" value={token} />
          <button class="primary" name="answer" value="agree">
            {t('address.agree')}
          </button>
          <button name="answer" value="stop">
            {t('address.stop')}
          </button>
        </form>
        {isOld && <p class="help">{t('address.notMe')}</p>}
      </FormShell>
    ),
  });
  return { kind: 'page', status: 200, html, isUnlisted: true };
}

/** Whoever has the new address need not know the old one: it may be a mistyped address of a stranger. */
const hiddenPart = (address: string): string =>
  `${address.slice(0, 1)}…${address.slice(address.lastIndexOf('@'))}`;

function donePage(request: SiteRequest): Answer {
  const { t, to, session } = request;
  const html = renderPage(request, {
    title: t('address.confirmTitle'),
    children: (
      <FormShell title={t('address.confirmTitle')}>
        <Notice request={request} />
        <p>
          {session ? (
            <a href={to.portal('profile')}>{t('address.toProfile')}</a>
          ) : (
            <a href={to.portal('sign-in')}>{t('signIn.title')}</a>
          )}
        </p>
      </FormShell>
    ),
  });
  return { kind: 'page', status: 200, html, isUnlisted: true };
}

function closedPage(request: SiteRequest): Answer {
  const { t, to } = request;
  const html = renderPage(request, {
    title: t('address.confirmTitle'),
    children: (
      <FormShell title={t('address.confirmTitle')}>
        <p>{t('address.closed')}</p>
        <p>
          <a href={to.portal()}>{t('page.home')}</a>
        </p>
      </FormShell>
    ),
  });
  return { kind: 'page', status: 410, html, isUnlisted: true };
}
