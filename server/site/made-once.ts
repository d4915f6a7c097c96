import { kept, type Html } from './html';
import type { Translate } from './messages';

const all = new WeakMap<object, WeakMap<Translate, Map<string, unknown>>>();
/** Parts of one owner in one language; their names come from addresses too. */
const MOST_MADE = 500;

/**
 * What is the same for many readers, made once for each. Both keys are other objects after a change, and then it is made
 * anew: what it is made of belongs to `owner` or is said by `t`, and all else stands in the name of the part.
 */
export function madeOnce<Made>(owner: object, t: Translate, part: string, make: () => Made): Made {
  let own = all.get(owner);
  if (!own) all.set(owner, (own = new WeakMap()));
  let parts = own.get(t);
  if (!parts) own.set(t, (parts = new Map()));
  const known = parts.get(part) as Made | undefined;
  if (known !== undefined) return known;
  const made = make();
  if (parts.size >= MOST_MADE) parts.clear();
  parts.set(part, made);
  return made;
}

/** The same for markup. */
export const drawnOnce = (owner: object, t: Translate, part: string, draw: () => Html): Html =>
  madeOnce(owner, t, part, () => kept(draw()));
