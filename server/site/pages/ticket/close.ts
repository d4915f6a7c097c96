import { BODY_LENGTH } from '../../../contracts/tickets';
import type { CustomerSession } from '../../../services/types';
import type { FormBody } from '../../body';
import { secretsStep } from '../../composed';
import type { Answer, SiteRequest } from '../../request';
import { ticketHtml } from './page';

/** Closes a ticket; a message that is typed with it is sent first. What cannot be sent as it is stands in the reply again. */
export async function closeTicket(
  request: SiteRequest,
  session: CustomerSession,
  id: string,
  form: FormBody,
): Promise<Answer> {
  const { services, to, t, language } = request;
  const { viewer } = session;
  // The form has no files: what came by itself belongs to nothing.
  await services.attachments.discard(form.files);
  const { fields, found } = secretsStep(viewer, form.fields, ['body']);
  const body = (fields.body ?? '').trim();
  const { conversation = '', submissionKey = '' } = fields;
  if (body.length > BODY_LENGTH || found.length > 0) {
    const ticket = await services.customerTickets.find(viewer, id, language, conversation);
    if (!ticket) return { kind: 'nothing' };
    const problems =
      body.length > BODY_LENGTH ? [{ field: 'body', text: t('error.bodyLong') }] : [];
    request.composed = { uploads: [], secrets: problems.length > 0 ? [] : found };
    return { kind: 'page', status: 422, html: ticketHtml(request, ticket, body, problems) };
  }
  const word = body === '' ? undefined : { body, submissionKey, conversation };
  const isDone = await services.customerTickets.close(viewer, id, word);
  return isDone
    ? { kind: 'redirect', to: `${to.portal('tickets', id)}?done=closed` }
    : { kind: 'nothing' };
}

export async function reopenTicket(
  { services, to }: SiteRequest,
  { viewer }: CustomerSession,
  id: string,
): Promise<Answer> {
  const isDone = await services.customerTickets.reopen(viewer, id);
  return isDone
    ? { kind: 'redirect', to: `${to.portal('tickets', id)}?done=reopened` }
    : { kind: 'nothing' };
}
