import type { LookupAddress } from 'node:dns';
import type { PluginConfig } from '../config';
import { isIpAddress, isLocalhost } from '../rules/domain-address';
import { isNothing } from './resolver';
import type { Runtime } from './runtime';

/** Nobody could say where a host is. */
export class LookupFailed extends Error {
  constructor(readonly isNothingThere: boolean) {
    super('look-up');
  }
}

/** Every address of a host, to be checked and then used. Rejects with LookupFailed. */
export async function addressesOf({ resolver }: Runtime, host: string): Promise<LookupAddress[]> {
  if (isIpAddress(host)) return [{ address: host, family: host.includes(':') ? 6 : 4 }];
  if (isLocalhost(host)) return [{ address: '127.0.0.1', family: 4 }];
  const addresses = await resolver.addresses(host).catch((error: unknown) => {
    throw new LookupFailed(isNothing(error));
  });
  if (addresses.length === 0) throw new LookupFailed(true);
  return addresses;
}

/** A host of which the options say that it may be a single word, and private. */
export const isPrivateHost = (
  { privateHosts }: Pick<PluginConfig, 'privateHosts'>,
  host: string,
): boolean =>
  privateHosts.some((one) => (one.startsWith('*.') ? host.endsWith(one.slice(1)) : host === one));

export const isProduction = (): boolean => process.env.NODE_ENV === 'production';

/** What cannot be cut off is not waited for. */
export function inTime<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    work.then(resolve, reject);
  });
}
