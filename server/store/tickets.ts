import type { AgentTicketQuery, TicketState } from '../contracts/tickets';
import {
  dialectOf,
  jsonOf,
  number,
  select,
  selectOne,
  text,
  type Connection,
  type Row,
  type Value,
} from './connection';
import {
  marksOf,
  narrowingSql,
  NO_NARROWING,
  spanSql,
  type TicketNarrowing,
} from './ticket-narrowing';

/** Tickets that exist for people: not in the bin, not merged away, not erased. Every read goes through it. */
export const LIVING = "t.trashed_at = 0 AND t.merged_into = '' AND t.erased_at = 0";

export const ROW = `t.id, t.document_id, t.number, t.subject, t.is_closed, t.awaits_customer, t.last_public_at, t.opened_at, t.status_id, t.shown_status,
  t.requester_id, r.name AS requester_name`;

/** What a portal's list shows beyond ROW; a list without it costs nothing more. */
export interface ListParts {
  /** Values of properties, those in columns and those in JSON. */
  values: boolean;
  /** Names of assignee and company. */
  names: boolean;
}

export const listColumns = ({ values, names }: ListParts): string =>
  `${ROW}${
    values
      ? ', t.priority, t.category, t.source, t.pipeline_id, t.closed_at, t.first_reply_at, t.properties'
      : ''
  }${
    names
      ? ', t.inbox_id, g.name AS assignee_name, g.public_name AS assignee_public_name, co.name AS company_name'
      : ''
  }`;

export const listJoins = ({ names }: ListParts): string =>
  `LEFT JOIN cp_contacts r ON r.id = t.requester_id${names ? ` ${ASSIGNEE_AND_COMPANY}` : ''}`;

const ASSIGNEE_AND_COMPANY =
  'LEFT JOIN cp_agents g ON g.id = t.assignee_id LEFT JOIN cp_companies co ON co.id = t.company_id';

/** Whose tickets a customer's list is of. */
export type ListScope =
  | { kind: 'mine'; contactKey: number; leftCompanyKeys: readonly number[] }
  | {
      kind: 'company';
      companyKeys: readonly number[];
      /** Only those that these people sent; left out for everybody's. */
      requesterKeys?: readonly number[];
    };

export interface CustomerListQuery {
  parts: ListParts;
  scope: ListScope;
  portalKey: number;
  state: TicketState;
  narrowing?: TicketNarrowing;
  /** From `findCuts`: older tickets are not looked at; left out where all are. */
  cuts?: readonly number[];
  /** Values of the last row of the page before, in the order of the sort. */
  after: number[];
  sort: 'activity' | 'opened';
  limit: number;
}

interface Part {
  from: string;
  where: string[];
  bindings: Value[];
}

/** Lists that are read from an index each: one's own, of each company, or of each person who sent them. */
export function partsOf(scope: ListScope, portalKey: number, hint: string): Part[] {
  if (scope.kind === 'mine')
    return [
      {
        from: `cp_participants p ${hint} JOIN cp_tickets t ON t.id = p.ticket_id`,
        where: [
          'p.portal_id = ?',
          'p.contact_id = ?',
          ...(scope.leftCompanyKeys.length > 0
            ? [`(t.company_id IS NULL OR t.company_id NOT IN (${marksOf(scope.leftCompanyKeys)}))`]
            : []),
        ],
        bindings: [portalKey, scope.contactKey, ...scope.leftCompanyKeys],
      },
    ];
  const { companyKeys, requesterKeys } = scope;
  if (companyKeys.length === 0) return [];
  if (requesterKeys)
    return requesterKeys.map((key) => ({
      from: `cp_participants p ${hint} JOIN cp_tickets t ON t.id = p.ticket_id`,
      where: [
        'p.portal_id = ?',
        'p.contact_id = ?',
        "p.role = 'requester'",
        `t.company_id IN (${marksOf(companyKeys)})`,
        't.is_private = ?',
      ],
      bindings: [portalKey, key, ...companyKeys, false],
    }));
  return companyKeys.map((key) => ({
    from: `cp_tickets t ${hint}`,
    where: ['t.portal_id = ?', 't.company_id = ?', 't.is_private = ?'],
    bindings: [portalKey, key, false],
  }));
}

