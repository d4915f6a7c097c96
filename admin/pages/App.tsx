import { Layouts, Page, useAuth } from '@strapi/strapi/admin';
import { Route, Routes } from 'react-router-dom';
import { NarrowNav, PortalNav } from '../components/PortalNav';
import { accessGroupsRoutes } from './AccessGroups/routes';
import { agentsRoutes } from './Agents/routes';
import { auditLogRoutes } from './AuditLog/routes';
import { companiesRoutes } from './Companies/routes';
import { contactsRoutes } from './Contacts/routes';
import { helpDeskRoutes } from './HelpDesk/routes';
import { importsRoutes } from './Imports/routes';
import { erasuresRoutes } from './Erasures/routes';
import { inboxesRoutes } from './Inboxes/routes';
import { membersRoutes } from './Members/routes';
import { pipelinesRoutes } from './Pipelines/routes';
import { domainsRoutes } from './Domains/routes';
import { healthRoutes } from './Health/routes';
import { portalsRoutes } from './Portals/routes';
import { portalSettingsRoutes } from './PortalSettings/routes';
import { setupFilesRoutes } from './SetupFiles/routes';
import { propertiesRoutes } from './Properties/routes';
import { requestFormsRoutes } from './RequestForms/routes';
import { HomeRedirect } from './HomeRedirect';

const AREAS = [
  helpDeskRoutes,
  contactsRoutes,
  companiesRoutes,
  accessGroupsRoutes,
  erasuresRoutes,
  inboxesRoutes,
  agentsRoutes,
  auditLogRoutes,
  pipelinesRoutes,
  propertiesRoutes,
  requestFormsRoutes,
  importsRoutes,
  portalsRoutes,
  portalSettingsRoutes,
  membersRoutes,
  domainsRoutes,
  healthRoutes,
  setupFilesRoutes,
];

export default function App() {
  // Strapi's useRBAC asks once: whoever asks before the permissions are there is told none, for good.
  const isLoading = useAuth('CustomerPortal', (auth) => auth.isLoading);
  if (isLoading) return <Page.Loading />;
  return (
    <Layouts.Root sideNav={<PortalNav />}>
      <NarrowNav />
      <Routes>
        <Route index element={<HomeRedirect />} />
        {AREAS.flat().map(({ path, permissions, element }) => (
          <Route
            key={path}
            path={path}
            element={<Page.Protect permissions={permissions}>{element}</Page.Protect>}
          />
        ))}
        <Route path="*" element={<HomeRedirect />} />
      </Routes>
    </Layouts.Root>
  );
}
