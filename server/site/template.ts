import { randomBytes } from 'node:crypto';
import { Html, kept, markupOf, type Child } from './html';

/** Stands nowhere else: nobody knows it before the process begins. */
const MARK = randomBytes(12).toString('hex');
const HOLE = new RegExp(`${MARK}(\\d+)\\.`);

/**
 * Draws once what differs in a few places only. The holes are texts that stand for what is filled in, in text and in
 * attributes alike; markup may be filled in where text stands. What comes back puts it together: texts are escaped as in TSX.
 */
export function templateOf<Name extends string>(
  names: readonly Name[],
  draw: (holes: Record<Name, string>) => Html,
): (values: Record<Name, Child>) => Html {
  const holes = Object.fromEntries(names.map((name, at) => [name, `${MARK}${at}.`]));
  const pieces = draw(holes as Record<Name, string>).markup.split(HOLE);
  const texts = pieces.filter((_, at) => at % 2 === 0).map((text) => kept(new Html(text)).markup);
  const filled = pieces.filter((_, at) => at % 2 === 1).map((at) => names[Number(at)] as Name);
  return (values) => {
    let markup = texts[0] ?? '';
    for (let at = 0; at < filled.length; at += 1)
      markup += markupOf(values[filled[at] as Name]) + (texts[at + 1] ?? '');
    return new Html(markup);
  };
}
