import { change, select, text, type Connection, type Value } from './connection';

/** Where secrets stand that are sealed (services/secrets.ts), and by what their rows are told apart. */
export const SEALED_COLUMNS = {
  providerSecrets: ['cp_identity_providers', 'client_secret', 'id'],
  appSecrets: ['cp_second_factors', 'secret', 'id'],
  providerTokens: ['cp_sessions', 'provider_token', 'token_hash'],
} as const;
export type SealedColumn = keyof typeof SEALED_COLUMNS;

export interface SealedValue {
  /** Of the row: what comes next is behind it. */
  key: Value;
  sealed: string;
}

const BATCH = 100;

/** The next sealed values of a column behind a row; null begins. */
export async function listSealed(
  db: Connection,
  of: SealedColumn,
  after: Value | null,
): Promise<SealedValue[]> {
  const [table, column, key] = SEALED_COLUMNS[of];
  const rows = await select(
    db,
    `SELECT ${key} AS place, ${column} AS sealed FROM ${table}
     WHERE ${key} > ? AND ${column} IS NOT NULL AND ${column} <> '' ORDER BY ${key} LIMIT ${BATCH}`,
    [after ?? (key === 'id' ? 0 : '')],
  );
  return rows.map((row) => ({
    key: key === 'id' ? Number(row.place) : text(row.place),
    sealed: text(row.sealed),
  }));
}

/** Only while it is still the one that was opened: somebody may have entered another meanwhile. */
export async function replaceSealed(
  db: Connection,
  of: SealedColumn,
  { key: place, sealed }: SealedValue,
  next: string,
): Promise<boolean> {
  const [table, column, key] = SEALED_COLUMNS[of];
  return (await change(db, table, { [key]: place, [column]: sealed }, { [column]: next })) === 1;
}
