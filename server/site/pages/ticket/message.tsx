import type { AttachmentView } from '../../../contracts/tickets';
import type { CustomerMessageView } from '../../../services/types';
import { Fragment, h, type Child } from '../../html';
import { Time } from '../../layout/parts';
import { renderQuoting } from '../../markdown';
import type { SiteRequest } from '../../request';
import { sizeOf } from '../../sizes';
import { templateOf } from '../../template';

interface MessageProps {
  request: SiteRequest;
  ticketId: string;
  message: CustomerMessageView;
}

/** Messages that stand open; earlier ones are behind a press, in the same page. */
const OPEN_MESSAGES = 50;
/** So few more are no reason to hide any. */
const A_FEW = 10;

/** A conversation, oldest first. Of a long one the newest stand open. */
export function Messages({
  request,
  ticketId,
  messages,
}: Omit<MessageProps, 'message'> & { messages: CustomerMessageView[] }) {
  const folded = messages.length > OPEN_MESSAGES + A_FEW ? messages.length - OPEN_MESSAGES : 0;
  const all = (some: CustomerMessageView[]): Child =>
    some.map((message) => <Message request={request} ticketId={ticketId} message={message} />);
  return (
    <>
      {folded > 0 && (
        <details class="earlier">
          <summary>{request.t('message.earlier', { count: folded })}</summary>
          {all(messages.slice(0, folded))}
        </details>
      )}
      {all(messages.slice(folded))}
    </>
  );
}

/** Where the script says that somebody else has written meanwhile (browser/live.ts). */
export function News({
  request,
  ticketId,
  messages,
}: Omit<MessageProps, 'message'> & { messages: CustomerMessageView[] }) {
  const last = messages.at(-1);
  if (!last) return null;
  return (
    <div
      class="news"
      data-news={request.to.portal('tickets', ticketId, 'news')}
      data-after={last.id}
      role="status"
    />
  );
}

export function Message({ request, ticketId, message }: MessageProps) {
  const { t } = request;
  const role =
    message.authorKind === 'agent'
      ? t('ticket.agent')
      : message.isMine
        ? t('ticket.you')
        : t('ticket.customer');
  const { text, quoted } = renderQuoting(message.body);
  return ARTICLE({
    id: message.id,
    kind: message.authorKind,
    author: message.authorName,
    role,
    time: <Time request={request} instant={message.sentAt} />,
    text,
    quoted: quoted && (
      <details class="quoted">
        <summary>{t('message.quoted')}</summary>
        <div class="prose" dir="auto">
          {quoted}
        </div>
      </details>
    ),
    files: message.attachments.length > 0 && (
      <ul class="files" aria-label={t('ticket.attachments')}>
        {message.attachments.map((file) => (
          <li>
            <FileCard request={request} ticketId={ticketId} file={file} />
          </li>
        ))}
      </ul>
    ),
  });
}

const ARTICLE = templateOf(
  ['id', 'kind', 'author', 'role', 'time', 'text', 'quoted', 'files'],
  ({ id, kind, author, role, time, text, quoted, files }) => (
    <article id={`message-${id}`} class={`message ${kind}`} aria-labelledby={`by-${id}`}>
      <h2 id={`by-${id}`}>
        <span>
          <bdi>{author}</bdi> <span class="role">{role}</span>
        </span>{' '}
        {time}
      </h2>
      <div class="prose" dir="auto">
        {text}
      </div>
      {quoted}
      {files}
    </article>
  ),
);

/** Types of which the server makes a small picture. */
const PICTURES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);

/** A file: a picture as a picture, a PDF to open, everything else to keep. The name is always there to read. */
function FileCard({
  request,
  ticketId,
  file,
}: {
  request: SiteRequest;
  ticketId: string;
  file: AttachmentView;
}) {
  const { t, to, language } = request;
  const href = to.portal('tickets', ticketId, 'attachments', file.id);
  const ending = file.name.includes('.') ? (file.name.split('.').at(-1) ?? '').slice(0, 5) : '';
  const isPicture = PICTURES.has(file.mimeType) && file.width > 0;
  const isOpened = isPicture || file.mimeType === 'application/pdf';
  return (
    <div class="file">
      {isPicture ? (
        <a class="preview" href={`${href}?view=inline`} data-broken={t('message.broken')}>
          <img
            src={`${href}?view=thumb`}
            alt={t('message.open', { name: file.name })}
            loading="lazy"
            decoding="async"
          />
        </a>
      ) : (
        <span class="kind" aria-hidden="true">
          {ending.toUpperCase() || '…'}
        </span>
      )}
      <span class="about">
        <a href={href} download>
          <bdi>{file.name}</bdi>
        </a>{' '}
        <small>{sizeOf(file.size, language)}</small>{' '}
        {isOpened && !isPicture && (
          <a href={`${href}?view=inline`} aria-label={t('message.open', { name: file.name })}>
            {t('message.openIt')}
          </a>
        )}
      </span>
    </div>
  );
}
