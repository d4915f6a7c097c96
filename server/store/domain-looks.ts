import * as z from 'zod/mini';
import { brandingSettings, type BrandingSettings } from '../contracts/portal-settings';
import { change, jsonOf, selectOne, type Connection } from './connection';

/** The look that new portals of a domain begin with; null where none is kept. */
export async function findDomainLook(
  db: Connection,
  domainKey: number,
): Promise<BrandingSettings | null> {
  const row = await selectOne(db, 'SELECT branding FROM cp_domains WHERE id = ?', [domainKey]);
  const stored = jsonOf<unknown>(row?.branding, null);
  return stored === null ? null : (z.safeParse(brandingSettings, stored).data ?? null);
}

export async function keepDomainLook(
  db: Connection,
  domainKey: number,
  branding: BrandingSettings,
): Promise<void> {
  await change(db, 'cp_domains', { id: domainKey }, { branding: JSON.stringify(branding) });
}
