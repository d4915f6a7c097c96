import type {
  PipelineDetail,
  PipelineInput,
  PipelineRemoval,
  PipelineRow,
  StatusInput,
} from '../contracts/pipelines';
import type { RecordPage, RecordQuery } from '../contracts/lists';
import type { StatusMeaning } from '../contracts/tickets';
import { textKeyOf } from '../rules/property-values';
import type { Connection } from '../store/connection';
import { bumpVersion } from '../store/counters';
import {
  addPipeline,
  addStatus,
  countTickets,
  listInboxesOfPipelines,
  listPipelines,
  listStatuses,
  noteUneven,
  savePipeline,
  saveStatus,
  trashPipeline,
  trashStatus,
  type Deed,
  type StatusRow,
} from '../store/pipelines';
import {
  pipelineRecord,
  statusRecord,
  type PipelineRecord,
  type StatusRecord,
} from '../store/site-map';
import type { Activity } from './activity';
import { checkPipeline, isClosed, refOf, withIds } from './pipeline-input';
import { pageInMemory } from './record-page';
import { need, refused } from './refusals';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { StatusMoves } from './status-moves';
import type { AdminActor } from './types';

export interface Pipelines {
  list(actor: AdminActor, query: RecordQuery): Promise<RecordPage<PipelineRow>>;
  find(actor: AdminActor, id: string): Promise<PipelineDetail | null>;
  create(actor: AdminActor, input: PipelineInput): Promise<{ id: string }>;
  /** The pipeline as a whole; statuses that go say which one takes their tickets. */
  save(actor: AdminActor, id: string, input: PipelineInput): Promise<PipelineDetail | null>;
  /** Its tickets and inboxes go to another pipeline. null when there is none with this id. */
  remove(actor: AdminActor, id: string, removal: PipelineRemoval): Promise<true | null>;
}

interface Stored {
  pipelines: PipelineRecord[];
  statusesOf(pipelineKey: number): StatusRecord[];
}

async function readAll(db: Connection): Promise<Stored> {
  const pipelines = (await listPipelines(db)).map(pipelineRecord);
  const statuses = (await listStatuses(db)).map(statusRecord);
  return {
    pipelines,
    statusesOf: (key) => statuses.filter((status) => status.pipelineKey === key),
  };
}

const asStatusRow = (status: StatusInput): StatusRow => ({
  ...status,
  isClosed: isClosed(status),
  customerLabels: Object.fromEntries(
    Object.entries(status.customerLabels).filter(([, word]) => word !== ''),
  ),
});

/** The first with the same meaning, else the first that is as open or closed. */
const likeness = (status: StatusRecord, candidates: readonly StatusRecord[]) =>
  candidates.find(({ meaning }) => meaning === status.meaning) ??
  candidates.find((candidate) => candidate.isClosed === status.isClosed) ??
  candidates[0];

const countWords = ({ value, more }: { value: number; more: boolean }) =>
  value === 1 ? '1 ticket' : `${more ? 'more than ' : ''}${value.toLocaleString('en')} tickets`;

