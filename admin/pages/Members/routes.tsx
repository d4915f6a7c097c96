import { permissions } from '../../permissions';
import type { AreaRoute } from '../areaRoute';
import { MembersPage } from './MembersPage';

export const membersRoutes: AreaRoute[] = [
  { path: 'portals/:id/members', permissions: permissions.memberRead, element: <MembersPage /> },
];
