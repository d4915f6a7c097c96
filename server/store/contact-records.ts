import type { PropertyValue } from '../contracts/properties';
import { domainOf, normaliseAddress } from '../rules/address';
import { textKeyOf, wordsKeyOf } from '../rules/property-values';
import { jsonOf, number, select, text, type Connection, type Row } from './connection';

/**
 * A contact as filters see it: its custom properties beside the standard ones. The row names `properties`, `name`,
 * `email` (the membership address), `phone`, `language`, `time_zone`, `company_document_id` (the primary company) and
 * `created_time`; what it does not name is unknown. store/filter-groups.ts asks the columns the same.
 */
export function contactRecord(row: Row): Record<string, PropertyValue | undefined> {
  const email = normaliseAddress(text(row.email));
  const created = number(row.created_time);
  return {
    ...jsonOf<Record<string, PropertyValue>>(row.properties, {}),
    name: text(row.name),
    email,
    email_domain: domainOf(email),
    phone: text(row.phone),
    language: text(row.language),
    time_zone: text(row.time_zone),
    company: text(row.company_document_id),
    created: created > 0 ? created : undefined,
  };
}

/** Standard texts that have no key column of their own, by the letter that they stand under in `filter_words`. */
export const FILTER_LETTERS: Readonly<Record<string, string>> = {
  phone: 'p',
  language: 'l',
  time_zone: 'z',
  email: 'e',
  email_domain: 'd',
};

/** Key (`p=hex`) and words (`p:word`) of texts between spaces, for filters; ASCII, so that no collation decides. */
function filterWords(texts: Record<string, string>): string {
  const found = Object.entries(texts).flatMap(([property, value]) => {
    const letter = FILTER_LETTERS[property] ?? '';
    const key = textKeyOf(value);
    const words = wordsKeyOf(value).split(' ').filter(Boolean);
    return key === '' ? [] : [`${letter}=${key}`, ...words.map((word) => `${letter}:${word}`)];
  });
  return ` ${found.join(' ')} `;
}

/** `filter_words` of a contact's own texts. */
export const contactFilterWords = (row: {
  phone: string;
  language: string;
  timeZone: string;
}): string => filterWords({ phone: row.phone, language: row.language, time_zone: row.timeZone });

/** `filter_words` of a normalised address. */
export const addressFilterWords = (address: string): string =>
  filterWords({ email: address, email_domain: domainOf(address) });

/** Contacts that exist for people: not in the bin, not merged away, not erased. */
export const LIVING_CONTACT = "c.trashed_at = 0 AND c.merged_into = '' AND c.erased_at = 0";

export interface FollowedContact {
  key: number;
  isLiving: boolean;
  record: Record<string, PropertyValue | undefined>;
  /** What filters ask in SQL, when it is not what it should be; null when it is. */
  staleWords: { contact: string; addressKey: number; address: string } | null;
}

/** Contacts as they are now; their rows stay locked until the transaction ends. */
export async function readFollowed(
  db: Connection,
  contactKeys: readonly number[],
): Promise<FollowedContact[]> {
  // The lock comes first: what is read behind it is what the transaction before left.
  await db('cp_contacts').select('id').whereIn('id', contactKeys).orderBy('id').forUpdate();
  const rows = await select(
    db,
    `SELECT c.id, c.name, c.phone, c.language, c.time_zone, c.created_time, c.properties, c.trashed_at, c.erased_at, c.merged_into,
     c.filter_words, a.id AS address_id, a.address AS email, a.filter_words AS address_words, co.document_id AS company_document_id
     FROM cp_contacts c
     LEFT JOIN cp_contact_addresses a ON a.contact_id = c.id AND a.is_membership = ?
     LEFT JOIN cp_contact_companies cc ON cc.contact_id = c.id AND cc.is_primary = ? AND cc.left_at = 0
     LEFT JOIN cp_companies co ON co.id = cc.company_id
     WHERE c.id IN (${contactKeys.map(() => '?').join(', ')})`,
    [true, true, ...contactKeys],
  );
  return rows.map(followed);
}

function followed(row: Row): FollowedContact {
  const contact = contactFilterWords({
    phone: text(row.phone),
    language: text(row.language),
    timeZone: text(row.time_zone),
  });
  const address = addressFilterWords(text(row.email));
  const addressKey = number(row.address_id);
  const isStale = row.filter_words !== contact || (addressKey > 0 && row.address_words !== address);
  return {
    key: number(row.id),
    isLiving:
      number(row.trashed_at) === 0 && number(row.erased_at) === 0 && text(row.merged_into) === '',
    record: contactRecord(row),
    staleWords: isStale ? { contact, addressKey, address } : null,
  };
}

/** Writes what filters ask in SQL anew. */
export async function renewFilterWords(
  db: Connection,
  { key, staleWords }: FollowedContact,
): Promise<void> {
  if (!staleWords) return;
  const { contact, addressKey, address } = staleWords;
  await db('cp_contacts').where({ id: key }).update({ filter_words: contact });
  if (addressKey > 0)
    await db('cp_contact_addresses').where({ id: addressKey }).update({ filter_words: address });
}
