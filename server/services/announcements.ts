import type { AnnouncementInput, AnnouncementRow } from '../contracts/announcements';
import type { RecordPage, RecordQuery } from '../contracts/lists';
import { announcementState } from '../rules/announcements';
import { settingsChanges, type SettingsChanges } from '../rules/portal-settings';
import {
  addAffected,
  addAnnouncement,
  countAffected,
  findAnnouncement,
  isAffected,
  listAnnouncements,
  removeAffected,
  saveAnnouncement,
  trashAnnouncement,
  type AnnouncementRecord,
} from '../store/announcements';
import type { ActivityEntry } from '../store/activity';
import type { Connection } from '../store/connection';
import type { PortalFacts } from '../store/portals';
import type { Activity } from './activity';
import { changePortal, findPortal } from './portal-turns';
import { pageInMemory } from './record-page';
import { need, needOwn, refused } from './refusals';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { AdminActor, AnnouncementsService } from './types';

const READ = ['portal-read', 'portal-edit'] as const;
const EDIT = 'portal-edit';

export interface Announcements extends AnnouncementsService {
  /** Of one portal, the newest first; null when there is no such portal. */
  list(
    actor: AdminActor,
    portalId: string,
    query: RecordQuery,
  ): Promise<RecordPage<AnnouncementRow> | null>;
  find(actor: AdminActor, portalId: string, id: string): Promise<AnnouncementRow | null>;
  create(
    actor: AdminActor,
    portalId: string,
    input: AnnouncementInput,
  ): Promise<{ id: string } | null>;
  save(
    actor: AdminActor,
    portalId: string,
    id: string,
    input: AnnouncementInput,
  ): Promise<AnnouncementRow | null>;
  remove(actor: AdminActor, portalId: string, id: string): Promise<boolean>;
}

const NONE: readonly AnnouncementRecord[] = [];

/** What a portal tells its readers for a while: kept by admins, shown from the site map's memory. */
export function createAnnouncements(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
): Announcements {
  const rowOf = (record: AnnouncementRecord, affected: number): AnnouncementRow => {
    const state = announcementState(record, runtime.now());
    return { id: record.id, ...contentOf(record), affected, state };
  };

  async function detail(portalKey: number, id: string): Promise<AnnouncementRow | null> {
    const record = await findAnnouncement(runtime.db, portalKey, id);
    return record && rowOf(record, await countAffected(runtime.db, record.key));
  }

  const note = (
    db: Connection,
    by: ActivityEntry['actor'],
    action: 'created' | 'updated' | 'deleted' | 'affected',
    announcement: { id: string; portalKey: number },
    changes: SettingsChanges,
  ) =>
    activity.record(db, {
      actor: { kind: by.kind, id: by.id, name: by.name },
      action: `announcement.${action}`,
      subject: { kind: 'announcement', id: announcement.id },
      portalKey: announcement.portalKey,
      changes,
    });

  const change = <Result>(
    portalId: string,
    work: (db: Connection, portal: PortalFacts) => Promise<Result | null>,
  ) => changePortal(runtime, siteMap, portalId, work);

  return {
    async list(actor, portalId, query) {
      need(actor, ...READ);
      const portal = await findPortal(runtime.db, portalId);
      if (!portal) return null;
      const records = await listAnnouncements(runtime.db, portal.key);
      return pageInMemory({
        rows: records.map(({ affected, ...record }) => rowOf(record, affected)),
        query,
        textOf: ({ texts }) => Object.values(texts).join(' '),
        sorts: {},
        defaultSort: '',
      });
    },

    async find(actor, portalId, id) {
      need(actor, ...READ);
      const portal = await findPortal(runtime.db, portalId);
      return portal && detail(portal.key, id);
    },

    async create(actor, portalId, input) {
      need(actor, EDIT);
      const checked = checkedInput(input);
      return change(portalId, async (db, portal) => {
        const { id } = await addAnnouncement(db, portal.key, checked);
        await note(
          db,
          actor,
          'created',
          { id, portalKey: portal.key },
          settingsChanges({}, checked),
        );
        return { id };
      });
    },

    async save(actor, portalId, id, input) {
      need(actor, EDIT);
      const checked = checkedInput(input);
      const portalKey = await change(portalId, async (db, portal) => {
        const before = await findAnnouncement(db, portal.key, id);
        if (!before) return null;
        const changes = settingsChanges(contentOf(before), checked);
        if (Object.keys(changes).length === 0) return portal.key;
        await saveAnnouncement(db, before.key, checked);
        await note(db, actor, 'updated', before, changes);
        return portal.key;
      });
      return portalKey === null ? null : detail(portalKey, id);
    },

    async remove(actor, portalId, id) {
      need(actor, EDIT);
      const isDone = await change(portalId, async (db, portal) => {
        const found = await findAnnouncement(db, portal.key, id);
        if (!found) return null;
        await trashAnnouncement(db, found.key, runtime.now());
        await note(db, actor, 'deleted', found, settingsChanges({ texts: found.texts }, {}));
        return true;
      });
      return isDone === true;
    },

    shown(portal, page) {
      const { announcements } = portal;
      if (announcements.length === 0) return NONE;
      const now = runtime.now();
      return announcements.filter(
        (one) => one.pages.includes(page) && announcementState(one, now) === 'shown',
      );
    },

    isKnown: (portal, id) => knownIn(portal.announcements, id, runtime.now()) !== undefined,

    async othersAffected({ contactKey }, { key }) {
      if (!(await isAffected(runtime.db, key, contactKey))) return null;
      return (await countAffected(runtime.db, key)) - 1;
    },

    async setAffected(viewer, id, affects) {
      needOwn(viewer);
      const now = runtime.now();
      const found = knownIn(viewer.portal.announcements, id, now);
      if (!found?.countsAffected) return false;
      // Who pressed as it ended is not counted, and need not know.
      if (announcementState(found, now) === 'over') return true;
      await runtime.transaction(async (db) => {
        const isChanged = affects
          ? await addAffected(db, found.key, viewer.contactKey, now)
          : await removeAffected(db, found.key, viewer.contactKey);
        if (!isChanged) return;
        const by = { kind: 'customer', id: viewer.contactId, name: viewer.contactName } as const;
        await note(db, by, 'affected', found, {
          affected: { before: String(!affects), after: String(affects) },
        });
      });
      return true;
    },
  };
}

const contentOf = (record: AnnouncementRecord): AnnouncementInput => ({
  texts: record.texts,
  level: record.level,
  from: record.from,
  until: record.until,
  pages: record.pages,
  countsAffected: record.countsAffected,
  isDismissable: record.isDismissable,
});

/** What is planned is nobody's to know yet. */
const knownIn = (announcements: readonly AnnouncementRecord[], id: string, now: number) =>
  announcements.find((one) => one.id === id && announcementState(one, now) !== 'planned');

/** Refuses what the shape alone cannot; a language without a text is left out. */
function checkedInput(input: AnnouncementInput): AnnouncementInput {
  const texts = Object.fromEntries(Object.entries(input.texts).filter(([, text]) => text !== ''));
  if (Object.keys(texts).length === 0) refused('texts', 'Enter a text.');
  if (input.until > 0 && input.until <= input.from)
    refused('until', 'Choose an end that is after the beginning.');
  return { ...input, texts, pages: [...new Set(input.pages)] };
}

export { checkedInput as checkedAnnouncement, contentOf as announcementContent };
