import { Page, useRBAC } from '@strapi/strapi/admin';
import { Navigate } from 'react-router-dom';
import { permissions } from '../permissions';
import { paths } from '../plugin';

/** To the help desk, or to the mail viewer for who may see only that. */
export function HomeRedirect() {
  const { allowedActions, isLoading } = useRBAC(PERMISSIONS);
  if (isLoading) return <Page.Loading />;
  const isMailOnly = !allowedActions.canTicketRead && allowedActions.canMailRead;
  return <Navigate to={isMailOnly ? paths.mails : paths.helpDesk} replace />;
}

const PERMISSIONS = [...permissions.ticketRead, ...permissions.mailRead];
