import { listDynamicGroups } from '../store/access-groups';
import { columnsOf, type ActivityEntry, type SubjectKind } from '../store/activity';
import { idsOfOneBatch, insertMany, rowsOf } from '../store/bulk-rows';
import type { Connection } from '../store/connection';
import { saveContactWords } from '../store/contact-words';
import { breathe } from '../store/event-loop';
import type { AccessSweep } from './access-sweep';
import type { Runtime } from './runtime';
import type { SearchIndex } from './search-index';
import type { SiteMap } from './site-map';

/** Contacts and tickets that follow a change without a pause: one of the latter needs several statements. */
const CONTACTS_AT_ONCE = 50;
const TICKETS_AT_ONCE = 10;

/** What writing the rows of any subject needs around it. */
export interface ImportHost {
  siteMap: SiteMap;
  now(): number;
  /** Makes contacts members of the dynamic access groups that they belong in. */
  followContacts(db: Connection, contactKeys: number[]): Promise<void>;
  /** Makes the words that contacts are found by anew. */
  renewWords(db: Connection, contactKeys: number[]): Promise<void>;
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
      if ((await listDynamicGroups(db)).length === 0) return;
      await inParts(keys, CONTACTS_AT_ONCE, (some) => accessSweep.followContacts(db, some));
    },
    renewWords: (db, keys) => inParts(keys, CONTACTS_AT_ONCE, (some) => saveContactWords(db, some)),
    renewSearch: (db, keys) =>
      inParts(keys, TICKETS_AT_ONCE, (some) => searchIndex.renew(db, some)),
    record(db, kind, action, records) {
      const nextId = idsOfOneBatch();
      const now = runtime.now();
      return insertMany(
        db,
        'cp_activities',
        rowsOf(records, ({ id, ticketKey, portalKey = 0 }) => [
          {
            document_id: nextId(),
            ...columnsOf({ actor, action, subject: { kind, id }, portalKey, ticketKey }, now, ''),
          },
        ]),
      );
    },
  };
}

/** Does the work for some of the records at a time; requests have their turn in between. */
async function inParts(
  keys: number[],
  size: number,
  work: (some: number[]) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < keys.length; from += size) {
    await work(keys.slice(from, from + size));
    await breathe();
  }
}
