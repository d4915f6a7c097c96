import { permissions } from '../../permissions';
import type { AreaRoute } from '../areaRoute';
import { MailsPage } from '../Mails/MailsPage';
import { NewTicketPage } from '../NewTicket/NewTicketPage';
import { TicketPage } from '../Ticket/TicketPage';
import { HelpDeskPage } from './HelpDeskPage';

export const helpDeskRoutes: AreaRoute[] = [
  { path: 'help-desk', permissions: permissions.ticketRead, element: <HelpDeskPage /> },
  { path: 'help-desk/new', permissions: permissions.ticketCreate, element: <NewTicketPage /> },
  { path: 'help-desk/tickets/:id', permissions: permissions.ticketRead, element: <TicketPage /> },
  { path: 'mails', permissions: permissions.mailRead, element: <MailsPage /> },
];
