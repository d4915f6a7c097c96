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
    /** Prefixes of tickets that it gave numbers before. */
    pastPrefixes: json(),
    /** Public id of the inbox that takes its tickets since it was deleted. */
    movesTo: shortText(24),
    /** Since when its tickets are still to follow; 0 when they have. */
    movingSince: instant(),
    /** Who caused that. */
    movedBy: json(),
    trashedAt: instant(),
  },
} as const;
