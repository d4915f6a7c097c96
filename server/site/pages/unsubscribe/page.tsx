import type { PortalRecord } from '../../../services/types';
import { readForm } from '../../body';
import { h, type Child } from '../../html';
import { renderPage } from '../../layout/page';
import { FormShell } from '../../layout/parts';
import { query, type Answer, type SiteRequest } from '../../request';

/**
 * Where the link at the end of a mail leads: a button, since programs open the links of mails too. Nothing of the ticket is
 * shown, and nothing tells whether it is still there. It answers while the portal is paused too.
 */
export function unsubscribePage(request: SiteRequest, portal: PortalRecord): Answer {
  const token = query(request, 'token');
  if (!request.services.mailMuting.isOpen(portal, token)) return brokenPage(request);
  const { t, to } = request;
  return page(request, 200, [
    <p>{t('unsubscribe.ask')}</p>,
    <form method="post" action={`${to.portal('unsubscribe')}?token=${encodeURIComponent(token)}`}>
      <button class="primary">{t('unsubscribe.button')}</button>
    </form>,
    <ToSettings request={request} />,
  ]);
}

/** The page's button, and what mail programs send when their own is pressed (RFC 8058): without our page, Origin or cookie. */
export async function unsubscribe(request: SiteRequest, portal: PortalRecord): Promise<Answer> {
  const { ctx, services, t } = request;
  // The token stands in the address, where mail programs leave it; the form itself says nothing that counts.
  await readForm(ctx);
  if (!(await services.mailMuting.mute(portal, query(request, 'token'))))
    return brokenPage(request);
  return page(request, 200, [
    <p class="notice" role="status">
      {t('unsubscribe.done')}
    </p>,
    <p>{t('unsubscribe.undo')}</p>,
    <ToSettings request={request} />,
  ]);
}

const brokenPage = (request: SiteRequest): Answer =>
  page(request, 404, [<p>{request.t('unsubscribe.broken')}</p>, <ToSettings request={request} />]);

function page(request: SiteRequest, status: number, children: Child): Answer {
  const title = request.t('unsubscribe.title');
  const html = renderPage(request, {
    title,
    children: <FormShell title={title}>{children}</FormShell>,
  });
  return { kind: 'page', status, html, isUnlisted: true };
}

/** Nothing while the portal is paused: those pages rest as well. */
function ToSettings({ request: { place, t, to } }: { request: SiteRequest }) {
  if (place.portal?.state !== 'live') return null;
  return (
    <p>
      <a href={to.portal('profile', 'notifications')}>{t('unsubscribe.settings')}</a>
    </p>
  );
}
