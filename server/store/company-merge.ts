import { change, number, select, yes, type Connection, type Row } from './connection';

/** Tickets that are the loser's become the winner's, with the values that their lists are narrowed by. */
export async function moveTicketsToCompany(
  db: Connection,
  winnerKey: number,
  loserKey: number,
  portalKeys: readonly number[],
): Promise<void> {
  // Each index of a company's tickets begins with the portal.
  await db('cp_property_values')
    .whereIn('ticket_id', (tickets) =>
      tickets
        .select('id')
        .from('cp_tickets')
        .whereIn('portal_id', portalKeys)
        .where('company_id', loserKey),
    )
    .update({ company_id: winnerKey });
  await db('cp_tickets')
    .whereIn('portal_id', portalKeys)
    .where('company_id', loserKey)
    .update({ company_id: winnerKey });
}

/** Contacts of both belong to the winner; what either link allows, the one link allows. Returns whose link changed. */
export async function moveContactsToCompany(
  db: Connection,
  winnerKey: number,
  loserKey: number,
): Promise<number[]> {
  const both = await select(
    db,
    `SELECT l.id, l.contact_id, l.is_primary, l.sees_tickets, l.is_manager, l.is_by_domain, l.is_withheld, l.left_at, w.id AS winner_id,
     w.is_primary AS winner_is_primary, w.sees_tickets AS winner_sees_tickets, w.is_manager AS winner_is_manager,
     w.is_by_domain AS winner_is_by_domain, w.is_withheld AS winner_is_withheld, w.left_at AS winner_left_at
     FROM cp_contact_companies l JOIN cp_contact_companies w ON w.contact_id = l.contact_id AND w.company_id = ?
     WHERE l.company_id = ?`,
    [winnerKey, loserKey],
  );
  for (const row of both) {
    await db('cp_contact_companies')
      .where({ id: number(row.id) })
      .delete();
    await change(db, 'cp_contact_companies', { id: number(row.winner_id) }, mergedFlags(row));
  }
  const rest = await select(
    db,
    'SELECT contact_id FROM cp_contact_companies WHERE company_id = ?',
    [loserKey],
  );
  await change(db, 'cp_contact_companies', { company_id: loserKey }, { company_id: winnerKey });
  return [...both, ...rest].map((row) => number(row.contact_id));
}

/** A link that was left gives nothing; who belongs to either belongs to the winner. */
function mergedFlags(row: Row): Row {
  const isIn = { loser: number(row.left_at) === 0, winner: number(row.winner_left_at) === 0 };
  const has = (column: string) =>
    (isIn.loser && yes(row[column])) || (isIn.winner && yes(row[`winner_${column}`]));
  const both = (column: string) =>
    (!isIn.loser || yes(row[column])) && (!isIn.winner || yes(row[`winner_${column}`]));
  return {
    is_primary: has('is_primary'),
    sees_tickets: has('sees_tickets'),
    is_manager: has('is_manager'),
    is_by_domain: both('is_by_domain'),
    // What only one of them was kept from, the other allows.
    is_withheld: both('is_withheld'),
    left_at:
      isIn.loser || isIn.winner ? 0 : Math.max(number(row.left_at), number(row.winner_left_at)),
  };
}

/** Domains and children of the loser are the winner's; no company stands below itself. */
export async function moveDomainsAndChildren(
  db: Connection,
  winnerKey: number,
  loserKey: number,
): Promise<void> {
  await change(db, 'cp_company_email_domains', { company_id: loserKey }, { company_id: winnerKey });
  await db('cp_companies')
    .where({ parent_id: loserKey })
    .whereNot({ id: winnerKey })
    .update({ parent_id: winnerKey });
}

/** The loser is gone: its address leads to the winner, and so do those of what it had taken in before. */
export async function markCompanyMerged(
  db: Connection,
  loser: { key: number; id: string },
  winnerId: string,
  now: number,
): Promise<void> {
  await change(db, 'cp_companies', { merged_into: loser.id }, { merged_into: winnerId });
  await change(
    db,
    'cp_companies',
    { id: loser.key },
    { merged_into: winnerId, trashed_at: now, merging_since: now, parent_id: null },
  );
  await db('cp_property_values').where({ of_company_id: loser.key }).delete();
}
