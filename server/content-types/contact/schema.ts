import { belongsToHost, flag, hidden, instant, json, longText, shortText } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_contacts',
  info: { singularName: 'contact', pluralName: 'contacts', displayName: 'Contact' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [
    { name: 'cp_contacts_user_uq', columns: ['user_id'], type: 'unique' },
    { name: 'cp_contacts_name_ix', columns: ['name_key', 'id'] },
    { name: 'cp_contacts_created_ix', columns: ['created_time', 'id'] },
    { name: 'cp_contacts_external_ix', columns: ['external_id'] },
    { name: 'cp_contacts_language_ix', columns: ['language'] },
    { name: 'cp_contacts_trashed_ix', columns: ['trashed_at'] },
    { name: 'cp_contacts_merged_ix', columns: ['merged_into'] },
  ],
  attributes: {
    name: shortText(),
    /** The name for sorting and comparing (rules/property-values.ts). */
    nameKey: shortText(),
    /** Words of the name as ASCII tokens between spaces. */
    nameWords: longText(),
    phone: shortText(40),
    language: shortText(35),
    timeZone: shortText(64),
    user: belongsToHost('plugin::users-permissions.user'),
    /** Keys and words of phone, language and time zone, for filters (store/contact-records.ts). */
    filterWords: longText(),
    properties: json(),
    createdTime: instant(),
    /** Id in the system that it was imported from. */
    externalId: shortText(),
    /** Mails that it does not want, by template. */
    unwantedMails: json(),
    /** Since when it asks to be erased; 0 when it does not. */
    erasureAskedAt: instant(),
    /** A legal hold: neither erased nor deleted. */
    isHeld: flag(),
    /** What is left to erase of the person, with the words to look for; NULL when nothing is. */
    erasing: json(),
    trashedAt: instant(),
    mergedInto: shortText(64),
    /** While the search index still knows its tickets under it after a merge; 0 when done. */
    mergingSince: instant(),
    erasedAt: instant(),
  },
} as const;
