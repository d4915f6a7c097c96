import { route } from './route';

const READ = 'portals.portal-read';
const EDIT = 'portals.portal-edit';
const PUBLISH = 'portals.portal-publish';

/** The set-up of portals, and their life after it. */
export const portalSetup = [
  route('GET', '/portals', 'portal-setup.list', READ, EDIT),
  route('POST', '/portals', 'portal-setup.create', EDIT),
  route('DELETE', '/portals/:id', 'portal-setup.remove', EDIT, PUBLISH),
  route('GET', '/portals/:id/deletion', 'portal-setup.deletion', EDIT, PUBLISH),
  route('POST', '/portals/:id/duplicate', 'portal-setup.duplicate', EDIT),
  route('POST', '/portals/:id/state', 'portal-setup.setState', PUBLISH),
  route('GET', '/portals/:id/set-up', 'portal-setup.choices', READ, EDIT, PUBLISH),
  route('POST', '/portals/:id/set-up/finish', 'portal-setup.finish', PUBLISH),
  route('PUT', '/portals/:id/set-up/:step', 'portal-setup.save', EDIT),
  route('POST', '/portals/:id/inboxes', 'portal-setup.makeInbox', EDIT),
  route('GET', '/portals/:id/address', 'portal-setup.address', EDIT),
  route('GET', '/portals/:id/entrants', 'portal-setup.entrants', READ, EDIT),
  route('GET', '/portals/:id/next-steps', 'portal-setup.nextSteps', READ, EDIT),
  route('POST', '/portals/:id/knowledge-base', 'portal-setup.placeKnowledgeBase', EDIT),
  route('POST', '/portals/:id/test-visit', 'portal-setup.testVisit', EDIT, PUBLISH),
];