export function createPipelines(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  moves: StatusMoves,
): Pipelines {
  const deedOf = (actor: AdminActor): Deed => ({
    at: runtime.now(),
    by: { kind: actor.kind, id: actor.id, name: actor.name },
  });

  /** In turn: the version's row stays locked until the end, so names stay unique and lists whole. */
  async function change<Result>(work: (db: Connection) => Promise<Result>): Promise<Result> {
    const result = await runtime.transaction(async (db) => {
      await bumpVersion(db, 'site');
      return work(db);
    });
    await siteMap.refresh();
    return result;
  }

  function checkName(input: PipelineInput, others: readonly PipelineRecord[]): void {
    const key = textKeyOf(input.name);
    if (others.some(({ name }) => textKeyOf(name) === key))
      refused('name', 'Another pipeline has this name. Choose another one.');
  }

  const record = (
    db: Connection,
    actor: AdminActor,
    action: string,
    id: string,
    changes: Record<string, { before: string; after: string }> = {},
  ) =>
    activity.record(db, {
      actor: deedOf(actor).by,
      action,
      subject: { kind: 'pipeline', id },
      portalKey: 0,
      changes,
    });

  async function detailOf(own: PipelineRecord, stored: Stored): Promise<PipelineDetail> {
    const inboxes = await listInboxesOfPipelines(runtime.db);
    const statuses: PipelineDetail['statuses'] = [];
    for (const status of stored.statusesOf(own.key))
      statuses.push({
        id: status.id,
        name: status.name,
        meaning: status.meaning as StatusMeaning,
        color: status.color,
        customerLabels: status.labels,
        isHidden: status.isHidden,
        mayStart: status.mayStart,
        tickets: await countTickets(runtime.db, [status.key]),
      });
    return {
      id: own.id,
      name: own.name,
      statuses,
      rules: own.rules,
      automations: own.automations,
      inboxes: inboxes
        .filter(({ pipelineKey }) => pipelineKey === own.key)
        .map(({ id, name }) => ({ id, name })),
      isLast: stored.pipelines.length === 1,
    };
  }

  async function find(actor: AdminActor, id: string): Promise<PipelineDetail | null> {
    need(actor, 'pipeline-read', 'pipeline-edit');
    const stored = await readAll(runtime.db);
    const own = stored.pipelines.find((pipeline) => pipeline.id === id);
    return own ? detailOf(own, stored) : null;
  }

  /** Writes the statuses in their order and returns the public id of each by what the save called it. */
  async function saveStatuses(
    db: Connection,
    pipelineKey: number,
    before: StatusRecord[],
    input: PipelineInput,
    deed: Deed,
  ): Promise<Map<string, string>> {
    const ids = new Map<string, string>();
    for (const [rank, status] of input.statuses.entries()) {
      const row = asStatusRow(status);
      const known = before.find(({ id }) => id === status.id);
      if (!known) {
        ids.set(refOf(status, rank), await addStatus(db, pipelineKey, row, rank));
        continue;
      }
      await saveStatus(db, known.key, row, rank);
      if (known.meaning !== row.meaning || known.isHidden !== row.isHidden)
        await noteUneven(db, known.key, deed);
    }
    return ids;
  }

  async function trashStatuses(
    db: Connection,
    before: StatusRecord[],
    input: PipelineInput,
    deed: Deed,
  ): Promise<void> {
    const staying = before.filter(({ id }) => input.statuses.some((status) => status.id === id));
    for (const { id, to } of input.removed) {
      const status = before.find((candidate) => candidate.id === id);
      if (!status) continue;
      if (to === undefined) {
        const tickets = await countTickets(db, [status.key]);
        if (tickets.value > 0)
          refused('statuses', `Choose where the ${countWords(tickets)} of “${status.name}” go.`, {
            status: id,
            tickets,
          });
      }
      const taker = to ?? likeness(status, staying)?.id;
      if (taker === undefined)
        return refused('statuses', 'Keep at least one of the statuses that are there.');
      await trashStatus(db, status.key, taker, deed);
    }
  }

  return {
    find,

    async list(actor, query) {
      need(actor, 'pipeline-read', 'pipeline-edit');
      const stored = await readAll(runtime.db);
      const inboxes = await listInboxesOfPipelines(runtime.db);
      const rows: PipelineRow[] = [];
      for (const { key, id, name } of stored.pipelines) {
        const statuses = stored.statusesOf(key);
        const open = statuses.filter((status) => !status.isClosed);
        rows.push({
          id,
          name,
          statuses: statuses.map((status) => ({
            id: status.id,
            name: status.name,
            color: status.color,
          })),
          inboxes: inboxes
            .filter(({ pipelineKey }) => pipelineKey === key)
            .map((inbox) => ({ id: inbox.id, name: inbox.name })),
          openTickets: await countTickets(
            runtime.db,
            open.map((status) => status.key),
          ),
        });
      }
      return pageInMemory({
        rows,
        query,
        textOf: (row) => [row.name, ...row.statuses.map(({ name }) => name)].join(' '),
        sorts: {
          name: (row) => row.name,
          tickets: (row) => row.openTickets.value + Number(row.openTickets.more),
        },
        defaultSort: 'name',
      });
    },

    async create(actor, input) {
      need(actor, 'pipeline-edit');
      return change(async (db) => {
        checkName(input, (await readAll(db)).pipelines);
        checkPipeline(input, []);
        const { key, id, statusIds } = await addPipeline(
          db,
          input.name,
          input.statuses.map(asStatusRow),
        );
        const ids = new Map(
          input.statuses.map((status, index) => [refOf(status, index), statusIds[index] ?? '']),
        );
        await savePipeline(db, key, { ...input, automations: withIds(input.automations, ids) });
        await record(db, actor, 'pipeline.created', id);
        return { id };
      });
    },

    async save(actor, id, input) {
      need(actor, 'pipeline-edit');
      const isDone = await change(async (db) => {
        const stored = await readAll(db);
        const own = stored.pipelines.find((pipeline) => pipeline.id === id);
        if (!own) return false;
        const before = stored.statusesOf(own.key);
        checkName(
          input,
          stored.pipelines.filter((pipeline) => pipeline !== own),
        );
        checkPipeline(input, before);
        const deed = deedOf(actor);
        const ids = await saveStatuses(db, own.key, before, input, deed);
        await trashStatuses(db, before, input, deed);
        const automations = withIds(input.automations, ids);
        await savePipeline(db, own.key, { ...input, automations });
        await record(
          db,
          actor,
          'pipeline.updated',
          id,
          differences(
            {
              name: own.name,
              statuses: before.map(({ name }) => name).join(', '),
              rules: JSON.stringify(own.rules),
              automations: JSON.stringify(own.automations),
            },
            {
              name: input.name,
              statuses: input.statuses.map(({ name }) => name).join(', '),
              rules: JSON.stringify(input.rules),
              automations: JSON.stringify(automations),
            },
          ),
        );
        return true;
      });
      if (!isDone) return null;
      await moves.follow();
      return find(actor, id);
    },

    async remove(actor, id, removal) {
      need(actor, 'pipeline-edit');
      const isDone = await change(async (db) => {
        const stored = await readAll(db);
        const own = stored.pipelines.find((pipeline) => pipeline.id === id);
        if (!own) return null;
        const others = stored.pipelines.filter((pipeline) => pipeline !== own);
        if (others.length === 0)
          refused('to', 'The last pipeline stays. Make another one before you delete this one.');
        const statuses = stored.statusesOf(own.key);
        const taker =
          removal.to === undefined
            ? await anyTaker(db, own, statuses, others)
            : others.find((pipeline) => pipeline.id === removal.to);
        if (!taker) return refused('to', 'Choose a pipeline that stays.');
        const takers = stored.statusesOf(taker.key);
        const deed = deedOf(actor);
        for (const status of statuses) {
          const chosen = removal.statuses[status.id];
          const to = chosen
            ? takers.find((candidate) => candidate.id === chosen)
            : likeness(status, takers);
          if (!to)
            return refused(
              `statuses.${status.id}`,
              `Choose a status of the pipeline ${taker.name}.`,
            );
          await trashStatus(db, status.key, to.id, deed);
        }
        await trashPipeline(db, own.key, taker.key, deed.at);
        await record(db, actor, 'pipeline.trashed', id, {
          pipeline: { before: own.name, after: taker.name },
        });
        return true as const;
      });
      if (isDone) await moves.follow();
      return isDone;
    },
  };

  /** Where nothing has to go anywhere, any other pipeline stands for it. */
  async function anyTaker(
    db: Connection,
    own: PipelineRecord,
    statuses: StatusRecord[],
    others: PipelineRecord[],
  ): Promise<PipelineRecord | undefined> {
    const tickets = await countTickets(
      db,
      statuses.map(({ key }) => key),
    );
    const inboxes = (await listInboxesOfPipelines(db)).filter(
      ({ pipelineKey }) => pipelineKey === own.key,
    );
    if (tickets.value > 0 || inboxes.length > 0)
      return refused('to', 'Choose the pipeline that takes its tickets and inboxes.', { tickets });
    return others[0];
  }
}

function differences(before: Record<string, string>, after: Record<string, string>) {
  const changed = Object.keys(after).filter((key) => before[key] !== after[key]);
  return Object.fromEntries(
    changed.map((key) => [key, { before: before[key] ?? '', after: after[key] ?? '' }]),
  );
}
