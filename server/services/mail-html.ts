const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const WEB_ADDRESS = /https?:\/\/[^\s"<>]*[^\s"<>.,;:!?)\]}]/g;

const escaped = (text: string): string => text.replace(/[&<>"]/g, (one) => ESCAPES[one] ?? one);

/**
 * A mail's text as HTML that says the same. Email providers take the text itself for HTML where there is none, and then
 * what a customer typed would be markup in other people's mails (attacks 11).
 */
export function mailHtml(text: string, language: string): string {
  let body = '';
  let end = 0;
  for (const { 0: address, index } of text.matchAll(WEB_ADDRESS)) {
    const safe = escaped(address);
    body += `${escaped(text.slice(end, index))}<a href="${safe}">${safe}</a>`;
    end = index + address.length;
  }
  body += escaped(text.slice(end));
  return `<!doctype html><html lang="${escaped(language)}"><head><meta charset="utf-8"></head><body><div dir="auto">${body.replaceAll('\n', '<br>\n')}</div></body></html>`;
}
