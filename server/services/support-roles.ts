import type { SupportRolePlan } from '../contracts/agents';
import { ACTIONS, actionUid } from '../permissions';
import type { Activity } from './activity';
import { need } from './refusals';
import type { Runtime } from './runtime';
import type { AdminActor } from './types';

const LIGHT = ['tickets.ticket-read', 'tickets.ticket-note'];
/** What changes more than support: mail under a new address, whole tables of records, the whole set-up, roles of Strapi. */
const NOT_FOR_MANAGERS = [
  'mails.mail-confirm',
  'transfers.record-import',
  'portals.setup-apply',
  'agents.support-role-create',
];

/** The roles for the people of a help desk, with exactly the actions that they are meant to have. */
export const SUPPORT_ROLES = [
  {
    name: 'Support agent',
    description: 'Answers customers in the help desk.',
    actions: [
      ...LIGHT,
      'tickets.ticket-reply',
      'tickets.ticket-update',
      'tickets.ticket-assign',
      'tickets.ticket-create',
      'contacts.contact-read',
      'companies.company-read',
      'members.member-read',
    ],
  },
  {
    name: 'Support light agent',
    description: 'Reads tickets and adds internal notes; never writes to customers.',
    actions: LIGHT,
  },
  {
    name: 'Support manager',
    description: 'Sets the help desk up and may do everything in it.',
    actions: ACTIONS.map(({ uid }) => uid).filter((uid) => !NOT_FOR_MANAGERS.includes(uid)),
  },
];

interface Role {
  id: number;
  permissions: StoredPermission[];
}

interface StoredPermission {
  action: string;
  subject?: string | null;
  properties?: object;
  conditions?: string[];
}

interface DefinedRole {
  id: number;
  can: ReadonlySet<string>;
}

export interface SupportRoles {
  /** What would be made or completed; nothing is changed. */
  plan(actor: AdminActor): Promise<SupportRolePlan[]>;
  /** Makes the roles that miss and gives those that are there what they miss; takes nothing away. */
  create(actor: AdminActor): Promise<SupportRolePlan[]>;
  /** The same for applications and seeds; returns each role by its name, with what its people can. */
  define(): Promise<Map<string, DefinedRole>>;
}

export function createSupportRoles(runtime: Runtime, activity: Activity): SupportRoles {
  const { strapi } = runtime;
  const roles = () => strapi.service('admin::role');

  async function findRole(name: string): Promise<Role | null> {
    const role = (await roles().findOne({ name })) as { id: number } | null;
    if (!role) return null;
    const permissions = (await strapi
      .service('admin::permission')
      .findMany({ where: { role: { id: role.id } } })) as StoredPermission[];
    return { id: role.id, permissions };
  }

  const words = new Map(ACTIONS.map(({ uid, displayName }) => [actionUid(uid), displayName]));
  const wordOf = (action: string) => words.get(action) ?? action;

  async function plan(): Promise<SupportRolePlan[]> {
    const plans: SupportRolePlan[] = [];
    for (const { name, description, actions } of SUPPORT_ROLES) {
      const role = await findRole(name);
      const wanted = actions.map(actionUid);
      const has = new Set(role?.permissions.map(({ action }) => action));
      plans.push({
        name,
        description,
        exists: role !== null,
        actions: wanted.map(wordOf),
        missing: wanted.filter((action) => !has.has(action)).map(wordOf),
        extra: [...has].filter((action) => !wanted.includes(action)).map(wordOf),
      });
    }
    return plans;
  }

  async function define(): Promise<Map<string, DefinedRole>> {
    const defined = new Map<string, DefinedRole>();
    for (const { name, description, actions } of SUPPORT_ROLES) {
      const known = await findRole(name);
      const id = known?.id ?? ((await roles().create({ name, description })) as { id: number }).id;
      const permissions = known?.permissions ?? [];
      const missing = actions
        .map(actionUid)
        .filter((action) => !permissions.some((one) => one.action === action))
        .map((action) => ({ action, subject: null, properties: {}, conditions: [] }));
      const kept = permissions.map(({ action, subject, properties, conditions }) => ({
        action,
        subject: subject ?? null,
        properties: properties ?? {},
        conditions: conditions ?? [],
      }));
      // Strapi takes away what is not named here.
      if (missing.length > 0) await roles().assignPermissions(id, [...kept, ...missing]);
      defined.set(name, { id, can: new Set(actions.map((uid) => uid.split('.').at(-1) ?? uid)) });
    }
    return defined;
  }

  return {
    define,

    async plan(actor) {
      need(actor, 'support-role-create');
      return plan();
    },

    async create(actor) {
      need(actor, 'support-role-create');
      const before = await plan();
      await define();
      const changed = before.filter(({ missing }) => missing.length > 0);
      await runtime.transaction((db) =>
        activity.recordAll(
          db,
          changed.map(({ name, missing }) => ({
            actor: { kind: actor.kind, id: actor.id, name: actor.name },
            action: 'support-role.completed',
            subject: { kind: 'installation' as const, id: '' },
            portalKey: 0,
            changes: { [name]: { before: '', after: missing.join(', ') } },
          })),
        ),
      );
      return plan();
    },
  };
}
