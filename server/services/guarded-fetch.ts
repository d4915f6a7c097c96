import type { LookupAddress } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';

export interface Fetched {
  status: number;
  location: string;
  /** Of at most 4 KB; '' for a longer one. */
  body: string;
}

const LONGEST = 4096;

/**
 * Fetches an address by GET from one of the given addresses of its host and from nowhere else: it is not looked up a second
 * time, and no redirect is followed. TLS is verified. Rejects with the code of node:net, node:tls or node:http.
 */
export function fetchFrom(
  url: URL,
  addresses: readonly LookupAddress[],
  signal: AbortSignal,
): Promise<Fetched> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isTls = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const request = (isTls ? https : http).request(
      {
        host,
        port: url.port || (isTls ? 443 : 80),
        path: url.pathname + url.search,
        headers: { Host: url.host, Accept: 'application/json', 'User-Agent': 'customer-portal' },
        // No connection and no TLS session of before is used again.
        agent: false,
        lookup: lookupIn(addresses),
        servername: isIP(host) === 0 ? host : '',
        maxHeaderSize: 16 * 1024,
        signal,
      },
      (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        const answer = (body: string) =>
          resolve({
            status: response.statusCode ?? 0,
            location: response.headers.location ?? '',
            body,
          });
        response
          .on('data', (chunk: Buffer) => {
            chunks.push(chunk);
            if ((size += chunk.length) <= LONGEST) return;
            answer('');
            request.destroy();
          })
          .on('end', () => answer(Buffer.concat(chunks).toString()))
          .on('error', reject);
      },
    );
    request.on('error', reject).end();
  });
}

/** Answers with the addresses that were checked. */
const lookupIn =
  (addresses: readonly LookupAddress[]): LookupFunction =>
  (_host, { all }, callback) => {
    const [first] = addresses;
    if (!first) callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '');
    else if (all) callback(null, [...addresses]);
    else callback(null, first.address, first.family);
  };
