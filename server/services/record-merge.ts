import type { PropertyValues } from '../contracts/properties';
import type { MergeField, MergeInput, MergePreview } from '../contracts/record-merge';
import { wordIn } from '../rules/property-values';
import { choiceOf, compareRecords } from '../rules/record-merge';
import { jsonOf, number, text, type Connection, type Row } from '../store/connection';
import { savePropertyValues, type ValueOwner } from '../store/property-values';
import {
  finishMerge,
  listPortalKeys,
  listUnfinishedMerges,
  type MergedTable,
} from '../store/record-merge';
import { findTicketKeys, swapToken } from '../store/search';
import { lockTickets } from '../store/search-sources';
import type { Activity } from './activity';
import { shownProperties } from './contact-picture';
import type { Jobs } from './jobs';
import { need, refused } from './refusals';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { AdminActor } from './types';

/** Tickets whose search rows one transaction moves. */
const BATCH = 50;
/** ms; longer work in one transaction would keep requests waiting. */
const BATCH_TIME = 50;
/** ms; most merges have moved their search rows by then. */
const PATIENCE = 2000;

export interface RecordMerge<ShownSide> {
  /** Two records side by side: what differs, and whose value is proposed. null when one of them is not there. */
  preview(
    actor: AdminActor,
    winnerId: string,
    loserId: string,
  ): Promise<MergePreview<ShownSide> | null>;
  /**
   * Makes one record of two, in one transaction; the loser's address leads to the winner. Rows of the search index
   * follow in small steps behind it.
   */
  merge(actor: AdminActor, winnerId: string, input: MergeInput): Promise<{ id: string } | null>;
  /** Moves what an earlier merge left in the search index; one node at a time does it. */
  finish(): Promise<void>;
  stop(): Promise<void>;
}

/** A record that may be merged: neither in the bin nor merged away. */
export interface MergeSide {
  row: Row;
  key: number;
  properties: PropertyValues;
}

export interface Merging<Side> {
  actor: AdminActor;
  winner: Side;
  loser: Side;
  /** Whose value of a field stays. */
  sideFor: (field: string) => Side;
  /** Values of custom properties that stay. */
  properties: PropertyValues;
}

/** What merging asks of one kind of records. */
export interface MergeKind<Side extends MergeSide, ShownSide> {
  /** Names the action, the job and the activities. */
  subject: 'contact' | 'company';
  table: MergedTable;
  /** Nobody else changes these records until the transaction ends. */
  lock(db: Connection, ids: string[]): Promise<void>;
  /** A record by its public id, in the bin or merged away too. */
  findAny(db: Connection, id: string): Promise<Row | null>;
  /** Adds what else of the record is merged. */
  sideOf(db: Connection, side: MergeSide): Promise<Side>;
  /** Fields without custom properties, as people read them. */
  valuesOf(side: Side): Record<string, string>;
  /** Names of fields that have one of their own, without custom properties. */
  labelsOf(winner: Side, loser: Side): Record<string, string>;
  asShown(db: Connection, side: Side): Promise<ShownSide>;
  /** Gives the winner what was the loser's, and marks the loser as merged. Returns what changed, for the activity. */
  mergeRows(
    db: Connection,
    merging: Merging<Side>,
  ): Promise<Record<string, { before: string; after: string }>>;
  ownerOf(key: number): ValueOwner;
  /** The word that search rows of its tickets carry. */
  scopeOf(portalKey: number, key: number): string;
  /** Tickets of the loser become the winner's; also those that came in behind the merge. */
  moveTickets(db: Connection, winnerKey: number, loserKey: number): Promise<void>;
}

