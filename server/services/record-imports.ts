import { Readable } from 'node:stream';
import type { RecordPage } from '../contracts/lists';
import {
  BUSY_STATES,
  IMPORT_SIZE,
  type ImportDetail,
  type ImportPlan,
  type ImportQuery,
  type ImportSettings,
  type ImportView,
  type NewImport,
} from '../contracts/transfers';
import { PROBLEM_HEADER, SEVERAL } from '../rules/csv-mapping';
import { listOwners } from '../store/import-lookups';
import {
  addImport,
  findImport,
  listImports,
  listProblems,
  listWorstProblems,
  moveImport,
  savePlan,
  trashImport,
  type ImportRecord,
} from '../store/record-imports';
import type { Activity } from './activity';
import { readCsv } from './csv-reading';
import type { ImportFiles } from './import-files';
import { createFieldNames, fieldsToFill, type FieldNames } from './import-rows';
import type { ImportRunner } from './import-runner';
import { csvLines } from './record-exports';
import { pageInMemory } from './record-page';
import { need, refused } from './refusals';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { AdminActor } from './types';

/** Problems that the page of an import lists; the report has them all. */
const LISTED_PROBLEMS = 100;
const PROBLEMS_AT_ONCE = 1000;

export interface RecordImports {
  list(actor: AdminActor, query: ImportQuery): Promise<RecordPage<ImportView>>;
  find(actor: AdminActor, id: string): Promise<ImportDetail | null>;
  /** Announces a file; its parts follow. */
  create(actor: AdminActor, input: NewImport): Promise<{ id: string }>;
  /** Takes the part that begins `at`; one that came before is not taken twice. Behind the last one the file is read. */
  receive(actor: AdminActor, id: string, at: number, partPath: string): Promise<ImportView | null>;
  /** Dry run: what the import would make, change and refuse. */
  check(actor: AdminActor, id: string, plan: ImportPlan): Promise<ImportDetail | null>;
  start(actor: AdminActor, id: string, plan: ImportPlan): Promise<ImportDetail | null>;
  /** Goes on with an import that failed while it ran, behind its last row. */
  retry(actor: AdminActor, id: string): Promise<ImportDetail | null>;
  /** Stops a dry run, or an import for good: what is done stays. */
  cancel(actor: AdminActor, id: string): Promise<ImportDetail | null>;
  /** Takes an import that is not at work from the list, and its file from the disk. */
  remove(actor: AdminActor, id: string): Promise<boolean>;
  /** Rows that had a problem, with what it was, to correct and to upload again. */
  openReport(actor: AdminActor, id: string): Promise<{ name: string; stream: Readable } | null>;
}

