import { once } from 'node:events';
import { Readable } from 'node:stream';
import type { PassThrough } from 'node:stream';
import { ZipFile } from 'yazl';
import type { PropertyValues } from '../contracts/properties';
import type { PlannedType, TypeSchemas } from '../rules/personal-data';
import { wordIn } from '../rules/property-values';
import { number, text, type Row } from '../store/connection';
import { lockContacts } from '../store/contacts';
import { breathe } from '../store/event-loop';
import {
  findErasureAsked,
  listDownloadsSince,
  listToldActivities,
  listToldBrowsers,
  listToldFiles,
  listToldMessages,
  listToldRows,
  listToldTickets,
  setErasureAsked,
  type Named,
  type ToldRow,
} from '../store/personal-data';
import type { Activity } from './activity';
import type { AttachmentFiles } from './attachments';
import { maySee } from './customer-ticket-lists';
import { needProof } from './proofs';
import { needOwn } from './refusals';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { CustomerViewer, PersonalDataService } from './types';

const DAY = 24 * 60 * 60 * 1000;
/** Downloads of one person within a day. */
const DOWNLOADS = 3;

/** Types that are told with the ticket that they belong to, or apart. */
const APART = new Set(['ticket', 'participant', 'message', 'attachment', 'activity']);
/** Between the company and its lawyers, or of no use to the person. */
const UNTOLD_ACTIONS = new Set(['contact.held', 'contact.released', 'contact.exported']);

/** Names of others are theirs. */
const BY: Record<string, string | undefined> = {
  customer: 'somebody else',
  agent: 'support',
  system: 'the portal',
};

