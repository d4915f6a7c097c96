import { permissions } from '../../permissions';
import type { AreaRoute } from '../areaRoute';
import { NewRequestFormPage } from './NewRequestFormPage';
import { RequestFormPage } from './RequestFormPage';
import { RequestFormsPage } from './RequestFormsPage';

export const requestFormsRoutes: AreaRoute[] = [
  {
    path: 'request-forms',
    permissions: permissions.requestFormRead,
    element: <RequestFormsPage />,
  },
  {
    path: 'request-forms/new',
    permissions: permissions.requestFormEdit,
    element: <NewRequestFormPage />,
  },
  {
    path: 'request-forms/:id',
    permissions: permissions.requestFormRead,
    element: <RequestFormPage />,
  },
];
