import { route, type Route } from './route';

export const auditLog: Route[] = [
  route('GET', '/audit-log', 'audit-log.list', 'audit-log.audit-read'),
  route('GET', '/audit-log/export', 'audit-log.export', 'audit-log.audit-export'),
];
