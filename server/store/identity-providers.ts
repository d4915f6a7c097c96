import {
  providerSettings,
  type ProviderKind,
  type ProviderPreset,
  type ProviderSettings,
  kindOf,
} from '../contracts/identity-providers';
import {
  change,
  insert,
  jsonOf,
  number,
  select,
  text,
  yes,
  type Connection,
  type Row,
} from './connection';

/** A provider with its numeric key and its sealed secret, which never leave the server. */
export interface ProviderRecord {
  key: number;
  id: string;
  portalKey: number;
  preset: ProviderPreset;
  kind: ProviderKind;
  isOn: boolean;
  settings: ProviderSettings;
  /** '' for none. */
  sealedSecret: string;
  /** Epoch ms; 0 before a round trip succeeded. */
  verifiedAt: number;
}

const COLUMNS =
  'id, document_id, portal_id, preset, is_on, settings, client_secret, verified_time FROM cp_identity_providers';

/** Providers of all portals, turned on or not. */
export const listProviders = (db: Connection): Promise<Row[]> =>
  select(db, `SELECT ${COLUMNS} WHERE trashed_at = 0 ORDER BY id`);

export function providerRecord(row: Row): ProviderRecord {
  const preset = text(row.preset) as ProviderPreset;
  return {
    key: number(row.id),
    id: text(row.document_id),
    portalKey: number(row.portal_id),
    preset,
    kind: kindOf(preset),
    isOn: yes(row.is_on),
    settings: providerSettings.parse(jsonOf<object>(row.settings, {})),
    sealedSecret: text(row.client_secret),
    verifiedAt: number(row.verified_time),
  };
}

/** Of one portal, in the order of their making. */
export async function listProvidersOf(
  db: Connection,
  portalKey: number,
): Promise<ProviderRecord[]> {
  const rows = await select(
    db,
    `SELECT ${COLUMNS} WHERE portal_id = ? AND trashed_at = 0 ORDER BY id`,
    [portalKey],
  );
  return rows.map(providerRecord);
}

export const addProvider = (
  db: Connection,
  portalKey: number,
  { preset, settings }: { preset: ProviderPreset; settings: ProviderSettings },
  now: number,
): Promise<{ key: number; id: string }> =>
  insert(db, 'cp_identity_providers', {
    portal_id: portalKey,
    preset,
    is_on: false,
    settings: JSON.stringify(settings),
    client_secret: '',
    created_time: now,
    verified_time: 0,
    trashed_at: 0,
  });

export async function saveProvider(
  db: Connection,
  key: number,
  {
    settings,
    sealedSecret,
    verifiedAt,
  }: Pick<ProviderRecord, 'settings' | 'sealedSecret' | 'verifiedAt'>,
): Promise<void> {
  const values = {
    settings: JSON.stringify(settings),
    client_secret: sealedSecret,
    verified_time: verifiedAt,
  };
  await change(db, 'cp_identity_providers', { id: key }, values);
}

export async function turnProvider(db: Connection, key: number, isOn: boolean): Promise<void> {
  await change(db, 'cp_identity_providers', { id: key }, { is_on: isOn });
}

export async function markVerified(db: Connection, key: number, now: number): Promise<void> {
  await change(db, 'cp_identity_providers', { id: key }, { verified_time: now });
}

/** Its secret goes; what people are called there stays. */
export async function trashProvider(db: Connection, key: number, now: number): Promise<void> {
  const gone = { trashed_at: now, is_on: false, client_secret: '' };
  await change(db, 'cp_identity_providers', { id: key }, gone);
}
