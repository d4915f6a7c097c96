import { dialectOf, number, selectOne, text, type Connection } from './connection';

/** Which database it is, and how an SQLite one writes: asked only, never set. */
export async function databaseFacts(
  db: Connection,
): Promise<{ name: string; journal: string; synchronous: number }> {
  const dialect = dialectOf(db);
  if (dialect === 'sqlite') {
    // On the writing connection: the reading one has settings of its own.
    const [{ version = '' } = {}] = (await db.raw('SELECT sqlite_version() AS version')) as {
      version?: string;
    }[];
    const [journal = {}] = (await db.raw('PRAGMA journal_mode')) as Record<string, unknown>[];
    const [synchronous = {}] = (await db.raw('PRAGMA synchronous')) as Record<string, unknown>[];
    return {
      name: `SQLite ${version}`,
      journal: text(journal.journal_mode).toLowerCase(),
      synchronous: number(synchronous.synchronous),
    };
  }
  const row = await selectOne(db, 'SELECT version() AS version');
  const version = text(row?.version);
  const isMariaDb = /mariadb/i.test(version);
  const name =
    dialect === 'postgres'
      ? version.split(' ').slice(0, 2).join(' ')
      : `${isMariaDb ? 'MariaDB' : 'MySQL'} ${version.split('-')[0] ?? ''}`;
  return { name, journal: '', synchronous: 0 };
}
