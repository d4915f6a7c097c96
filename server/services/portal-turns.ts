import type { Connection } from '../store/connection';
import { bumpVersion } from '../store/counters';
import { listPortals, type PortalFacts } from '../store/portals';
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
