import type { AccessGroupKind } from '../contracts/access-groups';
import type { FilterGroups } from '../contracts/filter-groups';
import {
  change,
  insert,
  jsonOf,
  newId,
  number,
  select,
  selectFiltered,
  selectOne,
  text,
  yes,
  type Connection,
  type Row,
  type Value,
} from './connection';
import type { WordRange } from '../rules/contact-words';
import { LIVING_CONTACT } from './contact-records';
import { CONTACT_WORDS, isFound, membersOf } from './record-words';
import { bumpVersion } from './counters';
import { allOf, some, type Sql } from './filter-groups';

/** Whether the access groups of portal `p` narrow who may enter: where people register by themselves, they do not. */
export const GROUPS_NARROW = `COALESCE(p.access_control, '') <> 'self-registration'`;

/** Whether contact `c` is in an access group of a portal, which an expression names by its key. */
export const inGroupsOf = (portal: string): string =>
  `EXISTS (SELECT 1 FROM cp_portal_access_groups pg JOIN cp_access_group_members gm ON gm.group_id = pg.group_id
    WHERE pg.portal_id = ${portal} AND gm.contact_id = c.id)`;

/** Whether contact `c` is let in by the access groups of such a portal: none of them narrows, or `c` is in one. */
export const letInByGroupsOf = (portal: string): string =>
  `(NOT EXISTS (SELECT 1 FROM cp_portal_access_groups pg JOIN cp_portals p ON p.id = pg.portal_id
    WHERE pg.portal_id = ${portal} AND ${GROUPS_NARROW}) OR ${inGroupsOf(portal)})`;

/** The same for the portal of membership `m`; of nobody's membership it is true. */
export const LET_IN_BY_GROUPS = letInByGroupsOf('m.portal_id');

/** Whether a contact is in one of some access groups, by their public ids. */
export async function isInSomeGroup(
  db: Connection,
  contactKey: number,
  groupIds: readonly string[],
): Promise<boolean> {
  if (groupIds.length === 0) return false;
  const marks = groupIds.map(() => '?').join(', ');
  const row = await selectOne(
    db,
    `SELECT gm.id FROM cp_access_group_members gm JOIN cp_access_groups g ON g.id = gm.group_id
     WHERE gm.contact_id = ? AND g.trashed_at = 0 AND g.document_id IN (${marks}) LIMIT 1`,
    [contactKey, ...groupIds],
  );
  return row !== null;
}

export function listAccessGroupNames(db: Connection): Promise<Row[]> {
  return select(
    db,
    'SELECT document_id, name FROM cp_access_groups WHERE trashed_at = 0 ORDER BY name, id',
  );
}

/** An access group with its numeric key, which never leaves the server. */
export interface AccessGroupRecord {
  key: number;
  id: string;
  name: string;
  description: string;
  kind: AccessGroupKind;
  filterGroups: unknown;
  /** Epoch ms; 0 while the members are not compared with the filter since it was saved. */
  sweptAt: number;
}

const accessGroupRecord = (row: Row): AccessGroupRecord => ({
  key: number(row.id),
  id: text(row.document_id),
  name: text(row.name),
  description: text(row.description),
  kind: text(row.kind) === 'dynamic' ? 'dynamic' : 'static',
  filterGroups: jsonOf<unknown>(row.filter_groups, []),
  sweptAt: number(row.swept_at),
});

const GROUP =
  'SELECT id, document_id, name, description, kind, filter_groups, swept_at FROM cp_access_groups WHERE trashed_at = 0';

export async function listAccessGroups(db: Connection): Promise<AccessGroupRecord[]> {
  return (await select(db, `${GROUP} ORDER BY id`)).map(accessGroupRecord);
}

export async function listDynamicGroups(db: Connection): Promise<AccessGroupRecord[]> {
  return (await select(db, `${GROUP} AND kind = 'dynamic' ORDER BY id`)).map(accessGroupRecord);
}

export async function findAccessGroup(
  db: Connection,
  id: string,
): Promise<AccessGroupRecord | null> {
  const row = await selectOne(db, `${GROUP} AND document_id = ?`, [id]);
  return row && accessGroupRecord(row);
}

