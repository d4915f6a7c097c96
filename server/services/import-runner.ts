import { createHash } from 'node:crypto';
import {
  IMPORT_VALUES,
  type ImportColumn,
  type ImportCounts,
  type ImportProblem,
  type ImportSettings,
} from '../contracts/transfers';
import { PROBLEM_HEADER, proposeMapping, readHeaders } from '../rules/csv-mapping';
import { cleanCell } from '../rules/csv-values';
import { listOwners } from '../store/import-lookups';
import { isAwaited } from '../store/bulk-rows';
import type { Connection } from '../store/connection';
import {
  addLateProblem,
  addProblems,
  advance,
  findImport,
  findRememberedMapping,
  listBusy,
  moveImport,
  noteChecked,
  NO_COUNTS,
  saveAnalysis,
  saveCheck,
  type ImportRecord,
} from '../store/record-imports';
import type { AccessSweep } from './access-sweep';
import type { Activity } from './activity';
import { CsvRefused, formatOf, readCsv } from './csv-reading';
import type { ImportFiles } from './import-files';
import { createImportHost } from './import-host';
import { companyRows } from './import-rows-companies';
import { contactRows } from './import-rows-contacts';
import { ticketRows } from './import-rows-tickets';
import {
  createFieldNames,
  createRowReader,
  type ImportRow,
  type RowImporter,
  type RowOutcome,
} from './import-rows';
import type { Jobs } from './jobs';
import type { Runtime } from './runtime';
import type { SearchIndex } from './search-index';
import type { SiteMap } from './site-map';

/** ms that one transaction should take: longer ones would keep requests waiting. */
const BATCH_TIME = 120;
/** Rows of a batch: with fewer the commits take longer than the rows. */
const SMALLEST = 200;
const LARGEST = 1000;
/** ms for those who waited: a page asks several times, and would wait for a batch each time. */
const PAUSE = 30;
const CHECKED_AT_ONCE = 200;
/** Problems that a dry run lists. */
const LISTED_PROBLEMS = 100;
const SAMPLES = 10;
const SAMPLE_LENGTH = 200;
const VALUE_LENGTH = 100;
const ASK_EVERY = 15_000;
const TRIES = 3;
/** Times that a running import meets an unexpected error at the same row before it is failed. */
const STOPS = 4;

