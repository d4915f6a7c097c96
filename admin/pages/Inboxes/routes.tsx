import { permissions } from '../../permissions';
import type { AreaRoute } from '../areaRoute';
import { CalendarPage } from './CalendarPage';
import { CalendarsPage } from './CalendarsPage';
import { InboxesPage } from './InboxesPage';
import { InboxPage } from './InboxPage';

const { inboxRead, inboxEdit } = permissions;

export const inboxesRoutes: AreaRoute[] = [
  { path: 'inboxes', permissions: inboxRead, element: <InboxesPage /> },
  { path: 'inboxes/new', permissions: inboxEdit, element: <InboxPage /> },
  { path: 'inboxes/:id', permissions: inboxRead, element: <InboxPage /> },
  { path: 'calendars', permissions: inboxRead, element: <CalendarsPage /> },
  { path: 'calendars/new', permissions: inboxEdit, element: <CalendarPage /> },
  { path: 'calendars/:id', permissions: inboxRead, element: <CalendarPage /> },
];
