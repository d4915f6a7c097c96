import type { Claims } from '../contracts/identity-providers';

/** Characters of a value, and of all of them as JSON: enough for hundreds of groups, too little for a picture. */
const LONGEST_VALUE = 300;
const LONGEST = 20_000;
const MOST_VALUES = 200;

const shortened = (text: string): string =>
  text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;

function shownValue(value: unknown): unknown {
  if (typeof value === 'string') return shortened(value);
  if (Array.isArray(value)) return value.slice(0, MOST_VALUES).map(shownValue);
  if (typeof value !== 'object' || value === null) return value;
  const json = JSON.stringify(value);
  return json.length > LONGEST_VALUE ? shortened(json) : value;
}

/** Claims as a test keeps them: long values are cut, and what would be too much in all is left out. */
export function shownClaims(claims: Claims): Claims {
  const shown: Claims = {};
  let length = 2;
  for (const [name, value] of Object.entries(claims)) {
    const one = shownValue(value);
    length += JSON.stringify([shortened(name), one ?? null]).length + 1;
    if (length > LONGEST) break;
    shown[shortened(name)] = one;
  }
  return shown;
}
