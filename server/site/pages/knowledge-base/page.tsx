import { directionOf } from '../../../rules/languages';
import type { ArticleView, CategoryView, Library } from '../../../services/types';
import type { Addresses } from '../../addresses';
import { Fragment, h } from '../../html';
import { knowledgeBaseLink } from '../../layout/knowledge-base-link';
import { renderPage } from '../../layout/page';
import { renderArticle } from '../../markdown';
import { dateFormat } from '../../messages';
import { maySendRequest, query, type Answer, type SiteRequest } from '../../request';

/** Home, category, article and search of a knowledge base. */
export function knowledgeBasePage(request: SiteRequest): Answer {
  const { place, services, language } = request;
  if (!place.knowledgeBase) return { kind: 'nothing' };
  const { portal, knowledgeBase } = place;
  const isBeside = portal?.knowledgeBase?.id === knowledgeBase.id;
  const categories = isBeside ? portal.shownCategories : null;
  const library = services.articles.library(knowledgeBase, language, categories);
  const [page, slug, ...more] = place.rest;
  const answer = (html: string, isUnlisted = false): Answer => ({
    kind: 'page',
    status: 200,
    html,
    isPublic: true,
    isUnlisted,
  });
  if (more.length > 0) return { kind: 'nothing' };
  if (page === undefined) return answer(home(request, library));
  if (page === 'search' && slug === undefined) return answer(searchResults(request, library), true);
  if (page === 'categories' && slug !== undefined) {
    const category = library.category(slug);
    return category ? answer(categoryPage(request, library, category)) : { kind: 'nothing' };
  }
  if (page === 'articles' && slug !== undefined) {
    const article = library.article(slug);
    return article ? answer(articlePage(request, library, article)) : { kind: 'nothing' };
  }
  return { kind: 'nothing' };
}

function SearchForm({ request, value = '' }: { request: SiteRequest; value?: string }) {
  const { t, to } = request;
  return (
    <form class="search" role="search" method="get" action={to.knowledgeBase('search')}>
      <label for="q" class="unseen">
        {t('search.label')}
      </label>
      <input
        id="q"
        name="q"
        type="search"
        value={value}
        placeholder={t('search.label')}
        dir="auto"
        maxLength={200}
      />
      <button class="primary">{t('search.button')}</button>
    </form>
  );
}

function home(request: SiteRequest, library: Library): string {
  const { t, to } = request;
  const top = library.categories.filter((category) => category.parentSlug === '');
  return renderPage(request, {
    title: library.title || t('nav.help'),
    current: 'help',
    hasOwnSearch: true,
    translated: (there) => there.knowledgeBase(),
    children: (
      <>
        <section class="hero">
          <div class="wide">
            <h1 dir="auto">{library.title || t('nav.help')}</h1>
            {library.tagline && <p dir="auto">{library.tagline}</p>}
            <SearchForm request={request} />
          </div>
        </section>
        <section class="wide" aria-labelledby="topics">
          <h2 id="topics">{t('kb.categories')}</h2>
          {top.length === 0 && <p class="calm">{t('kb.empty')}</p>}
          <ul class="cards">
            {top.map((category) => (
              <li>
                <a class="card" href={to.knowledgeBase('categories', category.slug)}>
                  <strong dir="auto">{category.name}</strong>
                  <span dir="auto">{category.description}</span>
                  <small>{t('kb.articles', { count: countIn(library, category) })}</small>
                </a>
              </li>
            ))}
          </ul>
        </section>
        <Ask request={request} />
      </>
    ),
  });
}

const countIn = (library: Library, category: CategoryView) =>
  category.articleCount +
  library.categories
    .filter((child) => child.parentSlug === category.slug)
    .reduce((sum, child) => sum + child.articleCount, 0);

function Ask({ request }: { request: SiteRequest }) {
  const { t, to } = request;
  if (!maySendRequest(request)) return null;
  return (
    <p class="wide ask">
      {t('kb.notFound')} <a href={to.portal('new')}>{t('kb.ask')}</a>
    </p>
  );
}

function inLanguages(
  library: Library,
  kind: 'article' | 'category',
  folder: string,
  id: string,
): (there: Addresses, language: string) => string | null {
  const slugs = new Map(
    library.translations(kind, id).map(({ language, slug }) => [language, slug]),
  );
  return (there, language) => {
    const slug = slugs.get(language);
    return slug === undefined ? null : there.knowledgeBase(folder, slug);
  };
}

