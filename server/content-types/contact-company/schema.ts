import { belongsTo, flag, hidden, instant } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_contact_companies',
  info: {
    singularName: 'contact-company',
    pluralName: 'contact-companies',
    displayName: 'Contact company',
  },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [
    { name: 'cp_contact_companies_pair_uq', columns: ['contact_id', 'company_id'], type: 'unique' },
    { name: 'cp_contact_companies_company_ix', columns: ['company_id', 'contact_id'] },
  ],
  attributes: {
    contact: belongsTo('contact'),
    company: belongsTo('company'),
    isPrimary: flag(),
    seesTickets: flag(),
    isManager: flag(),
    /** Joined by a verified address of a domain; nobody gave it. */
    isByDomain: flag(),
    /** A manager of the company keeps its tickets from the contact, whatever else would open them. */
    isWithheld: flag(),
    joinedAt: instant(),
    leftAt: instant(),
  },
} as const;
