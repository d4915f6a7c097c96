import type { ContactFactor } from '../contracts/second-factors';
import { number, text, type Connection, type Row } from '../store/connection';
import { findAnyContact, listMembershipsOf, lockContacts } from '../store/contacts';
import { countPasskeys, removePasskeysOf } from '../store/passkeys';
import { findFactor, removeFactor } from '../store/second-factors';
import { endAllSessions } from '../store/sessions';
import type { Activity } from './activity';
import type { FactorMails } from './factor-mails';
import { need } from './refusals';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { AdminActor, PortalRecord } from './types';

/** For a contact who has lost the phone, and the recovery codes with it. */
export interface FactorResets {
  /** null when there is no such contact. */
  look(actor: AdminActor, contactId: string): Promise<ContactFactor | null>;
  /**
   * App, recovery codes and passkeys are gone and every session ends, also one that waits for its second factor. Told to the
   * person by mail. Answers what is left: nothing.
   */
  reset(actor: AdminActor, contactId: string): Promise<ContactFactor | null>;
}

export function createFactorResets(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  mails: FactorMails,
): FactorResets {
  async function stateOf(db: Connection, contactKey: number): Promise<ContactFactor> {
    const factor = await findFactor(db, contactKey);
    return {
      isOn: factor?.isOn ?? false,
      hasApp: (factor?.confirmedAt ?? 0) > 0,
      passkeys: await countPasskeys(db, contactKey),
      codesLeft: factor?.recoveryCodes.length ?? 0,
    };
  }

  /** The first portal where the person is registered: its mail speaks of no other. */
  async function portalOf(db: Connection, contactKey: number): Promise<PortalRecord | null> {
    for (const { state, portal_document_id } of await listMembershipsOf(db, [contactKey])) {
      const portal = siteMap.portals().find(({ id }) => id === text(portal_document_id));
      if (state === 'registered' && portal?.state === 'live') return portal;
    }
    return null;
  }

  async function tell(db: Connection, contact: Row): Promise<void> {
    const portal = await portalOf(db, number(contact.id));
    const address = text(contact.account_email);
    if (!portal || address === '') return;
    const person = { address, name: text(contact.name), language: text(contact.language) };
    await mails.tellPerson(db, portal, person, 'reset');
  }

  return {
    async look(actor, contactId) {
      need(actor, 'member-read');
      const contact = await findAnyContact(runtime.db, contactId);
      return contact && stateOf(runtime.db, number(contact.id));
    },

    async reset(actor, contactId) {
      need(actor, 'member-edit');
      return runtime.transaction(async (db) => {
        await lockContacts(db, [contactId]);
        const contact = await findAnyContact(db, contactId);
        if (!contact) return null;
        const key = number(contact.id);
        const before = await stateOf(db, key);
        if (!before.isOn && !before.hasApp && before.passkeys === 0) return before;
        await removeFactor(db, key);
        await removePasskeysOf(db, key);
        await endAllSessions(db, key);
        await activity.record(db, {
          actor: { kind: actor.kind, id: actor.id, name: actor.name },
          action: 'second-factor.reset',
          subject: { kind: 'contact', id: contactId },
          portalKey: 0,
          changes: {
            app: { before: before.hasApp ? 'yes' : '', after: '' },
            passkeys: { before: String(before.passkeys || ''), after: '' },
          },
        });
        await tell(db, contact);
        return stateOf(db, key);
      });
    },
  };
}
