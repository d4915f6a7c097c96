import { Readable } from 'node:stream';
import type { AuditEntry, AuditQuery } from '../contracts/audit-log';
import type { RecordPage } from '../contracts/lists';
import { actionsOf } from '../rules/audit-areas';
import {
  endOfWindow,
  listAudit,
  listOfSubject,
  namesOf,
  removeOldActivities,
  type AuditFilter,
  type AuditPlace,
} from '../store/audit-log';
import { jsonOf, number, text, type Row } from '../store/connection';
import type { Activity } from './activity';
import type { Jobs } from './jobs';
import { csvLines } from './record-exports';
import { cursorAt, placeIn, RECORDS_PAGE } from './record-page';
import { need } from './refusals';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { AdminActor, CustomerViewer } from './types';

const EXPORTED_AT_ONCE = 500;
const PRUNED_AT_ONCE = 500;
const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;
const MONTH = 30.44 * DAY;
const OWN_SIGN_INS = 50;
/** What customers read of themselves. */
const SIGN_IN_ACTIONS = [
  'session.started',
  'session.refused',
  'session.ended',
  'session.factor-asked',
  'password.changed',
  'password.reset',
  'password.set',
  'password.locked',
  'contact.address-changed',
  'contact.viewed-as',
  'second-factor.turned-on',
  'second-factor.turned-off',
  'second-factor.codes-made',
  'second-factor.failed',
  'second-factor.locked',
  'second-factor.reset',
  'passkey.added',
  'passkey.removed',
  'passkey.refused',
  'passkey.counter-went-back',
] as const;

/** A sign-in, or what else concerns the security of one's own account. */
export interface OwnSignIn {
  action: string;
  /** Epoch ms. */
  occurredAt: number;
  /** How: 'password', 'magic-link', …; '' when it does not say. */
  method: string;
  /** What the browser says of itself; '' when it does not say. */
  device: string;
  ip: string;
}

export interface AuditLog {
  list(actor: AdminActor, query: AuditQuery): Promise<RecordPage<AuditEntry>>;
  /** The same without pages, as CSV: read by batches while it is sent. Recorded. */
  open(actor: AdminActor, query: AuditQuery): Promise<{ name: string; stream: Readable }>;
  /** The newest sign-ins of a customer, for its own eyes. */
  ownSignIns(viewer: CustomerViewer): Promise<OwnSignIn[]>;
  /** Removes what is older than the installation keeps (`auditMonths`). */
  prune(): Promise<void>;
  /** Prunes once a day, on one node. */
  start(): void;
  stop(): Promise<void>;
}

