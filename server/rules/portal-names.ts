import { slugOf, slugProblem } from './slug';

/** What a portal is called in addresses when its name has no letter that an address may have. */
const FALLBACK_SLUG = 'support';
/** Numbers of tickets begin with the first word of the portal's name, of so many letters at most. */
const PREFIX_LENGTH = 8;
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** Ends of an address for a portal of this name, the best first. */
export function* slugsFor(name: string): Generator<string> {
  const own = slugOf(name);
  const base = slugProblem(own) === '' ? own : FALLBACK_SLUG;
  yield base;
  if (base !== FALLBACK_SLUG) yield `${base.slice(0, 52)}-${FALLBACK_SLUG}`;
  for (let number = 2; ; number += 1) yield `${base.slice(0, 54)}-${number}`;
}

/** Names for something made beside a portal of this name, the best first. */
export function* namesFor(name: string): Generator<string> {
  yield name;
  for (let number = 2; ; number += 1) yield `${name} ${number}`;
}

/** Beginnings of ticket numbers for a name, the best first: ACME-, ACME-B-, ACME-C- … They never end with a digit. */
export function* prefixesFor(name: string): Generator<string> {
  const words = slugOf(name).replace(/[0-9]/g, '').split('-').filter(Boolean);
  const base = (words[0] ?? 't').slice(0, PREFIX_LENGTH).toUpperCase();
  yield `${base}-`;
  for (const letter of LETTERS.slice(1)) yield `${base}-${letter}-`;
  for (const first of LETTERS) for (const second of LETTERS) yield `${base}-${first}${second}-`;
}
