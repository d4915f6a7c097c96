import { permissions } from '../../permissions';
import type { AreaRoute } from '../areaRoute';
import { ErasuresPage } from './ErasuresPage';

export const erasuresRoutes: AreaRoute[] = [
  { path: 'erasures', permissions: permissions.contactErase, element: <ErasuresPage /> },
];
