import { stringify } from 'csv-stringify/sync';
import { Readable } from 'node:stream';
import type { PropertySubject, PropertyValue, PropertyValues } from '../contracts/properties';
import type { ExportQuery } from '../contracts/transfers';
import { guardCell } from '../rules/csv-values';
import { wordIn } from '../rules/property-values';
import { jsonOf, number, text, type Row } from '../store/connection';
import type { PropertyRecord } from '../store/properties';
import { exportCompanies, exportContacts, exportTickets } from '../store/record-exports';
import type { Activity } from './activity';
import { need } from './refusals';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { AdminActor } from './types';

export interface RecordExports {
  /** All living records of a subject as CSV, read in small batches while the reader takes them. */
  open(actor: AdminActor, query: ExportQuery): Promise<{ name: string; stream: Readable }>;
}

type Cell = string | number;

/** Columns that are no properties, by language; an import knows them all again but for ratings, which are customers' own (rules/csv-mapping.ts). */
const HEADERS = {
  en: {
    oldId: 'Old ID',
    number: 'Number',
    domains: 'E-mail domains',
    company: 'Company',
    parentId: 'Parent Company ID',
    requester: 'Requester',
    rating: 'Last CSAT survey rating',
    ratingComment: 'Last CSAT survey comment',
  },
  fr: {
    oldId: 'Ancien ID',
    number: 'Numéro',
    domains: 'Domaines de l’e-mail',
    company: 'Société',
    parentId: 'Société mère',
    requester: 'Demandeur',
    rating: 'Note de la dernière enquête CSAT',
    ratingComment: 'Commentaire de la dernière enquête CSAT',
  },
} as const;

/** HubSpot leaves these in English in every language. */
const RECORD_ID = 'Record ID';
const COMPANY_IDS = 'Associated Company IDs (Primary)';
const CONTACT_IDS = 'Associated Contact IDs';

const instant = (value: unknown): string => {
  const time = number(value);
  return time > 0 ? new Date(time).toISOString() : '';
};

/** What is never run by a spreadsheet; every field is quoted where it must be. */
export const csvLines = (rows: Cell[][]): string =>
  stringify(
    rows.map((row) => row.map(guardCell)),
    { record_delimiter: 'windows' },
  );

