import { route } from './route';

const READ = 'access-groups.access-group-read';
const EDIT = 'access-groups.access-group-edit';

export const accessGroups = [
  route('GET', '/access-groups', 'access-groups.list', READ),
  // Whoever edits a filter, of a group, a request form or a portal, sees how many contacts meet it.
  route(
    'POST',
    '/access-groups/preview',
    'access-groups.preview',
    READ,
    'request-forms.request-form-edit',
    'portals.portal-edit',
  ),
  route('GET', '/access-groups/:id', 'access-groups.find', READ),
  route('POST', '/access-groups', 'access-groups.create', EDIT),
  route('PUT', '/access-groups/:id', 'access-groups.update', EDIT),
  route('GET', '/access-groups/:id/deletion', 'access-groups.deletion', EDIT),
  route('DELETE', '/access-groups/:id', 'access-groups.remove', EDIT),
  route('GET', '/access-groups/:id/members', 'access-groups.members', READ),
  route('GET', '/access-groups/:id/choices', 'access-groups.choices', EDIT),
  route('POST', '/access-groups/:id/members', 'access-groups.addMembers', EDIT),
  route('POST', '/access-groups/:id/members/remove', 'access-groups.removeMembers', EDIT),
];
