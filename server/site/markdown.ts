import MarkdownIt from 'markdown-it';
import { splitQuoted } from '../rules/quoted-text';
import { Html } from './html';

const SAFE_LINK = /^(https?:|mailto:|\/(?!\/)|#)/i;

function create(hasImages: boolean): MarkdownIt {
  const markdown = new MarkdownIt({ html: false, linkify: true, breaks: !hasImages });
  if (!hasImages) markdown.disable('image');
  markdown.validateLink = (url) => SAFE_LINK.test(url.trim());
  markdown.renderer.rules.link_open = (tokens, at, options, _env, self) => {
    tokens[at]?.attrSet('rel', 'nofollow noopener noreferrer');
    return self.renderToken(tokens, at, options);
  };
  // What scrolls can be reached by the keyboard (WCAG 2.1.1).
  for (const kind of ['fence', 'code_block'] as const) {
    const draw = markdown.renderer.rules[kind];
    markdown.renderer.rules[kind] = (...given) =>
      (draw?.(...given) ?? '').replace('<pre>', '<pre tabindex="0">');
  }
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

const rendered = new WeakMap<object, Html>();

/** Markdown of editors: pictures allowed, raw HTML shown as text. Kept as long as the article is. */
export function renderArticle(article: { body: string }): Html {
  let html = rendered.get(article);
  if (html === undefined) rendered.set(article, (html = new Html(ofArticles.render(article.body))));
  return html;
}

/** Characters of texts that are kept rendered, about 16 MB with their HTML. */
const KEPT_LENGTH = 4_000_000;

/** What is made of a text is kept for those that were shown last: a conversation is read again after each reply, by each of its people. */
function keptByText<Made>(make: (text: string) => Made): (text: string) => Made {
  const all = new Map<string, Made>();
  let length = 0;
  return (text) => {
    const known = all.get(text);
    if (known !== undefined) return known;
    const made = make(text);
    all.set(text, made);
    length += text.length;
    for (const oldest of all.keys()) {
      if (length <= KEPT_LENGTH) break;
      all.delete(oldest);
      length -= oldest.length;
    }
    return made;
  };
}

const draw = (markdown: string): Html => new Html(ofMessages.render(markdown));

/** Markdown of customers and agents: no pictures (nothing remote is fetched), raw HTML shown as text. */
export const renderMessage = keptByText(draw);

/** A message, and what it quotes at its end; null for nothing. */
export const renderQuoting = keptByText((body): { text: Html; quoted: Html | null } => {
  const { text, quoted } = splitQuoted(body);
  return { text: draw(text), quoted: quoted === '' ? null : draw(quoted) };
});
