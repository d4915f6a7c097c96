import type {
  ActivityView,
  AgentTicketRow,
  LinkedTicket,
  StatusMeaning,
} from '../contracts/tickets';
import { number, text, yes, type Row } from '../store/connection';
import { changesOf } from '../store/tickets';
import type { SiteMap } from './site-map';

/** The status of a ticket's row as pages of the admin show it. */
export function statusView(siteMap: SiteMap, ticket: Row): AgentTicketRow['status'] {
  const status = siteMap.statusByKey(number(ticket.status_id));
  return {
    id: status?.id ?? '',
    name: status?.name ?? '',
    meaning: (status?.meaning ?? 'new') as StatusMeaning,
    isClosed: yes(ticket.is_closed),
    color: status?.color ?? 'neutral',
  };
}

export const activityView = (entry: Row): ActivityView => ({
  id: text(entry.document_id),
  occurredAt: number(entry.occurred_at),
  actorKind: text(entry.actor_kind) as ActivityView['actorKind'],
  actorName: text(entry.actor_name),
  action: text(entry.action),
  changes: changesOf(entry),
});

const linkView = (row: Row): LinkedTicket => ({
  id: text(row.document_id),
  number: text(row.number),
  subject: text(row.subject),
});

/** Tickets that one is linked with, as listLinkedTickets reads them. */
export function linksOf(ticket: Row, linked: readonly Row[]) {
  const isFollowed = (row: Row) => number(row.id) === number(ticket.follows_up_id);
  const followed = linked.find(isFollowed);
  return {
    followsUp: followed ? linkView(followed) : null,
    followedUpBy: linked.filter((row) => !isFollowed(row)).map(linkView),
  };
}
