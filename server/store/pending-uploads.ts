import { jsonOf, select, text, type Connection, type Row } from './connection';

/** A file that was sent ahead of its form, and is part of no message yet; `File` is what its service knows of it. */
export interface PendingUpload<File> {
  id: string;
  file: File;
}

const asUpload = <File>(row: Row): PendingUpload<File> => ({
  id: text(row.id),
  file: jsonOf(row.file, {} as File),
});

export async function addPendingUpload(
  db: Connection,
  upload: PendingUpload<object>,
  owner: { contactKey: number; portalKey: number; now: number },
): Promise<void> {
  await db('cp_pending_uploads').insert({
    id: upload.id,
    contact_id: owner.contactKey,
    portal_id: owner.portalKey,
    file: JSON.stringify(upload.file),
    uploaded_at: owner.now,
  });
}

/** Those of one person at one portal that were sent after `since`, the oldest first. */
export async function listPendingUploads<File>(
  db: Connection,
  contactKey: number,
  portalKey: number,
  since: number,
): Promise<PendingUpload<File>[]> {
  const rows = await select(
    db,
    'SELECT id, file FROM cp_pending_uploads WHERE contact_id = ? AND portal_id = ? AND uploaded_at > ? ORDER BY uploaded_at, id',
    [contactKey, portalKey, since],
  );
  return rows.map((row) => asUpload<File>(row));
}

/** Those of a person at every portal beyond the newest `most`. */
export async function listPendingBeyond<File>(
  db: Connection,
  contactKey: number,
  most: number,
): Promise<PendingUpload<File>[]> {
  const rows = await select(
    db,
    'SELECT id, file FROM cp_pending_uploads WHERE contact_id = ? ORDER BY uploaded_at DESC, id DESC',
    [contactKey],
  );
  return rows.slice(most).map((row) => asUpload<File>(row));
}

/** Of anybody, sent before. */
export async function listStaleUploads<File>(
  db: Connection,
  before: number,
  most: number,
): Promise<PendingUpload<File>[]> {
  const rows: Row[] = await db('cp_pending_uploads')
    .where('uploaded_at', '<', before)
    .orderBy('uploaded_at')
    .limit(most)
    .select('id', 'file');
  return rows.map((row) => asUpload<File>(row));
}

/** Takes the row away; false when somebody else did so before. Whoever took it owns the file. */
export const takePendingUpload = async (db: Connection, id: string): Promise<boolean> =>
  (await db('cp_pending_uploads').where({ id }).delete()) > 0;
