import {
  change,
  insert,
  number,
  select,
  selectOne,
  text,
  yes,
  type Connection,
  type Row,
} from './connection';
import { endSessionsAtProvider } from './provider-sessions';

/** The contact that a provider means by a subject, wherever it was merged to. */
export async function findContactByIdentity(
  db: Connection,
  providerKey: number,
  subjectHash: string,
): Promise<number> {
  const row = await selectOne(
    db,
    `SELECT COALESCE(w.id, c.id) AS contact_id FROM cp_contact_identities i JOIN cp_contacts c ON c.id = i.contact_id
     LEFT JOIN cp_contacts w ON c.merged_into <> '' AND w.document_id = c.merged_into
     WHERE i.provider_id = ? AND i.subject_hash = ?`,
    [providerKey, subjectHash],
  );
  return number(row?.contact_id);
}

export interface AddressOwner {
  contactKey: number;
  isMembershipAddress: boolean;
  isVerified: boolean;
}

/** Whose an address is, in the bin too. */
export async function findAddressOwner(
  db: Connection,
  addressHash: string,
): Promise<AddressOwner | null> {
  const row = await selectOne(
    db,
    'SELECT contact_id, is_membership, verified_at FROM cp_contact_addresses WHERE address_hash = ?',
    [addressHash],
  );
  return (
    row && {
      contactKey: number(row.contact_id),
      isMembershipAddress: yes(row.is_membership),
      isVerified: number(row.verified_at) > 0,
    }
  );
}

/** The address is its contact's own from now on. */
export async function markAddressVerified(
  db: Connection,
  addressHash: string,
  now: number,
): Promise<void> {
  await change(
    db,
    'cp_contact_addresses',
    { address_hash: addressHash, verified_at: 0 },
    { verified_at: now },
  );
}

/** Fails where somebody else is meant by the subject already: the index is unique. */
export async function addIdentity(
  db: Connection,
  identity: {
    contactKey: number;
    providerKey: number;
    subject: string;
    subjectHash: string;
    now: number;
  },
): Promise<void> {
  const { contactKey, providerKey, subject, subjectHash, now } = identity;
  await insert(db, 'cp_contact_identities', {
    contact_id: contactKey,
    provider_id: providerKey,
    subject,
    subject_hash: subjectHash,
    created_time: now,
    last_time: now,
  });
}

/** What a provider calls a contact. */
export async function listSubjectsAt(
  db: Connection,
  providerKey: number,
  contactKey: number,
): Promise<{ subject: string; subjectHash: string }[]> {
  const rows = await select(
    db,
    'SELECT subject, subject_hash FROM cp_contact_identities WHERE contact_id = ? AND provider_id = ?',
    [contactKey, providerKey],
  );
  return rows.map((row) => ({ subject: text(row.subject), subjectHash: text(row.subject_hash) }));
}

export async function removeIdentitiesAt(
  db: Connection,
  providerKey: number,
  contactKey: number,
): Promise<void> {
  await db('cp_contact_identities')
    .where({ contact_id: contactKey, provider_id: providerKey })
    .delete();
}

export async function markIdentityUsed(
  db: Connection,
  providerKey: number,
  subjectHash: string,
  now: number,
): Promise<void> {
  await change(
    db,
    'cp_contact_identities',
    { provider_id: providerKey, subject_hash: subjectHash },
    { last_time: now },
  );
}

/** What the providers of portals that are there call a contact, the last used first. */
export function listIdentitiesOf(db: Connection, contactKey: number): Promise<Row[]> {
  return select(
    db,
    `SELECT i.document_id, i.subject, i.created_time, i.last_time, p.settings, po.document_id AS portal_document_id, po.name AS portal_name
     FROM cp_contact_identities i JOIN cp_identity_providers p ON p.id = i.provider_id AND p.trashed_at = 0
     JOIN cp_portals po ON po.id = p.portal_id AND po.trashed_at = 0
     WHERE i.contact_id = ? ORDER BY i.last_time DESC, i.id DESC`,
    [contactKey],
  );
}

/** Takes one of them away, and ends what its person began at that provider; null when there was none. */
export async function removeIdentity(
  db: Connection,
  contactKey: number,
  id: string,
): Promise<{ subject: string; settings: unknown; portalKey: number } | null> {
  const row = await selectOne(
    db,
    `SELECT i.id, i.subject, i.provider_id, p.settings, p.portal_id FROM cp_contact_identities i
     JOIN cp_identity_providers p ON p.id = i.provider_id WHERE i.contact_id = ? AND i.document_id = ?`,
    [contactKey, id],
  );
  if (!row) return null;
  await db('cp_contact_identities')
    .where({ id: number(row.id) })
    .delete();
  await endSessionsAtProvider(db, number(row.provider_id), contactKey);
  return { subject: text(row.subject), settings: row.settings, portalKey: number(row.portal_id) };
}
