import { normaliseAddress } from '../rules/address';
import { text, type Connection } from '../store/connection';
import { findInboxAddress } from '../store/inboxes';
import type { Runtime } from './runtime';
import type { PortalRecord } from './types';

export interface Sender {
  name: string;
  /** '' takes the plugin's `mailFrom`, else the email plugin's default. */
  address: string;
  /** Address where somebody reads what is answered; '' when none is known. */
  replyTo: string;
}

/**
 * A brand's mail comes from the brand: the name and address of its settings, else its company and its inbox. Answers go to
 * the inbox's own mailbox, else to whoever the portal names for help.
 */
export async function senderFor(
  db: Connection,
  portal: PortalRecord,
  inboxKey: number,
): Promise<Sender> {
  const { senderName, senderAddress } = portal.settings.mails;
  const inbox = await findInboxAddress(db, inboxKey);
  return {
    name: senderName || portal.company,
    address: senderAddress || inbox,
    replyTo: inbox || normaliseAddress(portal.settings.general.helpContact),
  };
}

/** `from` and `replyTo` of a mail; empty when no address is known, and the email plugin decides. */
export function senderOf(
  { name, address, replyTo }: Sender,
  { config, strapi }: Runtime,
): { from?: string; replyTo?: string } {
  const fallback = config.mailFrom || text(strapi.config.get('plugin::email.settings.defaultFrom'));
  const from = address || addressIn(fallback);
  if (from === '') return replyTo === '' ? {} : { replyTo: named(name, replyTo) };
  // Both, since the email plugin's own defaults may be those of another brand.
  return { from: named(name, from), replyTo: named(name, replyTo || from) };
}

/** `"Name" <address>`: nothing in the name ends it, or is read as an encoded word (RFC 2047; attacks 20). */
function named(name: string, address: string): string {
  const plain = name
    .replace(/[\p{Cc}\p{Cf}"\\<>]+/gu, ' ')
    .replaceAll('=?', '= ?')
    .trim();
  return plain === '' ? address : `"${plain}" <${address}>`;
}

/** The address of `Name <address>`: the name would be that of another brand. */
const addressIn = (sender: string): string => /<([^<>]+)>\s*$/.exec(sender)?.[1] ?? sender.trim();
