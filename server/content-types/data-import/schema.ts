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
    /** Where the file lies among the plugin's private files. */
    storageKey: shortText(128),
    checksum: shortText(64),
    state: shortText(20),
    settings: json(),
    mapping: json(),
    rowCount: wholeNumber(),
    /** Rows dealt with so far: where a resumed import goes on. */
    rowsDone: wholeNumber(),
    rowsMade: wholeNumber(),
    rowsChanged: wholeNumber(),
    rowsRefused: wholeNumber(),
    error: shortText(255),
    startedBy: shortText(),
    createdTime: instant(),
    startedAt: instant(),
    finishedAt: instant(),
    trashedAt: instant(),
  },
} as const;
