const localized = { i18n: { localized: true } } as const;

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_categories',
  info: { singularName: 'category', pluralName: 'categories', displayName: 'Article category' },
  options: { draftAndPublish: true },
  pluginOptions: localized,
  attributes: {
    name: { type: 'string', required: true, maxLength: 120, pluginOptions: localized },
    slug: { type: 'uid', targetField: 'name', required: true, pluginOptions: localized },
    description: { type: 'text', maxLength: 400, pluginOptions: localized },
    rank: { type: 'integer', default: 0 },
    knowledgeBase: {
      type: 'relation',
      relation: 'manyToOne',
      target: 'plugin::customer-portal.knowledge-base',
    },
    parent: {
      type: 'relation',
      relation: 'manyToOne',
      target: 'plugin::customer-portal.category',
    },
  },
} as const;
