import { insert, number, selectOne, text } from '../store/connection';
import { normaliseAddress } from '../rules/address';
import { sha256, type Runtime } from './runtime';
import type { AgentActor } from './types';

export interface Agents {
  /** The agent of a signed-in admin user; made at the first visit. `can` holds the last segments of granted actions. */
  fromAdmin(user: { id: number; firstname?: string | null; lastname?: string | null; email: string }, can: ReadonlySet<string>): Promise<AgentActor>;
  /** Links agents to admin users again by e-mail: an import brings agents but no admin users. */
  relink(): Promise<void>;
}

export function createAgents(runtime: Runtime): Agents {
  return {
    async fromAdmin(user, can) {
      const emailHash = sha256(normaliseAddress(user.email) || user.email);
      const known = await selectOne(runtime.db, 'SELECT id, document_id, name FROM cp_agents WHERE admin_user_id = ? OR email_hash = ?', [user.id, emailHash]);
      if (known) return { kind: 'agent', agentKey: number(known.id), agentId: text(known.document_id), name: text(known.name), can };
      const name = [user.firstname, user.lastname].filter(Boolean).join(' ') || user.email;
      const made = await insert(runtime.db, 'cp_agents', { name, public_name: name, email: user.email, email_hash: emailHash, admin_user_id: user.id });
      return { kind: 'agent', agentKey: made.key, agentId: made.id, name, can };
    },
    async relink() {
      const unlinked = await runtime.db('cp_agents').select('id', 'email').whereNull('admin_user_id');
      for (const agent of unlinked as { id: number; email: string }[]) {
        const user = await selectOne(runtime.db, 'SELECT id FROM admin_users WHERE LOWER(email) = ?', [agent.email.toLowerCase()]);
        if (user) await runtime.db('cp_agents').where({ id: agent.id }).update({ admin_user_id: number(user.id) });
      }
    },
  };
}
