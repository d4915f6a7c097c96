import type { ImportCounts, ImportProblem } from '../contracts/transfers';
import { isAwaited, isEmbedded } from '../store/bulk-rows';
import type { Connection } from '../store/connection';
import { breathe } from '../store/event-loop';
import {
  addLateProblem,
  addProblems,
  advance,
  NO_COUNTS,
  type ImportRecord,
} from '../store/record-imports';
import { renewStatistics } from '../store/statistics';
import type { ImportRow, RowImporter, RowOutcome } from './import-rows';
import type { Runtime } from './runtime';

interface Pace {
  /** ms that one transaction should take: some wait for its end, on SQLite whoever writes. */
  batchTime: number;
  /** ms that its commit should take. */
  commitTime: number;
  /** Rows of a batch: with fewer the commits take longer than the rows. */
  smallest: number;
  largest: number;
}
const PACES = {
  // More rows than these change more pages than SQLite's cache has: without WAL it then locks readers out before the commit.
  embedded: { batchTime: 100, commitTime: 20, smallest: 100, largest: 400 },
  // Its answers take a while when it has much to do, and nobody here waits for its commits.
  server: { batchTime: 250, commitTime: Infinity, smallest: 250, largest: 1000 },
} satisfies Record<string, Pace>;
/** ms for those who waited for a connection: a page may ask several times, and would wait for a batch each time. */
const PAUSE = 30;
/** Rows behind which the database is told how its tables have grown, and again at so many times as many. */
const FIRST_GROWTH = 1000;
const GROWTH = 4;
const FINISHED_AT_ONCE = 100;
const TRIES = 3;

/** Somebody cancelled, another node took over, or the server stops: what is done stays done. */
export class Interrupted extends Error {}

export interface ImportWriting {
  /** Writes the rows that are not done yet, each batch in one transaction with the progress. */
  write(record: ImportRecord, importer: RowImporter, rows: AsyncIterable<ImportRow>): Promise<void>;
  /** What needs every row to be there, for all rows. */
  finish(
    record: ImportRecord,
    importer: RowImporter,
    rows: AsyncIterable<ImportRow>,
  ): Promise<void>;
}

export function createImportWriting(runtime: Runtime, isStopped: () => boolean): ImportWriting {
  let isSought = false;
  async function letOthersIn(): Promise<void> {
    if (isSought) await new Promise((resolve) => setTimeout(resolve, PAUSE));
    else await breathe();
    isSought = false;
  }

  async function hold(
    db: Connection,
    record: ImportRecord,
    done: number,
    counts = NO_COUNTS,
    rows = 0,
  ): Promise<void> {
    if (isStopped() || !(await advance(db, record.key, done, rows, counts)))
      throw new Interrupted();
  }

  /** Writes the first rows with the progress; returns how many, and how long that took. */
  async function takeBatch(
    record: ImportRecord,
    importer: RowImporter,
    rows: ImportRow[],
    done: number,
  ): Promise<{ taken: number; time: number; commitTime: number }> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await writeBatch(record, importer, rows, done);
      } catch (error) {
        if (error instanceof Interrupted || isStopped()) throw error;
        // A deadlock, or somebody made the same contact meanwhile: the next try reads anew.
        if (tries < TRIES) continue;
        if (rows.length > 1) return takeBatch(record, importer, rows.slice(0, 1), done);
        runtime.strapi.log.error(
          `customer-portal: import: row ${rows[0]?.number}: ${String(error)}`,
        );
        await refuseRow(record, rows, done);
        return { taken: rows.length, time: 0, commitTime: 0 };
      }
    }
  }

  async function writeBatch(
    record: ImportRecord,
    importer: RowImporter,
    rows: ImportRow[],
    done: number,
  ): Promise<{ taken: number; time: number; commitTime: number }> {
    const begin = performance.now();
    const { taken, written } = await runtime.transaction(async (db) => {
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
      // The commit begins with nobody waiting.
      await breathe();
      return { taken: outcomes.length, written: performance.now() };
    });
    const end = performance.now();
    return { taken, time: end - begin, commitTime: end - written };
  }

  function refuseRow(record: ImportRecord, rows: ImportRow[], done: number): Promise<void> {
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
    });
  }

  return {
    async write(record, importer, rows) {
      let done = record.rowsDone;
      const pace: Pace = PACES[isEmbedded(runtime.db) ? 'embedded' : 'server'];
      let size = pace.smallest;
      let pending: ImportRow[] = [];
      let renewAt = done + FIRST_GROWTH;
      const writeSome = async () => {
        const { taken, time, commitTime } = await takeBatch(
          record,
          importer,
          pending.slice(0, size),
          done,
        );
        done += taken;
        pending = pending.slice(taken);
        size = nextSize(pace, size, taken, time, commitTime);
        if (done >= renewAt) {
          await renewStatistics(runtime.db, record.subject);
          renewAt = done * GROWTH;
        }
        await letOthersIn();
      };
      for await (const row of rows) {
        pending.push(row);
        while (pending.length >= size) await writeSome();
      }
      while (pending.length > 0) await writeSome();
      if (done - record.rowsDone >= FIRST_GROWTH) await renewStatistics(runtime.db, record.subject);
    },

    async finish(record, importer, rows) {
      const finishSome = async (some: ImportRow[]) => {
        if (isStopped()) throw new Interrupted();
        await runtime.transaction(async (db) => {
          await hold(db, record, record.rowCount);
          for (const { row, problem } of (await importer.finish?.(db, some)) ?? [])
            await addLateProblem(db, record.key, record.id, row, problem);
          isSought ||= isAwaited(runtime.db);
          await breathe();
        });
        await letOthersIn();
      };
      if (!importer.finish) return;
      let pending: ImportRow[] = [];
      for await (const row of rows) {
        if (importer.isUnfinished?.(row) ?? true) pending.push(row);
        if (pending.length < FINISHED_AT_ONCE) continue;
        await finishSome(pending);
        pending = [];
      }
      if (pending.length > 0) await finishSome(pending);
    },
  };
}

/** Halfway to the size that would have taken the time it should. */
function nextSize(pace: Pace, size: number, taken: number, time: number, commit: number): number {
  const aim =
    taken * Math.min(pace.batchTime / Math.max(time, 1), pace.commitTime / Math.max(commit, 1));
  return Math.round(Math.min(pace.largest, Math.max(pace.smallest, (size + aim) / 2)));
}

export function addCounts(counts: ImportCounts, outcomes: RowOutcome[]): void {
  for (const { outcome, problems } of outcomes) {
    counts[outcome] += 1;
    if (outcome !== 'refused' && problems.length > 0) counts.noted += 1;
  }
}

export const problemsOf = (outcomes: RowOutcome[]): ImportProblem[] =>
  outcomes
    .filter(({ problems }) => problems.length > 0)
    .map(({ row, outcome, problems }) => ({
      row,
      problem: problems.join(' '),
      isRefused: outcome === 'refused',
    }));
