import type { PropertyValues } from '../contracts/properties';
import type { PropertyWrite } from './bulk-contacts';
import { idsOfOneBatch, insertKeyed, insertMany, rowsOf } from './bulk-rows';
import { dialectOf, type Connection, type Row } from './connection';
import { propertyValueRows } from './property-values';
import { companyScope, contactScope, portalScope } from './search';
import type { Standing } from './ticket-writes';

export interface BulkTicket {
  standing: Standing;
  shownStatus: string;
  portalKey: number;
  inboxKey: number;
  number: string;
  numberValue: number;
  /** The requester first, then the participants. */
  people: { key: number; name: string }[];
  companyKey: number;
  pipelineKey: number;
  statusKey: number;
  priority: string;
  category: string;
  source: string;
  subject: string;
  /** '' makes no message. */
  description: string;
  assigneeKey: number;
  lastActivityAt: number;
  firstReplyAt: number;
  closedAt: number;
  submissionKey: string;
  externalId: string;
  properties: PropertyValues;
  values: PropertyWrite[];
  /** Search tokens of number, old id, subject and description. */
  words: string[];
}

const standingColumns = (standing: Standing): Row => ({
  is_closed: standing.isClosed,
  awaits_customer: standing.awaitsCustomer,
  last_public_at: standing.lastPublicAt,
  opened_at: standing.openedAt,
});

/**
 * Makes tickets with people, conversation, first message, values and search rows, as `create` (services/ticket-writing.ts)
 * makes one, in few statements; in the same order.
 */
export async function addTickets(
  db: Connection,
  tickets: BulkTicket[],
): Promise<{ key: number; id: string }[]> {
  const nextId = idsOfOneBatch();
  const ids = tickets.map(nextId);
  const keys = await insertKeyed(
    db,
    'cp_tickets',
    rowsOf(tickets, (ticket, index) => [
      {
        document_id: ids[index],
        ...standingColumns(ticket.standing),
        portal_id: ticket.portalKey,
        inbox_id: ticket.inboxKey,
        number: ticket.number,
        number_value: ticket.numberValue,
        requester_id: ticket.people[0]?.key ?? null,
        company_id: ticket.companyKey || null,
        pipeline_id: ticket.pipelineKey,
        status_id: ticket.statusKey,
        shown_status: ticket.shownStatus,
        priority: ticket.priority,
        source: ticket.source,
        subject: ticket.subject,
        assignee_id: ticket.assigneeKey || null,
        last_activity_at: ticket.lastActivityAt,
        first_reply_at: ticket.firstReplyAt,
        closed_at: ticket.closedAt,
        submission_key: ticket.submissionKey,
        external_id: ticket.externalId,
        category: ticket.category,
        properties: JSON.stringify(ticket.properties),
        form_version: '',
      },
    ]),
  );
  const each = tickets.map((ticket, index) => ({ ticket, key: keys[index] ?? 0 }));
  await insertMany(
    db,
    'cp_participants',
    rowsOf(each, ({ ticket, key }) =>
      ticket.people.map((person, place) => ({
        document_id: nextId(),
        ...standingColumns(ticket.standing),
        portal_id: ticket.portalKey,
        ticket_id: key,
        contact_id: person.key,
        role: place === 0 ? 'requester' : 'participant',
        joined_at: ticket.standing.openedAt,
        // What was written elsewhere and before is nothing new here.
        last_read_at: ticket.standing.lastPublicAt,
      })),
    ),
  );
  await addFirstMessages(db, each, nextId);
  await insertMany(
    db,
    'cp_property_values',
    rowsOf(each, ({ ticket, key }) =>
      propertyValueRows(
        {
          kind: 'ticket',
          ticketKey: key,
          portalKey: ticket.portalKey,
          companyKey: ticket.companyKey,
        },
        ticket.values,
        nextId,
      ),
    ),
  );
  const keyColumn = dialectOf(db) === 'sqlite' ? 'rowid' : 'ticket_id';
  const searchRows = (tokensOf: (ticket: BulkTicket) => string[]) =>
    rowsOf(each, ({ ticket, key }) => [{ [keyColumn]: key, tokens: tokensOf(ticket).join(' ') }]);
  await insertMany(
    db,
    'cp_ticket_search',
    searchRows((ticket) => [...scopesOf(ticket), ...ticket.words]),
  );
  await insertMany(
    db,
    'cp_ticket_search_agents',
    searchRows((ticket) => ticket.words),
  );
  return ids.map((id, index) => ({ id, key: keys[index] ?? 0 }));
}

function scopesOf({ portalKey, companyKey, people }: BulkTicket): string[] {
  const scopes = [
    portalScope(portalKey),
    ...people.map((person) => contactScope(portalKey, person.key)),
  ];
  if (companyKey > 0) scopes.push(companyScope(portalKey, companyKey));
  return scopes;
}

async function addFirstMessages(
  db: Connection,
  each: { ticket: BulkTicket; key: number }[],
  nextId: () => string,
): Promise<void> {
  const conversationKeys = await insertKeyed(
    db,
    'cp_conversations',
    rowsOf(each, ({ ticket, key }) => [
      {
        document_id: nextId(),
        ticket_id: key,
        portal_id: ticket.portalKey,
        channel: ticket.source,
        rank: 0,
        opened_at: ticket.standing.openedAt,
      },
    ]),
  );
  await insertMany(
    db,
    'cp_messages',
    rowsOf(each, ({ ticket, key }, index) =>
      ticket.description === ''
        ? []
        : [
            {
              document_id: nextId(),
              portal_id: ticket.portalKey,
              ticket_id: key,
              conversation_id: conversationKeys[index] ?? 0,
              kind: 'public',
              author_kind: 'customer',
              contact_id: ticket.people[0]?.key ?? null,
              agent_id: null,
              author_name: ticket.people[0]?.name ?? '',
              body: ticket.description,
              body_format: 'markdown',
              source: ticket.source,
              submission_key: '',
              sent_at: ticket.standing.openedAt,
            },
          ],
    ),
  );
}

/** What an import changed of the tickets' company stands on their values too. */
export async function moveValues(
  db: Connection,
  ticketKey: number,
  companyKey: number,
): Promise<void> {
  await db('cp_property_values')
    .where({ ticket_id: ticketKey })
    .update({ company_id: companyKey || null });
}
