import { permissions } from '../../permissions';
import type { AreaRoute } from '../areaRoute';
import { ContactPage } from './ContactPage';
import { ContactsPage } from './ContactsPage';
import { MergeContactPage } from './MergePage';

export const contactsRoutes: AreaRoute[] = [
  { path: 'contacts', permissions: permissions.contactRead, element: <ContactsPage /> },
  { path: 'contacts/new', permissions: permissions.contactEdit, element: <ContactPage /> },
  { path: 'contacts/:id', permissions: permissions.contactRead, element: <ContactPage /> },
  {
    path: 'contacts/:id/merge',
    permissions: permissions.contactMerge,
    element: <MergeContactPage />,
  },
];
