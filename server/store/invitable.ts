import { GROUPS_NARROW } from './access-groups';
import {
  number,
  select,
  selectFiltered,
  text,
  yes,
  type Connection,
  type Row,
  type Value,
} from './connection';
import { LIVING_CONTACT } from './contact-records';
import { allOf, not, some, type Sql } from './filter-groups';

/** Of contact `c`: the address that signs in, or the primary one, which is to become it; '' without both. */
const INVITED_ADDRESS = `COALESCE((SELECT a.address FROM cp_contact_addresses a WHERE a.contact_id = c.id AND a.is_membership = ? ORDER BY a.id LIMIT 1),
  (SELECT a.address FROM cp_contact_addresses a WHERE a.contact_id = c.id AND a.is_primary = ? ORDER BY a.id LIMIT 1), '')`;

const OPEN_STATES = "('pending', 'sent')";

const GROUPS_OF_PORTAL =
  'cp_portal_access_groups pg JOIN cp_portals p ON p.id = pg.portal_id JOIN cp_access_group_members gm ON gm.group_id = pg.group_id';

/** In an access group of the portal, which says who may enter. */
const inGroupsOf = (portalKey: number): Sql => ({
  sql: some(
    `${GROUPS_OF_PORTAL} WHERE pg.portal_id = ? AND gm.contact_id = c.id AND ${GROUPS_NARROW}`,
  ),
  bindings: [portalKey],
});

const HAS_ADDRESS: Sql = {
  sql: some(
    'cp_contact_addresses a WHERE a.contact_id = c.id AND (a.is_membership = ? OR a.is_primary = ?)',
  ),
  bindings: [true, true],
};

const hasMembership = (portalKey: number, condition: string): Sql => ({
  sql: some(`cp_memberships m WHERE m.contact_id = c.id AND m.portal_id = ? ${condition}`),
  bindings: [portalKey],
});

const hasInvitation = (portalKey: number, condition: string): Sql => ({
  sql: some(`cp_invitations i WHERE i.contact_id = c.id AND i.portal_id = ? AND ${condition}`),
  bindings: [portalKey],
});

/** Whom *Invite* invites when nobody is named. */
export const invitableAt = (portalKey: number): Sql =>
  allOf([
    inGroupsOf(portalKey),
    HAS_ADDRESS,
    not(hasMembership(portalKey, "AND m.state <> 'invited'")),
    not(hasInvitation(portalKey, `i.state IN ${OPEN_STATES}`)),
  ]);

/** Never a member of the portal, nor invited; an invitation that a rule took back (it names why) does not count. */
export const neverInvitedAt = (portalKey: number): Sql =>
  allOf([
    HAS_ADDRESS,
    not(hasMembership(portalKey, '')),
    not(hasInvitation(portalKey, "(i.state <> 'cancelled' OR i.error = '')")),
  ]);

/** Whom a portal invites by itself, where it invites whoever comes into its access groups. */
export const newcomersAt = (portalKey: number): Sql =>
  allOf([inGroupsOf(portalKey), neverInvitedAt(portalKey)]);

/** Keys of contacts of a range that meet a condition. */
export async function findKeysInRange(
  db: Connection,
  [from, until]: readonly [number, number],
  { sql, bindings }: Sql,
): Promise<number[]> {
  const rows = await selectFiltered(
    db,
    `SELECT c.id FROM cp_contacts c WHERE c.id > ? AND c.id <= ? AND ${LIVING_CONTACT} AND (${sql}) ORDER BY c.id`,
    [from, until, ...bindings],
  );
  return rows.map((row) => number(row.id));
}

/** A contact as one portal's inviting sees it. */
export interface Candidate {
  key: number;
  id: string;
  name: string;
  isLiving: boolean;
  /** '' when it has none that could sign in. */
  address: string;
  /** '' without a membership. */
  standing: string;
  isLetIn: boolean;
  isBlocked: boolean;
  /** Of the account; 0 without one. */
  userKey: number;
  /** An account that nobody has confirmed is not proven. */
  isConfirmed: boolean;
  /** Key of the invitation that is open; 0 without one. */
  openKey: number;
}

const CANDIDATE = `SELECT c.id, c.document_id, c.name, c.user_id, u.blocked, u.confirmed,
  CASE WHEN ${LIVING_CONTACT} THEN 1 ELSE 0 END AS is_living, ${INVITED_ADDRESS} AS address, m.state,
  CASE WHEN NOT EXISTS (SELECT 1 FROM cp_portal_access_groups pg JOIN cp_portals p ON p.id = pg.portal_id WHERE pg.portal_id = ? AND ${GROUPS_NARROW})
    OR EXISTS (SELECT 1 FROM cp_portal_access_groups pg JOIN cp_access_group_members gm ON gm.group_id = pg.group_id
      WHERE pg.portal_id = ? AND gm.contact_id = c.id) THEN 1 ELSE 0 END AS is_let_in,
  (SELECT MAX(i.id) FROM cp_invitations i WHERE i.contact_id = c.id AND i.portal_id = ? AND i.state IN ${OPEN_STATES}) AS open_id
  FROM cp_contacts c
  LEFT JOIN up_users u ON u.id = c.user_id
  LEFT JOIN cp_memberships m ON m.contact_id = c.id AND m.portal_id = ?
  WHERE`;

const candidate = (row: Row): Candidate => ({
  key: number(row.id),
  id: text(row.document_id),
  name: text(row.name),
  isLiving: yes(row.is_living),
  address: text(row.address),
  standing: text(row.state),
  isLetIn: yes(row.is_let_in),
  isBlocked: yes(row.blocked),
  userKey: number(row.user_id),
  isConfirmed: yes(row.confirmed),
  openKey: number(row.open_id),
});

async function readCandidates(
  db: Connection,
  portalKey: number,
  column: 'id' | 'document_id',
  values: readonly Value[],
): Promise<Candidate[]> {
  if (values.length === 0) return [];
  const rows = await selectFiltered(
    db,
    `${CANDIDATE} c.${column} IN (${values.map(() => '?').join(', ')}) ORDER BY c.id`,
    [true, true, portalKey, portalKey, portalKey, portalKey, ...values],
  );
  return rows.map(candidate);
}

export const candidatesByKey = (db: Connection, portalKey: number, keys: readonly number[]) =>
  readCandidates(db, portalKey, 'id', keys);

export const candidatesById = (db: Connection, portalKey: number, ids: readonly string[]) =>
  readCandidates(db, portalKey, 'document_id', ids);

/** The largest key of a member of any group: a greater one than before says that somebody came into one. */
export async function lastMemberKey(db: Connection): Promise<number> {
  const [row] = await select(db, 'SELECT MAX(id) AS last FROM cp_access_group_members');
  return number(row?.last);
}
