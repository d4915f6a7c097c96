import { RATING_COMMENT_LENGTH } from '../../../contracts/tickets';
import type { CustomerSession } from '../../../services/types';
import type { FormBody } from '../../body';
import type { Problem } from '../../layout/parts';
import type { Answer, SiteRequest } from '../../request';
import { ticketHtml } from './page';

export async function rateTicket(
  request: SiteRequest,
  { viewer }: CustomerSession,
  id: string,
  form: FormBody,
): Promise<Answer> {
  const { services, to, t, language } = request;
  await services.attachments.discard(form.files);
  const value = (form.fields.rating ?? '').slice(0, 10);
  const comment = form.fields.body ?? '';
  const outcome = await services.ticketRatings.rate(viewer, id, { value, comment });
  if (!outcome) return { kind: 'nothing' };
  if (outcome === 'rated')
    return { kind: 'redirect', to: `${to.portal('tickets', id)}?done=rated#rate` };
  const problem: Problem =
    outcome === 'no-value'
      ? { field: 'rating', text: t('ticket.rateMissing') }
      : { field: 'comment', text: t('ticket.rateTooLong', { most: RATING_COMMENT_LENGTH }) };
  const ticket = await services.customerTickets.find(viewer, id, language);
  if (!ticket) return { kind: 'nothing' };
  const rating = { value, comment, problems: [problem] };
  return { kind: 'page', status: 422, html: ticketHtml(request, ticket, '', [], { rating }) };
}
