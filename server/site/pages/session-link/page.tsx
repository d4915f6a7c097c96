import type { PortalRecord } from '../../../services/types';
import type { OpenSessionLink } from '../../../services/session-links';
import { readForm } from '../../body';
import { sessionCookie } from '../../cookies';
import { h } from '../../html';
import { renderPage } from '../../layout/page';
import { FormShell } from '../../layout/parts';
import { query, type Answer, type SiteRequest } from '../../request';
import { signInOrigin } from '../../sign-in-origin';

/**
 * Where the site sends its visitor who is signed in there: a button that names the account, since opening an address changes
 * nothing, and since a link that somebody else made must not sign its reader in unseen.
 */
export async function sessionLinkPage(request: SiteRequest, portal: PortalRecord): Promise<Answer> {
  const { ctx, place, services, to } = request;
  if (ctx.method !== 'POST') {
    const token = query(request, 'token');
    return page(request, token, await services.sessionLinks.find(portal, token));
  }
  const { fields } = await readForm(ctx);
  const { token = '' } = fields;
  const session = await services.sessionLinks.open(portal, token, signInOrigin(request));
  if (session === null) return page(request, '', null);
  return { kind: 'redirect', to: to.portal(), cookie: sessionCookie(place.domain, session, 0) };
}

/** The browser says that a page of this site, or of its sister below one domain, led here; and nobody else is signed in. */
function comesFromSite({ ctx, session }: SiteRequest, address: string): boolean {
  const from = ctx.get('sec-fetch-site');
  const isOurs = from === 'same-origin' || from === 'same-site';
  return isOurs && (session === null || session.address === address);
}

function page(request: SiteRequest, token: string, open: OpenSessionLink | null): Answer {
  const { t, to } = request;
  const html = renderPage(request, {
    title: t('sessionLink.title'),
    children: (
      <FormShell title={t('sessionLink.title')}>
        {open ? (
          <form
            method="post"
            action={to.portal('session')}
            data-presses-itself={comesFromSite(request, open.address)}
          >
            <p dir="auto">{t('sessionLink.text', { name: open.name, address: open.address })}</p>
            <input type="hidden" name="token" value={token} />
            <button class="primary" autofocus>
              {t('sessionLink.button', { name: open.name })}
            </button>
          </form>
        ) : (
          <div>
            <p>{t('sessionLink.closed')}</p>
            <p>
              <a href={to.portal('sign-in')}>{t('signIn.title')}</a>
            </p>
          </div>
        )}
      </FormShell>
    ),
  });
  return { kind: 'page', status: open ? 200 : 410, html, isUnlisted: true };
}
