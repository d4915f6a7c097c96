/** A form in which somebody writes a message, as its page describes it (layout/composer.tsx). */
export interface Composer {
  form: HTMLFormElement;
  words: Record<string, string>;
  /** Bytes. */
  limits: { files: number; fileSize: number; total: number };
  /** Where files are sent ahead. */
  uploads: string;
  language: string;
}

/** A text of the page with its names in it. */
export const say = (
  { words }: Pick<Composer, 'words'>,
  word: string,
  names: Record<string, string> = {},
): string => (words[word] ?? '').replace(/\{(\w+)\}/g, (_whole, name: string) => names[name] ?? '');

/** An element with its attributes and what stands in it. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
