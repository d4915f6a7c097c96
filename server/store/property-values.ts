import type { PropertyValue } from '../contracts/properties';
import { typedValuesOf } from '../rules/property-values';
import { newId, number, select, selectOne, text, type Connection, type Row } from './connection';
import type { PropertyRecord } from './properties';
import { LIVING } from './tickets';

/** Whose values they are. A ticket's carry its portal and company, which the indexes of its lists begin with. */
export type ValueOwner =
  | { kind: 'ticket'; ticketKey: number; portalKey: number; companyKey: number }
  | { kind: 'contact'; contactKey: number }
  | { kind: 'company'; companyKey: number };

const ownerColumns = (owner: ValueOwner): Row => {
  if (owner.kind === 'ticket')
    return {
      ticket_id: owner.ticketKey,
      portal_id: owner.portalKey,
      company_id: owner.companyKey || null,
    };
  return owner.kind === 'contact'
    ? { contact_id: owner.contactKey }
    : { of_company_id: owner.companyKey };
};

const ownerKey = (owner: ValueOwner): Row => {
  if (owner.kind === 'ticket') return { ticket_id: owner.ticketKey };
  return ownerColumns(owner);
};

/** Rows as `savePropertyValues` writes them, for writers of many records at once. */
export function propertyValueRows(
  owner: ValueOwner,
  changes: { property: PropertyRecord; value: PropertyValue | null }[],
  nextId: () => string = newId,
): Row[] {
  return changes.flatMap(({ property, value }) =>
    value === null
      ? []
      : typedValuesOf(property.kind, value).map((typed) => ({
          document_id: nextId(),
          ...ownerColumns(owner),
          property_id: property.rowKey,
          text_key: typed.textKey,
          words: typed.words === '' ? null : typed.words,
          option_key: typed.optionKey,
          number_value: typed.numberValue,
          time_value: typed.timeValue,
        })),
  );
}

/**
 * Writes typed rows for custom properties of one record, in place of the rows that they had; null takes a value away. The
 * JSON copy on the record is the caller's, in the same transaction.
 */
export async function savePropertyValues(
  db: Connection,
  owner: ValueOwner,
  changes: { property: PropertyRecord; value: PropertyValue | null }[],
): Promise<void> {
  if (changes.length === 0) return;
  await db('cp_property_values')
    .where(ownerKey(owner))
    .whereIn(
      'property_id',
      changes.map(({ property }) => property.rowKey),
    )
    .delete();
  const rows = propertyValueRows(owner, changes);
  if (rows.length > 0) await db('cp_property_values').insert(rows);
}

/** The value rows of a ticket follow it to another company; 0 for none. */
export async function moveTicketValues(
  db: Connection,
  ticketKey: number,
  companyKey: number,
): Promise<void> {
  await db('cp_property_values')
    .where({ ticket_id: ticketKey })
    .update({ company_id: companyKey || null });
}

const OWNERS = {
  ticket: { column: 'ticket_id', table: 'cp_tickets t', living: LIVING },
  contact: {
    column: 'contact_id',
    table: 'cp_contacts t',
    living: "t.trashed_at = 0 AND t.merged_into = '' AND t.erased_at = 0",
  },
  company: {
    column: 'of_company_id',
    table: 'cp_companies t',
    living: "t.trashed_at = 0 AND t.merged_into = ''",
  },
} as const;

/** How many records have a value of a property: exact to 1,000. */
export async function countPropertyValues(
  db: Connection,
  property: PropertyRecord,
): Promise<{ value: number; more: boolean }> {
  const { column, table, living } = OWNERS[property.subject];
  const row = await selectOne(
    db,
    `SELECT COUNT(*) AS total FROM (SELECT DISTINCT v.${column} FROM cp_property_values v JOIN ${table} ON t.id = v.${column}
     WHERE v.property_id = ? AND ${living} LIMIT 1001) counted`,
    [property.rowKey],
  );
  const total = number(row?.total);
  return { value: Math.min(total, 1000), more: total > 1000 };
}

/** Keys of the options of a property that stand in some record, in the bin or not. */
export async function listUsedOptions(db: Connection, property: PropertyRecord): Promise<string[]> {
  const rows = await select(
    db,
    "SELECT DISTINCT option_key FROM cp_property_values WHERE property_id = ? AND option_key <> ''",
    [property.rowKey],
  );
  return rows.map((row) => text(row.option_key));
}
