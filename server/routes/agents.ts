import { route } from './route';

const READ = 'agents.agent-read';
const EDIT = 'agents.agent-edit';
const ROLES = 'agents.support-role-create';

export const agents = [
  route('GET', '/agents', 'agents.list', READ, EDIT),
  route('GET', '/agents/admin-users', 'agents.adminUsers', EDIT),
  route('GET', '/agents/:id', 'agents.find', READ, EDIT),
  route('POST', '/agents', 'agents.create', EDIT),
  route('PUT', '/agents/:id', 'agents.save', EDIT),
  route('POST', '/agents/:id/leave', 'agents.leave', EDIT),
  route('POST', '/agents/:id/return', 'agents.comeBack', EDIT),
  // Whoever reads tickets sees who answers them.
  route('GET', '/agents/:id/picture', 'agents.picture', READ, EDIT, 'tickets.ticket-read'),
  route('POST', '/agents/:id/picture', 'agents.setPicture', EDIT),
  route('DELETE', '/agents/:id/picture', 'agents.removePicture', EDIT),
  route('GET', '/support-roles', 'agents.supportRoles', ROLES),
  route('POST', '/support-roles', 'agents.createSupportRoles', ROLES),
];
