import type { CustomerSession } from '../../../services/types';
import { h } from '../../html';
import { afterAnswer, query, type Answer, type SiteRequest } from '../../request';
import { Message } from './message';

/**
 * What others wrote since the page was made, for its script: the messages, or nothing. Asked again and again, so it is no visit
 * (site/index.ts), and an answer to it says no more than the page of the ticket.
 */
export async function ticketNews(
  request: SiteRequest,
  session: CustomerSession,
  id: string,
): Promise<Answer> {
  const { services, t } = request;
  const after = query(request, 'after');
  const messages = await services.customerTickets.news(session.viewer, id, after);
  if (!messages) return { kind: 'nothing' };
  const last = messages.at(-1);
  if (!last) return { kind: 'done' };
  afterAnswer(request, () => services.customerTickets.markRead(session.viewer, id, last.sentAt));
  const html = (
    <div data-said={t('message.new', { count: messages.length })} data-show={t('message.show')}>
      {messages.map((message) => (
        <Message request={request} ticketId={id} message={message} />
      ))}
    </div>
  );
  return { kind: 'page', status: 200, html: html.markup };
}
