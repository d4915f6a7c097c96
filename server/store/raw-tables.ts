import { dialectOf, type Connection } from './connection';

/**
 * Tables that are not content types: Strapi neither syncs, drops nor exports them.
 * Made when missing; several nodes may start at once, so a table that another node made meanwhile is fine.
 */
export async function createRawTables(db: Connection): Promise<void> {
  await createTable(db, 'cp_sessions', (table) => {
    table.string('token_hash', 64).primary();
    table.integer('contact_id').notNullable().index('cp_sessions_contact_ix');
    table.integer('domain_id').notNullable();
    table.string('method', 20).notNullable();
    table.string('fingerprint', 64).notNullable();
    table.string('user_agent', 191).notNullable();
    table.boolean('is_remembered').notNullable();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('last_seen_at').notNullable();
    table.bigInteger('expires_at').notNullable().index('cp_sessions_expiry_ix');
  });
  await createTable(db, 'cp_one_time_tokens', (table) => {
    table.string('token_hash', 64).primary();
    table.string('purpose', 20).notNullable();
    table.integer('contact_id').notNullable().index('cp_one_time_tokens_contact_ix');
    table.integer('portal_id').notNullable();
    table.bigInteger('expires_at').notNullable();
    table.bigInteger('used_at').notNullable();
  });
  await createTable(db, 'cp_outbox', (table) => {
    table.string('id', 24).primary();
    table.string('origin', 191).notNullable();
    table.string('template', 40).notNullable();
    table.string('language', 35).notNullable();
    table.string('to_address', 320).notNullable();
    table.string('coalesce_key', 100).notNullable();
    table.text('payload').notNullable();
    table.string('message_id', 191).notNullable();
    table.string('state', 10).notNullable();
    table.integer('attempts').notNullable();
    table.string('claimed_by', 24).notNullable();
    table.bigInteger('claimed_at').notNullable();
    table.bigInteger('next_try_at').notNullable();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('sent_at').notNullable();
    table.string('subject', 255).notNullable();
    table.text('body').notNullable();
    table.string('error', 500).notNullable();
    table.index(['state', 'next_try_at'], 'cp_outbox_due_ix');
    table.index(['coalesce_key', 'state'], 'cp_outbox_coalesce_ix');
    table.index(['created_at', 'id'], 'cp_outbox_list_ix');
  });
  await createTable(db, 'cp_counters', (table) => {
    table.string('name', 64).primary();
    table.bigInteger('value').notNullable();
  });
  await createSearchTable(db, 'cp_ticket_search');
  await createSearchTable(db, 'cp_ticket_search_agents');
}

type Builder = Parameters<Parameters<Connection['schema']['createTable']>[1]>[0];

async function createTable(
  db: Connection,
  name: string,
  define: (table: Builder) => void,
): Promise<void> {
  if (await db.schema.hasTable(name)) return;
  try {
    await db.schema.createTable(name, define);
  } catch (error) {
    if (!(await db.schema.hasTable(name))) throw error;
  }
}

/** Tokens are ready-made ASCII words (rules/search-tokens.ts), so no database's own word rules matter. */
async function createSearchTable(db: Connection, name: string): Promise<void> {
  if (dialectOf(db) === 'sqlite') {
    await db.raw(
      `CREATE VIRTUAL TABLE IF NOT EXISTS ${name} USING fts5(tokens, tokenize = 'ascii')`,
    );
    return;
  }
  await createTable(db, name, (table) => {
    table.integer('ticket_id').primary();
    if (dialectOf(db) === 'mysql') {
      table.specificType('tokens', 'MEDIUMTEXT CHARACTER SET ascii NOT NULL');
      table.index(['tokens'], `${name}_ft`, 'FULLTEXT');
    } else {
      table.text('tokens').notNullable();
      table.specificType(
        'vector',
        `tsvector GENERATED ALWAYS AS (to_tsvector('simple', tokens)) STORED`,
      );
      table.index(['vector'], `${name}_ft`, 'gin');
    }
  });
}
