import { listDynamicGroups } from '../store/access-groups';
import { columnsOf, type ActivityEntry, type SubjectKind } from '../store/activity';
import { insertMany } from '../store/bulk-rows';
import { newId, type Connection } from '../store/connection';
import type { AccessSweep } from './access-sweep';
import type { Runtime } from './runtime';
import type { SearchIndex } from './search-index';
import type { SiteMap } from './site-map';

/** What writing the rows of any subject needs around it. */
export interface ImportHost {
  siteMap: SiteMap;
  now(): number;
  /** Makes contacts members of the dynamic access groups that they belong in. */
  followContacts(db: Connection, contactKeys: number[]): Promise<void>;
  renewSearch(db: Connection, ticketKeys: number[]): Promise<void>;
  /** Records the same activity of many records. */
  record(
    db: Connection,
    kind: SubjectKind,
    action: string,
    records: { id: string; ticketKey?: number; portalKey?: number }[],
  ): Promise<void>;
}

export function createImportHost(
  runtime: Runtime,
  siteMap: SiteMap,
  accessSweep: AccessSweep,
  searchIndex: SearchIndex,
  actor: ActivityEntry['actor'],
): ImportHost {
  return {
    siteMap,
    now: () => runtime.now(),
    async followContacts(db, keys) {
      // Who writes the rows of a file writes their filter words too: without a dynamic group nothing is left to do.
      if ((await listDynamicGroups(db)).length > 0) await accessSweep.followContacts(db, keys);
    },
    renewSearch: (db, keys) => searchIndex.renew(db, keys),
    record: (db, kind, action, records) =>
      insertMany(
        db,
        'cp_activities',
        records.map(({ id, ticketKey, portalKey = 0 }) => ({
          document_id: newId(),
          ...columnsOf(
            { actor, action, subject: { kind, id }, portalKey, ticketKey },
            runtime.now(),
            '',
          ),
        })),
      ),
  };
}
