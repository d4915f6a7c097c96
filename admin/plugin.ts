export const PLUGIN_ID = 'customer-portal';

const ROOT = `/plugins/${PLUGIN_ID}`;

/** Addresses inside the admin panel. */
export const paths = {
  helpDesk: `${ROOT}/help-desk`,
  newTicket: `${ROOT}/help-desk/new`,
  ticket: (id: string) => `${ROOT}/help-desk/tickets/${id}`,
  mails: `${ROOT}/mails`,
  contacts: `${ROOT}/contacts`,
  contact: (id: string) => `${ROOT}/contacts/${id}`,
  companies: `${ROOT}/companies`,
  company: (id: string) => `${ROOT}/companies/${id}`,
  accessGroups: `${ROOT}/access-groups`,
  accessGroup: (id: string) => `${ROOT}/access-groups/${id}`,
  inboxes: `${ROOT}/inboxes`,
  inbox: (id: string) => `${ROOT}/inboxes/${id}`,
  calendars: `${ROOT}/calendars`,
  calendar: (id: string) => `${ROOT}/calendars/${id}`,
  agents: `${ROOT}/agents`,
  agent: (id: string) => `${ROOT}/agents/${id}`,
  pipelines: `${ROOT}/pipelines`,
  pipeline: (id: string) => `${ROOT}/pipelines/${id}`,
  properties: `${ROOT}/properties`,
  property: (id: string) => `${ROOT}/properties/${id}`,
  requestForms: `${ROOT}/request-forms`,
  requestForm: (id: string) => `${ROOT}/request-forms/${id}`,
  portals: `${ROOT}/portals`,
  portal: (id: string, page = 'general') => `${ROOT}/portals/${id}/${page}`,
  newPortal: `${ROOT}/portals/new`,
  portalSetup: (id: string, step: string) => `${ROOT}/portals/${id}/set-up/${step}`,
  domains: `${ROOT}/domains`,
  domain: (id: string) => `${ROOT}/domains/${id}`,
  health: `${ROOT}/health`,
  setupFiles: `${ROOT}/set-up-files`,
  imports: `${ROOT}/imports`,
  import: (id: string) => `${ROOT}/imports/${id}`,
};
