import { insert, selectOne, type Connection } from './connection';

export async function hasPipelines(db: Connection): Promise<boolean> {
  return (await selectOne(db, 'SELECT id FROM cp_pipelines LIMIT 1')) !== null;
}

export interface NewStatus {
  name: string;
  meaning: string;
  color: string;
  isClosed: boolean;
  /** By language. */
  customerLabels: Record<string, string>;
}

/** Makes a pipeline with its statuses in their order; returns its key. */
export async function addPipeline(
  db: Connection,
  name: string,
  statuses: NewStatus[],
): Promise<number> {
  const pipeline = await insert(db, 'cp_pipelines', { name, rank: 0 });
  for (const [rank, status] of statuses.entries()) {
    await insert(db, 'cp_statuses', {
      name: status.name,
      meaning: status.meaning,
      color: status.color,
      pipeline_id: pipeline.key,
      is_closed: status.isClosed,
      customer_labels: JSON.stringify(status.customerLabels),
      rank,
    });
  }
  return pipeline.key;
}
