import { addressForm } from '../rules/address';
import { patternsOf } from './addresses';
import {
  change,
  insert,
  number,
  select,
  selectOne,
  text,
  type Connection,
  type Row,
} from './connection';
import type { Deed } from './pipelines';

/** The agent of an admin user, or one with the same e-mail that no admin user has yet. */
export function findAgentOfAdmin(
  db: Connection,
  adminKey: number,
  emailHash: string,
): Promise<Row | null> {
  return selectOne(
    db,
    `SELECT id, document_id, name, public_name, email, email_hash, admin_user_id, left_at FROM cp_agents
     WHERE admin_user_id = ? OR (email_hash = ? AND admin_user_id IS NULL)
     ORDER BY CASE WHEN admin_user_id IS NULL THEN 1 ELSE 0 END LIMIT 1`,
    [adminKey, emailHash],
  );
}

export interface AgentRow {
  name: string;
  publicName: string;
  email: string;
  emailHash: string;
  adminKey: number;
}

const asColumns = (agent: AgentRow): Row => ({
  name: agent.name,
  public_name: agent.publicName,
  email: agent.email,
  email_hash: agent.emailHash,
  admin_user_id: agent.adminKey,
});

/** Throws when the e-mail has an agent already. */
export async function addAgent(db: Connection, agent: AgentRow): Promise<void> {
  await insert(db, 'cp_agents', asColumns(agent));
}

/** Throws when the e-mail has another agent. */
export async function saveAgent(db: Connection, key: number, agent: AgentRow): Promise<void> {
  await change(db, 'cp_agents', { id: key }, asColumns(agent));
}

/** Who has an e-mail among the agents, with the e-mail that its admin user has by now ('' when it has none). */
export async function findAgentAt(
  db: Connection,
  emailHash: string,
): Promise<{ key: number; id: string; adminEmail: string } | null> {
  const row = await selectOne(
    db,
    `SELECT a.id, a.document_id, u.email AS admin_email FROM cp_agents a
     LEFT JOIN admin_users u ON u.id = a.admin_user_id WHERE a.email_hash = ?`,
    [emailHash],
  );
  return (
    row && {
      key: number(row.id),
      id: text(row.document_id),
      adminEmail: text(row.admin_email),
    }
  );
}

export async function changeAgentEmail(
  db: Connection,
  key: number,
  email: string,
  emailHash: string,
): Promise<void> {
  await change(db, 'cp_agents', { id: key }, { email, email_hash: emailHash });
}

/** An agent's key by its public id; 0 when unknown or gone. */
export async function findWorkingAgent(db: Connection, id: string): Promise<number> {
  const row = await selectOne(
    db,
    'SELECT id FROM cp_agents WHERE document_id = ? AND left_at = 0',
    [id],
  );
  return number(row?.id);
}

export async function nameOfAgent(db: Connection, key: number): Promise<string> {
  return text((await selectOne(db, 'SELECT name FROM cp_agents WHERE id = ?', [key]))?.name);
}

export function listWorkingAgents(db: Connection): Promise<Row[]> {
  return select(db, 'SELECT document_id, name FROM cp_agents WHERE left_at = 0 ORDER BY name, id');
}

/** Whom a ticket's mails go to: its assignee alone, or every member of its inbox while nobody who works here has it. */
export function listAgentsToMail(
  db: Connection,
  inboxKey: number,
  assigneeKey: number | null,
): Promise<Row[]> {
  return select(
    db,
    `SELECT email, language FROM cp_agents WHERE left_at = 0 AND (id = ? OR
     (id IN (SELECT agent_id FROM cp_inbox_members WHERE inbox_id = ?)
      AND NOT EXISTS (SELECT 1 FROM cp_agents w WHERE w.id = ? AND w.left_at = 0)))`,
    [assigneeKey ?? 0, inboxKey, assigneeKey ?? 0],
  );
}

/** Whether an address is that of an agent who answers an inbox's tickets, or has this one. */
export async function isAgentToMail(
  db: Connection,
  email: string,
  inboxKey: number,
  assigneeKey: number,
): Promise<boolean> {
  const row = await selectOne(
    db,
    `SELECT id FROM cp_agents WHERE email = ? AND left_at = 0
     AND (id = ? OR id IN (SELECT agent_id FROM cp_inbox_members WHERE inbox_id = ?)) LIMIT 1`,
    [email, assigneeKey, inboxKey],
  );
  return row !== null;
}

