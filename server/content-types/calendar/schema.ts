import { hidden, instant, json, shortText } from '../attributes';

/** When a team works: weekly hours and holidays in a time zone. */
export const schema = {
  kind: 'collectionType',
  collectionName: 'cp_calendars',
  info: { singularName: 'calendar', pluralName: 'calendars', displayName: 'Calendar' },
  options: { draftAndPublish: false },
  pluginOptions: hidden,
  attributes: {
    name: shortText(),
    timeZone: shortText(64),
    hours: json(),
    holidays: json(),
    trashedAt: instant(),
  },
} as const;
