import {
  change,
  insert,
  jsonOf,
  number,
  select,
  selectOne,
  text,
  type Connection,
  type Row,
} from './connection';
import type { Deed } from './pipelines';
import { LIVING } from './tickets';

export async function addInbox(
  db: Connection,
  inbox: { name: string; pipelineKey: number; numberPrefix: string; numberStart: number },
): Promise<{ key: number; id: string }> {
  return insert(db, 'cp_inboxes', {
    name: inbox.name,
    pipeline_id: inbox.pipelineKey,
    number_prefix: inbox.numberPrefix,
    number_start: inbox.numberStart,
  });
}

/** An inbox that belongs to a portal already stays with it. */
export async function giveToPortal(
  db: Connection,
  inboxKey: number,
  portalKey: number,
): Promise<void> {
  await change(db, 'cp_inboxes', { id: inboxKey, portal_id: null }, { portal_id: portalKey });
}

/** Inboxes of a portal other than one, in which no ticket ever was, belong to no portal again. */
export async function freeInboxes(
  db: Connection,
  portalKey: number,
  keptKey: number,
): Promise<void> {
  await db('cp_inboxes')
    .where({ portal_id: portalKey })
    .whereNot({ id: keptKey })
    .whereNotExists(db('cp_tickets').select('id').where('inbox_id', db.ref('cp_inboxes.id')))
    .update({ portal_id: null });
}

/** Where mail of the inbox comes from; '' when it names none. */
export async function findInboxAddress(db: Connection, inboxKey: number): Promise<string> {
  const row = await selectOne(db, 'SELECT address FROM cp_inboxes WHERE id = ?', [inboxKey]);
  return text(row?.address);
}

/** Markdown that ends the mails of agents' replies; '' when there is none. */
export async function findInboxSignature(db: Connection, inboxKey: number): Promise<string> {
  const row = await selectOne(db, 'SELECT signature FROM cp_inboxes WHERE id = ?', [inboxKey]);
  return text(row?.signature).trim();
}

export interface InboxFacts {
  key: number;
  id: string;
  name: string;
  icon: string;
  address: string;
  portalKey: number;
  pipelineKey: number;
  calendarKey: number;
  numberPrefix: string;
  numberStart: number;
  language: string;
  signature: string;
  /** Prefixes of numbers that it gave before. */
  pastPrefixes: string[];
  isTrashed: boolean;
}

/** Every inbox, deleted ones too: their numbers stay taken. */
export async function listInboxes(db: Connection): Promise<InboxFacts[]> {
  const rows = await select(
    db,
    `SELECT id, document_id, name, icon, address, portal_id, pipeline_id, calendar_id, number_prefix, number_start, language, signature,
     past_prefixes, trashed_at FROM cp_inboxes ORDER BY id`,
  );
  return rows.map((row) => ({
    key: number(row.id),
    id: text(row.document_id),
    name: text(row.name),
    icon: text(row.icon),
    address: text(row.address),
    portalKey: number(row.portal_id),
    pipelineKey: number(row.pipeline_id),
    calendarKey: number(row.calendar_id),
    numberPrefix: text(row.number_prefix),
    numberStart: number(row.number_start),
    language: text(row.language),
    signature: text(row.signature),
    pastPrefixes: jsonOf<string[]>(row.past_prefixes, []),
    isTrashed: number(row.trashed_at) > 0,
  }));
}

export async function saveInbox(
  db: Connection,
  inboxKey: number,
  inbox: Omit<InboxFacts, 'key' | 'id' | 'isTrashed'>,
): Promise<void> {
  await change(
    db,
    'cp_inboxes',
    { id: inboxKey },
    {
      name: inbox.name,
      icon: inbox.icon,
      address: inbox.address,
      portal_id: inbox.portalKey || null,
      pipeline_id: inbox.pipelineKey,
      calendar_id: inbox.calendarKey || null,
      number_prefix: inbox.numberPrefix,
      number_start: inbox.numberStart,
      language: inbox.language,
      signature: inbox.signature,
      past_prefixes: JSON.stringify(inbox.pastPrefixes),
    },
  );
}

export function listMembersOfInboxes(db: Connection): Promise<Row[]> {
  return select(
    db,
    `SELECT m.inbox_id, m.agent_id, a.document_id, a.name FROM cp_inbox_members m
     JOIN cp_agents a ON a.id = m.agent_id WHERE a.left_at = 0 ORDER BY a.name, a.id`,
  );
}

/** Exactly these agents are members from now on. */
export async function setInboxMembers(
  db: Connection,
  inboxKey: number,
  agentKeys: number[],
): Promise<void> {
  const rows = await select(db, 'SELECT agent_id FROM cp_inbox_members WHERE inbox_id = ?', [
    inboxKey,
  ]);
  const before = new Set(rows.map((row) => number(row.agent_id)));
  const gone = [...before].filter((key) => !agentKeys.includes(key));
  if (gone.length > 0)
    await db('cp_inbox_members').where({ inbox_id: inboxKey }).whereIn('agent_id', gone).delete();
  for (const agentKey of agentKeys)
    if (!before.has(agentKey))
      await insert(db, 'cp_inbox_members', { inbox_id: inboxKey, agent_id: agentKey });
}

/** Whether any ticket is in the inbox, whatever became of it. */
export async function hasTickets(db: Connection, inboxKey: number): Promise<boolean> {
  const row = await selectOne(db, 'SELECT id FROM cp_tickets WHERE inbox_id = ? LIMIT 1', [
    inboxKey,
  ]);
  return row !== null;
}

export interface Count {
  value: number;
  more: boolean;
}

/** Open tickets that exist for people; exact to 1,000. */
export async function countOpenTickets(
  db: Connection,
  of: 'inbox_id' | 'assignee_id',
  key: number,
): Promise<Count> {
  const row = await selectOne(
    db,
    `SELECT COUNT(*) AS total FROM (SELECT t.id FROM cp_tickets t WHERE t.${of} = ? AND t.is_closed = ? AND ${LIVING} LIMIT 1001) counted`,
    [key, false],
  );
  const total = number(row?.total);
  return { value: Math.min(total, 1000), more: total > 1000 };
}

/** The inbox is gone for everybody at once and stands for the one that takes its tickets, which follow in batches. */
export async function trashInbox(
  db: Connection,
  inboxKey: number,
  taker: { key: number; id: string } | null,
  deed: Deed,
): Promise<void> {
  await change(
    db,
    'cp_inboxes',
    { id: inboxKey },
    {
      trashed_at: deed.at,
      moves_to: taker?.id ?? '',
      moving_since: taker ? deed.at : 0,
      moved_by: JSON.stringify(deed.by),
    },
  );
  if (taker)
    await change(db, 'cp_portals', { default_inbox_id: inboxKey }, { default_inbox_id: taker.key });
}

/** Portals, paused and draft ones too, whose default inbox it is. */
export function listPortalsOfInbox(db: Connection, inboxKey: number): Promise<Row[]> {
  return select(
    db,
    'SELECT document_id, name FROM cp_portals WHERE default_inbox_id = ? AND trashed_at = 0 ORDER BY id',
    [inboxKey],
  );
}
