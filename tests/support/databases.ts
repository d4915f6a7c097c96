import knex from 'knex';
import { connect } from 'node:net';

export type DatabaseName = 'sqlite' | 'postgres' | 'mysql';

const POSTGRES = process.env.TEST_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const MYSQL = process.env.TEST_MYSQL_URL ?? 'mysql://root@127.0.0.1:3306/test';

const admin = (database: 'postgres' | 'mysql') =>
  database === 'postgres'
    ? knex({ client: 'pg', connection: POSTGRES })
    : knex({ client: 'mysql2', connection: MYSQL });

/** Makes an empty database and returns the address the application connects to. */
export async function createDatabase(database: DatabaseName, name: string): Promise<string> {
  if (database === 'sqlite') return '';
  const connection = admin(database);
  try {
    await connection.raw(
      database === 'postgres'
        ? `CREATE DATABASE ${name}`
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
  const connection = admin(database);
  try {
    await connection.raw(
      `DROP DATABASE IF EXISTS ${name}${database === 'postgres' ? ' WITH (FORCE)' : ''}`,
    );
  } finally {
    await connection.destroy();
  }
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
