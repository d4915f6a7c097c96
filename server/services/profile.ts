import { findProfile, saveProfile, type Profile } from '../store/people';
import type { AccessSweep } from './access-sweep';
import type { Activity } from './activity';
import type { Runtime } from './runtime';
import type { ProfileService } from './types';

const FIELDS = ['name', 'language', 'timeZone'] as const;

export function createProfile(
  runtime: Runtime,
  activity: Activity,
  accessSweep: AccessSweep,
): ProfileService {
  return {
    async update(viewer, { name, language, timeZone }) {
      await runtime.transaction(async (db) => {
        const before = await findProfile(db, viewer.contactKey);
        if (!before) return;
        const after: Profile = { name, language, timeZone };
        await saveProfile(db, viewer.contactKey, after);
        await accessSweep.followContact(db, viewer.contactKey);
        const changes = Object.fromEntries(
          FIELDS.filter((field) => after[field] !== before[field]).map((field) => [
            field,
            { before: before[field], after: after[field] },
          ]),
        );
        await activity.record(db, {
          actor: { kind: 'customer', id: viewer.contactId, name },
          action: 'contact.updated',
          subject: { kind: 'contact', id: viewer.contactId },
          portalKey: viewer.portal.key,
          changes,
        });
      });
    },
  };
}
