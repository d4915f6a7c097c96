import { belongsTo, hidden } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_inbox_members',
  info: { singularName: 'inbox-member', pluralName: 'inbox-members', displayName: 'Inbox member' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [
    { name: 'cp_inbox_members_pair_uq', columns: ['inbox_id', 'agent_id'], type: 'unique' },
  ],
  attributes: {
    inbox: belongsTo('inbox'),
    agent: belongsTo('agent'),
  },
} as const;
