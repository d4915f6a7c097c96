import { BODY_LENGTH, type LinkedTicket } from '../../../contracts/tickets';
import type {
  CustomerMessageView,
  CustomerSession,
  CustomerTicketDetail,
} from '../../../services/types';
import { keepFiles, type FormBody } from '../../body';
import { Fragment, h } from '../../html';
import { factOf, labelOf } from '../../layout/facts';
import { FormToken } from '../../layout/form-token';
import { renderPage } from '../../layout/page';
import { Field, Files, Problems, SubmissionKey, Time, type Problem } from '../../layout/parts';
import { renderMessage } from '../../markdown';
import { isMessageKey } from '../../messages';
import { type Answer, type SiteRequest } from '../../request';
import { Confirmation } from '../new-ticket/confirmation';

export async function ticketPage(
  request: SiteRequest,
  session: CustomerSession,
  id: string,
  /** What was typed before a session ended. */
  typed = '',
): Promise<Answer> {
  const ticket = await request.services.customerTickets.find(session.viewer, id, request.language);
  if (!ticket) return { kind: 'nothing' };
  return {
    kind: 'page',
    status: 200,
    html: ticketHtml(request, ticket, typed, []),
  };
}

export function fileProblems(request: SiteRequest, form: FormBody): Problem[] {
  return form.problems.map(({ key, name }) => ({
    field: 'files',
    text: isMessageKey(key) ? request.t(key, { name }) : name,
  }));
}

export async function replyToTicket(
  request: SiteRequest,
  session: CustomerSession,
  id: string,
  form: FormBody,
): Promise<Answer> {
  const { services, to, t, language } = request;
  const body = (form.fields.body ?? '').trim();
  const problems: Problem[] = [];
  if (body === '') problems.push({ field: 'body', text: t('error.body') });
  if (body.length > BODY_LENGTH) problems.push({ field: 'body', text: t('error.bodyLong') });
  problems.push(...fileProblems(request, form));
  if (problems.length > 0) {
    await services.attachments.discard(form.files);
    const ticket = await services.customerTickets.find(session.viewer, id, language);
    return ticket
      ? { kind: 'page', status: 422, html: ticketHtml(request, ticket, body, problems) }
      : { kind: 'nothing' };
  }
  const done = await keepFiles(services.attachments, form, () =>
    services.customerTickets.reply(session.viewer, id, {
      body,
      files: form.files,
      submissionKey: form.fields.submissionKey ?? '',
    }),
  );
  if (!done) return { kind: 'nothing' };
  const said = done.ticketId === id ? 'reply' : 'followed-up';
  return { kind: 'redirect', to: `${to.portal('tickets', done.ticketId)}?done=${said}` };
}

export async function closeTicket(
  request: SiteRequest,
  session: CustomerSession,
  id: string,
): Promise<Answer> {
  const isDone = await request.services.customerTickets.close(session.viewer, id);
  return isDone
    ? { kind: 'redirect', to: `${request.to.portal('tickets', id)}?done=closed` }
    : { kind: 'nothing' };
}

/** What is said above the reply of a closed ticket. */
const CLOSED = {
  reopens: 'ticket.isClosed',
  'follows-up': 'ticket.opensFollowUp',
  refused: 'ticket.isClosedForGood',
} as const;

export function ticketHtml(
  request: SiteRequest,
  ticket: CustomerTicketDetail,
  typed: string,
  problems: Problem[],
): string {
  const { t, to } = request;
  const { onReply } = ticket;
  return renderPage(request, {
    title: `${ticket.number} ${ticket.subject}`,
    isError: problems.length > 0,
    current: 'tickets',
    children: (
      <div class="wide ticket">
        <p class="trail">
          <a href={to.portal()}>{t('ticket.back')}</a>
        </p>
        <Confirmation request={request} />
        <div class="titleline">
          <h1>
            <bdi>{ticket.subject}</bdi>
          </h1>
          {ticket.canClose && (
            <form method="post" action={to.portal('tickets', ticket.id, 'close')}>
              <FormToken request={request} />
              <button>{t('ticket.close')}</button>
            </form>
          )}
        </div>
        <div class="columns">
          <section aria-label={t('ticket.conversation')}>
            {ticket.messages.map((message) => (
              <Message request={request} ticketId={ticket.id} message={message} />
            ))}
            {onReply !== 'added' && <p class="notice">{t(CLOSED[onReply])}</p>}
            {onReply !== 'refused' && (
              <form
                class="reply"
                method="post"
                enctype="multipart/form-data"
                action={to.portal('tickets', ticket.id, 'reply')}
              >
                <Problems request={request} problems={problems} />
                <FormToken request={request} />
                <SubmissionKey />
                <Field
                  id="body"
                  label={t('ticket.reply')}
                  rows={6}
                  value={typed}
                  problems={problems}
                />
                <Files request={request} problems={problems} />
                <button class="primary">
                  {t(onReply === 'follows-up' ? 'ticket.sendFollowUp' : 'ticket.send')}
                </button>
              </form>
            )}
          </section>
          <Details request={request} ticket={ticket} />
        </div>
      </div>
    ),
  });
}

function Message({
  request,
  ticketId,
  message,
}: {
  request: SiteRequest;
  ticketId: string;
  message: CustomerMessageView;
}) {
  const { t, to } = request;
  const role =
    message.authorKind === 'agent'
      ? t('ticket.agent')
      : message.isMine
        ? t('ticket.you')
        : t('ticket.customer');
  return (
    <article class={`message ${message.authorKind}`}>
      <h2>
        {t('ticket.by', { name: message.authorName, role })}{' '}
        <Time request={request} instant={message.sentAt} />
      </h2>
      <div class="prose" dir="auto">
        {renderMessage(message.body)}
      </div>
      {message.attachments.length > 0 && (
        <ul class="files" aria-label={t('ticket.attachments')}>
          {message.attachments.map((file) => (
            <li>
              <a href={to.portal('tickets', ticketId, 'attachments', file.id)} download>
                {file.name}
              </a>{' '}
              <small>{sizeOf(file.size, request.language)}</small>
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}

function Details({ request, ticket }: { request: SiteRequest; ticket: CustomerTicketDetail }) {
  const { t, to } = request;
  const { fields, facts, participants, followsUp, followedUpBy } = ticket;
  const links = (label: string, tickets: LinkedTicket[]) =>
    tickets.length > 0 && (
      <>
        <dt>{label}</dt>
        {tickets.map(({ id, number, subject }) => (
          <dd>
            <a href={to.portal('tickets', id)}>{number}</a> <bdi>{subject}</bdi>
          </dd>
        ))}
      </>
    );
  return (
    <aside aria-label={t('ticket.details')}>
      <dl>
        {fields.map((field, at) => {
          const fact = facts[at];
          return (
            fact && (
              <>
                <dt>{labelOf(request, field)}</dt>
                <dd>{factOf(request, ticket, fact)}</dd>
              </>
            )
          );
        })}
        {participants.length > 0 && (
          <>
            <dt>{t('ticket.participants')}</dt>
            <dd>{participants.join(', ')}</dd>
          </>
        )}
        {links(t('ticket.followsUp'), followsUp ? [followsUp] : [])}
        {links(t('ticket.followedUpBy'), followedUpBy)}
      </dl>
    </aside>
  );
}

function sizeOf(bytes: number, language: string): string {
  const isLarge = bytes >= 1024 * 1024;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: isLarge ? 'megabyte' : 'kilobyte',
    maximumFractionDigits: 1,
  }).format(bytes / (isLarge ? 1024 * 1024 : 1024));
}
