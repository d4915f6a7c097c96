import type { Core } from '@strapi/strapi';

const STORE = { type: 'core', key: 'persisted_tables' };
type Kept = string | { name: string };

/**
 * Tells Strapi to leave the plugin's tables alone. It drops the tables of every type that it no longer sees,
 * so without this one start with the plugin disabled, removed or broken would lose every ticket.
 */
export async function keepTables(strapi: Core.Strapi): Promise<void> {
  const inspector = strapi.db.dialect.schemaInspector as unknown as {
    getTables(): Promise<string[]>;
  };
  const ours = (await inspector.getTables()).filter((name) => name.startsWith('cp_'));
  const kept = ((await strapi.store.get(STORE)) ?? []) as Kept[];
  const names = new Set(kept.map((table) => (typeof table === 'string' ? table : table.name)));
  const missing = ours.filter((name) => !names.has(name)).map((name) => ({ name }));
  if (missing.length > 0) await strapi.store.set({ ...STORE, value: [...kept, ...missing] });
}
