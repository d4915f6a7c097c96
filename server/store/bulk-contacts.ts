import type { PropertyValue, PropertyValues } from '../contracts/properties';
import { domainOf } from '../rules/address';
import { idsOfOneBatch, insertKeyed, insertMany, rowsOf } from './bulk-rows';
import { contactWordRows } from './contact-words';
import { addressFilterWords, contactFilterWords } from './contact-records';
import { newId, type Connection } from './connection';
import { nameColumns } from './people';
import type { PropertyRecord } from './properties';
import { propertyValueRows } from './property-values';

export interface PropertyWrite {
  property: PropertyRecord;
  value: PropertyValue | null;
}

export interface BulkContact {
  name: string;
  phone: string;
  language: string;
  timeZone: string;
  externalId: string;
  createdTime: number;
  properties: PropertyValues;
  values: PropertyWrite[];
  /** The first is the primary and membership address. */
  addresses: { address: string; hash: string }[];
  /** Key of the primary company; 0 for none. */
  companyKey: number;
}

/**
 * Makes contacts as `addContact` (store/people.ts) makes one, in few statements; nobody has said yet that their addresses
 * are theirs. Returns their keys and public ids in the same order.
 */
export async function addContacts(
  db: Connection,
  contacts: BulkContact[],
  now: number,
): Promise<{ key: number; id: string }[]> {
  const nextId = idsOfOneBatch();
  const ids = contacts.map(nextId);
  const keys = await insertKeyed(
    db,
    'cp_contacts',
    rowsOf(contacts, (contact, index) => [
      {
        document_id: ids[index],
        ...nameColumns(contact.name),
        created_time: contact.createdTime,
        phone: contact.phone,
        language: contact.language,
        time_zone: contact.timeZone,
        properties: JSON.stringify(contact.properties),
        external_id: contact.externalId,
        filter_words: contactFilterWords(contact),
      },
    ]),
  );
  const made = ids.map((id, index) => ({ id, key: keys[index] ?? 0 }));
  const keyAt = (index: number) => keys[index] ?? 0;
  await insertMany(
    db,
    'cp_contact_addresses',
    rowsOf(contacts, ({ addresses }, index) => addressRows(keyAt(index), addresses, true, nextId)),
  );
  await insertMany(
    db,
    'cp_contact_companies',
    rowsOf(contacts, ({ companyKey }, index) =>
      companyKey === 0
        ? []
        : [
            {
              document_id: nextId(),
              contact_id: keyAt(index),
              company_id: companyKey,
              is_primary: true,
              joined_at: now,
            },
          ],
    ),
  );
  await insertMany(
    db,
    'cp_property_values',
    rowsOf(contacts, ({ values }, index) =>
      propertyValueRows({ kind: 'contact', contactKey: keyAt(index) }, values, nextId),
    ),
  );
  await insertMany(
    db,
    'cp_contact_words',
    rowsOf(contacts, (contact, index) =>
      contactWordRows(keyAt(index), {
        id: ids[index] ?? '',
        name: contact.name,
        phone: contact.phone,
        addresses: contact.addresses.map(({ address }) => address),
        externalIds: [contact.externalId],
      }),
    ),
  );
  return made;
}

const addressRows = (
  contactKey: number,
  addresses: BulkContact['addresses'],
  isFirstPrimary: boolean,
  nextId: () => string,
) =>
  addresses.map(({ address, hash }, index) => ({
    document_id: nextId(),
    contact_id: contactKey,
    address,
    address_hash: hash,
    email_domain: domainOf(address),
    filter_words: addressFilterWords(address),
    is_primary: isFirstPrimary && index === 0,
    is_membership: isFirstPrimary && index === 0,
    verified_at: 0,
  }));

/** Gives a known contact more addresses; the first is primary only where it had none. */
export async function addAddresses(
  db: Connection,
  contactKey: number,
  addresses: BulkContact['addresses'],
): Promise<void> {
  if (addresses.length === 0) return;
  const first: unknown = await db('cp_contact_addresses')
    .where({ contact_id: contactKey })
    .first('id');
  await insertMany(db, 'cp_contact_addresses', addressRows(contactKey, addresses, !first, newId));
}

export interface ContactChange {
  key: number;
  name: string;
  phone: string;
  language: string;
  timeZone: string;
  externalId: string;
  properties: PropertyValues;
}

/** Writes what an import changed of a known contact; words and filters are the caller's to renew. */
export async function changeContact(db: Connection, contact: ContactChange): Promise<void> {
  await db('cp_contacts')
    .where({ id: contact.key })
    .update({
      ...nameColumns(contact.name),
      phone: contact.phone,
      language: contact.language,
      time_zone: contact.timeZone,
      external_id: contact.externalId,
      properties: JSON.stringify(contact.properties),
      filter_words: contactFilterWords(contact),
    });
}
