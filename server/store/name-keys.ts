import { domainOf } from '../rules/address';
import { change, number, select, selectOne, text, type Connection, type Row } from './connection';
import { nameColumns } from './people';

/** What was written before there were keys of names, domains of addresses and instants of creation. */
const TABLES = ['cp_contacts', 'cp_companies'] as const;

/** The highest row of contacts, companies and addresses. */
export async function highestNamedKey(db: Connection): Promise<number> {
  const row = await selectOne(
    db,
    `SELECT (SELECT MAX(id) FROM cp_contacts) AS contacts, (SELECT MAX(id) FROM cp_companies) AS companies,
     (SELECT MAX(id) FROM cp_contact_addresses) AS addresses`,
  );
  return Math.max(number(row?.contacts), number(row?.companies), number(row?.addresses));
}

export interface WithoutKeys {
  named: { table: (typeof TABLES)[number]; row: Row }[];
  addresses: Row[];
}

/** Rows within `from < id <= to` that lack something that could be filled. */
export async function listWithoutKeys(
  db: Connection,
  from: number,
  to: number,
): Promise<WithoutKeys> {
  const named: WithoutKeys['named'] = [];
  for (const table of TABLES) {
    const rows = await select(
      db,
      `SELECT id, name, name_key, created_time, created_at FROM ${table}
       WHERE id > ? AND id <= ? AND ((name_key = '' AND name <> '') OR created_time = 0)`,
      [from, to],
    );
    for (const row of rows) {
      const lacksKey = text(row.name_key) === '' && text(row.name).trim() !== '';
      if (lacksKey || instantOf(row.created_at) > 0) named.push({ table, row });
    }
  }
  const addresses = await select(
    db,
    `SELECT id, address FROM cp_contact_addresses WHERE id > ? AND id <= ? AND email_domain = '' AND address <> ''`,
    [from, to],
  );
  return { named, addresses };
}

export async function fillKeys(db: Connection, found: WithoutKeys): Promise<void> {
  for (const { table, row } of found.named) {
    const name = text(row.name);
    // Somebody who renamed it meanwhile has written its keys.
    await change(
      db,
      table,
      { id: number(row.id), name },
      {
        ...nameColumns(name),
        created_time: number(row.created_time) || instantOf(row.created_at),
      },
    );
  }
  for (const row of found.addresses)
    await change(
      db,
      'cp_contact_addresses',
      { id: number(row.id) },
      { email_domain: domainOf(text(row.address)) },
    );
}

/** Strapi's own column: a Date, a number of ms, or text, by the database; 0 when it is empty. */
function instantOf(value: Row[string]): number {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'number') return value;
  return Date.parse(text(value)) || 0;
}
