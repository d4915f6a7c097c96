import type { WordRange } from '../rules/contact-words';
import { opensTickets } from '../rules/ticket-access';
import {
  change,
  insert,
  number,
  select,
  selectOne,
  text,
  yes,
  type Connection,
  type Row,
  type Value,
} from './connection';
import { LIVING_CONTACT } from './contact-records';
import { CONTACT_WORDS, isFound } from './record-words';

export interface ManagedCompany {
  key: number;
  id: string;
  name: string;
}

const LIVING_COMPANY = "co.trashed_at = 0 AND co.merged_into = ''";

/** Living companies that a contact manages now, the primary one first. */
export async function listManagedCompanies(
  db: Connection,
  contactKey: number,
): Promise<ManagedCompany[]> {
  const rows = await select(
    db,
    `SELECT co.id, co.document_id, co.name, cc.is_primary FROM cp_contact_companies cc JOIN cp_companies co ON co.id = cc.company_id
     WHERE cc.contact_id = ? AND cc.is_manager AND cc.left_at = 0 AND ${LIVING_COMPANY} ORDER BY co.name_key, co.id`,
    [contactKey],
  );
  return rows
    .sort((a, b) => Number(yes(b.is_primary)) - Number(yes(a.is_primary)))
    .map((row) => ({ key: number(row.id), id: text(row.document_id), name: text(row.name) }));
}

/** Whether a contact manages a company, in the transaction of what he does there. */
export async function isManagerOf(
  db: Connection,
  contactKey: number,
  companyKey: number,
): Promise<boolean> {
  const row = await selectOne(
    db,
    `SELECT cc.id FROM cp_contact_companies cc JOIN cp_companies co ON co.id = cc.company_id
     JOIN cp_contacts c ON c.id = cc.contact_id
     WHERE cc.contact_id = ? AND cc.company_id = ? AND cc.is_manager AND cc.left_at = 0 AND ${LIVING_COMPANY} AND ${LIVING_CONTACT}`,
    [contactKey, companyKey],
  );
  return row !== null;
}

/** Somebody of a company, as far as it decides over his company's managers and tickets. */
export interface Colleague {
  key: number;
  id: string;
  linkKey: number;
  name: string;
  isPrimary: boolean;
  isManager: boolean;
  seesTickets: boolean;
}

const COLLEAGUE = `SELECT c.id, c.document_id, c.name, cc.id AS link_id, cc.is_primary, cc.sees_tickets, cc.is_manager, cc.is_by_domain, cc.is_withheld,
  CASE WHEN EXISTS (SELECT 1 FROM cp_contact_addresses va JOIN cp_company_email_domains d ON d.domain = va.email_domain
    WHERE va.contact_id = c.id AND va.verified_at > 0 AND d.company_id = cc.company_id AND d.is_trusted) THEN 1 ELSE 0 END AS is_trusted
  FROM cp_contact_companies cc JOIN cp_contacts c ON c.id = cc.contact_id
  WHERE cc.company_id = ? AND cc.left_at = 0 AND ${LIVING_CONTACT}`;

const colleague = (row: Row): Colleague => ({
  key: number(row.id),
  id: text(row.document_id),
  linkKey: number(row.link_id),
  name: text(row.name),
  isPrimary: yes(row.is_primary),
  isManager: yes(row.is_manager),
  seesTickets: opensTickets({
    isPrimary: yes(row.is_primary),
    seesTickets: yes(row.sees_tickets),
    isManager: yes(row.is_manager),
    isByDomain: yes(row.is_by_domain),
    isWithheld: yes(row.is_withheld),
    isTrusted: yes(row.is_trusted),
  }),
});

/** A page of a company's people, the newest first. */
export async function listColleagues(
  db: Connection,
  companyKey: number,
  page: { before: number; ways: readonly WordRange[][] | null; limit: number },
): Promise<Colleague[]> {
  const { before, ways, limit } = page;
  const found = ways && isFound(db, CONTACT_WORDS, ways);
  const rows = await select(
    db,
    `${COLLEAGUE} ${before > 0 ? 'AND cc.contact_id < ?' : ''} ${found ? `AND ${found.sql}` : ''}
     ORDER BY cc.contact_id DESC LIMIT ${limit}`,
    [companyKey, ...(before > 0 ? [before] : []), ...(found?.bindings ?? [])],
  );
  return rows.map(colleague);
}

