import { request } from 'node:http';

/** A page that a reader opens. */
export interface WaitedPage {
  name: string;
  path: string;
  headers: Record<string, string>;
}

export interface Waits {
  count: number;
  p50: number;
  p95: number;
  max: number;
}

/** ms between two readers: each comes whether the one before was answered or not, so that a stop is felt by all in it. */
const EVERY = 50;

/** Opens pages in turn until it is told to stop, and says how long each was waited for, in ms. */
export function watchPages(
  port: number,
  pages: readonly WaitedPage[],
): { stop(): Promise<Record<string, Waits>> } {
  const times = new Map<string, number[]>(pages.map(({ name }) => [name, []]));
  const open = new Set<Promise<void>>();
  const failures: string[] = [];
  let turn = 0;
  const timer = setInterval(() => {
    const page = pages[(turn += 1) % pages.length];
    if (!page) return;
    const begin = performance.now();
    const answer = answerOf(port, page).then(
      (status) => {
        times.get(page.name)?.push(performance.now() - begin);
        if (status !== 200) failures.push(`${page.path}: ${status}`);
      },
      (error: unknown) => void failures.push(`${page.path}: ${String(error)}`),
    );
    open.add(answer);
    void answer.finally(() => open.delete(answer));
  }, EVERY);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(open);
      if (failures.length > 0) throw new Error(failures.slice(0, 5).join('\n'));
      return Object.fromEntries([...times].map(([name, all]) => [name, waitsOf(all)]));
    },
  };
}

function answerOf(port: number, { path, headers }: WaitedPage): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ port, path, headers, host: '127.0.0.1' }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
    })
      .on('error', reject)
      .end();
  });
}

function waitsOf(times: number[]): Waits {
  const sorted = [...times].sort((one, other) => one - other);
  const at = (share: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), max: at(1) };
}
