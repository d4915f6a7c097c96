import { route, type Route } from './route';

const READ = 'members.member-read';
const EDIT = 'members.member-edit';
const INVITE = 'members.member-invite';

export const members: Route[] = [
  route('GET', '/portals/:id/members', 'members.list', READ),
  route('GET', '/portals/:id/members/portal', 'members.portal', READ),
  // Each action needs its own right, which the service asks for.
  route('POST', '/portals/:id/members/actions', 'members.act', EDIT, INVITE),
  route('GET', '/contacts/:id/access', 'members.access', READ),
  route('GET', '/contacts/:id/sessions', 'members.sessions', READ),
  route('GET', '/contacts/:id/second-factor', 'members.secondFactor', READ),
  route('POST', '/contacts/:id/second-factor/reset', 'members.resetSecondFactor', EDIT),
  route('POST', '/contacts/:id/sessions/end', 'members.endSessions', EDIT),
  route('GET', '/contacts/:id/identities', 'members.identities', READ),
  route('POST', '/contacts/:id/identities/:identity/unlink', 'members.unlinkIdentity', EDIT),
];