/** What merging contacts and merging companies have in common; `kind` says where they differ. */
export function createRecordMerge<Side extends MergeSide, ShownSide>(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  jobs: Jobs,
  kind: MergeKind<Side, ShownSide>,
): RecordMerge<ShownSide> {
  const { subject } = kind;
  const action = `${subject}-merge`;
  let isStopped = false;
  let running: Promise<void> = Promise.resolve();

  async function sideOf(db: Connection, id: string): Promise<Side | null> {
    const row = await kind.findAny(db, id);
    if (!row || text(row.merged_into) !== '' || number(row.trashed_at) > 0) return null;
    const properties = jsonOf<PropertyValues>(row.properties, {});
    return kind.sideOf(db, { row, key: number(row.id), properties });
  }

  const valuesOf = (side: Side) => ({
    ...kind.valuesOf(side),
    ...shownProperties(side.properties),
  });

  function fieldsOf(winner: Side, loser: Side): MergeField[] {
    const labels = siteMap
      .properties(subject)
      .map((one) => [`properties.${one.key}`, wordIn(one.labels, 'en', one.key)] as const);
    return compareRecords(valuesOf(winner), valuesOf(loser), {
      ...Object.fromEntries(labels),
      ...kind.labelsOf(winner, loser),
    });
  }

  /** Writes the typed rows of properties whose value is the loser's; returns all values that stay. */
  async function mergeProperties(
    db: Connection,
    winner: Side,
    loser: Side,
    sideFor: (field: string) => Side,
  ): Promise<PropertyValues> {
    const changes = siteMap
      .properties(subject)
      .filter(({ key, isStandard }) => !isStandard && sideFor(`properties.${key}`) === loser)
      .map((property) => ({ property, value: loser.properties[property.key] ?? null }));
    await savePropertyValues(db, kind.ownerOf(winner.key), changes);
    const properties = { ...winner.properties };
    for (const { property, value } of changes) {
      if (value === null) delete properties[property.key];
      else properties[property.key] = value;
    }
    return properties;
  }

  async function mergeSides(
    db: Connection,
    actor: AdminActor,
    winner: Side,
    loser: Side,
    { choices }: MergeInput,
  ): Promise<void> {
    const fields = fieldsOf(winner, loser);
    const sideFor = (field: string) =>
      choiceOf(fields, choices, field) === 'loser' ? loser : winner;
    const properties = await mergeProperties(db, winner, loser, sideFor);
    const changes = await kind.mergeRows(db, { actor, winner, loser, sideFor, properties });
    const names = { before: text(loser.row.name), after: text(sideFor('name').row.name) };
    for (const [side, what, more] of [
      [loser, 'merged-away', {}],
      [winner, 'merged', changes],
    ] as const)
      await activity.record(db, {
        actor,
        action: `${subject}.${what}`,
        subject: { kind: subject, id: text(side.row.document_id) },
        portalKey: 0,
        changes: { [subject]: names, ...more },
      });
  }

  async function moveSearchRows(winnerKey: number, loserKey: number): Promise<boolean> {
    for (const portalKey of await listPortalKeys(runtime.db)) {
      const [from, to] = [kind.scopeOf(portalKey, loserKey), kind.scopeOf(portalKey, winnerKey)];
      for (;;) {
        if (isStopped) return false;
        const keys = await findTicketKeys(runtime.db, 'customers', {
          scopes: [from],
          words: [],
          before: 0,
          limit: BATCH,
        });
        if (keys.length === 0) break;
        await runtime.transaction(async (db) => {
          const end = performance.now() + BATCH_TIME;
          await lockTickets(db, keys);
          for (const key of keys) {
            await swapToken(db, 'customers', key, from, to);
            if (performance.now() > end) return;
          }
        });
        // SQLite answers without ever leaving the event loop: requests come in between.
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    return true;
  }

  async function finishAll(): Promise<void> {
    for (;;) {
      const unfinished = await listUnfinishedMerges(runtime.db, kind.table);
      if (unfinished.length === 0) return;
      for (const { winnerKey, loserKey } of unfinished) {
        if (!(await moveSearchRows(winnerKey, loserKey))) return;
        await runtime.transaction(async (db) => {
          await kind.moveTickets(db, winnerKey, loserKey);
          await finishMerge(db, kind.table, loserKey);
        });
      }
    }
  }

  function finish(): Promise<void> {
    running = jobs.inTurn(action, finishAll).then(() => undefined);
    return running;
  }

  return {
    finish,

    async preview(actor, winnerId, loserId) {
      need(actor, action);
      if (winnerId === loserId) return null;
      const { db } = runtime;
      const [winner, loser] = [await sideOf(db, winnerId), await sideOf(db, loserId)];
      if (!winner || !loser) return null;
      return {
        winner: await kind.asShown(db, winner),
        loser: await kind.asShown(db, loser),
        fields: fieldsOf(winner, loser),
      };
    },

    async merge(actor, winnerId, input) {
      need(actor, action);
      if (input.loser === winnerId) refused('loser', `Choose another ${subject}.`);
      const isDone = await runtime.transaction(async (db) => {
        await kind.lock(db, [winnerId, input.loser]);
        const winner = await sideOf(db, winnerId);
        if (!winner) return false;
        const loser = await sideOf(db, input.loser);
        if (!loser) return refused('loser', `Choose a ${subject} that is there.`);
        await mergeSides(db, actor, winner, loser, input);
        return true;
      });
      if (!isDone) return null;
      // Domains that make contacts members may have come over.
      await siteMap.refresh();
      const finished = finish().catch((error: unknown) =>
        runtime.strapi.log.error(`customer-portal: ${action}: ${String(error)}`),
      );
      await Promise.race([finished, new Promise((go) => setTimeout(go, PATIENCE).unref())]);
      return { id: winnerId };
    },

    async stop() {
      isStopped = true;
      await running.catch(() => undefined);
    },
  };
}
