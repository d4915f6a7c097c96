import type {
  CompanyMergeInput,
  CompanyMergePreview,
  CompanyMergeSide,
} from '../contracts/companies';
import type { MergeField } from '../contracts/contacts';
import type { PropertyValues } from '../contracts/properties';
import { choiceOf, compareContacts } from '../rules/contact-merge';
import { wordIn } from '../rules/property-values';
import {
  countChildren,
  countOfEach,
  findAnyCompany,
  listAncestors,
  listDomainsOf,
  lockCompanies,
  renameInFilters,
  saveCompanyFields,
} from '../store/companies';
import {
  finishCompanyMerge,
  listUnfinishedCompanyMerges,
  markCompanyMerged,
  moveContactsToCompany,
  moveDomainsAndChildren,
  moveTicketsToCompany,
} from '../store/company-merge';
import { jsonOf, number, text, type Connection, type Row } from '../store/connection';
import { listPortalKeys } from '../store/contact-merge';
import { bumpVersion } from '../store/counters';
import { savePropertyValues } from '../store/property-values';
import { companyScope, findTicketKeys, swapToken } from '../store/search';
import { lockTickets } from '../store/search-sources';
import type { AccessSweep } from './access-sweep';
import type { Activity } from './activity';
import { counted } from './companies';
import { shown } from './contact-picture';
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

export interface CompanyMerge {
  /** Two companies side by side: what differs, and whose value is proposed. null when one of them is not there. */
  preview(
    actor: AdminActor,
    winnerId: string,
    loserId: string,
  ): Promise<CompanyMergePreview | null>;
  /**
   * Makes one company of two, in one transaction; the loser's address leads to the winner. Rows of the search index
   * follow in small steps behind it.
   */
  merge(
    actor: AdminActor,
    winnerId: string,
    input: CompanyMergeInput,
  ): Promise<{ id: string } | null>;
  /** Moves what an earlier merge left in the search index; one node at a time does it. */
  finish(): Promise<void>;
  stop(): Promise<void>;
}

interface Side {
  row: Row;
  key: number;
  domains: Row[];
  properties: PropertyValues;
}

