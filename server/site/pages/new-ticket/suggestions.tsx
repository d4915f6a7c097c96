import type { SuggestedArticle } from '../../../services/article-suggestions';
import type { CustomerSession } from '../../../services/types';
import { Fragment, h } from '../../html';
import { FormToken } from '../../layout/form-token';
import { query, type Answer, type SiteRequest } from '../../request';

/** That the articles were seen: the form is sent as it is. */
export const SUGGESTED = 'suggested';
/** Public id of the article that answered the question. */
export const ANSWERED = 'answered';

/** Whether the portal has articles to suggest at all. */
export const suggestsArticles = ({ place: { portal } }: SiteRequest): boolean =>
  portal !== null &&
  portal.settings.supportForm.suggestsArticles &&
  portal.knowledgeBase !== null &&
  portal.settings.knowledgeBase.kind === 'built-in';

/** Articles that may answer what is being asked, and the button that says so of one. */
export function Suggestions({
  request,
  articles,
}: {
  request: SiteRequest;
  articles: SuggestedArticle[];
}) {
  const { t, to } = request;
  if (articles.length === 0) return null;
  return (
    <>
      <h2 data-said={t('new.suggestions.found', { count: articles.length })}>
        {t('new.suggestions.title')}
      </h2>
      <ul>
        {articles.map((article) => (
          <li>
            <a
              href={to.knowledgeBase('articles', article.slug)}
              target="_blank"
              rel="noopener"
              data-article={article.id}
            >
              {article.title}
              <span class="unseen"> {t('new.suggestions.newTab')}</span>
            </a>
            <p>{article.snippet}</p>
            <button class="plain link" name={ANSWERED} value={article.id} form={ANSWERED}>
              {t('new.suggestions.answered')}
              <span class="unseen">: {article.title}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Why the form came back although nothing is wrong with it: only without a script, which suggests while the subject is typed. */
export function SuggestionsNotice({ request: { t } }: { request: SiteRequest }) {
  return (
    <div class="notice" role="alert" tabIndex={-1} autofocus>
      <p>{t('new.suggestions.before')}</p>
    </div>
  );
}

/** Where articles stand: below the subject. The script fills it while the subject is typed. */
export function SuggestionsPlace({
  request,
  articles,
}: {
  request: SiteRequest;
  articles: SuggestedArticle[];
}) {
  if (!suggestsArticles(request)) return null;
  return (
    <>
      <section
        class="suggestions"
        hidden={articles.length === 0}
        data-suggestions={request.to.portal('suggestions')}
        aria-label={request.t('new.suggestions.title')}
      >
        <Suggestions request={request} articles={articles} />
      </section>
      <p class="unseen" role="status" data-suggestions-say />
    </>
  );
}

/** What the buttons beside the articles send: not the request, which is not needed any more. */
export function AnsweredForm({ request, slug }: { request: SiteRequest; slug: string }) {
  if (!suggestsArticles(request)) return null;
  return (
    <form id={ANSWERED} method="post" action={request.to.portal('new', slug, 'answered')}>
      <FormToken request={request} />
    </form>
  );
}

/** For the script, while the subject is typed: a piece of the page, or nothing. */
export async function suggestionsPage(
  request: SiteRequest,
  { viewer }: CustomerSession,
): Promise<Answer> {
  const { services, language } = request;
  const articles = await services.articleSuggestions.find(viewer, language, query(request, 'q'));
  if (articles.length === 0) return { kind: 'done' };
  const html = <Suggestions request={request} articles={articles} />;
  return { kind: 'page', status: 200, html: html.markup };
}
