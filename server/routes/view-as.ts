import { route, type Route } from './route';

export const viewAs: Route[] = [
  route('POST', '/contacts/:id/view-as', 'view-as.begin', 'contacts.contact-view-as'),
];
