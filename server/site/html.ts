import type { JSX as HtmlElements } from 'preact';

/** Markup that is ready to be sent. Everything else that stands in a page is text, and escaped. */
export class Html {
  constructor(readonly markup: string) {}
}

/** What may stand between two tags. */
export type Child = Html | string | number | boolean | null | undefined | readonly Child[];

type Properties = Record<string, unknown>;
type Component = (properties: never) => Child;

const ESCAPED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Elements without content or end tag (HTML Living Standard, 13.1.2). */
const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));
const attributeNames = new Map<string, string>();

const UNSAFE = /[&<>"]/;

export const escape = (text: string): string =>
  UNSAFE.test(text) ? text.replace(/[&<>"]/g, (found) => ESCAPED[found] ?? '') : text;

/**
 * What TSX becomes (`jsxFactory`): the markup at once, without a tree of nodes between, since a list of tickets is a
 * thousand of them. A component is a function of its properties; `children` is among them.
 */
export function h(
  type: string | Component,
  properties: Properties | null,
  ...children: Child[]
): Html {
  if (typeof type !== 'string') {
    // Not `{ ...properties, children }`, which costs more than most components (docs/architecture.md).
    const own = children.length > 0 ? Object.assign({}, properties, { children }) : properties;
    const made = type(own as never);
    return made instanceof Html ? made : new Html(markupOf(made));
  }
  let markup = `<${type}`;
  for (const name in properties) {
    const value = properties[name];
    if (value === undefined || value === null || value === false) continue;
    markup += attributeNames.get(name) ?? attributeName(name);
    if (typeof value === 'string') markup += `="${escape(value)}"`;
    // aria-* say true and false by word, others by being there.
    else if (value !== true || name.startsWith('aria-')) markup += `="${escape(String(value))}"`;
  }
  if (VOID.has(type)) return new Html(`${markup}>`);
  let content = '';
  for (const child of children) content += markupOf(child);
  // The parser drops a line break right behind this tag.
  const start = type === 'textarea' && content.startsWith('\n') ? '>\n' : '>';
  return new Html(`${markup}${start}${content}</${type}>`);
}

/** Markup to be kept. In one piece: a text of many pieces is walked through again by every page that it stands in. */
export const kept = ({ markup }: Html): Html => new Html(Buffer.from(markup).toString());

export const Fragment = ({ children }: { children?: Child }): Child => children;

/** TSX writes attributes as the DOM does (`dateTime`); HTML has them in lower case. */
function attributeName(property: string): string {
  const name = ` ${property.toLowerCase()}`;
  attributeNames.set(property, name);
  return name;
}

export function markupOf(child: Child): string {
  if (typeof child === 'string') return escape(child);
  if (child instanceof Html) return child.markup;
  if (Array.isArray(child)) {
    let markup = '';
    for (const one of child as readonly Child[]) markup += markupOf(one);
    return markup;
  }
  return typeof child === 'number' ? String(child) : '';
}

/** How the compiler types TSX: the elements and attributes of HTML as preact describes them. */
// eslint-disable-next-line @typescript-eslint/no-namespace -- where the compiler looks for the types of a factory
export namespace h {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the same
  export namespace JSX {
    export type Element = Html;
    export type ElementType = string | ((properties: never) => Child);
    export interface ElementChildrenAttribute {
      children: unknown;
    }
    export type IntrinsicElements = HtmlElements.IntrinsicElements;
  }
}
