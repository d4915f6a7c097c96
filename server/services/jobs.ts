import { newId } from '../store/connection';
import { claimJob, holdJobUntil } from '../store/jobs';
import type { Runtime } from './runtime';

/** A node that dies gives its job back after this time. */
const LEASE = 30 * 1000;
const ASK_EVERY = 100;

export interface Jobs {
  /** Runs the work when no other node does; waits for its turn. Returns undefined when the server stops before. */
  inTurn<Result>(name: string, work: () => Promise<Result>): Promise<Result | undefined>;
  /** Runs the work unless some node began it within the last `every` ms. */
  atMostEvery(every: number, name: string, work: () => Promise<void>): Promise<void>;
  /** Whoever waits for a turn gives up. */
  stop(): void;
}

/** Work that must not be done by two nodes at once: every node asks, the one that claims it does it. */
export function createJobs(runtime: Runtime): Jobs {
  const node = newId();
  let isStopped = false;
  // The real clock: tests move the runtime's, and a lease is between processes.
  const claim = (name: string, duration: number) =>
    claimJob(runtime.db, name, node, Date.now(), Date.now() + duration);

  return {
    async inTurn(name, work) {
      while (!(await claim(name, LEASE))) {
        if (isStopped) return undefined;
        await new Promise((resolve) => setTimeout(resolve, ASK_EVERY));
      }
      const renewal = setInterval(() => {
        holdJobUntil(runtime.db, name, node, Date.now() + LEASE).catch((error: unknown) =>
          runtime.strapi.log.error(`customer-portal: job ${name}: ${String(error)}`),
        );
      }, LEASE / 3).unref();
      try {
        return await work();
      } finally {
        clearInterval(renewal);
        await holdJobUntil(runtime.db, name, node, 0);
      }
    },
    async atMostEvery(every, name, work) {
      if (await claim(name, every)) await work();
    },
    stop() {
      isStopped = true;
    },
  };
}
