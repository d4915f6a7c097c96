import type { FilterGroups } from '../contracts/filter-groups';
import { insert, type Connection } from './connection';

export function addLivePortal(
  db: Connection,
  portal: {
    name: string;
    ticketPermission: 'associated' | 'company' | 'filter';
    ticketPermissionFilter: FilterGroups;
    inboxKey: number;
    languages: string[];
    branding: object;
  },
): Promise<{ key: number; id: string }> {
  return insert(db, 'cp_portals', {
    name: portal.name,
    state: 'live',
    ticket_permission: portal.ticketPermission,
    ticket_permission_filter: JSON.stringify(portal.ticketPermissionFilter),
    access_control: 'access-groups',
    default_inbox_id: portal.inboxKey,
    languages: JSON.stringify(portal.languages),
    branding: JSON.stringify(portal.branding),
    settings: '{}',
  });
}
