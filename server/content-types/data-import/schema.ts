import { hidden, instant, json, shortText, wholeNumber } from '../attributes';

/** One CSV file that is being imported, or was: how far it got, and with which mapping. */
export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_data_imports',
  info: { singularName: 'data-import', pluralName: 'data-imports', displayName: 'Data import' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [{ name: 'cp_data_imports_list_ix', columns: ['created_time', 'id'] }],
  attributes: {
    subject: shortText(16),
    fileName: shortText(255),
    fileSize: instant(),
    /** Where the file lies among the plugin's private files. */
    storageKey: shortText(128),
    checksum: shortText(64),
    state: shortText(20),
    /** Encoding, delimiter, headers, samples and few-valued columns, as reading the file found them. */
    analysis: json(),
    /** Hash of the headers: files with the same ones get the same mapping. */
    headersHash: shortText(64),
    settings: json(),
    mapping: json(),
    /** What the last dry run found. */
    checked: json(),
    rowCount: wholeNumber(),
    /** Rows dealt with so far: where a resumed import goes on. */
    rowsDone: wholeNumber(),
    /** The same of a dry run. */
    rowsChecked: wholeNumber(),
    rowsMade: wholeNumber(),
    rowsChanged: wholeNumber(),
    rowsSkipped: wholeNumber(),
    rowsRefused: wholeNumber(),
    /** Rows that were taken but for something in them. */
    rowsNoted: wholeNumber(),
    error: shortText(255),
    startedBy: shortText(),
    createdTime: instant(),
    startedAt: instant(),
    finishedAt: instant(),
    trashedAt: instant(),
  },
} as const;
