import { errors } from '@strapi/utils';
import type {
  AdminUserChoice,
  AgentDetail,
  AgentInput,
  AgentLeaving,
  AgentQuery,
  AgentRow,
  NewAgent,
} from '../contracts/agents';
import type { RecordPage } from '../contracts/lists';
import { addressForm } from '../rules/address';
import { tokensOf } from '../rules/search-tokens';
import {
  addAgent,
  changeAgent,
  changeAgentEmail,
  findAgent,
  findAdminWithoutAgent,
  findAgentAt,
  findAgentOfAdmin,
  leaveAgent,
  linkToAdmin,
  listAdminsWithoutAgent,
  listAgents,
  listAgentsWithoutAdmin,
  listInboxesOfAgents,
  returnAgent,
  saveAgent,
  type AgentFacts,
  type AgentRow as StoredAgent,
} from '../store/agents';
import { number, text, type Connection, type Row } from '../store/connection';
import { countOpenTickets } from '../store/inboxes';
import type { Activity } from './activity';
import { createAgentPictures, type Picture } from './agent-pictures';
import { differences } from './calendars';
import { pageInMemory } from './record-page';
import { need, refused } from './refusals';
import { sha256, type Runtime } from './runtime';
import type { TicketHandovers } from './ticket-handovers';
import type { AdminActor, AgentActor } from './types';

const CHOICES = 20;

export interface Agents {
  /** The agent of a signed-in admin user; made at the first visit, and with its present name and e-mail. `can` holds the last segments of granted actions. */
  fromAdmin(
    user: { id: number; firstname?: string | null; lastname?: string | null; email: string },
    can: ReadonlySet<string>,
  ): Promise<AgentActor>;
  list(actor: AdminActor, query: AgentQuery): Promise<RecordPage<AgentRow>>;
  find(actor: AdminActor, id: string): Promise<AgentDetail | null>;
  /** Admin users who may sign in and are no agents yet. */
  adminUsers(actor: AdminActor, q: string): Promise<AdminUserChoice[]>;
  create(actor: AdminActor, input: NewAgent): Promise<{ id: string }>;
  save(actor: AdminActor, id: string, input: AgentInput): Promise<AgentDetail | null>;
  /** Off every inbox, no mail, no assignment; the name stays on what was written. Open tickets go to another or to nobody. */
  leave(actor: AdminActor, id: string, input: AgentLeaving): Promise<AgentDetail | null>;
  /** Works again; inboxes are chosen anew. */
  comeBack(actor: AdminActor, id: string): Promise<AgentDetail | null>;
  /** An empty picture takes it away. */
  setPicture(actor: AdminActor, id: string, bytes: Buffer): Promise<AgentDetail | null>;
  openPicture(actor: AdminActor, id: string): Promise<Picture | null>;
  /** Links agents to admin users again by e-mail: an import brings agents but no admin users. */
  relink(): Promise<void>;
}

