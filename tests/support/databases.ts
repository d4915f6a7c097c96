import knex from 'knex';
import { connect } from 'node:net';

export type DatabaseName = 'sqlite' | 'postgres' | 'mysql';

const POSTGRES = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const MYSQL = process.env.TEST_MYSQL_URL ?? 'mysql://root@127.0.0.1:3306/test';

/** One connection to the server itself, for what is done to whole databases. */
export const connectToServer = (database: 'postgres' | 'mysql') =>
  knex(
    database === 'postgres'
      ? { client: 'pg', connection: POSTGRES, pool: { min: 1, max: 1 } }
      : { client: 'mysql2', connection: MYSQL, pool: { min: 1, max: 1 } },
  );

/** Makes an empty database, or on PostgreSQL a copy of a template, and returns the address the application connects to. */
export async function createDatabase(
  database: DatabaseName,
  name: string,
  template?: string,
): Promise<string> {
  if (database === 'sqlite') return '';
  const connection = connectToServer(database);
  try {
    await connection.raw(
      database === 'postgres'
        ? `CREATE DATABASE ${name}${template ? ` TEMPLATE ${template}` : ''}`
        : `CREATE DATABASE ${name} CHARACTER SET utf8mb4`,
    );
  } finally {
    await connection.destroy();
  }
  const url = new URL(database === 'postgres' ? POSTGRES : MYSQL);
  url.pathname = `/${name}`;
  return url.href;
}

export async function dropDatabase(database: DatabaseName, name: string): Promise<void> {
  if (database === 'sqlite') return;
  const connection = connectToServer(database);
  try {
    await connection.raw(
      `DROP DATABASE IF EXISTS ${name}${database === 'postgres' ? ' WITH (FORCE)' : ''}`,
    );
  } finally {
    await connection.destroy();
  }
}

function withoutWaiting(url: string): string {
  const quick = new URL(url);
  quick.searchParams.set('options', '-c synchronous_commit=off');
  return quick.href;
}

/** Names the database to the application of the suites (tests/app/config). */
export function useDatabase(
  database: DatabaseName,
  name: string,
  url: string,
  pluginConfig: object,
): void {
  Object.assign(process.env, {
    TEST_DATABASE: database,
    TEST_DATABASE_NAME: name,
    // Nobody pulls the plug: what a killed process has written is there all the same.
    TEST_DATABASE_URL: database === 'postgres' ? withoutWaiting(url) : url,
    TEST_SYNCHRONOUS: 'OFF',
    TEST_PLUGIN_CONFIG: JSON.stringify({
      mailTransport: 'viewer',
      mailCoalesce: 0,
      ...pluginConfig,
    }),
  });
}

/** Whether a server listens where the suites look for it. scripts/test.js says in one line what is skipped. */
export function answers(database: 'postgres' | 'mysql'): Promise<boolean> {
  const { hostname, port } = new URL(database === 'postgres' ? POSTGRES : MYSQL);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: 2000 });
    const end = (isThere: boolean) => () => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
  });
}