export function createCompanyMerge(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  accessSweep: AccessSweep,
  jobs: Jobs,
): CompanyMerge {
  let isStopped = false;
  let running: Promise<void> = Promise.resolve();

  async function sideOf(db: Connection, id: string): Promise<Side | null> {
    const row = await findAnyCompany(db, id);
    if (!row || text(row.merged_into) !== '' || number(row.trashed_at) > 0) return null;
    const key = number(row.id);
    return {
      row,
      key,
      domains: await listDomainsOf(db, [key]),
      properties: jsonOf<PropertyValues>(row.properties, {}),
    };
  }

  const valuesOf = ({ row, properties }: Side) => ({
    name: text(row.name),
    externalId: text(row.external_id),
    parent: text(row.parent_name),
    ...Object.fromEntries(
      Object.entries(properties).map(([key, value]) => [`properties.${key}`, shown(value)]),
    ),
  });

  function fieldsOf(winner: Side, loser: Side): MergeField[] {
    const labels = siteMap
      .properties('company')
      .map((one) => [`properties.${one.key}`, wordIn(one.labels, 'en', one.key)] as const);
    return compareContacts(valuesOf(winner), valuesOf(loser), Object.fromEntries(labels));
  }

  async function asSide(db: Connection, side: Side): Promise<CompanyMergeSide> {
    const portalKeys = siteMap.portals().map(({ key }) => key);
    const count = async (what: 'contacts' | 'tickets') =>
      counted((await countOfEach(db, what, [side.key], portalKeys)).get(side.key) ?? 0);
    return {
      id: text(side.row.document_id),
      name: text(side.row.name),
      domains: side.domains.map((one) => text(one.domain)),
      contacts: await count('contacts'),
      tickets: await count('tickets'),
      children: await countChildren(db, side.key),
    };
  }

  /** The chosen parent, unless it is one of the two or stands below the winner. */
  async function parentOf(
    db: Connection,
    chosen: Side,
    winner: Side,
    loser: Side,
  ): Promise<number> {
    const own = [winner.key, loser.key];
    let key = number(chosen.row.parent_id);
    // A parent that is merged here gives way to its own parent.
    while (own.includes(key))
      key = number(key === winner.key ? winner.row.parent_id : loser.row.parent_id);
    const above = key > 0 ? await listAncestors(db, key) : [];
    return above.some((one) => own.includes(one)) ? 0 : key;
  }

  async function mergeRows(
    db: Connection,
    actor: AdminActor,
    winner: Side,
    loser: Side,
    input: CompanyMergeInput,
  ): Promise<void> {
    const fields = fieldsOf(winner, loser);
    const sideFor = (field: string) =>
      choiceOf(fields, input.choices, field) === 'loser' ? loser : winner;
    const [winnerId, loserId] = [text(winner.row.document_id), text(loser.row.document_id)];

    const parentKey = await parentOf(db, sideFor('parent'), winner, loser);
    const changes = siteMap
      .properties('company')
      .filter(({ key, isStandard }) => !isStandard && sideFor(`properties.${key}`) === loser)
      .map((property) => ({ property, value: loser.properties[property.key] ?? null }));
    const properties = { ...winner.properties };
    for (const { property, value } of changes) {
      if (value === null) delete properties[property.key];
      else properties[property.key] = value;
    }
    await savePropertyValues(db, { kind: 'company', companyKey: winner.key }, changes);
    await saveCompanyFields(db, winner.key, {
      name: text(sideFor('name').row.name),
      externalId: text(sideFor('externalId').row.external_id),
      parentKey,
      properties,
    });
    await moveDomainsAndChildren(db, winner.key, loser.key);
    const contactKeys = await moveContactsToCompany(db, winner.key, loser.key);
    await moveTicketsToCompany(db, winner.key, loser.key, await listPortalKeys(db));
    await markCompanyMerged(db, { key: loser.key, id: loserId }, winnerId, runtime.now());
    // Filters ask for the company by its public id: who was let in by the one is let in by the other.
    await renameInFilters(db, loserId, winnerId);
    await bumpVersion(db, 'site');
    await accessSweep.followContacts(db, contactKeys);

    const names = { before: text(loser.row.name), after: text(sideFor('name').row.name) };
    for (const [id, action] of [
      [loserId, 'company.merged-away'],
      [winnerId, 'company.merged'],
    ] as const)
      await activity.record(db, {
        actor,
        action,
        subject: { kind: 'company', id },
        portalKey: 0,
        changes: { company: names },
      });
  }

  async function moveSearchRows(winnerKey: number, loserKey: number): Promise<boolean> {
    for (const portalKey of await listPortalKeys(runtime.db)) {
      const [from, to] = [companyScope(portalKey, loserKey), companyScope(portalKey, winnerKey)];
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
      const unfinished = await listUnfinishedCompanyMerges(runtime.db);
      if (unfinished.length === 0) return;
      for (const { winnerKey, loserKey } of unfinished) {
        if (!(await moveSearchRows(winnerKey, loserKey))) return;
        await runtime.transaction(async (db) => {
          // A ticket that was under way while the companies were merged came in behind it.
          await moveTicketsToCompany(db, winnerKey, loserKey, await listPortalKeys(db));
          await finishCompanyMerge(db, loserKey);
        });
      }
    }
  }

  function finish(): Promise<void> {
    running = jobs.inTurn('company-merge', finishAll).then(() => undefined);
    return running;
  }

  return {
    finish,

    async preview(actor, winnerId, loserId) {
      need(actor, 'company-merge');
      if (winnerId === loserId) return null;
      const { db } = runtime;
      const [winner, loser] = [await sideOf(db, winnerId), await sideOf(db, loserId)];
      if (!winner || !loser) return null;
      return {
        winner: await asSide(db, winner),
        loser: await asSide(db, loser),
        fields: fieldsOf(winner, loser),
      };
    },

    async merge(actor, winnerId, input) {
      need(actor, 'company-merge');
      if (input.loser === winnerId) refused('loser', 'Choose another company.');
      const isDone = await runtime.transaction(async (db) => {
        await lockCompanies(db, [winnerId, input.loser]);
        const winner = await sideOf(db, winnerId);
        if (!winner) return false;
        const loser = await sideOf(db, input.loser);
        if (!loser) return refused('loser', 'Choose a company that is there.');
        await mergeRows(db, actor, winner, loser, input);
        return true;
      });
      if (!isDone) return null;
      await siteMap.refresh();
      const finished = finish().catch((error: unknown) =>
        runtime.strapi.log.error(`customer-portal: merge of companies: ${String(error)}`),
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
