import { belongsTo, flag, hidden, instant, json, shortText, wholeNumber } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_statuses',
  info: { singularName: 'status', pluralName: 'statuses', displayName: 'Status' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [{ name: 'cp_statuses_order_ix', columns: ['pipeline_id', 'rank'] }],
  attributes: {
    pipeline: belongsTo('pipeline'),
    name: shortText(),
    meaning: shortText(24),
    isClosed: flag(),
    color: shortText(20),
    customerLabels: json(),
    isHiddenFromCustomers: flag(),
    rank: wholeNumber(),
    trashedAt: instant(),
  },
} as const;