export async function findColleague(
  db: Connection,
  companyKey: number,
  contactId: string,
): Promise<Colleague | null> {
  const row = await selectOne(db, `${COLLEAGUE} AND c.document_id = ?`, [companyKey, contactId]);
  return row && colleague(row);
}

/** Lets somebody of a company see its tickets, or keeps them from him whatever else would open them. */
export async function saveSight(db: Connection, linkKey: number, sees: boolean): Promise<void> {
  const values = { sees_tickets: sees, is_withheld: !sees };
  await change(db, 'cp_contact_companies', { id: linkKey }, values);
}

export type AskedState = 'waiting' | 'open' | 'over';

/** An address that a manager asked to invite. */
export interface Asked {
  key: number;
  id: string;
  companyKey: number;
  companyId: string;
  companyName: string;
  portalKey: number;
  inviter: { key: number; id: string; name: string };
  /** 0 where there is none. */
  contactKey: number;
  address: string;
  addressHash: string;
  name: string;
  seesTickets: boolean;
  state: AskedState;
  invitation: string;
  createdAt: number;
}

const ASKED = `SELECT a.id, a.document_id, a.company_id, a.portal_id, a.contact_id, a.address, a.address_hash, a.name, a.sees_tickets, a.state,
  a.invitation, a.created_time, a.inviter_id, i.document_id AS inviter_document_id, i.name AS inviter_name, co.document_id AS company_document_id, co.name AS company_name
  FROM cp_colleague_invitations a JOIN cp_companies co ON co.id = a.company_id JOIN cp_contacts i ON i.id = a.inviter_id`;

const asked = (row: Row): Asked => ({
  key: number(row.id),
  id: text(row.document_id),
  companyKey: number(row.company_id),
  companyId: text(row.company_document_id),
  companyName: text(row.company_name),
  portalKey: number(row.portal_id),
  inviter: {
    key: number(row.inviter_id),
    id: text(row.inviter_document_id),
    name: text(row.inviter_name),
  },
  contactKey: number(row.contact_id),
  address: text(row.address),
  addressHash: text(row.address_hash),
  name: text(row.name),
  seesTickets: yes(row.sees_tickets),
  state: text(row.state) as AskedState,
  invitation: text(row.invitation),
  createdAt: number(row.created_time),
});

async function listAsked(db: Connection, where: string, bindings: Value[]): Promise<Asked[]> {
  return (await select(db, `${ASKED} WHERE ${where}`, bindings)).map(asked);
}

export interface NewAsked {
  companyKey: number;
  portalKey: number;
  inviterKey: number;
  /** Of the company itself; 0 where only an address was named. */
  contactKey: number;
  address: string;
  addressHash: string;
  name: string;
  seesTickets: boolean;
  state: AskedState;
  now: number;
}

export const addAsked = (db: Connection, one: NewAsked): Promise<{ key: number; id: string }> =>
  insert(db, 'cp_colleague_invitations', {
    company_id: one.companyKey,
    portal_id: one.portalKey,
    inviter_id: one.inviterKey,
    contact_id: one.contactKey || null,
    address: one.address,
    address_hash: one.addressHash,
    name: one.name,
    sees_tickets: one.seesTickets,
    state: one.state,
    created_time: one.now,
  });

/** What a manager, a company and an address have caused since (epoch ms). */
export async function countAskedSince(
  db: Connection,
  by: { inviterKey: number; companyKey: number; addressHash: string },
  since: number,
): Promise<{ inviter: number; company: number; address: number }> {
  const count = async (column: string, value: Value) =>
    number(
      (
        await selectOne(
          db,
          `SELECT COUNT(*) AS total FROM cp_colleague_invitations WHERE ${column} = ? AND created_time > ?`,
          [value, since],
        )
      )?.total,
    );
  return {
    inviter: await count('inviter_id', by.inviterKey),
    company: await count('company_id', by.companyKey),
    address: await count('address_hash', by.addressHash),
  };
}

