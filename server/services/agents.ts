import { normaliseAddress } from '../rules/address';
import {
  addAgent,
  findAdmin,
  findAgentOfAdmin,
  linkToAdmin,
  listAgentsWithoutAdmin,
} from '../store/agents';
import { number, text, type Row } from '../store/connection';
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
      const find = () => findAgentOfAdmin(runtime.db, user.id, emailHash);
      const known = await find();
      if (known) return asActor(known, can);
      const name = [user.firstname, user.lastname].filter(Boolean).join(' ') || user.email;
      try {
        await addAgent(runtime.db, { name, email: user.email, emailHash, adminKey: user.id });
      } catch (error) {
        // Two first requests at once: the unique index let one of them make the agent.
        if (!(await find())) throw error;
      }
      return asActor((await find()) ?? {}, can);
    },
    async relink() {
      for (const agent of await listAgentsWithoutAdmin(runtime.db)) {
        const adminKey = await findAdmin(runtime.db, agent.email.toLowerCase());
        if (adminKey > 0) await linkToAdmin(runtime.db, agent.key, adminKey);
      }
    },
  };
}
