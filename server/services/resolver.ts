import type { LookupAddress } from 'node:dns';
import { lookup, Resolver as Dns } from 'node:dns/promises';

/** What DNS says, by the servers of the option `dnsServers`, or as the system asks. */
export interface Resolver {
  /** Every address of a host; rejects with the code of node:dns (ENOTFOUND, ETIMEOUT …). */
  addresses(host: string): Promise<LookupAddress[]>;
  /** TXT records of a name, each in one piece; [] when there is none. */
  texts(name: string): Promise<string[]>;
}

/** ms, of one try. */
const TIMEOUT = 1500;
/** Nothing of such a kind is there, whether the name is or not. */
const NOTHING = new Set(['ENOTFOUND', 'ENODATA']);

export const isNothing = (error: unknown): boolean =>
  NOTHING.has((error as NodeJS.ErrnoException).code ?? '');

export function createResolver(servers: readonly string[]): Resolver {
  const dns = new Dns({ timeout: TIMEOUT, tries: 2 });
  if (servers.length > 0) dns.setServers(servers);

  async function ask(host: string): Promise<LookupAddress[]> {
    const [v4, v6] = await Promise.allSettled([dns.resolve4(host), dns.resolve6(host)]);
    const found: LookupAddress[] = [];
    if (v4.status === 'fulfilled')
      for (const address of v4.value) found.push({ address, family: 4 });
    if (v6.status === 'fulfilled')
      for (const address of v6.value) found.push({ address, family: 6 });
    if (found.length > 0) return found;
    const reasons = [v4, v6].flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    throw reasons.find((reason) => !isNothing(reason)) ?? reasons[0];
  }

  return {
    // The system's way knows /etc/hosts too.
    addresses: (host) => (servers.length > 0 ? ask(host) : lookup(host, { all: true })),
    async texts(name) {
      try {
        return (await dns.resolveTxt(name)).map((parts) => parts.join(''));
      } catch (error) {
        if (isNothing(error)) return [];
        throw error;
      }
    },
  };
}
