import { select, type Connection, type Row } from './connection';

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
