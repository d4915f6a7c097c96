import { change, insert, select, selectOne, text, type Connection } from './connection';

/** 'moved' is an address that a portal left and that still leads to it. */
type PathKind = 'portal' | 'knowledge-base' | 'moved';

export async function findPath(
  db: Connection,
  domainKey: number,
  slug: string,
): Promise<{ kind: PathKind; target: string } | null> {
  const row = await selectOne(
    db,
    'SELECT kind, target FROM cp_site_paths WHERE domain_id = ? AND slug = ?',
    [domainKey, slug],
  );
  return row && { kind: text(row.kind) as PathKind, target: text(row.target) };
}

/**
 * `target` is the public id of the portal or knowledge base that stands there. A portal that comes back to an address it
 * left has it again.
 */
export async function addPath(
  db: Connection,
  path: { domainKey: number; slug: string; kind: 'portal' | 'knowledge-base'; target: string },
): Promise<void> {
  const { domainKey, slug, kind, target } = path;
  const own = { domain_id: domainKey, slug, kind: 'moved', target };
  if ((await change(db, 'cp_site_paths', own, { kind })) > 0) return;
  await insert(db, 'cp_site_paths', { domain_id: domainKey, slug, kind, target });
}

/** The portal stands nowhere until it is put somewhere again; what it left leads to it, or is free. */
export async function leavePath(db: Connection, target: string, leadsOn: boolean): Promise<void> {
  if (leadsOn) await change(db, 'cp_site_paths', { target, kind: 'portal' }, { kind: 'moved' });
  else await db('cp_site_paths').where({ target, kind: 'portal' }).delete();
}

export async function releasePath(db: Connection, target: string): Promise<void> {
  await db('cp_site_paths').where({ target }).delete();
}

export async function listSlugsOfSystemDomain(db: Connection): Promise<string[]> {
  const rows = await select(
    db,
    'SELECT p.slug FROM cp_site_paths p JOIN cp_domains d ON d.id = p.domain_id WHERE d.is_system = ?',
    [true],
  );
  return rows.map((row) => text(row.slug));
}
