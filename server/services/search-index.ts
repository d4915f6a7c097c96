import { tokensOf } from '../rules/search-tokens';
import type { Connection } from '../store/connection';
import {
  companyScope,
  contactScope,
  emptyIndex,
  indexTicket,
  portalScope,
  removeOrphans,
} from '../store/search';
import {
  highestTicketKey,
  listAssociated,
  listBodies,
  listSources,
  listUnindexed,
  lockTickets,
  type TicketSource,
} from '../store/search-sources';
import type { Jobs } from './jobs';
import type { Runtime } from './runtime';

/** Tickets looked at by one statement; with as many the slowest database answers within milliseconds. */
const WINDOW = 1000;
/** ms; longer work in one transaction would keep requests waiting. */
const BATCH_TIME = 50;

/** SQLite answers without ever leaving the event loop: requests come in between. */
const breathe = () => new Promise((resolve) => setImmediate(resolve));

export interface SearchIndex {
  /** Indexes tickets that the index misses and removes rows without a ticket. One node at a time does it. */
  repair(): Promise<void>;
  /** Makes the whole index anew. */
  rebuild(): Promise<void>;
  /** Makes the rows of these tickets anew, in the transaction of what changed them. */
  renew(db: Connection, ticketKeys: number[]): Promise<void>;
  stop(): Promise<void>;
}

/** The ticket search index is not exported, and a rebuild may be interrupted: what is missing is found and made. */
export function createSearchIndex(runtime: Runtime, jobs: Jobs): SearchIndex {
  let isStopped = false;
  let running: Promise<void> = Promise.resolve();

  async function indexMissing(): Promise<void> {
    const highest = await highestTicketKey(runtime.db);
    for (let from = 0; from < highest; from += WINDOW) {
      await removeOrphans(runtime.db, from, from + WINDOW);
      for (;;) {
        await breathe();
        if (isStopped) return;
        const tickets = await listUnindexed(runtime.db, from, from + WINDOW);
        if (tickets.length === 0) break;
        await runtime.transaction((db) => indexSome(db, tickets));
      }
    }
  }

  async function indexSome(db: Connection, tickets: TicketSource[]): Promise<void> {
    const end = performance.now() + BATCH_TIME;
    // A reply to a ticket without a row leaves the row to us, so both must not happen at once.
    await lockTickets(
      db,
      tickets.map(({ key }) => key),
    );
    for (const ticket of tickets) {
      await indexOne(db, ticket);
      if (performance.now() > end) return;
    }
  }

  async function indexOne(db: Connection, ticket: TicketSource): Promise<void> {
    const { key, portalKey, companyKey, isPrivate, number, externalId, subject } = ticket;
    const messages = await listBodies(db, key);
    const scopes = [
      portalScope(portalKey),
      ...(await listAssociated(db, key)).map((contact) => contactScope(portalKey, contact)),
    ];
    if (companyKey > 0 && !isPrivate) scopes.push(companyScope(portalKey, companyKey));
    const wordsOf = (shown: typeof messages) =>
      tokensOf([`${number} ${externalId} ${subject}`, ...shown.map(({ body }) => body)].join(' '));
    const open = messages.filter(({ isPublic }) => isPublic);
    await indexTicket(db, 'customers', key, [...scopes, ...wordsOf(open)]);
    await indexTicket(db, 'agents', key, wordsOf(messages));
  }

  function inTurn(work: () => Promise<void>): Promise<void> {
    running = jobs.inTurn('search-index', work).then(() => undefined);
    return running;
  }

  return {
    repair: () => inTurn(indexMissing),
    rebuild: () =>
      inTurn(async () => {
        await emptyIndex(runtime.db);
        await indexMissing();
      }),
    async renew(db, ticketKeys) {
      for (const ticket of await listSources(db, ticketKeys)) await indexOne(db, ticket);
    },
    async stop() {
      isStopped = true;
      await running.catch(() => undefined);
    },
  };
}
