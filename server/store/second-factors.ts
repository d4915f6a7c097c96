import { change, jsonOf, newId, number, selectOne, text, yes, type Connection } from './connection';

/** The second factor of a contact. */
export interface FactorRecord {
  isOn: boolean;
  /** Sealed; '' for none. */
  secret: string;
  /** The same of an app whose first code is still to come. */
  waitingSecret: string;
  /** Epoch ms; 0 where there is no app. */
  confirmedAt: number;
  /** Hashes. */
  recoveryCodes: string[];
}

export interface FactorValues {
  isOn: boolean;
  secret: string | null;
  waitingSecret: string | null;
  confirmedAt: number;
  lastStep: number;
  recoveryCodes: string[];
}

const COLUMNS = {
  isOn: 'is_on',
  secret: 'secret',
  waitingSecret: 'waiting_secret',
  confirmedAt: 'confirmed_time',
  lastStep: 'last_step',
  recoveryCodes: 'recovery_codes',
} as const satisfies Record<keyof FactorValues, string>;

/** Whether a contact is asked for a second factor at sign-in. */
export async function isFactorOn(db: Connection, contactKey: number): Promise<boolean> {
  const row = await selectOne(
    db,
    'SELECT id FROM cp_second_factors WHERE contact_id = ? AND is_on = ?',
    [contactKey, true],
  );
  return row !== null;
}

/** null for somebody who never had one. */
export async function findFactor(db: Connection, contactKey: number): Promise<FactorRecord | null> {
  const row = await selectOne(
    db,
    `SELECT is_on, secret, waiting_secret, confirmed_time, recovery_codes
     FROM cp_second_factors WHERE contact_id = ?`,
    [contactKey],
  );
  return (
    row && {
      isOn: yes(row.is_on),
      secret: text(row.secret),
      waitingSecret: text(row.waiting_secret),
      confirmedAt: number(row.confirmed_time),
      recoveryCodes: jsonOf<string[]>(row.recovery_codes, []),
    }
  );
}

/** Makes the row where there is none; several may ask at once. */
export async function saveFactor(
  db: Connection,
  contactKey: number,
  values: Partial<FactorValues>,
  now: number,
): Promise<void> {
  await db('cp_second_factors')
    .insert({ document_id: newId(), contact_id: contactKey, is_on: false, created_time: now })
    .onConflict('contact_id')
    .ignore();
  const changes = Object.entries(values).map(([name, value]) => [
    COLUMNS[name as keyof FactorValues],
    Array.isArray(value) ? JSON.stringify(value) : value,
  ]);
  await change(
    db,
    'cp_second_factors',
    { contact_id: contactKey },
    Object.fromEntries(changes) as Record<string, unknown>,
  );
}

/** True for one caller only: a step's code, and those of earlier ones, work no more. */
export async function takeStep(db: Connection, contactKey: number, step: number): Promise<boolean> {
  const taken = await db('cp_second_factors')
    .where({ contact_id: contactKey, is_on: true })
    .andWhere('last_step', '<', step)
    .update({ last_step: step });
  return taken === 1;
}

/** Takes a recovery code away; how many are left, or null when it was none of them. In a transaction. */
export async function takeRecoveryCode(
  db: Connection,
  contactKey: number,
  hash: string,
): Promise<number | null> {
  const row = (await db('cp_second_factors')
    .select('recovery_codes')
    .where({ contact_id: contactKey, is_on: true })
    .forUpdate()
    .first()) as { recovery_codes: unknown } | undefined;
  const codes = jsonOf<string[]>(row?.recovery_codes, []);
  if (!codes.includes(hash)) return null;
  const left = codes.filter((one) => one !== hash);
  await change(
    db,
    'cp_second_factors',
    { contact_id: contactKey },
    { recovery_codes: JSON.stringify(left) },
  );
  return left.length;
}

export async function removeFactor(db: Connection, contactKey: number): Promise<void> {
  await db('cp_second_factors').where({ contact_id: contactKey }).delete();
}
