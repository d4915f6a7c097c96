import { belongsTo, flag, hidden, shortText } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_company_email_domains',
  info: {
    singularName: 'company-email-domain',
    pluralName: 'company-email-domains',
    displayName: 'Company email domain',
  },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [
    { name: 'cp_company_email_domains_domain_uq', columns: ['domain'], type: 'unique' },
    { name: 'cp_company_email_domains_company_ix', columns: ['company_id'] },
  ],
  attributes: {
    company: belongsTo('company'),
    domain: shortText(),
    isTrusted: flag(),
  },
} as const;
