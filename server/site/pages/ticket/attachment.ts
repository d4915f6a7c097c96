import { answerWith } from '../../../services/attachment-answers';
import type { CustomerSession } from '../../../services/types';
import { query, type Answer, type SiteRequest } from '../../request';

/** A file of a message, by the public ids of its ticket and its own: saved, or shown where `view` asks for it. */
export async function ticketAttachment(
  request: SiteRequest,
  { viewer }: CustomerSession,
  ticketId: string,
  attachmentId: string,
): Promise<Answer> {
  const { ctx, services } = request;
  const found = await services.attachments.findForCustomer(viewer, ticketId, attachmentId);
  const answer =
    found &&
    (await answerWith(found, {
      method: ctx.method,
      view: query(request, 'view'),
      range: ctx.get('range'),
      ifRange: ctx.get('if-range'),
    }));
  return answer ? { kind: 'file', ...answer } : { kind: 'nothing' };
}
