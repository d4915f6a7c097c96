/** One grantable action of the admin's roles; the last segment is what services ask for (`actor.can`). */
const action = (subCategory: string, displayName: string, uid: string) => ({
  section: 'plugins',
  pluginName: 'customer-portal',
  subCategory,
  displayName,
  uid,
});

export const ACTIONS = [
  action('tickets', 'Read tickets', 'tickets.ticket-read'),
  action('tickets', 'Reply to customers', 'tickets.ticket-reply'),
  action('tickets', 'Add internal notes', 'tickets.ticket-note'),
  action('tickets', 'Change status and priority', 'tickets.ticket-update'),
  action('tickets', 'Assign tickets', 'tickets.ticket-assign'),
  action('tickets', 'Open tickets for customers', 'tickets.ticket-create'),
  action('mails', 'Read the mail viewer', 'mails.mail-read'),
  action('mails', 'Let mail leave under a new address', 'mails.mail-confirm'),
];

export const actionUid = (uid: string): string => `plugin::customer-portal.${uid}`;

interface Ability {
  can(action: string): boolean;
}

/** Last segments of what an admin user's roles grant, as services ask for them. */
export function grantedActions(ability: Ability): ReadonlySet<string> {
  return new Set(
    ACTIONS.filter(({ uid }) => ability.can(actionUid(uid))).map(
      ({ uid }) => uid.split('.').at(-1) ?? uid,
    ),
  );
}
