import type { DomainProblem } from '../contracts/domains';
import {
  change,
  insert,
  jsonOf,
  number,
  select,
  selectOne,
  text,
  yes,
  type Connection,
  type Row,
} from './connection';

/** A domain that is not removed, verified or not. */
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
  /** Epoch ms of the last check's begin; 0 before the first. */
  checkedAt: number;
  /** What the last check found. */
  problem: DomainProblem | null;
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
  checkedAt: number(row.checked_at),
  problem: jsonOf<DomainProblem | null>(row.problem, null),
});

const DOMAIN = `SELECT id, document_id, origin, base_path, primary_language, is_system, serves_admin, verified_at, checked_at, problem
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

/** A removed domain of the same address is that one again, with its public id. */
export async function addDomain(
  db: Connection,
  domain: {
    origin: string;
    basePath: string;
    primaryLanguage: string;
    isSystem: boolean;
    servesAdmin: boolean;
    /** Epoch ms; 0 when it is to be verified. */
    verifiedAt: number;
  },
): Promise<{ key: number; id: string }> {
  const { origin, basePath } = domain;
  const values = {
    primary_language: domain.primaryLanguage,
    is_system: domain.isSystem,
    serves_admin: domain.servesAdmin,
    verified_at: domain.verifiedAt,
    checked_at: 0,
    problem: null,
    trashed_at: 0,
  };
  const address = { origin, base_path: basePath };
  const known = await selectOne(
    db,
    'SELECT id, document_id FROM cp_domains WHERE origin = ? AND base_path = ?',
    [origin, basePath],
  );
  if (!known) return insert(db, 'cp_domains', { ...address, ...values });
  await change(db, 'cp_domains', { id: known.id }, values);
  return { key: number(known.id), id: text(known.document_id) };
}

/** What code says is ours needs no check. */
export const addVerifiedDomain = (
  db: Connection,
  { now, ...domain }: Omit<Parameters<typeof addDomain>[1], 'verifiedAt'> & { now: number },
): Promise<{ key: number; id: string }> => addDomain(db, { ...domain, verifiedAt: now });

export async function saveDomain(
  db: Connection,
  key: number,
  domain: { primaryLanguage: string; servesAdmin: boolean },
): Promise<void> {
  const { primaryLanguage, servesAdmin } = domain;
  const values = { primary_language: primaryLanguage, serves_admin: servesAdmin };
  await change(db, 'cp_domains', { id: key }, values);
}

export async function trashDomain(db: Connection, key: number, now: number): Promise<void> {
  await change(db, 'cp_domains', { id: key }, { trashed_at: now });
}

/** A removed domain gives its address free for another row. */
export async function forgetTrashed(
  db: Connection,
  { origin, basePath }: { origin: string; basePath: string },
): Promise<void> {
  await db('cp_domains')
    .where({ origin, base_path: basePath })
    .andWhere('trashed_at', '>', 0)
    .delete();
}

/** The system domain is where the server is: always verified. */
export async function makeSystemDomain(
  db: Connection,
  key: number,
  address: { origin: string; basePath: string },
  now: number,
): Promise<void> {
  const { origin, basePath } = address;
  const values = { origin, base_path: basePath, is_system: true, verified_at: now, problem: null };
  await change(db, 'cp_domains', { id: key }, values);
}

/** What was the system domain is one like others, to be verified. */
export async function makeOrdinaryDomain(db: Connection, key: number): Promise<void> {
  await change(db, 'cp_domains', { id: key }, { is_system: false, verified_at: 0 });
}

/** Only one asker begins a check: who has seen when the last one began. */
export async function claimCheck(
  db: Connection,
  domain: Pick<DomainFacts, 'key' | 'checkedAt'>,
  now: number,
): Promise<boolean> {
  const { key, checkedAt } = domain;
  return (
    (await change(db, 'cp_domains', { id: key, checked_at: checkedAt }, { checked_at: now })) === 1
  );
}

export async function saveCheck(
  db: Connection,
  key: number,
  result: { verifiedAt: number; problem: DomainProblem | null },
): Promise<void> {
  const problem = result.problem && JSON.stringify(result.problem);
  await change(db, 'cp_domains', { id: key }, { verified_at: result.verifiedAt, problem });
}

export interface Occupant {
  domainKey: number;
  kind: 'portal' | 'knowledge-base';
  /** Public id of the portal or knowledge base. */
  id: string;
  name: string;
  slug: string;
}

/** Portals (drafts too) and knowledge bases, by the title in the language they were made in, with the domain they stand on. */
export async function listOccupants(db: Connection): Promise<Occupant[]> {
  const rows = await select(
    db,
    `SELECT sp.domain_id, sp.kind, sp.target, sp.slug, p.name,
     (SELECT kb.title FROM cp_knowledge_bases kb WHERE kb.document_id = sp.target ORDER BY kb.id LIMIT 1) AS title
     FROM cp_site_paths sp
     LEFT JOIN cp_portals p ON p.document_id = sp.target AND p.trashed_at = 0
     WHERE sp.kind <> 'moved' ORDER BY sp.id`,
  );
  return rows.flatMap((row) => {
    const kind = row.kind === 'portal' ? 'portal' : 'knowledge-base';
    const name = kind === 'portal' ? row.name : row.title;
    // What was deleted elsewhere stands nowhere.
    if (name === null || name === undefined) return [];
    const id = text(row.target);
    return [{ domainKey: number(row.domain_id), kind, id, name: text(name), slug: text(row.slug) }];
  });
}
