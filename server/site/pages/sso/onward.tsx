import { h } from '../../html';
import { renderPage } from '../../layout/page';
import { FormShell } from '../../layout/parts';
import { Named } from '../../layout/named';
import type { Answer, SiteRequest } from '../../request';

interface Onward {
  /** Full address elsewhere. */
  to: string;
  /** What the page is called: signing in, or signing out. */
  title: string;
  /** Of the provider. */
  name: string;
}

/**
 * Leads a form's sender to an identity provider. By a page that goes on by itself, with a link for those where it does not:
 * a redirect of a form to another origin is what `form-action` forbids, in Chrome also behind our own address.
 */
export function onwardPage(request: SiteRequest, { to, title, name }: Onward): Answer {
  const { t } = request;
  const html = renderPage(request, {
    title,
    isProblem: true,
    refreshTo: to,
    children: (
      <FormShell title={title}>
        <p>{t('sso.onward')}</p>
        <p>
          <a class="button primary" href={to} rel="noreferrer">
            <span dir="auto">
              <Named request={request} text="sso.onwardLink" name={name} />
            </span>
          </a>
        </p>
      </FormShell>
    ),
  });
  return { kind: 'page', status: 200, html, isUnlisted: true };
}
