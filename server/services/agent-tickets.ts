import type {
  AgentAttachmentUpdate,
  AgentMessageInput,
  AgentTicketDetail,
  AgentTicketInput,
  AgentTicketUpdate,
  ContactChoice,
  ContactQuery,
  HelpDeskChoices,
  StatusMeaning,
} from '../contracts/tickets';
import { waysToFind } from '../rules/contact-words';
import { textKeyOf } from '../rules/property-values';
import { listWorkingAgents } from '../store/agents';
import { number, text } from '../store/connection';
import { listContactKeys, listContactRows } from '../store/contacts';
import { isBelonging } from '../store/memberships';
import { setSensitive } from '../store/messages';
import { findContactById } from '../store/people';
import { findTicket, listAttachments } from '../store/tickets';
import { lockTicket } from '../store/ticket-writes';
import type { Activity } from './activity';
import { asAuthor, createAgentTicketChanges, needForUpdate } from './agent-ticket-changes';
import { agentTicketDetail } from './agent-ticket-detail';
import { createAgentTicketLists, type AgentTicketLists } from './agent-ticket-lists';
import type { AttachmentFiles } from './attachments';
import { need, refused } from './refusals';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { TicketWriting } from './ticket-writing';
import type { AgentActor, FoundAttachment } from './types';

export interface AgentTickets extends AgentTicketLists {
  find(actor: AgentActor, id: string): Promise<AgentTicketDetail | null>;
  /** A public reply needs `ticket-reply`, a note `ticket-note`. */
  addMessage(
    actor: AgentActor,
    id: string,
    input: AgentMessageInput,
  ): Promise<AgentTicketDetail | null>;
  update(
    actor: AgentActor,
    id: string,
    input: AgentTicketUpdate,
  ): Promise<AgentTicketDetail | null>;
  create(actor: AgentActor, input: AgentTicketInput): Promise<{ id: string }>;
  choices(actor: AgentActor): Promise<HelpDeskChoices>;
  /** Of the inbox's portal; without an inbox, of every portal. */
  findContacts(actor: AgentActor, query: ContactQuery): Promise<ContactChoice[]>;
  findAttachment(
    actor: AgentActor,
    ticketId: string,
    attachmentId: string,
  ): Promise<FoundAttachment | null>;
  /** Hides a file from the ticket's customers, or shows it to them; needs `ticket-update`. */
  updateAttachment(
    actor: AgentActor,
    ticketId: string,
    attachmentId: string,
    input: AgentAttachmentUpdate,
  ): Promise<AgentTicketDetail | null>;
}

