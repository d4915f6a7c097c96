import { belongsTo, flag, hidden, instant, json, shortText, wholeNumber } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_tickets',
  info: { singularName: 'ticket', pluralName: 'tickets', displayName: 'Ticket' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [
    { name: 'cp_tickets_number_uq', columns: ['number'], type: 'unique' },
    {
      name: 'cp_tickets_company_list_ix',
      columns: ['portal_id', 'company_id', 'is_closed', 'awaits_customer', 'last_public_at', 'id'],
    },
    {
      name: 'cp_tickets_company_all_ix',
      columns: ['portal_id', 'company_id', 'last_public_at', 'id'],
    },
    {
      name: 'cp_tickets_company_opened_ix',
      columns: ['portal_id', 'company_id', 'is_closed', 'opened_at', 'id'],
    },
    {
      name: 'cp_tickets_company_opened_all_ix',
      columns: ['portal_id', 'company_id', 'opened_at', 'id'],
    },
    {
      name: 'cp_tickets_portal_agents_ix',
      columns: ['portal_id', 'is_closed', 'last_activity_at', 'id'],
    },
    { name: 'cp_tickets_agents_ix', columns: ['is_closed', 'last_activity_at', 'id'] },
    {
      name: 'cp_tickets_assignee_ix',
      columns: ['assignee_id', 'is_closed', 'last_activity_at', 'id'],
    },
    {
      name: 'cp_tickets_inbox_list_ix',
      columns: ['inbox_id', 'is_closed', 'last_activity_at', 'id'],
    },
    { name: 'cp_tickets_all_ix', columns: ['last_activity_at', 'id'] },
    { name: 'cp_tickets_opened_ix', columns: ['is_closed', 'opened_at', 'id'] },
    { name: 'cp_tickets_opened_all_ix', columns: ['opened_at', 'id'] },
    { name: 'cp_tickets_status_ix', columns: ['status_id', 'last_activity_at', 'id'] },
    { name: 'cp_tickets_submission_ix', columns: ['requester_id', 'submission_key'] },
    { name: 'cp_tickets_external_ix', columns: ['external_id'] },
    { name: 'cp_tickets_closed_ix', columns: ['inbox_id', 'closed_at', 'id'] },
  ],
  attributes: {
    portal: belongsTo('portal'),
    inbox: belongsTo('inbox'),
    number: shortText(40),
    numberValue: instant(),
    requester: belongsTo('contact'),
    company: belongsTo('company'),
    pipeline: belongsTo('pipeline'),
    status: belongsTo('status'),
    /** Public id of the status that customers see while the ticket's own is hidden from them; '' for its own. */
    shownStatus: shortText(24),
    isClosed: flag(),
    awaitsCustomer: flag(),
    priority: shortText(16),
    category: shortText(64),
    source: shortText(16),
    subject: shortText(255),
    assignee: belongsTo('agent'),
    properties: json(),
    isPrivate: flag(),
    /** A legal hold: retention leaves it alone. */
    isHeld: flag(),
    openedAt: instant(),
    lastActivityAt: instant(),
    lastPublicAt: instant(),
    firstReplyAt: instant(),
    closedAt: instant(),
    submissionKey: shortText(64),
    externalId: shortText(),
    formVersion: shortText(64),
    /** Articles that its person read before asking, with language and version. */
    readArticles: json(),
    /** 1 to 5 as its requester rated it; 0 when it is not rated. */
    rating: wholeNumber(),
    ratingComment: shortText(1000),
    /** When it was rated first since it was last closed; changes of the rating leave it. */
    ratedAt: instant(),
    /** The closed ticket that a reply could not open again any more. */
    followsUp: belongsTo('ticket'),
    trashedAt: instant(),
    mergedInto: shortText(64),
    /** When retention took the names of its people away. */
    pseudonymisedAt: instant(),
    erasedAt: instant(),
  },
} as const;
