import type { NewProperty } from '../contracts/properties';
import { bumpVersion } from '../store/counters';
import { addProperty } from '../store/properties';
import { SYSTEM, type Activity } from './activity';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';

export interface Properties {
  /** Defines a custom property; forms, lists and filters know it from the next request on. For applications and seeds. */
  define(input: NewProperty): Promise<{ id: string }>;
}

export function createProperties(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
): Properties {
  return {
    async define(input) {
      const { id } = await runtime.transaction(async (db) => {
        const rank = siteMap.properties(input.subject).length;
        const made = await addProperty(db, { ...input, isStandard: false, rank });
        await activity.record(db, {
          actor: SYSTEM,
          action: 'property.created',
          subject: { kind: 'property', id: made.id },
          portalKey: 0,
        });
        await bumpVersion(db, 'site');
        return made;
      });
      await siteMap.refresh();
      return { id };
    },
  };
}
