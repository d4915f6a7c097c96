import MiniSearch, { type SearchResult } from 'minisearch';
import { tokensOf, queryTokens } from '../rules/search-tokens';
import { plainTextOf, snippetOf } from '../rules/snippet';
import { number, text, type Row } from '../store/connection';
import { bumpVersion, readVersions } from '../store/counters';
import { readLibraryRows } from '../store/library';
import type { Runtime } from './runtime';
import type { ArticlesService, ArticleView, CategoryView, Library } from './types';

const SNIPPET = 160;

export interface Articles extends ArticlesService {
  /** Loads published articles when they changed, here or on another node. */
  refresh(): Promise<void>;
  /** After a change of a knowledge base: its pages show it once the change is committed, on every node. */
  noteChange(): Promise<void>;
}

/** Published articles in memory, one library per knowledge base and language, with its own search index. */
export function createArticles(runtime: Runtime): Articles {
  let libraries = new Map<string, Shelf>();
  let primaryOf = new Map<string, string>();
  let seen = -1;
  let loads = 0;

  async function load(): Promise<void> {
    const rows = await readLibraryRows(runtime.db);
    const next = new Map<string, Shelf>();
    const primary = new Map<string, string>();
    for (const base of rows.bases) {
      const baseId = text(base.document_id);
      const language = text(base.locale);
      const categories = rows.categories.filter(
        (row) => row.base_id === baseId && row.locale === language,
      );
      const articles = rows.articles.filter(
        (row) =>
          row.locale === language &&
          categories.some((category) => category.document_id === row.category_id),
      );
      next.set(`${baseId} ${language}`, shelfOf(base, categories, articles, rows));
      if (!primary.has(baseId)) primary.set(baseId, language);
    }
    libraries = next;
    primaryOf = primary;
    loads += 1;
  }

  async function loadWhenChanged(): Promise<void> {
    const current = (await readVersions(runtime.db))['version:library'] ?? 0;
    if (current === seen) return;
    await load();
    seen = current;
  }

  let last = Promise.resolve();
  /** One after the other: a load that began before a change must not end after the one that shows it. */
  function refresh(): Promise<void> {
    const next = last.then(loadWhenChanged);
    last = next.catch(() => undefined);
    return next;
  }

  let changing: Promise<void> | null = null;
  function showChange(): void {
    const shown: Promise<void> = refresh()
      .catch((error: unknown) =>
        runtime.strapi.log.error(`customer-portal: articles: ${String(error)}`),
      )
      .then(() => {
        if (changing === shown) changing = null;
      });
    changing = shown;
  }

  return {
    refresh,
    noteChange: () =>
      runtime.transaction(async (db, onCommit) => {
        await bumpVersion(db, 'library');
        onCommit(showChange);
      }),
    changing: () => changing,
    version: () => loads,
    library(base, language, categories = null) {
      const shelf =
        libraries.get(`${base.id} ${language}`) ??
        libraries.get(`${base.id} ${base.domain.primaryLanguage}`) ??
        libraries.get(`${base.id} ${primaryOf.get(base.id) ?? ''}`);
      if (!shelf) return EMPTY;
      if (!categories) return shelf.whole;
      let narrowed = shelf.narrowed.get(categories);
      if (!narrowed) shelf.narrowed.set(categories, (narrowed = libraryOf(shelf, categories)));
      return narrowed;
    },
  };
}

const EMPTY: Library = {
  title: '',
  tagline: '',
  categories: [],
  category: () => undefined,
  article: () => undefined,
  articlesIn: () => [],
  search: () => [],
  suggest: () => [],
  translations: () => [],
};

/** What a language of a knowledge base publishes, with the libraries that are made of it. */
interface Shelf {
  title: string;
  tagline: string;
  /** Empty ones too. */
  categories: CategoryView[];
  articles: ArticleView[];
  /** Keys are places in `articles`. */
  index: MiniSearch<ArticleView & { key: number }>;
  rows: { categories: Row[]; articles: Row[] };
  whole: Library;
  /** By the categories that show beside a portal, which are another set once its settings change: made once for each. */
  narrowed: WeakMap<ReadonlySet<string>, Library>;
}

