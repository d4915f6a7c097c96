import type { Standing } from '../contracts/contacts';
import { joinConsents, readConsents } from '../rules/consent';
import { change, number, text, yes, type Connection, type Row } from './connection';

/** The tickets of the loser are the winner's: associated once, requester where either was. Set by set, whatever their number. */
export async function moveTicketsTo(
  db: Connection,
  winnerKey: number,
  loserKey: number,
): Promise<void> {
  // MariaDB changes no table that the statement reads, unless through a table of its own.
  const ticketsOf = (role: string) =>
    `SELECT ticket_id FROM (SELECT ticket_id FROM cp_participants WHERE contact_id = ? ${role}) own`;
  await db.raw(
    `UPDATE cp_participants SET role = 'requester' WHERE contact_id = ? AND ticket_id IN (${ticketsOf("AND role = 'requester'")})`,
    [winnerKey, loserKey],
  );
  await db.raw(
    `DELETE FROM cp_participants WHERE contact_id = ? AND ticket_id IN (${ticketsOf('')})`,
    [loserKey, winnerKey],
  );
  await change(db, 'cp_participants', { contact_id: loserKey }, { contact_id: winnerKey });
  await change(db, 'cp_tickets', { requester_id: loserKey }, { requester_id: winnerKey });
  await change(db, 'cp_messages', { contact_id: loserKey }, { contact_id: winnerKey });
}

/** Companies of both; what either may see and manage, the winner may. `primaryKey` is the company that is primary, 0 for none. */
export async function mergeCompanies(
  db: Connection,
  winnerKey: number,
  loserKey: number,
  primaryKey: number,
): Promise<void> {
  const [ours, theirs] = await rowsOfBoth(db, 'cp_contact_companies', winnerKey, loserKey);
  for (const row of theirs) {
    const known = ours.find((one) => number(one.company_id) === number(row.company_id));
    if (!known) {
      await change(db, 'cp_contact_companies', { id: number(row.id) }, { contact_id: winnerKey });
      continue;
    }
    // One that was left gives nothing; the other is taken as it is.
    const [kept, other] = number(known.left_at) > 0 ? [row, known] : [known, row];
    const isBoth = number(other.left_at) === 0;
    const has = (column: string) => yes(kept[column]) || (isBoth && yes(other[column]));
    await change(
      db,
      'cp_contact_companies',
      { id: number(known.id) },
      {
        sees_tickets: has('sees_tickets'),
        is_manager: has('is_manager'),
        is_withheld: yes(kept.is_withheld) && (!isBoth || yes(other.is_withheld)),
        joined_at: number(kept.joined_at),
        left_at: number(kept.left_at),
      },
    );
    await db('cp_contact_companies')
      .where({ id: number(row.id) })
      .delete();
  }
  await change(db, 'cp_contact_companies', { contact_id: winnerKey }, { is_primary: false });
  if (primaryKey > 0)
    await change(
      db,
      'cp_contact_companies',
      { contact_id: winnerKey, company_id: primaryKey, left_at: 0 },
      { is_primary: true },
    );
}

/** Memberships of both with the chosen standing at each portal. */
export async function mergeMemberships(
  db: Connection,
  winnerKey: number,
  loserKey: number,
  standingAt: (portalKey: number) => Standing | '',
  now: number,
): Promise<void> {
  const [ours, theirs] = await rowsOfBoth(db, 'cp_memberships', winnerKey, loserKey);
  for (const row of theirs) {
    const known = ours.find((one) => number(one.portal_id) === number(row.portal_id));
    if (!known) {
      await change(db, 'cp_memberships', { id: number(row.id) }, { contact_id: winnerKey });
      ours.push(row);
      continue;
    }
    const consents = joinConsents(readConsents(row.consents), readConsents(known.consents));
    const registered = [number(known.registered_at), number(row.registered_at)].filter(Boolean);
    known.registered_at = registered.length > 0 ? Math.min(...registered) : 0;
    await change(
      db,
      'cp_memberships',
      { id: number(known.id) },
      {
        consents: JSON.stringify(consents),
        registered_at: known.registered_at,
        last_sign_in_at: Math.max(number(known.last_sign_in_at), number(row.last_sign_in_at)),
      },
    );
    await db('cp_memberships')
      .where({ id: number(row.id) })
      .delete();
  }
  for (const row of ours) {
    const standing = standingAt(number(row.portal_id));
    if (standing === '') {
      // Nobody is a member where no access was chosen.
      await db('cp_memberships')
        .where({ id: number(row.id) })
        .delete();
      continue;
    }
    if (standing === text(row.state)) continue;
    await change(
      db,
      'cp_memberships',
      { id: number(row.id) },
      { state: standing, disabled_at: standing === 'disabled' ? now : 0 },
    );
  }
}

