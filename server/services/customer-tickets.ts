import { replyOutcome } from '../rules/status-follow';
import { number, text, yes, type Connection, type Row } from '../store/connection';
import { findSubmittedTicket } from '../store/ticket-writes';
import { findSubmittedMessage, listIdsAfter } from '../store/messages';
import { listConversation, listLinkedTickets } from '../store/tickets';
import { asAuthor, ownRow, participantsOf, type TicketAccess } from './customer-ticket-access';
import { createCustomerTicketLists, customerTicketRow, maySee } from './customer-ticket-lists';
import { needOwn } from './refusals';
import type { Runtime } from './runtime';
import { linksOf } from './record-views';
import type { ShownFacts } from './shown-facts';
import type { SiteMap } from './site-map';
import { editableFields } from './ticket-edits';
import { ratingOf } from './ticket-ratings';
import { seersOf } from './ticket-seers';
import type { TicketWriting } from './ticket-writing';
import type {
  CustomerMessageView,
  CustomerReply,
  CustomerTicketsService,
  CustomerViewer,
  StoredFile,
} from './types';

/** What customers do with tickets. A ticket that may not be seen is null, for every cause. */
export function createCustomerTickets(
  runtime: Runtime,
  siteMap: SiteMap,
  access: TicketAccess,
  shown: ShownFacts,
  writing: TicketWriting,
): CustomerTicketsService {
  const lists = createCustomerTicketLists(runtime, siteMap, shown);

  /** Tickets that one is linked with: none is named to whom it may not be shown. */
  async function linked(viewer: CustomerViewer, ticket: Row) {
    const rows = await listLinkedTickets(runtime.db, ticket, viewer.contactKey);
    const seen = rows.filter((row) => maySee(viewer, row, number(row.participant_id) > 0));
    return linksOf(ticket, seen);
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
          width: number(row.file_width),
          height: number(row.file_height),
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
    const participantKeys = participantsOf(people).map((person) => number(person.person_id));
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

    async find(viewer, id, language, conversation = '') {
      const people = await access.visible(runtime.db, viewer, id);
      const [row] = people;
      if (!row) return null;
      const { details } = shown.of(viewer.portal);
      const { fields } = details;
      const facts = shown.read(details, row);
      const textOf = (key: string) => {
        const fact = facts[fields.findIndex((field) => field.key === key)];
        return fact?.kind === 'text' ? fact.text : '';
      };
      const rights = access.rights(viewer, row, people);
      const own = ownRow(viewer, people);
      const written = await listConversation(runtime.db, number(row.id));
      const conversations = conversationsOf(written);
      const open = conversations.find((one) => one.id === conversation) ?? conversations[0];
      const isOfSeveral = conversations.length > 1;
      const { followsUp, followedUpBy } = await linked(viewer, row);
      return {
        company: textOf('company'),
        assignee: textOf('owner'),
        fields,
        participants: participantsOf(people).map((person) => text(person.person_name)),
        messages: asMessages(
          isOfSeveral ? written.filter((one) => idIn(one, open?.id ?? '') === open?.id) : written,
          viewer,
          number(row.inbox_id),
        ),
        conversations: isOfSeveral ? conversations : [],
        conversation: isOfSeveral ? (open?.id ?? '') : '',
        followsUp,
        followedUpBy,
        onReply: onReply(viewer, row),
        canClose: rights.canClose,
        rights,
        isPrivate: yes(row.is_private),
        seers: await seersOf(runtime, siteMap, viewer, row, language),
        mails: own ? { wanted: !yes(own.person_muted), address: text(own.person_address) } : null,
        editable: rights.canEdit ? editableFields(fields, row) : [],
        rating: ratingOf(row),
        ...customerTicketRow(siteMap, row, viewer, language, facts, own?.person_read_at),
      };
    },

    async sentBefore(viewer, submissionKey, id) {
      const key = acceptedKey(submissionKey);
      if (key === '') return null;
      const [row] = id === '' ? [] : await access.visible(runtime.db, viewer, id);
      if (row && (await findSubmittedMessage(runtime.db, number(row.id), key))) return id;
      if (id !== '' && !row) return null;
      return (await findSubmittedTicket(runtime.db, viewer.contactKey, key))?.id ?? null;
    },

    async news(viewer, id, after) {
      const [row] = await access.visible(runtime.db, viewer, id);
      if (!row) return null;
      const key = number(row.id);
      const fresh = new Set(await listIdsAfter(runtime.db, key, after, viewer.contactKey));
      if (fresh.size === 0) return [];
      const rows = await listConversation(runtime.db, key);
      // The page shows one conversation: what was written in another stands in its own tab.
      const last = rows.find((one) => text(one.document_id) === after);
      const isShown = (one: Row) => !last || idIn(one, '') === idIn(last, '');
      return asMessages(
        rows.filter((one) => fresh.has(text(one.document_id)) && isShown(one)),
        viewer,
        number(row.inbox_id),
      );
    },

    async create(viewer, input) {
      needOwn(viewer);
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
          readArticles: input.readArticles,
        }),
      );
      return { id: ticket.id, number: ticket.number, isRepeated: ticket.isRepeated };
    },

    async reply(viewer, id, input) {
      needOwn(viewer);
      const sent = { ...input, submissionKey: acceptedKey(input.submissionKey) };
      return access.alone<CustomerReply | null>(viewer, id, async (db, row, people) => {
        const outcome = onReply(viewer, row);
        if (outcome === 'refused') return null;
        if (outcome === 'follows-up') return followUp(db, viewer, people, sent);
        const author = asAuthor(viewer);
        const added = await writing.addMessage(db, row, { kind: 'public', author, ...sent });
        return { ...added, ticketId: id };
      });
    },

    async close(viewer, id, word) {
      needOwn(viewer);
      const done = await access.alone(viewer, id, async (db, row) => {
        if (!viewer.portal.settings.tickets.customersMayClose) return false;
        const outcome = onReply(viewer, row);
        if (word && outcome !== 'added' && outcome !== 'reopens') return false;
        const author = asAuthor(viewer);
        if (!word) await writing.moveWithoutWord(db, row, author, 'closed-by-customer');
        else
          await writing.addMessage(db, row, {
            kind: 'public',
            author,
            body: word.body,
            files: [],
            submissionKey: acceptedKey(word.submissionKey),
            conversation: word.conversation,
            event: 'closed-by-customer',
          });
        return true;
      });
      return done ?? false;
    },

    async reopen(viewer, id) {
      needOwn(viewer);
      const done = await access.alone(viewer, id, async (db, row, people) => {
        // Sent twice, it is open already.
        if (!yes(row.is_closed)) return true;
        if (!access.rights(viewer, row, people).canReopen) return false;
        await writing.moveWithoutWord(db, row, asAuthor(viewer), 'customer-replied');
        return true;
      });
      return done ?? false;
    },
  };
}

/** Public id of the conversation that a row of a message names; `otherwise` where it names none. */
const idIn = (row: Row, otherwise: string): string => text(row.conversation_id) || otherwise;

/** Conversations of which a customer sees something, in their order. */
function conversationsOf(rows: readonly Row[]): { id: string; name: string }[] {
  const found = new Map<string, Row>();
  for (const row of rows) if (row.conversation_id !== null) found.set(idIn(row, ''), row);
  const order = (row: Row) => number(row.conversation_rank);
  return [...found.values()]
    .sort((a, b) => order(a) - order(b) || number(a.conversation_key) - number(b.conversation_key))
    .map((row) => ({ id: idIn(row, ''), name: text(row.conversation_subject) }));
}

/** What our forms make; anything else, which may not fit its column, is as good as no key. */
const acceptedKey = (key: string): string => (/^[\w-]{1,64}$/.test(key) ? key : '');