export function createAgentTickets(
  runtime: Runtime,
  siteMap: SiteMap,
  writing: TicketWriting,
  activity: Activity,
  files: AttachmentFiles,
): AgentTickets {
  const lists = createAgentTicketLists(runtime, siteMap);
  const changes = createAgentTicketChanges(runtime, siteMap, writing, activity);

  async function find(actor: AgentActor, id: string): Promise<AgentTicketDetail | null> {
    need(actor, 'ticket-read');
    const row = await findTicket(runtime.db, id);
    return row && agentTicketDetail(runtime, siteMap, actor, row);
  }

  return {
    ...lists,
    find,

    async addMessage(actor, id, input) {
      need(actor, 'ticket-read');
      need(actor, input.kind === 'note' ? 'ticket-note' : 'ticket-reply');
      const isDone = await runtime.transaction(async (db) => {
        await lockTicket(db, id);
        const row = await findTicket(db, id);
        if (!row) return false;
        await writing.addMessage(db, row, {
          kind: input.kind,
          body: input.body,
          author: asAuthor(actor),
          files: [],
          submissionKey: input.submissionKey ?? '',
        });
        return true;
      });
      return isDone ? find(actor, id) : null;
    },

    async update(actor, id, input) {
      needForUpdate(actor, input);
      const isDone = await runtime.transaction(async (db) => {
        await lockTicket(db, id);
        const row = await findTicket(db, id);
        if (!row) return false;
        await changes.apply(db, actor, row, input);
        return true;
      });
      return isDone ? find(actor, id) : null;
    },

    async create(actor, input) {
      need(actor, 'ticket-create');
      const inbox = siteMap.inboxById(input.inbox);
      if (!inbox || !siteMap.portalByKey(inbox.portalKey))
        return refused('inbox', 'Choose an inbox that belongs to a portal.');
      const ticket = await runtime.transaction(async (db) => {
        const contact = await findContactById(db, input.requester);
        if (!contact) return refused('requester', 'Choose a customer from the list.');
        if (!(await isBelonging(db, number(contact.id), inbox.portalKey)))
          return refused(
            'requester',
            'This customer does not belong to the portal of the inbox. Choose another customer or inbox.',
          );
        return writing.create(db, {
          portalKey: inbox.portalKey,
          inbox,
          requester: { key: number(contact.id), companyKey: number(contact.company_id) },
          author: asAuthor(actor),
          subject: input.subject,
          body: input.body,
          priority: input.priority,
          source: 'agent',
          files: [],
          submissionKey: input.submissionKey ?? '',
        });
      });
      return { id: ticket.id };
    },

    async choices(actor) {
      need(actor, 'ticket-read', 'ticket-create');
      const agents = await listWorkingAgents(runtime.db);
      return {
        me: { id: actor.agentId, name: actor.name },
        inboxes: siteMap.inboxes().map((inbox) => ({
          id: inbox.id,
          name: inbox.name,
          portal: siteMap.portalByKey(inbox.portalKey)?.name ?? '',
        })),
        statuses: siteMap.statuses().map((status) => ({
          id: status.id,
          name: status.name,
          meaning: status.meaning as StatusMeaning,
          isClosed: status.isClosed,
          pipeline: status.pipelineName,
        })),
        agents: agents.map((row) => ({ id: text(row.document_id), name: text(row.name) })),
      };
    },

    async findContacts(actor, { q, inbox }) {
      need(actor, 'ticket-create');
      const portalKey = inbox === undefined ? 0 : (siteMap.inboxById(inbox)?.portalKey ?? 0);
      if (inbox !== undefined && portalKey === 0) return [];
      const ways = waysToFind(q.slice(0, 100));
      if (ways.length === 0) return [];
      const { keys } = await listContactKeys(
        runtime.db,
        {
          ways,
          companyBeginning: textKeyOf(q.slice(0, 70)),
          companyKey: 0,
          portalKeys: portalKey > 0 ? [portalKey] : [],
          standings: ['registered', 'invited'],
          isOutside: false,
          language: '',
          isInBin: false,
        },
        { sort: 'name', isDescending: false, after: null, limit: 20, isChoice: true },
      );
      const rows = await listContactRows(runtime.db, keys);
      rows.sort((a, b) => keys.indexOf(number(a.id)) - keys.indexOf(number(b.id)));
      return rows.map((row) => ({
        id: text(row.document_id),
        name: text(row.name),
        address: text(row.address),
        company: text(row.company),
      }));
    },

    async findAttachment(actor, ticketId, attachmentId) {
      need(actor, 'ticket-read');
      const row = await findTicket(runtime.db, ticketId);
      if (!row) return null;
      const file = (await listAttachments(runtime.db, number(row.id), 'all')).find(
        (candidate) => candidate.document_id === attachmentId,
      );
      return file ? files.find(file) : null;
    },

    async updateAttachment(actor, ticketId, attachmentId, { isSensitive }) {
      need(actor, 'ticket-read');
      need(actor, 'ticket-update');
      const isThere = await runtime.transaction(async (db) => {
        await lockTicket(db, ticketId);
        const row = await findTicket(db, ticketId);
        if (!row) return false;
        const key = number(row.id);
        const all = await listAttachments(db, key, 'all');
        if (!all.some(({ document_id: id }) => id === attachmentId)) return false;
        if (await setSensitive(db, key, attachmentId, isSensitive))
          await activity.record(db, {
            actor: { kind: 'agent', id: actor.agentId, name: actor.name },
            action: isSensitive ? 'ticket.attachment-hidden' : 'ticket.attachment-shown',
            subject: { kind: 'ticket', id: ticketId },
            portalKey: number(row.portal_id),
            ticketKey: key,
          });
        return true;
      });
      return isThere ? find(actor, ticketId) : null;
    },
  };
}
