import { hidden, instant, json, shortText, wholeNumber } from '../attributes';

/** A text that agents insert into a reply. */
export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_canned_replies',
  info: { singularName: 'canned-reply', pluralName: 'canned-replies', displayName: 'Canned reply' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  attributes: {
    name: shortText(),
    /** Markdown by language. */
    bodies: json(),
    rank: wholeNumber(),
    trashedAt: instant(),
  },
} as const;
