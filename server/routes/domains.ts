import { route } from './route';

const READ = 'portals.portal-read';
const EDIT = 'portals.domain-edit';

export const domains = [
  route('GET', '/domains', 'domains.list', READ, EDIT),
  route('GET', '/domain-choices', 'domains.choices', READ, EDIT),
  route('POST', '/domains', 'domains.connect', EDIT),
  route('GET', '/domains/:id', 'domains.find', READ, EDIT),
  route('PUT', '/domains/:id', 'domains.save', EDIT),
  route('DELETE', '/domains/:id', 'domains.remove', EDIT),
  route('POST', '/domains/:id/check', 'domains.check', EDIT),
];
