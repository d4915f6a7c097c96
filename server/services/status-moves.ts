import type { ActivityEntry } from '../store/activity';
import type { Connection } from '../store/connection';
import { listUneven, noteEven, type UnevenStatus } from '../store/pipelines';
import type { StatusRecord } from '../store/site-map';
import {
  BEGINNING,
  listOfStatus,
  lockOfStatus,
  moveTickets,
  type Place,
  type StandingOfTicket,
} from '../store/status-tickets';
import type { Activity } from './activity';
import type { Runtime } from './runtime';
import type { SiteMap, StatusStanding } from './site-map';

/** Other nodes go on with the statuses of before for half a second: until then a ticket may still come in. */
const SETTLED_AFTER = 5000;
/** What a saving admin waits for; the job does what is left. */
const WAITING_TIME = 5000;

export interface StatusMoves {
  /** Moves tickets after a change of their statuses, for as long as somebody may be kept waiting. */
  follow(): Promise<void>;
  /** The same to the end: also what a node that went down has left. */
  finish(): Promise<void>;
  stop(): void;
}

/**
 * Brings tickets in line with statuses that were deleted or have another meaning, in short transactions. Until then the
 * site map shows a deleted status as the one that takes its tickets, so nobody sees a half.
 */
export function createStatusMoves(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
): StatusMoves {
  let isStopped = false;

  async function run(end: number): Promise<void> {
    for (const uneven of await listUneven(runtime.db)) {
      const target = siteMap.statusByKey(uneven.key);
      if (!target) continue;
      if (!(await bringInLine(uneven, target, end))) return;
      if (runtime.now() - uneven.since > SETTLED_AFTER)
        await noteEven(runtime.db, uneven.key, uneven.since);
    }
  }

  /** Whether it came to the end. */
  async function bringInLine(
    uneven: UnevenStatus,
    target: StatusRecord,
    end: number,
  ): Promise<boolean> {
    let place: Place | undefined = BEGINNING;
    while (place) {
      const some = await listOfStatus(runtime.db, uneven.key, place, Number.MAX_SAFE_INTEGER);
      if (some.length > 0)
        await runtime.transaction((db) =>
          moveSome(
            db,
            uneven,
            target,
            some.map(({ key }) => key),
          ),
        );
      place = some.at(-1);
      // SQLite answers without ever leaving the event loop: requests come in between.
      await new Promise((resolve) => setImmediate(resolve));
      if (isStopped || performance.now() > end) return false;
    }
    return true;
  }

  async function moveSome(
    db: Connection,
    uneven: UnevenStatus,
    target: StatusRecord,
    keys: number[],
  ): Promise<void> {
    const isMove = target.key !== uneven.key;
    const byShown = new Map<string, { standing: StatusStanding; tickets: StandingOfTicket[] }>();
    for (const ticket of await lockOfStatus(db, uneven.key, keys)) {
      const standing = siteMap.standingIn(target, ticket.shownStatus);
      const isRight =
        !isMove &&
        ticket.isClosed === standing.isClosed &&
        ticket.awaitsCustomer === standing.awaitsCustomer &&
        ticket.shownStatus === standing.shownStatus;
      if (isRight) continue;
      const alike = byShown.get(standing.shownStatus) ?? { standing, tickets: [] };
      byShown.set(standing.shownStatus, alike);
      alike.tickets.push(ticket);
    }
    for (const { standing, tickets } of byShown.values()) {
      await moveTickets(
        db,
        tickets,
        { ...standing, statusKey: target.key, pipelineKey: target.pipelineKey },
        runtime.now(),
      );
      await activity.recordAll(
        db,
        tickets
          .filter(({ isClosed }) => isMove || isClosed !== target.isClosed)
          .map((ticket) => entryOf(ticket, uneven, target, isMove)),
      );
    }
  }

  return {
    follow: () => run(performance.now() + WAITING_TIME),
    finish: () => run(Infinity),
    stop() {
      isStopped = true;
    },
  };
}

function entryOf(
  ticket: StandingOfTicket,
  { by, name, pipelineName }: UnevenStatus,
  target: StatusRecord,
  isMove: boolean,
): ActivityEntry {
  const isTurned = ticket.isClosed !== target.isClosed;
  const turned = target.isClosed ? 'ticket.closed' : 'ticket.reopened';
  return {
    actor: by,
    action: isTurned ? turned : 'ticket.updated',
    subject: { kind: 'ticket', id: ticket.id },
    portalKey: ticket.portalKey,
    ticketKey: ticket.key,
    changes: {
      ...(isMove ? { status: { before: name, after: target.name } } : {}),
      ...(pipelineName === target.pipelineName
        ? {}
        : { pipeline: { before: pipelineName, after: target.pipelineName } }),
    },
  };
}
