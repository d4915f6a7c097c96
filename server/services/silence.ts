import { number } from '../store/connection';
import { BEGINNING, listOfStatus, type Place } from '../store/status-tickets';
import { findTicket } from '../store/tickets';
import { lockTicket } from '../store/ticket-writes';
import { SYSTEM } from './activity';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { TicketWriting } from './ticket-writing';

const DAY = 24 * 60 * 60 * 1000;

export interface Silence {
  /** Moves the tickets that have been silent for as long as their pipeline lets them, now. */
  run(): Promise<void>;
  stop(): void;
}

/** Tickets in which nothing happens for n days take another status, as their pipeline says. */
export function createSilence(runtime: Runtime, siteMap: SiteMap, writing: TicketWriting): Silence {
  let isStopped = false;

  async function move(id: string, fromKey: number, toKey: number, until: number): Promise<void> {
    await runtime.transaction(async (db) => {
      await lockTicket(db, id);
      const ticket = await findTicket(db, id);
      // Somebody may have come first.
      if (!ticket || number(ticket.status_id) !== fromKey) return;
      if (number(ticket.last_activity_at) > until) return;
      await writing.setStatus(db, ticket, SYSTEM, toKey);
    });
  }

  async function runOne(fromKey: number, toKey: number, until: number): Promise<void> {
    let place: Place | undefined = BEGINNING;
    while (place && !isStopped) {
      const some: (Place & { id: string })[] = await listOfStatus(
        runtime.db,
        fromKey,
        place,
        until,
      );
      for (const { id } of some) {
        if (isStopped) return;
        await move(id, fromKey, toKey, until);
        // SQLite answers without ever leaving the event loop: requests come in between.
        await new Promise((resolve) => setImmediate(resolve));
      }
      place = some.at(-1);
    }
  }

  async function run(): Promise<void> {
    for (const { automations } of siteMap.pipelines()) {
      for (const { from, days, to } of automations.silence) {
        const before = siteMap.statusById(from);
        const after = siteMap.statusById(to);
        if (before && after && before !== after)
          await runOne(before.key, after.key, runtime.now() - days * DAY);
      }
    }
  }

  return {
    run,
    stop() {
      isStopped = true;
    },
  };
}
