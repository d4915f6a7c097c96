import type { PortalRecord } from '../../../services/types';
import { readForm } from '../../body';
import { sessionCookie } from '../../cookies';
import { h } from '../../html';
import { renderPage } from '../../layout/page';
import { FormShell } from '../../layout/parts';
import { PressForm } from '../../layout/press-form';
import { query, type Answer, type SiteRequest } from '../../request';
import { signInOrigin } from '../../sign-in-origin';

/**
 * Where an admin's link to try the portal leads: one button, since opening an address changes nothing. With the script it
 * presses itself.
 */
export async function testVisitPage(request: SiteRequest, portal: PortalRecord): Promise<Answer> {
  const { ctx, place, services, to } = request;
  if (ctx.method !== 'POST') {
    const token = query(request, 'token');
    return page(request, token, await services.signIn.isTestLinkOpen(portal, token));
  }
  const { fields } = await readForm(ctx);
  const session = await services.signIn.withTestLink({
    portal,
    token: fields.token ?? '',
    ...signInOrigin(request),
  });
  if (session === null) return page(request, '', false);
  return { kind: 'redirect', to: to.portal(), cookie: sessionCookie(place.domain, session, 0) };
}

function page(request: SiteRequest, token: string, isOpen: boolean): Answer {
  const { t, to } = request;
  const html = renderPage(request, {
    title: t('testVisit.title'),
    children: (
      <FormShell title={t('testVisit.title')}>
        {isOpen ? (
          <PressForm
            action={to.portal('test-visit')}
            token={token}
            button={t('testVisit.button')}
            pressesItself
          >
            <p>{t('testVisit.text')}</p>
          </PressForm>
        ) : (
          <p>{t('testVisit.closed')}</p>
        )}
      </FormShell>
    ),
  });
  return { kind: 'page', status: isOpen ? 200 : 410, html, isUnlisted: true };
}
