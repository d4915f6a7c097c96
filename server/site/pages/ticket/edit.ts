import type { CustomerSession } from '../../../services/types';
import type { FormBody } from '../../body';
import type { Answer, SiteRequest } from '../../request';
import { ticketHtml } from './page';
import { typedChanges } from './typed-changes';

export async function editTicket(
  request: SiteRequest,
  { viewer }: CustomerSession,
  id: string,
  form: FormBody,
): Promise<Answer> {
  const { services, to, language } = request;
  await services.attachments.discard(form.files);
  const ticket = await services.customerTickets.find(viewer, id, language);
  if (!ticket) return { kind: 'nothing' };
  const typed = typedChanges(ticket.editable, form.fields);
  const outcome = await services.ticketEdits.edit(viewer, id, typed);
  if (!outcome) return { kind: 'nothing' };
  if (outcome.outcome === 'saved')
    return { kind: 'redirect', to: `${to.portal('tickets', id)}?done=saved` };
  const values = Object.fromEntries(Object.entries(typed).map(([key, { now }]) => [key, now]));
  const edits = { values, problems: outcome.problems };
  return { kind: 'page', status: 422, html: ticketHtml(request, ticket, '', [], { edits }) };
}
