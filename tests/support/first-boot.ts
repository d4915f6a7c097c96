import { createStrapi } from '@strapi/strapi';
import knex, { type Knex } from 'knex';
import { createConnection, format, type RowDataPacket } from 'mysql2/promise';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  connectToServer,
  createDatabase,
  dropDatabase,
  useDatabase,
  type DatabaseName,
} from './databases';

const ROOT = path.resolve(__dirname, '../..');
const APP = path.join(ROOT, 'tests/app');
const KEPT = path.join(ROOT, 'node_modules/.cache/first-boots');
const TEMPLATE = 'cp_first_boot_';
const KEPT_FOR = 60 * 60 * 1000;
const TEMPLATES_KEPT = 3;
let known: string | undefined;

/** What the first boot depends on: other sources, another one. */
function key(): string {
  if (known) return known;
  const hash = createHash('sha256');
  const add = (file: string) => hash.update(file).update(readFileSync(path.join(ROOT, file)));
  add('package-lock.json');
  add('tests/support/first-boot.ts');
  for (const folder of ['server', 'tests/app/config', 'tests/app/src']) {
    for (const name of readdirSync(path.join(ROOT, folder), { recursive: true }).sort())
      if (/(?<!\.test)\.(tsx?|js|json)$/.test(String(name))) add(path.join(folder, String(name)));
  }
  return (known = hash.digest('hex').slice(0, 16));
}

/** Makes a database as the first boot leaves it: Strapi makes its tables once for all suites. Returns the address as createDatabase does. */
export async function createBooted(database: DatabaseName, name: string): Promise<string> {
  if (database === 'postgres') return createFromTemplate(name);
  const kept = path.join(KEPT, `${key()}.${database === 'sqlite' ? 'db' : 'sql'}`);
  await keepOnce(database, kept);
  if (database === 'sqlite') {
    copyFileSync(kept, name);
    return '';
  }
  const url = await createDatabase(database, name);
  const connection = await createConnection({ uri: url, multipleStatements: true });
  await connection.query(readFileSync(kept, 'utf8'));
  await connection.end();
  return url;
}

/** One worker makes it and the others wait: the first boot takes them up to half a minute. */
async function keepOnce(database: 'sqlite' | 'mysql', file: string): Promise<void> {
  mkdirSync(KEPT, { recursive: true });
  const claim = `${file}.claim`;
  while (!existsSync(file)) {
    if (!claims(claim)) await sleep(100);
    else
      try {
        await keep(database, file);
      } finally {
        rmSync(claim, { force: true });
      }
  }
}

/** Whether this process is the one that makes it; one that was killed has left its claim behind. */
function claims(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!isAlive(readIfThere(file))) rmSync(file, { force: true });
    return false;
  }
}

function readIfThere(file: string): number {
  try {
    // It is there for a moment before its number is.
    return Number(readFileSync(file, 'utf8')) || process.pid;
  } catch {
    return process.pid;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function keep(database: 'sqlite' | 'mysql', file: string): Promise<void> {
  for (const name of readdirSync(KEPT)) removeIfOld(path.join(KEPT, name));
  const made = `${file}.${process.pid}`;
  if (database === 'sqlite') {
    await bootOnce(database, made, '');
  } else {
    const name = `cp_test_first_${process.pid}`;
    try {
      const url = await createDatabase(database, name);
      await bootOnce(database, name, url);
      writeFileSync(made, await statementsOf(url));
    } finally {
      await dropDatabase(database, name);
    }
  }
  renameSync(made, file);
}

/** Somebody else may be making his at this moment. */
function removeIfOld(file: string): void {
  const isOld = (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) < Date.now() - KEPT_FOR;
  if (isOld) rmSync(file, { force: true });
}

/** Everything in a MariaDB database as statements that make it again. */
async function statementsOf(url: string): Promise<string> {
  const connection = await createConnection({
    uri: url,
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
  });
  const rowsOf = async (sql: string) => (await connection.query<RowDataPacket[]>(sql))[0];
  const statements = ['SET foreign_key_checks = 0', 'SET unique_checks = 0'];
  for (const row of await rowsOf('SHOW TABLES')) {
    const table = `\`${Object.values(row)[0]}\``;
    const [made] = await rowsOf(`SHOW CREATE TABLE ${table}`);
    statements.push(String(made?.['Create Table']));
    const rows = await rowsOf(`SELECT * FROM ${table}`);
    if (rows.length > 0)
      statements.push(format(`INSERT INTO ${table} VALUES ?`, [rows.map(Object.values)]));
  }
  await connection.end();
  return statements.join(';\n');
}

/** PostgreSQL copies a database that nobody is connected to; a lock of the server lets one make it and the others wait. */
async function createFromTemplate(name: string): Promise<string> {
  const template = TEMPLATE + key();
  const server = connectToServer('postgres');
  try {
    await server.raw('SELECT pg_advisory_lock(hashtext(?))', [TEMPLATE]);
    if (!(await databasesLike(server, template)).includes(template)) {
      const made = `${template}_made`;
      const old = (await databasesLike(server, TEMPLATE)).slice(0, -TEMPLATES_KEPT);
      for (const one of new Set([...old, made])) await dropDatabase('postgres', one);
      await bootOnce('postgres', made, await createDatabase('postgres', made));
      await server.raw(`ALTER DATABASE ${made} RENAME TO ${template}`);
    }
    return await createDatabase('postgres', name, template);
  } finally {
    await server.destroy();
  }
}

/** Oldest first. */
const databasesLike = async (server: Knex, start: string): Promise<string[]> =>
  server('pg_database').where('datname', 'like', `${start}%`).orderBy('oid').pluck('datname');

async function bootOnce(database: DatabaseName, name: string, url: string): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'customer-portal-'));
  useDatabase(database, name, url, { attachmentsDir: path.join(folder, 'attachments') });
  const strapi = createStrapi({ appDir: APP, distDir: APP });
  await strapi.load();
  await strapi.destroy();
  rmSync(folder, { recursive: true, force: true });
  // Whoever starts from it has claimed no job yet.
  const connection = knex(
    {
      sqlite: {
        client: 'better-sqlite3',
        connection: { filename: name },
        useNullAsDefault: true,
      },
      postgres: { client: 'pg', connection: url },
      mysql: { client: 'mysql2', connection: url },
    }[database],
  );
  await connection('cp_jobs').delete();
  await connection.destroy();
}
