import type { CustomerSession } from '../../../services/types';
import { h } from '../../html';
import { FormToken } from '../../layout/form-token';
import { renderPage } from '../../layout/page';
import { FormShell } from '../../layout/parts';
import type { Answer, SiteRequest } from '../../request';
import { listAddress } from './list';

/** Asks once more: whoever leaves is signed out, and comes back only by the company behind the portal. */
export async function removeForm(
  request: SiteRequest,
  session: CustomerSession,
  companyId: string,
  contactId: string,
): Promise<Answer> {
  const { t, to, services } = request;
  const { colleagues } = services;
  const about = await colleagues.companyOf(session.viewer, companyId);
  const colleague = about && (await colleagues.find(session.viewer, about.company.id, contactId));
  if (!about || !colleague || colleague.isManager || colleague.isYou) return { kind: 'nothing' };
  const { company } = about;
  const title = t('colleagues.removeTitle', { name: colleague.name });
  const html = renderPage(request, {
    title,
    current: 'profile',
    children: (
      <FormShell title={title}>
        <p>{t('colleagues.removeText', { name: colleague.name, company: company.name })}</p>
        <form method="post" action={to.portal('colleagues', contactId, 'remove')}>
          <FormToken request={request} />
          <input type="hidden" name="company" value={company.id} />
          <div class="goes-on">
            <button class="primary">{t('colleagues.remove')}</button>
            <a class="button" href={listAddress(request, { company: company.id })}>
              {t('colleagues.back')}
            </a>
          </div>
        </form>
      </FormShell>
    ),
  });
  return { kind: 'page', status: 200, html };
}