export function createAgents(
  runtime: Runtime,
  activity: Activity,
  handovers: TicketHandovers,
): Agents {
  const pictures = createAgentPictures(runtime);

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

  async function inboxesByAgent(): Promise<Map<number, AgentRow['inboxes']>> {
    const byAgent = new Map<number, AgentRow['inboxes']>();
    for (const row of await listInboxesOfAgents(runtime.db)) {
      const own = byAgent.get(number(row.agent_id)) ?? [];
      byAgent.set(number(row.agent_id), own);
      own.push({ id: text(row.document_id), name: text(row.name) });
    }
    return byAgent;
  }

  async function rowOf(
    { key, id, name, publicName, email, leftAt }: AgentFacts,
    inboxes: Map<number, AgentRow['inboxes']>,
  ): Promise<AgentRow> {
    const openTickets = await countOpenTickets(runtime.db, 'assignee_id', key);
    return { id, name, publicName, email, leftAt, inboxes: inboxes.get(key) ?? [], openTickets };
  }

  async function find(actor: AdminActor, id: string): Promise<AgentDetail | null> {
    need(actor, 'agent-read', 'agent-edit');
    const agent = await findAgent(runtime.db, id);
    return (
      agent && {
        ...(await rowOf(agent, await inboxesByAgent())),
        language: agent.language,
        // A hash: the key itself names a file.
        picture: agent.picture === '' ? '' : sha256(agent.picture).slice(0, 16),
        hasAdminUser: agent.adminKey > 0,
      }
    );
  }

  const record = (
    db: Connection,
    actor: AdminActor,
    action: string,
    id: string,
    changes: Record<string, { before: string; after: string }>,
  ) =>
    activity.record(db, {
      actor: { kind: actor.kind, id: actor.id, name: actor.name },
      action: `agent.${action}`,
      subject: { kind: 'agent', id },
      portalKey: 0,
      changes,
    });

  /** Changes an agent in one transaction and answers what is stored then; null when there is none. */
  async function change(
    actor: AdminActor,
    id: string,
    work: (db: Connection, agent: AgentFacts) => Promise<void>,
  ): Promise<AgentDetail | null> {
    need(actor, 'agent-edit');
    const isDone = await runtime.transaction(async (db) => {
      const agent = await findAgent(db, id);
      if (!agent) return false;
      await work(db, agent);
      return true;
    });
    return isDone ? find(actor, id) : null;
  }

  return {
    find,

    async list(actor, query) {
      need(actor, 'agent-read', 'agent-edit');
      const page = pageInMemory({
        rows: (await listAgents(runtime.db)).filter(
          ({ leftAt }) => query.state === 'all' || leftAt > 0 === (query.state === 'left'),
        ),
        query,
        textOf: ({ name, publicName, email }) => `${name} ${publicName} ${email}`,
        sorts: {
          name: ({ name }) => name,
          publicName: ({ publicName }) => publicName,
          email: ({ email }) => email,
        },
        defaultSort: 'name',
      });
      const inboxes = await inboxesByAgent();
      const rows: AgentRow[] = [];
      for (const agent of page.rows) rows.push(await rowOf(agent, inboxes));
      return { ...page, rows };
    },

    async adminUsers(actor, q) {
      need(actor, 'agent-edit');
      const words = tokensOf(q);
      return (await listAdminsWithoutAgent(runtime.db))
        .map((row) => ({ id: text(row.document_id), name: adminName(row), email: text(row.email) }))
        .filter(({ name, email }) => {
          const own = tokensOf(`${name} ${email}`);
          return words.every((word) => own.some((one) => one.startsWith(word)));
        })
        .slice(0, CHOICES);
    },

    async create(actor, { adminUser }) {
      need(actor, 'agent-edit');
      const row = (await listAdminsWithoutAgent(runtime.db)).find(
        ({ document_id: id }) => id === adminUser,
      );
      if (!row) return refused('adminUser', 'Choose an admin user who is no agent yet.');
      const wanted = {
        name: adminName(row),
        email: text(row.email),
        emailHash: hashOf(text(row.email)),
        adminKey: number(row.id),
      };
      return runtime.transaction(async (db) => {
        await settle(db, wanted);
        const id = text(
          (await findAgentOfAdmin(db, wanted.adminKey, wanted.emailHash))?.document_id,
        );
        await record(db, actor, 'created', id, { name: { before: '', after: wanted.name } });
        return { id };
      });
    },

    save: (actor, id, input) =>
      change(actor, id, async (db, agent) => {
        await changeAgent(db, agent.key, input);
        const { publicName, language } = agent;
        await record(db, actor, 'updated', id, differences({ publicName, language }, input));
      }),

    async leave(actor, id, { to }) {
      const left = await change(actor, id, async (db, agent) => {
        if (agent.leftAt > 0) return;
        const taker = to === null ? null : await findAgent(db, to);
        if (to !== null && (!taker || taker.leftAt > 0 || taker.key === agent.key))
          refused('to', 'Choose another agent who works here, or nobody.');
        await leaveAgent(db, agent.key, to ?? '', {
          at: runtime.now(),
          by: { kind: actor.kind, id: actor.id, name: actor.name },
        });
        await record(db, actor, 'left', id, {
          assignee: { before: agent.name, after: taker?.name ?? '' },
        });
      });
      if (!left) return null;
      await handovers.follow();
      return find(actor, id);
    },

    comeBack: (actor, id) =>
      change(actor, id, async (db, agent) => {
        if (agent.leftAt === 0) return;
        await returnAgent(db, agent.key);
        await record(db, actor, 'returned', id, {});
      }),

    async setPicture(actor, id, bytes) {
      need(actor, 'agent-edit');
      if (!(await findAgent(runtime.db, id))) return null;
      const picture = bytes.length === 0 ? '' : await pictures.keep(bytes);
      let before = '';
      const detail = await change(actor, id, async (db, agent) => {
        before = agent.picture;
        await changeAgent(db, agent.key, { picture });
        await record(db, actor, 'updated', id, {
          picture: { before: before && 'yes', after: picture && 'yes' },
        });
      });
      await pictures.discard(before);
      return detail;
    },

    async openPicture(actor, id) {
      need(actor, 'agent-read', 'agent-edit', 'ticket-read');
      const agent = await findAgent(runtime.db, id);
      return agent && pictures.open(agent.picture);
    },

    async fromAdmin(user, can) {
      const wanted = {
        name: adminName(user),
        email: user.email,
        emailHash: hashOf(user.email),
        adminKey: user.id,
      };
      const find = () => findAgentOfAdmin(runtime.db, wanted.adminKey, wanted.emailHash);
      const known = await find();
      if (known && number(known.left_at) > 0)
        throw new errors.ForbiddenError(
          'You left the help desk. Ask an administrator to let you work again, on the page Agents.',
        );
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

interface AdminNames {
  firstname?: string | null;
  lastname?: string | null;
  email: string;
}

type Wanted = Omit<StoredAgent, 'publicName'>;

const adminName = ({ firstname, lastname, email }: Row | AdminNames): string =>
  [firstname, lastname].filter(Boolean).join(' ') || text(email);

const hashOf = (email: string): string => sha256(addressForm(email));

const isUpToDate = (row: Row, wanted: Wanted): boolean =>
  number(row.admin_user_id) === wanted.adminKey &&
  row.name === wanted.name &&
  row.email === wanted.email &&
  row.email_hash === wanted.emailHash;

/** The name that customers read follows unless it was chosen apart. */
const updated = (row: Row, wanted: Wanted): StoredAgent => ({
  ...wanted,
  publicName: row.public_name === row.name ? wanted.name : text(row.public_name),
});