export function createRecordImports(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  files: ImportFiles,
  runner: ImportRunner,
): RecordImports {
  const viewOf = (record: ImportRecord): ImportView => ({
    id: record.id,
    subject: record.subject,
    fileName: record.fileName,
    fileSize: record.fileSize,
    state: record.state,
    rowCount: record.rowCount,
    rowsDone: record.state === 'checking' ? record.rowsChecked : record.rowsDone,
    counts: record.counts,
    error: record.error,
    startedBy: record.startedBy,
    createdAt: record.createdTime,
    startedAt: record.startedAt,
    finishedAt: record.finishedAt,
  });

  const namesOf = async (record: ImportRecord): Promise<FieldNames> =>
    createFieldNames(record.subject, siteMap, await listOwners(runtime.db));

  /** What values of every column mean by their name, for each field that a choice fills. */
  function proposalsOf(record: ImportRecord, names: FieldNames, pipeline: string) {
    const proposals: ImportDetail['proposals'] = {};
    const fields = fieldsToFill(record.subject, siteMap.properties(record.subject), names);
    for (const { key, values } of fields) {
      const header = Object.entries(record.mapping).find(([, field]) => field === key)?.[0];
      const column = record.analysis.columns.find((one) => one.header === header);
      if (!values || !column?.values) continue;
      proposals[key] = Object.fromEntries(
        column.values.flatMap((cell) =>
          cell.split(';').map((value) => [value.trim(), names.find(key, value.trim(), pipeline)]),
        ),
      );
    }
    return proposals;
  }

  async function detailOf(record: ImportRecord): Promise<ImportDetail> {
    const names = await namesOf(record);
    const settings = {
      timeZone: '',
      inbox: siteMap.inboxes()[0]?.id ?? '',
      language: '',
      known: 'update' as const,
      values: {},
      ...record.settings,
    };
    const pipelineKey = siteMap.inboxById(settings.inbox)?.pipelineKey ?? 0;
    return {
      ...viewOf(record),
      columns: record.analysis.columns,
      mapping: record.mapping,
      isMappingRemembered:
        record.settings.timeZone !== undefined && record.startedAt === 0 && record.checked === null,
      settings,
      fields: fieldsToFill(record.subject, siteMap.properties(record.subject), names),
      proposals: proposalsOf(record, names, siteMap.pipelineByKey(pipelineKey)?.id ?? ''),
      encoding: record.analysis.encoding,
      delimiter: record.analysis.delimiter,
      check: record.checked,
      problems: await listWorstProblems(runtime.db, record.id, LISTED_PROBLEMS),
    };
  }

  function readPlan(
    record: ImportRecord,
    plan: ImportPlan,
  ): { mapping: Record<string, string>; settings: ImportSettings } {
    const fields = new Set(
      fieldsToFill(record.subject, siteMap.properties(record.subject), NO_NAMES).map(
        ({ key }) => key,
      ),
    );
    const mapping: Record<string, string> = {};
    for (const { header } of record.analysis.columns) {
      const field = plan.mapping[header] ?? '';
      if (field === '' || header === PROBLEM_HEADER) continue;
      if (!fields.has(field)) refused(`mapping.${header}`, `There is no field “${field}”.`);
      if (!SEVERAL.has(field) && Object.values(mapping).includes(field))
        refused(
          `mapping.${header}`,
          'Another column fills this field already. Choose one of them.',
        );
      mapping[header] = field;
    }
    const has = (...some: string[]) => Object.values(mapping).some((field) => some.includes(field));
    if (record.subject === 'contact' && !has('name', 'first_name', 'last_name', 'email'))
      refused('mapping', 'Choose the column with the e-mail address or the name.');
    if (record.subject === 'company' && !has('name'))
      refused('mapping', 'Choose the column with the name of the company.');
    if (record.subject === 'ticket') {
      if (!has('subject', 'description'))
        refused('mapping', 'Choose the column with the subject of the ticket.');
      if (!has('contact_ids', 'contact_emails'))
        refused(
          'mapping',
          'Choose the column that says who asked: ids or e-mail addresses of contacts.',
        );
      if (!siteMap.inboxById(plan.settings.inbox)) refused('settings.inbox', 'Choose an inbox.');
    }
    return { mapping, settings: plan.settings };
  }

  async function begin(
    actor: AdminActor,
    id: string,
    plan: ImportPlan,
    state: 'checking' | 'running',
  ): Promise<ImportDetail | null> {
    need(actor, 'record-import');
    await siteMap.refresh();
    const record = await findImport(runtime.db, id);
    if (!record) return null;
    if (record.state !== 'ready') refused('state', 'This import is not waiting to be started.');
    if ((await files.size(record.storageKey)) === 0)
      refused('file', 'The file is not on this server. Upload it again.');
    const read = readPlan(record, plan);
    await runtime.transaction(async (db) => {
      await savePlan(db, record.key, read);
      const moved = await moveImport(
        db,
        record.key,
        ['ready'],
        state,
        state === 'running' ? { startedAt: runtime.now() } : {},
      );
      if (moved && state === 'running') await note(db, actor, record, 'data-import.started');
    });
    runner.wake();
    return detail(id);
  }

  const note = (db: typeof runtime.db, actor: AdminActor, record: ImportRecord, action: string) =>
    activity.record(db, {
      actor,
      action,
      subject: { kind: 'data-import', id: record.id },
      portalKey: 0,
    });

  async function detail(id: string): Promise<ImportDetail | null> {
    const record = await findImport(runtime.db, id);
    return record && detailOf(record);
  }

  async function* reportLines(record: ImportRecord): AsyncGenerator<string> {
    let problems = await listProblems(runtime.db, record.id, 0, PROBLEMS_AT_ONCE);
    let next = 0;
    let at = 0;
    for await (const cells of readCsv(files, record.storageKey, record.analysis)) {
      at += 1;
      if (at === 1) {
        const headers = record.analysis.columns.map(({ header }) => header);
        const places = headers.flatMap((header, index) =>
          header === PROBLEM_HEADER ? [] : [index],
        );
        yield `\uFEFF${csvLines([[...places.map((place) => headers[place] ?? ''), PROBLEM_HEADER]])}`;
        continue;
      }
      const problem = problems[next];
      if (!problem) return;
      if (problem.row !== at) continue;
      const own = record.analysis.columns.flatMap(({ header }, index) =>
        header === PROBLEM_HEADER ? [] : [cells[index] ?? ''],
      );
      yield csvLines([[...own, problem.problem]]);
      next += 1;
      if (next === problems.length) {
        problems = await listProblems(runtime.db, record.id, at, PROBLEMS_AT_ONCE);
        next = 0;
      }
    }
  }

  return {
    async list(actor, query) {
      need(actor, 'record-import');
      const rows = (await listImports(runtime.db)).map(viewOf);
      return pageInMemory({
        rows: rows.filter(({ subject }) => query.subject === '' || subject === query.subject),
        query,
        textOf: ({ fileName, startedBy }) => `${fileName} ${startedBy}`,
        sorts: { created: (row) => row.createdAt, file: (row) => row.fileName },
        defaultSort: '-created',
      });
    },

    async find(actor, id) {
      need(actor, 'record-import');
      return detail(id);
    },

    async create(actor, { subject, fileName, size }) {
      need(actor, 'record-import');
      if (!/\.(csv|tsv|txt)$/i.test(fileName))
        refused('fileName', 'Choose a CSV file. Save a spreadsheet as CSV (UTF-8) first.');
      const record = {
        subject,
        fileName,
        fileSize: size,
        storageKey: files.newKey(),
        startedBy: actor.name.slice(0, 191),
      };
      const { id } = await runtime.transaction((db) => addImport(db, record, runtime.now()));
      return { id };
    },

    async receive(actor, id, at, partPath) {
      need(actor, 'record-import');
      const record = await findImport(runtime.db, id);
      if (!record) return null;
      if (record.state !== 'uploading') return viewOf(record);
      const there = await files.size(record.storageKey);
      if (at > there) refused('at', 'A part of the file is missing. Upload it again.');
      if (at === there) await files.append(record.storageKey, partPath);
      const size = await files.size(record.storageKey);
      if (size > Math.min(record.fileSize, IMPORT_SIZE)) {
        await files.remove(record.storageKey);
        refused('file', 'The file is larger than it said. Upload it again.');
      }
      if (size < record.fileSize) return viewOf(record);
      await moveImport(runtime.db, record.key, ['uploading'], 'reading');
      runner.wake();
      return viewOf({ ...record, state: 'reading' });
    },

    check: (actor, id, plan) => begin(actor, id, plan, 'checking'),
    start: (actor, id, plan) => begin(actor, id, plan, 'running'),

    async retry(actor, id) {
      need(actor, 'record-import');
      const record = await findImport(runtime.db, id);
      if (!record) return null;
      if (record.startedAt === 0)
        refused('state', 'This import never began. Upload the file again.');
      if ((await files.size(record.storageKey)) === 0)
        refused('file', 'The file is not on this server. Upload it again.');
      await runtime.transaction(async (db) => {
        const again = { error: '', finishedAt: 0 };
        if (await moveImport(db, record.key, ['failed'], 'running', again))
          await note(db, actor, record, 'data-import.started');
      });
      runner.wake();
      return detail(id);
    },

    async cancel(actor, id) {
      need(actor, 'record-import');
      const record = await findImport(runtime.db, id);
      if (!record) return null;
      await runtime.transaction(async (db) => {
        if (await moveImport(db, record.key, ['checking'], 'ready')) return;
        const finishedAt = runtime.now();
        if (
          await moveImport(db, record.key, ['running', 'reading', 'uploading'], 'cancelled', {
            finishedAt,
          })
        )
          await note(db, actor, record, 'data-import.cancelled');
      });
      return detail(id);
    },

    async remove(actor, id) {
      need(actor, 'record-import');
      const record = await findImport(runtime.db, id);
      if (!record) return false;
      if (BUSY_STATES.includes(record.state)) refused('state', 'Cancel the import first.');
      await runtime.transaction(async (db) => {
        await trashImport(db, record.key, runtime.now());
        await note(db, actor, record, 'data-import.removed');
      });
      await files.remove(record.storageKey);
      return true;
    },

    async openReport(actor, id) {
      need(actor, 'record-import');
      const record = await findImport(runtime.db, id);
      if (!record || (await files.size(record.storageKey)) === 0) return null;
      return {
        name: `problems-${record.fileName.replace(/\.[^.]*$/, '')}.csv`,
        stream: Readable.from(reportLines(record)),
      };
    },
  };
}

const NO_NAMES: FieldNames = { values: () => null, find: () => '' };
