import { setupRole, type SetupRole } from '../../contracts/setup-files';
import { settingsChanges } from '../../rules/portal-settings';
import { normaliseText } from '../../rules/property-values';
import { overlay, type Item } from '../../rules/setup-merge';
import type { Activity } from '../activity';
import type { Runtime } from '../runtime';
import { isSuperAdminName, KNOWN_ACTIONS, writeRole } from './admin-roles';
import { readItem, sortedBy, type Part } from './part';

/** Roles of Strapi's admin with the actions of this plugin; what else they grant is not in a file, and stays. */
export function rolesPart(runtime: Runtime, activity: Activity): Part {
  return {
    name: 'roles',
    // Whether somebody may change roles is Strapi's to say.
    needs: [],

    exported: ({ roles }) =>
      sortedBy(roles, ({ name }) => name)
        .filter(({ actions }) => actions.length > 0)
        .map(({ id, name, description, actions }) => ({
          id: String(id),
          item: { name, description, actions },
        })),

    keyOf: ({ name }) => normaliseText(String(name)),
    nameOf: ({ name }) => String(name),

    async plan({ env }, entry) {
      // A role without any action of ours is no item here, but is there.
      const known = env.roles.find(
        ({ name }) => normaliseText(name) === normaliseText(String(entry.raw.name)),
      );
      const base = known
        ? { name: known.name, description: known.description, actions: known.actions }
        : {};
      const role = readItem(setupRole, overlay(base, entry.raw, 1), entry);
      if (!role) return null;
      const unknown = role.actions.findIndex((action) => !KNOWN_ACTIONS.has(action));
      if (unknown >= 0) {
        entry.problem(`actions.${unknown}`, `There is no action ${role.actions[unknown] ?? ''}.`);
        return null;
      }
      if (!known && (await isSuperAdminName(runtime, role.name))) {
        entry.problem('name', 'The super admin may do everything already. Take this role out.');
        return null;
      }
      return { ...role, actions: [...new Set(role.actions)].sort() };
    },

    async apply({ actor, env }, { wanted }) {
      const role = wanted as unknown as SetupRole;
      const known = env.roles.find(({ name }) => normaliseText(name) === normaliseText(role.name));
      await writeRole(runtime, known, role);
      const before: Item = known ? { description: known.description, actions: known.actions } : {};
      const after = { description: role.description, actions: role.actions };
      await runtime.transaction((db) =>
        activity.record(db, {
          actor: { kind: actor.kind, id: actor.id, name: actor.name },
          action: known ? 'role.updated' : 'role.created',
          subject: { kind: 'installation', id: '' },
          portalKey: 0,
          changes: Object.fromEntries(
            Object.entries(settingsChanges(before, after)).map(([path, change]) => [
              `${role.name}.${path}`,
              change,
            ]),
          ),
        }),
      );
    },
  };
}
