import { route } from './route';

const READ = ['pipelines.pipeline-read', 'pipelines.pipeline-edit'] as const;
const EDIT = 'pipelines.pipeline-edit';

export const pipelines = [
  route('GET', '/pipelines', 'pipelines.list', ...READ),
  route('POST', '/pipelines', 'pipelines.create', EDIT),
  route('GET', '/pipelines/:id', 'pipelines.find', ...READ),
  route('PUT', '/pipelines/:id', 'pipelines.save', EDIT),
  // Where its tickets and inboxes go stands in the body, which DELETE has none of.
  route('POST', '/pipelines/:id/remove', 'pipelines.remove', EDIT),
];
