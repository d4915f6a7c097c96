import { belongsTo, hidden, shortText } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_site_paths',
  info: { singularName: 'site-path', pluralName: 'site-paths', displayName: 'Site path' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [
    { name: 'cp_site_paths_address_uq', columns: ['domain_id', 'slug'], type: 'unique' },
    { name: 'cp_site_paths_target_ix', columns: ['target'] },
  ],
  attributes: {
    domain: belongsTo('domain'),
    slug: shortText(100),
    kind: shortText(20),
    target: shortText(64),
  },
} as const;
