import type { CustomerSession } from '../../../services/types';
import { h } from '../../html';
import { knowledgeBaseLink } from '../../layout/knowledge-base-link';
import { renderPage } from '../../layout/page';
import type { Answer, SiteRequest } from '../../request';
import { ANSWERED } from './suggestions';

/** An article answered what somebody was about to ask: counted, and what was typed is no longer needed. */
export async function articleAnswered(
  request: SiteRequest,
  { viewer }: CustomerSession,
  slug: string,
  fields: Record<string, string>,
): Promise<Answer> {
  const { services, language, to } = request;
  const isKnown = await services.articleSuggestions.noteAnswered(
    viewer,
    language,
    fields[ANSWERED] ?? '',
  );
  return isKnown
    ? { kind: 'redirect', to: to.portal('new', slug, 'answered') }
    : { kind: 'nothing' };
}

export function answeredPage(request: SiteRequest, slug: string): Answer {
  const { t, to } = request;
  const base = knowledgeBaseLink(request);
  const html = renderPage(request, {
    title: t('new.answered.title'),
    current: 'tickets',
    children: (
      <div class="narrow calm" data-drops-draft={to.portal('new', slug)}>
        <h1>{t('new.answered.title')}</h1>
        <p>{t('new.answered.text')}</p>
        <div class="goes-on">
          <a class="button primary" href={to.portal()}>
            {t('ticket.back')}
          </a>
          {base && (
            <a class="button" href={base.url}>
              {base.text}
            </a>
          )}
        </div>
      </div>
    ),
  });
  return { kind: 'page', status: 200, html };
}
