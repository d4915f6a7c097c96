import { change, insert, number, selectOne, type Connection } from './connection';

/** Draft and first version are equal; a version is a row of its own that never changes. */
export async function addPublishedForm(
  db: Connection,
  form: { portalKey: number | null; slug: string; content: object; now: number },
): Promise<void> {
  const content = JSON.stringify(form.content);
  const made = await insert(db, 'cp_request_forms', {
    portal_id: form.portalKey,
    slug: form.slug,
    state: 'published',
    draft: content,
  });
  const version = await insert(db, 'cp_request_form_versions', {
    form_key: made.id,
    version: 1,
    snapshot: content,
    published_time: form.now,
  });
  await change(db, 'cp_request_forms', { id: made.key }, { published_id: version.key });
}

/** The form that the first boot made goes to the first portal; false when another portal has it. */
export async function takeFirstForm(db: Connection, portalKey: number): Promise<boolean> {
  const row = await selectOne(
    db,
    "SELECT id FROM cp_request_forms WHERE portal_id IS NULL AND state = 'published' AND trashed_at = 0 ORDER BY id LIMIT 1",
  );
  if (!row) return false;
  const free = { id: number(row.id), portal_id: null };
  return (await change(db, 'cp_request_forms', free, { portal_id: portalKey })) === 1;
}