/** What a person holds of himself at a portal: to read, to take along, and to ask that it goes. */
export function createPersonalData(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  attachments: AttachmentFiles,
  types: readonly PlannedType[],
  schemas: TypeSchemas,
): PersonalDataService {
  const typeOf = (name: string): PlannedType => {
    const type = types.find((one) => one.name === name);
    if (!type) throw new Error(`Nobody said what ${name} holds of people`);
    return type;
  };
  const named: Named = Object.fromEntries(
    Object.entries(schemas)
      .filter(([, { schema }]) => Object.hasOwn(schema.attributes, 'name'))
      .map(([name, { schema }]) => [name, { table: schema.collectionName }]),
  );

  async function* pages(read: (after: number) => Promise<ToldRow[]>): AsyncGenerator<ToldRow> {
    for (let after = 0; ;) {
      const rows = await read(after);
      yield* rows;
      const last = rows.at(-1);
      if (!last) return;
      after = last.key;
      await breathe();
    }
  }

  const whose = ({ contactKey, contactId, portal }: CustomerViewer) => ({
    contactKey,
    contactId,
    portalKey: portal.key,
  });

  const ticketsOf = (viewer: CustomerViewer) =>
    pages((after) => listToldTickets(runtime.db, typeOf('ticket'), named, whose(viewer), after));

  /** Custom properties with their labels; of tickets those only that customers see. */
  function propertiesOf(
    subject: 'contact' | 'ticket',
    values: PropertyValues | null,
    language: string,
  ): { name: string; value: unknown }[] {
    return siteMap
      .properties(subject)
      .filter(
        ({ key, isStandard, customerAccess }) =>
          !isStandard &&
          values?.[key] !== undefined &&
          (subject === 'contact' || customerAccess !== 'none'),
      )
      .map(({ key, labels }) => ({ name: wordIn(labels, language, key), value: values?.[key] }));
  }

  const fileName = (ticket: Row, file: Row) =>
    `attachments/${text(ticket.number).replace(/[^\w.-]/g, '_')}/${text(file.document_id)}-${text(file.name).replace(/[/\\]/g, '_')}`;

  async function ticketOf(viewer: CustomerViewer, ticket: ToldRow, language: string) {
    const { row, told, key } = ticket;
    const status = siteMap.shownStatus(number(row.status_id), text(row.shown_status));
    const files = await listToldFiles(runtime.db, typeOf('attachment'), key);
    const messages: Row[] = [];
    for await (const message of pages((after) =>
      listToldMessages(runtime.db, typeOf('message'), key, after),
    ))
      messages.push({
        // Names of others are theirs.
        author:
          number(message.row.contact_id) === viewer.contactKey
            ? 'you'
            : message.row.author_kind === 'customer'
              ? 'somebody else'
              : 'support',
        ...message.told,
        attachments: files
          .filter((file) => number(file.row.message_id) === message.key)
          .map((file) => ({ ...file.told, file: fileName(told, file.row) })),
      });
    return {
      ...told,
      role: text(row.role),
      status: status ? siteMap.statusLabel(status.key, language) : '',
      properties: propertiesOf('ticket', told.properties as PropertyValues | null, language),
      messages,
    };
  }

  async function* activitiesOf(viewer: CustomerViewer): AsyncGenerator<Row> {
    for (const side of ['subject', 'actor'] as const)
      for await (const { row, told } of pages((after) =>
        listToldActivities(runtime.db, typeOf('activity'), whose(viewer), side, after),
      )) {
        if (UNTOLD_ACTIONS.has(text(row.action))) continue;
        const isOwn = row.actor_kind === 'customer' && row.actor === viewer.contactId;
        const { changes, ...entry } = told;
        yield {
          ...entry,
          by: isOwn ? 'you' : BY[text(row.actor_kind)],
          about: text(row.subject_kind),
          // What was changed of somebody or something else is not about this person.
          ...(side === 'subject' ? { changes } : {}),
        };
      }
  }

  async function* seen(viewer: CustomerViewer): AsyncGenerator<ToldRow> {
    for await (const ticket of ticketsOf(viewer))
      if (maySee(viewer, ticket.row, true)) yield ticket;
  }

  /** The file of data, part by part: never more than a ticket of it is in memory. */
  async function* lines(viewer: CustomerViewer, language: string): AsyncGenerator<string> {
    const shown = (value: unknown) => JSON.stringify(value, null, 1);
    async function* list(name: string, rows: AsyncIterable<unknown>): AsyncGenerator<string> {
      let isFirst = true;
      yield `,\n${JSON.stringify(name)}: [`;
      for await (const row of rows) {
        yield `${isFirst ? '' : ','}\n${shown(row)}`;
        isFirst = false;
      }
      yield ']';
    }
    async function* mapped<From, To>(
      rows: AsyncIterable<From>,
      to: (row: From) => To | Promise<To>,
    ): AsyncGenerator<To> {
      for await (const row of rows) yield await to(row);
    }
    const rowsOf = (type: PlannedType) =>
      pages((after) => listToldRows(runtime.db, type, named, whose(viewer), after));

    yield `{\n"portal": ${JSON.stringify(viewer.portal.name)},\n"madeAt": ${JSON.stringify(new Date(runtime.now()).toISOString())}`;
    for (const type of types) {
      if (!type.person || APART.has(type.name)) continue;
      if (!type.columns.some(({ isTold }) => isTold)) continue;
      if (type.name !== 'contact') {
        yield* list(
          type.name,
          mapped(rowsOf(type), ({ told }) => told),
        );
        continue;
      }
      for await (const { told } of rowsOf(type))
        yield `,\n"contact": ${shown({
          ...told,
          properties: propertiesOf('contact', told.properties as PropertyValues | null, language),
        })}`;
    }
    const { sessions, devices } = await listToldBrowsers(runtime.db, viewer.contactKey);
    yield `,\n"sessions": ${shown(sessions)},\n"devices": ${shown(devices)}`;
    yield* list(
      'tickets',
      mapped(seen(viewer), (ticket) => ticketOf(viewer, ticket, language)),
    );
    yield* list('activity', activitiesOf(viewer));
    yield '\n}\n';
  }

  /** A ZIP that is written while it is read. */
  function zipOf(viewer: CustomerViewer, language: string): Readable {
    const zip = new ZipFile();
    const output = zip.outputStream as PassThrough;
    let source: Readable | undefined;
    zip.on('error', (error: Error) => output.destroy(error));
    output.once('close', () => source?.destroy());

    async function add(name: string, stream: Readable): Promise<void> {
      source = stream;
      if (output.destroyed) {
        stream.destroy();
        return;
      }
      stream.once('error', (error) => output.destroy(error));
      zip.addReadStream(stream, name);
      await once(stream, 'close');
    }

    async function fill(): Promise<void> {
      await add('data.json', Readable.from(lines(viewer, language)));
      for await (const { told, key } of seen(viewer))
        for (const { row } of await listToldFiles(runtime.db, typeOf('attachment'), key)) {
          if (output.destroyed) return;
          // A database restored without its files has rows whose file is missing.
          const found = await attachments.open(row);
          if (found) await add(fileName(told, row), found.stream);
        }
      zip.end();
    }

    fill().catch((error: unknown) => output.destroy(error as Error));
    return output;
  }

  const record = (
    db: Parameters<Activity['record']>[0],
    { contactId, contactName, portal }: CustomerViewer,
    action: string,
  ) =>
    activity.record(db, {
      actor: { kind: 'customer', id: contactId, name: contactName },
      action,
      subject: { kind: 'contact', id: contactId },
      portalKey: portal.key,
    });

  async function setAsked(viewer: CustomerViewer, isAsked: boolean): Promise<void> {
    needOwn(viewer);
    await runtime.transaction(async (db) => {
      await lockContacts(db, [viewer.contactId]);
      const askedAt = await findErasureAsked(db, viewer.contactKey);
      if (askedAt > 0 === isAsked) return;
      await setErasureAsked(db, viewer.contactKey, isAsked ? runtime.now() : 0);
      await record(db, viewer, isAsked ? 'erasure.asked' : 'erasure.withdrawn');
    });
  }

  return {
    erasureAskedAt: ({ contactKey }) => findErasureAsked(runtime.db, contactKey),
    async askErasure(session) {
      needProof(session, runtime.now());
      await setAsked(session.viewer, true);
    },
    takeBackErasure: (viewer) => setAsked(viewer, false),

    async download(session, language) {
      needProof(session, runtime.now());
      const { viewer } = session;
      const wait = await runtime.transaction(async (db) => {
        await lockContacts(db, [viewer.contactId]);
        const now = runtime.now();
        const before = await listDownloadsSince(db, viewer.contactId, now - DAY);
        const first = before.at(-DOWNLOADS);
        if (first !== undefined) return first + DAY - now;
        await record(db, viewer, 'contact.exported');
        return 0;
      });
      if (wait > 0) return { outcome: 'limited', retryAfter: wait };
      const day = new Date(runtime.now()).toISOString().slice(0, 10);
      return { outcome: 'ready', name: `my-data-${day}.zip`, stream: zipOf(viewer, language) };
    },
  };
}
