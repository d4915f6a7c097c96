import { change, insert, type Connection } from './connection';

/** Draft and first version are equal; a version is a row of its own that never changes. */
export async function addPublishedForm(
  db: Connection,
  form: { portalKey: number; slug: string; content: object; now: number },
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
