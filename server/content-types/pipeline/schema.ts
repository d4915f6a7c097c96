import { hidden, instant, json, shortText, wholeNumber } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_pipelines',
  info: { singularName: 'pipeline', pluralName: 'pipelines', displayName: 'Pipeline' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  attributes: {
    name: shortText(),
    rank: wholeNumber(),
    rules: json(),
    automations: json(),
    trashedAt: instant(),
  },
} as const;
