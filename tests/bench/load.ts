import autocannon from 'autocannon';
import type { ChildProcess } from 'node:child_process';
import { Agent, request as httpRequest } from 'node:http';
import { ask, type Cpu } from './messages';

export interface Shot {
  method: 'GET' | 'POST';
  path: string;
  headers: Record<string, string>;
  body?: string;
}

export interface Load {
  port: number;
  /** The next request; called once when it never changes. */
  shot: () => Shot;
  isVarying: boolean;
  connections: number;
  status: number[];
}

/** Sends requests for some seconds, or an exact number of them. */
function send(
  { port, shot, isVarying, connections, status }: Load,
  until: { seconds: number } | { amount: number },
): Promise<{ requests: number; perSecond: number; statuses: Record<string, number> }> {
  return new Promise((resolve, reject) => {
    let started = 0;
    let ended = 0;
    let requests = 0;
    const run = autocannon(
      {
        url: `http://127.0.0.1:${port}`,
        connections,
        sampleInt: 100,
        bailout: 5,
        ...('seconds' in until ? { duration: until.seconds } : { amount: until.amount }),
        requests: [
          isVarying ? { setupRequest: (last) => Object.assign(last, shot()) } : { ...shot() },
        ],
      },
      (error, result) => {
        if (error) return reject(error);
        const statuses = Object.fromEntries(
          Object.entries(result.statusCodeStats).map(([code, { count }]) => [code, count]),
        );
        const strange = Object.keys(statuses).filter((code) => !status.includes(Number(code)));
        if (strange.length > 0 || result.errors > 0 || requests === 0) {
          const { method, path } = shot();
          return reject(
            new Error(
              `${method} ${path}: ${result.errors} errors, answers ${JSON.stringify(statuses)}`,
            ),
          );
        }
        resolve({ requests, perSecond: requests / ((ended - started) / 1000), statuses });
      },
    );
    started = performance.now();
    run.on('response', () => {
      requests += 1;
      ended = performance.now();
    });
  });
}

/** Warms up, then answers how many requests per second come back when each connection asks again at once. */
export async function throughputOf(load: Load, seconds: number): Promise<number> {
  const warm = await send(load, { seconds: Math.max(1, seconds * 0.4) });
  const amount = Math.max(load.connections, Math.ceil(warm.perSecond * seconds));
  return (await send(load, { amount })).perSecond;
}

const ROUNDS = 12;
/** ms of a round, at least: a timer and a collection of garbage more or less do not show then. */
const ROUND = 250;

/**
 * CPU microseconds of each server process per request, at a pace that both can keep: waking up costs a server much of what
 * it costs altogether, and one that is never idle does not pay it. They take turns, since a machine has faster and slower
 * moments, and the median of the rounds counts: a hiccup of a shared machine costs as much as a hundred requests.
 */
export async function cpuMicrosAt(
  pace: number,
  servers: { child: ChildProcess; load: Load }[],
  seconds: number,
): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 20 });
  const costs: number[][] = servers.map(() => []);
  const millis = Math.max(ROUND, (seconds * 1000) / ROUNDS);
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [at, { child, load }] of servers.entries()) {
      const { port, shot, status } = load;
      const before = await ask<Cpu>(child, { ask: 'cpu' });
      const answers = await atPace(pace, millis, () => fetchOnce(port, shot(), agent));
      const after = await ask<Cpu>(child, { ask: 'cpu' });
      const strange = answers.find((answer) => !status.includes(answer.status));
      if (strange) throw new Error(`${shot().path} answered ${strange.status}`);
      // The first round warms up.
      if (round > 0) costs[at]?.push((after.micros - before.micros) / answers.length);
    }
  }
  agent.destroy();
  return costs.map(medianOf);
}

const medianOf = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Starts work so many times a second, whether the last one has ended or not, and waits for all. */
async function atPace<Result>(
  perSecond: number,
  millis: number,
  work: () => Promise<Result>,
): Promise<Result[]> {
  const going: Promise<Result>[] = [];
  const began = performance.now();
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const passed = Math.min(millis, performance.now() - began);
      while (going.length < (passed / 1000) * perSecond) going.push(work());
      if (passed < millis) return;
      clearInterval(timer);
      resolve();
    }, 1);
  });
  return Promise.all(going);
}

export interface Answered {
  status: number;
  body: string;
  bytes: number;
  millis: number;
}

/** One request by Node's own client. */
export function fetchOnce(port: number, shot: Shot, agent?: Agent): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const { method, path, headers, body } = shot;
    const sent = httpRequest(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        agent,
        headers: body === undefined ? headers : { ...headers, 'Content-Length': body.length },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const whole = Buffer.concat(chunks);
          resolve({
            status: response.statusCode ?? 0,
            body: whole.toString('utf8'),
            bytes: whole.length,
            millis: performance.now() - began,
          });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

export interface Latency {
  requests: number;
  p50: number;
  p99: number;
  max: number;
}

const LATENCY_PACE = 100;

/** Latency of a page at a fixed pace: a hundred requests a second, whether the last one has come back or not. */
export async function latencyOf(port: number, shot: Shot, seconds: number): Promise<Latency> {
  const agent = new Agent({ keepAlive: true, maxSockets: 50 });
  const millis = (await atPace(LATENCY_PACE, seconds * 1000, () => fetchOnce(port, shot, agent)))
    .map((answer) => {
      if (answer.status !== 200) throw new Error(`${shot.path} answered ${answer.status}`);
      return answer.millis;
    })
    .sort((a, b) => a - b);
  agent.destroy();
  const at = (share: number) =>
    millis[Math.min(millis.length - 1, Math.floor(millis.length * share))] ?? 0;
  return { requests: millis.length, p50: at(0.5), p99: at(0.99), max: at(1) };
}

/** Runs work while a load goes on. */
export async function during<Result>(
  load: Load,
  seconds: number,
  work: () => Promise<Result>,
): Promise<{ result: Result; perSecond: number; statuses: Record<string, number> }> {
  const going = send(load, { seconds: seconds + 1 });
  const [result, { perSecond, statuses }] = await Promise.all([
    new Promise((resolve) => setTimeout(resolve, 500)).then(work),
    going,
  ]);
  return { result, perSecond, statuses };
}