/**
 * One page of a customer's list from an index that begins with portal and contact or company. Of several companies each
 * is read from the index by itself, so that no page costs more than a page of each. In one's own list `read_at` is when
 * one read the ticket last.
 */
export function listForCustomer(db: Connection, query: CustomerListQuery): Promise<Row[]> {
  const { scope, portalKey, cuts } = query;
  const rest = narrowed(db, query);
  const columns = sortColumns(query);
  const order = columns.map((column) => `${column} DESC`).join(', ');
  const parts = partsOf(scope, portalKey, indexHint(db, query)).map((part, at): Part => {
    const cut = cuts?.[at] ?? 0;
    return {
      from: part.from,
      where: [
        ...part.where,
        ...rest.where,
        ...(cut > 0 ? [`${rankOf(query)}.opened_at >= ?`] : []),
        LIVING,
      ],
      bindings: [...part.bindings, ...rest.bindings, ...(cut > 0 ? [cut] : [])],
    };
  });
  const [only] = parts;
  if (!only) return Promise.resolve([]);
  if (parts.length === 1)
    return select(
      db,
      `SELECT ${listColumns(query.parts)}${scope.kind === 'mine' ? ', p.last_read_at AS read_at' : ''}
       FROM ${only.from} ${listJoins(query.parts)}
       WHERE ${only.where.join(' AND ')} ORDER BY ${order} LIMIT ${query.limit}`,
      only.bindings,
    );
  const names = columns.map((_, index) => `s${index}`);
  const each = parts.map(
    ({ from, where }) =>
      `SELECT * FROM (SELECT t.id AS ticket_id, ${columns.map((column, index) => `${column} AS s${index}`).join(', ')}
       FROM ${from} WHERE ${where.join(' AND ')} ORDER BY ${order} LIMIT ${query.limit}) one`,
  );
  return select(
    db,
    `SELECT ${listColumns(query.parts)} FROM (SELECT * FROM (${each.join(' UNION ALL ')}) every
       ORDER BY ${names.map((name) => `${name} DESC`).join(', ')} LIMIT ${query.limit}) page
     JOIN cp_tickets t ON t.id = page.ticket_id ${listJoins(query.parts)}
     ORDER BY ${names.map((name) => `page.${name} DESC`).join(', ')}`,
    parts.flatMap(({ bindings }) => bindings),
  );
}

/**
 * For each part of a list, when its oldest ticket of the newest `candidates` was opened; 0 where it has no more than
 * that. Read from an index alone.
 */
export async function findCuts(
  db: Connection,
  query: Pick<CustomerListQuery, 'scope' | 'portalKey' | 'state' | 'narrowing'>,
  candidates: number,
): Promise<number[]> {
  const { scope, portalKey, state } = query;
  const rank = rankOf(query);
  const keys =
    scope.kind === 'mine' ? [scope.contactKey] : (scope.requesterKeys ?? scope.companyKeys);
  const span = spanSql(`${rank}.opened_at`, query.narrowing?.opened ?? NO_NARROWING.opened);
  const where = [
    `${rank}.portal_id = ?`,
    `${rank}.${rank === 'p' ? 'contact_id' : 'company_id'} = ?`,
    ...(state === 'all' ? [] : [`${rank}.is_closed = ?`]),
    ...span.where,
  ].join(' AND ');
  const table = rank === 'p' ? 'cp_participants' : 'cp_tickets';
  const hint = indexHint(db, { scope, state, sort: 'opened' });
  const each = keys.map(
    (_, at) =>
      `SELECT * FROM (SELECT ${at} AS part, ${rank}.opened_at AS opened_at FROM ${table} ${rank} ${hint}
       WHERE ${where} ORDER BY ${rank}.opened_at DESC LIMIT 1 OFFSET ${candidates}) one${at}`,
  );
  const cuts = keys.map(() => 0);
  if (each.length === 0) return cuts;
  const rows = await select(
    db,
    each.join(' UNION ALL '),
    keys.flatMap((key) => [
      portalKey,
      key,
      ...(state === 'all' ? [] : [state === 'closed']),
      ...span.bindings,
    ]),
  );
  for (const row of rows) cuts[number(row.part)] = number(row.opened_at);
  return cuts;
}

