import { READ_ARTICLES } from './drafts';

/** Of the articles read in this visit, newest first. */
const MOST = 10;

/** `id:locale:version` of what was read, by spaces. */
export function readArticles(): string {
  try {
    return sessionStorage.getItem(READ_ARTICLES) ?? '';
  } catch {
    return '';
  }
}

export function noteArticle(id: string, locale: string, version: string): void {
  try {
    const others = readArticles()
      .split(' ')
      .filter((one) => one !== '' && !one.startsWith(`${id}:`));
    const all = [`${id}:${locale}:${version}`, ...others].slice(0, MOST);
    sessionStorage.setItem(READ_ARTICLES, all.join(' '));
  } catch {
    // Nothing may be kept: nobody is told.
  }
}

/** Pages of articles are the same for everybody; which of them were read is known to this tab alone, until a request is sent. */
export function noteReadArticle(): void {
  const article = document.querySelector<HTMLElement>('article[data-article]');
  if (!article) return;
  const { article: id = '', version = '' } = article.dataset;
  noteArticle(id, article.lang || document.documentElement.lang, version);
}
