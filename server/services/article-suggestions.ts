import type { ReadArticle } from '../contracts/tickets';
import type { Activity } from './activity';
import { counter } from './limits';
import { needOwn } from './refusals';
import type { Runtime } from './runtime';
import type { ArticleView, ArticlesService, CustomerViewer, Library } from './types';

/** Articles that are suggested at once. */
const MOST_SUGGESTED = 4;
/** Articles read before that a ticket keeps. */
export const MOST_READ = 10;
/** Characters of a subject that are looked at. */
const LONGEST = 200;
/** Searches of one person in a quarter of an hour: one each half second of typing. */
const SEARCHES = 600;
/** s */
const DAY = 24 * 60 * 60;

export interface SuggestedArticle {
  id: string;
  slug: string;
  title: string;
  snippet: string;
}

/** Articles that may spare somebody a request: of the knowledge base beside the portal, and only those that he may read. */
export interface ArticleSuggestions {
  /** For what is typed as the subject; none where the portal suggests none, or its person asks too often. */
  find(viewer: CustomerViewer, language: string, subject: string): Promise<SuggestedArticle[]>;
  /** An article answered the question: counted once a day for each person. False when he cannot read it. */
  noteAnswered(viewer: CustomerViewer, language: string, id: string): Promise<boolean>;
  /** Of what a device says was read (`id:locale:version`, by spaces) what is true and may be read, the last first. */
  readBefore(viewer: CustomerViewer, said: string): ReadArticle[];
}

export function createArticleSuggestions(
  runtime: Runtime,
  articles: Pick<ArticlesService, 'library'>,
  activity: Activity,
): ArticleSuggestions {
  const searches = counter(SEARCHES);
  const answered = counter(1, DAY);

  function libraryOf({ portal }: CustomerViewer, language: string): Library | null {
    const { knowledgeBase, shownCategories, settings } = portal;
    if (!knowledgeBase || settings.knowledgeBase.kind !== 'built-in') return null;
    return articles.library(knowledgeBase, language, shownCategories);
  }

  const articleIn = (library: Library | null, id: string): ArticleView | undefined => {
    const slugs = library?.translations('article', id).map(({ slug }) => slug) ?? [];
    for (const slug of slugs) {
      const article = library?.article(slug);
      if (article?.id === id) return article;
    }
    return undefined;
  };

  return {
    async find(viewer, language, subject) {
      if (!viewer.portal.settings.supportForm.suggestsArticles) return [];
      const library = libraryOf(viewer, language);
      if (!library) return [];
      if ((await searches.take(`suggest:customer:${viewer.contactKey}`)) > 0) return [];
      return library
        .suggest(subject.slice(0, LONGEST), MOST_SUGGESTED)
        .map(({ article: { id, slug, title }, snippet }) => ({ id, slug, title, snippet }));
    },

    async noteAnswered(viewer, language, id) {
      needOwn(viewer);
      const article = articleIn(libraryOf(viewer, language), id);
      if (!article) return false;
      const key = `answered:customer:${viewer.contactKey}:${article.id}`;
      if ((await answered.take(key)) > 0) return true;
      await runtime.transaction((db) =>
        activity.record(db, {
          actor: { kind: 'customer', id: viewer.contactId, name: viewer.contactName },
          action: 'article.answered',
          subject: { kind: 'article', id: article.id },
          portalKey: viewer.portal.key,
        }),
      );
      return true;
    },

    readBefore(viewer, said) {
      const read = new Map<string, ReadArticle>();
      for (const one of said
        .slice(0, 2000)
        .split(' ')
        .slice(0, 3 * MOST_READ)) {
        const [id = '', locale = '', version = ''] = one.split(':');
        if (!/^[a-z0-9]{24}$/.test(id) || !/^[A-Za-z0-9-]{2,35}$/.test(locale)) continue;
        const library = libraryOf(viewer, locale);
        const isIn = library
          ?.translations('article', id)
          .some(({ language }) => language === locale);
        const article = isIn ? articleIn(library, id) : undefined;
        if (!article || read.has(id)) continue;
        const at = Number(version);
        const isPast = Number.isSafeInteger(at) && at > 0 && at <= article.updatedAt;
        const title = article.title.slice(0, 255);
        read.set(id, { id, locale, version: isPast ? at : article.updatedAt, title });
        if (read.size === MOST_READ) break;
      }
      return [...read.values()];
    },
  };
}
