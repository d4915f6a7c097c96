import { belongsToHost, hidden, instant, json, shortText } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_agents',
  info: { singularName: 'agent', pluralName: 'agents', displayName: 'Agent' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [
    { name: 'cp_agents_email_uq', columns: ['email_hash'], type: 'unique' },
    { name: 'cp_agents_admin_ix', columns: ['admin_user_id'] },
  ],
  attributes: {
    name: shortText(),
    publicName: shortText(),
    email: shortText(),
    emailHash: shortText(64),
    /** Storage key of the picture; '' when there is none. */
    picture: shortText(),
    language: shortText(35),
    adminUser: belongsToHost('admin::user'),
    leftAt: instant(),
    /** Public id of the agent who takes the open tickets; '' is nobody. */
    movesTo: shortText(24),
    /** Since when they are still to go there; 0 when they have. */
    movingSince: instant(),
    /** Who caused that. */
    movedBy: json(),
  },
} as const;
