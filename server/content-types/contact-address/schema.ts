import { belongsTo, flag, hidden, instant, longText, shortText } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_contact_addresses',
  info: {
    singularName: 'contact-address',
    pluralName: 'contact-addresses',
    displayName: 'Contact address',
  },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [
    { name: 'cp_contact_addresses_hash_uq', columns: ['address_hash'], type: 'unique' },
    { name: 'cp_contact_addresses_contact_ix', columns: ['contact_id'] },
    { name: 'cp_contact_addresses_domain_ix', columns: ['email_domain', 'contact_id'] },
    { name: 'cp_contact_addresses_address_ix', columns: ['address'] },
  ],
  attributes: {
    contact: belongsTo('contact'),
    address: shortText(320),
    addressHash: shortText(64),
    /** What stands behind the @, in ASCII. */
    emailDomain: shortText(),
    /** Keys and words of the address, for filters (store/contact-records.ts). */
    filterWords: longText(),
    isPrimary: flag(),
    isMembership: flag(),
    verifiedAt: instant(),
  },
} as const;
