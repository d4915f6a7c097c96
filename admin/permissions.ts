const action = (uid: string) => [{ action: `plugin::customer-portal.${uid}`, subject: null }];

/** What a page or a button asks for; each list is stable, as useRBAC wants it. */
export const permissions = {
  ticketRead: action('tickets.ticket-read'),
  ticketReply: action('tickets.ticket-reply'),
  ticketNote: action('tickets.ticket-note'),
  ticketUpdate: action('tickets.ticket-update'),
  ticketAssign: action('tickets.ticket-assign'),
  ticketCreate: action('tickets.ticket-create'),
  pipelineOverride: action('tickets.pipeline-override'),
  contactRead: action('contacts.contact-read'),
  contactEdit: action('contacts.contact-edit'),
  contactMerge: action('contacts.contact-merge'),
  companyRead: action('companies.company-read'),
  companyEdit: action('companies.company-edit'),
  companyMerge: action('companies.company-merge'),
  accessGroupRead: action('access-groups.access-group-read'),
  accessGroupEdit: action('access-groups.access-group-edit'),
  inboxRead: action('inboxes.inbox-read'),
  inboxEdit: action('inboxes.inbox-edit'),
  agentRead: action('agents.agent-read'),
  agentEdit: action('agents.agent-edit'),
  supportRoleCreate: action('agents.support-role-create'),
  pipelineRead: action('pipelines.pipeline-read'),
  pipelineEdit: action('pipelines.pipeline-edit'),
  propertyRead: action('properties.property-read'),
  propertyEdit: action('properties.property-edit'),
  requestFormRead: action('request-forms.request-form-read'),
  requestFormEdit: action('request-forms.request-form-edit'),
  requestFormPublish: action('request-forms.request-form-publish'),
  recordImport: action('transfers.record-import'),
  recordExport: action('transfers.record-export'),
  mailRead: action('mails.mail-read'),
  mailConfirm: action('mails.mail-confirm'),
};

/** Any one of these opens a page of the plugin. */
export const pagePermissions = [
  permissions.ticketRead,
  permissions.ticketCreate,
  permissions.contactRead,
  permissions.companyRead,
  permissions.accessGroupRead,
  permissions.inboxRead,
  permissions.agentRead,
  permissions.pipelineRead,
  permissions.propertyRead,
  permissions.requestFormRead,
  permissions.recordImport,
  permissions.recordExport,
  permissions.mailRead,
].flat();

export const allPermissions = Object.values(permissions).flat();
