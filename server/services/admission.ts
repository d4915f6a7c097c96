import { registersFreely } from '../rules/registration';
import { text, type Connection } from '../store/connection';
import { findMembership, listPortalsToOpen } from '../store/memberships';
import type { PortalRecord } from './types';

/**
 * Whether a portal lets in a contact that has no standing there yet, with this proven address and without anybody's press:
 * it is invited, its access groups let it in, or its address may register and nobody has to approve that. A contact that is
 * disabled there, or waits, is not let in.
 */
export async function opensFor(
  db: Connection,
  portal: PortalRecord,
  contactKey: number,
  address: string,
): Promise<boolean> {
  const standing = text((await findMembership(db, contactKey, portal.key))?.state);
  if (standing === 'registered') return true;
  if (standing === 'disabled' || standing === 'waiting') return false;
  if ((await listPortalsToOpen(db, contactKey)).includes(portal.key)) return true;
  return registersFreely(address, portal.settings.access);
}
