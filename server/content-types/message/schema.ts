import { belongsTo, hidden, instant, longText, shortText } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_messages',
  info: { singularName: 'message', pluralName: 'messages', displayName: 'Message' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [
    { name: 'cp_messages_of_ticket_ix', columns: ['ticket_id', 'kind', 'sent_at', 'id'] },
    { name: 'cp_messages_all_of_ticket_ix', columns: ['ticket_id', 'sent_at', 'id'] },
    { name: 'cp_messages_submission_ix', columns: ['ticket_id', 'submission_key'] },
    { name: 'cp_messages_mail_ix', columns: ['mail_id'] },
  ],
  attributes: {
    portal: belongsTo('portal'),
    ticket: belongsTo('ticket'),
    conversation: belongsTo('conversation'),
    kind: shortText(10),
    authorKind: shortText(10),
    contact: belongsTo('contact'),
    agent: belongsTo('agent'),
    authorName: shortText(),
    body: longText(),
    bodyFormat: shortText(10),
    source: shortText(16),
    submissionKey: shortText(64),
    mailId: shortText(),
    sentAt: instant(),
    erasedAt: instant(),
    trashedAt: instant(),
  },
} as const;
