/** A person's passkeys of one host; nobody has so many devices. */
export const MOST_PASSKEYS = 20;
export const LONGEST_PASSKEY_NAME = 60;

/**
 * The host that passkeys of a domain belong to (the relying party's id); '' where browsers make none: at an IP address, and
 * over plain HTTP anywhere but on the own computer.
 */
export function passkeyHost(origin: string): string {
  const { protocol, hostname } = new URL(origin);
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost');
  const isAddress = hostname.startsWith('[') || /^\d+(\.\d+){3}$/.test(hostname);
  return isAddress || (protocol !== 'https:' && !isLocal) ? '' : hostname;
}

/** What its owner calls a passkey, on one line; '' for nothing. */
export const passkeyName = (typed: string): string =>
  Array.from(typed.replace(/[\p{C}\s]+/gu, ' ').trim())
    .slice(0, LONGEST_PASSKEY_NAME)
    .join('')
    .trim();

/**
 * Whether a passkey may have signed with this count after that one: some count, and then each is higher than the last; those
 * that are kept in several devices say 0 for ever. A lower one is a copy's.
 */
export const isCounterGood = (before: number, now: number): boolean =>
  (before === 0 && now === 0) || now > before;
