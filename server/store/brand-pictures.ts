import { insert, selectOne, text, type Connection } from './connection';

export interface BrandPicture {
  mimeType: string;
  bytes: Buffer;
}

/** The same picture twice is one row. */
export async function keepBrandPicture(
  db: Connection,
  name: string,
  { mimeType, bytes }: BrandPicture,
): Promise<void> {
  if (await selectOne(db, 'SELECT id FROM cp_brand_pictures WHERE name = ?', [name])) return;
  const data = bytes.toString('base64');
  await insert(db, 'cp_brand_pictures', { name, mime_type: mimeType, data });
}

export async function findBrandPicture(db: Connection, name: string): Promise<BrandPicture | null> {
  const row = await selectOne(db, 'SELECT mime_type, data FROM cp_brand_pictures WHERE name = ?', [
    name,
  ]);
  return row && { mimeType: text(row.mime_type), bytes: Buffer.from(text(row.data), 'base64') };
}
