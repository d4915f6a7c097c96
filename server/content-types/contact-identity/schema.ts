import { belongsTo, hidden, instant, shortText } from '../attributes';

/** Whom an identity provider means by a subject. */
export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_contact_identities',
  info: {
    singularName: 'contact-identity',
    pluralName: 'contact-identities',
    displayName: 'Contact identity',
  },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [
    {
      name: 'cp_contact_identities_subject_uq',
      columns: ['provider_id', 'subject_hash'],
      type: 'unique',
    },
    { name: 'cp_contact_identities_contact_ix', columns: ['contact_id'] },
  ],
  attributes: {
    contact: belongsTo('contact'),
    provider: belongsTo('identity-provider'),
    /** As the provider writes it, for admins to read; equality is that of its hash. */
    subject: shortText(),
    /** SHA-256. */
    subjectHash: shortText(64),
    createdTime: instant(),
    lastTime: instant(),
  },
} as const;
