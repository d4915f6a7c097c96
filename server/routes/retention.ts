import { route, type Route } from './route';

const EDIT = 'inboxes.retention-edit';

export const retention: Route[] = [
  route('GET', '/inboxes/:id/retention', 'retention.find', EDIT, 'inboxes.inbox-read'),
  route('PUT', '/inboxes/:id/retention', 'retention.save', EDIT),
  route('GET', '/inboxes/:id/retention/dry-run', 'retention.dryRun', EDIT),
  route('PUT', '/tickets/:id/hold', 'retention.hold', EDIT),
];
