import { number, select, text, type Connection } from './connection';

export interface KnowledgeBaseFacts {
  id: string;
  /** In the language that it was made in. */
  title: string;
  /** 0 where it stands nowhere. */
  domainKey: number;
  slug: string;
}

/** Every knowledge base once, in the order of their making, with where it stands. */
export async function listKnowledgeBases(db: Connection): Promise<KnowledgeBaseFacts[]> {
  const rows = await select(
    db,
    `SELECT b.id, b.document_id, b.title, p.domain_id, p.slug FROM cp_knowledge_bases b
     LEFT JOIN cp_site_paths p ON p.target = b.document_id AND p.kind = 'knowledge-base' ORDER BY b.id, p.id`,
  );
  const found = new Map<string, KnowledgeBaseFacts>();
  for (const row of rows) {
    const id = text(row.document_id);
    if (found.has(id)) continue;
    const domainKey = number(row.domain_id);
    found.set(id, { id, title: text(row.title), domainKey, slug: text(row.slug) });
  }
  return [...found.values()];
}
