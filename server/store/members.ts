import type { Standing } from '../contracts/contacts';
import type { InvitationState } from '../contracts/invitations';
import type { WordRange } from '../rules/contact-words';
import { select, type Connection, type Row, type Value } from './connection';
import { LIVING_CONTACT } from './contact-records';
import { membershipsOfContact } from './contacts';
import {
  listRecordKeys,
  oneOf,
  sizeOf,
  type Clause,
  type Condition,
  type FoundKeys,
  type Limits,
  type RecordListing,
} from './record-lists';
import { CONTACT_WORDS, searchCondition } from './record-words';

/** Who belongs to a portal: whoever has a standing there, or is in one of its access groups. */
export interface MemberFilter {
  portalKey: number;
  /** Every access group of the portal. */
  groupKeys: readonly number[];
  ways: WordRange[][];
  standing: '' | 'none' | Standing;
  /** State of the newest invitation to the portal. */
  invitation: '' | InvitationState;
  /** Contacts of this access group only; 0 for any. */
  groupKey: number;
}

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

/** A page of the members of a portal by name, and how many there are (store/record-lists.ts). */
export async function listMemberKeys(
  db: Connection,
  filter: MemberFilter,
  listing: RecordListing,
  limits?: Limits,
): Promise<FoundKeys> {
  const conditions = await memberConditions(db, filter);
  return listRecordKeys(db, 'cp_contacts', LIVING_CONTACT, conditions, listing, limits);
}

/** What narrows the contacts to these members. */
export async function memberConditions(db: Connection, filter: MemberFilter): Promise<Condition[]> {
  const { portalKey, standing, invitation, groupKey } = filter;
  const found: Condition[] = [];
  const narrow = async (members: Clause, test: Clause) =>
    found.push({ size: await sizeOf(db, members), members, test });
  if (filter.ways.length > 0) found.push(await searchCondition(db, CONTACT_WORDS, filter.ways));
  if (groupKey > 0) await narrow(inGroupsMembers([groupKey]), inGroupsTest(db, [groupKey]));
  if (invitation !== '') await narrow(...newestInvitation(db, portalKey, invitation));
  if (standing === 'none') {
    const { sql, bindings } = standingTest(db, portalKey);
    found.push({ size: null, members: null, test: { sql: `NOT (${sql})`, bindings } });
    await narrow(inGroupsMembers(filter.groupKeys), inGroupsTest(db, filter.groupKeys));
    return found;
  }
  const ofPortal = standingMembers(portalKey, standing);
  if (standing !== '') await narrow(ofPortal, standingTest(db, portalKey, standing));
  else await narrow(...either(ofPortal, standingTest(db, portalKey), db, filter.groupKeys));
  return found;
}

/** With a standing at the portal, or in one of its groups. */
function either(
  members: Clause,
  test: Clause,
  db: Connection,
  groupKeys: readonly number[],
): [members: Clause, test: Clause] {
  const groups = inGroupsMembers(groupKeys);
  const inGroup = inGroupsTest(db, groupKeys);
  return [
    {
      sql: `${members.sql} UNION ALL ${groups.sql}`,
      bindings: [...members.bindings, ...groups.bindings],
    },
    {
      sql: `(${test.sql} OR ${inGroup.sql})`,
      bindings: [...test.bindings, ...inGroup.bindings],
    },
  ];
}

const ofStanding = (standing: string): { sql: string; bindings: Value[] } =>
  standing === '' ? { sql: '', bindings: [] } : { sql: 'AND m.state = ?', bindings: [standing] };

function standingMembers(portalKey: number, standing: string): Clause {
  const { sql, bindings } = ofStanding(standing);
  return {
    sql: `SELECT m.contact_id AS member_id FROM cp_memberships m WHERE m.portal_id = ? ${sql}`,
    bindings: [portalKey, ...bindings],
  };
}

function standingTest(db: Connection, portalKey: number, standing = ''): Clause {
  const { sql, bindings } = ofStanding(standing);
  const from = `${membershipsOfContact(db)} WHERE m.contact_id = c.id AND m.portal_id = ? ${sql}`;
  return { sql: oneOf(db, from), bindings: [portalKey, ...bindings] };
}

const NOBODY = 'SELECT gm.contact_id AS member_id FROM cp_access_group_members gm WHERE 1 = 0';

const inGroupsMembers = (groupKeys: readonly number[]): Clause =>
  groupKeys.length === 0
    ? { sql: NOBODY, bindings: [] }
    : {
        sql: `SELECT gm.contact_id AS member_id FROM cp_access_group_members gm WHERE gm.group_id IN (${marks(groupKeys)})`,
        bindings: [...groupKeys],
      };

