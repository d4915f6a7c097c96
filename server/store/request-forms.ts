import { change, insert, number, select, selectOne, type Connection, type Row } from './connection';

export interface FormPlace {
  name: string;
  portalKey: number | null;
  slug: string;
}

const placeColumns = ({ name, portalKey, slug }: FormPlace): Row => ({
  name,
  portal_id: portalKey,
  slug,
});

/** A form with its first version, published at once. */
export async function addPublishedForm(
  db: Connection,
  form: FormPlace & { draft: object; snapshot: object; now: number },
): Promise<void> {
  const made = await addForm(db, { ...form, rank: 0 });
  await publishForm(db, { ...made, snapshot: form.snapshot, publishedBy: '', now: form.now });
}

/** A draft that nobody outside sees. */
export function addForm(
  db: Connection,
  form: FormPlace & { draft: object; rank: number },
): Promise<{ key: number; id: string }> {
  return insert(db, 'cp_request_forms', {
    ...placeColumns(form),
    state: 'draft',
    draft: JSON.stringify(form.draft),
    rank: form.rank,
  });
}

/** Writes the next version, which never changes, and shows it; returns its number. */
export async function publishForm(
  db: Connection,
  form: { key: number; id: string; snapshot: object; publishedBy: string; now: number },
): Promise<number> {
  const [newest] = await listVersions(db, form.id);
  const version = number(newest?.version) + 1;
  const made = await insert(db, 'cp_request_form_versions', {
    form_key: form.id,
    version,
    snapshot: JSON.stringify(form.snapshot),
    published_time: form.now,
    published_by: form.publishedBy,
  });
  await change(
    db,
    'cp_request_forms',
    { id: form.key },
    { published_id: made.key, state: 'published' },
  );
  return version;
}

export async function unpublishForm(db: Connection, key: number): Promise<void> {
  await change(db, 'cp_request_forms', { id: key }, { published_id: null, state: 'draft' });
}

export async function saveForm(
  db: Connection,
  key: number,
  form: FormPlace & { draft: object },
): Promise<void> {
  const draft = JSON.stringify(form.draft);
  await change(db, 'cp_request_forms', { id: key }, { ...placeColumns(form), draft });
}

/** The form's address becomes free with it. */
export async function trashForm(
  db: Connection,
  form: { key: number; id: string; now: number },
): Promise<void> {
  await change(
    db,
    'cp_request_forms',
    { id: form.key },
    { trashed_at: form.now, slug: `~${form.id}`, published_id: null, state: 'draft' },
  );
}

export async function orderForms(db: Connection, keys: number[]): Promise<void> {
  for (const [rank, id] of keys.entries()) await change(db, 'cp_request_forms', { id }, { rank });
}

/** Every form with the version that is published, in the order of its portal. */
export function listForms(db: Connection): Promise<Row[]> {
  // Through the builder: `rank` is a word of MariaDB's own.
  return db('cp_request_forms as f')
    .leftJoin('cp_request_form_versions as v', 'v.id', 'f.published_id')
    .select({
      id: 'f.id',
      document_id: 'f.document_id',
      name: 'f.name',
      slug: 'f.slug',
      portal_id: 'f.portal_id',
      draft: 'f.draft',
      rank: 'f.rank',
      version_document_id: 'v.document_id',
      snapshot: 'v.snapshot',
      published_time: 'v.published_time',
    })
    .where('f.trashed_at', 0)
    .orderBy([{ column: 'f.portal_id' }, { column: 'f.rank' }, { column: 'f.id' }]);
}

/** Newest first. */
export function listVersions(db: Connection, formId: string): Promise<Row[]> {
  return select(
    db,
    'SELECT id, document_id, version, published_time, published_by FROM cp_request_form_versions WHERE form_key = ? ORDER BY version DESC',
    [formId],
  );
}

/** A version that was published once, with its form, whether that is in the bin or not. */
export function findVersion(db: Connection, id: string): Promise<Row | null> {
  return selectOne(
    db,
    `SELECT f.document_id, f.name, f.slug, f.portal_id, v.document_id AS version_document_id, v.snapshot
     FROM cp_request_form_versions v JOIN cp_request_forms f ON f.document_id = v.form_key WHERE v.document_id = ?`,
    [id],
  );
}

/** Until the transaction ends, whoever else changes the forms of this portal waits. */
export async function lockPortalForms(db: Connection, portalKey: number): Promise<void> {
  await db('cp_portals')
    .where({ id: portalKey })
    .update({ name: db.ref('name') });
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
