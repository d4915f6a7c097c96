import { permissions } from '../../permissions';
import type { AreaRoute } from '../areaRoute';
import { PropertiesPage } from './PropertiesPage';
import { PropertyOrderPage } from './PropertyOrderPage';
import { PropertyPage } from './PropertyPage';

export const propertiesRoutes: AreaRoute[] = [
  { path: 'properties', permissions: permissions.propertyRead, element: <PropertiesPage /> },
  {
    path: 'properties/order',
    permissions: permissions.propertyEdit,
    element: <PropertyOrderPage />,
  },
  {
    path: 'properties/new',
    permissions: permissions.propertyEdit,
    element: <PropertyPage isNew />,
  },
  { path: 'properties/:id', permissions: permissions.propertyRead, element: <PropertyPage /> },
];
