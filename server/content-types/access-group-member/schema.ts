import { belongsTo, hidden, instant } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_access_group_members',
  info: {
    singularName: 'access-group-member',
    pluralName: 'access-group-members',
    displayName: 'Access group member',
  },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [
    {
      name: 'cp_access_group_members_pair_uq',
      columns: ['group_id', 'contact_id'],
      type: 'unique',
    },
    { name: 'cp_access_group_members_contact_ix', columns: ['contact_id', 'group_id'] },
  ],
  attributes: {
    group: belongsTo('access-group'),
    contact: belongsTo('contact'),
    joinedAt: instant(),
  },
} as const;
