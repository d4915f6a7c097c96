import type { PropertyValue } from '../contracts/properties';
import { typedValuesOf } from '../rules/property-values';
import { newId, type Connection, type Row } from './connection';
import type { PropertyRecord } from './properties';

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
): Row[] {
  return changes.flatMap(({ property, value }) =>
    value === null
      ? []
      : typedValuesOf(property.kind, value).map((typed) => ({
          document_id: newId(),
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