export interface ImportRunner {
  /** Goes on with every import that is to be read, checked or run, when no other node does. */
  wake(): void;
  /** Waits until this node has nothing to do. */
  idle(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

const FAILURES = {
  reading: 'The file could not be read. The server’s log says why.',
  running:
    'The import stopped at an error of the server. Its log says why. Rows that were imported stay.',
};

/** Somebody cancelled, another node took over, or the server stops: what is done stays done. */
class Interrupted extends Error {}

export function createImportRunner(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  jobs: Jobs,
  files: ImportFiles,
  accessSweep: AccessSweep,
  searchIndex: SearchIndex,
): ImportRunner {
  let isStopped = false;
  let isAsked = false;
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  // SQLite answers without ever leaving the event loop, and its pool has one connection: requests come in between.
  const breathe = () => new Promise((resolve) => setImmediate(resolve));
  /** Where running imports stopped by an unexpected error, and how often, by their key. */
  const stops = new Map<number, { done: number; times: number }>();
  let isSought = false;
  async function letOthersIn(): Promise<void> {
    await (isSought ? new Promise((resolve) => setTimeout(resolve, PAUSE)) : breathe());
    isSought = false;
  }

  function wake(): void {
    isAsked = true;
    // Nobody waits for it: an error that is not caught here would end the process.
    running ??= work()
      .catch((error: unknown) => {
        runtime.strapi.log.error(`customer-portal: import: ${String(error)}`);
      })
      .finally(() => {
        running = null;
        if (isAsked && !isStopped) wake();
      });
  }

  async function work(): Promise<void> {
    while (isAsked && !isStopped) {
      isAsked = false;
      if ((await listBusy(runtime.db)).length === 0) return;
      await jobs.inTurn('record-import', async () => {
        for (const record of await listBusy(runtime.db)) {
          // Another node has its file.
          if ((await files.size(record.storageKey)) === 0) continue;
          await goOn(record);
          if (isStopped) return;
        }
      });
    }
  }

  async function goOn(record: ImportRecord): Promise<void> {
    try {
      if (record.state === 'reading') await read(record);
      else if (record.state === 'checking') await check(record);
      else await run(record);
    } catch (error) {
      if (error instanceof Interrupted) return;
      if (!(error instanceof CsvRefused))
        runtime.strapi.log.error(`customer-portal: import ${record.id}: ${String(error)}`);
      if (!(error instanceof CsvRefused) && record.state === 'running' && !(await isStuck(record)))
        return;
      await moveImport(runtime.db, record.key, [record.state], 'failed', {
        error:
          error instanceof CsvRefused
            ? error.message
            : FAILURES[record.state === 'running' ? 'running' : 'reading'],
        finishedAt: runtime.now(),
      });
    }
  }

  /** Whether a running import does not get on: what is written stays, so others are tried again. */
  async function isStuck(record: ImportRecord): Promise<boolean> {
    const done = (await findImport(runtime.db, record.id))?.rowsDone ?? 0;
    const before = stops.get(record.key);
    const times = before?.done === done ? before.times + 1 : 1;
    stops.set(record.key, { done, times });
    if (times < STOPS) return false;
    stops.delete(record.key);
    return true;
  }

  /** Looks through a whole file: how it is written, its headers, first rows and columns of few values. */
  async function read(record: ImportRecord): Promise<void> {
    const format = await formatOf(files, record.storageKey);
    let columns: (ImportColumn & { found: Set<string> | null })[] = [];
    let rowCount = -1;
    for await (const cells of readCsv(files, record.storageKey, format)) {
      if (isStopped) throw new Interrupted();
      rowCount += 1;
      if (rowCount === 0) {
        columns = readHeaders(cells).map((header) => ({
          header,
          samples: [],
          values: null,
          found: new Set(),
        }));
        continue;
      }
      columns.forEach((column, index) => {
        const cell = cleanCell(cells[index] ?? '');
        if (rowCount <= SAMPLES) column.samples.push(cell.slice(0, SAMPLE_LENGTH));
        if (cell === '' || !column.found) return;
        if (
          cell.length > VALUE_LENGTH ||
          (column.found.size >= IMPORT_VALUES && !column.found.has(cell))
        )
          column.found = null;
        else column.found.add(cell);
      });
      if (rowCount % 500 === 0) await breathe();
    }
    if (rowCount < 1)
      throw new CsvRefused(
        rowCount < 0 ? 'The file is empty.' : 'The file has a header and no rows.',
      );
    const headers = columns.map(({ header }) => header);
    const headersHash = createHash('sha256')
      .update(JSON.stringify(headers.filter((header) => header !== PROBLEM_HEADER).sort()))
      .digest('hex');
    const remembered = await findRememberedMapping(runtime.db, record.subject, headersHash);
    await saveAnalysis(runtime.db, record.key, {
      analysis: {
        ...format,
        columns: columns.map(({ header, samples, found }) => ({
          header,
          samples,
          values: found && [...found].sort(),
        })),
      },
      headersHash,
      rowCount,
      mapping:
        remembered?.mapping ??
        proposeMapping(record.subject, headers, siteMap.properties(record.subject)),
      settings: remembered?.settings ?? {},
    });
  }

  async function importerOf(record: ImportRecord): Promise<RowImporter> {
    await siteMap.refresh();
    const owners = await listOwners(runtime.db);
    const settings = record.settings as ImportSettings;
    const reader = createRowReader({
      headers: record.analysis.columns.map(({ header }) => header),
      mapping: record.mapping,
      settings,
      properties: siteMap.properties(record.subject),
      names: createFieldNames(record.subject, siteMap, owners),
    });
    const host = createImportHost(runtime, siteMap, accessSweep, searchIndex, {
      kind: 'agent',
      id: '',
      name: record.startedBy,
    });
    if (record.subject === 'contact') return contactRows(host, reader, settings);
    if (record.subject === 'company') return companyRows(host, reader, settings);
    const inbox = siteMap.inboxById(settings.inbox);
    if (!inbox) throw new CsvRefused('The inbox is gone. Choose another one in a new import.');
    return ticketRows(
      host,
      reader,
      settings,
      inbox,
      new Map(owners.map(({ id, key }) => [id, key])),
    );
  }

  /** Rows of a file behind the first `skipped`; the header is row 1. */
  async function* rowsOf(record: ImportRecord, skipped = 0): AsyncGenerator<ImportRow> {
    let at = -1;
    for await (const cells of readCsv(files, record.storageKey, record.analysis)) {
      at += 1;
      if (at > skipped) yield { number: at + 1, cells };
      else if (at % 1000 === 0) await breathe();
    }
  }

  async function check(record: ImportRecord): Promise<void> {
    const importer = await importerOf(record);
    const seen = { isDry: true, keys: new Set<string>() };
    const counts = { ...NO_COUNTS };
    const refused: ImportProblem[] = [];
    const noted: ImportProblem[] = [];
    let done = 0;
    const look = async (rows: ImportRow[]) => {
      const { outcomes } = await importer.plan(runtime.db, rows, seen);
      addCounts(counts, outcomes);
      for (const problem of problemsOf(outcomes)) {
        const listed = problem.isRefused ? refused : noted;
        if (listed.length < LISTED_PROBLEMS) listed.push(problem);
      }
      done += rows.length;
      if (isStopped || !(await noteChecked(runtime.db, record.key, done))) throw new Interrupted();
      await breathe();
    };
    let pending: ImportRow[] = [];
    for await (const row of rowsOf(record)) {
      pending.push(row);
      if (pending.length < CHECKED_AT_ONCE) continue;
      await look(pending);
      pending = [];
    }
    if (pending.length > 0) await look(pending);
    await saveCheck(runtime.db, record.key, {
      counts,
      problems: [...refused, ...noted].slice(0, LISTED_PROBLEMS),
    });
  }

  async function run(record: ImportRecord): Promise<void> {
    const importer = await importerOf(record);
    let done = record.rowsDone;
    let size = SMALLEST;
    let pending: ImportRow[] = [];
    const flush = async () => {
      while (pending.length >= size) {
        const begin = performance.now();
        const taken = await takeBatch(record, importer, pending.slice(0, size), done);
        const time = performance.now() - begin;
        done += taken;
        pending = pending.slice(taken);
        // Halfway to the size that would have taken the time it should.
        const aim = (taken * BATCH_TIME) / Math.max(time, 1);
        size = Math.round(Math.min(LARGEST, Math.max(SMALLEST, (size + aim) / 2)));
        await letOthersIn();
      }
    };
    for await (const row of rowsOf(record, done)) {
      pending.push(row);
      if (pending.length >= size) await flush();
    }
    while (pending.length > 0) {
      size = Math.min(size, pending.length);
      await flush();
    }
    await finish(record, importer);
    const isDone = await moveImport(runtime.db, record.key, ['running'], 'done', {
      finishedAt: runtime.now(),
    });
    if (!isDone) return;
    const after = await findImport(runtime.db, record.id);
    await runtime.transaction((db) =>
      activity.record(db, {
        actor: { kind: 'agent', id: '', name: record.startedBy },
        action: 'data-import.finished',
        subject: { kind: 'data-import', id: record.id },
        portalKey: 0,
        changes: { made: { before: '', after: String(after?.counts.made ?? 0) } },
      }),
    );
  }

  /** Writes the first rows with the progress; returns how many. */
  async function takeBatch(
    record: ImportRecord,
    importer: RowImporter,
    rows: ImportRow[],
    done: number,
  ): Promise<number> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await write(record, importer, rows, done);
      } catch (error) {
        if (error instanceof Interrupted || isStopped) throw error;
        // A deadlock, or somebody made the same contact meanwhile: the next try reads anew.
        if (tries < TRIES) continue;
        if (rows.length > 1) return takeBatch(record, importer, rows.slice(0, 1), done);
        runtime.strapi.log.error(
          `customer-portal: import: row ${rows[0]?.number}: ${String(error)}`,
        );
        return refuseRow(record, rows, done);
      }
    }
  }

  const hold = async (
    db: Connection,
    record: ImportRecord,
    done: number,
    counts = NO_COUNTS,
    rows = 0,
  ) => {
    if (isStopped || !(await advance(db, record.key, done, rows, counts))) throw new Interrupted();
  };

  function write(
    record: ImportRecord,
    importer: RowImporter,
    rows: ImportRow[],
    done: number,
  ): Promise<number> {
    return runtime.transaction(async (db) => {
      await hold(db, record, done);
      const { outcomes, write: writeAll } = await importer.plan(db, rows, {
        isDry: false,
        keys: new Set(),
      });
      await writeAll(db);
      await addProblems(db, record.id, problemsOf(outcomes));
      const counts = { ...NO_COUNTS };
      addCounts(counts, outcomes);
      await hold(db, record, done, counts, outcomes.length);
      isSought ||= isAwaited(runtime.db);
      return outcomes.length;
    });
  }

  function refuseRow(record: ImportRecord, rows: ImportRow[], done: number): Promise<number> {
    return runtime.transaction(async (db) => {
      await addProblems(
        db,
        record.id,
        rows.map(({ number }) => ({
          row: number,
          problem: 'The database did not take this row. The server’s log says why.',
          isRefused: true,
        })),
      );
      await hold(db, record, done, { ...NO_COUNTS, refused: rows.length }, rows.length);
      return rows.length;
    });
  }

  async function finish(record: ImportRecord, importer: RowImporter): Promise<void> {
    if (!importer.finish) return;
    let pending: ImportRow[] = [];
    const finishSome = async () => {
      if (isStopped) throw new Interrupted();
      await runtime.transaction(async (db) => {
        await hold(db, record, record.rowCount);
        for (const { row, problem } of (await importer.finish?.(db, pending)) ?? [])
          await addLateProblem(db, record.key, record.id, row, problem);
      });
      pending = [];
      await breathe();
    };
    for await (const row of rowsOf(record)) {
      pending.push(row);
      if (pending.length >= CHECKED_AT_ONCE) await finishSome();
    }
    if (pending.length > 0) await finishSome();
  }

  return {
    wake,
    async idle() {
      while (running) await running;
    },
    start() {
      isStopped = false;
      wake();
      // Another node may have died in the middle.
      timer = setInterval(wake, ASK_EVERY).unref();
    },
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await running;
    },
  };
}

function addCounts(counts: ImportCounts, outcomes: RowOutcome[]): void {
  for (const { outcome, problems } of outcomes) {
    counts[outcome] += 1;
    if (outcome !== 'refused' && problems.length > 0) counts.noted += 1;
  }
}

const problemsOf = (outcomes: RowOutcome[]): ImportProblem[] =>
  outcomes
    .filter(({ problems }) => problems.length > 0)
    .map(({ row, outcome, problems }) => ({
      row,
      problem: problems.join(' '),
      isRefused: outcome === 'refused',
    }));
