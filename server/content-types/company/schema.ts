import { belongsTo, hidden, instant, json, longText, shortText } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_companies',
  info: { singularName: 'company', pluralName: 'companies', displayName: 'Company' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [
    { name: 'cp_companies_name_ix', columns: ['name_key', 'id'] },
    { name: 'cp_companies_created_ix', columns: ['created_time', 'id'] },
    { name: 'cp_companies_parent_ix', columns: ['parent_id'] },
    { name: 'cp_companies_external_ix', columns: ['external_id'] },
    { name: 'cp_companies_trashed_ix', columns: ['trashed_at'] },
    { name: 'cp_companies_merged_ix', columns: ['merged_into'] },
  ],
  attributes: {
    name: shortText(),
    /** The name for sorting and comparing (rules/property-values.ts). */
    nameKey: shortText(),
    /** Words of the name as ASCII tokens between spaces. */
    nameWords: longText(),
    parent: belongsTo('company'),
    properties: json(),
    createdTime: instant(),
    /** Id in the system that it was imported from. */
    externalId: shortText(),
    trashedAt: instant(),
    mergedInto: shortText(64),
    /** While the search index still knows its tickets under it after a merge; 0 when done. */
    mergingSince: instant(),
  },
} as const;
