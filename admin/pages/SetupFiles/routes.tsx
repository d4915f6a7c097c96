import { permissions } from '../../permissions';
import type { AreaRoute } from '../areaRoute';
import { SetupFilesPage } from './SetupFilesPage';

export const setupFilesRoutes: AreaRoute[] = [
  {
    path: 'set-up-files',
    permissions: [...permissions.setupExport, ...permissions.setupApply],
    element: <SetupFilesPage />,
  },
];
