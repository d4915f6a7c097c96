import type { PropertyValues } from '../contracts/properties';
import { agentName, assigneeName } from '../rules/agent-name';
import { chosenFields, showableFields, type ShownField } from '../rules/shown-fields';
import { jsonOf, number, text, type Row } from '../store/connection';
import { definitionOf } from '../store/properties';
import type { ListParts } from '../store/tickets';
import type { SiteMap } from './site-map';
import type { PortalRecord, ShownFact } from './types';

/** What a portal shows its customers of a ticket, made ready when its settings are loaded. */
export interface ShownFields {
  columns: ShownField[];
  details: ShownField[];
  /** What the columns have to read. */
  parts: ListParts;
}

const INSTANTS: Record<string, string | undefined> = {
  created: 'opened_at',
  // Not the last activity of all: customers would see when agents write notes.
  last_activity: 'last_public_at',
  first_reply: 'first_reply_at',
  closed: 'closed_at',
};
const OPTIONS = new Set(['priority', 'category', 'source']);
const NAMES = new Set(['owner', 'company']);
const IN_EVERY_ROW = new Set(['status', 'created', 'last_activity', ...NAMES]);

/** The one place that decides what customers read of a ticket's facts: list, ticket, and every other face. */
export function createShownFacts(siteMap: SiteMap) {
  const ready = new WeakMap<PortalRecord, ShownFields>();

  /** Portals and properties are loaded together, so a portal's record stands for both. */
  function of(portal: PortalRecord): ShownFields {
    const known = ready.get(portal);
    if (known) return known;
    const properties = siteMap.properties('ticket').map(definitionOf);
    const { columns, details } = portal.settings.tickets;
    const shown = {
      columns: chosenFields(columns, properties),
      details: details ? chosenFields(details, properties) : showableFields(properties),
    };
    const fields = { ...shown, parts: partsOf(shown.columns) };
    ready.set(portal, fields);
    return fields;
  }

  /** How a customer reads an agent. */
  const agentOf = (portal: PortalRecord, name: string, inboxKey: number): string =>
    agentName(portal.settings.tickets.ownerName, name, standOf(portal, inboxKey));

  const standOf = ({ company }: PortalRecord, inboxKey: number) => ({
    company,
    inbox: siteMap.inboxByKey(inboxKey)?.name ?? '',
  });

  function factOf(portal: PortalRecord, row: Row, { key, definition }: ShownField): ShownFact {
    if (!definition) return asText(row[key === 'requester' ? 'requester_name' : key]);
    if (!definition.isStandard) {
      const value = jsonOf<PropertyValues>(row.properties, {})[key];
      return value === undefined || value.toString() === ''
        ? null
        : { kind: 'value', definition, value };
    }
    const instant = INSTANTS[key];
    if (instant !== undefined)
      return number(row[instant]) > 0 ? { kind: 'instant', instant: number(row[instant]) } : null;
    if (OPTIONS.has(key)) {
      const value = text(row[key]);
      return value === '' ? null : { kind: 'value', definition, value };
    }
    switch (key) {
      case 'status':
        return { kind: 'status' };
      case 'owner': {
        const name = text(row.assignee_public_name) || text(row.assignee_name);
        const stand = standOf(portal, number(row.inbox_id));
        return asText(assigneeName(portal.settings.tickets.ownerName, name, stand));
      }
      case 'company':
        return asText(row.company_name);
      case 'pipeline':
        return asText(siteMap.pipelineByKey(number(row.pipeline_id))?.name);
      default:
        return null;
    }
  }

  /** One for each field, null where the ticket has nothing. */
  const factsOf = (portal: PortalRecord, row: Row, fields: readonly ShownField[]): ShownFact[] =>
    fields.map((field) => factOf(portal, row, field));

  return { of, factsOf, agentOf };
}

export type ShownFacts = ReturnType<typeof createShownFacts>;

const partsOf = (columns: readonly ShownField[]): ListParts => ({
  values: columns.some(({ key, definition }) => definition && !IN_EVERY_ROW.has(key)),
  names: columns.some(({ key, definition }) => definition?.isStandard && NAMES.has(key)),
});

const asText = (value: unknown): ShownFact => {
  const shown = text(value);
  return shown === '' ? null : { kind: 'text', text: shown };
};
