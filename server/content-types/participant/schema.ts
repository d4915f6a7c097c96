import { belongsTo, flag, hidden, instant, shortText } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_participants',
  info: { singularName: 'participant', pluralName: 'participants', displayName: 'Participant' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [
    { name: 'cp_participants_pair_uq', columns: ['ticket_id', 'contact_id'], type: 'unique' },
    {
      name: 'cp_participants_list_ix',
      columns: [
        'portal_id',
        'contact_id',
        'is_closed',
        'awaits_customer',
        'last_public_at',
        'ticket_id',
      ],
    },
    {
      name: 'cp_participants_opened_ix',
      columns: ['portal_id', 'contact_id', 'is_closed', 'opened_at', 'ticket_id'],
    },
    {
      name: 'cp_participants_opened_all_ix',
      columns: ['portal_id', 'contact_id', 'opened_at', 'ticket_id'],
    },
    {
      name: 'cp_participants_list_all_ix',
      columns: ['portal_id', 'contact_id', 'last_public_at', 'ticket_id'],
    },
  ],
  attributes: {
    portal: belongsTo('portal'),
    ticket: belongsTo('ticket'),
    contact: belongsTo('contact'),
    role: shortText(16),
    isClosed: flag(),
    awaitsCustomer: flag(),
    lastPublicAt: instant(),
    openedAt: instant(),
    joinedAt: instant(),
    lastReadAt: instant(),
    mailsMuted: flag(),
    /** Public id of the contact who added him; '' when nobody of the customers did. */
    addedBy: shortText(24),
  },
} as const;