function Trail({
  request,
  library,
  slug,
}: {
  request: SiteRequest;
  library: Library;
  slug: string;
}) {
  const category = library.category(slug);
  const parent = category && library.category(category.parentSlug);
  return (
    <nav class="trail" aria-label={request.t('kb.categories')}>
      <a href={request.to.knowledgeBase()}>{knowledgeBaseLink(request)?.text}</a>
      {parent && <a href={request.to.knowledgeBase('categories', parent.slug)}>{parent.name}</a>}
      {category && (
        <a href={request.to.knowledgeBase('categories', category.slug)}>{category.name}</a>
      )}
    </nav>
  );
}

function ArticleList({
  request,
  articles,
}: {
  request: SiteRequest;
  articles: { article: ArticleView; text: string }[];
}) {
  return (
    <ul class="articles">
      {articles.map(({ article, text }) => (
        <li>
          <a href={request.to.knowledgeBase('articles', article.slug)}>
            <bdi>{article.title}</bdi>
          </a>
          <p dir="auto">{text}</p>
        </li>
      ))}
    </ul>
  );
}

function categoryPage(request: SiteRequest, library: Library, category: CategoryView): string {
  const { t, to } = request;
  const children = library.categories.filter((child) => child.parentSlug === category.slug);
  return renderPage(request, {
    title: category.name,
    current: 'help',
    translated: inLanguages(library, 'category', 'categories', category.id),
    children: (
      <div class="narrow">
        <Trail request={request} library={library} slug={category.parentSlug} />
        <h1 dir="auto">{category.name}</h1>
        {category.description && (
          <p class="lead" dir="auto">
            {category.description}
          </p>
        )}
        <ArticleList
          request={request}
          articles={library
            .articlesIn(category.slug)
            .map((article) => ({ article, text: article.summary }))}
        />
        {children.length > 0 && (
          <>
            <h2>{t('kb.subcategories')}</h2>
            <ul class="cards">
              {children.map((child) => (
                <li>
                  <a class="card" href={to.knowledgeBase('categories', child.slug)}>
                    <strong dir="auto">{child.name}</strong>
                    <small>{t('kb.articles', { count: child.articleCount })}</small>
                  </a>
                </li>
              ))}
            </ul>
          </>
        )}
        <Ask request={request} />
      </div>
    ),
  });
}

/** An article that is not translated stands in the language that the knowledge base falls back to. */
const localeOf = ({ language, place }: SiteRequest, library: Library, { id }: ArticleView) => {
  const languages = library.translations('article', id).map((one) => one.language);
  if (languages.length === 0 || languages.includes(language)) return undefined;
  const { primaryLanguage } = place.domain;
  return languages.includes(primaryLanguage) ? primaryLanguage : languages[0];
};

export function articlePage(request: SiteRequest, library: Library, article: ArticleView): string {
  const { t } = request;
  const related = library
    .articlesIn(article.categorySlug)
    .filter((other) => other.id !== article.id)
    .slice(0, 5);
  const locale = localeOf(request, library, article);
  return renderPage(request, {
    title: article.title,
    current: 'help',
    translated: inLanguages(library, 'article', 'articles', article.id),
    children: (
      <div class="narrow">
        <Trail request={request} library={library} slug={article.categorySlug} />
        <article
          lang={locale}
          dir={locale === undefined ? undefined : directionOf(locale)}
          data-article={article.id}
          data-version={String(article.updatedAt)}
        >
          <h1 dir="auto">{article.title}</h1>
          {article.summary && (
            <p class="lead" dir="auto">
              {article.summary}
            </p>
          )}
          <div class="prose">{renderArticle(article)}</div>
          <p class="help">
            {t('kb.updated', {
              date: dateFormat(request.language, 'UTC', 'day').format(article.updatedAt),
            })}
          </p>
        </article>
        {related.length > 0 && (
          <section>
            <h2>{t('kb.related')}</h2>
            <ArticleList
              request={request}
              articles={related.map((other) => ({ article: other, text: other.summary }))}
            />
          </section>
        )}
        <Ask request={request} />
      </div>
    ),
  });
}

function searchResults(request: SiteRequest, library: Library): string {
  const { t } = request;
  const q = query(request, 'q').slice(0, 200);
  const hits = q.trim() === '' ? [] : library.search(q);
  return renderPage(request, {
    title: t('search.title', { q }),
    current: 'help',
    hasOwnSearch: true,
    translated: (there) => there.knowledgeBase('search') + request.ctx.search,
    children: (
      <div class="narrow">
        <h1>{t('search.title', { q })}</h1>
        <SearchForm request={request} value={q} />
        <p role="status">{t('search.count', { count: hits.length, q })}</p>
        {hits.length === 0 && <p class="calm">{t('search.none')}</p>}
        <ArticleList
          request={request}
          articles={hits.map((hit) => ({ article: hit.article, text: hit.snippet }))}
        />
        <Ask request={request} />
      </div>
    ),
  });
}
