import type { ActivityEntry } from '../store/activity';
import type { Connection } from '../store/connection';
import { bumpVersion } from '../store/counters';
import { listPortals, type PortalFacts } from '../store/portals';
import type { Activity } from './activity';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';

/**
 * Changes a portal in turn with everybody else who changes portals, inboxes or addresses: the version's row stays locked
 * until the end. The change holds here from the next request on; null when there is no such portal.
 */
export async function changePortal<Result>(
  runtime: Runtime,
  siteMap: SiteMap,
  id: string,
  work: (db: Connection, portal: PortalFacts) => Promise<Result>,
): Promise<Result | null> {
  const result = await runtime.transaction(async (db) => {
    await bumpVersion(db, 'site');
    const portal = (await listPortals(db)).find((one) => one.id === id);
    return portal ? work(db, portal) : null;
  });
  await siteMap.refresh();
  return result;
}

export async function findPortal(db: Connection, id: string): Promise<PortalFacts | null> {
  return (await listPortals(db)).find((one) => one.id === id) ?? null;
}

/** Whoever an activity names as its doer. */
export type Doer = Pick<ActivityEntry['actor'], 'kind' | 'id' | 'name'>;

/** Appends what was done to a portal, as `portal.<action>`. */
export const portalRecorder =
  (activity: Activity) =>
  (
    db: Connection,
    { kind, id, name }: Doer,
    action: string,
    portal: { key: number; id: string },
    changes: Record<string, { before: string; after: string }>,
  ): Promise<void> =>
    activity.record(db, {
      actor: { kind, id, name },
      action: `portal.${action}`,
      subject: { kind: 'portal', id: portal.id },
      portalKey: portal.key,
      changes,
    });
