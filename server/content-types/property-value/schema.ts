import { belongsTo, hidden, instant, longText, shortText } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_property_values',
  info: {
    singularName: 'property-value',
    pluralName: 'property-values',
    displayName: 'Property value',
  },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [
    {
      name: 'cp_property_values_by_text_ix',
      columns: ['portal_id', 'property_id', 'company_id', 'text_key', 'ticket_id'],
    },
    {
      name: 'cp_property_values_by_option_ix',
      columns: ['portal_id', 'property_id', 'company_id', 'option_key', 'ticket_id'],
    },
    {
      name: 'cp_property_values_by_number_ix',
      columns: ['portal_id', 'property_id', 'company_id', 'number_value', 'ticket_id'],
    },
    {
      name: 'cp_property_values_by_time_ix',
      columns: ['portal_id', 'property_id', 'company_id', 'time_value', 'ticket_id'],
    },
    {
      name: 'cp_property_values_equal_ix',
      columns: ['property_id', 'text_key', 'option_key', 'ticket_id'],
    },
    { name: 'cp_property_values_of_ticket_ix', columns: ['ticket_id', 'property_id'] },
    { name: 'cp_property_values_of_contact_ix', columns: ['contact_id', 'property_id'] },
    { name: 'cp_property_values_of_company_ix', columns: ['of_company_id', 'property_id'] },
  ],
  attributes: {
    property: belongsTo('property'),
    portal: belongsTo('portal'),
    ticket: belongsTo('ticket'),
    contact: belongsTo('contact'),
    /** The company that the value's ticket belongs to. */
    company: belongsTo('company'),
    /** The company whose own property this is. */
    ofCompany: belongsTo('company'),
    textKey: shortText(),
    /** Words of a text as ASCII tokens between spaces. */
    words: longText(),
    numberValue: { type: 'float' },
    timeValue: instant(),
    optionKey: shortText(64),
  },
} as const;
