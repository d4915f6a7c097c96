import { permissions } from '../../permissions';
import type { AreaRoute } from '../areaRoute';
import { HealthPage } from './HealthPage';

export const healthRoutes: AreaRoute[] = [
  { path: 'health', permissions: permissions.portalRead, element: <HealthPage /> },
];
