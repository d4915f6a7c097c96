import { jsonOf, number, select, text, yes, type Connection } from './connection';
import type { Deed } from './pipelines';
import { lockTickets } from './search-sources';
import type { StandingOfTicket } from './status-tickets';

/** A deleted inbox or an agent who left, whose tickets are still to go to another or to nobody. */
export interface Handover {
  kind: 'inbox' | 'agent';
  key: number;
  name: string;
  /** Public id of the taker; '' is nobody. */
  to: string;
  /** Epoch ms. */
  since: number;
  by: Deed['by'];
}

export async function listHandovers(db: Connection): Promise<Handover[]> {
  const found: Handover[] = [];
  for (const kind of ['inbox', 'agent'] as const) {
    const rows = await select(
      db,
      `SELECT id, name, moves_to, moving_since, moved_by FROM ${TABLES[kind]} WHERE moving_since > 0 ORDER BY id`,
    );
    for (const row of rows)
      found.push({
        kind,
        key: number(row.id),
        name: text(row.name),
        to: text(row.moves_to),
        since: number(row.moving_since),
        by: jsonOf<Deed['by']>(row.moved_by, { kind: 'system', id: '', name: '' }),
      });
  }
  return found;
}

const TABLES = { inbox: 'cp_inboxes', agent: 'cp_agents' } as const;

/** Every ticket has gone; what was asked meanwhile stays noted. */
export async function noteHandedOver(db: Connection, handover: Handover): Promise<void> {
  await db(TABLES[handover.kind])
    .where({ id: handover.key, moving_since: handover.since })
    .update({ moving_since: 0 });
}

// Closed tickets keep who answered them; an inbox takes everything along.
const WHERE = { inbox: 't.inbox_id = ?', agent: 't.assignee_id = ? AND t.is_closed = ?' } as const;
const bindings = (handover: Handover) =>
  handover.kind === 'inbox' ? [handover.key] : [handover.key, false];

export async function listToHandOver(db: Connection, handover: Handover): Promise<number[]> {
  const rows = await select(
    db,
    `SELECT t.id FROM cp_tickets t WHERE ${WHERE[handover.kind]} LIMIT 100`,
    bindings(handover),
  );
  return rows.map((row) => number(row.id));
}

export interface HandedTicket extends StandingOfTicket {
  pipelineKey: number;
  statusKey: number;
}

/** Those of the tickets that are still to go, locked until the transaction ends: its first statement. */
export async function lockToHandOver(
  db: Connection,
  handover: Handover,
  keys: number[],
): Promise<HandedTicket[]> {
  await lockTickets(db, keys);
  const marks = keys.map(() => '?').join(', ');
  const rows = await select(
    db,
    `SELECT t.id, t.document_id, t.portal_id, t.is_closed, t.awaits_customer, t.shown_status, t.pipeline_id, t.status_id
     FROM cp_tickets t WHERE t.id IN (${marks}) AND ${WHERE[handover.kind]}`,
    [...keys, ...bindings(handover)],
  );
  return rows.map((row) => ({
    key: number(row.id),
    id: text(row.document_id),
    portalKey: number(row.portal_id),
    isClosed: yes(row.is_closed),
    awaitsCustomer: yes(row.awaits_customer),
    shownStatus: text(row.shown_status),
    pipelineKey: number(row.pipeline_id),
    statusKey: number(row.status_id),
  }));
}

/** Without a new activity: the tickets keep their places in the lists. */
export async function handOver(
  db: Connection,
  kind: Handover['kind'],
  keys: number[],
  takerKey: number,
): Promise<void> {
  const column = kind === 'inbox' ? 'inbox_id' : 'assignee_id';
  await db('cp_tickets')
    .whereIn('id', keys)
    .update({ [column]: takerKey || null });
}
