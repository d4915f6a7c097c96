import { contactWords, type FoundBy } from '../rules/contact-words';
import { number, select, text, type Connection, type Row } from './connection';
import { CONTACT_WORDS, saveWords, wordRows } from './record-words';

/** Rows of one contact as `saveContactWords` writes them, for writers of many contacts at once. */
export const contactWordRows = (contactKey: number, contact: FoundBy): Row[] =>
  wordRows(CONTACT_WORDS, contactKey, contactWords(contact));

/**
 * Makes the words of contacts what they are to be: behind every change of a name, phone number, address or old id, in
 * its transaction. A contact is also found by the old ids of those that were merged into it.
 */
export async function saveContactWords(db: Connection, contactKeys: number[]): Promise<void> {
  if (contactKeys.length === 0) return;
  const marks = contactKeys.map(() => '?').join(', ');
  const contacts = await select(
    db,
    `SELECT id, document_id, name, phone, external_id FROM cp_contacts WHERE id IN (${marks})`,
    contactKeys,
  );
  const addresses = await select(
    db,
    `SELECT contact_id, address FROM cp_contact_addresses WHERE contact_id IN (${marks})`,
    contactKeys,
  );
  const merged = await select(
    db,
    `SELECT merged_into, external_id FROM cp_contacts WHERE merged_into IN (${marks})`,
    contactKeys.map((_, at) => text(contacts[at]?.document_id) || 'none'),
  );
  const wanted = contacts.flatMap((contact) => {
    const [key, id] = [number(contact.id), text(contact.document_id)];
    return contactWordRows(key, {
      id,
      name: text(contact.name),
      phone: text(contact.phone),
      addresses: addresses
        .filter((row) => number(row.contact_id) === key)
        .map((row) => text(row.address)),
      externalIds: [contact, ...merged.filter((row) => row.merged_into === id)].map((row) =>
        text(row.external_id),
      ),
    });
  });
  await saveWords(db, CONTACT_WORDS, contactKeys, wanted);
}
