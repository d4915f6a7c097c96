import { pruneSessions } from '../store/sessions';
import { pruneTokens } from '../store/tokens';
import { pruneKnownDevices, prunePasswordFailures } from '../store/ways-in-upkeep';
import type { Jobs } from './jobs';
import type { Runtime } from './runtime';
import { overAt } from './sessions';
import type { SiteMap } from './site-map';

const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Rows of one statement: others wait for it on SQLite. */
const AT_ONCE = 500;

export interface SessionUpkeep {
  /** Removes what is of no use to anybody any more: sessions, links, browsers that were not seen for a year, failures. */
  prune(): Promise<void>;
  /** Once an hour, on one node. */
  start(): void;
  stop(): Promise<void>;
}

export function createSessionUpkeep(runtime: Runtime, siteMap: SiteMap, jobs: Jobs): SessionUpkeep {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let isStopped = false;

  async function prune(): Promise<void> {
    const now = runtime.now();
    const { db } = runtime;
    const over = overAt(siteMap.portals(), now);
    while (!isStopped && (await pruneSessions(db, over, AT_ONCE)) === AT_ONCE);
    await pruneTokens(db, now - DAY);
    await pruneKnownDevices(db, now - 365 * DAY);
    await prunePasswordFailures(db, now - 30 * DAY);
  }

  return {
    prune,
    start() {
      isStopped = false;
      timer = setInterval(() => {
        // `strapi import` and other commands load the plugin too; only a server prunes.
        if (!runtime.strapi.server.httpServer.listening) return;
        running = jobs.atMostEvery(HOUR, 'prune-sessions', prune).catch((error: unknown) => {
          runtime.strapi.log.error(`customer-portal: sessions: ${String(error)}`);
        });
      }, 5 * MINUTE).unref();
    },
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
