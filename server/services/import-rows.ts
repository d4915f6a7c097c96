import type { ImportField, ImportSettings } from '../contracts/transfers';
import type { PropertySubject, PropertyValues } from '../contracts/properties';
import { PROPERTY_PREFIX, SEVERAL, WORDS, standardFields } from '../rules/csv-mapping';
import { cleanCell, dateOf, instantReader, listOf, plainName, yesNoOf } from '../rules/csv-values';
import { parsePropertyValue, wordIn } from '../rules/property-values';
import type { PropertyWrite } from '../store/bulk-contacts';
import type { Connection } from '../store/connection';
import type { PropertyRecord } from '../store/properties';
import type { SiteMap } from './site-map';

/** A row of a file; its number is as a spreadsheet counts. */
export interface ImportRow {
  number: number;
  cells: readonly string[];
}

export interface RowOutcome {
  row: number;
  outcome: 'made' | 'changed' | 'skipped' | 'refused';
  /** Why it was refused, or what of it was left out. */
  problems: string[];
}

/** What rows come to; `write` does it, in the transaction that planned it. */
export interface BatchPlan {
  /** One for each row taken; fewer than asked when a row speaks of a record that an earlier one makes. */
  outcomes: RowOutcome[];
  write(db: Connection): Promise<void>;
}

/** What the rows before speak of: in a dry run all of them, otherwise those of the same batch. */
export interface Seen {
  isDry: boolean;
  keys: Set<string>;
}

export interface RowImporter {
  plan(db: Connection, rows: readonly ImportRow[], seen: Seen): Promise<BatchPlan>;
  /** Whether something of the row needs every other row to be there; `finish` does it. */
  isUnfinished?(row: ImportRow): boolean;
  /** Does it for some rows; may be done again. Problems by row. */
  finish?(db: Connection, rows: readonly ImportRow[]): Promise<{ row: number; problem: string }[]>;
}

/** Whether one of the keys came before; remembers them. */
export function isRepeated(seen: Seen, keys: readonly string[]): boolean {
  const found = keys.some((key) => seen.keys.has(key));
  for (const key of keys) seen.keys.add(key);
  return found;
}

const PROBLEMS = {
  tooLong: 'is too long',
  number: 'is not a number',
  date: 'is not a date as YYYY-MM-DD',
  option: 'is not one of the options',
  yesNo: 'is neither yes nor no',
  link: 'is not a web address',
} as const;

export const short = (value: string): string =>
  value.length > 60 ? `${value.slice(0, 57)}…` : value;

export interface RowReader {
  isMapped(field: string): boolean;
  /** The cell of a field, '' when it is empty or no column fills it. */
  text(row: ImportRow, field: string): string;
  list(row: ImportRow, field: string): string[];
  /** Epoch ms; 0 when it is empty or no instant, which is a problem. */
  instant(row: ImportRow, field: string, problems: string[]): number;
  /** What the value of a field means: chosen by the admin, or found by name; '' when nothing has the name. */
  meaning(field: string, value: string, pipeline?: string): string;
  /** Custom properties that have a value in the row. */
  properties(row: ImportRow, problems: string[]): PropertyWrite[];
}

export function createRowReader(options: {
  headers: readonly string[];
  mapping: Readonly<Record<string, string>>;
  settings: ImportSettings;
  properties: readonly PropertyRecord[];
  names: FieldNames;
}): RowReader {
  const { mapping, settings, names } = options;
  const columns = new Map<string, number[]>();
  options.headers.forEach((header, index) => {
    const field = mapping[header];
    if (field === undefined || field === '') return;
    columns.set(field, [...(columns.get(field) ?? []), index]);
  });
  const instantOf = instantReader(settings.timeZone);
  const custom = options.properties.filter(
    ({ key, isStandard }) => !isStandard && columns.has(`${PROPERTY_PREFIX}${key}`),
  );
  const text = (row: ImportRow, field: string): string => {
    const cells = (columns.get(field) ?? []).map((index) => cleanCell(row.cells[index] ?? ''));
    const full = cells.filter((cell) => cell !== '');
    return SEVERAL.has(field) ? full.join(';') : (full[0] ?? '');
  };
  const meaning = (field: string, value: string, pipeline = ''): string => {
    const chosen = settings.values[field]?.[value];
    if (chosen !== undefined && chosen !== '') return chosen;
    return names.find(field, value, pipeline);
  };
  function typed(property: PropertyRecord, cell: string): string | string[] {
    const field = `${PROPERTY_PREFIX}${property.key}`;
    switch (property.kind) {
      case 'date':
        return dateOf(cell) || cell;
      case 'yes-no':
        return yesNoOf(cell) || cell;
      case 'choice':
        return meaning(field, cell) || cell;
      case 'choices':
        return listOf(cell).map((one) => meaning(field, one) || one);
      default:
        return cell;
    }
  }
  return {
    isMapped: (field) => columns.has(field),
    text,
    list: (row, field) => listOf(text(row, field)),
    instant(row, field, problems) {
      const cell = text(row, field);
      if (cell === '') return 0;
      const time = instantOf(cell);
      if (!Number.isNaN(time) && time > 0) return time;
      problems.push(`“${short(cell)}” is not a date as YYYY-MM-DD HH:MM.`);
      return 0;
    },
    meaning,
    properties(row, problems) {
      return custom.flatMap((property) => {
        const cell = text(row, `${PROPERTY_PREFIX}${property.key}`);
        if (cell === '') return [];
        const parsed = parsePropertyValue(property, typed(property, cell));
        if (!('problem' in parsed))
          return parsed.value === null ? [] : [{ property, value: parsed.value }];
        const label = wordIn(property.labels, 'en', property.key);
        problems.push(`${label}: “${short(cell)}” ${PROBLEMS[parsed.problem]}.`);
        return [];
      });
    },
  };
}

