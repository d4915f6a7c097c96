import { belongsToHost, hidden, instant, json, shortText } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_contacts',
  info: { singularName: 'contact', pluralName: 'contacts', displayName: 'Contact' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [{ name: 'cp_contacts_user_uq', columns: ['user_id'], type: 'unique' }],
  attributes: {
    name: shortText(),
    phone: shortText(40),
    language: shortText(35),
    timeZone: shortText(64),
    user: belongsToHost('plugin::users-permissions.user'),
    properties: json(),
    trashedAt: instant(),
    mergedInto: shortText(64),
    erasedAt: instant(),
  },
} as const;
