import { insert, number, selectOne, text, type Row } from '../store/connection';
import { normaliseAddress } from '../rules/address';
import { sha256, type Runtime } from './runtime';
import type { AgentActor } from './types';

export interface Agents {
  /** The agent of a signed-in admin user; made at the first visit. `can` holds the last segments of granted actions. */
  fromAdmin(
    user: { id: number; firstname?: string | null; lastname?: string | null; email: string },
    can: ReadonlySet<string>,
  ): Promise<AgentActor>;
  /** Links agents to admin users again by e-mail: an import brings agents but no admin users. */
  relink(): Promise<void>;
}

export function createAgents(runtime: Runtime): Agents {
  const find = (userKey: number, emailHash: string) =>
    selectOne(
      runtime.db,
      `SELECT id, document_id, name FROM cp_agents WHERE admin_user_id = ? OR (email_hash = ? AND admin_user_id IS NULL)
       ORDER BY CASE WHEN admin_user_id IS NULL THEN 1 ELSE 0 END LIMIT 1`,
      [userKey, emailHash],
    );
  const asActor = (row: Row, can: ReadonlySet<string>): AgentActor => ({
    kind: 'agent',
    agentKey: number(row.id),
    agentId: text(row.document_id),
    name: text(row.name),
    can,
  });

  return {
    async fromAdmin(user, can) {
      const emailHash = sha256(normaliseAddress(user.email) || user.email);
      const known = await find(user.id, emailHash);
      if (known) return asActor(known, can);
      const name = [user.firstname, user.lastname].filter(Boolean).join(' ') || user.email;
      try {
        await insert(runtime.db, 'cp_agents', {
          name,
          public_name: name,
          email: user.email,
          email_hash: emailHash,
          admin_user_id: user.id,
        });
      } catch (error) {
        // Two first requests at once: the unique index let one of them make the agent.
        if (!(await find(user.id, emailHash))) throw error;
      }
      return asActor((await find(user.id, emailHash)) ?? {}, can);
    },
    async relink() {
      const unlinked = await runtime
        .db('cp_agents')
        .select('id', 'email')
        .whereNull('admin_user_id');
      for (const agent of unlinked as { id: number; email: string }[]) {
        const user = await selectOne(
          runtime.db,
          'SELECT id FROM admin_users WHERE LOWER(email) = ?',
          [agent.email.toLowerCase()],
        );
        if (user)
          await runtime
            .db('cp_agents')
            .where({ id: agent.id })
            .update({ admin_user_id: number(user.id) });
      }
    },
  };
}