/** Addresses that a company's managers asked to invite to a portal and that nobody has accepted, the newest first. */
export const listOpenAsked = (
  db: Connection,
  companyKey: number,
  portalKey: number,
  since: number,
  limit: number,
): Promise<Asked[]> =>
  listAsked(
    db,
    `a.company_id = ? AND a.portal_id = ? AND a.state IN ('waiting', 'open') AND a.created_time > ? ORDER BY a.id DESC LIMIT ${limit}`,
    [companyKey, portalKey, since],
  );

export const listWaitingAsked = (db: Connection, limit: number): Promise<Asked[]> =>
  listAsked(db, `a.state = 'waiting' ORDER BY a.created_time, a.id LIMIT ${limit}`, []);

export async function findAsked(db: Connection, id: string): Promise<Asked | null> {
  return (await listAsked(db, 'a.document_id = ?', [id]))[0] ?? null;
}

/** What a contact may join by accepting an invitation. */
export async function findAskedOf(
  db: Connection,
  contactKey: number,
  invitationId: string,
): Promise<Asked | null> {
  if (invitationId === '') return null;
  const where = "a.contact_id = ? AND a.invitation = ? AND a.state = 'open' ORDER BY a.id DESC";
  return (await listAsked(db, where, [contactKey, invitationId]))[0] ?? null;
}

/** Moves it out of one of these states; false when it is in none of them. */
export async function moveAsked(
  db: Connection,
  key: number,
  from: readonly AskedState[],
  values: { state: AskedState; contactKey?: number; isMade?: boolean; invitation?: string },
): Promise<boolean> {
  const { state, contactKey, isMade, invitation } = values;
  const done = await db('cp_colleague_invitations')
    .where({ id: key })
    .whereIn('state', [...from])
    .update({
      state,
      ...(contactKey === undefined ? {} : { contact_id: contactKey }),
      ...(isMade === undefined ? {} : { is_made: isMade }),
      ...(invitation === undefined ? {} : { invitation }),
    });
  return done > 0;
}

/** Removes what is older (epoch ms). What made a contact stays with it: it may be invited once more. */
export async function removeOldAsked(db: Connection, before: number): Promise<void> {
  await db('cp_colleague_invitations')
    .where('created_time', '<', before)
    .where({ is_made: false })
    .delete();
  await db('cp_colleague_invitations')
    .where('created_time', '<', before)
    .whereNot({ state: 'over' })
    .update({ state: 'over' });
}

/** Whom an address belongs to, as far as it decides whether a manager of a company may have him invited. */
export interface AddressOwner {
  key: number;
  /** Belongs to the company now. */
  isColleague: boolean;
  /** Made by an invitation of a manager, and nothing became of it: no account, and of no company, ever. */
  isUnclaimed: boolean;
}

export async function findAddressOwner(
  db: Connection,
  addressHash: string,
  companyKey: number,
): Promise<AddressOwner | null> {
  const row = await selectOne(
    db,
    `SELECT c.id, c.user_id, CASE WHEN ${LIVING_CONTACT} THEN 1 ELSE 0 END AS is_living, cc.left_at,
     (SELECT COUNT(*) FROM cp_contact_companies x WHERE x.contact_id = c.id) AS companies,
     (SELECT COUNT(*) FROM cp_colleague_invitations m WHERE m.contact_id = c.id AND m.is_made) AS made
     FROM cp_contact_addresses a JOIN cp_contacts c ON c.id = a.contact_id
     LEFT JOIN cp_contact_companies cc ON cc.contact_id = c.id AND cc.company_id = ?
     WHERE a.address_hash = ?`,
    [companyKey, addressHash],
  );
  if (!row) return null;
  const isLiving = yes(row.is_living);
  return {
    key: number(row.id),
    isColleague: isLiving && row.left_at !== null && number(row.left_at) === 0,
    isUnclaimed:
      isLiving && number(row.user_id) === 0 && number(row.companies) === 0 && number(row.made) > 0,
  };
}
