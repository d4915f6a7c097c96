import { h } from '../html';
import type { SiteRequest } from '../request';
import { FormToken } from './form-token';

/** On every page while an admin looks at the portal as a customer. */
export function ViewAsBanner({ request }: { request: SiteRequest }) {
  const { t, to, session } = request;
  if (!session || session.viewedBy === '') return null;
  return (
    <div class="viewed" role="region" aria-label={t('viewAs.title')}>
      <div class="wide">
        <p>{t('viewAs.banner', { admin: session.viewedBy, name: session.name })}</p>
        <form method="post" action={to.portal('sign-out')}>
          <FormToken request={request} />
          <button>{t('viewAs.stop')}</button>
        </form>
      </div>
    </div>
  );
}
