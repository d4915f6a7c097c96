import { route } from './route';

const READ = 'portals.portal-read';
const EDIT = 'portals.portal-edit';

export const health = [
  route('GET', '/health', 'health.check', READ, EDIT),
  route('POST', '/health/test-mail', 'health.testMail', EDIT),
];
