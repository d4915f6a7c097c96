import { permissions } from '../../permissions';
import type { AreaRoute } from '../areaRoute';
import { CompaniesPage } from './CompaniesPage';
import { CompanyPage } from './CompanyPage';
import { MergeCompanyPage } from './MergePage';

export const companiesRoutes: AreaRoute[] = [
  { path: 'companies', permissions: permissions.companyRead, element: <CompaniesPage /> },
  { path: 'companies/new', permissions: permissions.companyEdit, element: <CompanyPage /> },
  { path: 'companies/:id', permissions: permissions.companyRead, element: <CompanyPage /> },
  {
    path: 'companies/:id/merge',
    permissions: permissions.companyMerge,
    element: <MergeCompanyPage />,
  },
];
