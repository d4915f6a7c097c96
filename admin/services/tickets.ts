import { getFetchClient } from '@strapi/strapi/admin';
import type {
  AgentMessageInput,
  AgentTicketDetail,
  AgentTicketInput,
  AgentTicketPage,
  AgentTicketUpdate,
  AttachmentView,
  ContactChoice,
  HelpDeskChoices,
} from '../../server/contracts/tickets';
import { api } from './api';
import { useRead } from './useRead';

const POLL_EVERY = 15_000;

export const useChoices = () => useRead<HelpDeskChoices>(api('/choices'));

export const useTicketPage = (query: Record<string, string | undefined>) =>
  useRead<AgentTicketPage>(api('/tickets', query));

export const useTicket = (id: string) =>
  useRead<AgentTicketDetail>(api(`/tickets/${id}`), POLL_EVERY);

export const useContacts = (q: string, inbox: string) =>
  useRead<ContactChoice[]>(q === '' || inbox === '' ? null : api('/contact-choices', { q, inbox }));

// A change is not tied to its page: leaving the page must not cut off a reply that is on its way.
export async function createTicket(input: AgentTicketInput): Promise<{ id: string }> {
  const { data } = await getFetchClient().post<{ id: string }>(api('/tickets'), input);
  return data;
}

export async function updateTicket(
  id: string,
  update: AgentTicketUpdate,
): Promise<AgentTicketDetail> {
  const { data } = await getFetchClient().put<AgentTicketDetail>(api(`/tickets/${id}`), update);
  return data;
}

export async function sendMessage(
  id: string,
  message: AgentMessageInput,
): Promise<AgentTicketDetail> {
  const { data } = await getFetchClient().post<AgentTicketDetail>(
    api(`/tickets/${id}/messages`),
    message,
  );
  return data;
}

/** Hides a file from the ticket's customers, or shows it to them. */
export async function setSensitive(
  ticketId: string,
  fileId: string,
  isSensitive: boolean,
): Promise<AgentTicketDetail> {
  const { data } = await getFetchClient().put<AgentTicketDetail>(
    api(`/tickets/${ticketId}/attachments/${fileId}`),
    { isSensitive },
  );
  return data;
}

/** Saves a file under its name. A plain link would come without the admin's token. */
export async function downloadAttachment(ticketId: string, file: AttachmentView): Promise<void> {
  const url = api(`/tickets/${ticketId}/attachments/${file.id}`);
  const { data } = await getFetchClient().get(url, { responseType: 'blob' });
  const address = URL.createObjectURL(data);
  const link = document.createElement('a');
  link.href = address;
  link.download = file.name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
