import type { LookupAddress } from 'node:dns';
import http, { type IncomingHttpHeaders } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';

export interface Answered {
  status: number;
  headers: IncomingHttpHeaders;
  /** null for a longer one than was asked for. */
  body: Buffer | null;
}

export interface Fetched {
  status: number;
  location: string;
  /** Of at most 4 KB; '' for a longer one. */
  body: string;
}

const LONGEST = 4096;

/**
 * Asks an address at one of the given addresses of its host and nowhere else: it is not looked up a second time, and no
 * redirect is followed. TLS is verified. Rejects with the code of node:net, node:tls or node:http.
 */
export function requestFrom(
  url: URL,
  addresses: readonly LookupAddress[],
  {
    method = 'GET',
    headers = {},
    body = '',
    longest,
    signal,
  }: {
    method?: string;
    headers?: Record<string, string>;
    body?: string;
    /** Bytes of the answer. */
    longest: number;
    signal: AbortSignal;
  },
): Promise<Answered> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isTls = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const request = (isTls ? https : http).request(
      {
        host,
        port: url.port || (isTls ? 443 : 80),
        path: url.pathname + url.search,
        method,
        headers: {
          Accept: 'application/json',
          'User-Agent': 'customer-portal',
          ...headers,
          Host: url.host,
          ...(body === '' ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }),
        },
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
        const answer = (whole: Buffer | null) =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: whole });
        response
          .on('data', (chunk: Buffer) => {
            chunks.push(chunk);
            if ((size += chunk.length) <= longest) return;
            answer(null);
            request.destroy();
          })
          .on('end', () => answer(Buffer.concat(chunks)))
          .on('error', reject);
      },
    );
    request.on('error', reject).end(body);
  });
}

/** Fetches what is short, by GET. */
export async function fetchFrom(
  url: URL,
  addresses: readonly LookupAddress[],
  signal: AbortSignal,
): Promise<Fetched> {
  const { status, headers, body } = await requestFrom(url, addresses, { longest: LONGEST, signal });
  return { status, location: headers.location ?? '', body: body?.toString() ?? '' };
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
