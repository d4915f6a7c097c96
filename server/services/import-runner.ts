import { createHash } from 'node:crypto';
import type { ImportProblem, ImportSettings } from '../contracts/transfers';
import { PROBLEM_HEADER, proposeMapping } from '../rules/csv-mapping';
import { breathe } from '../store/event-loop';
import { listOwners } from '../store/import-lookups';
import {
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
import { CsvRefused, readCsv } from './csv-reading';
import { analyse } from './import-analysis';
import type { ImportFiles } from './import-files';
import { createImportHost } from './import-host';
import { companyRows } from './import-rows-companies';
import { contactRows } from './import-rows-contacts';
import { ticketRows } from './import-rows-tickets';
import { createFieldNames, createRowReader, type ImportRow, type RowImporter } from './import-rows';
import { addCounts, createImportWriting, Interrupted, problemsOf } from './import-writing';
import type { Jobs } from './jobs';
import type { Runtime } from './runtime';
import type { SearchIndex } from './search-index';
import type { SiteMap } from './site-map';

const CHECKED_AT_ONCE = 200;
/** Problems that a dry run lists. */
const LISTED_PROBLEMS = 100;
const ASK_EVERY = 15_000;
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
  const writing = createImportWriting(runtime, () => isStopped);
  /** Where running imports stopped by an unexpected error, and how often, by their key. */
  const stops = new Map<number, { done: number; times: number }>();
  const goOnUnlessStopped = () => {
    if (isStopped) throw new Interrupted();
  };

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

  /** Looks through an uploaded file and proposes what its columns fill. */
  async function read(record: ImportRecord): Promise<void> {
    const { analysis, rowCount } = await analyse(files, record.storageKey, goOnUnlessStopped);
    const headers = analysis.columns.map(({ header }) => header);
    const headersHash = createHash('sha256')
      .update(JSON.stringify(headers.filter((header) => header !== PROBLEM_HEADER).sort()))
      .digest('hex');
    const remembered = await findRememberedMapping(runtime.db, record.subject, headersHash);
    await saveAnalysis(runtime.db, record.key, {
      analysis,
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
      else await breathe();
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
    await writing.write(record, importer, rowsOf(record, record.rowsDone));
    await writing.finish(record, importer, rowsOf(record));
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
