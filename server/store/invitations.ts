import type { InvitationState } from '../contracts/invitations';
import { INVITATION_STATES } from '../contracts/invitations';
import type { WordRange } from '../rules/contact-words';
import { insertMany } from './bulk-rows';
import {
  change,
  newId,
  number,
  select,
  selectOne,
  text,
  yes,
  type Connection,
  type Row,
  type Value,
} from './connection';
import { CONTACT_WORDS, isFound } from './record-words';

/** Whoever invites: an admin, a customer who manages the company, or nobody where a rule does. */
export interface InvitedBy {
  kind: 'agent' | 'customer' | 'system';
  id: string;
  name: string;
}

/** An invitation with the contact that it is for. */
export interface InvitationRecord {
  key: number;
  id: string;
  portalKey: number;
  contactKey: number;
  contactId: string;
  contactName: string;
  state: InvitationState;
  kind: 'mail' | 'link';
  address: string;
  by: string;
  byKind: InvitedBy['kind'];
  createdAt: number;
  dueAt: number;
  queuedAt: number;
  sentAt: number;
  expiresAt: number;
  endedAt: number;
  error: string;
}

const INVITATION = `SELECT i.id, i.document_id, i.portal_id, i.contact_id, i.state, i.kind, i.address, i.actor_kind, i.actor_name, i.created_time, i.due_at,
  i.queued_at, i.sent_at, i.expires_at, i.ended_at, i.error, c.document_id AS contact_document_id, c.name AS contact_name
  FROM cp_invitations i JOIN cp_contacts c ON c.id = i.contact_id`;

const record = (row: Row): InvitationRecord => ({
  key: number(row.id),
  id: text(row.document_id),
  portalKey: number(row.portal_id),
  contactKey: number(row.contact_id),
  contactId: text(row.contact_document_id),
  contactName: text(row.contact_name),
  state: text(row.state) as InvitationState,
  kind: row.kind === 'link' ? 'link' : 'mail',
  address: text(row.address),
  by: text(row.actor_name),
  byKind: text(row.actor_kind) as InvitedBy['kind'],
  createdAt: number(row.created_time),
  dueAt: number(row.due_at),
  queuedAt: number(row.queued_at),
  sentAt: number(row.sent_at),
  expiresAt: number(row.expires_at),
  endedAt: number(row.ended_at),
  error: text(row.error),
});

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

async function list(db: Connection, where: string, bindings: Value[]): Promise<InvitationRecord[]> {
  return (await select(db, `${INVITATION} WHERE ${where}`, bindings)).map(record);
}

/** Who else makes, sends or takes back invitations waits until the transaction ends: to be called first in it. */
export async function takeInvitingTurn(db: Connection): Promise<void> {
  const name = 'inviting';
  if ((await db('cp_counters').where({ name }).increment('value', 1)) > 0) return;
  await db('cp_counters').insert({ name, value: 0 }).onConflict('name').ignore();
  await db('cp_counters').where({ name }).increment('value', 1);
}

export interface NewInvitation {
  contactKey: number;
  kind: 'mail' | 'link';
  state: 'pending' | 'sent';
  address: string;
  dueAt: number;
  sentAt: number;
  expiresAt: number;
}

/** Writes invitations to a portal; returns their public ids in the same order. */
export async function addInvitations(
  db: Connection,
  portalKey: number,
  by: InvitedBy,
  invitations: readonly NewInvitation[],
  now: number,
): Promise<string[]> {
  const rows = invitations.map((one) => ({
    document_id: newId(),
    portal_id: portalKey,
    contact_id: one.contactKey,
    state: one.state,
    kind: one.kind,
    address: one.address,
    actor_kind: by.kind,
    actor: by.id,
    actor_name: by.name,
    created_time: now,
    due_at: one.dueAt,
    queued_at: 0,
    sent_at: one.sentAt,
    expires_at: one.expiresAt,
    ended_at: 0,
    error: '',
  }));
  await insertMany(db, 'cp_invitations', rows);
  return rows.map((row) => row.document_id);
}

/** Makes contacts without a membership invited ones; any other standing stays. */
export async function addInvited(
  db: Connection,
  portalKey: number,
  contactKeys: readonly number[],
): Promise<void> {
  if (contactKeys.length === 0) return;
  await db('cp_memberships')
    .insert(
      contactKeys.map((contactKey) => ({
        document_id: newId(),
        contact_id: contactKey,
        portal_id: portalKey,
        state: 'invited',
        registered_at: 0,
        last_sign_in_at: 0,
        disabled_at: 0,
      })),
    )
    .onConflict(['contact_id', 'portal_id'])
    .ignore();
}

