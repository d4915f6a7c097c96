/** The words of Markdown without its marks, on one line. */
export function plainTextOf(markdown: string): string {
  return markdown
    .replace(/^```.*$/gm, '')
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^[ \t|:-]+$/gm, '')
    .replace(/^\s*(#{1,6}|>|[-*+]|\d+\.)\s+/gm, '')
    .replace(/[*_`|]+/g, ' ')
    .replace(/\s+([.,;:!?])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * A piece of a text around the first of the words asked for, in whole words, with … where it goes on.
 * `length` in characters; `lower` is the text in lower case, which its owner keeps.
 */
export function snippetOf(text: string, lower: string, q: string, length: number): string {
  const [first = ''] = q.trim().toLowerCase().split(/\s+/);
  const at = lower.indexOf(first);
  const start = at < length / 3 ? 0 : text.lastIndexOf(' ', at - length / 5) + 1;
  if (start + length >= text.length) return `${start > 0 ? '… ' : ''}${text.slice(start)}`;
  const end = text.lastIndexOf(' ', start + length);
  // Some scripts put no spaces between words.
  const piece = text.slice(start, end > start ? end : start + length);
  return `${start > 0 ? '… ' : ''}${piece} …`;
}