export interface AccessGroupRow {
  name: string;
  description: string;
  kind: AccessGroupKind;
  filterGroups: FilterGroups;
}

const columnsOf = (group: AccessGroupRow): Row => ({
  name: group.name,
  description: group.description,
  kind: group.kind,
  filter_groups: JSON.stringify(group.filterGroups),
  swept_at: 0,
});

export const addAccessGroup = (
  db: Connection,
  group: AccessGroupRow,
): Promise<{ key: number; id: string }> => insert(db, 'cp_access_groups', columnsOf(group));

export async function saveAccessGroup(
  db: Connection,
  key: number,
  group: AccessGroupRow,
): Promise<void> {
  await change(db, 'cp_access_groups', { id: key }, columnsOf(group));
}

export async function markSwept(db: Connection, key: number, now: number): Promise<void> {
  await change(db, 'cp_access_groups', { id: key }, { swept_at: now });
}

/** Puts a group in the bin; no portal is linked to it any more. */
export async function trashAccessGroup(db: Connection, key: number, now: number): Promise<void> {
  await db('cp_portal_access_groups').where({ group_id: key }).delete();
  await change(db, 'cp_access_groups', { id: key }, { trashed_at: now });
}

/** Which groups let people into which portals, and whether they keep others out there. */
export async function listPortalLinks(
  db: Connection,
): Promise<{ portalKey: number; groupKey: number; narrows: boolean }[]> {
  const rows = await select(
    db,
    `SELECT pg.portal_id, pg.group_id, CASE WHEN ${GROUPS_NARROW} THEN 1 ELSE 0 END AS narrows FROM cp_portal_access_groups pg
     JOIN cp_portals p ON p.id = pg.portal_id WHERE p.trashed_at = 0 ORDER BY pg.id`,
  );
  return rows.map((row) => ({
    portalKey: number(row.portal_id),
    groupKey: number(row.group_id),
    narrows: yes(row.narrows),
  }));
}

export function listPortalNames(db: Connection): Promise<Row[]> {
  return select(
    db,
    'SELECT id, document_id, name FROM cp_portals WHERE trashed_at = 0 ORDER BY name, id',
  );
}

/** Makes the group one of exactly these portals. The site map knows which portals have groups. */
export async function linkPortals(
  db: Connection,
  groupKey: number,
  portalKeys: readonly number[],
): Promise<void> {
  await db('cp_portal_access_groups')
    .where({ group_id: groupKey })
    .whereNotIn('portal_id', portalKeys)
    .delete();
  const known = await select(
    db,
    'SELECT portal_id FROM cp_portal_access_groups WHERE group_id = ?',
    [groupKey],
  );
  const linked = new Set(known.map((row) => number(row.portal_id)));
  for (const portalKey of portalKeys)
    if (!linked.has(portalKey))
      await insert(db, 'cp_portal_access_groups', { portal_id: portalKey, group_id: groupKey });
  if (known.length > 0 || portalKeys.length > 0) await bumpVersion(db, 'site');
}

/** Gives a portal exactly these groups. */
export async function linkGroups(
  db: Connection,
  portalKey: number,
  groupKeys: readonly number[],
): Promise<void> {
  await db('cp_portal_access_groups')
    .where({ portal_id: portalKey })
    .whereNotIn('group_id', groupKeys)
    .delete();
  const known = await select(
    db,
    'SELECT group_id FROM cp_portal_access_groups WHERE portal_id = ?',
    [portalKey],
  );
  const linked = new Set(known.map((row) => number(row.group_id)));
  for (const groupKey of groupKeys)
    if (!linked.has(groupKey))
      await insert(db, 'cp_portal_access_groups', { portal_id: portalKey, group_id: groupKey });
}

/** Members, exact up to 1,000. */
export async function countMembers(db: Connection, groupKey: number): Promise<number> {
  const row = await selectOne(
    db,
    `SELECT COUNT(*) AS total FROM (SELECT gm.id FROM cp_access_group_members gm JOIN cp_contacts c ON c.id = gm.contact_id
     WHERE gm.group_id = ? AND ${LIVING_CONTACT} LIMIT 1001) AS few`,
    [groupKey],
  );
  return number(row?.total);
}

