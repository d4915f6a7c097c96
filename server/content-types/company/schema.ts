import { belongsTo, hidden, instant, json, shortText } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_companies',
  info: { singularName: 'company', pluralName: 'companies', displayName: 'Company' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  attributes: {
    name: shortText(),
    parent: belongsTo('company'),
    properties: json(),
    trashedAt: instant(),
    mergedInto: shortText(64),
  },
} as const;
