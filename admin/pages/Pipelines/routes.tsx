import { permissions } from '../../permissions';
import type { AreaRoute } from '../areaRoute';
import { PipelinePage } from './PipelinePage';
import { PipelinesPage } from './PipelinesPage';

export const pipelinesRoutes: AreaRoute[] = [
  { path: 'pipelines', permissions: permissions.pipelineRead, element: <PipelinesPage /> },
  { path: 'pipelines/:id', permissions: permissions.pipelineRead, element: <PipelinePage /> },
];
