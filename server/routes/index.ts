import { actionUid } from '../permissions';

/** A route of the admin panel; every one names the actions of which its caller needs any one. */
const route = (
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  handler: string,
  ...actions: [string, ...string[]]
) => ({
  method,
  path,
  handler,
  config: {
    policies: [
      'admin::isAuthenticatedAdmin',
      {
        name: 'plugin::customer-portal.hasAnyPermission',
        config: { actions: actions.map(actionUid) },
      },
    ],
  },
});

export const routes = {
  admin: {
    type: 'admin',
    routes: [
      route('GET', '/choices', 'tickets.choices', 'tickets.ticket-read', 'tickets.ticket-create'),
      route('GET', '/tickets', 'tickets.list', 'tickets.ticket-read'),
      route('POST', '/tickets', 'tickets.create', 'tickets.ticket-create'),
      route('GET', '/tickets/:id', 'tickets.find', 'tickets.ticket-read'),
      // Status and assignee, reply and note have actions of their own: the service asks for them.
      route('PUT', '/tickets/:id', 'tickets.update', 'tickets.ticket-read'),
      route('POST', '/tickets/:id/messages', 'tickets.addMessage', 'tickets.ticket-read'),
      route(
        'GET',
        '/tickets/:id/attachments/:attachmentId',
        'tickets.attachment',
        'tickets.ticket-read',
      ),
      route('GET', '/contacts', 'tickets.contacts', 'tickets.ticket-create'),
      route('GET', '/mails', 'mails.list', 'mails.mail-read'),
      route('POST', '/mails/confirm', 'mails.confirm', 'mails.mail-confirm'),
    ],
  },
};
