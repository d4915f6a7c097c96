import { ACTIONS, actionUid } from '../../permissions';
import type { Runtime } from '../runtime';

interface StoredPermission {
  action: string;
  subject?: string | null;
  properties?: object;
  conditions?: string[];
}

/** A role of Strapi's admin as far as it concerns this plugin. */
export interface RoleFacts {
  id: number;
  name: string;
  description: string;
  /** Of this plugin, `tickets.ticket-read`. */
  actions: string[];
  /** Everything that it grants. */
  permissions: StoredPermission[];
}

const SUPER_ADMIN = 'strapi-super-admin';
const OWN = new Map(ACTIONS.map(({ uid }) => [actionUid(uid), uid]));
export const KNOWN_ACTIONS: ReadonlySet<string> = new Set(OWN.values());

/** Every role but the super admin's, which has every action by itself. */
export async function readRoles({ strapi }: Runtime): Promise<RoleFacts[]> {
  const rows = (await strapi.db.query('admin::role').findMany({
    where: { code: { $ne: SUPER_ADMIN } },
    populate: ['permissions'],
    orderBy: { id: 'asc' },
  })) as { id: number; name: string; description?: string; permissions: StoredPermission[] }[];
  return rows.map(({ id, name, description, permissions }) => ({
    id,
    name,
    description: description ?? '',
    actions: permissions.flatMap(({ action }) => OWN.get(action) ?? []).sort(),
    permissions,
  }));
}

/** Gives a role, or a new one, exactly these actions of the plugin; what else it grants stays. */
export async function writeRole(
  { strapi }: Runtime,
  known: RoleFacts | undefined,
  wanted: { name: string; description: string; actions: readonly string[] },
): Promise<void> {
  const roles = strapi.service('admin::role');
  const { name, description } = wanted;
  const id = known?.id ?? ((await roles.create({ name, description })) as { id: number }).id;
  if (known && (known.name !== name || known.description !== description))
    await roles.update({ id }, { name, description });
  const uids = new Set(wanted.actions.map(actionUid));
  const kept = (known?.permissions ?? []).filter(
    ({ action }) => !OWN.has(action) || uids.has(action),
  );
  const missing = [...uids].filter((uid) => !kept.some(({ action }) => action === uid));
  // Strapi takes away what is not named here.
  await roles.assignPermissions(id, [
    ...kept.map(({ action, subject, properties, conditions }) => ({
      action,
      subject: subject ?? null,
      properties: properties ?? {},
      conditions: conditions ?? [],
    })),
    ...missing.map((action) => ({ action, subject: null, properties: {}, conditions: [] })),
  ]);
}

export async function isSuperAdminName({ strapi }: Runtime, name: string): Promise<boolean> {
  const role = (await strapi.service('admin::role').getSuperAdmin()) as { name: string } | null;
  return role?.name === name;
}
