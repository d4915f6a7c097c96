import { belongsTo, hidden, instant, json, shortText } from '../attributes';

export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_activities',
  info: { singularName: 'activity', pluralName: 'activities', displayName: 'Activity' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  indexes: [
    { name: 'cp_activities_time_ix', columns: ['occurred_at', 'id'] },
    { name: 'cp_activities_actor_ix', columns: ['actor', 'occurred_at', 'id'] },
    { name: 'cp_activities_of_ticket_ix', columns: ['ticket_id', 'occurred_at', 'id'] },
    { name: 'cp_activities_of_portal_ix', columns: ['portal_id', 'occurred_at', 'id'] },
    { name: 'cp_activities_of_subject_ix', columns: ['subject', 'occurred_at', 'id'] },
    { name: 'cp_activities_of_actor_ix', columns: ['actor', 'occurred_at', 'id'] },
  ],
  attributes: {
    occurredAt: instant(),
    actorKind: shortText(10),
    actor: shortText(64),
    actorName: shortText(),
    action: shortText(64),
    subjectKind: shortText(20),
    subject: shortText(64),
    portal: belongsTo('portal'),
    ticket: belongsTo('ticket'),
    changes: json(),
    requestId: shortText(64),
  },
} as const;
