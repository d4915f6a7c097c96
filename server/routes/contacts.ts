import { route, type Route } from './route';

const READ = 'contacts.contact-read';
const EDIT = 'contacts.contact-edit';
const MERGE = 'contacts.contact-merge';

export const contacts: Route[] = [
  route('GET', '/contacts', 'contacts.list', READ),
  route('POST', '/contacts', 'contacts.create', EDIT),
  route('GET', '/contacts/:id', 'contacts.find', READ),
  route('PUT', '/contacts/:id', 'contacts.update', EDIT),
  // Nothing is deleted: the bin keeps it.
  route('DELETE', '/contacts/:id', 'contacts.trash', EDIT),
  route('POST', '/contacts/:id/restore', 'contacts.restore', EDIT),
  route('GET', '/portals/:id/consent-texts/:hash', 'contacts.consentText', READ),
  route('GET', '/contacts/:id/merge/:loser', 'contacts.mergePreview', MERGE),
  route('POST', '/contacts/:id/merge', 'contacts.merge', MERGE),
];
