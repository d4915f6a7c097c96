import type {
  ImportColumn,
  ImportCounts,
  ImportProblem,
  ImportSettings,
  ImportState,
} from '../contracts/transfers';
import type { PropertySubject } from '../contracts/properties';
import { insertMany } from './bulk-rows';
import {
  change,
  insert,
  jsonOf,
  number,
  select,
  selectOne,
  text,
  yes,
  type Connection,
  type Row,
} from './connection';

export interface ImportAnalysis {
  encoding: string;
  delimiter: string;
  columns: ImportColumn[];
}

/** An import with its numeric key, which never leaves the server. */
export interface ImportRecord {
  key: number;
  id: string;
  subject: PropertySubject;
  fileName: string;
  fileSize: number;
  storageKey: string;
  state: ImportState;
  analysis: ImportAnalysis;
  headersHash: string;
  settings: Partial<ImportSettings>;
  mapping: Record<string, string>;
  checked: { counts: ImportCounts; problems: ImportProblem[] } | null;
  rowCount: number;
  rowsDone: number;
  rowsChecked: number;
  counts: ImportCounts;
  error: string;
  startedBy: string;
  createdTime: number;
  startedAt: number;
  finishedAt: number;
}

export const NO_COUNTS: ImportCounts = { made: 0, changed: 0, skipped: 0, refused: 0, noted: 0 };
const NO_ANALYSIS: ImportAnalysis = { encoding: '', delimiter: '', columns: [] };

const importRecord = (row: Row): ImportRecord => ({
  key: number(row.id),
  id: text(row.document_id),
  subject: text(row.subject) as PropertySubject,
  fileName: text(row.file_name),
  fileSize: number(row.file_size),
  storageKey: text(row.storage_key),
  state: text(row.state) as ImportState,
  analysis: jsonOf(row.analysis, NO_ANALYSIS),
  headersHash: text(row.headers_hash),
  settings: jsonOf<Partial<ImportSettings>>(row.settings, {}),
  mapping: jsonOf<Record<string, string>>(row.mapping, {}),
  checked: jsonOf<ImportRecord['checked']>(row.checked, null),
  rowCount: number(row.row_count),
  rowsDone: number(row.rows_done),
  rowsChecked: number(row.rows_checked),
  counts: {
    made: number(row.rows_made),
    changed: number(row.rows_changed),
    skipped: number(row.rows_skipped),
    refused: number(row.rows_refused),
    noted: number(row.rows_noted),
  },
  error: text(row.error),
  startedBy: text(row.started_by),
  createdTime: number(row.created_time),
  startedAt: number(row.started_at),
  finishedAt: number(row.finished_at),
});

/** Everything but the analysis, which may be large. */
const LISTED = `id, document_id, subject, file_name, file_size, state, row_count, rows_done, rows_checked, rows_made, rows_changed,
  rows_skipped, rows_refused, rows_noted, error, started_by, created_time, started_at, finished_at`;

export async function addImport(
  db: Connection,
  one: Pick<ImportRecord, 'subject' | 'fileName' | 'fileSize' | 'storageKey' | 'startedBy'>,
  now: number,
): Promise<{ key: number; id: string }> {
  return insert(db, 'cp_data_imports', {
    subject: one.subject,
    file_name: one.fileName,
    file_size: one.fileSize,
    storage_key: one.storageKey,
    state: 'uploading',
    started_by: one.startedBy,
    created_time: now,
  });
}

/** Imports, newest first. */
export async function listImports(db: Connection): Promise<ImportRecord[]> {
  const rows = await select(
    db,
    `SELECT ${LISTED} FROM cp_data_imports WHERE trashed_at = 0 ORDER BY created_time DESC, id DESC LIMIT 1000`,
  );
  return rows.map(importRecord);
}

export async function findImport(db: Connection, id: string): Promise<ImportRecord | null> {
  const row = await selectOne(
    db,
    'SELECT * FROM cp_data_imports WHERE document_id = ? AND trashed_at = 0',
    [id],
  );
  return row && importRecord(row);
}

/** Imports that wait for a node to go on with them, the oldest first. */
export async function listBusy(db: Connection): Promise<ImportRecord[]> {
  const rows = await select(
    db,
    `SELECT * FROM cp_data_imports WHERE state IN ('reading', 'checking', 'running') AND trashed_at = 0 ORDER BY id LIMIT 20`,
  );
  return rows.map(importRecord);
}

/** How a file with the same headers was imported last. */
export async function findRememberedMapping(
  db: Connection,
  subject: PropertySubject,
  headersHash: string,
): Promise<{ mapping: Record<string, string>; settings: Partial<ImportSettings> } | null> {
  const row = await selectOne(
    db,
    `SELECT mapping, settings FROM cp_data_imports WHERE subject = ? AND headers_hash = ? AND started_at > 0
     ORDER BY started_at DESC, id DESC LIMIT 1`,
    [subject, headersHash],
  );
  return (
    row && {
      mapping: jsonOf<Record<string, string>>(row.mapping, {}),
      settings: jsonOf<Partial<ImportSettings>>(row.settings, {}),
    }
  );
}