/** Contacts that belong to a group, newest contact first; of those that a search finds when there is one. */
export function listMembers(
  db: Connection,
  groupKey: number,
  { below, ways, limit }: { below: number; ways: WordRange[][]; limit: number },
): Promise<Row[]> {
  const found = ways.length > 0 ? isFound(db, CONTACT_WORDS, ways) : null;
  return select(
    db,
    `SELECT c.id, c.document_id, c.name, gm.joined_at,
     (SELECT a.address FROM cp_contact_addresses a WHERE a.contact_id = c.id AND a.is_membership = ? ORDER BY a.id LIMIT 1) AS address
     FROM cp_access_group_members gm JOIN cp_contacts c ON c.id = gm.contact_id
     WHERE gm.group_id = ? ${below > 0 ? 'AND gm.contact_id < ?' : ''} AND ${LIVING_CONTACT} ${found ? `AND ${found.sql}` : ''}
     ORDER BY gm.contact_id DESC LIMIT ${limit}`,
    [true, groupKey, ...(below > 0 ? [below] : []), ...(found?.bindings ?? [])],
  );
}

/** Contacts that a search finds, with whether they are in the group. */
export function searchContacts(
  db: Connection,
  groupKey: number,
  ways: WordRange[][],
  limit: number,
): Promise<Row[]> {
  if (ways.length === 0) return Promise.resolve([]);
  const found = membersOf(db, CONTACT_WORDS, ways);
  return select(
    db,
    `SELECT c.document_id, c.name,
     (SELECT a.address FROM cp_contact_addresses a WHERE a.contact_id = c.id AND a.is_membership = ? ORDER BY a.id LIMIT 1) AS address,
     (SELECT COUNT(*) FROM cp_access_group_members gm WHERE gm.group_id = ? AND gm.contact_id = c.id) AS is_member
     FROM cp_contacts c WHERE c.id IN (SELECT member_id FROM (${found.sql} LIMIT 500) AS found)
     AND ${LIVING_CONTACT} ORDER BY c.name_key, c.id LIMIT ${limit}`,
    [true, groupKey, ...found.bindings],
  );
}

/** Standings of contacts at portals; whoever has no row has no access yet. */
export function listStandings(
  db: Connection,
  contactKeys: readonly number[],
  portalKeys: readonly number[],
): Promise<Row[]> {
  if (contactKeys.length === 0 || portalKeys.length === 0) return Promise.resolve([]);
  return db('cp_memberships')
    .select('contact_id', 'portal_id', 'state')
    .whereIn('contact_id', contactKeys)
    .whereIn('portal_id', portalKeys);
}

/** Living contacts by their public ids. */
export function findContactKeys(db: Connection, ids: readonly string[]): Promise<Row[]> {
  return db('cp_contacts')
    .select('id', 'document_id', 'name')
    .whereIn('document_id', ids)
    .where({ trashed_at: 0, erased_at: 0, merged_into: '' });
}

/** Living contacts that have one of these addresses, whichever of theirs it is. */
export function findContactsByAddresses(
  db: Connection,
  addressHashes: readonly string[],
): Promise<Row[]> {
  return db('cp_contact_addresses as a')
    .join('cp_contacts as c', 'c.id', 'a.contact_id')
    .select('c.id', 'c.name', 'a.address_hash')
    .whereIn('a.address_hash', addressHashes)
    .where({ 'c.trashed_at': 0, 'c.erased_at': 0, 'c.merged_into': '' });
}

/** Which of these contacts are in which of these groups. */
export async function listMembersAmong(
  db: Connection,
  groupKeys: readonly number[],
  contactKeys: readonly number[],
): Promise<{ groupKey: number; contactKey: number }[]> {
  if (groupKeys.length === 0 || contactKeys.length === 0) return [];
  const rows: Row[] = await db('cp_access_group_members')
    .select('group_id', 'contact_id')
    .whereIn('contact_id', contactKeys)
    .whereIn('group_id', groupKeys);
  return rows.map((row) => ({
    groupKey: number(row.group_id),
    contactKey: number(row.contact_id),
  }));
}

