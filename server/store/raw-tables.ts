import { dialectOf, number, selectOne, type Connection } from './connection';

/**
 * Tables that are not content types: Strapi neither syncs, drops nor exports them. Each migration is run once, in this
 * order, by one node; it makes only what is missing, since MariaDB keeps the first half of one that was killed.
 */
const MIGRATIONS: ((db: Connection) => Promise<void>)[] = [
  makeFirstTables,
  noteFactorAndMerges,
  makeConfirmedInstallation,
  makeContactWords,
  makeImportProblems,
  makeCompanyWords,
  makeWaysIn,
  noteProviders,
  makePendingUploads,
];

/** Brings the raw tables to this version. The caller sees to it that no other node does so at the same time. */
export async function migrateRawTables(db: Connection, now: number): Promise<void> {
  await createTable(db, 'cp_raw_versions', (table) => {
    table.integer('version').primary();
    table.bigInteger('applied_at').notNullable();
  });
  const row = await selectOne(db, 'SELECT MAX(version) AS version FROM cp_raw_versions');
  for (let version = number(row?.version) + 1; version <= MIGRATIONS.length; version += 1) {
    await MIGRATIONS[version - 1]?.(db);
    await db('cp_raw_versions').insert({ version, applied_at: now });
  }
}

/** Who does what for all nodes. Made before the others, since migrating is such a job itself. */
export async function createJobTable(db: Connection): Promise<void> {
  await createTable(db, 'cp_jobs', (table) => {
    table.string('name', 40).primary();
    table.string('claimed_by', 24).notNullable();
    table.bigInteger('claimed_until').notNullable();
  });
}

async function noteFactorAndMerges(db: Connection): Promise<void> {
  await addColumn(db, 'cp_sessions', 'factor', (table) => {
    table.string('factor', 20).notNullable().defaultTo('none');
  });
  await addColumn(db, 'cp_outbox', 'merged', (table) => {
    table.integer('merged').notNullable().defaultTo(0);
  });
}

/** Sessions that their owners can name and end, links that are bound to a browser or an address, and locked passwords. */
async function makeWaysIn(db: Connection): Promise<void> {
  const columns: [table: string, column: string, define: (table: Builder) => void][] = [
    // What a session is called by its owner; its token's hash stays where it is.
    ['cp_sessions', 'public_id', (t) => t.string('public_id', 24).notNullable().defaultTo('')],
    ['cp_sessions', 'ip', (t) => t.string('ip', 64).notNullable().defaultTo('')],
    ['cp_sessions', 'proven_at', (t) => t.bigInteger('proven_at').notNullable().defaultTo(0)],
    ['cp_sessions', 'device_hash', (t) => t.string('device_hash', 64).notNullable().defaultTo('')],
    ['cp_sessions', 'viewed_by', (t) => t.string('viewed_by', 24).notNullable().defaultTo('')],
    [
      'cp_sessions',
      'viewed_by_name',
      (t) => t.string('viewed_by_name', 191).notNullable().defaultTo(''),
    ],
    [
      'cp_one_time_tokens',
      'created_at',
      (t) => t.bigInteger('created_at').notNullable().defaultTo(0),
    ],
    ['cp_one_time_tokens', 'address', (t) => t.string('address', 320).notNullable().defaultTo('')],
    ['cp_one_time_tokens', 'data', (t) => t.text('data')],
    [
      'cp_one_time_tokens',
      'browser_hash',
      (t) =>
        t
          .string('browser_hash', 64)
          .notNullable()
          .defaultTo('')
          .index('cp_one_time_tokens_browser_ix'),
    ],
    [
      'cp_one_time_tokens',
      'code_hash',
      (t) => t.string('code_hash', 64).notNullable().defaultTo(''),
    ],
    ['cp_one_time_tokens', 'tries', (t) => t.integer('tries').notNullable().defaultTo(0)],
  ];
  for (const [table, column, define] of columns) await addColumn(db, table, column, define);
  // Sessions that run meanwhile get a name too: a piece of the hash, which opens nothing.
  await db('cp_sessions')
    .where({ public_id: '' })
    .update({ public_id: db.raw('SUBSTR(token_hash, 1, 24)') });
  await createTable(db, 'cp_known_devices', (table) => {
    table.string('device_hash', 64).notNullable();
    table.integer('contact_id').notNullable().index('cp_known_devices_contact_ix');
    table.bigInteger('created_at').notNullable();
    table.bigInteger('last_seen_at').notNullable().index('cp_known_devices_seen_ix');
    table.primary(['device_hash', 'contact_id']);
  });
  await createTable(db, 'cp_password_failures', (table) => {
    table.string('address_hash', 64).primary();
    table.integer('failures').notNullable();
    table.bigInteger('last_at').notNullable().index('cp_password_failures_last_ix');
  });
}