/** Participants keep what lists sort by. */
const rankOf = ({ scope }: Pick<CustomerListQuery, 'scope'>) =>
  scope.kind === 'mine' || scope.requesterKeys ? 'p' : 't';

function sortColumns(query: CustomerListQuery): string[] {
  const rank = rankOf(query);
  const key = rank === 'p' ? 'p.ticket_id' : 't.id';
  if (query.sort === 'opened') return [`${rank}.opened_at`, key];
  if (query.state === 'all') return [`${rank}.last_public_at`, key];
  return [`${rank}.awaits_customer`, `${rank}.last_public_at`, key];
}

/** What narrows a list, whosever it is: state, facts, and where the page begins. */
function narrowed(db: Connection, query: CustomerListQuery): Omit<Part, 'from'> {
  const { where, bindings } = narrowingSql(query.narrowing ?? NO_NARROWING, rankOf(query));
  if (query.state !== 'all') {
    where.unshift(`${rankOf(query)}.is_closed = ?`);
    bindings.unshift(query.state === 'closed');
  }
  const columns = sortColumns(query);
  if (query.after.length === columns.length) {
    const { sql, values } = keysetBefore(db, columns, query.after);
    where.push(sql);
    bindings.push(...values);
  }
  return { where, bindings };
}

/** MariaDB rather sorts ten thousand rows by hand than to take the index that has them in order. */
export function indexHint(
  db: Connection,
  { scope, state, sort }: Pick<CustomerListQuery, 'scope' | 'state' | 'sort'>,
): string {
  if (dialectOf(db) !== 'mysql') return '';
  const list = `${sort === 'opened' ? 'opened' : 'list'}${state === 'all' ? '_all' : ''}`;
  const isOfPerson = rankOf({ scope }) === 'p';
  const table = isOfPerson ? 'cp_participants' : 'cp_tickets_company';
  const isNamedShorter = !isOfPerson && list === 'list_all';
  return `FORCE INDEX (${table}_${isNamedShorter ? 'all' : list}_ix)`;
}

/**
 * What comes after a row in a list, newest first: (a, b, c) < (x, y, z), found in the index at once however deep it is.
 * MariaDB takes no index for such a comparison, so there it is written out behind a bound on the first column.
 */
function keysetBefore(
  db: Connection,
  columns: string[],
  after: number[],
): { sql: string; values: Value[] } {
  const [flag = '', ...others] = columns;
  if (flag.endsWith('awaits_customer')) {
    const rest = keysetBefore(db, others, after.slice(1));
    // Nothing is sorted behind false, so its rows are a list of their own.
    if (after[0] !== 1)
      return { sql: `${flag} = ? AND ${rest.sql}`, values: [false, ...rest.values] };
    return { sql: `(${flag} = ? OR ${rest.sql})`, values: [false, ...rest.values] };
  }
  if (dialectOf(db) !== 'mysql') {
    const marks = columns.map(() => '?').join(', ');
    return { sql: `(${columns.join(', ')}) < (${marks})`, values: after };
  }
  const values: Value[] = [after[0] ?? 0];
  const parts = columns.map((column, index) => {
    const equal = columns.slice(0, index).map((earlier, at) => {
      values.push(after[at] ?? 0);
      return `${earlier} = ?`;
    });
    values.push(after[index] ?? 0);
    return `(${[...equal, `${column} < ?`].join(' AND ')})`;
  });
  return { sql: `(${columns[0] ?? ''} <= ? AND (${parts.join(' OR ')}))`, values };
}

