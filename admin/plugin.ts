export const PLUGIN_ID = 'customer-portal';

const ROOT = `/plugins/${PLUGIN_ID}`;

/** Addresses inside the admin panel. */
export const paths = {
  helpDesk: `${ROOT}/help-desk`,
  newTicket: `${ROOT}/help-desk/new`,
  ticket: (id: string) => `${ROOT}/help-desk/tickets/${id}`,
  mails: `${ROOT}/mails`,
};
