import { route } from './route';

const READ = 'portals.portal-read';
const EDIT = 'portals.portal-edit';
const LIST = '/portals/:id/announcements';
const ONE = `${LIST}/:announcement`;

export const announcements = [
  route('GET', LIST, 'announcements.list', READ, EDIT),
  route('POST', LIST, 'announcements.create', EDIT),
  route('GET', ONE, 'announcements.find', READ, EDIT),
  route('PUT', ONE, 'announcements.save', EDIT),
  route('DELETE', ONE, 'announcements.remove', EDIT),
];
