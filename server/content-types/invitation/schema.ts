import { belongsTo, hidden, instant, shortText } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_invitations',
  info: { singularName: 'invitation', pluralName: 'invitations', displayName: 'Invitation' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [
    { name: 'cp_invitations_due_ix', columns: ['state', 'due_at', 'id'] },
    { name: 'cp_invitations_portal_ix', columns: ['portal_id', 'state', 'id'] },
    { name: 'cp_invitations_contact_ix', columns: ['contact_id', 'portal_id', 'id'] },
    { name: 'cp_invitations_queued_ix', columns: ['queued_at'] },
  ],
  attributes: {
    portal: belongsTo('portal'),
    contact: belongsTo('contact'),
    /** contracts/invitations.ts, `INVITATION_STATES`. */
    state: shortText(12),
    /** 'mail', or 'link' for a registration link that an admin copied. */
    kind: shortText(8),
    /** The membership address when it was sent. */
    address: shortText(320),
    /** Who caused it: an admin user, a customer who manages the company, or nobody where a rule did. */
    actorKind: shortText(10),
    actor: shortText(64),
    actorName: shortText(),
    createdTime: instant(),
    /** When the next thing is to happen: a pending one is sent, a sent one expires. */
    dueAt: instant(),
    /** When its mail went to the outbox; 0 while it waits for its turn. */
    queuedAt: instant(),
    sentAt: instant(),
    expiresAt: instant(),
    endedAt: instant(),
    /** Why it failed, in the mail server's words. */
    error: shortText(500),
  },
} as const;
