import type { CustomerSession, CustomerTicketDetail } from '../../../services/types';
import { h } from '../../html';
import { COMPOSER_ASSETS } from '../../layout/composer';
import type { Kept } from '../../layout/kept-fields';
import { renderPage } from '../../layout/page';
import type { Problem } from '../../layout/parts';
import { afterAnswer, query, type Answer, type SiteRequest } from '../../request';
import { Confirmation } from '../new-ticket/confirmation';
import { CloseForm, ReopenForm } from './close-form';
import { Details } from './details';
import type { TypedEdits } from './edit-form';
import { Messages, News } from './message';
import { RatingForm, type TypedRating } from './rating';
import { ReplyForm } from './reply-form';
import { keptEdits } from './typed-changes';

export async function ticketPage(
  request: SiteRequest,
  session: CustomerSession,
  id: string,
  /** What was typed into one of its forms before a session ended. */
  kept: Kept = {},
): Promise<Answer> {
  const ticket = await request.services.customerTickets.find(
    session.viewer,
    id,
    request.language,
    query(request, 'conversation'),
  );
  if (!ticket) return { kind: 'nothing' };
  if (ticket.isUnread)
    afterAnswer(request, () =>
      request.services.customerTickets.markRead(session.viewer, id, ticket.lastPublicAt),
    );
  return {
    kind: 'page',
    status: 200,
    html: ticketHtml(request, ticket, ...givenBack(ticket, kept)),
  };
}

function givenBack(
  { editable, rights }: CustomerTicketDetail,
  { rating, body = '', ...fields }: Kept,
): [typed: string, problems: Problem[], elsewhere: TypedElsewhere] {
  if (rating !== undefined && rights.canRate)
    return ['', [], { rating: { value: rating, comment: body, problems: [] } }];
  return [body, [], { edits: keptEdits(editable, fields) }];
}

/** What was typed into other forms of the page than the reply, and is not stored. */
interface TypedElsewhere {
  edits?: TypedEdits;
  rating?: TypedRating;
}

export function ticketHtml(
  request: SiteRequest,
  ticket: CustomerTicketDetail,
  typed: string,
  problems: Problem[],
  { edits, rating }: TypedElsewhere = {},
): string {
  const { t, to } = request;
  return renderPage(request, {
    title: `${ticket.number} ${ticket.subject}`,
    isError:
      [...problems, ...Object.keys(edits?.problems ?? {}), ...(rating?.problems ?? [])].length > 0,
    current: 'tickets',
    own: COMPOSER_ASSETS,
    children: (
      <div class="wide ticket">
        <p class="trail">
          <a href={to.portal()}>{t('ticket.back')}</a>
        </p>
        <Confirmation request={request} />
        <SentForm request={request} ticketId={ticket.id} />
        <div class="titleline">
          <h1>
            <bdi>{ticket.subject}</bdi>
          </h1>
          <div class="acts">
            <button type="button" class="prints" hidden>
              {t('ticket.print')}
            </button>
            <ReopenForm request={request} ticket={ticket} />
            <CloseForm request={request} ticket={ticket} />
          </div>
        </div>
        <Conversations request={request} ticket={ticket} />
        <div class="columns">
          <section aria-label={t('ticket.conversation')}>
            <Messages request={request} ticketId={ticket.id} messages={ticket.messages} />
            <News request={request} ticketId={ticket.id} messages={ticket.messages} />
            <RatingForm request={request} ticket={ticket} typed={rating} />
            <ReplyForm request={request} ticket={ticket} typed={typed} problems={problems} />
          </section>
          <Details request={request} ticket={ticket} edits={edits} />
        </div>
      </div>
    ),
  });
}

/** Forms of the page whose drafts are over once they were sent, by what is said then. */
const SENT: Readonly<Record<string, string | undefined>> = {
  closed: 'close',
  rated: 'rate',
  saved: 'edit',
};

function SentForm({ request, ticketId }: { request: SiteRequest; ticketId: string }) {
  const form = SENT[query(request, 'done')];
  if (form === undefined) return null;
  return <span hidden data-drops-draft={request.to.portal('tickets', ticketId, form)} />;
}

/** A tab for each conversation, where a ticket has several. */
function Conversations({
  request: { t, to },
  ticket,
}: {
  request: SiteRequest;
  ticket: CustomerTicketDetail;
}) {
  if (ticket.conversations.length === 0) return null;
  return (
    <nav class="tabs" aria-label={t('ticket.conversations')}>
      {ticket.conversations.map(({ id, name }, at) => (
        <a
          href={`${to.portal('tickets', ticket.id)}?conversation=${id}`}
          aria-current={id === ticket.conversation ? 'page' : undefined}
          dir="auto"
        >
          {name || t('ticket.conversationNumber', { number: at + 1 })}
        </a>
      ))}
    </nav>
  );
}
