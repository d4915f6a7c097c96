import { hidden, instant, json, longText, shortText } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_access_groups',
  info: { singularName: 'access-group', pluralName: 'access-groups', displayName: 'Access group' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  attributes: {
    name: shortText(),
    description: longText(),
    kind: shortText(10),
    filterGroups: json(),
    /** When the members of a dynamic group were last compared with its filter. */
    sweptAt: instant(),
    trashedAt: instant(),
  },
} as const;
