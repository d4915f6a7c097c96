/**
 * The one form in which two spellings of an e-mail address are the same: trimmed, NFKC, lower case,
 * an international domain in its ASCII form. Accents stay: 'rené@' and 'rene@' are two people.
 * Returns '' when it is not an address.
 */
export function normaliseAddress(input: string): string {
  const text = input.trim().normalize('NFKC').toLowerCase();
  const at = text.lastIndexOf('@');
  if (at < 1 || text.length > 320) return '';
  const local = text.slice(0, at);
  if (/[\s<>(),;:"\\[\]\p{Cc}\p{Cf}]/u.test(local)) return '';
  const domain = asciiDomain(text.slice(at + 1));
  return domain === '' ? '' : `${local}@${domain}`;
}

/** What stands behind the @ of a normalised address. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** What is compared where anything may stand for an address, as 'root@localhost' of an admin user. */
export const addressForm = (input: string): string =>
  normaliseAddress(input) || input.trim().toLowerCase();

/** A domain in lower case and ASCII; '' when it is none that mail has. */
export function normaliseDomain(typed: string): string {
  const domain = asciiDomain(typed.trim().normalize('NFKC').toLowerCase());
  return /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/.test(domain) &&
    domain.length <= 191
    ? domain
    : '';
}

function asciiDomain(domain: string): string {
  if (!/^[^\s/?#@:\\[\]%]+$/.test(domain)) return '';
  try {
    const { hostname } = new URL(`http://${domain}`);
    return hostname.includes('.') && !/^[\d.]+$/.test(hostname) ? hostname : '';
  } catch {
    return '';
  }
}
