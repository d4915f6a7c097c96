import { change, selectOne, type Connection } from './connection';

/** Takes a job for a node until then; false while another claim of it runs. */
export async function claimJob(
  db: Connection,
  name: string,
  node: string,
  now: number,
  until: number,
): Promise<boolean> {
  const take = async () =>
    (await db('cp_jobs')
      .where({ name })
      .andWhere('claimed_until', '<=', now)
      .update({ claimed_by: node, claimed_until: until })) === 1;
  if (await take()) return true;
  if (await selectOne(db, 'SELECT name FROM cp_jobs WHERE name = ?', [name])) return false;
  await db('cp_jobs')
    .insert({ name, claimed_by: '', claimed_until: 0 })
    .onConflict('name')
    .ignore();
  return take();
}

/** Moves the end of a claim that the node still holds; the past gives the job back. */
export async function holdJobUntil(
  db: Connection,
  name: string,
  node: string,
  until: number,
): Promise<void> {
  await change(db, 'cp_jobs', { name, claimed_by: node }, { claimed_until: until });
}
