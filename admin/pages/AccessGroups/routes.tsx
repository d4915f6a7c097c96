import { permissions } from '../../permissions';
import type { AreaRoute } from '../areaRoute';
import { AccessGroupPage } from './AccessGroupPage';
import { AccessGroupsPage } from './AccessGroupsPage';

export const accessGroupsRoutes: AreaRoute[] = [
  {
    path: 'access-groups',
    permissions: permissions.accessGroupRead,
    element: <AccessGroupsPage />,
  },
  {
    path: 'access-groups/new',
    permissions: permissions.accessGroupEdit,
    element: <AccessGroupPage />,
  },
  {
    path: 'access-groups/:id',
    permissions: permissions.accessGroupRead,
    element: <AccessGroupPage />,
  },
];
