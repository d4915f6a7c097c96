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
    mayStart: flag(),
    rank: wholeNumber(),
    /** Public id of the status that took its tickets when it was deleted. */
    movesTo: shortText(24),
    /** Since when its tickets are still to be brought in line with it; 0 when they are. */
    unevenSince: instant(),
    /** Who caused that. */
    unevenBy: json(),
    trashedAt: instant(),
  },
} as const;
