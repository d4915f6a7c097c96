import { LIVING_COMPANY } from './companies';
import { select, text, type Connection } from './connection';

export interface CategoryPlace {
  id: string;
  /** Of the language that it was made in. */
  slug: string;
  /** Public id of its knowledge base. */
  base: string;
}

/** Every category of every knowledge base once, in the order of their making. */
export async function listCategoryPlaces(db: Connection): Promise<CategoryPlace[]> {
  const rows = await select(
    db,
    `SELECT c.document_id, c.slug, b.document_id AS base_id FROM cp_categories c
     JOIN cp_categories_knowledge_base_lnk bl ON bl.category_id = c.id
     JOIN cp_knowledge_bases b ON b.id = bl.knowledge_base_id ORDER BY c.id`,
  );
  const found = new Map<string, CategoryPlace>();
  for (const row of rows) {
    const id = text(row.document_id);
    if (!found.has(id)) found.set(id, { id, slug: text(row.slug), base: text(row.base_id) });
  }
  return [...found.values()];
}

/** Companies by public id or by the key of their name, the oldest first. */
export async function findCompanyNames(
  db: Connection,
  by: 'document_id' | 'name_key',
  values: readonly string[],
): Promise<{ id: string; name: string }[]> {
  if (values.length === 0) return [];
  const rows = await db('cp_companies as c')
    .select('c.document_id', 'c.name')
    .whereIn(`c.${by}`, [...new Set(values)])
    .whereRaw(LIVING_COMPANY)
    .orderBy('c.id');
  return rows.map((row) => ({ id: text(row.document_id), name: text(row.name) }));
}
