import { meetsFilterGroups } from '../rules/filter-groups';
import { readFilterGroups } from '../rules/stored-filter-groups';
import {
  addMembers,
  findDiffering,
  listDynamicGroups,
  listMembersAmong,
  markSwept,
  removeMembers,
} from '../store/access-groups';
import type { Connection } from '../store/connection';
import { readFollowed, renewFilterWords, type FollowedContact } from '../store/contact-records';
import { contactFilterSql } from '../store/filter-groups';
import { inSteps } from './contact-steps';
import type { Jobs } from './jobs';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';

const MINUTE = 60 * 1000;
const SWEEP_EVERY = 15 * MINUTE;
/** Contacts of one statement. */
const FOLLOWED_AT_ONCE = 200;
/** Contacts of one transaction of a sweep: others wait for it on SQLite. */
const SWEPT_AT_ONCE = 50;

export interface AccessSweep {
  /**
   * Makes the contact a member of exactly the dynamic groups whose filter it meets. Every service calls it behind a change
   * of a contact (its values, addresses, company, bin, merge), in the transaction of the change.
   */
  followContact(db: Connection, contactKey: number): Promise<void>;
  /** The same for several, in few statements. */
  followContacts(db: Connection, contactKeys: readonly number[]): Promise<void>;
  /** Compares every contact with dynamic groups: all of them, or the one of this key. */
  sweep(groupKey?: number): Promise<void>;
  /** Sweeps every 15 minutes, on one node: relative dates move people in and out. */
  start(): void;
  stop(): Promise<void>;
}

export function createAccessSweep(runtime: Runtime, siteMap: SiteMap, jobs: Jobs): AccessSweep {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let isStopped = false;

  async function followContacts(db: Connection, contactKeys: readonly number[]): Promise<void> {
    for (let from = 0; from < contactKeys.length; from += FOLLOWED_AT_ONCE)
      await followSome(db, contactKeys.slice(from, from + FOLLOWED_AT_ONCE));
  }

  async function followSome(db: Connection, contactKeys: readonly number[]): Promise<void> {
    const contacts = await readFollowed(db, contactKeys);
    for (const contact of contacts) await renewFilterWords(db, contact);
    const groups = (await listDynamicGroups(db)).map(({ key, filterGroups }) => ({
      key,
      filter: readFilterGroups(filterGroups),
    }));
    if (groups.length === 0) return;
    const members = await listMembersAmong(
      db,
      groups.map(({ key }) => key),
      contactKeys,
    );
    const isIn = new Set(members.map(({ groupKey, contactKey }) => `${groupKey} ${contactKey}`));
    const now = runtime.now();
    const fields = siteMap.fields('contact');
    const meets = ({ isLiving, record }: FollowedContact, filter: (typeof groups)[0]['filter']) =>
      isLiving && meetsFilterGroups(filter, record, fields, now);
    for (const { key, filter } of groups) {
      const joining: number[] = [];
      const leaving: number[] = [];
      for (const contact of contacts) {
        const isMember = isIn.has(`${key} ${contact.key}`);
        if (meets(contact, filter) !== isMember) (isMember ? leaving : joining).push(contact.key);
      }
      await addMembers(db, key, joining, now);
      await removeMembers(db, key, leaving);
    }
  }

  async function sweepAll(groupKey?: number): Promise<void> {
    for (const group of await listDynamicGroups(runtime.db)) {
      if (groupKey !== undefined && group.key !== groupKey) continue;
      const condition = contactFilterSql(
        readFilterGroups(group.filterGroups),
        siteMap.properties('contact'),
        runtime.now(),
      );
      await inSteps(runtime.db, async (range) => {
        if (isStopped) return false;
        const differing = await findDiffering(runtime.db, group.key, range, condition);
        for (let from = 0; from < differing.length; from += SWEPT_AT_ONCE) {
          const keys = differing.slice(from, from + SWEPT_AT_ONCE);
          // Judged anew behind a lock: the contact may have changed since it was found.
          await runtime.transaction((db) => followContacts(db, keys));
        }
        return true;
      });
      if (!isStopped) await markSwept(runtime.db, group.key, runtime.now());
    }
  }

  function sweep(groupKey?: number): Promise<void> {
    const work = jobs.inTurn('access-sweep', () => sweepAll(groupKey)).then(() => undefined);
    const before = running;
    running = work.then(
      () => before,
      () => before,
    );
    return work;
  }

  return {
    followContact: (db, contactKey) => followContacts(db, [contactKey]),
    followContacts,
    sweep,
    start() {
      timer = setInterval(() => {
        jobs.atMostEvery(SWEEP_EVERY, 'access-sweep-round', sweep).catch((error: unknown) => {
          runtime.strapi.log.error(`customer-portal: access groups: ${String(error)}`);
        });
      }, MINUTE).unref();
    },
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