export function createRecordExports(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
): RecordExports {
  function customColumns(subject: PropertySubject, language: string) {
    const custom = siteMap.properties(subject).filter(({ isStandard }) => !isStandard);
    return {
      headers: custom.map(({ key, labels }) => wordIn(labels, language, key)),
      cells: (stored: unknown): Cell[] => {
        const values = jsonOf<PropertyValues>(stored, {});
        return custom.map((property) => shown(property, values[property.key], language));
      },
    };
  }

  function shown(
    property: PropertyRecord,
    value: PropertyValue | undefined,
    language: string,
  ): Cell {
    if (value === undefined) return '';
    const labelOf = (key: string) =>
      wordIn(property.options.find((option) => option.key === key)?.labels ?? {}, language, key);
    switch (property.kind) {
      case 'number':
        return Number(value);
      case 'choice':
        return labelOf(String(value));
      case 'choices':
        return (Array.isArray(value) ? value : [String(value)]).map(labelOf).join(';');
      default:
        return Array.isArray(value) ? value.join(';') : value;
    }
  }

  /** Label of a standard property. */
  const label = (subject: PropertySubject, key: string, language: string): string =>
    wordIn(
      siteMap.properties(subject).find((property) => property.key === key)?.labels ?? {},
      language,
      key,
    );

  function optionLabel(key: string, value: unknown, language: string): string {
    const property = siteMap.properties('ticket').find((one) => one.key === key);
    return property ? String(shown(property, text(value) || undefined, language)) : text(value);
  }

  /** The header and, for the rows behind a key, their cells and the last key. */
  function tableOf(subject: PropertySubject, language: string) {
    const words = language.startsWith('fr') ? HEADERS.fr : HEADERS.en;
    const custom = customColumns(subject, language);
    const named = (...keys: string[]) => keys.map((key) => label(subject, key, language));
    if (subject === 'contact')
      return {
        header: [
          RECORD_ID,
          words.oldId,
          ...named('name', 'email', 'phone', 'language', 'time_zone'),
          COMPANY_IDS,
          words.company,
          ...named('created'),
          ...custom.headers,
        ],
        read: async (after: number) =>
          (await exportContacts(runtime.db, after)).map(({ row, addresses }) => ({
            key: number(row.id),
            cells: [
              text(row.document_id),
              text(row.external_id),
              text(row.name),
              addresses.join(';'),
              text(row.phone),
              text(row.language),
              text(row.time_zone),
              text(row.company_document_id),
              text(row.company_name),
              instant(row.created_time),
              ...custom.cells(row.properties),
            ],
          })),
      };
    if (subject === 'company')
      return {
        header: [
          RECORD_ID,
          words.oldId,
          ...named('name'),
          words.domains,
          words.parentId,
          ...named('created'),
          ...custom.headers,
        ],
        read: async (after: number) =>
          (await exportCompanies(runtime.db, after)).map(({ row, domains }) => ({
            key: number(row.id),
            cells: [
              text(row.document_id),
              text(row.external_id),
              text(row.name),
              domains.join(';'),
              text(row.parent_document_id),
              instant(row.created_time),
              ...custom.cells(row.properties),
            ],
          })),
      };
    return {
      header: [
        RECORD_ID,
        words.oldId,
        words.number,
        ...named(
          'subject',
          'description',
          'pipeline',
          'status',
          'priority',
          'category',
          'source',
          'owner',
        ),
        CONTACT_IDS,
        words.requester,
        COMPANY_IDS,
        words.company,
        ...named('created', 'last_activity', 'first_reply', 'closed'),
        words.rating,
        words.ratingComment,
        ...custom.headers,
      ],
      read: async (after: number) =>
        (await exportTickets(runtime.db, after)).map(({ row, people, description }) => ({
          key: number(row.id),
          cells: [
            text(row.document_id),
            text(row.external_id),
            text(row.number),
            text(row.subject),
            description,
            ...placeOf(row),
            optionLabel('priority', row.priority, language),
            optionLabel('category', row.category, language),
            optionLabel('source', row.source, language),
            text(row.owner_name),
            people.map(({ id }) => id).join(';'),
            people[0]?.address ?? '',
            text(row.company_document_id),
            text(row.company_name),
            instant(row.opened_at),
            instant(row.last_activity_at),
            instant(row.first_reply_at),
            instant(row.closed_at),
            number(row.rating) || '',
            text(row.rating_comment),
            ...custom.cells(row.properties),
          ],
        })),
    };
  }

  function placeOf(row: Row): string[] {
    const status = siteMap.statusByKey(number(row.status_id));
    return [status?.pipelineName ?? '', status?.name ?? ''];
  }

  async function* lines(subject: PropertySubject, language: string): AsyncGenerator<string> {
    const table = tableOf(subject, language);
    // The mark lets Excel read every language.
    yield `\uFEFF${csvLines([table.header])}`;
    let after = 0;
    for (;;) {
      const rows = await table.read(after);
      if (rows.length === 0) return;
      after = rows.at(-1)?.key ?? after;
      yield csvLines(rows.map(({ cells }) => cells));
    }
  }

  return {
    async open(actor, { subject, language }) {
      need(actor, 'record-export');
      await siteMap.refresh();
      await runtime.transaction((db) =>
        activity.record(db, {
          actor,
          action: `${subject}.exported`,
          subject: { kind: subject, id: '' },
          portalKey: 0,
        }),
      );
      const day = new Date(runtime.now()).toISOString().slice(0, 10);
      const plural = { contact: 'contacts', company: 'companies', ticket: 'tickets' }[subject];
      return { name: `${plural}-${day}.csv`, stream: Readable.from(lines(subject, language)) };
    },
  };
}
