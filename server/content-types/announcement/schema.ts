import { belongsTo, flag, hidden, instant, json, shortText } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_announcements',
  info: { singularName: 'announcement', pluralName: 'announcements', displayName: 'Announcement' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [{ name: 'cp_announcements_portal_ix', columns: ['portal_id', 'trashed_at'] }],
  attributes: {
    portal: belongsTo('portal'),
    /** Markdown by language. */
    texts: json(),
    level: shortText(20),
    fromAt: instant(),
    /** 0 has no end. */
    untilAt: instant(),
    /** The kinds of pages that show it. */
    pages: json(),
    countsAffected: flag(),
    isDismissable: flag(),
    trashedAt: instant(),
  },
} as const;
