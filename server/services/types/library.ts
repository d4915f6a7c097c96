import type { KnowledgeBaseRecord } from './site';

export interface ArticleView {
  id: string;
  slug: string;
  title: string;
  summary: string;
  /** Markdown. */
  body: string;
  updatedAt: number;
  categorySlug: string;
}

export interface CategoryView {
  id: string;
  slug: string;
  name: string;
  description: string;
  parentSlug: string;
  articleCount: number;
}

export interface ArticlesService {
  /**
   * Everything a language of a knowledge base publishes, from memory; falls back to the primary language. With categories
   * only those of them whose parents are among them too, and their articles.
   */
  library(
    base: KnowledgeBaseRecord,
    language: string,
    categories?: ReadonlySet<string> | null,
  ): Library;
  /** Changes whenever published content changes: pages cached under an older version are stale. */
  version(): number;
  /** A change saved on this node that is not shown yet: the next request waits for it. */
  changing(): Promise<void> | null;
}

export interface Library {
  title: string;
  tagline: string;
  categories: CategoryView[];
  category(slug: string): CategoryView | undefined;
  article(slug: string): ArticleView | undefined;
  articlesIn(categorySlug: string): ArticleView[];
  search(q: string): { article: ArticleView; snippet: string }[];
  /** What may answer a question that has only some words in common with it, the best first. */
  suggest(question: string, most: number): { article: ArticleView; snippet: string }[];
  /** Slugs of the same category or article in other languages, for the language switcher. */
  translations(kind: 'article' | 'category', id: string): { language: string; slug: string }[];
}
