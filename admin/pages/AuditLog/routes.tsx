import { permissions } from '../../permissions';
import type { AreaRoute } from '../areaRoute';
import { AuditLogPage } from './AuditLogPage';

export const auditLogRoutes: AreaRoute[] = [
  { path: 'audit-log', permissions: permissions.auditRead, element: <AuditLogPage /> },
];