/** At which identity provider a session began, so that the one ends with the other. */
async function noteProviders(db: Connection): Promise<void> {
  await addColumn(db, 'cp_sessions', 'provider_id', (t) =>
    t.integer('provider_id').notNullable().defaultTo(0),
  );
  // Hash of what the provider calls its own session or its person.
  await addColumn(db, 'cp_sessions', 'provider_session', (t) =>
    t
      .string('provider_session', 64)
      .notNullable()
      .defaultTo('')
      .index('cp_sessions_provider_session_ix'),
  );
  await addColumn(db, 'cp_sessions', 'provider_subject', (t) =>
    t.string('provider_subject', 64).notNullable().defaultTo(''),
  );
  // Sealed; what signing out there asks for.
  await addColumn(db, 'cp_sessions', 'provider_token', (t) => t.text('provider_token'));
}

/** Files that were sent ahead of their form. */
async function makePendingUploads(db: Connection): Promise<void> {
  await createTable(db, 'cp_pending_uploads', (table) => {
    table.string('id', 24).primary();
    table.integer('contact_id').notNullable();
    table.integer('portal_id').notNullable();
    // What the storage knows of it, as JSON.
    table.text('file').notNullable();
    table.bigInteger('uploaded_at').notNullable().index('cp_pending_uploads_time_ix');
    table.index(['contact_id', 'portal_id', 'uploaded_at'], 'cp_pending_uploads_owner_ix');
  });
}

/** One row: which content of this database, under which address, may send mail. */
async function makeConfirmedInstallation(db: Connection): Promise<void> {
  await createTable(db, 'cp_confirmed_installation', (table) => {
    table.integer('id').primary();
    table.integer('installation_id').notNullable();
    table.string('origin', 191).notNullable();
  });
}

/** What contacts are found by (rules/contact-words.ts). */
function makeContactWords(db: Connection): Promise<void> {
  return createWordTable(db, 'cp_contact_words', 'contact_id');
}

/** What companies are found by (rules/company-words.ts). Companies of before get their words in the background. */
function makeCompanyWords(db: Connection): Promise<void> {
  return createWordTable(db, 'cp_company_words', 'company_id');
}

/** Bytes are compared, whatever the database's collation. */
async function createWordTable(db: Connection, name: string, key: string): Promise<void> {
  const types = {
    sqlite: 'varchar(64)',
    postgres: 'varchar(64) COLLATE "C"',
    mysql: 'varchar(64) CHARACTER SET ascii COLLATE ascii_bin',
  };
  await createTable(db, name, (table) => {
    table.integer(key).notNullable();
    table.specificType('word', types[dialectOf(db)]).notNullable();
    table.primary([key, 'word']);
    table.index(['word', key], `${name}_word_ix`);
  });
}

/** What was wrong with rows of an import, by the row's place in its file. */
async function makeImportProblems(db: Connection): Promise<void> {
  await createTable(db, 'cp_import_problems', (table) => {
    table.string('import_id', 24).notNullable();
    table.integer('row_at').notNullable();
    table.boolean('is_refused').notNullable();
    table.text('problem').notNullable();
    table.primary(['import_id', 'row_at']);
  });
}

async function makeFirstTables(db: Connection): Promise<void> {
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

/** Several nodes may start at once, so a table that another node made meanwhile is fine. */
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

async function addColumn(
  db: Connection,
  table: string,
  column: string,
  define: (table: Builder) => void,
): Promise<void> {
  if (!(await db.schema.hasColumn(table, column))) await db.schema.alterTable(table, define);
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
