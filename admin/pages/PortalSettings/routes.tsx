import { permissions } from '../../permissions';
import type { AreaRoute } from '../areaRoute';
import { PortalSettingsPage } from './PortalSettingsPage';

const { portalRead } = permissions;

/** One page with a tab for each page of the settings; `:page` names the tab. */
export const portalSettingsRoutes: AreaRoute[] = [
  { path: 'portals/:id/:page', permissions: portalRead, element: <PortalSettingsPage /> },
  {
    path: 'portals/:id/announcements/:announcement',
    permissions: portalRead,
    element: <PortalSettingsPage page="announcements" />,
  },
  {
    path: 'portals/:id/single-sign-on/:provider',
    permissions: portalRead,
    element: <PortalSettingsPage page="single-sign-on" />,
  },
];