export async function mergeGroups(
  db: Connection,
  winnerKey: number,
  loserKey: number,
): Promise<void> {
  const [ours, theirs] = await rowsOfBoth(db, 'cp_access_group_members', winnerKey, loserKey);
  for (const row of theirs) {
    const isThere = ours.some((one) => number(one.group_id) === number(row.group_id));
    const own = db('cp_access_group_members').where({ id: number(row.id) });
    await (isThere ? own.delete() : own.update({ contact_id: winnerKey }));
  }
}

/** Every address is the winner's, with which of them is primary and which signs in. */
export async function mergeAddresses(
  db: Connection,
  winnerKey: number,
  loserKey: number,
  chosen: { primaryKey: number; membershipKey: number },
): Promise<void> {
  await change(db, 'cp_contact_addresses', { contact_id: loserKey }, { contact_id: winnerKey });
  await change(
    db,
    'cp_contact_addresses',
    { contact_id: winnerKey },
    { is_primary: false, is_membership: false },
  );
  const set = (id: number, flag: string) =>
    change(db, 'cp_contact_addresses', { id }, { [flag]: true });
  await set(chosen.primaryKey, 'is_primary');
  await set(chosen.membershipKey, 'is_membership');
}

async function rowsOfBoth(
  db: Connection,
  table: 'cp_contact_companies' | 'cp_memberships' | 'cp_access_group_members',
  winnerKey: number,
  loserKey: number,
): Promise<[Row[], Row[]]> {
  const rows: Row[] = await db(table).whereIn('contact_id', [winnerKey, loserKey]).orderBy('id');
  const of = (key: number) => rows.filter((row) => number(row.contact_id) === key);
  return [of(winnerKey), of(loserKey)];
}

/** The account changes hands; a contact has one at most. 0 leaves the winner without. */
export async function giveAccount(
  db: Connection,
  winnerKey: number,
  loserKey: number,
  accountKey: number,
): Promise<void> {
  await change(db, 'cp_contacts', { id: loserKey }, { user_id: null });
  await change(db, 'cp_contacts', { id: winnerKey }, { user_id: accountKey || null });
}

/** The loser is gone: its address leads to the winner, and so do those of whom it had taken in before. */
export async function markMerged(
  db: Connection,
  loser: { key: number; id: string },
  winnerId: string,
  now: number,
): Promise<void> {
  await change(db, 'cp_contacts', { merged_into: loser.id }, { merged_into: winnerId });
  await change(
    db,
    'cp_contacts',
    { id: loser.key },
    { merged_into: winnerId, trashed_at: now, merging_since: now },
  );
  await db('cp_property_values').where({ contact_id: loser.key }).delete();
}

/** What opens an account goes where it goes: identities to the winner, second factors with the account that stays. */
export async function mergeWaysIn(
  db: Connection,
  winnerKey: number,
  loserKey: number,
  isLosersAccount: boolean,
): Promise<void> {
  await change(db, 'cp_contact_identities', { contact_id: loserKey }, { contact_id: winnerKey });
  for (const table of ['cp_second_factors', 'cp_passkeys']) {
    await db(table)
      .where({ contact_id: isLosersAccount ? winnerKey : loserKey })
      .delete();
    if (isLosersAccount)
      await change(db, table, { contact_id: loserKey }, { contact_id: winnerKey });
  }
}
