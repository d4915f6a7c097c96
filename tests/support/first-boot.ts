import type { Core } from '@strapi/strapi';
import knex from 'knex';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
let known: string | undefined;

/** Where the database lies as the first boot of these very sources leaves it. */
function template(): string {
  if (known) return known;
  const hash = createHash('sha256').update(readFileSync(path.join(ROOT, 'package-lock.json')));
  for (const folder of ['server', 'tests/app/config']) {
    for (const name of readdirSync(path.join(ROOT, folder), { recursive: true }).sort())
      if (/\.(ts|tsx|js)$/.test(String(name)))
        hash.update(readFileSync(path.join(ROOT, folder, String(name))));
  }
  const key = hash.digest('hex').slice(0, 16);
  return (known = path.join(os.tmpdir(), `customer-portal-first-boot-${key}.db`));
}

/** Spares a suite the six seconds in which Strapi makes its tables: the first boot of a run keeps what it made. */
export function copyFirstBoot(file: string): boolean {
  if (!existsSync(template())) return false;
  copyFileSync(template(), file);
  return true;
}

export async function keepFirstBoot(strapi: Core.Strapi): Promise<void> {
  const made = `${template()}.${process.pid}`;
  await strapi.db.connection.raw(`VACUUM INTO '${made}'`);
  // Whoever starts from it has claimed no job yet.
  const connection = { filename: made };
  const copy = knex({ client: 'better-sqlite3', connection, useNullAsDefault: true });
  await copy('cp_jobs').delete();
  await copy.destroy();
  renameSync(made, template());
}
