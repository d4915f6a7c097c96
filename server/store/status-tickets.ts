import { number, select, text, yes, type Connection } from './connection';
import { lockTickets } from './search-sources';

/** How far a walk over the tickets of a status has come. */
export interface Place {
  lastActivityAt: number;
  key: number;
}

export const BEGINNING: Place = { lastActivityAt: -1, key: 0 };

/** The next tickets of a status in the order of their last activity, those in the bin too, not later than `until`. */
export async function listOfStatus(
  db: Connection,
  statusKey: number,
  after: Place,
  until: number,
): Promise<(Place & { id: string })[]> {
  const rows = await select(
    db,
    `SELECT t.id, t.document_id, t.last_activity_at FROM cp_tickets t
     WHERE t.status_id = ? AND t.last_activity_at >= ? AND t.last_activity_at <= ?
     AND (t.last_activity_at > ? OR t.id > ?) ORDER BY t.last_activity_at, t.id LIMIT 100`,
    [statusKey, after.lastActivityAt, until, after.lastActivityAt, after.key],
  );
  return rows.map((row) => ({
    key: number(row.id),
    id: text(row.document_id),
    lastActivityAt: number(row.last_activity_at),
  }));
}

export interface StandingOfTicket {
  key: number;
  id: string;
  portalKey: number;
  isClosed: boolean;
  awaitsCustomer: boolean;
  shownStatus: string;
}

/** Those of the tickets that are still in the status, locked until the transaction ends: its first statement. */
export async function lockOfStatus(
  db: Connection,
  statusKey: number,
  keys: number[],
): Promise<StandingOfTicket[]> {
  await lockTickets(db, keys);
  const marks = keys.map(() => '?').join(', ');
  const rows = await select(
    db,
    `SELECT t.id, t.document_id, t.portal_id, t.is_closed, t.awaits_customer, t.shown_status
     FROM cp_tickets t WHERE t.id IN (${marks}) AND t.status_id = ?`,
    [...keys, statusKey],
  );
  return rows.map((row) => ({
    key: number(row.id),
    id: text(row.document_id),
    portalKey: number(row.portal_id),
    isClosed: yes(row.is_closed),
    awaitsCustomer: yes(row.awaits_customer),
    shownStatus: text(row.shown_status),
  }));
}

/** As store/tickets.moveTicket for many at once, without a new activity: they keep their places in the lists. */
export async function moveTickets(
  db: Connection,
  tickets: StandingOfTicket[],
  to: {
    statusKey: number;
    pipelineKey: number;
    isClosed: boolean;
    awaitsCustomer: boolean;
    shownStatus: string;
  },
  now: number,
): Promise<void> {
  const keys = tickets.map(({ key }) => key);
  const standing = { is_closed: to.isClosed, awaits_customer: to.awaitsCustomer };
  await db('cp_tickets')
    .whereIn('id', keys)
    .update({
      ...standing,
      status_id: to.statusKey,
      pipeline_id: to.pipelineKey,
      shown_status: to.shownStatus,
    });
  await db('cp_participants').whereIn('ticket_id', keys).update(standing);
  const turned = tickets.filter(({ isClosed }) => isClosed !== to.isClosed);
  if (turned.length > 0)
    await db('cp_tickets')
      .whereIn(
        'id',
        turned.map(({ key }) => key),
      )
      .update({ closed_at: to.isClosed ? now : 0 });
}
