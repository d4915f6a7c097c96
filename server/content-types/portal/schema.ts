import { belongsTo, flag, hidden, instant, json, shortText } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_portals',
  info: { singularName: 'portal', pluralName: 'portals', displayName: 'Portal' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  attributes: {
    name: shortText(),
    state: shortText(20),
    /** Where the set-up of a draft goes on. */
    setupStep: shortText(20),
    ticketPermission: shortText(20),
    ticketPermissionFilter: json(),
    accessControl: shortText(20),
    defaultInbox: belongsTo('inbox'),
    languages: json(),
    branding: json(),
    settings: json(),
    /** Whoever comes into its access groups later is invited as well. */
    invitesFuture: flag(),
    /** No invitation leaves until it goes on. */
    isInvitingPaused: flag(),
    trashedAt: instant(),
  },
} as const;
