import { belongsTo, hidden, instant } from '../attributes';

/** Who said of an announcement that it affects them too. */
export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_announcement_contacts',
  info: {
    singularName: 'announcement-contact',
    pluralName: 'announcement-contacts',
    displayName: 'Contact affected by an announcement',
  },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [
    {
      name: 'cp_announcement_contacts_pair_uq',
      columns: ['announcement_id', 'contact_id'],
      type: 'unique',
    },
    { name: 'cp_announcement_contacts_contact_ix', columns: ['contact_id'] },
  ],
  attributes: {
    announcement: belongsTo('announcement'),
    contact: belongsTo('contact'),
    saidAt: instant(),
  },
} as const;
