import * as z from 'zod/mini';
import { LANGUAGE, line, recordQuery, withoutNul } from './lists';
import { PROPERTY_SUBJECTS, type PropertySubject } from './properties';

/** Bytes of one file. */
export const IMPORT_SIZE = 500 * 1024 * 1024;
/** Bytes that one request brings. */
export const IMPORT_PART_SIZE = 8 * 1024 * 1024;
/** Columns of one file; an export of HubSpot has up to 600. */
export const IMPORT_COLUMNS = 1000;
/** Distinct values of a column that are kept to choose from. */
export const IMPORT_VALUES = 200;

export const IMPORT_STATES = [
  'uploading',
  'reading',
  'ready',
  'checking',
  'running',
  'done',
  'cancelled',
  'failed',
] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

/** States in which the server is at work. */
export const BUSY_STATES: readonly ImportState[] = ['reading', 'checking', 'running'];

export interface ImportCounts {
  made: number;
  changed: number;
  skipped: number;
  refused: number;
  /** Rows that were taken but for something in them. */
  noted: number;
}

export interface ImportView {
  id: string;
  subject: PropertySubject;
  fileName: string;
  fileSize: number;
  state: ImportState;
  /** Rows below the header; 0 while the file is being read. */
  rowCount: number;
  /** Rows dealt with so far, of the check while it checks. */
  rowsDone: number;
  counts: ImportCounts;
  /** Why it failed; '' otherwise. */
  error: string;
  startedBy: string;
  createdAt: number;
  startedAt: number;
  finishedAt: number;
}

export interface ImportProblem {
  /** As a spreadsheet counts: the header is row 1. */
  row: number;
  problem: string;
  isRefused: boolean;
}

export interface ImportColumn {
  header: string;
  /** The first cells, cut. */
  samples: string[];
  /** Distinct values when they are few; null when they are many. */
  values: string[] | null;
}

/** A field that a column may fill. `values` are what its cells may mean, for fields that take a choice. */
export interface ImportField {
  key: string;
  /** Of a property; '' for fields whose label is a word of the admin pages. */
  label: string;
  values: { id: string; name: string }[] | null;
}

export interface ImportSettings {
  timeZone: string;
  /** Public ids; of tickets only. */
  inbox: string;
  /** Language of contacts that name none. */
  language: string;
  known: 'update' | 'skip';
  /** What values mean, by field and value: a public id or an option's key. What is absent is found by its name. */
  values: Record<string, Record<string, string>>;
}

export interface ImportDetail extends ImportView {
  columns: ImportColumn[];
  /** Field by header; an absent header is left out. */
  mapping: Record<string, string>;
  isMappingRemembered: boolean;
  settings: ImportSettings;
  fields: ImportField[];
  /** What values are taken for by their name: by field and value; '' when nothing has the name. */
  proposals: Record<string, Record<string, string>>;
  encoding: string;
  delimiter: string;
  check: { counts: ImportCounts; problems: ImportProblem[] } | null;
  problems: ImportProblem[];
}

export const newImport = z.object({
  subject: z.enum(PROPERTY_SUBJECTS, 'Choose what the file holds.'),
  fileName: line('Choose a file.', 255),
  size: z
    .number('Choose a file.')
    .check(
      z.int(),
      z.minimum(1, 'The file is empty.'),
      z.maximum(IMPORT_SIZE, 'Use a file of at most 500 MB, or divide it.'),
    ),
});
export type NewImport = z.infer<typeof newImport>;

export const importPart = z.object({
  at: z.coerce.number('is not a place in the file').check(z.int(), z.minimum(0)),
});

const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== null;
  } catch {
    return false;
  }
};

const shortWord = z.string().check(withoutNul, z.maxLength(255));

export const importSettings = z.object({
  timeZone: z
    .string('Choose a time zone.')
    .check(z.maxLength(64), z.refine(isZone, 'Choose a time zone, for example Europe/Paris.')),
  inbox: z._default(z.string().check(z.maxLength(24)), ''),
  language: z._default(
    z.string().check(
      z.maxLength(35),
      z.refine((text) => text === '' || LANGUAGE.test(text), 'Choose a language.'),
    ),
    '',
  ),
  known: z._default(z.enum(['update', 'skip']), 'update'),
  values: z._default(z.record(shortWord, z.record(shortWord, shortWord)), {}),
});

export const importPlan = z.object({
  mapping: z.record(z.string().check(withoutNul, z.maxLength(500)), shortWord),
  settings: importSettings,
});
export type ImportPlan = z.infer<typeof importPlan>;

export const importQuery = z.extend(recordQuery, {
  subject: z._default(z.enum(['', ...PROPERTY_SUBJECTS]), ''),
});
export type ImportQuery = z.infer<typeof importQuery>;

export const exportQuery = z.object({
  subject: z.enum(PROPERTY_SUBJECTS, 'Choose what to export.'),
  language: z._default(z.string().check(z.regex(LANGUAGE, 'is not a language')), 'en'),
});
export type ExportQuery = z.infer<typeof exportQuery>;
