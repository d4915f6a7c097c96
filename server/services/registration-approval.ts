import type { MemberActionResult } from '../contracts/members';
import { number, text } from '../store/connection';
import { lockMembers } from '../store/members';
import { leaveQueue, listWaitingAmong } from '../store/registration';
import type { Activity } from './activity';
import { inBatches } from './batches';
import type { Mails } from './mails';
import { findPortal } from './portal-turns';
import { need } from './refusals';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { AdminActor } from './types';

/** Contacts of one transaction: others wait for it on SQLite. */
const AT_ONCE = 50;

export interface RegistrationApproval {
  /** Lets in who waits at a portal, and mails them; null when there is no such portal. */
  approve(
    actor: AdminActor,
    portalId: string,
    contactIds: readonly string[],
  ): Promise<MemberActionResult | null>;
  /**
   * Refuses who waits, and mails them. Nothing stays of the membership but the record: the contact, its account and its
   * tickets are there as before, and whoever registers again waits again.
   */
  decline(
    actor: AdminActor,
    portalId: string,
    contactIds: readonly string[],
  ): Promise<MemberActionResult | null>;
}

export function createRegistrationApproval(
  runtime: Runtime,
  siteMap: SiteMap,
  mails: Mails,
  activity: Activity,
): RegistrationApproval {
  async function decide(
    actor: AdminActor,
    portalId: string,
    contactIds: readonly string[],
    outcome: 'approved' | 'declined',
  ): Promise<MemberActionResult | null> {
    need(actor, 'member-edit');
    const portal = await findPortal(runtime.db, portalId);
    if (!portal) return null;
    const language = siteMap.portalByKey(portal.key)?.domain.primaryLanguage ?? 'en';
    const ids = [...new Set(contactIds)];
    return inBatches(ids, AT_ONCE, (some) =>
      runtime.transaction(async (db) => {
        const decided: MemberActionResult = { done: 0, left: [] };
        const living = new Set((await lockMembers(db, some)).map((row) => row.document_id));
        const rows = await listWaitingAmong(db, portal.key, some);
        for (const contact of some) {
          const row = rows.find((one) => one.document_id === contact && living.has(contact));
          const name = text(row?.name);
          const now = runtime.now();
          const isDone =
            row?.state === 'waiting' &&
            (await leaveQueue(db, number(row.membership_id), outcome, now));
          if (!row || !isDone) {
            const reason = row ? 'Does not wait for approval.' : 'There is no such contact.';
            decided.left.push({ contact, name, reason });
            continue;
          }
          decided.done += 1;
          const after = outcome === 'approved' ? 'registered' : '';
          await activity.record(db, {
            actor: { kind: actor.kind, id: actor.id, name: actor.name },
            action: `membership.${outcome}`,
            subject: { kind: 'contact', id: contact },
            portalKey: portal.key,
            changes: {
              [`standing.${portal.settings.general.name}`]: { before: 'waiting', after },
            },
          });
          await mails.queue(db, {
            template: `registration-${outcome}`,
            language: text(row.language) || language,
            to: text(row.address),
            payload: { portal: portal.key, name },
          });
        }
        return decided;
      }),
    );
  }

  return {
    approve: (actor, portalId, ids) => decide(actor, portalId, ids, 'approved'),
    decline: (actor, portalId, ids) => decide(actor, portalId, ids, 'declined'),
  };
}
