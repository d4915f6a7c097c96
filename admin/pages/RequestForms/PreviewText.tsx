import MarkdownIt from 'markdown-it';

// As the public pages read it (server/site/markdown.ts): no HTML, no pictures.
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true }).disable('image');

export function PreviewText({ children }: { children: string }) {
  return <div dangerouslySetInnerHTML={{ __html: markdown.render(children) }} />;
}
