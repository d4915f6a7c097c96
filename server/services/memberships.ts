import type { Connection } from '../store/connection';
import { listInvitationsOf, moveInvitation } from '../store/invitations';
import { listPortalsToOpen, putStanding } from '../store/memberships';
import { takeBackMails } from '../store/outbox';
import { closeTokens } from '../store/tokens';
import type { Activity } from './activity';
import { mailKeyOf } from './invitation-writing';

/**
 * One registration opens everything that a contact may see: it becomes registered at this portal, and at every other one
 * where it is invited or whose access groups it is in. Invitations there are accepted by it, also those that were not sent
 * yet: no second mail comes. Returns the keys of the portals that it came into.
 */
export async function openPortals(
  db: Connection,
  contactKey: number,
  portalKey: number,
  now: number,
  activity: Activity,
): Promise<number[]> {
  const keys = [...new Set([portalKey, ...(await listPortalsToOpen(db, contactKey))])];
  for (const key of keys) {
    await putStanding(db, contactKey, key, 'registered', now);
    await acceptInvitations(db, activity, contactKey, key, now);
  }
  return keys;
}

/** Whoever is registered at a portal has accepted what invited there. */
async function acceptInvitations(
  db: Connection,
  activity: Activity,
  contactKey: number,
  portalKey: number,
  now: number,
): Promise<void> {
  const open = await listInvitationsOf(db, portalKey, [contactKey], ['pending', 'sent', 'failed']);
  for (const { key, id, state, contactId, contactName, address } of open) {
    await takeBackMails(db, mailKeyOf(id));
    if (!(await moveInvitation(db, key, [state], { state: 'accepted', endedAt: now, error: '' })))
      continue;
    await closeTokens(db, 'invitation', contactKey, now, portalKey);
    await activity.record(db, {
      actor: { kind: 'customer', id: contactId, name: contactName },
      action: 'invitation.accepted',
      subject: { kind: 'contact', id: contactId },
      portalKey,
      changes: { address: { before: '', after: address } },
    });
  }
}
