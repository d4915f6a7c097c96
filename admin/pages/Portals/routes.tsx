import { permissions } from '../../permissions';
import type { AreaRoute } from '../areaRoute';
import { PortalsPage } from './PortalsPage';
import { DonePage } from './SetUp/DonePage';
import { NewPortalPage } from './SetUp/NewPortalPage';
import { SetUpPage } from './SetUp/SetUpPage';

const { portalRead, portalEdit } = permissions;

/** The list of portals, and the set-up of one: every step has its own address. */
export const portalsRoutes: AreaRoute[] = [
  { path: 'portals', permissions: portalRead, element: <PortalsPage /> },
  { path: 'portals/new', permissions: portalEdit, element: <NewPortalPage /> },
  { path: 'portals/:id/set-up/done', permissions: portalRead, element: <DonePage /> },
  { path: 'portals/:id/set-up/:step', permissions: portalRead, element: <SetUpPage /> },
];