/** Whoever was invited and never registered does not belong to the portal any more. */
export async function removeInvited(
  db: Connection,
  portalKey: number,
  contactKeys: readonly number[],
): Promise<void> {
  if (contactKeys.length === 0) return;
  await db('cp_memberships')
    .where({ portal_id: portalKey, state: 'invited' })
    .whereIn('contact_id', contactKeys)
    .where((never) => never.where({ registered_at: 0 }).orWhereNull('registered_at'))
    .delete();
}

export async function findInvitation(db: Connection, id: string): Promise<InvitationRecord | null> {
  return (await list(db, 'i.document_id = ?', [id]))[0] ?? null;
}

/** Those of a portal with these public ids. */
export function listInvitationsByIds(
  db: Connection,
  portalKey: number,
  ids: readonly string[],
): Promise<InvitationRecord[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return list(db, `i.portal_id = ? AND i.document_id IN (${marks(ids)}) ORDER BY i.id`, [
    portalKey,
    ...ids,
  ]);
}

/** Those of contacts at a portal that are in one of these states. */
export function listInvitationsOf(
  db: Connection,
  portalKey: number,
  contactKeys: readonly number[],
  states: readonly InvitationState[],
): Promise<InvitationRecord[]> {
  if (contactKeys.length === 0) return Promise.resolve([]);
  return list(
    db,
    `i.portal_id = ? AND i.contact_id IN (${marks(contactKeys)}) AND i.state IN (${marks(states)}) ORDER BY i.id`,
    [portalKey, ...contactKeys, ...states],
  );
}

/** Those that a portal has not sent yet, oldest first, behind a key. */
export const listPending = (
  db: Connection,
  portalKey: number,
  after: number,
  limit: number,
): Promise<InvitationRecord[]> =>
  list(db, `i.portal_id = ? AND i.state = 'pending' AND i.id > ? ORDER BY i.id LIMIT ${limit}`, [
    portalKey,
    after,
  ]);

/** Those of a portal whose mail waits in the outbox, behind a key. */
export const listQueued = (
  db: Connection,
  portalKey: number,
  after: number,
  limit: number,
): Promise<InvitationRecord[]> =>
  list(
    db,
    `i.portal_id = ? AND i.state = 'pending' AND i.queued_at > 0 AND i.id > ? ORDER BY i.id LIMIT ${limit}`,
    [portalKey, after],
  );

/** Those of every portal whose mail went to the outbox before. */
export const listLongQueued = (db: Connection, before: number): Promise<InvitationRecord[]> =>
  list(
    db,
    `i.state = 'pending' AND i.queued_at > 0 AND i.queued_at < ? ORDER BY i.queued_at LIMIT 200`,
    [before],
  );

/** What may leave now: due, of portals that are live and do not pause. */
export const listDue = (db: Connection, now: number, limit: number): Promise<InvitationRecord[]> =>
  list(
    db,
    `i.state = 'pending' AND i.due_at <= ? AND i.queued_at = 0 AND EXISTS (
       SELECT 1 FROM cp_portals p WHERE p.id = i.portal_id AND p.state = 'live' AND p.trashed_at = 0
       AND COALESCE(p.is_inviting_paused, ?) = ?) ORDER BY i.due_at, i.id LIMIT ${limit}`,
    [now, false, false],
  );

/** How many went to the outbox since. */
export async function countQueuedSince(db: Connection, since: number): Promise<number> {
  const row = await selectOne(
    db,
    'SELECT COUNT(*) AS total FROM cp_invitations WHERE queued_at > ?',
    [since],
  );
  return number(row?.total);
}

export const listExpired = (
  db: Connection,
  now: number,
  limit: number,
): Promise<InvitationRecord[]> =>
  list(db, `i.state = 'sent' AND i.due_at <= ? ORDER BY i.due_at LIMIT ${limit}`, [now]);

/** Changes an invitation that is still in one of these states; whether it was. */
export async function moveInvitation(
  db: Connection,
  key: number,
  from: readonly InvitationState[],
  values: Partial<{
    state: InvitationState;
    address: string;
    dueAt: number;
    queuedAt: number;
    sentAt: number;
    expiresAt: number;
    endedAt: number;
    error: string;
    by: InvitedBy;
  }>,
): Promise<boolean> {
  const { dueAt, queuedAt, sentAt, expiresAt, endedAt, by, ...same } = values;
  const columns: Row = {
    ...same,
    ...(dueAt === undefined ? {} : { due_at: dueAt }),
    ...(queuedAt === undefined ? {} : { queued_at: queuedAt }),
    ...(sentAt === undefined ? {} : { sent_at: sentAt }),
    ...(expiresAt === undefined ? {} : { expires_at: expiresAt }),
    ...(endedAt === undefined ? {} : { ended_at: endedAt }),
    ...(by ? { actor_kind: by.kind, actor: by.id, actor_name: by.name } : {}),
  };
  const moved = await db('cp_invitations')
    .where({ id: key })
    .whereIn('state', [...from])
    .update(columns);
  return moved === 1;
}

