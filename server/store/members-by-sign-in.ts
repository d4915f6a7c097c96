import { dialectOf, number, selectFiltered, type Connection, type Row } from './connection';
import { LIVING_CONTACT } from './contact-records';
import { memberConditions, type MemberFilter } from './members';
import { joinInOrder, LIMITS, type Clause, type Condition, type Limits } from './record-lists';

/** Where a member stands in the order of the last sign-in: epoch ms and the contact's key. */
export interface SignInPlace {
  at: number;
  key: number;
}

interface Listing {
  isDescending: boolean;
  after: SignInPlace | null;
  limit: number;
}

export interface FoundBySignIn {
  rows: SignInPlace[];
  /** Where the page stopped before it was full, since so many members were looked at. */
  cutAt: SignInPlace | null;
}

/**
 * Members with a standing at the portal by their last sign-in: those of a condition that few meet are read and sorted;
 * otherwise the index of the portal's sign-ins is walked until the page is full, or until so many were looked at.
 */
export async function listBySignIn(
  db: Connection,
  filter: MemberFilter,
  listing: Listing,
  limits: Limits = LIMITS,
): Promise<FoundBySignIn> {
  const conditions = await memberConditions(db, filter);
  const least = conditions
    .filter((one): one is Condition & { size: number; members: Clause } => one.members !== null)
    .sort((a, b) => a.size - b.size)[0];
  const tests = conditions.filter((one) => one !== least).map(({ test }) => test);
  if (least && least.size <= limits.few) {
    const all = {
      sql: `(SELECT DISTINCT member_id FROM (${least.members.sql}) every) few ${joinInOrder(db)} cp_memberships m ON m.contact_id = few.member_id AND m.portal_id = ?`,
      bindings: [...least.members.bindings, filter.portalKey],
    };
    return { rows: await read(db, all, [after(db, listing), ...tests], listing), cutAt: null };
  }
  const from = inOrder(db, filter.portalKey, listing, limits.candidates);
  const rows = await read(db, from, least ? [...tests, least.test] : tests, listing);
  const [last] =
    rows.length < listing.limit
      ? await selectFiltered(
          db,
          `SELECT last_sign_in_at, contact_id, (SELECT COUNT(*) FROM ${from.sql}) AS total FROM ${from.sql} ${order(listing, true)} LIMIT 1`,
          [...from.bindings, ...from.bindings],
        )
      : [];
  return { rows, cutAt: last && number(last.total) === limits.candidates ? placeOf(last) : null };
}

const placeOf = (row: Row): SignInPlace => ({
  at: number(row.last_sign_in_at),
  key: number(row.contact_id),
});

async function read(
  db: Connection,
  from: Clause,
  tests: readonly Clause[],
  listing: Listing,
): Promise<SignInPlace[]> {
  const rows = await selectFiltered(
    db,
    `SELECT m.last_sign_in_at, m.contact_id FROM ${from.sql} ${joinInOrder(db)} cp_contacts c ON c.id = m.contact_id
     WHERE ${[LIVING_CONTACT, ...tests.map(({ sql }) => sql)].join(' AND ')} ${order(listing)} LIMIT ${listing.limit}`,
    [...from.bindings, ...tests.flatMap(({ bindings }) => bindings)],
  );
  return rows.map(placeOf);
}

/** The next so many of the portal's standings in the order of the list. */
function inOrder(db: Connection, portalKey: number, listing: Listing, count: number): Clause {
  const index = 'cp_memberships_seen_ix';
  const hint = { sqlite: `INDEXED BY ${index}`, postgres: '', mysql: `FORCE INDEX (${index})` };
  const { sql, bindings } = after(db, listing);
  return {
    sql: `(SELECT m.last_sign_in_at, m.contact_id FROM cp_memberships m ${hint[dialectOf(db)]}
      WHERE m.portal_id = ? AND ${sql} ${order(listing)} LIMIT ${count}) m`,
    bindings: [portalKey, ...bindings],
  };
}

function order({ isDescending }: Listing, isBackwards = false): string {
  const direction = isDescending === isBackwards ? 'ASC' : 'DESC';
  return `ORDER BY m.last_sign_in_at ${direction}, m.contact_id ${direction}`;
}

function after(db: Connection, { after: place, isDescending }: Listing): Clause {
  if (!place) return { sql: '1 = 1', bindings: [] };
  const sign = isDescending ? '<' : '>';
  // MariaDB takes no index for the comparison of pairs.
  return dialectOf(db) === 'mysql'
    ? {
        sql: `(m.last_sign_in_at ${sign} ? OR (m.last_sign_in_at = ? AND m.contact_id ${sign} ?))`,
        bindings: [place.at, place.at, place.key],
      }
    : { sql: `(m.last_sign_in_at, m.contact_id) ${sign} (?, ?)`, bindings: [place.at, place.key] };
}
