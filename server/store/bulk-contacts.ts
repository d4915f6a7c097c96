import type { PropertyValue, PropertyValues } from '../contracts/properties';
import { domainOf } from '../rules/address';
import { insertMany, keysById } from './bulk-rows';
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
  const ids = contacts.map(() => newId());
  await insertMany(
    db,
    'cp_contacts',
    contacts.map((contact, index) => ({
      document_id: ids[index],
      ...nameColumns(contact.name),
      created_time: contact.createdTime,
      phone: contact.phone,
      language: contact.language,
      time_zone: contact.timeZone,
      properties: JSON.stringify(contact.properties),
      external_id: contact.externalId,
      filter_words: contactFilterWords(contact),
    })),
  );
  const keys = await keysById(db, 'cp_contacts', ids);
  const made = ids.map((id) => ({ id, key: keys.get(id) ?? 0 }));
  const keyAt = (index: number) => made[index]?.key ?? 0;
  await insertMany(
    db,
    'cp_contact_addresses',
    contacts.flatMap((contact, index) => addressRows(keyAt(index), contact.addresses, true)),
  );
  await insertMany(
    db,
    'cp_contact_companies',
    contacts.flatMap((contact, index) =>
      contact.companyKey === 0
        ? []
        : [
            {
              document_id: newId(),
              contact_id: keyAt(index),
              company_id: contact.companyKey,
              is_primary: true,
              joined_at: now,
            },
          ],
    ),
  );
  await insertMany(
    db,
    'cp_property_values',
    contacts.flatMap((contact, index) =>
      propertyValueRows({ kind: 'contact', contactKey: keyAt(index) }, contact.values),
    ),
  );
  await insertMany(
    db,
    'cp_contact_words',
    contacts.flatMap((contact, index) =>
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
) =>
  addresses.map(({ address, hash }, index) => ({
    document_id: newId(),
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
  const first: unknown = await db('cp_contact_addresses')
    .where({ contact_id: contactKey })
    .first('id');
  await insertMany(db, 'cp_contact_addresses', addressRows(contactKey, addresses, !first));
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