export async function addMembers(
  db: Connection,
  groupKey: number,
  contactKeys: readonly number[],
  now: number,
): Promise<void> {
  if (contactKeys.length === 0) return;
  await db('cp_access_group_members')
    .insert(
      contactKeys.map((contactKey) => ({
        document_id: newId(),
        group_id: groupKey,
        contact_id: contactKey,
        joined_at: now,
      })),
    )
    .onConflict(['group_id', 'contact_id'])
    .ignore();
}

export async function removeMembers(
  db: Connection,
  groupKey: number,
  contactKeys: readonly number[],
): Promise<number> {
  if (contactKeys.length === 0) return 0;
  return db('cp_access_group_members')
    .where({ group_id: groupKey })
    .whereIn('contact_id', contactKeys)
    .delete();
}

/** The largest key of a contact: sweeps and counts go through the keys in steps. */
export async function lastContactKey(db: Connection): Promise<number> {
  return number((await selectOne(db, 'SELECT MAX(id) AS last FROM cp_contacts'))?.last);
}

/** Contacts of a range of keys for which a condition over `c` holds. */
export async function findContactsInRange(
  db: Connection,
  [from, until]: readonly [number, number],
  { sql, bindings }: Sql,
  limit: number,
): Promise<Row[]> {
  return selectFiltered(
    db,
    `SELECT c.id, c.document_id, c.name,
     (SELECT a.address FROM cp_contact_addresses a WHERE a.contact_id = c.id AND a.is_membership = ? ORDER BY a.id LIMIT 1) AS address
     FROM cp_contacts c WHERE c.id > ? AND c.id <= ? AND ${LIVING_CONTACT} AND (${sql}) ORDER BY c.id LIMIT ${limit}`,
    [true, from, until, ...bindings],
  );
}

export async function countContactsInRange(
  db: Connection,
  [from, until]: readonly [number, number],
  { sql, bindings }: Sql,
): Promise<number> {
  const [row] = await selectFiltered(
    db,
    `SELECT COUNT(*) AS total FROM cp_contacts c WHERE c.id > ? AND c.id <= ? AND ${LIVING_CONTACT} AND (${sql})`,
    [from, until, ...bindings],
  );
  return number(row?.total);
}

/** Contacts of a range that are in a group and should not be, or the other way round, or whose filter words are missing. */
export async function findDiffering(
  db: Connection,
  groupKey: number,
  [from, until]: readonly [number, number],
  { sql, bindings }: Sql,
): Promise<number[]> {
  const rows = await selectFiltered(
    db,
    `SELECT c.id FROM cp_contacts c
     LEFT JOIN cp_access_group_members gm ON gm.group_id = ? AND gm.contact_id = c.id
     WHERE c.id > ? AND c.id <= ? AND (c.filter_words IS NULL
       OR CASE WHEN ${LIVING_CONTACT} AND (${sql}) THEN gm.id IS NULL ELSE gm.id IS NOT NULL END) ORDER BY c.id`,
    [groupKey, from, until, ...bindings],
  );
  return rows.map((row) => number(row.id));
}

/** In one of these groups. */
export const inGroups = (groupKeys: readonly number[]): Sql =>
  groupKeys.length === 0
    ? { sql: '1 = 0', bindings: [] }
    : {
        sql: some(
          `cp_access_group_members gm WHERE gm.contact_id = c.id AND gm.group_id IN (${groupKeys.map(() => '?').join(', ')})`,
        ),
        bindings: [...groupKeys],
      };

/** Registered at a portal. */
export const registeredAt = (portalKey: number): Sql => ({
  sql: some(
    `cp_memberships m WHERE m.contact_id = c.id AND m.portal_id = ? AND m.state = 'registered'`,
  ),
  bindings: [portalKey],
});

/** Registered at a portal, with an account that is not blocked. */
export const canSignInAt = (portalKey: number): Sql =>
  allOf([
    registeredAt(portalKey),
    { sql: some('up_users u WHERE u.id = c.user_id AND u.blocked = ?'), bindings: [false] },
  ]);

/** One of these contacts. */
export const oneOf = (contactKeys: readonly number[]): Sql =>
  contactKeys.length === 0
    ? { sql: '1 = 0', bindings: [] }
    : {
        sql: `c.id IN (${contactKeys.map(() => '?').join(', ')})`,
        bindings: contactKeys as Value[],
      };
