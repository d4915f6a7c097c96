import { replyOutcome } from '../rules/status-follow';
import { number, text, yes, type Connection, type Row } from '../store/connection';
import { findTicketWithPeople, listConversation, listLinkedTickets } from '../store/tickets';
import { findTicketKey, lockTicketAt } from '../store/ticket-writes';
import { createCustomerTicketLists, customerTicketRow, maySee } from './customer-ticket-lists';
import type { Runtime } from './runtime';
import { linksOf } from './record-views';
import { createShownFacts } from './shown-facts';
import type { SiteMap } from './site-map';
import type { Author, TicketWriting } from './ticket-writing';
import type {
  CustomerMessageView,
  CustomerReply,
  CustomerTicketsService,
  CustomerViewer,
  StoredFile,
} from './types';

const asAuthor = (viewer: CustomerViewer): Author => ({
  kind: 'customer',
  key: viewer.contactKey,
  id: viewer.contactId,
  name: viewer.contactName,
});

const isTicketId = (id: string) => /^[a-z0-9]{24}$/.test(id);

/** What customers do with tickets. A ticket that may not be seen is null, for every cause. */
export function createCustomerTickets(
  runtime: Runtime,
  siteMap: SiteMap,
  writing: TicketWriting,
): CustomerTicketsService {
  const shown = createShownFacts(siteMap);
  const lists = createCustomerTicketLists(runtime, siteMap, shown);

  /** The ticket's row for each of its people when the viewer may see it, else none. */
  async function visible(db: Connection, viewer: CustomerViewer, id: string): Promise<Row[]> {
    if (!isTicketId(id)) return [];
    const rows = await findTicketWithPeople(db, id);
    const [ticket] = rows;
    if (!ticket) return [];
    const isAssociated = rows.some((row) => number(row.person_id) === viewer.contactKey);
    return maySee(viewer, ticket, isAssociated) ? rows : [];
  }

  /** Tickets that one is linked with: none is named to whom it may not be shown. */
  async function linked(viewer: CustomerViewer, ticket: Row) {
    const rows = await listLinkedTickets(runtime.db, ticket, viewer.contactKey);
    const seen = rows.filter((row) => maySee(viewer, row, number(row.participant_id) > 0));
    return linksOf(ticket, seen);
  }

  /** Changes a ticket that the viewer sees while nobody else changes it; `people` are its rows, none where it is not seen. */
  async function alone<Result>(
    viewer: CustomerViewer,
    id: string,
    work: (db: Connection, people: Row[]) => Promise<Result>,
  ): Promise<Result> {
    const key = isTicketId(id) ? await findTicketKey(runtime.db, id) : 0;
    return runtime.transaction(async (db) => {
      if (key > 0) await lockTicketAt(db, key);
      return work(db, await visible(db, viewer, id));
    });
  }

  /** A conversation's rows, one for each file, as messages with their files. */
  function asMessages(
    rows: Row[],
    viewer: CustomerViewer,
    inboxKey: number,
  ): CustomerMessageView[] {
    const messages: CustomerMessageView[] = [];
    for (const row of rows) {
      const id = text(row.document_id);
      let message = messages.at(-1);
      if (message?.id !== id) {
        const author = text(row.author_public_name) || text(row.author_name);
        message = {
          id,
          authorKind: text(row.author_kind) as CustomerMessageView['authorKind'],
          authorName:
            row.author_kind === 'agent' ? shown.agentOf(viewer.portal, author, inboxKey) : author,
          isMine: number(row.contact_id) === viewer.contactKey,
          body: text(row.body),
          sentAt: number(row.sent_at),
          attachments: [],
        };
        messages.push(message);
      }
      if (row.file_document_id !== null)
        message.attachments.push({
          id: text(row.file_document_id),
          name: text(row.file_name),
          mimeType: text(row.file_mime_type),
          size: number(row.file_size),
        });
    }
    return messages;
  }

  const onReply = (viewer: CustomerViewer, row: Row) =>
    replyOutcome(
      { isClosed: yes(row.is_closed), closedAt: number(row.closed_at) },
      viewer.portal.settings.tickets,
      runtime.now(),
    );

  /** A reply to a ticket that stays closed: a new ticket of the same people, linked with it. */
  async function followUp(
    db: Connection,
    viewer: CustomerViewer,
    people: Row[],
    input: { body: string; files: StoredFile[]; submissionKey: string },
  ): Promise<CustomerReply> {
    const [row = {}] = people;
    const requesterKey = number(row.requester_id) || viewer.contactKey;
    const participantKeys = people
      .filter((person) => person.person_role === 'participant' && person.person_name !== null)
      .map((person) => number(person.person_id));
    const made = await writing.create(db, {
      portalKey: viewer.portal.key,
      inbox: inboxFor(viewer, number(row.inbox_id)),
      requester: { key: requesterKey, companyKey: number(row.company_id) },
      author: asAuthor(viewer),
      subject: text(row.subject),
      priority: 'medium',
      source: 'portal',
      ...input,
      followsUp: {
        key: number(row.id),
        id: text(row.document_id),
        number: text(row.number),
        isPrivate: yes(row.is_private),
        participantKeys: participantKeys.filter((key) => key !== requesterKey),
      },
    });
    return { ticketId: made.id, messageId: '', isRepeated: made.isRepeated };
  }

  /** An inbox of the portal by its key, else the portal's own. */
  function inboxFor(viewer: CustomerViewer, key: number) {
    const { portal } = viewer;
    const asked = siteMap.inboxByKey(key);
    const inbox =
      asked?.portalKey === portal.key ? asked : siteMap.inboxByKey(portal.defaultInboxKey);
    if (!inbox) throw new Error(`Portal ${portal.name} has no inbox`);
    return inbox;
  }

  return {
    ...lists,

    async find(viewer, id, language) {
      const people = await visible(runtime.db, viewer, id);
      const [row] = people;
      if (!row) return null;
      const { portal } = viewer;
      const isClosed = yes(row.is_closed);
      const { details } = shown.of(portal);
      const { fields } = details;
      const facts = shown.read(details, row);
      const textOf = (key: string) => {
        const fact = facts[fields.findIndex((field) => field.key === key)];
        return fact?.kind === 'text' ? fact.text : '';
      };
      return {
        ...customerTicketRow(siteMap, row, viewer, language, facts),
        company: textOf('company'),
        assignee: textOf('owner'),
        fields,
        participants: people
          .filter((person) => person.person_role === 'participant' && person.person_name !== null)
          .map((person) => text(person.person_name)),
        messages: asMessages(
          await listConversation(runtime.db, number(row.id)),
          viewer,
          number(row.inbox_id),
        ),
        ...(await linked(viewer, row)),
        onReply: onReply(viewer, row),
        canClose: !isClosed && portal.settings.tickets.customersMayClose,
      };
    },

    async create(viewer, input) {
      const preset = input.preset;
      const inbox = inboxFor(viewer, preset?.inboxKey ?? 0);
      const ticket = await runtime.transaction((db) =>
        writing.create(db, {
          portalKey: viewer.portal.key,
          inbox,
          requester: { key: viewer.contactKey, companyKey: viewer.primaryCompanyKey },
          author: asAuthor(viewer),
          subject: input.subject,
          body: input.body,
          priority: 'medium',
          source: 'portal',
          files: input.files,
          submissionKey: acceptedKey(input.submissionKey),
          preset,
        }),
      );
      return { id: ticket.id, number: ticket.number, isRepeated: ticket.isRepeated };
    },

    async reply(viewer, id, input) {
      const sent = { ...input, submissionKey: acceptedKey(input.submissionKey) };
      return alone(viewer, id, async (db, people) => {
        const [row] = people;
        const outcome = row && onReply(viewer, row);
        if (!outcome || outcome === 'refused') return null;
        if (outcome === 'follows-up') return followUp(db, viewer, people, sent);
        const author = asAuthor(viewer);
        const added = await writing.addMessage(db, row, { kind: 'public', author, ...sent });
        return { ...added, ticketId: id };
      });
    },

    async close(viewer, id) {
      return alone(viewer, id, async (db, [row]) => {
        if (!row || !viewer.portal.settings.tickets.customersMayClose) return false;
        await writing.followStatus(db, row, asAuthor(viewer), 'closed-by-customer');
        return true;
      });
    },
  };
}

/** What our forms make; anything else, which may not fit its column, is as good as no key. */
const acceptedKey = (key: string): string => (/^[\w-]{1,64}$/.test(key) ? key : '');
