import { belongsTo, flag, hidden, instant, shortText } from '../attributes';

/**
 * An address that a manager of a company asked to invite. It is shown to the company's managers alike whether or not the
 * address belongs to somebody whom they may not learn of. `contact` is set where it was made or belongs to the company.
 */
export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_colleague_invitations',
  info: {
    singularName: 'colleague-invitation',
    pluralName: 'colleague-invitations',
    displayName: 'Colleague invitation',
  },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [
    {
      name: 'cp_colleague_invitations_company_ix',
      columns: ['company_id', 'portal_id', 'state', 'id'],
    },
    { name: 'cp_colleague_invitations_state_ix', columns: ['state', 'created_time'] },
    { name: 'cp_colleague_invitations_hash_ix', columns: ['address_hash', 'created_time'] },
    { name: 'cp_colleague_invitations_inviter_ix', columns: ['inviter_id', 'created_time'] },
    { name: 'cp_colleague_invitations_contact_ix', columns: ['contact_id', 'id'] },
  ],
  attributes: {
    contact: belongsTo('contact'),
    company: belongsTo('company'),
    portal: belongsTo('portal'),
    inviter: belongsTo('contact'),
    address: shortText(320),
    addressHash: shortText(64),
    name: shortText(),
    /** Whoever joins sees the company's tickets, where the portal lets him. */
    seesTickets: flag(),
    /** 'waiting' until it is looked at, 'open' until it is accepted, taken back or too old, then 'over'. */
    state: shortText(8),
    /** The contact was made by it. */
    isMade: flag(),
    /** Public id of the invitation that its mail belongs to; '' where there is none. */
    invitation: shortText(24),
    createdTime: instant(),
  },
} as const;
