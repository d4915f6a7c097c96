const action = (uid: string) => [{ action: `plugin::customer-portal.${uid}`, subject: null }];

/** What a page or a button asks for; each list is stable, as useRBAC wants it. */
export const permissions = {
  ticketRead: action('tickets.ticket-read'),
  ticketReply: action('tickets.ticket-reply'),
  ticketNote: action('tickets.ticket-note'),
  ticketUpdate: action('tickets.ticket-update'),
  ticketAssign: action('tickets.ticket-assign'),
  ticketCreate: action('tickets.ticket-create'),
  mailRead: action('mails.mail-read'),
  mailConfirm: action('mails.mail-confirm'),
};

export const allPermissions = Object.values(permissions).flat();