export function findByKeys(db: Connection, keys: number[]): Promise<Row[]> {
  if (keys.length === 0) return Promise.resolve([]);
  const marks = keys.map(() => '?').join(', ');
  return select(
    db,
    `SELECT ${ROW}, t.portal_id, t.company_id, t.is_private, t.priority, t.last_activity_at, t.inbox_id, t.assignee_id, g.name AS assignee_name, co.name AS company_name
     FROM cp_tickets t LEFT JOIN cp_contacts r ON r.id = t.requester_id
     LEFT JOIN cp_agents g ON g.id = t.assignee_id LEFT JOIN cp_companies co ON co.id = t.company_id
     WHERE t.id IN (${marks}) AND ${LIVING} ORDER BY t.id DESC`,
    keys,
  );
}

const DETAIL = `SELECT ${ROW}, t.properties, t.portal_id, t.company_id, t.is_private, t.priority, t.category, t.source, t.inbox_id, t.pipeline_id,
  t.assignee_id, t.last_activity_at, t.first_reply_at, t.closed_at, t.follows_up_id, t.is_held, t.read_articles, t.rating, t.rating_comment, t.rated_at, g.document_id AS assignee_document_id, g.name AS assignee_name,
  g.public_name AS assignee_public_name, co.document_id AS company_document_id, co.name AS company_name,
  (SELECT MIN(f.id) FROM cp_tickets f WHERE f.follows_up_id = t.id) AS followed_up_by`;

/** A ticket by its public id, with whether the contact is associated (0 for nobody: agents). */
export function findTicket(db: Connection, id: string, contactKey = 0): Promise<Row | null> {
  return selectOne(
    db,
    `${DETAIL}, p.id AS participant_id FROM cp_tickets t
     LEFT JOIN cp_participants p ON p.ticket_id = t.id AND p.contact_id = ?
     LEFT JOIN cp_contacts r ON r.id = t.requester_id
     LEFT JOIN cp_agents g ON g.id = t.assignee_id LEFT JOIN cp_companies co ON co.id = t.company_id
     WHERE t.document_id = ? AND ${LIVING}`,
    [contactKey, id],
  );
}

/**
 * A ticket by its public id once for each of its people: each row names one of them, requester first, so that one
 * statement tells who may see it and whom it concerns. Somebody erased or in the bin has no name. The address is the one
 * that mails about the ticket go to.
 */
export function findTicketWithPeople(db: Connection, id: string): Promise<Row[]> {
  return select(
    db,
    `${DETAIL}, p.contact_id AS person_id, p.role AS person_role, p.mails_muted AS person_muted, p.added_by AS person_added_by, p.last_read_at AS person_read_at,
     c.document_id AS person_document_id, c.name AS person_name, a.address AS person_address FROM cp_tickets t
     LEFT JOIN cp_participants p ON p.ticket_id = t.id
     LEFT JOIN cp_contacts c ON c.id = p.contact_id AND c.trashed_at = 0 AND c.erased_at = 0
     LEFT JOIN cp_contact_addresses a ON a.contact_id = c.id AND a.is_primary = ?
     LEFT JOIN cp_contacts r ON r.id = t.requester_id
     LEFT JOIN cp_agents g ON g.id = t.assignee_id LEFT JOIN cp_companies co ON co.id = t.company_id
     WHERE t.document_id = ? AND ${LIVING} ORDER BY CASE p.role WHEN 'requester' THEN 0 ELSE 1 END, p.id`,
    [true, id],
  );
}

/**
 * The ticket that one follows up, then those that follow it up, with what decides whether the contact (0 for an agent) may
 * see each. Most tickets are linked to none, which their row tells without asking.
 */
