import { findAgent } from '../store/agents';
import type { ActivityEntry } from '../store/activity';
import type { Connection } from '../store/connection';
import type { StatusRecord } from '../store/site-map';
import { moveTickets } from '../store/status-tickets';
import {
  handOver,
  listHandovers,
  listToHandOver,
  lockToHandOver,
  noteHandedOver,
  type HandedTicket,
  type Handover,
} from '../store/ticket-handovers';
import type { Activity } from './activity';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';

/** Other nodes go on with the inbox or agent of before for half a second: until then a ticket may still come in. */
const SETTLED_AFTER = 5000;
/** What a saving admin waits for; the job does what is left. */
const WAITING_TIME = 5000;

interface Taker {
  key: number;
  name: string;
  /** Of an inbox; 0 of an agent. */
  pipelineKey: number;
}

export interface TicketHandovers {
  /** Moves tickets of deleted inboxes and of agents who left, for as long as somebody may be kept waiting. */
  follow(): Promise<void>;
  /** The same to the end: also what a node that went down has left. */
  finish(): Promise<void>;
  stop(): void;
}

/**
 * Gives tickets to another inbox or agent in short transactions, each ticket whole. Until then the site map shows a
 * deleted inbox as the one that takes its tickets.
 */
export function createTicketHandovers(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
): TicketHandovers {
  let isStopped = false;

  async function takerOf(handover: Handover): Promise<Taker | undefined> {
    if (handover.kind === 'inbox') return siteMap.inboxByKey(handover.key);
    const agent = handover.to === '' ? null : await findAgent(runtime.db, handover.to);
    // Whoever was to take them may have left meanwhile.
    return agent && agent.leftAt === 0
      ? { key: agent.key, name: agent.name, pipelineKey: 0 }
      : { key: 0, name: '', pipelineKey: 0 };
  }

  async function run(end: number): Promise<void> {
    for (const handover of await listHandovers(runtime.db)) {
      const taker = await takerOf(handover);
      if (!taker) continue;
      if (!(await give(handover, taker, end))) return;
      if (runtime.now() - handover.since > SETTLED_AFTER)
        await noteHandedOver(runtime.db, handover);
    }
  }

  /** Whether it came to the end. */
  async function give(handover: Handover, taker: Taker, end: number): Promise<boolean> {
    for (;;) {
      const keys = await listToHandOver(runtime.db, handover);
      if (keys.length === 0) return true;
      await runtime.transaction((db) => giveSome(db, handover, taker, keys));
      // SQLite answers without ever leaving the event loop: requests come in between.
      await new Promise((resolve) => setImmediate(resolve));
      if (isStopped || performance.now() > end) return false;
    }
  }

  async function giveSome(
    db: Connection,
    handover: Handover,
    taker: Taker,
    keys: number[],
  ): Promise<void> {
    const tickets = await lockToHandOver(db, handover, keys);
    if (tickets.length === 0) return;
    await handOver(
      db,
      handover.kind,
      tickets.map(({ key }) => key),
      taker.key,
    );
    const groups = new Map<string, { to: StatusRecord | undefined; tickets: HandedTicket[] }>();
    for (const ticket of tickets) {
      const to = statusIn(taker, ticket);
      const group = `${to?.key ?? 0} ${ticket.shownStatus}`;
      const alike = groups.get(group) ?? { to, tickets: [] };
      groups.set(group, alike);
      alike.tickets.push(ticket);
    }
    for (const { to, tickets: alike } of groups.values()) {
      if (to) {
        // The last shown status belongs to the pipeline of before.
        const standing = siteMap.standingIn(to, '');
        const place = { statusKey: to.key, pipelineKey: to.pipelineKey };
        await moveTickets(db, alike, { ...standing, ...place }, runtime.now());
      }
      await activity.recordAll(
        db,
        alike.map((ticket) => entryOf(handover, taker, ticket, to)),
      );
    }
  }

  /** The status of the same meaning when the inbox works by another pipeline; undefined when the ticket keeps its own. */
  function statusIn(taker: Taker, ticket: HandedTicket): StatusRecord | undefined {
    if (taker.pipelineKey === 0 || ticket.pipelineKey === taker.pipelineKey) return undefined;
    const meaning = siteMap.statusByKey(ticket.statusKey)?.meaning ?? '';
    return siteMap.statusFor(
      taker.pipelineKey,
      meaning || (ticket.isClosed ? 'closed' : 'waiting-on-us'),
    );
  }

  function entryOf(
    handover: Handover,
    taker: Taker,
    ticket: HandedTicket,
    to: StatusRecord | undefined,
  ): ActivityEntry {
    const from = siteMap.statusByKey(ticket.statusKey);
    const isTurned = to !== undefined && to.isClosed !== ticket.isClosed;
    const turned = to?.isClosed ? 'ticket.closed' : 'ticket.reopened';
    const field = handover.kind === 'inbox' ? 'inbox' : 'assignee';
    return {
      actor: handover.by,
      action: isTurned ? turned : 'ticket.updated',
      subject: { kind: 'ticket', id: ticket.id },
      portalKey: ticket.portalKey,
      ticketKey: ticket.key,
      changes: {
        [field]: { before: handover.name, after: taker.name },
        ...(to && {
          status: { before: from?.name ?? '', after: to.name },
          pipeline: { before: from?.pipelineName ?? '', after: to.pipelineName },
        }),
      },
    };
  }

  return {
    follow: () => run(performance.now() + WAITING_TIME),
    finish: () => run(Infinity),
    stop() {
      isStopped = true;
    },
  };
}
