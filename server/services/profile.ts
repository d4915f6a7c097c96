import { number, selectOne, text } from '../store/connection';
import type { Activity } from './activity';
import type { Runtime } from './runtime';
import type { ProfileService } from './types';

export function createProfile(runtime: Runtime, activity: Activity): ProfileService {
  return {
    async update(viewer, { name, language, timeZone }) {
      await runtime.transaction(async (db) => {
        const before = await selectOne(
          db,
          'SELECT id, name, language, time_zone FROM cp_contacts WHERE id = ?',
          [viewer.contactKey],
        );
        if (!before) return;
        await db('cp_contacts')
          .where({ id: number(before.id) })
          .update({ name, language, time_zone: timeZone });
        const now: Record<string, string> = { name, language, timeZone };
        const was: Record<string, string> = {
          name: text(before.name),
          language: text(before.language),
          timeZone: text(before.time_zone),
        };
        const changes = Object.fromEntries(
          Object.keys(now)
            .filter((key) => now[key] !== was[key])
            .map((key) => [key, { before: was[key] ?? '', after: now[key] ?? '' }]),
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
