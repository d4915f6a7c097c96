import type { Readable } from 'node:stream';
import {
  PAGE_SIZE,
  type AgentMessageInput,
  type AgentTicketDetail,
  type AgentTicketInput,
  type AgentTicketPage,
  type AgentTicketQuery,
  type AgentTicketRow,
  type AgentTicketUpdate,
  type AttachmentView,
  type ContactChoice,
  type ContactQuery,
  type HelpDeskChoices,
  type Priority,
  type StatusMeaning,
} from '../contracts/tickets';
import type { PropertyValues } from '../contracts/properties';
import { waysToFind } from '../rules/contact-words';
import { isFilterable, isRanged, sortedBy } from '../rules/property-filters';
import { parsePropertyValue, textKeyOf } from '../rules/property-values';
import { queryTokens } from '../rules/search-tokens';
import { findWorkingAgent, listWorkingAgents, nameOfAgent } from '../store/agents';
import { jsonOf, number, text, yes, type Connection, type Row } from '../store/connection';
import {
  findAnyContact,
  listAssociatedAmong,
  listContactKeys,
  listContactRows,
} from '../store/contacts';
import { findCompanyOfContact } from '../store/company-contacts';
import { isBelonging } from '../store/memberships';
import { findContactById } from '../store/people';
import type { PropertyRecord } from '../store/properties';
import { savePropertyValues } from '../store/property-values';
import { findTicketKeys } from '../store/search';
import {
  changesOf,
  countForAgent,
  findByKeys,
  findTicket,
  listActivity,
  listAttachments,
  listForAgent,
  listMessages,
  listPeople,
  moveTicket,
  type AgentListQuery,
} from '../store/tickets';
import {
  keysWithValues,
  listByPropertiesForAgent,
  type ValueFilter,
  type ValueSort,
} from '../store/ticket-property-lists';
import { lockTicket } from '../store/ticket-writes';
import type { Activity } from './activity';
import { checkAgentMove } from './agent-moves';
import { cursorKey, cursorNumbers } from './customer-tickets';
import {
  changesInWords,
  checkAgentAccess,
  readAgentInput,
  readPropertyInput,
  valuesAfter,
} from './property-input';
import { need, refused } from './refusals';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import { afterOf, valueCursor, valueFilters, valueSort } from './ticket-properties';
import type { Author, TicketWriting } from './ticket-writing';
import type { AttachmentFiles } from './attachments';
import type { AgentActor } from './types';

export interface AgentTickets {
  /** `candidates`: how many tickets are looked at when the list is narrowed or sorted by a property. */
  list(actor: AgentActor, query: AgentTicketQuery, candidates?: number): Promise<AgentTicketPage>;
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
  openAttachment(
    actor: AgentActor,
    ticketId: string,
    attachmentId: string,
  ): Promise<{ file: AttachmentView; stream: Readable } | null>;
}

const asAuthor = (actor: AgentActor): Author => ({
  kind: 'agent',
  key: actor.agentKey,
  id: actor.agentId,
  name: actor.name,
});

type Changes = Record<string, { before: string; after: string }>;

const asksForUpdate = (input: AgentTicketUpdate): boolean =>
  [input.status, input.priority, input.category, input.company, input.properties].some(
    (one) => one !== undefined,
  );

