import { errors } from '@strapi/utils';
import { addressForm } from '../rules/address';
import {
  addAgent,
  changeAgentEmail,
  findAdminWithoutAgent,
  findAgentAt,
  findAgentOfAdmin,
  linkToAdmin,
  listAgentsWithoutAdmin,
  saveAgent,
  type AgentRow,
} from '../store/agents';
import { number, text, type Connection, type Row } from '../store/connection';
import { sha256, type Runtime } from './runtime';
import type { AgentActor } from './types';

export interface Agents {
  /** The agent of a signed-in admin user; made at the first visit, and with its present name and e-mail. `can` holds the last segments of granted actions. */
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

  /**
   * Gives an e-mail free for its admin user: an agent whose own admin user has another one by now follows at the next
   * visit. False when it is rightly somebody else's.
   */
  async function freeEmail(db: Connection, emailHash: string, mine: number): Promise<boolean> {
    const holder = await findAgentAt(db, emailHash);
    if (!holder || holder.key === mine) return true;
    if (holder.adminEmail === '' || hashOf(holder.adminEmail) === emailHash) return false;
    await changeAgentEmail(db, holder.key, holder.adminEmail, sha256(`moved:${holder.id}`));
    return true;
  }

  async function settle(db: Connection, wanted: Wanted): Promise<void> {
    const known = await findAgentOfAdmin(db, wanted.adminKey, wanted.emailHash);
    const isFree = await freeEmail(db, wanted.emailHash, number(known?.id));
    if (!known) {
      if (!isFree)
        throw new errors.ForbiddenError(
          'The agent with your e-mail address belongs to another admin user. Ask an administrator to change one of the two addresses.',
        );
      return addAgent(db, { ...wanted, publicName: wanted.name });
    }
    const after = updated(known, wanted);
    const { email, email_hash: emailHash } = known;
    await saveAgent(
      db,
      number(known.id),
      // A name is better than none: the agent works on with the e-mail it has.
      isFree ? after : { ...after, email: text(email), emailHash: text(emailHash) },
    );
  }

  return {
    async fromAdmin(user, can) {
      const wanted = {
        name: [user.firstname, user.lastname].filter(Boolean).join(' ') || user.email,
        email: user.email,
        emailHash: hashOf(user.email),
        adminKey: user.id,
      };
      const find = () => findAgentOfAdmin(runtime.db, wanted.adminKey, wanted.emailHash);
      const known = await find();
      if (known && isUpToDate(known, wanted)) return asActor(known, can);
      try {
        await runtime.transaction((db) => settle(db, wanted));
      } catch (error) {
        // Two first requests at once: the unique index let one of them make the agent.
        if (!(await find())) throw error;
      }
      return asActor((await find()) ?? {}, can);
    },

    async relink() {
      for (const agent of await listAgentsWithoutAdmin(runtime.db)) {
        const adminKey = await findAdminWithoutAgent(runtime.db, agent.email);
        if (adminKey > 0) await linkToAdmin(runtime.db, agent.key, adminKey);
      }
    },
  };
}

type Wanted = Omit<AgentRow, 'publicName'>;

const hashOf = (email: string): string => sha256(addressForm(email));

const isUpToDate = (row: Row, wanted: Wanted): boolean =>
  number(row.admin_user_id) === wanted.adminKey &&
  row.name === wanted.name &&
  row.email === wanted.email &&
  row.email_hash === wanted.emailHash;

/** The name that customers read follows unless it was chosen apart. */
const updated = (row: Row, wanted: Wanted): AgentRow => ({
  ...wanted,
  publicName: row.public_name === row.name ? wanted.name : text(row.public_name),
});
