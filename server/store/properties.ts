import type {
  AgentAccess,
  CustomerAccess,
  PropertyDefinition,
  PropertyKind,
  PropertyOption,
  PropertySubject,
} from '../contracts/properties';
import {
  change,
  insert,
  jsonOf,
  number,
  select,
  text,
  yes,
  type Connection,
  type Row,
} from './connection';

/** A definition with its numeric key, which never leaves the server. */
export interface PropertyRecord extends PropertyDefinition {
  rowKey: number;
}

/** What may leave the server. */
export function definitionOf(record: PropertyRecord): PropertyDefinition {
  const definition: PropertyDefinition & { rowKey?: number } = { ...record };
  delete definition.rowKey;
  return definition;
}

export function propertyRecord(row: Row): PropertyRecord {
  return {
    rowKey: number(row.id),
    id: text(row.document_id),
    subject: text(row.subject) as PropertySubject,
    key: text(row.key),
    kind: text(row.kind) as PropertyKind,
    isStandard: yes(row.is_standard),
    labels: jsonOf<Record<string, string>>(row.labels, {}),
    helps: jsonOf<Record<string, string>>(row.helps, {}),
    options: jsonOf<PropertyOption[]>(row.options, []),
    customerAccess: text(row.customer_access) as CustomerAccess,
    agentAccess: text(row.agent_access) as AgentAccess,
    isRequiredToClose: yes(row.is_required_to_close),
    rank: number(row.rank),
  };
}

export function listProperties(db: Connection): Promise<Row[]> {
  const columns = ['id', 'document_id', 'subject', 'key', 'kind', 'is_standard', 'labels', 'helps'];
  const others = ['options', 'customer_access', 'agent_access', 'is_required_to_close', 'rank'];
  // Through the builder: `key` and `rank` are words of MariaDB's own.
  return db('cp_properties')
    .select([...columns, ...others])
    .where({ trashed_at: 0 })
    .orderBy([{ column: 'subject' }, { column: 'rank' }, { column: 'id' }]);
}

export type NewPropertyRow = Omit<PropertyDefinition, 'id'>;

/** Makes a definition. Throws when the subject has the key already. */
export function addProperty(
  db: Connection,
  property: NewPropertyRow,
): Promise<{ key: number; id: string }> {
  return insert(db, 'cp_properties', {
    subject: property.subject,
    key: property.key,
    kind: property.kind,
    is_standard: property.isStandard,
    labels: JSON.stringify(property.labels),
    helps: JSON.stringify(property.helps),
    options: JSON.stringify(property.options),
    customer_access: property.customerAccess,
    agent_access: property.agentAccess,
    is_required_to_close: property.isRequiredToClose,
    rank: property.rank,
  });
}

/** Keys that a subject has, in the bin or not. */
export async function listPropertyKeys(
  db: Connection,
  subject: PropertySubject,
): Promise<Set<string>> {
  const rows: Row[] = await db('cp_properties').select('key').where({ subject });
  return new Set(rows.map((row) => text(row.key)));
}

/** Writes what an admin may change. */
export async function saveProperty(
  db: Connection,
  rowKey: number,
  property: Omit<NewPropertyRow, 'subject' | 'key' | 'kind' | 'isStandard' | 'rank'>,
): Promise<void> {
  await change(
    db,
    'cp_properties',
    { id: rowKey },
    {
      labels: JSON.stringify(property.labels),
      helps: JSON.stringify(property.helps),
      options: JSON.stringify(property.options),
      customer_access: property.customerAccess,
      agent_access: property.agentAccess,
      is_required_to_close: property.isRequiredToClose,
    },
  );
}

export async function orderProperties(db: Connection, rowKeys: number[]): Promise<void> {
  for (const [rank, id] of rowKeys.entries()) await change(db, 'cp_properties', { id }, { rank });
}

/** Its key stays taken: records keep values under it. */
export async function trashProperty(db: Connection, rowKey: number, now: number): Promise<void> {
  await change(db, 'cp_properties', { id: rowKey }, { trashed_at: now });
}

/** Everything that may name a property in filter groups or as a field, with its stored JSON. */
export async function listPropertyUsers(db: Connection): Promise<{
  portals: Row[];
  accessGroups: Row[];
  forms: Row[];
}> {
  return {
    portals: await select(
      db,
      'SELECT document_id, name, ticket_permission_filter AS filter_groups FROM cp_portals WHERE trashed_at = 0 ORDER BY id',
    ),
    accessGroups: await select(
      db,
      "SELECT document_id, name, filter_groups FROM cp_access_groups WHERE trashed_at = 0 AND kind = 'dynamic' ORDER BY id",
    ),
    forms: await select(
      db,
      `SELECT f.document_id, f.name, f.draft, v.snapshot FROM cp_request_forms f
       LEFT JOIN cp_request_form_versions v ON v.id = f.published_id WHERE f.trashed_at = 0 ORDER BY f.id`,
    ),
  };
}
