import type { FilterGroups } from '../contracts/filter-groups';
import { change, insert, jsonOf, text, type Connection, type Row } from './connection';

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

/** A portal's settings; nobody else changes them until the transaction ends. */
export async function lockPortalSettings(
  db: Connection,
  portalKey: number,
): Promise<{ id: string; settings: Record<string, unknown> } | null> {
  const row: Row | undefined = await db('cp_portals')
    .where({ id: portalKey, trashed_at: 0 })
    .forUpdate()
    .first('document_id', 'settings');
  return row
    ? {
        id: text(row.document_id),
        settings: jsonOf<Record<string, unknown>>(row.settings, {}),
      }
    : null;
}

export async function savePortalSettings(
  db: Connection,
  portalKey: number,
  settings: Record<string, unknown>,
): Promise<void> {
  await change(db, 'cp_portals', { id: portalKey }, { settings: JSON.stringify(settings) });
}
