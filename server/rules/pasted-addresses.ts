import { normaliseAddress } from './address';

/**
 * E-mail addresses of a pasted text, each once and normalised: one on a line, or between commas, semicolons or white
 * space, bare or as `Ana Lopes <ana@example.com>`. What stands for an address and is none comes back as it was typed.
 */
export function pastedAddresses(text: string): { addresses: string[]; invalid: string[] } {
  const addresses = new Set<string>();
  const invalid = new Set<string>();
  for (const piece of text.split(/[\n\r,;]+/)) {
    const entry = piece.trim();
    if (entry === '') continue;
    const inBrackets = /<([^<>]*)>\s*$/.exec(entry)?.[1];
    const candidates = inBrackets === undefined ? entry.split(/\s+/) : [inBrackets];
    const found = candidates.map(normaliseAddress);
    // "Ana Lopes ana@example.com": a name beside an address is no mistake.
    const isMixed = found.some((one) => one !== '') && !entry.replace(/@/, '').includes('@');
    candidates.forEach((candidate, index) => {
      const address = found[index] ?? '';
      if (address !== '') addresses.add(address);
      // Whole when nothing in it looks like an address.
      else if (!isMixed) invalid.add(entry.includes('@') ? candidate : entry);
    });
  }
  return { addresses: [...addresses], invalid: [...invalid] };
}