export function createAgentTickets(
  runtime: Runtime,
  siteMap: SiteMap,
  writing: TicketWriting,
  activity: Activity,
  files: AttachmentFiles,
): AgentTickets {
  function asRow(row: Row): AgentTicketRow {
    const status = siteMap.statusByKey(number(row.status_id));
    return {
      id: text(row.document_id),
      number: text(row.number),
      subject: text(row.subject),
      status: {
        id: status?.id ?? '',
        name: status?.name ?? '',
        meaning: (status?.meaning ?? 'new') as StatusMeaning,
        isClosed: yes(row.is_closed),
        color: status?.color ?? 'neutral',
      },
      priority: text(row.priority) as Priority | '',
      requester: text(row.requester_name),
      company: text(row.company_name),
      assignee: row.assignee_id
        ? { id: text(row.assignee_document_id), name: text(row.assignee_name) }
        : null,
      inbox: siteMap.inboxByKey(number(row.inbox_id))?.name ?? '',
      lastActivityAt: number(row.last_activity_at),
      openedAt: number(row.opened_at),
    };
  }

  async function agentKeyOf(db: Connection, actor: AgentActor, id: string): Promise<number> {
    return id === 'me' ? actor.agentKey : findWorkingAgent(db, id);
  }

  async function asListQuery(actor: AgentActor, query: AgentTicketQuery): Promise<AgentListQuery> {
    const unknown = Number.MAX_SAFE_INTEGER % 2_000_000_000;
    const statusKey = query.status
      ? (siteMap.statuses().find((status) => status.id === query.status)?.key ?? unknown)
      : 0;
    const inboxKey = query.inbox ? (siteMap.inboxById(query.inbox)?.key ?? unknown) : 0;
    let assigneeKey = 0;
    if (query.assignee === 'none') assigneeKey = -1;
    else if (query.assignee)
      assigneeKey = (await agentKeyOf(runtime.db, actor, query.assignee)) || unknown;
    const contact = query.contact ? await findAnyContact(runtime.db, query.contact) : null;
    return {
      state: query.state,
      sort: query.sort === 'opened' ? 'opened' : 'activity',
      priority: query.priority,
      statusKey,
      inboxKey,
      contactKey: query.contact ? number(contact?.id) || unknown : 0,
      assigneeKey,
      after: cursorNumbers(query.cursor ?? ''),
      limit: PAGE_SIZE + 1,
    };
  }

  /** What is asked of one custom property; refused when there is none or it takes no such value. */
  function askedOf({ property: key, value = '', from = '', to = '' }: AgentTicketQuery) {
    if (!key) return [];
    const properties = siteMap.properties('ticket');
    const property = properties.find((one) => one.key === key && isFilterable(one));
    if (!property) return refused('property', 'Choose a property that tickets can be filtered by.');
    if (isRanged(property))
      for (const bound of [from, to]) readPropertyInput(properties, { [key]: bound });
    return valueFilters([property], { [key]: { value, from, until: to } });
  }

  async function listByValues(
    query: AgentTicketQuery,
    filter: AgentListQuery,
    filters: ValueFilter[],
    byValue: ValueSort | undefined,
    candidates: number | undefined,
  ): Promise<AgentTicketPage> {
    const sort = byValue ?? { by: filter.sort };
    const after = afterOf(query.cursor ?? '', sort);
    const narrowed = { ...filter, filters, sort, after };
    const found = await listByPropertiesForAgent(runtime.db, narrowed, candidates);
    const shown = sortedBy(query.sort)?.key ?? '';
    const page = found.rows.slice(0, PAGE_SIZE);
    const last = page.at(-1);
    return {
      rows: page.map((row) => {
        const value = jsonOf<PropertyValues>(row.properties, {})[shown];
        return { ...asRow(row), ...(value !== undefined && { value }) };
      }),
      nextCursor: last && found.rows.length > PAGE_SIZE ? valueCursor(last) : null,
      count: { value: Math.min(found.total, 1000), more: found.total > 1000 },
      isCut: found.isCut,
    };
  }

  async function search(
    query: AgentTicketQuery,
    filter: AgentListQuery,
    filters: ValueFilter[],
  ): Promise<AgentTicketPage> {
    const words = queryTokens(query.q);
    if (words.length === 0)
      return { rows: [], nextCursor: null, count: { value: 0, more: false }, isCut: false };
    const keys = await findTicketKeys(runtime.db, 'agents', {
      scopes: [],
      words,
      before: cursorKey(query.cursor ?? ''),
      limit: 200,
    });
    const own = filter.contactKey
      ? await listAssociatedAmong(runtime.db, filter.contactKey, keys)
      : new Set(keys);
    const asked = await keysWithValues(runtime.db, keys, filters);
    const found = (await findByKeys(runtime.db, asked)).filter(
      (row) =>
        own.has(number(row.id)) &&
        (filter.state === 'all' || yes(row.is_closed) === (filter.state === 'closed')) &&
        (filter.statusKey === 0 || number(row.status_id) === filter.statusKey) &&
        (!filter.priority || row.priority === filter.priority) &&
        (filter.inboxKey === 0 || number(row.inbox_id) === filter.inboxKey) &&
        (filter.assigneeKey === 0 || number(row.assignee_id) === Math.max(0, filter.assigneeKey)),
    );
    const rows = found.slice(0, PAGE_SIZE);
    const isMore = keys.length === 200;
    const oldest =
      found.length > PAGE_SIZE ? number(rows.at(-1)?.id) : isMore ? (keys.at(-1) ?? 0) : 0;
    return {
      rows: rows.map(asRow),
      nextCursor: oldest > 0 ? String(oldest) : null,
      count: { value: found.length, more: isMore },
      isCut: false,
    };
  }

  async function detail(row: Row): Promise<AgentTicketDetail> {
    const key = number(row.id);
    const [messages, attachments, people, entries] = await Promise.all([
      listMessages(runtime.db, key),
      listAttachments(runtime.db, key, 'all'),
      listPeople(runtime.db, key),
      listActivity(runtime.db, key),
    ]);
    const portal = siteMap.portalByKey(number(row.portal_id));
    return {
      ...asRow(row),
      portal: { id: portal?.id ?? '', name: portal?.name ?? '' },
      category: text(row.category),
      source: text(row.source),
      properties: jsonOf<PropertyValues>(row.properties, {}),
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
          })),
      })),
      activity: entries.map((entry) => ({
        id: text(entry.document_id),
        occurredAt: number(entry.occurred_at),
        actorKind: text(entry.actor_kind) as 'customer' | 'agent' | 'system' | 'channel',
        actorName: text(entry.actor_name),
        action: text(entry.action),
        changes: changesOf(entry),
      })),
    };
  }

  function standard(key: string): PropertyRecord {
    const property = siteMap.properties('ticket').find((one) => one.isStandard && one.key === key);
    if (!property) throw new Error(`Tickets have no property ${key}`);
    return property;
  }

  /** Category and custom properties of a locked ticket, with their typed rows; the row has them afterwards. */
  async function saveProperties(
    db: Connection,
    row: Row,
    input: AgentTicketUpdate,
    record: (changes: Changes) => Promise<void>,
  ): Promise<void> {
    const { category } = input;
    const values: Row = {};
    const changed: Changes = {};
    if (category !== undefined && category !== text(row.category)) {
      const property = standard('category');
      checkAgentAccess(property, 'category');
      if ('problem' in parsePropertyValue(property, category))
        refused('category', 'Choose one of the categories.');
      values.category = category;
      changed.category = { before: text(row.category), after: category };
    }
    const before = jsonOf<PropertyValues>(row.properties, {});
    const changes = readAgentInput(siteMap.properties('ticket'), input.properties ?? {}, before);
    if (changes.length > 0) {
      values.properties = JSON.stringify(valuesAfter(before, changes));
      Object.assign(changed, changesInWords(changes, before));
      const ticket = {
        ticketKey: number(row.id),
        portalKey: number(row.portal_id),
        companyKey: number(row.company_id),
      };
      await savePropertyValues(db, { kind: 'ticket', ...ticket }, changes);
    }
    if (Object.keys(values).length === 0) return;
    await moveTicket(db, number(row.id), { ...values, last_activity_at: runtime.now() });
    Object.assign(row, values);
    await record(changed);
  }

  async function find(actor: AgentActor, id: string): Promise<AgentTicketDetail | null> {
    need(actor, 'ticket-read');
    const row = await findTicket(runtime.db, id);
    return row ? detail(row) : null;
  }

  return {
    find,

    async list(actor, query, candidates) {
      need(actor, 'ticket-read');
      const filters = askedOf(query);
      const byValue = valueSort(siteMap.properties('ticket'), query.sort);
      if (sortedBy(query.sort) && !byValue)
        refused('sort', 'Choose a property that tickets can be sorted by.');
      const filter = await asListQuery(actor, query);
      if (query.q.trim() !== '') return search(query, filter, filters);
      if (filters.length > 0 || byValue)
        return listByValues(query, filter, filters, byValue, candidates);
      const rows = await listForAgent(runtime.db, filter);
      const total = await countForAgent(runtime.db, filter);
      const page = rows.slice(0, PAGE_SIZE);
      const last = page.at(-1);
      const sortValue = number(query.sort === 'opened' ? last?.opened_at : last?.last_activity_at);
      return {
        rows: page.map(asRow),
        nextCursor: last && rows.length > PAGE_SIZE ? `${sortValue}.${number(last.id)}` : null,
        count: { value: Math.min(total, 1000), more: total > 1000 },
        isCut: false,
      };
    },

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
      need(actor, 'ticket-read');
      if (asksForUpdate(input)) need(actor, 'ticket-update');
      if (input.assignee !== undefined) need(actor, 'ticket-assign');
      const isDone = await runtime.transaction(async (db) => {
        await lockTicket(db, id);
        const row = await findTicket(db, id);
        if (!row) return false;
        const record = (changes: Record<string, { before: string; after: string }>) =>
          activity.record(db, {
            actor: asAuthor(actor),
            action: 'ticket.updated',
            subject: { kind: 'ticket', id },
            portalKey: number(row.portal_id),
            ticketKey: number(row.id),
            changes,
          });
        // First, so that what must be filled in before closing can come with the closing.
        await saveProperties(db, row, input, record);
        if (input.status !== undefined) {
          const status = siteMap.statusById(input.status);
          const current = siteMap.statusByKey(number(row.status_id));
          if (status?.pipelineKey !== current?.pipelineKey || !status)
            return refused('status', 'Choose a status of the ticket’s pipeline.');
          const rule = checkAgentMove(siteMap, actor, row, status, input.override === true);
          if (rule)
            await activity.record(db, {
              actor: asAuthor(actor),
              action: 'ticket.rule-overridden',
              subject: { kind: 'ticket', id },
              portalKey: number(row.portal_id),
              ticketKey: number(row.id),
              changes: { rule: { before: rule, after: '' } },
            });
          await writing.setStatus(db, row, asAuthor(actor), status.key);
        }
        if (input.priority !== undefined && input.priority !== row.priority) {
          checkAgentAccess(standard('priority'), 'priority');
          await moveTicket(db, number(row.id), {
            priority: input.priority,
            last_activity_at: runtime.now(),
          });
          await record({ priority: { before: text(row.priority), after: input.priority } });
        }
        if (input.company !== undefined)
          await writing.setCompany(
            db,
            row,
            asAuthor(actor),
            input.company === null
              ? { key: 0, name: '' }
              : ((await findCompanyOfContact(db, number(row.requester_id), input.company)) ??
                  refused('company', 'Choose one of the requester’s companies.')),
          );
        if (input.assignee !== undefined) {
          const key = input.assignee === null ? 0 : await agentKeyOf(db, actor, input.assignee);
          if (input.assignee !== null && key === 0)
            refused('assignee', 'Choose an agent who still works here.');
          if (key !== number(row.assignee_id)) {
            const after = key > 0 ? await nameOfAgent(db, key) : '';
            await moveTicket(db, number(row.id), {
              assignee_id: key || null,
              last_activity_at: runtime.now(),
            });
            await record({ assignee: { before: text(row.assignee_name), after } });
            if (key > 0 && input.status === undefined)
              await writing.followStatus(db, row, asAuthor(actor), 'assigned');
          }
        }
        return true;
      });
      return isDone ? find(actor, id) : null;
    },

    async create(actor, input) {
      need(actor, 'ticket-create');
      const inbox = siteMap.inboxById(input.inbox);
      if (!inbox || inbox.portalKey === 0)
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
        { sort: 'name', isDescending: false, after: null, limit: 20 },
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

    async openAttachment(actor, ticketId, attachmentId) {
      need(actor, 'ticket-read');
      const row = await findTicket(runtime.db, ticketId);
      if (!row) return null;
      const file = (await listAttachments(runtime.db, number(row.id), 'all')).find(
        (candidate) => candidate.document_id === attachmentId,
      );
      return file ? files.open(file) : null;
    },
  };
}
