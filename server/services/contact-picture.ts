import type { PropertyValue, PropertyValues } from '../contracts/properties';
import { jsonOf, number, text, yes, type Connection, type Row } from '../store/connection';
import { listAddressesOf, listCompaniesOf } from '../store/contacts';

/** A value of a property in one line. */
const shown = (value: PropertyValue): string =>
  Array.isArray(value) ? value.join(', ') : String(value);

/** Custom properties as fields of a record, each in one line. */
export const shownProperties = (properties: PropertyValues): Record<string, string> =>
  Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [`properties.${key}`, shown(value)]),
  );

/** A contact as the activity tells what changed, by field. */
export async function pictureOf(db: Connection, contact: Row): Promise<Record<string, string>> {
  const key = number(contact.id);
  const addresses = await listAddressesOf(db, key);
  const companies = (await listCompaniesOf(db, key)).filter((row) => number(row.left_at) === 0);
  const named = (rows: Row[], column: string, is: (row: Row) => boolean) =>
    rows
      .filter(is)
      .map((row) => text(row[column]))
      .join(', ');
  return {
    name: text(contact.name),
    phone: text(contact.phone),
    language: text(contact.language),
    timeZone: text(contact.time_zone),
    addresses: named(addresses, 'address', () => true),
    primaryAddress: named(addresses, 'address', (row) => yes(row.is_primary)),
    membershipAddress: named(addresses, 'address', (row) => yes(row.is_membership)),
    companies: named(companies, 'name', () => true),
    primaryCompany: named(companies, 'name', (row) => yes(row.is_primary)),
    seesTicketsOf: named(companies, 'name', (row) => yes(row.sees_tickets)),
    managerOf: named(companies, 'name', (row) => yes(row.is_manager)),
    ...shownProperties(jsonOf<PropertyValues>(contact.properties, {})),
  };
}

/** Fields that are not the same any more. */
export function differences(
  before: Record<string, string>,
  after: Record<string, string>,
): Record<string, { before: string; after: string }> {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return Object.fromEntries(
    [...names]
      .map((name) => [name, { before: before[name] ?? '', after: after[name] ?? '' }] as const)
      .filter(([, value]) => value.before !== value.after),
  );
}
