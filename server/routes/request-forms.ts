import { route } from './route';

const READ = 'request-forms.request-form-read';
const EDIT = 'request-forms.request-form-edit';
const PUBLISH = 'request-forms.request-form-publish';

export const requestForms = [
  route('GET', '/request-forms', 'request-forms.list', READ),
  route('GET', '/request-forms/portals', 'request-forms.portals', READ),
  route('PUT', '/request-forms/order', 'request-forms.reorder', EDIT),
  route('POST', '/request-forms', 'request-forms.create', EDIT),
  route('GET', '/request-forms/:id', 'request-forms.find', READ),
  route('PUT', '/request-forms/:id', 'request-forms.save', EDIT),
  route('POST', '/request-forms/:id/publish', 'request-forms.publish', PUBLISH),
  route('POST', '/request-forms/:id/unpublish', 'request-forms.unpublish', PUBLISH),
  route('POST', '/request-forms/:id/discard', 'request-forms.discard', EDIT),
  route('DELETE', '/request-forms/:id', 'request-forms.remove', EDIT),
];
