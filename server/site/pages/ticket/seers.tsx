import type { TicketSeers } from '../../../services/ticket-seers';
import { h } from '../../html';
import type { SiteRequest } from '../../request';

const NAMED = 20;

/** "Can be seen by you and 3 colleagues": it opens their names. */
export function Seers({ request, seers }: { request: SiteRequest; seers: TicketSeers }) {
  const { t, session } = request;
  const { names, count, isMore } = seers;
  const who = session?.viewer.portal.settings.tickets.participants ?? 'company';
  const line = t(isMore ? 'ticket.seenByMore' : 'ticket.seenBy', { count, who });
  if (count === 0) return <p class="seers">{line}</p>;
  const rest = count - NAMED;
  return (
    <details class="unfolds seers">
      <summary>{line}</summary>
      <ul>
        {names.slice(0, NAMED).map((name) => (
          <li>
            <bdi>{name}</bdi>
          </li>
        ))}
        {rest > 0 && (
          <li>{t(isMore ? 'ticket.seenByRestMore' : 'ticket.seenByRest', { count: rest })}</li>
        )}
      </ul>
      <p class="help">{t('ticket.andSupport')}</p>
    </details>
  );
}
