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

/** The agent of an admin user, or one with the same e-mail that no admin user has yet. */
export function findAgentOfAdmin(
  db: Connection,
  adminKey: number,
  emailHash: string,
): Promise<Row | null> {
  return selectOne(
    db,
    `SELECT id, document_id, name FROM cp_agents WHERE admin_user_id = ? OR (email_hash = ? AND admin_user_id IS NULL)
     ORDER BY CASE WHEN admin_user_id IS NULL THEN 1 ELSE 0 END LIMIT 1`,
    [adminKey, emailHash],
  );
}

/** Throws when the admin user or the e-mail has an agent already. */
export async function addAgent(
  db: Connection,
  agent: { name: string; email: string; emailHash: string; adminKey: number },
): Promise<void> {
  await insert(db, 'cp_agents', {
    name: agent.name,
    public_name: agent.name,
    email: agent.email,
    email_hash: agent.emailHash,
    admin_user_id: agent.adminKey,
  });
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

/** Whom a ticket's mails go to: its assignee alone, or every member of its inbox while nobody has it. */
export function listAgentsToMail(
  db: Connection,
  inboxKey: number,
  assigneeKey: number | null,
): Promise<Row[]> {
  return assigneeKey
    ? select(db, 'SELECT email, language FROM cp_agents WHERE left_at = 0 AND id = ?', [
        assigneeKey,
      ])
    : select(
        db,
        `SELECT email, language FROM cp_agents
         WHERE left_at = 0 AND id IN (SELECT agent_id FROM cp_inbox_members WHERE inbox_id = ?)`,
        [inboxKey],
      );
}

export async function listAgentsWithoutAdmin(
  db: Connection,
): Promise<{ key: number; email: string }[]> {
  const rows = await select(db, 'SELECT id, email FROM cp_agents WHERE admin_user_id IS NULL');
  return rows.map((row) => ({ key: number(row.id), email: text(row.email) }));
}

/** The key of the admin user with an e-mail in lower case; 0 when there is none. */
export async function findAdmin(db: Connection, email: string): Promise<number> {
  const row = await selectOne(db, 'SELECT id FROM admin_users WHERE LOWER(email) = ?', [email]);
  return number(row?.id);
}

export async function linkToAdmin(
  db: Connection,
  agentKey: number,
  adminKey: number,
): Promise<void> {
  await change(db, 'cp_agents', { id: agentKey }, { admin_user_id: adminKey });
}
