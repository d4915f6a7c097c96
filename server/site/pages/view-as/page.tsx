import type { CustomerSession, PortalRecord } from '../../../services/types';
import { readForm } from '../../body';
import { sessionCookie } from '../../cookies';
import { h } from '../../html';
import { renderPage } from '../../layout/page';
import { FormShell } from '../../layout/parts';
import { PressForm } from '../../layout/press-form';
import { query, type Answer, type SiteRequest } from '../../request';
import { signInOrigin } from '../../sign-in-origin';

/** Where the link of an admin who looks as a customer leads: one button, since opening an address changes nothing. */
export async function viewAsPage(request: SiteRequest, portal: PortalRecord): Promise<Answer> {
  const { ctx, services, to } = request;
  if (ctx.method !== 'POST') {
    const token = query(request, 'token');
    return linkPage(request, token, await services.viewAs.isOpen(portal, token));
  }
  const { fields } = await readForm(ctx);
  const session = await services.viewAs.enter({
    portal,
    token: fields.token ?? '',
    ...signInOrigin(request),
  });
  if (session === null) return linkPage(request, '', false);
  return { kind: 'redirect', to: to.portal(), cookie: sessionCookie(portal.domain, session, 0) };
}

function linkPage(request: SiteRequest, token: string, isOpen: boolean): Answer {
  const { t, to } = request;
  const html = renderPage(request, {
    title: t('viewAs.title'),
    children: (
      <FormShell title={t('viewAs.title')}>
        {isOpen ? (
          <PressForm
            action={to.portal('view-as')}
            token={token}
            button={t('viewAs.button')}
            pressesItself
          >
            <p>{t('viewAs.text')}</p>
          </PressForm>
        ) : (
          <p>{t('viewAs.closed')}</p>
        )}
      </FormShell>
    ),
  });
  return { kind: 'page', status: isOpen ? 200 : 410, html, isUnlisted: true };
}

/** What somebody who only looks gets for every form: nothing of it was read. */
export function onlyLookingPage(request: SiteRequest, { name }: CustomerSession): Answer {
  const { t, to } = request;
  const html = renderPage(request, {
    title: t('viewAs.onlyLooking'),
    isError: true,
    children: (
      <FormShell title={t('viewAs.onlyLooking')}>
        <p>{t('viewAs.nothingChanged', { name })}</p>
        <p>
          <a href={to.portal()}>{t('viewAs.back')}</a>
        </p>
      </FormShell>
    ),
  });
  return { kind: 'page', status: 403, html, isUnlisted: true };
}
