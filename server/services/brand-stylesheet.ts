import postcss, { CssSyntaxError } from 'postcss';
import valueParser from 'postcss-value-parser';

/** Rules that load or rename something; the others only style. */
const REFUSED_RULES = new Set(['import', 'charset', 'namespace', 'font-face', 'document']);
const LOADING = new Set([
  'url',
  'src',
  'image-set',
  '-webkit-image-set',
  'image',
  'cross-fade',
  'element',
  'paint',
  'attr',
]);

/**
 * Why a brand's stylesheet cannot be taken, with its line; '' when it can. It may load nothing from elsewhere: what it styles
 * must not tell another server who reads which ticket. The content security policy is the second lock.
 */
export function stylesheetProblem(css: string): string {
  let root: postcss.Root;
  try {
    root = postcss.parse(css);
  } catch (error) {
    if (error instanceof CssSyntaxError) return `Line ${error.line ?? 1}: ${error.reason}.`;
    throw error;
  }
  let problem = '';
  const refuse = (node: postcss.ChildNode, what: string) => {
    problem ||= `Line ${node.source?.start?.line ?? 1}: ${what}`;
  };
  root.walkAtRules((rule) => {
    const name = unescaped(rule.name).toLowerCase();
    if (REFUSED_RULES.has(name))
      refuse(rule, `@${name} loads from elsewhere or changes what was read. Take it out.`);
    else if (loadsElsewhere(rule.params))
      refuse(rule, 'It loads from elsewhere. Use a picture as data: or of this site.');
  });
  root.walkDecls((declaration) => {
    if (loadsElsewhere(declaration.value))
      refuse(declaration, 'It loads from elsewhere. Use a picture as data: or of this site.');
  });
  return problem;
}

function loadsElsewhere(value: string): boolean {
  let isFound = false;
  valueParser(value).walk((node) => {
    if (node.type !== 'function') return;
    const name = unescaped(node.value).toLowerCase();
    if (!LOADING.has(name)) return;
    for (const part of node.nodes)
      if ((part.type === 'word' || part.type === 'string') && !isOwn(unescaped(part.value)))
        isFound = true;
    // What it names is put together elsewhere in the sheet.
    if (node.nodes.some(({ type }) => type === 'function') && name === 'url') isFound = true;
  });
  return isFound;
}

/** A picture in the sheet itself, a path of this site, or no address at all (`1x`, `50%`). */
function isOwn(address: string): boolean {
  const text = address.trim();
  if (/^data:image\/(png|jpeg|webp|gif)[;,]/i.test(text)) return true;
  if (/^\/(?![/\\])[\w\-./%]*$/.test(text)) return true;
  return /^[\d.]+(x|dppx|dpi|%)?$/.test(text);
}

/** CSS reads `u\72l` as `url`. */
const unescaped = (text: string): string =>
  text
    .replace(/\\([0-9a-f]{1,6})\s?/gi, (_, hex: string) => {
      const code = Number.parseInt(hex, 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
    })
    .replace(/\\(.)/gs, '$1');
