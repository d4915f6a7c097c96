/** Attributes that people read or hear. */
const SAID = /\s(?:title|aria-label|placeholder|alt|value|data-label)="([^"]*)"/g;

/** What a page says to its reader: its text, and what its attributes say; not addresses, classes and hidden fields. */
export function visibleText(html: string): string {
  const shown = html
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/g, ' ')
    .replace(/<input[^>]*type="hidden"[^>]*>/g, ' ');
  const said = [...shown.matchAll(SAID)].map(([, text]) => text);
  return [shown.replace(/<[^>]*>/g, ' '), ...said]
    .join(' ')
    .replace(/&amp;/g, '&')
    .replace(/&#39;|&quot;/g, "'")
    .replace(/\s+/g, ' ');
}
