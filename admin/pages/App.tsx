import { Layouts, Page } from '@strapi/strapi/admin';
import { Route, Routes } from 'react-router-dom';
import { NarrowNav, PortalNav } from '../components/PortalNav';
import { permissions } from '../permissions';
import { HelpDeskPage } from './HelpDesk/HelpDeskPage';
import { HomeRedirect } from './HomeRedirect';
import { MailsPage } from './Mails/MailsPage';
import { NewTicketPage } from './NewTicket/NewTicketPage';
import { TicketPage } from './Ticket/TicketPage';

export default function App() {
  return (
    <Layouts.Root sideNav={<PortalNav />}>
      <NarrowNav />
      <Routes>
        <Route index element={<HomeRedirect />} />
        <Route
          path="help-desk"
          element={
            <Page.Protect permissions={permissions.ticketRead}>
              <HelpDeskPage />
            </Page.Protect>
          }
        />
        <Route
          path="help-desk/new"
          element={
            <Page.Protect permissions={permissions.ticketCreate}>
              <NewTicketPage />
            </Page.Protect>
          }
        />
        <Route
          path="help-desk/tickets/:id"
          element={
            <Page.Protect permissions={permissions.ticketRead}>
              <TicketPage />
            </Page.Protect>
          }
        />
        <Route
          path="mails"
          element={
            <Page.Protect permissions={permissions.mailRead}>
              <MailsPage />
            </Page.Protect>
          }
        />
        <Route path="*" element={<HomeRedirect />} />
      </Routes>
    </Layouts.Root>
  );
}
