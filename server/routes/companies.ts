import { route, type Route } from './route';

const READ = 'companies.company-read';
const EDIT = 'companies.company-edit';
const MERGE = 'companies.company-merge';

export const companies: Route[] = [
  route('GET', '/companies', 'companies.list', READ),
  route('POST', '/companies', 'companies.create', EDIT),
  route('GET', '/companies/:id', 'companies.find', READ),
  route('PUT', '/companies/:id', 'companies.update', EDIT),
  route('GET', '/companies/:id/deletion', 'companies.deletion', EDIT),
  // Nothing is deleted: the bin keeps it.
  route('DELETE', '/companies/:id', 'companies.trash', EDIT),
  route('POST', '/companies/:id/restore', 'companies.restore', EDIT),
  route('GET', '/companies/:id/contacts', 'companies.contacts', READ),
  route('PUT', '/companies/:id/contacts/:contact', 'companies.setContact', EDIT),
  route('DELETE', '/companies/:id/contacts/:contact', 'companies.removeContact', EDIT),
  route('GET', '/companies/:id/joinable', 'companies.joinable', EDIT),
  route('POST', '/companies/:id/join', 'companies.join', EDIT),
  route('GET', '/companies/:id/merge/:loser', 'companies.mergePreview', MERGE),
  route('POST', '/companies/:id/merge', 'companies.merge', MERGE),
  route(
    'GET',
    '/company-choices',
    'companies.choices',
    READ,
    'contacts.contact-read',
    'access-groups.access-group-read',
    'request-forms.request-form-read',
    'portals.portal-edit',
  ),
  route('GET', '/company-contact-choices', 'companies.contactChoices', EDIT),
];
