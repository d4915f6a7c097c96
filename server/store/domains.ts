import { insert, number, selectOne, text, yes, type Connection } from './connection';

export async function findDomain(
  db: Connection,
  key: number,
): Promise<{ isSystem: boolean } | null> {
  const row = await selectOne(db, 'SELECT is_system FROM cp_domains WHERE id = ?', [key]);
  return row && { isSystem: yes(row.is_system) };
}

export async function findDomainAt(
  db: Connection,
  origin: string,
  basePath: string,
): Promise<{ key: number; id: string } | null> {
  const row = await selectOne(
    db,
    'SELECT id, document_id FROM cp_domains WHERE origin = ? AND base_path = ?',
    [origin, basePath],
  );
  return row && { key: number(row.id), id: text(row.document_id) };
}

export function addVerifiedDomain(
  db: Connection,
  domain: {
    origin: string;
    basePath: string;
    primaryLanguage: string;
    isSystem: boolean;
    servesAdmin: boolean;
    now: number;
  },
): Promise<{ key: number; id: string }> {
  return insert(db, 'cp_domains', {
    origin: domain.origin,
    base_path: domain.basePath,
    primary_language: domain.primaryLanguage,
    is_system: domain.isSystem,
    serves_admin: domain.servesAdmin,
    verified_at: domain.now,
  });
}
