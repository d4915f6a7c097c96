import { route } from './route';

const READ = 'portals.portal-read';
const EDIT = 'portals.portal-edit';
const LIST = '/portals/:id/identity-providers';
const ONE = `${LIST}/:provider`;

export const identityProviders = [
  route('GET', LIST, 'identity-providers.list', READ, EDIT),
  route('POST', LIST, 'identity-providers.create', EDIT),
  route('GET', ONE, 'identity-providers.find', READ, EDIT),
  route('PUT', ONE, 'identity-providers.save', EDIT),
  route('DELETE', ONE, 'identity-providers.remove', EDIT),
  route('PUT', `${ONE}/state`, 'identity-providers.turn', EDIT),
  route('POST', `${ONE}/metadata`, 'identity-providers.readMetadata', EDIT),
  route('POST', `${ONE}/tests`, 'identity-providers.startTest', EDIT),
  route('GET', `${ONE}/tests/last`, 'identity-providers.lastTest', READ, EDIT),
  route('POST', `${ONE}/preview`, 'identity-providers.preview', EDIT),
];
