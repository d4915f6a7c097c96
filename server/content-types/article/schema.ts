const localized = { i18n: { localized: true } } as const;

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_articles',
  info: { singularName: 'article', pluralName: 'articles', displayName: 'Article' },
  options: { draftAndPublish: true },
  pluginOptions: localized,
  attributes: {
    title: { type: 'string', required: true, maxLength: 200, pluginOptions: localized },
    slug: { type: 'uid', targetField: 'title', required: true, pluginOptions: localized },
    summary: { type: 'text', maxLength: 400, pluginOptions: localized },
    body: { type: 'richtext', pluginOptions: localized },
    rank: { type: 'integer', default: 0 },
    visibility: { type: 'enumeration', enum: ['public', 'restricted'], default: 'public' },
    category: {
      type: 'relation',
      relation: 'manyToOne',
      target: 'plugin::customer-portal.category',
    },
  },
} as const;
