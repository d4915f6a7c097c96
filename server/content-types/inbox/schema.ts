import { belongsTo, hidden, instant, json, longText, shortText, wholeNumber } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_inboxes',
  info: { singularName: 'inbox', pluralName: 'inboxes', displayName: 'Inbox' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  attributes: {
    name: shortText(),
    icon: shortText(40),
    address: shortText(),
    portal: belongsTo('portal'),
    pipeline: belongsTo('pipeline'),
    numberPrefix: shortText(16),
    numberStart: wholeNumber(),
    language: shortText(35),
    signature: longText(),
    calendar: belongsTo('calendar'),
    settings: json(),
    trashedAt: instant(),
  },
} as const;
