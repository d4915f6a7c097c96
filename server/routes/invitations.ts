import { route } from './route';

const READ = 'members.member-read';
const INVITE = 'members.member-invite';

export const invitations = [
  route('GET', '/portals/:id/inviting', 'invitations.inviting', READ, INVITE),
  route('PUT', '/portals/:id/inviting', 'invitations.setInviting', INVITE),
  route('GET', '/portals/:id/invitations', 'invitations.list', READ, INVITE),
  route('POST', '/portals/:id/invitations', 'invitations.invite', INVITE),
  route('POST', '/portals/:id/invitations/resend', 'invitations.resend', INVITE),
  route('POST', '/portals/:id/invitations/cancel', 'invitations.cancel', INVITE),
  route('POST', '/portals/:id/registration-link', 'invitations.registrationLink', INVITE),
];