/** Cancels those of some that wait for their turn still; returns the keys of those that did. */
export async function cancelUnqueued(
  db: Connection,
  keys: readonly number[],
  now: number,
): Promise<ReadonlySet<number>> {
  if (keys.length === 0) return new Set();
  await db('cp_invitations')
    .whereIn('id', [...keys])
    .where({ state: 'pending', queued_at: 0 })
    .update({ state: 'cancelled', ended_at: now, error: '' });
  const rows = await select(
    db,
    `SELECT id FROM cp_invitations WHERE id IN (${marks(keys)}) AND state = 'cancelled' AND ended_at = ?`,
    [...keys, now],
  );
  return new Set(rows.map((row) => number(row.id)));
}

/** The links of a contact were closed: what was sent opens nothing any more. */
export async function endSentInvitations(
  db: Connection,
  contactKey: number,
  error: string,
  now: number,
): Promise<void> {
  await change(
    db,
    'cp_invitations',
    { contact_id: contactKey, state: 'sent' },
    { state: 'cancelled', error, ended_at: now },
  );
}

export async function countByState(
  db: Connection,
  portalKey: number,
  most: number,
): Promise<Record<InvitationState, number>> {
  const sql = INVITATION_STATES.map(
    (state) =>
      `SELECT '${state}' AS state, COUNT(*) AS total FROM (SELECT id FROM cp_invitations WHERE portal_id = ? AND state = '${state}' LIMIT ${most + 1}) AS few_${state}`,
  ).join(' UNION ALL ');
  const rows = await select(
    db,
    sql,
    INVITATION_STATES.map(() => portalKey),
  );
  const totals = new Map(rows.map((row) => [text(row.state), number(row.total)]));
  return Object.fromEntries(
    INVITATION_STATES.map((state) => [state, totals.get(state) ?? 0]),
  ) as Record<InvitationState, number>;
}

interface Wanted {
  portalKey: number;
  state: InvitationState | '';
  ways: WordRange[][];
}

function wantedSql(
  db: Connection,
  { portalKey, state, ways }: Wanted,
): { sql: string; bindings: Value[] } {
  const found = ways.length > 0 ? isFound(db, CONTACT_WORDS, ways) : null;
  return {
    sql: `i.portal_id = ? ${state === '' ? '' : 'AND i.state = ?'} ${found ? `AND ${found.sql}` : ''}`,
    bindings: [portalKey, ...(state === '' ? [] : [state]), ...(found?.bindings ?? [])],
  };
}

/** Newest first, before an invitation of this public id ('' for the first page). */
export async function listInvitations(
  db: Connection,
  wanted: Wanted,
  before: string,
  limit: number,
): Promise<InvitationRecord[]> {
  const { sql, bindings } = wantedSql(db, wanted);
  const last = before === '' ? null : await findInvitation(db, before);
  return list(db, `${sql} ${last ? 'AND i.id < ?' : ''} ORDER BY i.id DESC LIMIT ${limit}`, [
    ...bindings,
    ...(last ? [last.key] : []),
  ]);
}

export async function countInvitations(
  db: Connection,
  wanted: Wanted,
  most: number,
): Promise<number> {
  const { sql, bindings } = wantedSql(db, wanted);
  const row = await selectOne(
    db,
    `SELECT COUNT(*) AS total FROM (SELECT i.id FROM cp_invitations i JOIN cp_contacts c ON c.id = i.contact_id WHERE ${sql} LIMIT ${most + 1}) AS few`,
    bindings,
  );
  return number(row?.total);
}

export interface InvitingFlags {
  invitesFuture: boolean;
  isPaused: boolean;
}

export async function findInvitingFlags(db: Connection, portalKey: number): Promise<InvitingFlags> {
  const row = await selectOne(
    db,
    'SELECT invites_future, is_inviting_paused FROM cp_portals WHERE id = ?',
    [portalKey],
  );
  return { invitesFuture: yes(row?.invites_future), isPaused: yes(row?.is_inviting_paused) };
}

export async function saveInvitingFlags(
  db: Connection,
  portalKey: number,
  { invitesFuture, isPaused }: InvitingFlags,
): Promise<void> {
  await change(
    db,
    'cp_portals',
    { id: portalKey },
    { invites_future: invitesFuture, is_inviting_paused: isPaused },
  );
}

/** Portals that invite whoever comes into their access groups, where mail may invite at all. */
export async function listInvitingPortals(db: Connection): Promise<number[]> {
  const rows = await select(
    db,
    `SELECT p.id FROM cp_portals p JOIN cp_site_paths s ON s.target = p.document_id AND s.kind = 'portal'
     JOIN cp_domains d ON d.id = s.domain_id
     WHERE p.invites_future = ? AND p.trashed_at = 0 AND p.state <> 'draft' AND COALESCE(d.is_system, ?) = ? ORDER BY p.id`,
    [true, false, false],
  );
  return rows.map((row) => number(row.id));
}