function shelfOf(base: Row, categoryRows: Row[], articleRows: Row[], rows: Shelf['rows']): Shelf {
  const slugs = new Map(categoryRows.map((row) => [text(row.document_id), text(row.slug)]));
  const articles: ArticleView[] = articleRows
    .filter((row) => row.visibility !== 'restricted')
    .map((row) => ({
      id: text(row.document_id),
      slug: text(row.slug),
      title: text(row.title),
      summary: text(row.summary),
      body: text(row.body),
      updatedAt: instantOf(row.updated_at),
      categorySlug: slugs.get(text(row.category_id)) ?? '',
    }));
  const inCategory = groupByCategory(articles);
  const categories: CategoryView[] = categoryRows.map((row) => ({
    id: text(row.document_id),
    slug: text(row.slug),
    name: text(row.name),
    description: text(row.description),
    parentSlug: slugs.get(text(row.parent_id)) ?? '',
    articleCount: inCategory.get(text(row.slug))?.length ?? 0,
  }));
  const index = new MiniSearch<ArticleView & { key: number }>({
    idField: 'key',
    fields: ['title', 'summary', 'body'],
    tokenize: tokensOf,
    processTerm: (term) => term,
  });
  index.addAll(articles.map((article, key) => ({ ...article, key })));
  const parts = { title: text(base.title), tagline: text(base.tagline), categories, articles };
  const shelf: Shelf = { ...parts, index, rows, whole: EMPTY, narrowed: new WeakMap() };
  shelf.whole = libraryOf(shelf, null);
  return shelf;
}

/** A shelf as far as its categories show; null is all of them. They share articles and search index. */
function libraryOf(shelf: Shelf, chosen: ReadonlySet<string> | null): Library {
  const categories = chosen ? chosenOf(shelf.categories, chosen) : shelf.categories;
  const visible = new Set(categories.map(({ slug }) => slug));
  const isVisible = (article?: ArticleView) => visible.has(article?.categorySlug ?? '');
  const articles = chosen ? shelf.articles.filter(isVisible) : shelf.articles;
  const bySlug = new Map(articles.map((article) => [article.slug, article]));
  const inCategory = groupByCategory(articles);
  // HubSpot: an empty category does not show; one with full subcategories does.
  const shown = categories.filter(
    (category) =>
      category.articleCount > 0 ||
      categories.some((child) => child.parentSlug === category.slug && child.articleCount > 0),
  );
  return {
    title: shelf.title,
    tagline: shelf.tagline,
    categories: shown,
    category: (slug) => shown.find((category) => category.slug === slug),
    article: (slug) => bySlug.get(slug),
    articlesIn: (slug) => inCategory.get(slug) ?? [],
    search(q) {
      const words = queryTokens(q);
      if (words.length === 0) return [];
      const options = {
        boost: { title: 4, summary: 2 },
        tokenize: () => words.map((word) => word.token),
        prefix: (_: string, at: number) => words[at]?.isPrefix ?? false,
        fuzzy: mayDiffer,
        combineWith: 'AND' as const,
        filter: (hit: SearchResult) => !chosen || isVisible(shelf.articles[Number(hit.id)]),
      };
      return shelf.index
        .search(q, options)
        .slice(0, 25)
        .flatMap((hit) => {
          const article = shelf.articles[Number(hit.id)];
          return article ? [{ article, snippet: snippetIn(article, q) }] : [];
        });
    },
    suggest(question, most) {
      const words = queryTokens(question).map(({ token }) => token);
      const hits = shelf.index.search(question, {
        boost: { title: 4, summary: 2 },
        tokenize: () => words,
        // "Invite a colleague" is answered by "Inviting colleagues".
        prefix: (word: string) => word.length >= SHORTEST,
        fuzzy: mayDiffer,
        combineWith: 'OR' as const,
        filter: (hit: SearchResult) => !chosen || isVisible(shelf.articles[Number(hit.id)]),
      });
      return meantBy(hits, words, shelf.articles.length)
        .slice(0, most)
        .flatMap((hit) => {
          const article = shelf.articles[Number(hit.id)];
          return article
            ? [{ article, snippet: article.summary || snippetIn(article, question) }]
            : [];
        });
    },
    translations(kind, id) {
      const rows = kind === 'article' ? shelf.rows.articles : shelf.rows.categories;
      return rows
        .filter((row) => row.document_id === id)
        .map((row) => ({ language: text(row.locale), slug: text(row.slug) }));
    },
  };
}

