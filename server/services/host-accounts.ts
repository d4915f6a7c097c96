import { yes, type Row } from '../store/connection';
import type { Runtime } from './runtime';

/** Users-permissions' own settings of who may sign in to the host. */
interface HostSettings {
  email_confirmation?: boolean;
  allow_register?: boolean;
}

const settingsOf = async ({ strapi }: Runtime): Promise<HostSettings> =>
  ((await strapi
    .store({ type: 'plugin', name: 'users-permissions', key: 'advanced' })
    .get({})) as HostSettings | null) ?? {};

/** As the host's own sign-in judges: an unconfirmed account is out only where the host asks for confirmation. */
export async function isConfirmedEnough(runtime: Runtime, account: Row): Promise<boolean> {
  // The settings are read for unconfirmed accounts only: a confirmed one costs no further statement.
  return yes(account.confirmed) || !(await settingsOf(runtime)).email_confirmation;
}

/**
 * Whether "confirmed" says anything of an address. Where anybody may register without confirming, everybody's account is
 * confirmed, also one that was made for somebody else's address.
 */
export async function isConfirmationProof(runtime: Runtime): Promise<boolean> {
  const settings = await settingsOf(runtime);
  return settings.email_confirmation === true || settings.allow_register === false;
}
