import type { PropertyValues } from '../contracts/properties';
import { domainOf } from '../rules/address';
import { textKeyOf, wordsKeyOf } from '../rules/property-values';
import { change, insert, number, selectOne, text, type Connection, type Row } from './connection';
import { inGroupsOf, letInByGroupsOf } from './access-groups';
import { addressFilterWords, contactFilterWords } from './contact-records';
import { saveContactWords } from './contact-words';

const SIGN_IN_COLUMNS = `SELECT c.id AS contact_id, c.document_id, c.name, c.language, c.trashed_at, c.erased_at, c.merged_into,
  u.id AS user_id, u.password, u.email, u.blocked, u.confirmed, m.id AS membership_id, m.state AS membership_state,
  ${letInByGroupsOf('here.id')} AS is_let_in, ${inGroupsOf('here.id')} AS is_in_group`;
const SIGN_IN = `${SIGN_IN_COLUMNS}
  FROM cp_contact_addresses a
  JOIN cp_contacts c ON c.id = a.contact_id
  JOIN up_users u ON u.id = c.user_id
  JOIN cp_portals here ON here.id = ?
  LEFT JOIN cp_memberships m ON m.contact_id = c.id AND m.portal_id = here.id
  WHERE a.address_hash = ? AND a.is_membership = ?`;
const PERSON = `${SIGN_IN_COLUMNS}, a.address, a.verified_at
  FROM cp_contacts c
  JOIN cp_portals here ON here.id = ?
  LEFT JOIN up_users u ON u.id = c.user_id
  LEFT JOIN cp_contact_addresses a ON a.contact_id = c.id AND a.is_membership = ?
  LEFT JOIN cp_memberships m ON m.contact_id = c.id AND m.portal_id = here.id
  WHERE c.id = ?`;

/**
 * Account, contact and membership of a membership address in one statement, the same for known and unknown ones. Without a
 * membership its columns are null, and `is_let_in` and `is_in_group` still tell of the portal that was asked about. Other
 * addresses of a contact may be unproven: they neither sign in nor get a link for a new password.
 */
export function findForSignIn(
  db: Connection,
  portalKey: number,
  addressHash: string,
): Promise<Row | null> {
  return selectOne(db, SIGN_IN, [portalKey, addressHash, true]);
}

/**
 * The same of a contact by its key, whose identity a provider vouches for: with its membership address, and without an
 * account where it has none.
 */
export function findPersonAt(
  db: Connection,
  portalKey: number,
  contactKey: number,
): Promise<Row | null> {
  return selectOne(db, PERSON, [portalKey, true, contactKey]);
}

export const findContactById = (db: Connection, id: string): Promise<Row | null> =>
  selectOne(
    db,
    `SELECT c.id, c.name, cc.company_id FROM cp_contacts c
     LEFT JOIN cp_contact_companies cc ON cc.contact_id = c.id AND cc.is_primary = ? AND cc.left_at = 0
     WHERE c.document_id = ? AND c.trashed_at = 0 AND c.erased_at = 0`,
    [true, id],
  );

/** The address by which a living contact signs in, by its public id; '' where it has none. */
export async function findSigningAddress(
  db: Connection,
  id: string,
): Promise<{ contactKey: number; address: string } | null> {
  const row = await selectOne(
    db,
    `SELECT c.id, a.address FROM cp_contacts c
     LEFT JOIN cp_contact_addresses a ON a.contact_id = c.id AND a.is_membership = ?
     WHERE c.document_id = ? AND c.trashed_at = 0 AND c.erased_at = 0 AND c.merged_into = ''`,
    [true, id],
  );
  return row && { contactKey: number(row.id), address: text(row.address) };
}

export async function isAddressTaken(db: Connection, addressHash: string): Promise<boolean> {
  const row = await selectOne(db, 'SELECT id FROM cp_contact_addresses WHERE address_hash = ?', [
    addressHash,
  ]);
  return row !== null;
}

/** A name with what sorts and finds it, of a contact or a company. */
export const nameColumns = (name: string): Row => ({
  name,
  name_key: textKeyOf(name),
  name_words: wordsKeyOf(name),
});

export interface NewContactRow {
  name: string;
  language: string;
  timeZone: string;
  /** The JSON copy; typed rows are the caller's (store/property-values.ts). */
  properties: PropertyValues;
  /** Key of the account; null when it cannot sign in yet. */
  accountKey: number | null;
  address: string;
  addressHash: string;
  /** Nobody has proven the address yet. */
  isUnproven?: boolean;
  now: number;
}

