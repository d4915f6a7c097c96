import { route, type Route } from './route';

const ERASE = 'contacts.contact-erase';

export const personalData: Route[] = [
  route('GET', '/erasures', 'personal-data.queue', ERASE),
  route('GET', '/contacts/:id/erasure', 'personal-data.preview', ERASE),
  route('POST', '/contacts/:id/erasure', 'personal-data.erase', ERASE),
  route('POST', '/contacts/:id/erasure/decline', 'personal-data.decline', ERASE),
  route('PUT', '/contacts/:id/hold', 'personal-data.hold', 'inboxes.retention-edit'),
];