export const propertiesAfter = (
  before: PropertyValues,
  writes: PropertyWrite[],
): PropertyValues => {
  const after = { ...before };
  for (const { property, value } of writes) if (value !== null) after[property.key] = value;
  return after;
};

/** Which of the writes change something. */
export const newWrites = (before: PropertyValues, writes: PropertyWrite[]): PropertyWrite[] =>
  writes.filter(
    ({ property, value }) => JSON.stringify(before[property.key]) !== JSON.stringify(value),
  );

/** Names that values of a field may have, and what they mean. */
export interface FieldNames {
  values(field: string): { id: string; name: string }[] | null;
  find(field: string, name: string, pipeline?: string): string;
}

interface Owner {
  id: string;
  names: string[];
  email: string;
}

export function createFieldNames(
  subject: PropertySubject,
  siteMap: SiteMap,
  owners: readonly Owner[],
): FieldNames {
  const properties = siteMap.properties(subject);
  const optionsOf = (key: string) =>
    (properties.find((property) => property.key === key)?.options ?? []).filter(
      ({ isArchived }) => !isArchived,
    );
  const byName = new Map<string, Map<string, string>>();

  function optionNames(key: string): Map<string, string> {
    const known = new Map<string, string>();
    const put = (name: string, id: string) => {
      if (name !== '' && !known.has(plainName(name))) known.set(plainName(name), id);
    };
    for (const option of optionsOf(key))
      for (const name of [option.key, ...Object.values(option.labels)]) put(name, option.key);
    const there = new Set(optionsOf(key).map((option) => option.key));
    for (const [id, words] of Object.entries(WORDS[key] ?? {}))
      if (there.has(id)) for (const word of words) put(word, id);
    return known;
  }

  function findStatus(name: string, pipeline: string): string {
    const plain = plainName(name);
    const statuses = siteMap.statuses();
    const own = statuses.filter(({ pipelineId }) => pipelineId === pipeline);
    const candidates = pipeline === '' ? statuses : own;
    const named = candidates.find(
      (status) =>
        plainName(status.name) === plain ||
        plainName(`${status.name} ${status.pipelineName}`) === plain ||
        plainName(`${status.pipelineName} ${status.name}`) === plain,
    );
    if (named) return named.id;
    const meaning = Object.entries(WORDS.status ?? {}).find(([, words]) =>
      words.some((word) => plainName(word) === plain),
    )?.[0];
    return candidates.find((status) => status.meaning === meaning)?.id ?? '';
  }

  function findOwner(name: string): string {
    const plain = plainName(name);
    const email = name.trim().toLowerCase();
    return (
      owners.find((owner) => owner.email === email)?.id ??
      owners.find((owner) => owner.names.some((one) => plainName(one) === plain))?.id ??
      ''
    );
  }

  const propertyKey = (field: string): string | null => {
    if (field.startsWith(PROPERTY_PREFIX)) {
      const key = field.slice(PROPERTY_PREFIX.length);
      const kind = properties.find((property) => property.key === key)?.kind;
      return kind === 'choice' || kind === 'choices' ? key : null;
    }
    return subject === 'ticket' && ['priority', 'category', 'source'].includes(field)
      ? field
      : null;
  };

  return {
    values(field) {
      if (subject === 'ticket' && field === 'pipeline')
        return siteMap.pipelines().map(({ id, name }) => ({ id, name }));
      if (subject === 'ticket' && field === 'status')
        return siteMap
          .statuses()
          .map(({ id, name, pipelineName }) => ({ id, name: `${pipelineName}: ${name}` }));
      if (subject === 'ticket' && field === 'owner')
        return owners.map(({ id, names }) => ({ id, name: names[0] ?? '' }));
      const key = propertyKey(field);
      if (key === null) return null;
      return optionsOf(key).map((option) => ({
        id: option.key,
        name: wordIn(option.labels, 'en', option.key),
      }));
    },
    find(field, name, pipeline = '') {
      if (field === 'status') return findStatus(name, pipeline);
      const known = byName.get(field) ?? new Map<string, string>();
      byName.set(field, known);
      let id = known.get(name);
      if (id === undefined) {
        if (field === 'pipeline')
          id = siteMap.pipelines().find((one) => plainName(one.name) === plainName(name))?.id ?? '';
        else if (field === 'owner') id = findOwner(name);
        else {
          const key = propertyKey(field);
          id = key === null ? '' : (optionNames(key).get(plainName(name)) ?? '');
        }
        known.set(name, id);
      }
      return id;
    },
  };
}

/** Every field that a column of a subject's file may fill. */
export function fieldsToFill(
  subject: PropertySubject,
  properties: readonly PropertyRecord[],
  names: FieldNames,
): ImportField[] {
  return [
    ...standardFields(subject).map((key) => ({ key, label: '', values: names.values(key) })),
    ...properties
      .filter(({ isStandard }) => !isStandard)
      .map(({ key, labels }) => ({
        key: `${PROPERTY_PREFIX}${key}`,
        label: wordIn(labels, 'en', key),
        values: names.values(`${PROPERTY_PREFIX}${key}`),
      })),
  ];
}
