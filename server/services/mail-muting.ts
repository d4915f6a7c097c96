import { muteMails } from '../store/mail-contents';
import type { Runtime } from './runtime';
import { MAIL_MUTING, type Secrets } from './secrets';
import type { PortalRecord } from './types';

export interface MailMuting {
  /** What the link that ends a ticket's mails to one contact carries; all by public id. It does that and nothing else. */
  tokenFor(portalId: string, ticketId: string, contactId: string): string;
  /** Whether it is a token of this portal; whether its ticket is still there is not told. */
  isOpen(portal: PortalRecord, token: string): boolean;
  /** Ends a ticket's mails to a contact, also once more; the same answer as `isOpen`. */
  mute(portal: PortalRecord, token: string): Promise<boolean>;
}

/** Unsubscribing from the mails of one ticket, without signing in: the token is the proof. */
export function createMailMuting(runtime: Runtime, secrets: Secrets): MailMuting {
  /** Longer than any that was made: nothing else is opened. */
  const LONGEST = 400;

  function read(portal: PortalRecord, token: string) {
    if (token.length > LONGEST) return null;
    const [portalId, ticketId = '', contactId = ''] =
      secrets.open(MAIL_MUTING, token)?.split(' ') ?? [];
    return portalId === portal.id ? { ticketId, contactId } : null;
  }

  return {
    tokenFor: (...ids) => secrets.seal(MAIL_MUTING, ids.join(' ')),
    isOpen: (portal, token) => read(portal, token) !== null,
    async mute(portal, token) {
      const meant = read(portal, token);
      if (!meant) return false;
      await runtime.transaction((db) => muteMails(db, portal.key, meant.ticketId, meant.contactId));
      return true;
    },
  };
}
