import { contactWords, type FoundBy, type WordRange } from '../rules/contact-words';
import { number, select, text, type Connection, type Row, type Value } from './connection';

/** Rows of one contact as `saveContactWords` writes them, for writers of many contacts at once. */
export const contactWordRows = (contactKey: number, contact: FoundBy): Row[] =>
  contactWords(contact).map((word) => ({ contact_id: contactKey, word }));

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
    `SELECT w.id, l.external_id FROM cp_contacts w JOIN cp_contacts l ON l.merged_into = w.document_id
     WHERE w.id IN (${marks}) AND l.external_id <> ''`,
    contactKeys,
  );
  const stored = await select(
    db,
    `SELECT contact_id, word FROM cp_contact_words WHERE contact_id IN (${marks})`,
    contactKeys,
  );
  const of = (rows: Row[], key: number, keyColumn: string, column: string) =>
    rows.filter((row) => number(row[keyColumn]) === key).map((row) => text(row[column]));
  const wanted = contacts.flatMap((contact) => {
    const key = number(contact.id);
    return contactWordRows(key, {
      id: text(contact.document_id),
      name: text(contact.name),
      phone: text(contact.phone),
      addresses: of(addresses, key, 'contact_id', 'address'),
      externalIds: [text(contact.external_id), ...of(merged, key, 'id', 'external_id')],
    });
  });
  const nameOf = (row: Row) => `${number(row.contact_id)} ${text(row.word)}`;
  const known = new Set(stored.map(nameOf));
  const right = new Set(wanted.map(nameOf));
  for (const contactKey of contactKeys) {
    const gone = stored.filter(
      (row) => number(row.contact_id) === contactKey && !right.has(nameOf(row)),
    );
    if (gone.length > 0)
      await db('cp_contact_words')
        .where({ contact_id: contactKey })
        .whereIn(
          'word',
          gone.map((row) => text(row.word)),
        )
        .delete();
  }
  const missing = wanted.filter((row) => !known.has(nameOf(row)));
  if (missing.length > 0) await db.batchInsert('cp_contact_words', missing as never, 200);
}

/** Contacts within `from < id <= to` that the words do not know, and keys that have words and no contact. */
export async function listWithoutWords(
  db: Connection,
  from: number,
  to: number,
): Promise<{ unknown: number[]; orphans: number[] }> {
  const contacts = await select(
    db,
    'SELECT id, document_id FROM cp_contacts WHERE id > ? AND id <= ?',
    [from, to],
  );
  const words = await select(
    db,
    `SELECT contact_id, word FROM cp_contact_words WHERE contact_id > ? AND contact_id <= ? AND word >= 'i' AND word < 'j'`,
    [from, to],
  );
  // Compared here: an import gives the keys of before to other people.
  const known = new Map(words.map((row) => [number(row.contact_id), text(row.word).slice(1)]));
  const keys = new Set(contacts.map((row) => number(row.id)));
  return {
    unknown: contacts
      .filter((row) => known.get(number(row.id)) !== text(row.document_id))
      .map((row) => number(row.id)),
    orphans: [...known.keys()].filter((key) => !keys.has(key)),
  };
}

export async function removeWords(db: Connection, contactKeys: number[]): Promise<void> {
  for (const key of contactKeys) await db('cp_contact_words').where({ contact_id: key }).delete();
}

/** The highest contact there is or was. */
export async function highestContactKey(db: Connection): Promise<number> {
  const [row] = await select(
    db,
    'SELECT (SELECT MAX(id) FROM cp_contacts) AS contacts, (SELECT MAX(contact_id) FROM cp_contact_words) AS words',
  );
  return Math.max(number(row?.contacts), number(row?.words));
}

interface Clause {
  sql: string;
  bindings: Value[];
}

/** Keys of contacts that some way finds, as `contact_id`; one may come more than once. */
export function membersOf(ways: WordRange[][]): Clause {
  const bindings: Value[] = [];
  const parts = ways.map(([first, ...others]) => {
    bindings.push(first?.from ?? '', first?.until ?? '');
    const also = others.map((range) => {
      bindings.push(range.from, range.until);
      return 'AND EXISTS (SELECT 1 FROM cp_contact_words o WHERE o.contact_id = w.contact_id AND o.word >= ? AND o.word < ?)';
    });
    return `SELECT w.contact_id FROM cp_contact_words w WHERE w.word >= ? AND w.word < ? ${also.join(' ')}`;
  });
  return { sql: parts.join(' UNION ALL '), bindings };
}

/** Whether the contact `c` is one that some way finds. */
export function isFound(ways: WordRange[][]): Clause {
  const bindings: Value[] = [];
  const parts = ways.map((ranges) => {
    const each = ranges.map((range) => {
      bindings.push(range.from, range.until);
      return 'EXISTS (SELECT 1 FROM cp_contact_words w WHERE w.contact_id = c.id AND w.word >= ? AND w.word < ?)';
    });
    return `(${each.join(' AND ')})`;
  });
  return { sql: `(${parts.join(' OR ')})`, bindings };
}
