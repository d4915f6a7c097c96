import { flag, hidden, instant, json, shortText, wholeNumber } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_properties',
  info: { singularName: 'property', pluralName: 'properties', displayName: 'Property' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [{ name: 'cp_properties_key_uq', columns: ['subject', 'key'], type: 'unique' }],
  attributes: {
    subject: shortText(16),
    key: shortText(64),
    kind: shortText(20),
    labels: json(),
    helps: json(),
    options: json(),
    customerAccess: shortText(10),
    agentAccess: shortText(10),
    isStandard: flag(),
    isRequiredToClose: flag(),
    rank: wholeNumber(),
    trashedAt: instant(),
  },
} as const;
