/** How a set-up file lies over what is there: what it does not name stays. */

export type Item = Record<string, unknown>;

export const isMap = (value: unknown): value is Item =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The file's fields over those that are there, in maps down to a depth; below it a value is taken as a whole. */
export function overlay(here: unknown, wanted: unknown, depth: number): unknown {
  if (depth === 0 || !isMap(here) || !isMap(wanted)) return wanted;
  const merged = new Map(Object.entries(here));
  for (const [name, value] of Object.entries(wanted))
    merged.set(name, merged.has(name) ? overlay(merged.get(name), value, depth - 1) : value);
  return Object.fromEntries(merged);
}

/** The file's entries in its order, and behind them those that only are here. An entry is known by `keyOf`. */
export function joined(
  here: readonly Item[],
  wanted: readonly unknown[],
  keyOf: (item: Item) => string,
): unknown[] {
  const known = new Map(here.map((item) => [keyOf(item), item]));
  const named = new Set<string>();
  const merged = wanted.map((item) => {
    if (!isMap(item)) return item;
    const key = keyOf(item);
    named.add(key);
    return overlay(known.get(key) ?? {}, item, 1);
  });
  return [...merged, ...here.filter((item) => !named.has(keyOf(item)))];
}

/** The order in which the named ones stand as wanted, each in a place that a named one had; others keep theirs. */
export function reordered(here: readonly string[], wanted: readonly string[]): string[] {
  const known = new Set(here);
  const named = new Set(wanted.filter((one) => known.has(one)));
  const next = [...named][Symbol.iterator]();
  return here.map((one) => (named.has(one) ? (next.next().value ?? one) : one));
}

/** Paths of what was written and is not taken: a field that nobody knows. */
export function unknownFields(written: unknown, taken: unknown, path = ''): string[] {
  const at = (key: string | number) => (path === '' ? String(key) : `${path}.${key}`);
  if (Array.isArray(written) && Array.isArray(taken))
    return written.flatMap((one, index) => unknownFields(one, taken[index], at(index)));
  if (!isMap(written) || !isMap(taken)) return [];
  return Object.entries(written).flatMap(([key, one]) =>
    Object.hasOwn(taken, key) ? unknownFields(one, taken[key], at(key)) : [at(key)],
  );
}

/** Path of a name by which a value would reach an object's prototype; null when there is none. */
export function prototypeName(value: unknown, path = ''): string | null {
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, one] of Object.entries(value)) {
    const at = path === '' ? key : `${path}.${key}`;
    if (['__proto__', 'constructor', 'prototype'].includes(key)) return at;
    const found = prototypeName(one, at);
    if (found !== null) return found;
  }
  return null;
}

/** How deeply lists and maps of a JSON text may lie in one another. */
export const DEEPEST = 40;

/** Whether a JSON text nests deeper than any set-up does, without reading it into the stack. */
export function isTooDeep(json: string): boolean {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < json.length; at += 1) {
    const sign = json[at];
    if (isText) {
      if (sign === '\\') at += 1;
      else if (sign === '"') isText = false;
    } else if (sign === '"') isText = true;
    else if (sign === '[' || sign === '{') depth += 1;
    else if (sign === ']' || sign === '}') depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

/** Fields that say what something is stand first in a file. */
const FIRST = ['format', 'version', 'portal', 'subject', 'key', 'name', 'slug', 'property'];

/** The same value with the fields of its maps in one order, so that two files differ where their values do. */
export function stable<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(stable) as Value;
  if (!isMap(value)) return value;
  const rank = (key: string) => (FIRST.includes(key) ? FIRST.indexOf(key) : FIRST.length);
  const keys = Object.keys(value).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return Object.fromEntries(keys.map((key) => [key, stable(value[key])])) as Value;
}
