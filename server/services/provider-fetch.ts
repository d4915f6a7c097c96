import { isLocalhost } from '../rules/domain-address';
import { requestFrom, type Answered } from './guarded-fetch';
import { addressesOf, inTime, isPrivateHost, isProduction, LookupFailed } from './host-addresses';
import { ProviderRefusal } from './provider-engine';
import { isPublicAddress } from './public-addresses';
import type { Runtime } from './runtime';

/** Bytes of one answer. */
const LONGEST = 1024 * 1024;
/** ms, for everything that one request does. */
const PATIENCE = 10_000;

/** As much of `fetch` as the libraries of OpenID Connect ask for; rejects with ProviderRefusal('unreachable'). */
export type ProviderFetch = (
  url: string,
  init?: {
    method?: string;
    headers?: Record<string, string> | Headers;
    body?: unknown;
    signal?: AbortSignal;
  },
) => Promise<Response>;

/**
 * Asks a provider, whose addresses an admin or the provider itself has named. The host is looked up once, only the public
 * internet is asked, or hosts of the option `privateHosts`; while developing also the same machine, where `home` (an address
 * that an admin entered) is there. Always https, but there. No redirect is followed.
 */
export function providerFetch(runtime: Runtime, home: URL): ProviderFetch {
  const isAllowedPrivate = (url: URL): boolean =>
    isPrivateHost(runtime.config, nameOf(url)) ||
    (isLoopback(url) && url.hostname === home.hostname && !isProduction());

  async function ask(url: URL, init: Parameters<ProviderFetch>[1] = {}): Promise<Answered> {
    const host = nameOf(url);
    const isAllowed = isAllowedPrivate(url);
    if (url.protocol !== 'https:' && !(isAllowed && isLoopback(url) && url.protocol === 'http:'))
      throw unreachable(`${url.protocol}//${url.host} is not https`);
    const limit = AbortSignal.timeout(PATIENCE);
    const signal = init.signal ? AbortSignal.any([init.signal, limit]) : limit;
    const addresses = await inTime(addressesOf(runtime, host), signal);
    const closed = addresses.find(({ address }) => !isPublicAddress(address));
    if (closed && !isAllowed)
      throw unreachable(
        `${host} is in a private network (${closed.address}) and not in the option privateHosts`,
      );
    return requestFrom(url, addresses, {
      method: init.method,
      headers: Object.fromEntries(new Headers(init.headers)),
      body: init.body === undefined || init.body === null ? '' : String(init.body),
      longest: LONGEST,
      signal,
    });
  }

  return async (address, init) => {
    const url = URL.canParse(address) ? new URL(address) : null;
    if (!url) throw unreachable(`${address} is no address`);
    try {
      return responseOf(url, await ask(url, init));
    } catch (error) {
      throw error instanceof ProviderRefusal ? error : unreachable(wordsFor(url, error));
    }
  };
}

const nameOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

const isLoopback = (url: URL): boolean =>
  isLocalhost(url.hostname) || url.hostname === '127.0.0.1' || url.hostname === '[::1]';

const unreachable = (detail: string) => new ProviderRefusal('unreachable', detail);

/** Of the headers only what somebody reads. */
function responseOf(url: URL, { status, headers, body }: Answered): Response {
  const { origin, pathname } = url;
  if (body === null) throw unreachable(`${origin}${pathname} answers with more than 1 MB`);
  if (status >= 300 && status < 400)
    throw unreachable(
      `${origin}${pathname} leads to ${headers.location ?? '?'} (${status}), which is not followed`,
    );
  const kept = new Headers();
  for (const name of ['content-type', 'www-authenticate'] as const) {
    const value = headers[name];
    if (value !== undefined) kept.set(name, value);
  }
  const hasBody = status !== 204 && status !== 205;
  return new Response(hasBody ? new Uint8Array(body) : null, { status, headers: kept });
}

function wordsFor(url: URL, error: unknown): string {
  if (error instanceof LookupFailed)
    return `${url.hostname}: ${error.isNothingThere ? 'there is no such host' : 'DNS does not answer'}`;
  const { name, message } = error as Error;
  if (name === 'TimeoutError') return `${url.origin} does not answer in time`;
  return `${url.origin}: ${message}`;
}