const inGroupsTest = (db: Connection, groupKeys: readonly number[]): Clause =>
  groupKeys.length === 0
    ? { sql: '1 = 0', bindings: [] }
    : {
        sql: oneOf(
          db,
          `cp_access_group_members gm WHERE gm.contact_id = c.id AND gm.group_id IN (${marks(groupKeys)})`,
        ),
        bindings: [...groupKeys],
      };

/** An older invitation says nothing any more. */
const newer = (of: string) =>
  `cp_invitations n WHERE n.contact_id = ${of}.contact_id AND n.portal_id = ${of}.portal_id AND n.id > ${of}.id`;

function newestInvitation(
  db: Connection,
  portalKey: number,
  state: InvitationState,
): [members: Clause, test: Clause] {
  const isNewest = `NOT EXISTS (SELECT 1 FROM ${newer('i')})`;
  return [
    {
      sql: `SELECT i.contact_id AS member_id FROM cp_invitations i WHERE i.portal_id = ? AND i.state = ? AND ${isNewest}`,
      bindings: [portalKey, state],
    },
    {
      sql: oneOf(
        db,
        `cp_invitations i WHERE i.contact_id = c.id AND i.portal_id = ? AND i.state = ? AND ${isNewest}`,
      ),
      bindings: [portalKey, state],
    },
  ];
}

/** Contacts by their keys with the address that signs in and their standing at a portal, in any order. */
export function listMemberRows(
  db: Connection,
  portalKey: number,
  keys: readonly number[],
): Promise<Row[]> {
  if (keys.length === 0) return Promise.resolve([]);
  return select(
    db,
    `SELECT c.id, c.document_id, c.name, c.name_key, c.user_id, m.id AS membership_id, m.state, m.registered_at, m.last_sign_in_at,
     (SELECT a.address FROM cp_contact_addresses a WHERE a.contact_id = c.id AND a.is_membership = ? ORDER BY a.id LIMIT 1) AS address
     FROM cp_contacts c LEFT JOIN cp_memberships m ON m.contact_id = c.id AND m.portal_id = ?
     WHERE c.id IN (${marks(keys)})`,
    [true, portalKey, ...keys],
  );
}

/** The newest invitation of each of these contacts to a portal. */
export function listNewestInvitations(
  db: Connection,
  portalKey: number,
  keys: readonly number[],
): Promise<Row[]> {
  if (keys.length === 0) return Promise.resolve([]);
  return select(
    db,
    `SELECT i.document_id, i.contact_id, i.state, i.kind, i.error, i.due_at, i.sent_at, i.expires_at FROM cp_invitations i
     WHERE i.contact_id IN (${marks(keys)}) AND i.portal_id = ? AND NOT EXISTS (SELECT 1 FROM ${newer('i')})`,
    [...keys, portalKey],
  );
}

/** Living contacts by their public ids, locked until the transaction ends. */
export async function lockMembers(db: Connection, ids: readonly string[]): Promise<Row[]> {
  return db('cp_contacts')
    .select('id', 'document_id', 'name', 'user_id')
    .whereIn('document_id', [...ids])
    .where({ trashed_at: 0, erased_at: 0, merged_into: '' })
    .orderBy('id')
    .forUpdate();
}

/** The contact has no standing at the portal any more, as if it had never been invited. */
export async function removeMembership(db: Connection, membershipKey: number): Promise<void> {
  await db('cp_memberships').where({ id: membershipKey }).delete();
}

/** Ends some sessions of a contact by their public ids, or every one; answers how many. */
export function endSessionsOf(
  db: Connection,
  contactKey: number,
  ids: readonly string[] | null,
): Promise<number> {
  const sessions = db('cp_sessions').where({ contact_id: contactKey });
  return (ids ? sessions.whereIn('public_id', [...ids]) : sessions).delete();
}

/** Ends every session of a contact on a domain; answers how many. */
export const endSessionsAt = (
  db: Connection,
  contactKey: number,
  domainKey: number,
): Promise<number> =>
  db('cp_sessions').where({ contact_id: contactKey, domain_id: domainKey }).delete();

/** No link to the portal that was sent to a contact opens anything any more. */
export async function closeTokensAt(
  db: Connection,
  contactKey: number,
  portalKey: number,
  now: number,
): Promise<void> {
  await db('cp_one_time_tokens')
    .where({ contact_id: contactKey, portal_id: portalKey, used_at: 0 })
    .update({ used_at: now });
}