/** Makes a contact with one address, its primary and membership address; verified unless told. */
export async function addContact(
  db: Connection,
  contact: NewContactRow,
): Promise<{ key: number; id: string }> {
  const made = await insert(db, 'cp_contacts', {
    ...nameColumns(contact.name),
    created_time: contact.now,
    language: contact.language,
    time_zone: contact.timeZone,
    properties: JSON.stringify(contact.properties),
    user_id: contact.accountKey,
    filter_words: contactFilterWords({
      phone: '',
      language: contact.language,
      timeZone: contact.timeZone,
    }),
  });
  await insert(db, 'cp_contact_addresses', {
    contact_id: made.key,
    address: contact.address,
    address_hash: contact.addressHash,
    email_domain: domainOf(contact.address),
    filter_words: addressFilterWords(contact.address),
    is_primary: true,
    is_membership: true,
    verified_at: contact.isUnproven ? 0 : contact.now,
  });
  await saveContactWords(db, [made.key]);
  return made;
}

/** An account's e-mail beside the membership address of its contact, which is to be the same. */
export async function findMembershipAddress(
  db: Connection,
  accountKey: number,
): Promise<{ key: number; contactKey: number; address: string; email: string } | null> {
  const row = await selectOne(
    db,
    `SELECT u.email, a.id, a.contact_id, a.address FROM up_users u JOIN cp_contacts c ON c.user_id = u.id
     JOIN cp_contact_addresses a ON a.contact_id = c.id AND a.is_membership = ? WHERE u.id = ?`,
    [true, accountKey],
  );
  return (
    row && {
      key: number(row.id),
      contactKey: number(row.contact_id),
      address: text(row.address),
      email: text(row.email),
    }
  );
}

/** Gives an address another text, which nobody has proven yet. */
export async function changeAddress(
  db: Connection,
  key: number,
  contactKey: number,
  address: string,
  addressHash: string,
): Promise<void> {
  await change(
    db,
    'cp_contact_addresses',
    { id: key },
    {
      address,
      address_hash: addressHash,
      email_domain: domainOf(address),
      filter_words: addressFilterWords(address),
      verified_at: 0,
    },
  );
  await saveContactWords(db, [contactKey]);
}

/**
 * Gives a contact another address to sign in with, which is proven: its primary one from now on, and in the place of the one
 * before. It may have been another one of its own.
 */
export async function moveMembershipAddress(
  db: Connection,
  contactKey: number,
  { address, addressHash, now }: { address: string; addressHash: string; now: number },
): Promise<void> {
  const own = { contact_id: contactKey };
  await db('cp_contact_addresses')
    .where({ ...own, address_hash: addressHash, is_membership: false })
    .delete();
  const row = await selectOne(
    db,
    'SELECT id FROM cp_contact_addresses WHERE contact_id = ? AND is_membership = ?',
    [contactKey, true],
  );
  if (!row) return;
  const key = number(row.id);
  await changeAddress(db, key, contactKey, address, addressHash);
  await change(db, 'cp_contact_addresses', own, { is_primary: false });
  await change(db, 'cp_contact_addresses', { id: key }, { is_primary: true, verified_at: now });
}

/** Mails that a contact does not want, as they are stored (rules/unwanted-mails.ts). */
export async function findUnwantedMails(db: Connection, contactKey: number): Promise<unknown> {
  const row = await selectOne(db, 'SELECT unwanted_mails FROM cp_contacts WHERE id = ?', [
    contactKey,
  ]);
  return row?.unwanted_mails;
}

export async function saveUnwantedMails(
  db: Connection,
  contactKey: number,
  unwanted: readonly string[],
): Promise<void> {
  await change(db, 'cp_contacts', { id: contactKey }, { unwanted_mails: JSON.stringify(unwanted) });
}

export interface Profile {
  name: string;
  language: string;
  timeZone: string;
}

export async function findProfile(db: Connection, contactKey: number): Promise<Profile | null> {
  const row = await selectOne(
    db,
    'SELECT name, language, time_zone FROM cp_contacts WHERE id = ? AND erased_at = 0',
    [contactKey],
  );
  return (
    row && { name: text(row.name), language: text(row.language), timeZone: text(row.time_zone) }
  );
}

export async function saveProfile(
  db: Connection,
  contactKey: number,
  { name, language, timeZone }: Profile,
): Promise<void> {
  await change(
    db,
    'cp_contacts',
    { id: contactKey },
    { ...nameColumns(name), language, time_zone: timeZone },
  );
  await saveContactWords(db, [contactKey]);
}
