import { domainToUnicode } from 'node:url';

/**
 * Two patterns for `LOWER(email) LIKE ? ESCAPE '!'` that find every spelling of a normalised address in a column of the
 * host. Databases differ in lower case, accents and collation: they find too much, and the caller compares again.
 */
export function patternsOf(address: string): [string, string] {
  const at = address.lastIndexOf('@') + 1;
  const readable = address.slice(0, at) + domainToUnicode(address.slice(at));
  return [patternOf(address), patternOf(readable)];
}

const patternOf = (address: string): string =>
  address.replace(/[!%_]/g, '!$&').replace(/[^\x20-\x7e]+/g, '%');
