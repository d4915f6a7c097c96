import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import knex from 'knex';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { DatabaseName } from './databases';

const FOLDER = path.resolve(__dirname, '../fixtures/upgrade');
const fileOf = (version: string, database: DatabaseName) =>
  path.join(FOLDER, version, database === 'sqlite' ? 'sqlite.db.gz' : `${database}.sql.gz`);

export const dumpedVersions = (): string[] =>
  existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => /^\d/.test(name)) : [];

export const isDumped = (version: string, database: DatabaseName): boolean =>
  existsSync(fileOf(version, database));

/** Keeps a database as it is now; PostgreSQL and MariaDB need their own dump programs. */
export function keepDump(version: string, database: DatabaseName, name: string, url: string): void {
  const bytes = {
    sqlite: () => readFileSync(name),
    postgres: () =>
      execFileSync('pg_dump', ['--inserts', '--no-owner', '--no-privileges', url], {
        maxBuffer: 1e9,
      }),
    mysql: () => {
      const { hostname, port, username, password } = new URL(url);
      const access = [
        '-h',
        hostname,
        '-P',
        port,
        '-u',
        username,
        ...(password ? [`-p${password}`] : []),
      ];
      return execFileSync('mysqldump', [...access, '--skip-comments', '--no-tablespaces', name], {
        maxBuffer: 1e9,
      });
    },
  }[database]();
  mkdirSync(path.dirname(fileOf(version, database)), { recursive: true });
  writeFileSync(fileOf(version, database), gzipSync(bytes, { level: 9 }));
}

/** Fills an empty database with a dump. */
export async function restoreDump(
  version: string,
  database: DatabaseName,
  name: string,
  url: string,
): Promise<void> {
  const bytes = gunzipSync(readFileSync(fileOf(version, database)));
  if (database === 'sqlite') return writeFileSync(name, bytes);
  const connection =
    database === 'postgres'
      ? knex({ client: 'pg', connection: url })
      : knex({ client: 'mysql2', connection: { uri: url, multipleStatements: true } as never });
  // psql's own commands begin with a backslash.
  const sql = bytes
    .toString('utf8')
    .replace(/^\\.*$/gm, '')
    .replaceAll('?', '\\?');
  try {
    await connection.raw(sql);
  } finally {
    await connection.destroy();
  }
}