export function createAuditLog(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  jobs: Jobs,
): AuditLog {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let running: Promise<void> = Promise.resolve();

  /** null when nothing can be found by it. */
  function filterOf({ area, portal, about, from, until }: AuditQuery): AuditFilter | null {
    const portalKey = portal ? siteMap.portals().find(({ id }) => id === portal)?.key : 0;
    if (portalKey === undefined) return null;
    return { area: area === '' ? null : actionsOf(area), portalKey, about, from, until };
  }

  async function read(
    filter: AuditFilter,
    before: AuditPlace | null,
    limit: number,
  ): Promise<{ rows: Row[]; next: AuditPlace | null; isCut: boolean }> {
    const rows = await listAudit(runtime.db, filter, before, limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    if (rows.length > limit && last)
      return {
        rows: page,
        next: { occurredAt: number(last.occurred_at), key: number(last.id) },
        isCut: false,
      };
    // Without an area nothing was left out: the page ends because there is no more.
    const end = filter.area ? await endOfWindow(runtime.db, filter, before) : null;
    return { rows: page, next: end, isCut: end !== null };
  }

  async function entriesOf(rows: Row[]): Promise<AuditEntry[]> {
    const names = new Map<string, string>();
    for (const kind of new Set(rows.map((row) => text(row.subject_kind)))) {
      const ids = rows.filter((row) => row.subject_kind === kind).map((row) => text(row.subject));
      for (const [id, name] of await namesOf(runtime.db, kind, [...new Set(ids)]))
        names.set(`${kind} ${id}`, name);
    }
    return rows.map((row) => {
      const subject = { kind: text(row.subject_kind), id: text(row.subject) };
      return {
        id: text(row.document_id),
        occurredAt: number(row.occurred_at),
        actor: {
          kind: text(row.actor_kind) as AuditEntry['actor']['kind'],
          id: text(row.actor),
          name: text(row.actor_name),
        },
        action: text(row.action),
        subject: { ...subject, name: names.get(`${subject.kind} ${subject.id}`) ?? '' },
        portal: siteMap.portalByKey(number(row.portal_id))?.name ?? '',
        changes: jsonOf<AuditEntry['changes']>(row.changes, {}),
        requestId: text(row.request_id),
      };
    });
  }

  async function* lines(filter: AuditFilter): AsyncGenerator<string> {
    // The mark lets Excel read every language.
    yield `\uFEFF${csvLines([
      [
        'Time',
        'Actor',
        'Actor name',
        'Action',
        'Subject',
        'Subject id',
        'Subject name',
        'Portal',
        'Changes',
        'Request',
      ],
    ])}`;
    let before: AuditPlace | null = null;
    for (;;) {
      const { rows, next }: { rows: Row[]; next: AuditPlace | null } = await read(
        filter,
        before,
        EXPORTED_AT_ONCE,
      );
      const entries = await entriesOf(rows);
      if (entries.length > 0)
        yield csvLines(
          entries.map((entry) => [
            new Date(entry.occurredAt).toISOString(),
            entry.actor.kind,
            entry.actor.name,
            entry.action,
            entry.subject.kind,
            entry.subject.id,
            entry.subject.name,
            entry.portal,
            JSON.stringify(entry.changes),
            entry.requestId,
          ]),
        );
      if (!next) return;
      before = next;
    }
  }

  async function prune(): Promise<void> {
    const { auditMonths } = runtime.config;
    if (auditMonths === 0) return;
    const before = runtime.now() - auditMonths * MONTH;
    while (!isStopped && (await removeOldActivities(runtime.db, before, PRUNED_AT_ONCE)) > 0);
  }

  return {
    async list(actor, query) {
      need(actor, 'audit-read');
      const filter = filterOf(query);
      if (!filter) return { rows: [], nextCursor: null, count: { value: 0, more: false } };
      const place = placeIn(query.cursor);
      const before = place && { occurredAt: Number(place.value) || 0, key: place.key };
      const { rows, next, isCut } = await read(filter, before, RECORDS_PAGE);
      return {
        rows: await entriesOf(rows),
        nextCursor: next && cursorAt({ value: next.occurredAt, key: next.key }),
        isCut,
        count: { value: rows.length, more: next !== null },
      };
    },

    async open(actor, query) {
      need(actor, 'audit-export');
      const filter = filterOf(query);
      await runtime.transaction((db) =>
        activity.record(db, {
          actor: { kind: actor.kind, id: actor.id, name: actor.name },
          action: 'audit-log.exported',
          subject: { kind: 'installation', id: '' },
          portalKey: filter?.portalKey ?? 0,
        }),
      );
      const day = new Date(runtime.now()).toISOString().slice(0, 10);
      const content = filter ? lines(filter) : [''];
      return { name: `audit-log-${day}.csv`, stream: Readable.from(content) };
    },

    async ownSignIns({ contactId }) {
      const rows = await listOfSubject(runtime.db, contactId, SIGN_IN_ACTIONS, OWN_SIGN_INS);
      return rows.map((row) => {
        const changes = jsonOf<AuditEntry['changes']>(row.changes, {});
        return {
          action: text(row.action),
          occurredAt: number(row.occurred_at),
          method: changes.method?.after ?? (row.action === 'session.started' ? 'password' : ''),
          device: changes.device?.after ?? '',
          ip: changes.ip?.after ?? '',
        };
      });
    },

    prune,
    start() {
      isStopped = false;
      timer = setInterval(() => {
        // `strapi import` and other commands load the plugin too; only a server prunes.
        if (!runtime.strapi.server.httpServer.listening) return;
        running = jobs.atMostEvery(DAY, 'prune-audit-log', prune).catch((error: unknown) => {
          runtime.strapi.log.error(`customer-portal: audit log: ${String(error)}`);
        });
      }, 10 * MINUTE).unref();
    },
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
