import type { AgentTicketDetail, ReadArticle } from '../contracts/tickets';
import type { PropertyValues } from '../contracts/properties';
import { jsonOf, number, text, yes, type Row } from '../store/connection';
import { listCompaniesOf } from '../store/contacts';
import {
  listActivity,
  listAttachments,
  listLinkedTickets,
  listMessages,
  listPeople,
} from '../store/tickets';
import { agentTicketRow } from './agent-ticket-lists';
import { activityView, linksOf } from './record-views';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import { ratingOf } from './ticket-ratings';
import type { AgentActor } from './types';

/** Everything that the page of a ticket shows an agent. */
export async function agentTicketDetail(
  { db }: Runtime,
  siteMap: SiteMap,
  actor: AgentActor,
  row: Row,
): Promise<AgentTicketDetail> {
  const key = number(row.id);
  const [messages, attachments, people, entries, linked, companies] = await Promise.all([
    listMessages(db, key),
    listAttachments(db, key, 'all'),
    listPeople(db, key),
    listActivity(db, key),
    listLinkedTickets(db, row, 0),
    actor.can.has('ticket-update') ? listCompaniesOf(db, number(row.requester_id)) : [],
  ]);
  const portal = siteMap.portalByKey(number(row.portal_id));
  return {
    ...agentTicketRow(siteMap, row),
    portal: { id: portal?.id ?? '', name: portal?.name ?? '' },
    companyId: text(row.company_document_id),
    companyChoices: companies
      .filter((company) => number(company.left_at) === 0)
      .map((company) => ({ id: text(company.document_id), name: text(company.name) })),
    category: text(row.category),
    source: text(row.source),
    isHeld: yes(row.is_held),
    properties: jsonOf<PropertyValues>(row.properties, {}),
    readArticles: jsonOf<ReadArticle[]>(row.read_articles, []),
    people: people.map((person) => ({
      id: text(person.document_id),
      name: text(person.name),
      address: text(person.address),
      role: person.role === 'requester' ? 'requester' : 'participant',
    })),
    messages: messages.map((message) => ({
      id: text(message.document_id),
      kind: message.kind === 'note' ? 'note' : 'public',
      authorKind: text(message.author_kind) as 'customer' | 'agent' | 'system',
      authorName: text(message.author_name),
      body: text(message.body),
      sentAt: number(message.sent_at),
      attachments: attachments
        .filter((file) => number(file.message_id) === number(message.id))
        .map((file) => ({
          id: text(file.document_id),
          name: text(file.name),
          mimeType: text(file.mime_type),
          size: number(file.size),
          width: number(file.width),
          height: number(file.height),
          isSensitive: yes(file.is_sensitive),
        })),
    })),
    activity: entries.map(activityView),
    rating: ratingOf(row),
    isPrivate: yes(row.is_private),
    ...linksOf(row, linked),
  };
}
