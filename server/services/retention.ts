import {
  TOUCHED_FREELY,
  type DryRun,
  type DryRunQuery,
  type InboxRetention,
  type RetentionInput,
} from '../contracts/retention';
import { closedBefore, readRetention } from '../rules/retention';
import { number, text, yes, type Connection } from '../store/connection';
import { bumpVersion } from '../store/counters';
import { breathe } from '../store/event-loop';
import {
  countDueTickets,
  findInboxSettings,
  findTicketHold,
  listDueTickets,
  listInboxSettings,
  lockDueTickets,
  saveInboxSettings,
  setTicketHold,
  type DueTickets,
} from '../store/retention';
import { lockTicket } from '../store/ticket-writes';
import type { Activity } from './activity';
import { differences } from './contact-picture';
import type { Jobs } from './jobs';
import { counted } from './record-page';
import { need, refused } from './refusals';
import type { Runtime } from './runtime';
import type { TicketErasure } from './ticket-erasure';
import type { AdminActor } from './types';

const DAY = 24 * 60 * 60 * 1000;
const ASK_EVERY = 10 * 60 * 1000;
/** Tickets of one transaction. */
const AT_ONCE = 10;
const SAMPLE = 10;

export interface RetentionService {
  find(actor: AdminActor, inboxId: string): Promise<InboxRetention | null>;
  /** Asks when more than a few tickets go at once. null when there is no such inbox. */
  save(actor: AdminActor, inboxId: string, input: RetentionInput): Promise<InboxRetention | null>;
  /** What would go now, without touching anything. */
  dryRun(actor: AdminActor, inboxId: string, query: DryRunQuery): Promise<DryRun | null>;
  /** A legal hold on one ticket; false when there is none. */
  setHold(actor: AdminActor, ticketId: string, isHeld: boolean): Promise<boolean>;
  /** What every inbox asks for, once through. */
  run(): Promise<void>;
  /** Does so once a day, on one node. */
  start(): void;
  /** Resolves after the batch that is at work. */
  stop(): Promise<void>;
}

/** Closed tickets that are old enough are deleted, or their people are made unnamed: as each inbox says. */
export function createRetention(
  runtime: Runtime,
  activity: Activity,
  jobs: Jobs,
  tickets: TicketErasure,
): RetentionService {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let running: Promise<void> = Promise.resolve();

  const dueOf = (inboxKey: number, { months, action }: InboxRetention): DueTickets => ({
    inboxKey,
    action,
    closedBefore: closedBefore(runtime.now(), months),
  });

  async function runOne(inboxKey: number, kept: InboxRetention): Promise<void> {
    const due = dueOf(inboxKey, kept);
    const erased = new Set<number>();
    const mark = await tickets.erasure();
    while (!isStopped) {
      const some = await listDueTickets(runtime.db, due, AT_ONCE);
      if (some.length === 0) break;
      await runtime.transaction(async (db) => {
        // A hold, or a reply that opened one again, may have come meanwhile.
        const keys = some.map(({ key }) => key);
        const still = await lockDueTickets(db, due, keys);
        const meant = some.filter(({ key }) => still.has(key));
        await (kept.action === 'delete'
          ? tickets.erase(db, meant, mark)
          : tickets.unname(db, meant, mark));
        for (const { key } of meant) erased.add(key);
      });
      if (kept.action === 'delete') await tickets.removeFiles(some.map(({ key }) => key));
      await breathe();
    }
    if (erased.size > 0)
      await tickets.removeMails(
        ({ ticketKey }) => erased.has(ticketKey),
        () => isStopped,
      );
  }

  async function run(): Promise<void> {
    for (const { key, settings } of await listInboxSettings(runtime.db)) {
      const kept = readRetention(settings);
      if (kept.months > 0 && !isStopped) await runOne(key, kept);
    }
  }

  const words = ({ months, action }: InboxRetention) => ({
    retentionMonths: String(months),
    retentionAction: months > 0 ? action : '',
  });

  async function askFirst(
    db: Connection,
    inboxKey: number,
    before: InboxRetention,
    { confirmed, ...input }: RetentionInput,
  ): Promise<void> {
    const isWider =
      input.months > 0 &&
      (before.months === 0 || input.months < before.months || input.action !== before.action);
    if (!isWider) return;
    const { due } = await countDueTickets(db, dueOf(inboxKey, input));
    if (due <= TOUCHED_FREELY || confirmed === due) return;
    const count = counted(due);
    refused(
      'confirmed',
      `This touches ${count.more ? 'more than 1,000' : due} tickets today. Confirm the number.`,
      { count, confirmed: due },
    );
  }

  return {
    run,

    async find(actor, inboxId) {
      need(actor, 'retention-edit', 'inbox-read', 'inbox-edit');
      const inbox = await findInboxSettings(runtime.db, inboxId);
      return inbox && readRetention(inbox.settings);
    },

    async save(actor, inboxId, input) {
      need(actor, 'retention-edit');
      return runtime.transaction(async (db) => {
        // Whoever changes inboxes waits for the others.
        await bumpVersion(db, 'site');
        const inbox = await findInboxSettings(db, inboxId);
        if (!inbox) return null;
        const before = readRetention(inbox.settings);
        await askFirst(db, inbox.key, before, input);
        const after = { months: input.months, action: input.action };
        await saveInboxSettings(db, inbox.key, { ...inbox.settings, retention: after });
        const changes = differences(words(before), words(after));
        if (Object.keys(changes).length > 0)
          await activity.record(db, {
            actor: { kind: actor.kind, id: actor.id, name: actor.name },
            action: 'inbox.updated',
            subject: { kind: 'inbox', id: inboxId },
            portalKey: inbox.portalKey,
            changes,
          });
        return readRetention({ retention: after });
      });
    },

    async dryRun(actor, inboxId, query) {
      need(actor, 'retention-edit');
      const inbox = await findInboxSettings(runtime.db, inboxId);
      if (!inbox) return null;
      const due = dueOf(inbox.key, query);
      const counts = await countDueTickets(runtime.db, due);
      const sample = await listDueTickets(runtime.db, due, SAMPLE);
      return {
        count: counted(counts.due),
        held: counted(counts.held),
        sample: sample.map((one) => ({
          id: one.id,
          number: one.number,
          subject: one.subject,
          closedAt: one.closedAt,
        })),
      };
    },

    async setHold(actor, ticketId, isHeld) {
      need(actor, 'retention-edit');
      return runtime.transaction(async (db) => {
        await lockTicket(db, ticketId);
        const ticket = await findTicketHold(db, ticketId);
        if (!ticket) return false;
        if (yes(ticket.is_held) === isHeld) return true;
        await setTicketHold(db, number(ticket.id), isHeld);
        await activity.record(db, {
          actor: { kind: actor.kind, id: actor.id, name: actor.name },
          action: isHeld ? 'ticket.held' : 'ticket.released',
          subject: { kind: 'ticket', id: text(ticket.document_id) },
          portalKey: number(ticket.portal_id),
          ticketKey: number(ticket.id),
        });
        return true;
      });
    },

    start() {
      timer = setInterval(() => {
        // `strapi import` and other commands load the plugin too; only a server erases.
        if (!runtime.strapi.server.httpServer.listening) return;
        running = jobs.atMostEvery(DAY, 'retention', run).catch((error: unknown) => {
          runtime.strapi.log.error(`customer-portal: retention: ${String(error)}`);
        });
      }, ASK_EVERY).unref();
    },

    async stop() {
      clearInterval(timer);
      isStopped = true;
      await running;
    },
  };
}
