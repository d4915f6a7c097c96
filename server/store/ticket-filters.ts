import type { FilterGroups } from '../contracts/filter-groups';
import type { PropertyValue } from '../contracts/properties';
import { jsonOf, number, text, type Connection, type Row } from './connection';
import {
  filterSql,
  instantColumn,
  recordColumn,
  typedRows,
  type Place,
  type Sql,
} from './filter-groups';
import type { PropertyRecord } from './properties';
import { valuesOfTicket } from './ticket-property-lists';

/** Where each standard property of a ticket stands: options in a column, instants, and records by their key. */
const OPTIONS: Record<string, string> = {
  priority: 'priority',
  category: 'category',
  source: 'source',
};
const INSTANTS: Record<string, string> = {
  created: 'opened_at',
  last_activity: 'last_activity_at',
  first_reply: 'first_reply_at',
  closed: 'closed_at',
};
const RECORDS: Record<string, [table: string, column: string]> = {
  pipeline: ['cp_pipelines', 'pipeline_id'],
  status: ['cp_statuses', 'status_id'],
  owner: ['cp_agents', 'assignee_id'],
  company: ['cp_companies', 'company_id'],
};

/**
 * The ticket properties that filter groups can ask about, for rule, editor and SQL alike. Not subject and description: their
 * words stand in the search index, and nowhere as keys that no collation touches.
 */
export const ticketFilterProperties = (properties: readonly PropertyRecord[]): PropertyRecord[] =>
  properties.filter(
    ({ isStandard, key }) => !isStandard || key in OPTIONS || key in INSTANTS || key in RECORDS,
  );

/**
 * A ticket as filters see it: its custom properties beside the standard ones. The row has the columns of `cp_tickets`, and
 * for each record its public id (`company_document_id`); what it does not name is unknown.
 */
export function ticketRecord(row: Row): Record<string, PropertyValue | undefined> {
  const read = <Column>(
    places: Record<string, Column>,
    value: (column: Column, key: string) => PropertyValue | undefined,
  ) => Object.fromEntries(Object.entries(places).map(([key, column]) => [key, value(column, key)]));
  return {
    ...jsonOf<Record<string, PropertyValue>>(row.properties, {}),
    ...read(OPTIONS, (column) => text(row[column])),
    ...read(INSTANTS, (column) => number(row[column]) || undefined),
    ...read(RECORDS, (_, key) => text(row[`${key}_document_id`])),
  };
}

/**
 * Filter groups as one condition over `cp_tickets t`: what rules/filter-groups.ts decides in memory of a ticketRecord with
 * the same properties. It says nothing of who may see the ticket, or of the bin: the caller adds LIVING and the scope.
 */
export const ticketFilterSql = (
  db: Connection,
  groups: FilterGroups,
  properties: readonly PropertyRecord[],
  now: number,
): Sql =>
  filterSql(
    groups,
    ticketFilterProperties(properties),
    (property) => placeOfTicket(db, property),
    now,
  );

function placeOfTicket(db: Connection, property: PropertyRecord): Place | null {
  if (!property.isStandard)
    return typedRows(property, `${valuesOfTicket(db, 'v')} WHERE v.ticket_id = t.id`);
  const option = OPTIONS[property.key];
  if (option) return optionColumn(`t.${option}`);
  const instant = INSTANTS[property.key];
  if (instant) return instantColumn(`t.${instant}`);
  const record = RECORDS[property.key];
  return record ? recordColumn(`${record[0]} o WHERE o.id = t.${record[1]}`) : null;
}

const optionColumn = (column: string): Place => ({
  isKnown: { sql: `${column} <> ''`, bindings: [] },
  hasOption: (keys) => ({
    sql: `${column} IN (${keys.map(() => '?').join(', ')})`,
    bindings: keys,
  }),
});