/** How much of a word may differ: of a short one nothing. */
const mayDiffer = (word: string): number | false => (word.length > 6 ? 0.2 : false);

/** Words that stand in so large a part of the articles tell none of them from the others. */
const COMMON = 0.4;
/** Below so many articles nothing can be said about which words are common. */
const FEW_ARTICLES = 5;
/** Characters of a stored token (two of them are its mark): shorter words are mostly articles and prepositions. */
const SHORTEST = 5;

/** Hits that have two telling words in common with a question, or its only one in their title or summary. */
function meantBy(hits: SearchResult[], words: string[], articleCount: number): SearchResult[] {
  const counts = new Map<string, number>();
  for (const hit of hits)
    for (const word of hit.queryTerms) counts.set(word, (counts.get(word) ?? 0) + 1);
  const isTelling = (word: string) =>
    word.length >= SHORTEST &&
    (articleCount < FEW_ARTICLES || (counts.get(word) ?? 0) <= articleCount * COMMON);
  const telling = new Set(words.filter(isTelling));
  const needed = Math.min(2, telling.size);
  return hits.filter((hit) => {
    const own = hit.queryTerms.filter((word) => telling.has(word));
    const isNear = hit.terms.some((term) =>
      hit.match[term]?.some((field) => field === 'title' || field === 'summary'),
    );
    return own.length > 0 && own.length >= needed && isNear;
  });
}

/** Of a category that does not show, none below it does. */
function chosenOf(categories: CategoryView[], chosen: ReadonlySet<string>): CategoryView[] {
  const bySlug = new Map(categories.map((category) => [category.slug, category]));
  const shows = ({ id, parentSlug }: CategoryView, depth: number): boolean => {
    if (!chosen.has(id)) return false;
    const parent = bySlug.get(parentSlug);
    // As deep as there are categories: a circle, which an editor could draw, ends.
    return !parent || (depth < categories.length && shows(parent, depth + 1));
  };
  return categories.filter((category) => shows(category, 0));
}

function groupByCategory(articles: ArticleView[]): Map<string, ArticleView[]> {
  const groups = new Map<string, ArticleView[]>();
  for (const article of articles)
    groups.set(article.categorySlug, [...(groups.get(article.categorySlug) ?? []), article]);
  return groups;
}

const plainTexts = new WeakMap<ArticleView, { text: string; lower: string }>();

/** An article's words without its marks, made once: a search shows many of them. */
function plainOf(article: ArticleView): { text: string; lower: string } {
  let plain = plainTexts.get(article);
  if (!plain) {
    const text = plainTextOf(article.body);
    plainTexts.set(article, (plain = { text, lower: text.toLowerCase() }));
  }
  return plain;
}

function snippetIn(article: ArticleView, q: string): string {
  const { text, lower } = plainOf(article);
  return snippetOf(text, lower, q, SNIPPET);
}

function instantOf(value: unknown): number {
  if (value instanceof Date) return value.getTime();
  return typeof value === 'number' ? value : Date.parse(String(value)) || number(value);
}
