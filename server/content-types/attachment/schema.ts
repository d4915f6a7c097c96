import { belongsTo, flag, hidden, instant, shortText, wholeNumber } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_attachments',
  info: { singularName: 'attachment', pluralName: 'attachments', displayName: 'Attachment' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [
    { name: 'cp_attachments_of_ticket_ix', columns: ['ticket_id', 'message_id'] },
    { name: 'cp_attachments_storage_uq', columns: ['storage_key'], type: 'unique' },
  ],
  attributes: {
    portal: belongsTo('portal'),
    ticket: belongsTo('ticket'),
    message: belongsTo('message'),
    name: shortText(255),
    mimeType: shortText(127),
    size: { type: 'biginteger', column: { notNullable: true, defaultTo: 0 } },
    storageKey: shortText(128),
    checksum: shortText(64),
    /** px of a picture as it is shown; 0 of anything else. */
    width: wholeNumber(),
    height: wholeNumber(),
    isSensitive: flag(),
    uploadedAt: instant(),
    trashedAt: instant(),
  },
} as const;
