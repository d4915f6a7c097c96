import { h } from '../../html';
import { renderPage } from '../../layout/page';
import type { PageError, SiteRequest } from '../../request';

type Status = PageError['status'] | 500;

/** A calm page for what did not work. The 404 page is the same for every cause. */
export function problemPage(
  request: SiteRequest,
  status: Status,
  extra: { id?: string; retryAfter?: number } = {},
): string {
  const { t, to, place } = request;
  const values = {
    id: extra.id ?? '',
    minutes: Math.max(1, Math.ceil((extra.retryAfter ?? 0) / 60_000)),
  };
  return renderPage(request, {
    title: t(`page.${status}`),
    children: (
      <div class="narrow calm">
        <h1>{t(`page.${status}`)}</h1>
        <p>{t(`page.${status}text`, values)}</p>
        <p>
          <a href={place.knowledgeBase ? to.knowledgeBase() : to.portal()}>{t('page.home')}</a>
        </p>
      </div>
    ),
  });
}

export function pausedPage(request: SiteRequest): string {
  const { t } = request;
  return renderPage(request, {
    title: t('page.paused'),
    children: (
      <div class="narrow calm">
        <h1>{t('page.paused')}</h1>
        <p>{t('page.pausedText')}</p>
      </div>
    ),
  });
}
