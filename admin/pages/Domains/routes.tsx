import { permissions } from '../../permissions';
import type { AreaRoute } from '../areaRoute';
import { DomainPage } from './DomainPage';
import { DomainsPage } from './DomainsPage';

const { portalRead } = permissions;

export const domainsRoutes: AreaRoute[] = [
  { path: 'domains', permissions: portalRead, element: <DomainsPage /> },
  { path: 'domains/:id', permissions: portalRead, element: <DomainPage /> },
];
