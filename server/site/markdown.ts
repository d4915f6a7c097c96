import MarkdownIt from 'markdown-it';

const SAFE_LINK = /^(https?:|mailto:|\/(?!\/)|#)/i;

function create(hasImages: boolean): MarkdownIt {
  const markdown = new MarkdownIt({ html: false, linkify: true, breaks: !hasImages });
  if (!hasImages) markdown.disable('image');
  markdown.validateLink = (url) => SAFE_LINK.test(url.trim());
  markdown.renderer.rules.link_open = (tokens, at, options, _env, self) => {
    tokens[at]?.attrSet('rel', 'nofollow noopener noreferrer');
    return self.renderToken(tokens, at, options);
  };
  // The page's own title is the first heading.
  const shift: NonNullable<MarkdownIt['renderer']['rules']['heading_open']> = (
    tokens,
    at,
    options,
    _env,
    self,
  ) => {
    const token = tokens[at];
    if (token)
      token.tag = `h${Math.min(6, Math.max(2, Number(token.tag.slice(1)) + (hasImages ? 0 : 3)))}`;
    return self.renderToken(tokens, at, options);
  };
  markdown.renderer.rules.heading_open = shift;
  markdown.renderer.rules.heading_close = shift;
  return markdown;
}

const ofArticles = create(true);
const ofMessages = create(false);

const rendered = new WeakMap<object, string>();

/** Markdown of editors: pictures allowed, raw HTML shown as text. Kept as long as the article is. */
export function renderArticle(article: { body: string }): string {
  let html = rendered.get(article);
  if (html === undefined) rendered.set(article, (html = ofArticles.render(article.body)));
  return html;
}

/** Markdown of customers and agents: no pictures (nothing remote is fetched), raw HTML shown as text. */
export const renderMessage = (markdown: string): string => ofMessages.render(markdown);
