import {
  change,
  insert,
  jsonOf,
  number,
  select,
  selectOne,
  text,
  type Connection,
  type Row,
} from './connection';
import { LIVING } from './tickets';

export async function hasPipelines(db: Connection): Promise<boolean> {
  return (await selectOne(db, 'SELECT id FROM cp_pipelines LIMIT 1')) !== null;
}

export interface StatusRow {
  name: string;
  meaning: string;
  color: string;
  isClosed: boolean;
  /** By language; without a word customers read the default of the meaning. */
  customerLabels: Record<string, string>;
  isHidden?: boolean;
  mayStart?: boolean;
}

const statusColumns = (status: StatusRow, rank: number) => ({
  name: status.name,
  meaning: status.meaning,
  color: status.color,
  is_closed: status.isClosed,
  customer_labels: JSON.stringify(status.customerLabels),
  is_hidden_from_customers: status.isHidden ?? false,
  may_start: status.mayStart ?? false,
  rank,
});

/** Makes a pipeline with its statuses in their order; returns its key, its public id and those of the statuses. */
export async function addPipeline(
  db: Connection,
  name: string,
  statuses: StatusRow[],
): Promise<{ key: number; id: string; statusIds: string[] }> {
  const pipeline = await insert(db, 'cp_pipelines', { name, rank: 0 });
  const statusIds: string[] = [];
  for (const [rank, status] of statuses.entries())
    statusIds.push(await addStatus(db, pipeline.key, status, rank));
  return { ...pipeline, statusIds };
}

export async function addStatus(
  db: Connection,
  pipelineKey: number,
  status: StatusRow,
  rank: number,
): Promise<string> {
  const values = { ...statusColumns(status, rank), pipeline_id: pipelineKey };
  return (await insert(db, 'cp_statuses', values)).id;
}

export async function saveStatus(
  db: Connection,
  statusKey: number,
  status: StatusRow,
  rank: number,
): Promise<void> {
  await change(db, 'cp_statuses', { id: statusKey }, statusColumns(status, rank));
}

export async function savePipeline(
  db: Connection,
  pipelineKey: number,
  values: { name: string; rules: object; automations: object },
): Promise<void> {
  await change(
    db,
    'cp_pipelines',
    { id: pipelineKey },
    {
      name: values.name,
      rules: JSON.stringify(values.rules),
      automations: JSON.stringify(values.automations),
    },
  );
}

export function listPipelines(db: Connection): Promise<Row[]> {
  return select(
    db,
    'SELECT id, document_id, name, rules, automations FROM cp_pipelines WHERE trashed_at = 0 ORDER BY id',
  );
}

/** Living statuses of every pipeline, in their order. */
export function listStatuses(db: Connection): Promise<Row[]> {
  return select(
    db,
    `SELECT s.id, s.document_id, s.name, s.meaning, s.is_closed, s.color, s.customer_labels, s.is_hidden_from_customers, s.may_start,
     s.pipeline_id, p.document_id AS pipeline_document_id, p.name AS pipeline_name
     FROM cp_statuses s JOIN cp_pipelines p ON p.id = s.pipeline_id WHERE s.trashed_at = 0 ORDER BY s.pipeline_id, s.rank, s.id`,
  );
}

export interface Deed {
  /** Epoch ms. */
  at: number;
  /** As an activity names whoever did it. */
  by: { kind: 'agent' | 'system'; id: string; name: string };
}

/** A status is gone for everybody at once and stands for the one that takes its tickets, which follow in batches. */
export async function trashStatus(
  db: Connection,
  statusKey: number,
  movesTo: string,
  deed: Deed,
): Promise<void> {
  const values = { trashed_at: deed.at, moves_to: movesTo };
  await change(db, 'cp_statuses', { id: statusKey }, values);
  await noteUneven(db, statusKey, deed);
}

/** What a status means has changed: its tickets follow in batches. */
export async function noteUneven(db: Connection, statusKey: number, deed: Deed): Promise<void> {
  const values = { uneven_since: deed.at, uneven_by: JSON.stringify(deed.by) };
  await change(db, 'cp_statuses', { id: statusKey }, values);
}

/** Every ticket is in line; a change that came meanwhile stays noted. */
export async function noteEven(db: Connection, statusKey: number, since: number): Promise<void> {
  await change(db, 'cp_statuses', { id: statusKey, uneven_since: since }, { uneven_since: 0 });
}

export interface UnevenStatus {
  key: number;
  name: string;
  pipelineName: string;
  /** Epoch ms. */
  since: number;
  by: Deed['by'];
}

/** Statuses with tickets that may not be in line yet. */
export async function listUneven(db: Connection): Promise<UnevenStatus[]> {
  const rows = await select(
    db,
    `SELECT s.id, s.name, s.uneven_since, s.uneven_by, p.name AS pipeline_name FROM cp_statuses s
     JOIN cp_pipelines p ON p.id = s.pipeline_id WHERE s.uneven_since > 0 ORDER BY s.id`,
  );
  return rows.map((row) => ({
    key: number(row.id),
    name: text(row.name),
    pipelineName: text(row.pipeline_name),
    since: number(row.uneven_since),
    by: jsonOf<Deed['by']>(row.uneven_by, { kind: 'system', id: '', name: '' }),
  }));
}

/** A pipeline is gone; its inboxes go to another. Its statuses are trashed one by one. */
export async function trashPipeline(
  db: Connection,
  pipelineKey: number,
  takerKey: number,
  now: number,
): Promise<void> {
  await db('cp_inboxes').where({ pipeline_id: pipelineKey }).update({ pipeline_id: takerKey });
  await change(db, 'cp_pipelines', { id: pipelineKey }, { trashed_at: now });
}

/** Inboxes by pipeline. */
export async function listInboxesOfPipelines(
  db: Connection,
): Promise<{ pipelineKey: number; id: string; name: string }[]> {
  const rows = await select(
    db,
    'SELECT pipeline_id, document_id, name FROM cp_inboxes WHERE trashed_at = 0 ORDER BY name, id',
  );
  return rows.map((row) => ({
    pipelineKey: number(row.pipeline_id),
    id: text(row.document_id),
    name: text(row.name),
  }));
}

/** Tickets that exist for people in any of some statuses; exact to 1,000. */
export async function countTickets(
  db: Connection,
  statusKeys: number[],
): Promise<{ value: number; more: boolean }> {
  if (statusKeys.length === 0) return { value: 0, more: false };
  const marks = statusKeys.map(() => '?').join(', ');
  const row = await selectOne(
    db,
    `SELECT COUNT(*) AS total FROM (SELECT t.id FROM cp_tickets t WHERE t.status_id IN (${marks}) AND ${LIVING} LIMIT 1001) counted`,
    statusKeys,
  );
  const total = number(row?.total);
  return { value: Math.min(total, 1000), more: total > 1000 };
}
