import type { PropertyValues } from '../contracts/properties';
import { agentName, assigneeName } from '../rules/agent-name';
import { chosenFields, showableFields, type ShownField } from '../rules/shown-fields';
import { jsonOf, number, text, type Row } from '../store/connection';
import { definitionOf } from '../store/properties';
import type { ListParts } from '../store/tickets';
import type { SiteMap } from './site-map';
import type { PortalRecord, ShownFact } from './types';

type Read = (row: Row, values: PropertyValues) => ShownFact;

/** Facts in their order, and how each is read from a ticket's row. */
export interface Reading {
  fields: ShownField[];
  reads: Read[];
  /** Whether any stands in the JSON copy of the values. */
  hasValues: boolean;
}

/** What a portal shows its customers of a ticket, made ready when its settings are loaded. */
interface Shown {
  columns: Reading;
  details: Reading;
  /** All of both, the columns first: what a file of the list has behind number and subject. */
  exported: Reading;
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
  const ready = new WeakMap<PortalRecord, Shown>();

  /** Portals and properties are loaded together, so a portal's record stands for both. */
  function of(portal: PortalRecord): Shown {
    const known = ready.get(portal);
    if (known) return known;
    const properties = siteMap.properties('ticket').map(definitionOf);
    const { columns, details } = portal.settings.tickets;
    const shown = {
      columns: readingOf(portal, chosenFields(columns, properties)),
      details: readingOf(
        portal,
        details ? chosenFields(details, properties) : showableFields(properties),
      ),
    };
    const all = [...shown.columns.fields, ...shown.details.fields];
    const byKey = new Map(all.map((field) => [field.key, field]));
    byKey.delete('number');
    const made = {
      ...shown,
      exported: readingOf(portal, [...byKey.values()]),
      parts: partsOf(shown.columns.fields),
    };
    ready.set(portal, made);
    return made;
  }

  const readingOf = (portal: PortalRecord, fields: ShownField[]): Reading => ({
    fields,
    reads: fields.map((field) => readerOf(portal, field)),
    hasValues: fields.some(({ definition }) => definition && !definition.isStandard),
  });

  /** How a customer reads an agent. */
  const agentOf = (portal: PortalRecord, name: string, inboxKey: number): string =>
    agentName(portal.settings.tickets.ownerName, name, standOf(portal, inboxKey));

  const standOf = ({ company }: PortalRecord, inboxKey: number) => ({
    company,
    inbox: siteMap.inboxByKey(inboxKey)?.name ?? '',
  });

  function readerOf(portal: PortalRecord, { key, definition }: ShownField): Read {
    if (!definition) return textIn(key === 'requester' ? 'requester_name' : key);
    if (!definition.isStandard)
      return (_, { [key]: value }) =>
        value === undefined || value.toString() === ''
          ? null
          : { kind: 'value', definition, value };
    const column = INSTANTS[key];
    if (column !== undefined)
      return ({ [column]: value }) => {
        const instant = number(value);
        return instant > 0 ? { kind: 'instant', instant } : null;
      };
    if (OPTIONS.has(key))
      return ({ [key]: value }) =>
        text(value) === '' ? null : { kind: 'value', definition, value: text(value) };
    switch (key) {
      case 'status':
        return () => STATUS;
      case 'owner': {
        const how = portal.settings.tickets.ownerName;
        return (row) => {
          const name = text(row.assignee_public_name) || text(row.assignee_name);
          return asText(assigneeName(how, name, standOf(portal, number(row.inbox_id))));
        };
      }
      case 'company':
        return textIn('company_name');
      case 'pipeline':
        return (row) => asText(siteMap.pipelineByKey(number(row.pipeline_id))?.name);
      default:
        return () => null;
    }
  }

  /** One for each field, null where the ticket has nothing. */
  function read({ reads, hasValues }: Reading, row: Row): ShownFact[] {
    const values = hasValues ? jsonOf<PropertyValues>(row.properties, {}) : {};
    return reads.map((one) => one(row, values));
  }

  return { of, read, agentOf };
}

export type ShownFacts = ReturnType<typeof createShownFacts>;

const partsOf = (columns: readonly ShownField[]): ListParts => ({
  values: columns.some(({ key, definition }) => definition && !IN_EVERY_ROW.has(key)),
  names: columns.some(({ key, definition }) => definition?.isStandard && NAMES.has(key)),
});

const STATUS: ShownFact = { kind: 'status' };

const textIn =
  (column: string): Read =>
  (row) =>
    asText(row[column]);

const asText = (value: unknown): ShownFact => {
  const shown = text(value);
  return shown === '' ? null : { kind: 'text', text: shown };
};
