import { belongsTo, hidden, instant, json, shortText } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_memberships',
  info: { singularName: 'membership', pluralName: 'memberships', displayName: 'Membership' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [
    { name: 'cp_memberships_pair_uq', columns: ['contact_id', 'portal_id'], type: 'unique' },
    { name: 'cp_memberships_portal_ix', columns: ['portal_id', 'state'] },
    { name: 'cp_memberships_seen_ix', columns: ['portal_id', 'last_sign_in_at', 'contact_id'] },
  ],
  attributes: {
    contact: belongsTo('contact'),
    portal: belongsTo('portal'),
    state: shortText(20),
    consents: json(),
    registeredAt: instant(),
    lastSignInAt: instant(),
    disabledAt: instant(),
  },
} as const;
