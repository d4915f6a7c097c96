import { DOMParser } from '@xmldom/xmldom';

/** Elements, unless told, and how deep they may stand in each other: what is read by recursion must not end in an overflow. */
const MOST_ELEMENTS = 20_000;
const DEEPEST = 60;
/** In all: the parser compares those of one element with each other. */
const MOST_ATTRIBUTES = 6000;

/** XML that is not read: what is wrong with it. */
export class XmlRefused extends Error {}

/**
 * Reads XML that somebody sent. What would declare entities is refused before it is parsed, and so is what a parser would
 * have to guess. `strict` also refuses comments, CDATA and processing instructions: they split a text, and readers differ in
 * which part of it they take.
 */
export function parseXml(
  source: string,
  { strict = false, mostElements = MOST_ELEMENTS } = {},
): { root: Element; xml: string } {
  const xml = source.replace(/^\uFEFF?\s*(<\?xml\s[^<>?]*\?>)?\s*/, '').trimEnd();
  const declared = /^\uFEFF?\s*<\?xml\s[^<>?]*encoding\s*=\s*["']([^"']+)/.exec(source)?.[1] ?? '';
  if (!/^(|utf-?8|us-ascii)$/i.test(declared))
    throw new XmlRefused(`The encoding is ${declared}, not UTF-8.`);
  if (!xml.startsWith('<')) throw new XmlRefused('This is not XML.');
  if (/<!(?!--|\[CDATA\[)/.test(xml))
    throw new XmlRefused('A document type (DOCTYPE) or an entity is declared.');
  if (strict && /<[!?]/.test(xml))
    throw new XmlRefused('There is a comment, a CDATA section or a processing instruction.');
  const countOf = (pattern: RegExp) => xml.match(pattern)?.length ?? 0;
  if (countOf(/</g) > 2 * mostElements || countOf(/=\s*["']/g) > MOST_ATTRIBUTES)
    throw new XmlRefused('It has too many elements or attributes.');
  const root = parse(xml);
  for (let node = root.nextSibling; node; node = node.nextSibling)
    if (node.nodeType !== node.COMMENT_NODE)
      throw new XmlRefused('Something stands behind its end.');
  measure(root, mostElements);
  return { root, xml };
}

/** Stops at the first thing that is not as it should be: the parser would go on, and take a minute for open ends. */
function parse(xml: string): Element {
  const stop = (problem: string) => {
    throw new XmlRefused(`It is not well-formed: ${problem.split('\n')[0]}`);
  };
  const parser = new DOMParser({ errorHandler: { warning: stop, error: stop, fatalError: stop } });
  const { documentElement: root } = parser.parseFromString(xml, 'text/xml');
  // Without any element there is none, whatever its type says.
  if (!(root as Element | null)) throw new XmlRefused('It has no element.');
  return root;
}

function measure(root: Element, mostElements: number): void {
  let count = 0;
  let depth = 1;
  let node: Node = root;
  for (;;) {
    if (node.nodeType === node.ELEMENT_NODE && ++count > mostElements)
      throw new XmlRefused('It has too many elements.');
    if (node.firstChild) {
      if (++depth > DEEPEST) throw new XmlRefused('Its elements stand too deep in each other.');
      node = node.firstChild;
      continue;
    }
    while (node !== root && !node.nextSibling) {
      node = node.parentNode ?? root;
      depth -= 1;
    }
    if (node === root) return;
    node = node.nextSibling ?? root;
  }
}

/** An element and all below it, in the order of the text. */
export const elementsIn = (element: Element): Element[] => [
  element,
  ...Array.from(element.getElementsByTagName('*')),
];

export const childrenOf = (parent: Element, space: string, name: string): Element[] =>
  Array.from(parent.childNodes).filter(
    (node): node is Element =>
      node.nodeType === node.ELEMENT_NODE &&
      (node as Element).localName === name &&
      (node as Element).namespaceURI === space,
  );

export const attributeOf = (element: Element | undefined, name: string): string =>
  element?.getAttribute(name) ?? '';

/** The whole text of an element, whatever stands between its parts. */
export const textIn = (element: Element | undefined): string => element?.textContent ?? '';

export const escapeXml = (text: string): string =>
  text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