export function listLinkedTickets(db: Connection, ticket: Row, contactKey: number): Promise<Row[]> {
  const followed = number(ticket.follows_up_id);
  if (followed === 0 && number(ticket.followed_up_by) === 0) return Promise.resolve([]);
  return select(
    db,
    `SELECT t.id, t.document_id, t.number, t.subject, t.portal_id, t.company_id, t.is_private,
     (SELECT MIN(p.id) FROM cp_participants p WHERE p.ticket_id = t.id AND p.contact_id = ?) AS participant_id
     FROM cp_tickets t WHERE (t.id = ? OR t.follows_up_id = ?) AND ${LIVING} ORDER BY t.id LIMIT ${MOST_LINKED}`,
    [contactKey, followed, number(ticket.id)],
  );
}

const MOST_LINKED = 50;

/** Every message of a ticket, notes too, oldest first: for agents. */
export function listMessages(db: Connection, ticketKey: number): Promise<Row[]> {
  return select(
    db,
    `SELECT m.id, m.document_id, m.kind, m.author_kind, m.author_name, m.body, m.sent_at, m.contact_id
     FROM cp_messages m WHERE m.ticket_id = ? AND m.trashed_at = 0 ORDER BY m.sent_at, m.id`,
    [ticketKey],
  );
}

/**
 * What customers see of a ticket's conversations, oldest first: a message once for each of its files, or once without. A
 * note is not even read.
 */
export function listConversation(db: Connection, ticketKey: number): Promise<Row[]> {
  return select(
    db,
    `SELECT m.id, m.document_id, m.author_kind, m.author_name, g.public_name AS author_public_name, m.body, m.sent_at, m.contact_id,
     a.document_id AS file_document_id, a.name AS file_name, a.mime_type AS file_mime_type, a.size AS file_size, a.width AS file_width, a.height AS file_height,
     v.id AS conversation_key, v.document_id AS conversation_id, v.subject AS conversation_subject, v.channel AS conversation_channel, v.rank AS conversation_rank
     FROM cp_messages m LEFT JOIN cp_agents g ON g.id = m.agent_id LEFT JOIN cp_conversations v ON v.id = m.conversation_id
     LEFT JOIN cp_attachments a ON a.message_id = m.id AND a.trashed_at = 0 AND a.is_sensitive = ?
     WHERE m.ticket_id = ? AND m.kind = 'public' AND m.trashed_at = 0 ORDER BY m.sent_at, m.id, a.id`,
    [false, ticketKey],
  );
}

export function listAttachments(
  db: Connection,
  ticketKey: number,
  kinds: 'public' | 'all',
): Promise<Row[]> {
  return select(
    db,
    `SELECT a.document_id, a.message_id, a.name, a.mime_type, a.size, a.storage_key, a.checksum, a.width, a.height, a.is_sensitive
     FROM cp_attachments a
     JOIN cp_messages m ON m.id = a.message_id
     WHERE a.ticket_id = ? AND a.trashed_at = 0 AND m.trashed_at = 0 ${kinds === 'public' ? "AND m.kind = 'public' AND a.is_sensitive = ?" : ''} ORDER BY a.id`,
    kinds === 'public' ? [ticketKey, false] : [ticketKey],
  );
}

/** Requester first, then participants, with the address their mail goes to. */
export function listPeople(db: Connection, ticketKey: number): Promise<Row[]> {
  return select(
    db,
    `SELECT p.contact_id, p.role, p.mails_muted, c.document_id, c.name, c.language, c.unwanted_mails, a.address FROM cp_participants p
     JOIN cp_contacts c ON c.id = p.contact_id
     LEFT JOIN cp_contact_addresses a ON a.contact_id = c.id AND a.is_primary = ?
     WHERE p.ticket_id = ? AND c.trashed_at = 0 AND c.erased_at = 0 ORDER BY CASE p.role WHEN 'requester' THEN 0 ELSE 1 END, p.id`,
    [true, ticketKey],
  );
}

