import { belongsTo, hidden, instant, shortText, wholeNumber } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_conversations',
  info: { singularName: 'conversation', pluralName: 'conversations', displayName: 'Conversation' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [{ name: 'cp_conversations_of_ticket_ix', columns: ['ticket_id', 'rank', 'id'] }],
  attributes: {
    ticket: belongsTo('ticket'),
    portal: belongsTo('portal'),
    channel: shortText(16),
    subject: shortText(255),
    rank: wholeNumber(),
    openedAt: instant(),
  },
} as const;
