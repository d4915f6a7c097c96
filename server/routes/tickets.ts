import { route } from './route';

export const tickets = [
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
  route(
    'PUT',
    '/tickets/:id/attachments/:attachmentId',
    'tickets.updateAttachment',
    'tickets.ticket-update',
  ),
  route('GET', '/contact-choices', 'tickets.contacts', 'tickets.ticket-create'),
];
