import { insert, select, selectOne, text, type Connection } from './connection';

export async function isPathTaken(
  db: Connection,
  domainKey: number,
  slug: string,
): Promise<boolean> {
  const row = await selectOne(db, 'SELECT id FROM cp_site_paths WHERE domain_id = ? AND slug = ?', [
    domainKey,
    slug,
  ]);
  return row !== null;
}

/** `target` is the public id of the portal or knowledge base that stands there. */
export async function addPath(
  db: Connection,
  path: { domainKey: number; slug: string; kind: 'portal' | 'knowledge-base'; target: string },
): Promise<void> {
  await insert(db, 'cp_site_paths', {
    domain_id: path.domainKey,
    slug: path.slug,
    kind: path.kind,
    target: path.target,
  });
}

export async function listSlugsOfSystemDomain(db: Connection): Promise<string[]> {
  const rows = await select(
    db,
    'SELECT p.slug FROM cp_site_paths p JOIN cp_domains d ON d.id = p.domain_id WHERE d.is_system = ?',
    [true],
  );
  return rows.map((row) => text(row.slug));
}
