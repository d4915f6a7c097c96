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
  action('tickets', 'Override the rules of a pipeline', 'tickets.pipeline-override'),
  action('contacts', 'Read contacts', 'contacts.contact-read'),
  action('contacts', 'Edit contacts', 'contacts.contact-edit'),
  action('contacts', 'Merge contacts', 'contacts.contact-merge'),
  action('contacts', 'Look at a portal as a customer', 'contacts.contact-view-as'),
  action('contacts', 'Erase contacts', 'contacts.contact-erase'),
  action('companies', 'Read companies', 'companies.company-read'),
  action('companies', 'Edit companies', 'companies.company-edit'),
  action('companies', 'Merge companies', 'companies.company-merge'),
  action('access groups', 'Read access groups', 'access-groups.access-group-read'),
  action(
    'access groups',
    'Edit access groups and their members',
    'access-groups.access-group-edit',
  ),
  action('members', 'Read members and their sessions', 'members.member-read'),
  action('members', 'Disable, reset and sign out members', 'members.member-edit'),
  action('members', 'Invite people and copy registration links', 'members.member-invite'),
  action('inboxes', 'Read inboxes and calendars', 'inboxes.inbox-read'),
  action('inboxes', 'Edit inboxes and calendars', 'inboxes.inbox-edit'),
  action('inboxes', 'Set retention and legal holds', 'inboxes.retention-edit'),
  action('agents', 'Read agents', 'agents.agent-read'),
  action('agents', 'Edit agents', 'agents.agent-edit'),
  action('agents', 'Create the support roles', 'agents.support-role-create'),
  action('pipelines', 'Read pipelines and statuses', 'pipelines.pipeline-read'),
  action('pipelines', 'Edit pipelines and statuses', 'pipelines.pipeline-edit'),
  action('properties', 'Read properties', 'properties.property-read'),
  action('properties', 'Edit properties', 'properties.property-edit'),
  action('request forms', 'Read request forms', 'request-forms.request-form-read'),
  action('request forms', 'Edit drafts of request forms', 'request-forms.request-form-edit'),
  action('request forms', 'Publish request forms', 'request-forms.request-form-publish'),
  action('import and export', 'Import records from CSV', 'transfers.record-import'),
  action('import and export', 'Export records as CSV', 'transfers.record-export'),
  action('portals', 'Read portals and their settings', 'portals.portal-read'),
  action('portals', 'Change the settings of portals', 'portals.portal-edit'),
  action('portals', 'Publish, pause and delete portals', 'portals.portal-publish'),
  action('portals', 'Manage domains', 'portals.domain-edit'),
  action('portals', 'Export the set-up as a file', 'portals.setup-export'),
  action('portals', 'Apply a set-up file', 'portals.setup-apply'),
  action('audit log', 'Read the audit log', 'audit-log.audit-read'),
  action('audit log', 'Export the audit log', 'audit-log.audit-export'),
  action('mails', 'Read the mail viewer', 'mails.mail-read'),
  action('mails', 'Send failed mails again', 'mails.mail-send-again'),
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
