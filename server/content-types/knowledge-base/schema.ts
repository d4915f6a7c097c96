const localized = { i18n: { localized: true } } as const;

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_knowledge_bases',
  info: {
    singularName: 'knowledge-base',
    pluralName: 'knowledge-bases',
    displayName: 'Knowledge base',
  },
  options: { draftAndPublish: false },
  pluginOptions: localized,
  attributes: {
    title: { type: 'string', required: true, maxLength: 120, pluginOptions: localized },
    tagline: { type: 'string', maxLength: 200, pluginOptions: localized },
  },
} as const;
