import { randomBytes } from 'node:crypto';
import { addAccount, findAccountAt, setProvenPassword } from '../store/accounts';
import type { Connection } from '../store/connection';
import { CUSTOMER_ROLE } from './foundations';
import { refused } from './refusals';
import type { Runtime } from './runtime';

/**
 * The account of an address that is proven, or about to be used with a password given beside it. An account that the site
 * has already keeps its password only where that address was proven to the site; any other may have been made by somebody
 * else beforehand, so `passwordHash` is the only password that opens it (null: none does).
 */
export async function accountFor(
  db: Connection,
  runtime: Runtime,
  address: string,
  passwordHash: string | null,
  isProof: boolean,
): Promise<number> {
  const known = await findAccountAt(db, address);
  if (known) {
    if (known.contactKey > 0)
      refused('address', 'The account with this address belongs to another contact.');
    if (!known.isConfirmed || !isProof) await setProvenPassword(db, known.key, passwordHash);
    return known.key;
  }
  return addAccount(db, {
    // A random name, so that nobody can sign in to the site's API by guessing one.
    username: `portal-${randomBytes(12).toString('hex')}`,
    address,
    passwordHash,
    roleType: CUSTOMER_ROLE,
    now: runtime.now(),
  });
}
