import { belongsTo, hidden } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_portal_access_groups',
  info: {
    singularName: 'portal-access-group',
    pluralName: 'portal-access-groups',
    displayName: 'Portal access group',
  },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [
    { name: 'cp_portal_access_groups_pair_uq', columns: ['portal_id', 'group_id'], type: 'unique' },
  ],
  attributes: {
    portal: belongsTo('portal'),
    group: belongsTo('access-group'),
  },
} as const;
