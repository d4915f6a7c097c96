import type { AgentTicketUpdate } from '../contracts/tickets';
import type { PropertyValues } from '../contracts/properties';
import { parsePropertyValue } from '../rules/property-values';
import { nameOfAgent } from '../store/agents';
import { findCompanyOfContact } from '../store/company-contacts';
import { jsonOf, number, text, type Connection, type Row } from '../store/connection';
import type { PropertyRecord } from '../store/properties';
import { savePropertyValues } from '../store/property-values';
import { moveTicket } from '../store/tickets';
import type { Activity } from './activity';
import { checkAgentMove } from './agent-moves';
import { agentKeyOf } from './agent-ticket-lists';
import { changesInWords, checkAgentAccess, readAgentInput, valuesAfter } from './property-input';
import { need, refused } from './refusals';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { Author, TicketWriting } from './ticket-writing';
import type { AgentActor } from './types';

type Changes = Record<string, { before: string; after: string }>;

export const asAuthor = (actor: AgentActor): Author => ({
  kind: 'agent',
  key: actor.agentKey,
  id: actor.agentId,
  name: actor.name,
});

const asksForUpdate = (input: AgentTicketUpdate): boolean =>
  [input.status, input.priority, input.category, input.company, input.properties].some(
    (one) => one !== undefined,
  );

/** What the actor needs for what he asks. */
export function needForUpdate(actor: AgentActor, input: AgentTicketUpdate): void {
  need(actor, 'ticket-read');
  if (asksForUpdate(input)) need(actor, 'ticket-update');
  if (input.assignee !== undefined) need(actor, 'ticket-assign');
}

/** What an agent changes of a ticket, field by field. `row` is a locked ticket's and follows the changes. */
export function createAgentTicketChanges(
  runtime: Runtime,
  siteMap: SiteMap,
  writing: TicketWriting,
  activity: Activity,
) {
  function standard(key: string): PropertyRecord {
    const property = siteMap.properties('ticket').find((one) => one.isStandard && one.key === key);
    if (!property) throw new Error(`Tickets have no property ${key}`);
    return property;
  }

  const record = (
    db: Connection,
    actor: AgentActor,
    row: Row,
    changes: Changes,
    action = 'ticket.updated',
  ) =>
    activity.record(db, {
      actor: asAuthor(actor),
      action,
      subject: { kind: 'ticket', id: text(row.document_id) },
      portalKey: number(row.portal_id),
      ticketKey: number(row.id),
      changes,
    });

  /** Columns of the ticket and when it was last touched. */
  const move = (db: Connection, row: Row, values: Row) =>
    moveTicket(db, number(row.id), { ...values, last_activity_at: runtime.now() });

  /** Category and custom properties, with their typed rows. */
  async function setProperties(
    db: Connection,
    actor: AgentActor,
    row: Row,
    { category, properties = {} }: AgentTicketUpdate,
  ): Promise<void> {
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
    const changes = readAgentInput(siteMap.properties('ticket'), properties, before);
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
    await move(db, row, values);
    Object.assign(row, values);
    await record(db, actor, row, changed);
  }

  async function setStatus(
    db: Connection,
    actor: AgentActor,
    row: Row,
    { status: id, override = false }: AgentTicketUpdate,
  ): Promise<void> {
    if (id === undefined) return;
    const status = siteMap.statusById(id);
    const current = siteMap.statusByKey(number(row.status_id));
    if (status?.pipelineKey !== current?.pipelineKey || !status)
      return refused('status', 'Choose a status of the ticket’s pipeline.');
    const rule = checkAgentMove(siteMap, actor, row, status, override);
    if (rule) {
      const changes = { rule: { before: rule, after: '' } };
      await record(db, actor, row, changes, 'ticket.rule-overridden');
    }
    await writing.setStatus(db, row, asAuthor(actor), status.key);
  }

  async function setPriority(
    db: Connection,
    actor: AgentActor,
    row: Row,
    { priority }: AgentTicketUpdate,
  ): Promise<void> {
    if (priority === undefined || priority === row.priority) return;
    checkAgentAccess(standard('priority'), 'priority');
    await move(db, row, { priority });
    await record(db, actor, row, { priority: { before: text(row.priority), after: priority } });
  }

  async function setCompany(
    db: Connection,
    actor: AgentActor,
    row: Row,
    { company: id }: AgentTicketUpdate,
  ): Promise<void> {
    if (id === undefined) return;
    const company =
      id === null
        ? { key: 0, name: '' }
        : await findCompanyOfContact(db, number(row.requester_id), id);
    if (!company) return refused('company', 'Choose one of the requester’s companies.');
    await writing.setCompany(db, row, asAuthor(actor), company);
  }

  async function setAssignee(
    db: Connection,
    actor: AgentActor,
    row: Row,
    { assignee: id, status }: AgentTicketUpdate,
  ): Promise<void> {
    if (id === undefined) return;
    const key = id === null ? 0 : await agentKeyOf(db, actor, id);
    if (id !== null && key === 0) refused('assignee', 'Choose an agent who still works here.');
    if (key === number(row.assignee_id)) return;
    await move(db, row, { assignee_id: key || null });
    const after = key > 0 ? await nameOfAgent(db, key) : '';
    await record(db, actor, row, { assignee: { before: text(row.assignee_name), after } });
    if (key > 0 && status === undefined)
      await writing.followStatus(db, row, asAuthor(actor), 'assigned');
  }

  return {
    async apply(
      db: Connection,
      actor: AgentActor,
      row: Row,
      input: AgentTicketUpdate,
    ): Promise<void> {
      // First, so that what must be filled in before closing can come with the closing.
      await setProperties(db, actor, row, input);
      await setStatus(db, actor, row, input);
      await setPriority(db, actor, row, input);
      await setCompany(db, actor, row, input);
      await setAssignee(db, actor, row, input);
    },
  };
}
