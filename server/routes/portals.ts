import { route } from './route';

const READ = 'portals.portal-read';
const EDIT = 'portals.portal-edit';

export const portals = [
  route('GET', '/portals/:id', 'portals.find', READ, EDIT),
  route('GET', '/portals/:id/choices', 'portals.choices', READ, EDIT),
  route('PUT', '/portals/:id/settings/:section', 'portals.saveSettings', EDIT),
  route('POST', '/portals/:id/branding/preview', 'portals.previewBranding', READ, EDIT),
  route('POST', '/portals/:id/branding/domain', 'portals.keepDomainLook', EDIT),
  route('POST', '/brand-pictures', 'portals.keepPicture', EDIT),
  route('GET', '/brand-pictures/:name', 'portals.picture', READ, EDIT),
  route('GET', '/portals/:id/history', 'portals.history', READ, EDIT),
  route('POST', '/portals/:id/history/:change/restore', 'portals.restore', EDIT),
];