export function listActivity(db: Connection, ticketKey: number): Promise<Row[]> {
  return select(
    db,
    'SELECT document_id, occurred_at, actor_kind, actor_name, action, changes FROM cp_activities WHERE ticket_id = ? ORDER BY occurred_at, id',
    [ticketKey],
  );
}

export interface AgentListQuery extends Pick<AgentTicketQuery, 'state' | 'priority'> {
  sort: 'activity' | 'opened';
  statusKey: number;
  /** 0 any, -1 nobody. */
  assigneeKey: number;
  inboxKey: number;
  /** Associated with this contact; none or 0 for any. */
  contactKey?: number;
  after: number[];
  limit: number;
}

export function listForAgent(db: Connection, query: AgentListQuery): Promise<Row[]> {
  const { where, bindings } = agentFilter(query);
  const columns = [query.sort === 'opened' ? 't.opened_at' : 't.last_activity_at', 't.id'];
  if (query.after.length === columns.length) {
    const { sql, values } = keysetBefore(db, columns, query.after);
    where.push(sql);
    bindings.push(...values);
  }
  return select(
    db,
    `SELECT ${ROW}, t.priority, t.last_activity_at, t.inbox_id, t.assignee_id, g.document_id AS assignee_document_id, g.name AS assignee_name, co.name AS company_name
     FROM cp_tickets t LEFT JOIN cp_contacts r ON r.id = t.requester_id
     LEFT JOIN cp_agents g ON g.id = t.assignee_id LEFT JOIN cp_companies co ON co.id = t.company_id
     WHERE ${where.join(' AND ')} ORDER BY ${columns.map((column) => `${column} DESC`).join(', ')} LIMIT ${query.limit}`,
    bindings,
  );
}

/** Exact to 1,000: the count stops there. */
export async function countForAgent(db: Connection, query: AgentListQuery): Promise<number> {
  const { where, bindings } = agentFilter(query);
  const row = await selectOne(
    db,
    `SELECT COUNT(*) AS total FROM (SELECT t.id FROM cp_tickets t WHERE ${where.join(' AND ')} LIMIT 1001) counted`,
    bindings,
  );
  return number(row?.total);
}

/** What narrows the agents' list, whatever it is sorted by. */
export function agentFilter(query: Omit<AgentListQuery, 'after' | 'limit' | 'sort'>): {
  where: string[];
  bindings: Value[];
} {
  const where = [LIVING];
  const bindings: Value[] = [];
  const add = (sql: string, value: Value) => {
    where.push(sql);
    bindings.push(value);
  };
  if (query.state !== 'all') add('t.is_closed = ?', query.state === 'closed');
  if (query.statusKey > 0) add('t.status_id = ?', query.statusKey);
  if (query.priority) add('t.priority = ?', query.priority);
  if (query.assigneeKey > 0) add('t.assignee_id = ?', query.assigneeKey);
  if (query.assigneeKey === -1) where.push('t.assignee_id IS NULL');
  if (query.inboxKey > 0) add('t.inbox_id = ?', query.inboxKey);
  if (query.contactKey)
    add('t.id IN (SELECT ticket_id FROM cp_participants WHERE contact_id = ?)', query.contactKey);
  return { where, bindings };
}

/** What lists are ordered by, kept equal on the ticket and on its participants. */
export async function moveTicket(db: Connection, ticketKey: number, values: Row): Promise<void> {
  await db('cp_tickets').where({ id: ticketKey }).update(values);
  const copied = ['is_closed', 'awaits_customer', 'last_public_at'].filter(
    (column) => column in values,
  );
  if (copied.length === 0) return;
  await db('cp_participants')
    .where({ ticket_id: ticketKey })
    .update(Object.fromEntries(copied.map((column) => [column, values[column]])));
}

export const changesOf = (row: Row) =>
  jsonOf<Record<string, { before: string; after: string }>>(row.changes, {});
export const nameOf = (row: Row, column: string) => text(row[column]);
