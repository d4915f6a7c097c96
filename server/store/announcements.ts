import type {
  AnnouncementInput,
  AnnouncementLevel,
  AnnouncementPage,
} from '../contracts/announcements';
import {
  change,
  insert,
  jsonOf,
  newId,
  number,
  select,
  selectOne,
  text,
  yes,
  type Connection,
  type Row,
} from './connection';

export interface AnnouncementRecord extends AnnouncementInput {
  key: number;
  id: string;
  portalKey: number;
}

const COLUMNS =
  'id, document_id, portal_id, texts, level, from_at, until_at, pages, counts_affected, is_dismissable';

const asRecord = (row: Row): AnnouncementRecord => ({
  key: number(row.id),
  id: text(row.document_id),
  portalKey: number(row.portal_id),
  texts: jsonOf<Record<string, string>>(row.texts, {}),
  level: (text(row.level) || 'info') as AnnouncementLevel,
  from: number(row.from_at),
  until: number(row.until_at),
  pages: jsonOf<AnnouncementPage[]>(row.pages, []),
  countsAffected: yes(row.counts_affected),
  isDismissable: yes(row.is_dismissable),
});

const columnsOf = (input: AnnouncementInput): Row => ({
  texts: JSON.stringify(input.texts),
  level: input.level,
  from_at: input.from,
  until_at: input.until,
  pages: JSON.stringify(input.pages),
  counts_affected: input.countsAffected,
  is_dismissable: input.isDismissable,
});

/** What is shown at an instant or later, in the order of their beginning, the newest first. */
export async function listComing(db: Connection, now: number): Promise<AnnouncementRecord[]> {
  const rows = await select(
    db,
    `SELECT ${COLUMNS} FROM cp_announcements
     WHERE trashed_at = 0 AND (until_at = 0 OR until_at > ?) ORDER BY from_at DESC, id DESC`,
    [now],
  );
  return rows.map(asRecord);
}

/** Every one of a portal with how many customers it affects, the newest first. */
export async function listAnnouncements(
  db: Connection,
  portalKey: number,
): Promise<(AnnouncementRecord & { affected: number })[]> {
  const rows = await select(
    db,
    `SELECT ${COLUMNS}, (SELECT COUNT(*) FROM cp_announcement_contacts c WHERE c.announcement_id = a.id) AS affected
     FROM cp_announcements a WHERE portal_id = ? AND trashed_at = 0 ORDER BY from_at DESC, id DESC`,
    [portalKey],
  );
  return rows.map((row) => ({ ...asRecord(row), affected: number(row.affected) }));
}

export async function findAnnouncement(
  db: Connection,
  portalKey: number,
  id: string,
): Promise<AnnouncementRecord | null> {
  const row = await selectOne(
    db,
    `SELECT ${COLUMNS} FROM cp_announcements WHERE document_id = ? AND portal_id = ? AND trashed_at = 0`,
    [id, portalKey],
  );
  return row && asRecord(row);
}

export function addAnnouncement(
  db: Connection,
  portalKey: number,
  input: AnnouncementInput,
): Promise<{ key: number; id: string }> {
  return insert(db, 'cp_announcements', {
    ...columnsOf(input),
    portal_id: portalKey,
    trashed_at: 0,
  });
}

export async function saveAnnouncement(
  db: Connection,
  key: number,
  input: AnnouncementInput,
): Promise<void> {
  await change(db, 'cp_announcements', { id: key }, columnsOf(input));
}

export async function trashAnnouncement(db: Connection, key: number, now: number): Promise<void> {
  await change(db, 'cp_announcements', { id: key }, { trashed_at: now });
}

export async function isAffected(
  db: Connection,
  announcementKey: number,
  contactKey: number,
): Promise<boolean> {
  const row = await selectOne(
    db,
    'SELECT id FROM cp_announcement_contacts WHERE announcement_id = ? AND contact_id = ?',
    [announcementKey, contactKey],
  );
  return row !== null;
}

export async function countAffected(db: Connection, announcementKey: number): Promise<number> {
  const row = await selectOne(
    db,
    'SELECT COUNT(*) AS total FROM cp_announcement_contacts WHERE announcement_id = ?',
    [announcementKey],
  );
  return number(row?.total);
}

/** Once for each contact; returns whether this is the first time. */
export async function addAffected(
  db: Connection,
  announcementKey: number,
  contactKey: number,
  now: number,
): Promise<boolean> {
  const id = newId();
  await db('cp_announcement_contacts')
    .insert({
      document_id: id,
      announcement_id: announcementKey,
      contact_id: contactKey,
      said_at: now,
    })
    .onConflict(['announcement_id', 'contact_id'])
    .ignore();
  const row = await selectOne(db, 'SELECT id FROM cp_announcement_contacts WHERE document_id = ?', [
    id,
  ]);
  return row !== null;
}

/** Returns whether there was something to take back. */
export async function removeAffected(
  db: Connection,
  announcementKey: number,
  contactKey: number,
): Promise<boolean> {
  const removed = await db('cp_announcement_contacts')
    .where({ announcement_id: announcementKey, contact_id: contactKey })
    .delete();
  return removed > 0;
}

/** What affects the loser of a merge affects the winner, once. */
export async function moveAffectedTo(
  db: Connection,
  winnerKey: number,
  loserKey: number,
): Promise<void> {
  // MariaDB deletes from no table that the statement reads, unless through a table of its own.
  await db.raw(
    `DELETE FROM cp_announcement_contacts WHERE contact_id = ? AND announcement_id IN
     (SELECT announcement_id FROM (SELECT announcement_id FROM cp_announcement_contacts WHERE contact_id = ?) own)`,
    [loserKey, winnerKey],
  );
  await change(db, 'cp_announcement_contacts', { contact_id: loserKey }, { contact_id: winnerKey });
}
