import {
  change,
  insert,
  jsonOf,
  number,
  select,
  selectOne,
  text,
  yes,
  type Connection,
  type Row,
} from './connection';

/** A passkey as its owner is shown it. */
export interface PasskeyView {
  id: string;
  name: string;
  isSynced: boolean;
  /** Epoch ms. */
  createdAt: number;
  /** Epoch ms; 0 before it was used. */
  lastAt: number;
}

/** What a signature is checked with. */
export interface StoredPasskey {
  key: number;
  /** Base64url, as the public key. */
  credential: string;
  publicKey: string;
  counter: number;
  contactKey: number;
  contactId: string;
  /** By which the person signs in; '' for none. */
  address: string;
}

export interface NewPasskey {
  contactKey: number;
  name: string;
  host: string;
  credential: string;
  credentialHash: string;
  publicKey: string;
  counter: number;
  transports: readonly string[];
  isSynced: boolean;
  now: number;
}

/** A passkey of a host by its credential, with whose it is. */
export async function findPasskey(
  db: Connection,
  host: string,
  credentialHash: string,
): Promise<StoredPasskey | null> {
  const row = await selectOne(
    db,
    `SELECT p.id, p.credential, p.public_key, p.counter, p.contact_id, c.document_id, a.address
     FROM cp_passkeys p JOIN cp_contacts c ON c.id = p.contact_id
     LEFT JOIN cp_contact_addresses a ON a.contact_id = c.id AND a.is_membership = ?
     WHERE p.credential_hash = ? AND p.host = ?`,
    [true, credentialHash, host],
  );
  return (
    row && {
      key: number(row.id),
      credential: text(row.credential),
      publicKey: text(row.public_key),
      counter: number(row.counter),
      contactKey: number(row.contact_id),
      contactId: text(row.document_id),
      address: text(row.address),
    }
  );
}

/** Whether anybody has a passkey with this credential, on any host. */
export async function isCredentialTaken(db: Connection, credentialHash: string): Promise<boolean> {
  const row = await selectOne(db, 'SELECT id FROM cp_passkeys WHERE credential_hash = ?', [
    credentialHash,
  ]);
  return row !== null;
}

const ofHost = (db: Connection, columns: string, contactKey: number, host: string) =>
  select(
    db,
    `SELECT ${columns} FROM cp_passkeys WHERE contact_id = ? AND host = ? ORDER BY created_time, id`,
    [contactKey, host],
  );

/** A person's passkeys of a host, in the order they were made: those of other hosts are another brand's. */
export async function listPasskeys(
  db: Connection,
  contactKey: number,
  host: string,
): Promise<PasskeyView[]> {
  const columns = 'document_id, name, is_synced, created_time, last_time';
  return (await ofHost(db, columns, contactKey, host)).map((row: Row) => ({
    id: text(row.document_id),
    name: text(row.name),
    isSynced: yes(row.is_synced),
    createdAt: number(row.created_time),
    lastAt: number(row.last_time),
  }));
}

/** The same as a browser is told of them. */
export async function listCredentials(
  db: Connection,
  contactKey: number,
  host: string,
): Promise<{ id: string; transports: string[] }[]> {
  return (await ofHost(db, 'credential, transports', contactKey, host)).map((row) => ({
    id: text(row.credential),
    transports: jsonOf<string[]>(row.transports, []),
  }));
}

/** Of all hosts, or of one. */
export async function countPasskeys(
  db: Connection,
  contactKey: number,
  host = '',
): Promise<number> {
  const [onHost, bindings] = host === '' ? ['', []] : [' AND host = ?', [host]];
  const row = await selectOne(
    db,
    `SELECT COUNT(*) AS count FROM cp_passkeys WHERE contact_id = ?${onHost}`,
    [contactKey, ...bindings],
  );
  return number(row?.count);
}

export async function addPasskey(db: Connection, passkey: NewPasskey): Promise<string> {
  const { id } = await insert(db, 'cp_passkeys', {
    contact_id: passkey.contactKey,
    name: passkey.name,
    host: passkey.host,
    credential: passkey.credential,
    credential_hash: passkey.credentialHash,
    public_key: passkey.publicKey,
    counter: passkey.counter,
    transports: JSON.stringify(passkey.transports),
    is_synced: passkey.isSynced,
    created_time: passkey.now,
    last_time: 0,
  });
  return id;
}

const own = (contactKey: number, host: string, id: string) => ({
  contact_id: contactKey,
  host,
  document_id: id,
});

/** Gives it another name; the one of before, or null when the person has no such passkey. */
export async function renamePasskey(
  db: Connection,
  contactKey: number,
  host: string,
  { id, name }: { id: string; name: string },
): Promise<string | null> {
  const before = await nameOfPasskey(db, contactKey, host, id);
  if (before !== null) await change(db, 'cp_passkeys', own(contactKey, host, id), { name });
  return before;
}

/** null when the person has no such passkey. */
export async function nameOfPasskey(
  db: Connection,
  contactKey: number,
  host: string,
  id: string,
): Promise<string | null> {
  const row = await selectOne(
    db,
    'SELECT name FROM cp_passkeys WHERE contact_id = ? AND host = ? AND document_id = ?',
    [contactKey, host, id],
  );
  return row && text(row.name);
}

export async function removePasskey(
  db: Connection,
  contactKey: number,
  host: string,
  id: string,
): Promise<void> {
  await db('cp_passkeys')
    .where(own(contactKey, host, id))
    .delete();
}

/** Every passkey of a person, on every host; returns how many there were. */
export const removePasskeysOf = (db: Connection, contactKey: number): Promise<number> =>
  db('cp_passkeys').where({ contact_id: contactKey }).delete();

/**
 * Writes down a signature; false when another one was counted higher meanwhile, or it was removed. The same rule as
 * rules/passkeys.ts, `isCounterGood`, held for two at once.
 */
export async function noteUse(
  db: Connection,
  key: number,
  { counter, isSynced, now }: { counter: number; isSynced: boolean; now: number },
): Promise<boolean> {
  const noted = await db('cp_passkeys')
    .where({ id: key })
    .where((good) =>
      counter === 0 ? good.where('counter', 0) : good.where('counter', '<', counter),
    )
    .update({ counter, is_synced: isSynced, last_time: now });
  return noted === 1;
}
