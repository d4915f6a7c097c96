import { select, text, yes, type Connection, type Row } from './connection';

/** Every published row of the knowledge bases, all languages; relations as public ids. */
export async function readLibraryRows(
  db: Connection,
): Promise<{ bases: Row[]; categories: Row[]; articles: Row[] }> {
  return {
    bases: await select(
      db,
      'SELECT document_id, locale, title, tagline FROM cp_knowledge_bases ORDER BY id',
    ),
    categories: await select(
      db,
      `SELECT c.document_id, c.locale, c.name, c.slug, c.description, p.document_id AS parent_id, b.document_id AS base_id
       FROM cp_categories c
       LEFT JOIN cp_categories_parent_lnk pl ON pl.category_id = c.id LEFT JOIN cp_categories p ON p.id = pl.inv_category_id
       LEFT JOIN cp_categories_knowledge_base_lnk bl ON bl.category_id = c.id LEFT JOIN cp_knowledge_bases b ON b.id = bl.knowledge_base_id
       WHERE c.published_at IS NOT NULL ORDER BY c.rank, c.id`,
    ),
    articles: await select(
      db,
      `SELECT a.document_id, a.locale, a.title, a.slug, a.summary, a.body, a.visibility, a.updated_at, c.document_id AS category_id
       FROM cp_articles a
       LEFT JOIN cp_articles_category_lnk l ON l.article_id = a.id LEFT JOIN cp_categories c ON c.id = l.category_id
       WHERE a.published_at IS NOT NULL ORDER BY a.rank, a.id`,
    ),
  };
}

/** Knowledge bases that stand on a domain, in the order in which they were placed there. */
export async function listBasesOn(
  db: Connection,
  domainKey: number,
): Promise<{ id: string; title: string; slug: string }[]> {
  const rows = await select(
    db,
    `SELECT b.document_id, b.title, p.slug FROM cp_site_paths p
     JOIN cp_knowledge_bases b ON b.document_id = p.target
     WHERE p.domain_id = ? AND p.kind = 'knowledge-base' ORDER BY p.id, b.id`,
    [domainKey],
  );
  const first = new Map<string, { id: string; title: string; slug: string }>();
  for (const row of rows) {
    const id = text(row.document_id);
    if (!first.has(id)) first.set(id, { id, title: text(row.title), slug: text(row.slug) });
  }
  return [...first.values()];
}

export interface CategoryFacts {
  id: string;
  /** In the language that it was made in. */
  name: string;
  /** Public id of the one above it; '' at the top. */
  parent: string;
  isPublished: boolean;
}

/** Every category of a knowledge base once, published or not, in its order. */
export async function listCategories(db: Connection, baseId: string): Promise<CategoryFacts[]> {
  const rows = await select(
    db,
    `SELECT c.document_id, c.name, c.published_at IS NOT NULL AS is_published, p.document_id AS parent_id
     FROM cp_categories c
     JOIN cp_categories_knowledge_base_lnk bl ON bl.category_id = c.id
     JOIN cp_knowledge_bases b ON b.id = bl.knowledge_base_id
     LEFT JOIN cp_categories_parent_lnk pl ON pl.category_id = c.id LEFT JOIN cp_categories p ON p.id = pl.inv_category_id
     WHERE b.document_id = ? ORDER BY c.rank, c.id`,
    [baseId],
  );
  const known = new Map<string, CategoryFacts>();
  for (const row of rows) {
    const id = text(row.document_id);
    const isPublished = yes(row.is_published);
    const before = known.get(id);
    if (before) {
      before.isPublished ||= isPublished;
      before.parent ||= text(row.parent_id);
    } else known.set(id, { id, name: text(row.name), parent: text(row.parent_id), isPublished });
  }
  return [...known.values()];
}
