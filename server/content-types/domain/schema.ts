import { flag, hidden, instant, json, shortText } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_domains',
  info: { singularName: 'domain', pluralName: 'domains', displayName: 'Domain' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [{ name: 'cp_domains_address_uq', columns: ['origin', 'base_path'], type: 'unique' }],
  attributes: {
    origin: shortText(),
    basePath: shortText(100),
    primaryLanguage: shortText(35),
    isSystem: flag(),
    servesAdmin: flag(),
    verifiedAt: instant(),
    checkedAt: instant(),
    problem: json(),
    /** The look that new portals begin with here. */
    branding: json(),
    trashedAt: instant(),
  },
} as const;
