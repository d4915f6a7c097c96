import { route } from './route';

const EXPORT = 'portals.setup-export';
const APPLY = 'portals.setup-apply';

export const setupFiles = [
  route('GET', '/setup-file', 'setup-files.export', EXPORT),
  route('POST', '/setup-file/plan', 'setup-files.plan', APPLY),
  route('POST', '/setup-file/apply', 'setup-files.apply', APPLY),
];
