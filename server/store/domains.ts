import {
  insert,
  number,
  select,
  selectOne,
  text,
  yes,
  type Connection,
  type Row,
} from './connection';

/** A domain that is not deleted, verified or not. */
export interface DomainFacts {
  key: number;
  id: string;
  origin: string;
  basePath: string;
  primaryLanguage: string;
  isSystem: boolean;
  servesAdmin: boolean;
  /** Epoch ms; 0 when it is not verified. */
  verifiedAt: number;
}

const domainFacts = (row: Row): DomainFacts => ({
  key: number(row.id),
  id: text(row.document_id),
  origin: text(row.origin),
  basePath: text(row.base_path),
  primaryLanguage: text(row.primary_language),
  isSystem: yes(row.is_system),
  servesAdmin: yes(row.serves_admin),
  verifiedAt: number(row.verified_at),
});

const DOMAIN = `SELECT id, document_id, origin, base_path, primary_language, is_system, serves_admin, verified_at
  FROM cp_domains WHERE trashed_at = 0`;

/** The system domain first. */
export async function listDomains(db: Connection): Promise<DomainFacts[]> {
  const domains = (await select(db, `${DOMAIN} ORDER BY id`)).map(domainFacts);
  return domains.sort((a, b) => Number(b.isSystem) - Number(a.isSystem));
}

export async function findDomain(db: Connection, key: number): Promise<DomainFacts | null> {
  const row = await selectOne(db, `${DOMAIN} AND id = ?`, [key]);
  return row && domainFacts(row);
}

export async function findDomainAt(
  db: Connection,
  origin: string,
  basePath: string,
): Promise<DomainFacts | null> {
  const row = await selectOne(db, `${DOMAIN} AND origin = ? AND base_path = ?`, [origin, basePath]);
  return row && domainFacts(row);
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
