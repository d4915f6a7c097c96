import type { PropertyDefinition } from '../../../contracts/properties';
import { kept, type Html } from '../../html';
import type { Translate } from '../../messages';
import type { SiteRequest } from '../../request';

const drawn = new WeakMap<readonly PropertyDefinition[], WeakMap<Translate, Map<string, Html>>>();

/**
 * A part of the list that is the same for every reader of a portal in one language: drawn once for each. Both keys are other
 * objects after a change, and then the part is drawn anew. `part` names it, among few.
 */
export function drawnOnce(
  { t }: SiteRequest,
  properties: readonly PropertyDefinition[],
  part: string,
  draw: () => Html,
): Html {
  let own = drawn.get(properties);
  if (!own) drawn.set(properties, (own = new WeakMap()));
  let parts = own.get(t);
  if (!parts) own.set(t, (parts = new Map()));
  let made = parts.get(part);
  if (!made) parts.set(part, (made = kept(draw())));
  return made;
}
