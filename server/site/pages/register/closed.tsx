import { h } from '../../html';
import { renderPage } from '../../layout/page';
import { FormShell } from '../../layout/parts';
import type { Answer, SiteRequest } from '../../request';
import { HelpContact } from '../../system-texts';

/** A link that opens nothing, whatever the cause: used, too old, of another portal or purpose, or no longer allowed. */
export function closedLinkPage(request: SiteRequest): Answer {
  const { t, to } = request;
  const html = renderPage(request, {
    title: t('invitation.closedTitle'),
    children: (
      <FormShell title={t('invitation.closedTitle')}>
        <p>{t('invitation.closed')}</p>
        <p>
          <a href={to.portal('sign-in')}>{t('signIn.title')}</a>
        </p>
        <HelpContact request={request} />
      </FormShell>
    ),
  });
  return { kind: 'page', status: 410, html, isUnlisted: true };
}