export async function saveAnalysis(
  db: Connection,
  key: number,
  found: {
    analysis: ImportAnalysis;
    headersHash: string;
    rowCount: number;
    mapping: Record<string, string>;
    settings: Partial<ImportSettings>;
  },
): Promise<void> {
  await change(
    db,
    'cp_data_imports',
    { id: key, state: 'reading' },
    {
      state: 'ready',
      analysis: JSON.stringify(found.analysis),
      headers_hash: found.headersHash,
      row_count: found.rowCount,
      mapping: JSON.stringify(found.mapping),
      settings: JSON.stringify(found.settings),
    },
  );
}

export async function savePlan(
  db: Connection,
  key: number,
  plan: { mapping: Record<string, string>; settings: ImportSettings },
): Promise<void> {
  await change(
    db,
    'cp_data_imports',
    { id: key },
    {
      mapping: JSON.stringify(plan.mapping),
      settings: JSON.stringify(plan.settings),
      checked: JSON.stringify(null),
      rows_checked: 0,
    },
  );
}

/** Moves an import from one of these states; false when it is in another. */
export async function moveImport(
  db: Connection,
  key: number,
  from: readonly ImportState[],
  to: ImportState,
  values: { error?: string; startedAt?: number; finishedAt?: number } = {},
): Promise<boolean> {
  const changed = await db('cp_data_imports')
    .where({ id: key })
    .whereIn('state', from)
    .update({
      state: to,
      ...(values.error === undefined ? {} : { error: values.error.slice(0, 255) }),
      ...(values.startedAt === undefined ? {} : { started_at: values.startedAt }),
      ...(values.finishedAt === undefined ? {} : { finished_at: values.finishedAt }),
    });
  return changed === 1;
}

export async function noteChecked(
  db: Connection,
  key: number,
  rowsChecked: number,
): Promise<boolean> {
  return (
    (await change(
      db,
      'cp_data_imports',
      { id: key, state: 'checking' },
      { rows_checked: rowsChecked },
    )) === 1
  );
}

export async function saveCheck(
  db: Connection,
  key: number,
  checked: { counts: ImportCounts; problems: ImportProblem[] },
): Promise<void> {
  await change(
    db,
    'cp_data_imports',
    { id: key, state: 'checking' },
    { state: 'ready', checked: JSON.stringify(checked) },
  );
}

/**
 * Moves the progress of a running import, before its rows are written in the same transaction: whoever else goes on from
 * the same place waits here and then changes nothing. False when it is no longer running or is elsewhere.
 */
export async function advance(
  db: Connection,
  key: number,
  from: number,
  rows: number,
  counts: ImportCounts,
): Promise<boolean> {
  const changed = await db('cp_data_imports')
    .where({ id: key, state: 'running', rows_done: from })
    .update({
      rows_done: from + rows,
      rows_made: db.raw('rows_made + ?', [counts.made]),
      rows_changed: db.raw('rows_changed + ?', [counts.changed]),
      rows_skipped: db.raw('rows_skipped + ?', [counts.skipped]),
      rows_refused: db.raw('rows_refused + ?', [counts.refused]),
      rows_noted: db.raw('rows_noted + ?', [counts.noted]),
    });
  return changed === 1;
}

export async function addProblems(
  db: Connection,
  importId: string,
  problems: ImportProblem[],
): Promise<void> {
  await insertMany(
    db,
    'cp_import_problems',
    problems.map(({ row, problem, isRefused }) => ({
      import_id: importId,
      row_at: row,
      is_refused: isRefused,
      problem,
    })),
  );
}

/** Adds what was found behind all rows; a row that has a problem already keeps it. */
export async function addLateProblem(
  db: Connection,
  importKey: number,
  importId: string,
  row: number,
  problem: string,
): Promise<void> {
  const known = await selectOne(
    db,
    'SELECT row_at FROM cp_import_problems WHERE import_id = ? AND row_at = ?',
    [importId, row],
  );
  if (known) return;
  await addProblems(db, importId, [{ row, problem, isRefused: false }]);
  await db('cp_data_imports').where({ id: importKey }).increment('rows_noted', 1);
}

/** Problems of an import behind a row, in the order of the file. */
export async function listProblems(
  db: Connection,
  importId: string,
  after: number,
  limit: number,
): Promise<ImportProblem[]> {
  const rows = await select(
    db,
    `SELECT row_at, is_refused, problem FROM cp_import_problems WHERE import_id = ? AND row_at > ?
     ORDER BY row_at LIMIT ${limit}`,
    [importId, after],
  );
  return rows.map(importProblem);
}

/** The first problems of an import, those of refused rows before all others. */
export async function listWorstProblems(
  db: Connection,
  importId: string,
  limit: number,
): Promise<ImportProblem[]> {
  const rows = await select(
    db,
    `SELECT row_at, is_refused, problem FROM cp_import_problems WHERE import_id = ?
     ORDER BY is_refused DESC, row_at LIMIT ${limit}`,
    [importId],
  );
  return rows.map(importProblem);
}

const importProblem = (row: Row): ImportProblem => ({
  row: number(row.row_at),
  problem: text(row.problem),
  isRefused: yes(row.is_refused),
});

export async function trashImport(db: Connection, key: number, now: number): Promise<void> {
  await change(db, 'cp_data_imports', { id: key }, { trashed_at: now });
}
