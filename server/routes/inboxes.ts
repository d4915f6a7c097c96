import { route } from './route';

const READ = 'inboxes.inbox-read';
const EDIT = 'inboxes.inbox-edit';

export const inboxes = [
  route('GET', '/inboxes', 'inboxes.list', READ, EDIT),
  route('GET', '/inboxes/:id', 'inboxes.find', READ, EDIT),
  route('POST', '/inboxes', 'inboxes.create', EDIT),
  route('PUT', '/inboxes/:id', 'inboxes.save', EDIT),
  route('DELETE', '/inboxes/:id', 'inboxes.remove', EDIT),
  route('GET', '/calendars', 'inboxes.listCalendars', READ, EDIT),
  route('GET', '/calendars/:id', 'inboxes.findCalendar', READ, EDIT),
  route('POST', '/calendars', 'inboxes.createCalendar', EDIT),
  route('PUT', '/calendars/:id', 'inboxes.saveCalendar', EDIT),
  route('DELETE', '/calendars/:id', 'inboxes.removeCalendar', EDIT),
];
