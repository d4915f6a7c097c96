import { providerSettings } from '../contracts/identity-providers';
import type { ContactIdentity } from '../contracts/members';
import { jsonOf, number, text, type Connection, type Row } from '../store/connection';
import { listIdentitiesOf, removeIdentity } from '../store/contact-identities';
import { findAnyContact } from '../store/contacts';
import type { Activity } from './activity';
import { need } from './refusals';
import type { Runtime } from './runtime';
import type { AdminActor } from './types';

export interface ContactIdentities {
  /** By which identity providers a contact signs in; null when there is no such contact. */
  list(actor: AdminActor, contactId: string): Promise<ContactIdentity[] | null>;
  /** Forgets one, and ends what its person began at that provider; null when there is none. */
  unlink(actor: AdminActor, contactId: string, id: string): Promise<ContactIdentity[] | null>;
}

export function createContactIdentities(runtime: Runtime, activity: Activity): ContactIdentities {
  async function findLiving(id: string): Promise<Row | null> {
    const row = await findAnyContact(runtime.db, id);
    return row && text(row.merged_into) === '' ? row : null;
  }

  const identitiesOf = async (db: Connection, contactKey: number): Promise<ContactIdentity[]> =>
    (await listIdentitiesOf(db, contactKey)).map((row) => ({
      id: text(row.document_id),
      provider: nameOf(row.settings),
      portal: { id: text(row.portal_document_id), name: text(row.portal_name) },
      subject: text(row.subject),
      linkedAt: number(row.created_time),
      lastAt: number(row.last_time),
    }));

  return {
    async list(actor, contactId) {
      need(actor, 'member-read');
      const contact = await findLiving(contactId);
      return contact && identitiesOf(runtime.db, number(contact.id));
    },

    async unlink(actor, contactId, id) {
      need(actor, 'member-edit');
      const contact = await findLiving(contactId);
      if (!contact) return null;
      const key = number(contact.id);
      return runtime.transaction(async (db) => {
        const removed = await removeIdentity(db, key, id);
        if (!removed) return null;
        await activity.record(db, {
          actor: { kind: actor.kind, id: actor.id, name: actor.name },
          action: 'contact.identity-unlinked',
          subject: { kind: 'contact', id: contactId },
          portalKey: removed.portalKey,
          changes: { provider: { before: nameOf(removed.settings), after: '' } },
        });
        return identitiesOf(db, key);
      });
    },
  };
}

const nameOf = (settings: unknown): string =>
  providerSettings.parse(jsonOf<object>(settings, {})).name;
