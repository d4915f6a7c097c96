import { permissions } from '../../permissions';
import type { AreaRoute } from '../areaRoute';
import { ImportPage } from './ImportPage';
import { NewImportPage } from './NewImportPage';
import { TransfersPage } from './TransfersPage';

export const importsRoutes: AreaRoute[] = [
  {
    path: 'imports',
    permissions: [...permissions.recordImport, ...permissions.recordExport],
    element: <TransfersPage />,
  },
  { path: 'imports/new', permissions: permissions.recordImport, element: <NewImportPage /> },
  { path: 'imports/:id', permissions: permissions.recordImport, element: <ImportPage /> },
];
