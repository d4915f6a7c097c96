import { hidden, instant } from '../attributes';

/** One row that travels with the content: its numeric id changes when an import replaces the content. */
export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_installations',
  info: { singularName: 'installation', pluralName: 'installations', displayName: 'Installation' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  attributes: { madeAt: instant() },
} as const;
