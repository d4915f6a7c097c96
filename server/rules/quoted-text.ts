export interface SplitText {
  /** What its writer wrote. */
  text: string;
  /** What he quoted below it, without the marks; '' for nothing. */
  quoted: string;
}

/** A line as mail programs write it above what they quote, in the languages that are met most. */
const INTRODUCTION =
  /^(?:On .{4,200} wrote|Am .{4,200} schrieb.{0,120}|Le .{4,200} a écrit|El .{4,200} escribió|Em .{4,200} escreveu|Il .{4,200} ha scritto|Op .{4,200} schreef.{0,120}|W dniu .{4,200} (?:pisze|napisał\(?a?\)?)) ?[:：]$/u;
/** The same without its beginning. */
const SHORT_INTRODUCTION = /^.{4,200} (?:wrote|a écrit|schrieb) ?[:：]$/u;
/** From here to the end everything is a quoted mail. */
const DIVIDER =
  /^-{2,}\s?(?:Original Message|Ursprüngliche Nachricht|Message d'origine|Mensaje original|Mensagem original|Messaggio originale|Oorspronkelijk bericht|Forwarded message)\s?-{2,}$/iu;

const isQuoted = (line: string) => /^ {0,3}>/.test(line);
const isEmpty = (line: string) => line.trim() === '';

/**
 * A message without what it quotes at its end: lines behind `>`, with the line above them that says whose words they are, or
 * all behind a divider. A quotation that an answer stands below is part of what was written and stays; so does a message that is nothing else.
 */
export function splitQuoted(body: string): SplitText {
  const lines = body.split('\n');
  const divider = lines.findIndex((line) => DIVIDER.test(line.trim()));
  let start = divider > 0 ? divider : startOfQuote(lines);
  while (start > 0 && isEmpty(lines[start - 1] ?? '')) start -= 1;
  if (start <= 0 || start >= lines.length) return { text: body, quoted: '' };
  const quoted = lines
    .slice(start)
    .map((line) => line.replace(/^ {0,3}> ?/, ''))
    .join('\n')
    .trim();
  return quoted === ''
    ? { text: body, quoted }
    : { text: lines.slice(0, start).join('\n'), quoted };
}

/** Number of the first line of what is quoted at the end; the number of lines when nothing is. */
function startOfQuote(lines: string[]): number {
  let start = lines.length;
  while (start > 0 && (isQuoted(lines[start - 1] ?? '') || isEmpty(lines[start - 1] ?? '')))
    start -= 1;
  if (!lines.slice(start).some(isQuoted)) return lines.length;
  const introduction = lines[start - 1] ?? '';
  if (INTRODUCTION.test(introduction.trim())) return start - 1;
  // Mail programs break long lines: the introduction stands on two.
  const both = `${(lines[start - 2] ?? '').trim()} ${introduction.trim()}`;
  if (start > 1 && INTRODUCTION.test(both)) return start - 2;
  return SHORT_INTRODUCTION.test(introduction.trim()) ? start - 1 : start;
}
