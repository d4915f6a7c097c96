import knex, { type Knex } from 'knex';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { select, selectOne } from '../../server/store/connection';
import { closeSqliteReader, longerTerms } from '../../server/store/sqlite-reads';
import { createDatabase, dropDatabase } from '../support/databases';

const databases = (process.env.TEST_DATABASES ?? 'sqlite').split(',');

describe.each(['wal', 'delete'])('reads on SQLite, journal %s', (journal) => {
  let folder: string;
  let db: Knex;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'customer-portal-reads-'));
    db = knex({
      client: 'better-sqlite3',
      connection: { filename: path.join(folder, 'reads.db') },
      useNullAsDefault: true,
      pool: { min: 1, max: 1 },
    });
    await db.raw(`PRAGMA journal_mode = ${journal}`);
    await db.schema.createTable('words', (table) => {
      table.increments('id');
      table.string('word');
    });
    await db('words').insert({ word: 'committed' });
  });
  afterEach(async () => {
    closeSqliteReader(db);
    await db.destroy();
    rmSync(folder, { recursive: true });
  });
  const words = async (connection: Knex) =>
    (await select(connection, 'SELECT word FROM words ORDER BY id')).map((row) => row.word);

  it('wait for no transaction, and see what is committed', async () => {
    const transaction = await db.transaction();
    await transaction('words').insert({ word: 'under way' });
    expect(await words(db)).toEqual(['committed']);
    expect(await words(transaction)).toEqual(['committed', 'under way']);
    await transaction.commit();
    expect(await words(db)).toEqual(['committed', 'under way']);
  });

  it('take the pool’s connection while somebody locks readers out', async () => {
    expect(await words(db)).toEqual(['committed']);
    await db.raw('BEGIN EXCLUSIVE');
    await db('words').insert({ word: 'locked' });
    // With WAL nobody is locked out, so the reader still sees what is committed.
    expect(await words(db)).toEqual(journal === 'wal' ? ['committed'] : ['committed', 'locked']);
    await db.raw('COMMIT');
  });

  it('of the terms of a full text are given up while somebody locks readers out', async () => {
    await db.raw('CREATE VIRTUAL TABLE texts USING fts5(tokens)');
    await db.raw("INSERT INTO texts (tokens) VALUES ('word words worded world')");
    await db.raw('BEGIN EXCLUSIVE');
    expect(longerTerms(db, 'texts', 'word', 5)).toEqual(
      journal === 'wal' ? ['worded', 'words'] : null,
    );
    await db.raw('COMMIT');
    expect(longerTerms(db, 'texts', 'word', 5)).toEqual(['worded', 'words']);
    expect(longerTerms(db, 'texts', 'wor', 2)).toBeNull();
  });

  it('follow a table that changes', async () => {
    expect(await selectOne(db, 'SELECT word FROM words WHERE id = ?', [1])).toEqual({
      word: 'committed',
    });
    await db.schema.alterTable('words', (table) => void table.string('language').defaultTo('en'));
    expect(await selectOne(db, 'SELECT word FROM words WHERE id = ?', [1])).toEqual({
      word: 'committed',
    });
    expect(await selectOne(db, 'SELECT word, language FROM words WHERE id = ?', [1])).toEqual({
      word: 'committed',
      language: 'en',
    });
  });
});

(databases.includes('postgres') ? describe : describe.skip)('reads on PostgreSQL', () => {
  const name = `cp_test_reads_${Date.now()}`;
  let db: Knex;

  beforeAll(async () => {
    const connection = await createDatabase('postgres', name);
    db = knex({ client: 'pg', connection, pool: { min: 1, max: 1 } });
  });
  afterAll(async () => {
    await db.destroy();
    await dropDatabase('postgres', name);
  });

  it('go on without names behind a pooler that forgets them', async () => {
    const sql = 'SELECT CAST(? AS INTEGER) AS one';
    expect(await select(db, sql, [1])).toEqual([{ one: 1 }]);
    const prepared = 'SELECT name FROM pg_prepared_statements';
    expect(await select(db, prepared)).not.toHaveLength(0);
    // What a pooler does when it hands out another connection of the server.
    await db.raw('DEALLOCATE ALL');
    expect(await select(db, sql, [2])).toEqual([{ one: 2 }]);
    expect(await select(db, sql, [3])).toEqual([{ one: 3 }]);
    expect(await select(db, prepared)).toHaveLength(0);
  });

  it('say what is wrong with a statement', async () => {
    await expect(select(db, 'SELECT nothing FROM nowhere')).rejects.toThrow(/nowhere/);
    expect(await select(db, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});
