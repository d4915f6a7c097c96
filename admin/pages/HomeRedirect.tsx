import { Page, useRBAC } from '@strapi/strapi/admin';
import { Navigate } from 'react-router-dom';
import { permissions } from '../permissions';
import { paths } from '../plugin';

/** To the first page that the person's role lets see. */
export function HomeRedirect() {
  const { allowedActions, isLoading } = useRBAC(PERMISSIONS);
  if (isLoading) return <Page.Loading />;
  return <Navigate to={firstPage()} replace />;

  function firstPage() {
    if (allowedActions.canTicketRead) return paths.helpDesk;
    if (allowedActions.canTicketCreate) return paths.newTicket;
    return allowedActions.canMailRead ? paths.mails : paths.helpDesk;
  }
}

const PERMISSIONS = [
  ...permissions.ticketRead,
  ...permissions.ticketCreate,
  ...permissions.mailRead,
];