export async function listAgentsWithoutAdmin(
  db: Connection,
): Promise<{ key: number; email: string }[]> {
  const rows = await select(db, 'SELECT id, email FROM cp_agents WHERE admin_user_id IS NULL');
  return rows.map((row) => ({ key: number(row.id), email: text(row.email) }));
}

/** The key of the admin user with exactly an e-mail and without an agent; 0 when there is none. */
export async function findAdminWithoutAgent(db: Connection, email: string): Promise<number> {
  const form = addressForm(email);
  const rows = await select(
    db,
    `SELECT u.id, u.email FROM admin_users u LEFT JOIN cp_agents a ON a.admin_user_id = u.id
     WHERE a.id IS NULL AND (LOWER(u.email) LIKE ? ESCAPE '!' OR LOWER(u.email) LIKE ? ESCAPE '!') ORDER BY u.id`,
    patternsOf(form),
  );
  return number(rows.find((row) => addressForm(text(row.email)) === form)?.id);
}

export async function linkToAdmin(
  db: Connection,
  agentKey: number,
  adminKey: number,
): Promise<void> {
  await change(db, 'cp_agents', { id: agentKey }, { admin_user_id: adminKey });
}

export interface AgentFacts {
  key: number;
  id: string;
  name: string;
  publicName: string;
  email: string;
  language: string;
  picture: string;
  adminKey: number;
  leftAt: number;
}

const FACTS =
  'SELECT a.id, a.document_id, a.name, a.public_name, a.email, a.language, a.picture, a.left_at, u.id AS admin_key FROM cp_agents a LEFT JOIN admin_users u ON u.id = a.admin_user_id';

const agentFacts = (row: Row): AgentFacts => ({
  key: number(row.id),
  id: text(row.document_id),
  name: text(row.name),
  publicName: text(row.public_name),
  email: text(row.email),
  language: text(row.language),
  picture: text(row.picture),
  adminKey: number(row.admin_key),
  leftAt: number(row.left_at),
});

export async function listAgents(db: Connection): Promise<AgentFacts[]> {
  return (await select(db, `${FACTS} ORDER BY a.id`)).map(agentFacts);
}

export async function findAgent(db: Connection, id: string): Promise<AgentFacts | null> {
  const row = await selectOne(db, `${FACTS} WHERE a.document_id = ?`, [id]);
  return row && agentFacts(row);
}

export async function changeAgent(
  db: Connection,
  key: number,
  values: { publicName?: string; language?: string; picture?: string },
): Promise<void> {
  const { publicName: public_name, ...others } = values;
  const columns = { ...others, ...(public_name === undefined ? {} : { public_name }) };
  await change(db, 'cp_agents', { id: key }, columns);
}

/** Is off every inbox at once; the open tickets follow in batches. `to` is a public id, '' for nobody. */
export async function leaveAgent(
  db: Connection,
  key: number,
  to: string,
  deed: Deed,
): Promise<void> {
  await db('cp_inbox_members').where({ agent_id: key }).delete();
  await change(
    db,
    'cp_agents',
    { id: key },
    {
      left_at: deed.at,
      moves_to: to,
      moving_since: deed.at,
      moved_by: JSON.stringify(deed.by),
    },
  );
}

export async function returnAgent(db: Connection, key: number): Promise<void> {
  await change(db, 'cp_agents', { id: key }, { left_at: 0, moves_to: '', moving_since: 0 });
}

/** Memberships of agents in inboxes that are there. */
export function listInboxesOfAgents(db: Connection): Promise<Row[]> {
  return select(
    db,
    `SELECT m.agent_id, i.document_id, i.name FROM cp_inbox_members m
     JOIN cp_inboxes i ON i.id = m.inbox_id WHERE i.trashed_at = 0 ORDER BY i.name, i.id`,
  );
}

/** Admin users who may sign in and have no agent yet. */
export function listAdminsWithoutAgent(db: Connection): Promise<Row[]> {
  return select(
    db,
    `SELECT u.id, u.document_id, u.firstname, u.lastname, u.email FROM admin_users u
     LEFT JOIN cp_agents a ON a.admin_user_id = u.id
     WHERE a.id IS NULL AND u.is_active = ? AND (u.blocked IS NULL OR u.blocked = ?) ORDER BY u.id`,
    [true, false],
  );
}
