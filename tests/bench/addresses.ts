import { randomBytes } from 'node:crypto';
import { ORIGIN } from '../support/company';
import { fetchOnce, type Shot } from './load';

const { host, origin } = new URL(ORIGIN);
/** Requests of each kind. */
const ROUNDS = 100;

/** ms that an answer is waited for. */
export interface Wait {
  p50: number;
  p95: number;
}
export interface AddressResult {
  way: string;
  known: Wait;
  unknown: Wait;
}

/**
 * How long ways in take with an address that somebody has and with one that nobody has (attacks 25): one request after the
 * other, in turns, so that faster and slower moments of the machine meet both.
 */
export async function measureAddresses(
  port: number,
  addresses: readonly string[],
): Promise<AddressResult[]> {
  const form = (path: string, fields: Record<string, string>): Shot => ({
    method: 'POST',
    path: `/support/${path}`,
    headers: { host, origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });
  const ways: [way: string, status: number, shot: (email: string) => Shot][] = [
    ['sign-in', 422, (email) => form('sign-in', { email, password: 'Wrong-window-72' })],
    ['link by mail', 303, (email) => form('magic-link/ask', { email })],
    ['new password', 303, (email) => form('forgotten-password', { email })],
  ];
  const results: AddressResult[] = [];
  for (const [way, status, shot] of ways) {
    const times = { known: [] as number[], unknown: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      const known = addresses[round % addresses.length] ?? '';
      const unknown = `${randomBytes(known.length / 4).toString('hex')}@guess.example`;
      const pair = [
        ['known', known],
        ['unknown', unknown],
      ] as const;
      for (const [kind, address] of round % 2 === 0 ? pair : [...pair].reverse()) {
        const answer = await fetchOnce(port, shot(address));
        if (answer.status !== status) throw new Error(`${way} answered ${answer.status}`);
        // The first ones warm up.
        if (round >= ROUNDS / 10) times[kind].push(answer.millis);
      }
    }
    results.push({ way, known: waitOf(times.known), unknown: waitOf(times.unknown) });
  }
  return results;
}

function waitOf(times: number[]): Wait {
  const sorted = times.sort((a, b) => a - b);
  const at = (part: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  return { p50: at(0.5) ?? 0, p95: at(0.95) ?? 0 };
}
