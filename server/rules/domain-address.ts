/** What is served: an origin and the path below which it is ours. */
export interface DomainAddress {
  /** scheme://host[:port]; a default port is left out, an international name is punycode. */
  origin: string;
  /** '' or '/base'. */
  basePath: string;
  /** Host without port and brackets. */
  host: string;
}

const LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
const NAME = new RegExp(`^(${LABEL}\\.)*${LABEL}$`);
const IP = /^(\d+\.\d+\.\d+\.\d+|[0-9a-f]*:[0-9a-f:.]*)$/;

export const isIpAddress = (host: string): boolean => IP.test(host);

/** Such names mean the computer itself, wherever they are looked up (RFC 6761). */
export const isLocalhost = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost');

/** The host of an origin as DNS and sockets take it. */
export const hostOf = (origin: string): string => new URL(origin).hostname.replace(/^\[|\]$/g, '');

/**
 * Understands a domain as people type it: `help.example.com`, `https://example.com/support`, `bücher.example:8443`.
 * `isBare` says that a single word such as `intranet` is a host too.
 */
export function readDomainAddress(
  typed: string,
  { isBare = () => false }: { isBare?: (host: string) => boolean } = {},
): DomainAddress | { problem: string } {
  const text = typed.trim();
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'https' && scheme !== 'http')
    return { problem: 'Enter an address that begins with https:// or http://, or without either.' };
  let url: URL;
  try {
    if (/[\s\\]/.test(text)) throw new TypeError();
    url = new URL(scheme === undefined ? `https://${text}` : text);
  } catch {
    return { problem: 'Enter a domain, for example help.example.com.' };
  }
  if (url.username !== '' || url.password !== '' || text.includes('@'))
    return { problem: 'Leave out the name and the password.' };
  if (text.includes('?') || text.includes('#'))
    return { problem: 'Leave out what stands behind ? or #.' };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!isIpAddress(host) && !isName(host, isBare))
    return { problem: 'Enter a domain, for example help.example.com.' };
  // On this computer nobody has a certificate.
  if (scheme === undefined && isLocalhost(host)) url = new URL(`http://${text}`);
  const { origin } = url;
  if (origin.length > 191) return { problem: 'Use at most 191 characters for the domain.' };
  const basePath = url.pathname.replace(/\/+$/, '');
  const problem = pathProblem(basePath);
  return problem === '' ? { origin, basePath, host } : { problem };
}

const isName = (host: string, isBare: (host: string) => boolean): boolean =>
  host.length <= 191 &&
  NAME.test(host) &&
  (host.includes('.') || isLocalhost(host) || isBare(host));

/** Small letters only: databases and proxies differ about the others. */
function pathProblem(basePath: string): string {
  if (basePath === '') return '';
  if (basePath.length > 100) return 'Use at most 100 characters for the path.';
  const segments = basePath.slice(1).split('/');
  if (!segments.every((segment) => /^[a-z0-9]+([-_.~][a-z0-9]+)*$/.test(segment)))
    return 'Use small letters a to z, digits and single hyphens in the path, for example /support.';
  return '';
}
