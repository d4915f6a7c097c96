import { belongsTo, hidden, instant, json, shortText, wholeNumber } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_request_forms',
  info: { singularName: 'request-form', pluralName: 'request-forms', displayName: 'Request form' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [{ name: 'cp_request_forms_slug_uq', columns: ['portal_id', 'slug'], type: 'unique' }],
  attributes: {
    portal: belongsTo('portal'),
    slug: shortText(100),
    name: shortText(),
    state: shortText(20),
    draft: json(),
    published: belongsTo('request-form-version'),
    rank: wholeNumber(),
    trashedAt: instant(),
  },
} as const;
