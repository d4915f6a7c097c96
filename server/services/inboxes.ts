import {
  INBOX_ICONS,
  type InboxDetail,
  type InboxIcon,
  type InboxInput,
  type InboxRemoval,
  type InboxRow,
} from '../contracts/inboxes';
import type { RecordPage, RecordQuery } from '../contracts/lists';
import { normaliseAddress } from '../rules/address';
import { normaliseText, textKeyOf } from '../rules/property-values';
import { listAgents } from '../store/agents';
import { listCalendars, type CalendarRecord } from '../store/calendars';
import { number, text, type Connection, type Row } from '../store/connection';
import {
  beginTicketNumbers,
  bumpVersion,
  lastTicketNumber,
  restartTicketNumbers,
} from '../store/counters';
import {
  addInbox,
  countOpenTickets,
  hasTickets,
  listInboxes,
  listMembersOfInboxes,
  listPortalsOfInbox,
  saveInbox,
  setInboxMembers,
  trashInbox,
  type InboxFacts,
} from '../store/inboxes';
import type { Activity } from './activity';
import { differences, openStateOf } from './calendars';
import { pageInMemory } from './record-page';
import { need, refused } from './refusals';
import type { Runtime } from './runtime';
import type { SiteMap } from './site-map';
import type { TicketHandovers } from './ticket-handovers';
import type { AdminActor } from './types';

/** Of an inbox that names none. */
const FIRST_NUMBER = 1001;

export interface Inboxes {
  list(actor: AdminActor, query: RecordQuery): Promise<RecordPage<InboxRow>>;
  find(actor: AdminActor, id: string): Promise<InboxDetail | null>;
  create(actor: AdminActor, input: InboxInput): Promise<{ id: string }>;
  /** The same inside a transaction that the caller has open; it asks for no permission, and no portal may be named. */
  add(db: Connection, actor: AdminActor, input: InboxInput): Promise<{ key: number; id: string }>;
  /** Holds for tickets from the next request on. */
  save(actor: AdminActor, id: string, input: InboxInput): Promise<InboxDetail | null>;
  /** Its tickets, forms and portals go to another inbox of the same portal. null when there is none with this id. */
  remove(actor: AdminActor, id: string, removal: InboxRemoval): Promise<true | null>;
}

type Saved = Parameters<typeof saveInbox>[2];

const nameOf = (row: Row) => ({ id: text(row.document_id), name: text(row.name) });

const iconOf = (icon: string): InboxIcon => INBOX_ICONS.find((one) => one === icon) ?? 'mail';

export function createInboxes(
  runtime: Runtime,
  siteMap: SiteMap,
  activity: Activity,
  handovers: TicketHandovers,
): Inboxes {
  async function rowOf(inbox: InboxFacts, calendars: CalendarRecord[]): Promise<InboxRow> {
    const calendar = calendars.find(({ key }) => key === inbox.calendarKey);
    const portal = siteMap.portalByKey(inbox.portalKey);
    const pipeline = siteMap.pipelineByKey(inbox.pipelineKey);
    return {
      id: inbox.id,
      name: inbox.name,
      icon: iconOf(inbox.icon),
      address: inbox.address,
      portal: portal ? { id: portal.id, name: portal.name } : null,
      pipeline: { id: pipeline?.id ?? '', name: pipeline?.name ?? '' },
      openTickets: await countOpenTickets(runtime.db, 'inbox_id', inbox.key),
      open: calendar ? openStateOf(calendar, runtime.now()) : null,
    };
  }

  const living = async (db: Connection) =>
    (await listInboxes(db)).filter(({ isTrashed }) => !isTrashed);

  async function find(actor: AdminActor, id: string): Promise<InboxDetail | null> {
    need(actor, 'inbox-read', 'inbox-edit');
    const inboxes = await living(runtime.db);
    const inbox = inboxes.find((one) => one.id === id);
    if (!inbox) return null;
    const calendars = await listCalendars(runtime.db);
    const start = inbox.numberStart || FIRST_NUMBER;
    const last = await lastTicketNumber(runtime.db, inbox.key);
    return {
      ...(await rowOf(inbox, calendars)),
      calendar: calendars.find(({ key }) => key === inbox.calendarKey)?.id ?? '',
      members: (await listMembersOfInboxes(runtime.db))
        .filter((row) => number(row.inbox_id) === inbox.key)
        .map(nameOf),
      numberPrefix: inbox.numberPrefix,
      numberStart: start,
      lastNumber: last >= start ? last : 0,
      signature: inbox.signature,
      language: inbox.language,
      hasTickets: await hasTickets(runtime.db, inbox.key),
      defaultOf: (await listPortalsOfInbox(runtime.db, inbox.key)).map(nameOf),
      takers: inboxes
        .filter((one) => one !== inbox && one.portalKey === inbox.portalKey)
        .map((one) => ({ id: one.id, name: one.name })),
    };
  }

  /** In turn: the version's row stays locked until the end, so names and prefixes stay unique. */
  async function change<Result>(work: (db: Connection) => Promise<Result>): Promise<Result> {
    const result = await runtime.transaction(async (db) => {
      await bumpVersion(db, 'site');
      return work(db);
    });
    await siteMap.refresh();
    return result;
  }

  /** Refuses what cannot be saved; returns what is. */
  async function check(
    db: Connection,
    input: InboxInput,
    own: InboxFacts | null,
  ): Promise<{ inbox: Saved; memberKeys: number[] }> {
    const others = (await listInboxes(db)).filter(({ key }) => key !== own?.key);
    if (
      others.some(({ name, isTrashed }) => !isTrashed && textKeyOf(name) === textKeyOf(input.name))
    )
      refused('name', 'Another inbox has this name. Choose another one.');
    if (input.address !== '' && normaliseAddress(input.address) === '')
      refused('address', 'Enter an e-mail address, such as support@example.com.');
    checkPrefix(input.numberPrefix, others);
    return {
      inbox: {
        name: input.name,
        icon: input.icon,
        address: input.address === '' ? '' : normaliseAddress(input.address),
        portalKey: await portalKeyOf(db, input, own),
        pipelineKey:
          siteMap.pipelines().find(({ id }) => id === input.pipeline)?.key ??
          refused('pipeline', 'Choose a pipeline that exists.'),
        calendarKey:
          input.calendar === ''
            ? 0
            : ((await listCalendars(db)).find(({ id }) => id === input.calendar)?.key ??
              refused('calendar', 'Choose a calendar that exists.')),
        numberPrefix: input.numberPrefix,
        numberStart: input.numberStart,
        language: input.language,
        signature: input.signature,
        pastPrefixes: own?.pastPrefixes ?? [],
      },
      memberKeys: await memberKeysOf(db, input.members),
    };
  }

  async function portalKeyOf(
    db: Connection,
    input: InboxInput,
    own: InboxFacts | null,
  ): Promise<number> {
    // The page does not know drafts and deleted portals: what belongs to one stays there.
    if (own && own.portalKey > 0 && input.portal === '' && !siteMap.portalByKey(own.portalKey))
      return own.portalKey;
    const portal = siteMap.portals().find(({ id }) => id === input.portal);
    if (!portal && input.portal !== '') return refused('portal', 'Choose a portal that exists.');
    const portalKey = portal?.key ?? 0;
    if (!own || own.portalKey === portalKey) return portalKey;
    if (own.portalKey > 0 && (await hasTickets(db, own.key)))
      refused(
        'portal',
        'This inbox has tickets, and the portal of a ticket never changes. Make another inbox for the other portal.',
      );
    const [portalOfDefault] = await listPortalsOfInbox(db, own.key);
    if (portalOfDefault)
      refused(
        'portal',
        `New tickets of ${text(portalOfDefault.name)} arrive in this inbox. It stays with that portal.`,
      );
    return portalKey;
  }

  async function memberKeysOf(db: Connection, ids: string[]): Promise<number[]> {
    const agents = (await listAgents(db)).filter(({ leftAt }) => leftAt === 0);
    return [...new Set(ids)].map(
      (id) =>
        agents.find((agent) => agent.id === id)?.key ??
        refused('members', 'Choose agents who still work here.'),
    );
  }

  /** Goes on at another start: above every number given, or anywhere before the first. */
  async function renumber(db: Connection, own: InboxFacts, start: number): Promise<void> {
    const before = own.numberStart || FIRST_NUMBER;
    if (start === before) return;
    const last = await lastTicketNumber(db, own.key);
    if (last >= before && start <= last)
      refused(
        'numberStart',
        `Numbers up to ${last} are given. Enter ${last + 1} or a higher number.`,
      );
    if (!(await restartTicketNumbers(db, own.key, last, start)))
      refused('numberStart', 'A number was given just now. Save again.');
  }

  const record = (
    db: Connection,
    actor: AdminActor,
    action: string,
    inbox: { id: string; portalKey: number },
    changes: Record<string, { before: string; after: string }>,
  ) =>
    activity.record(db, {
      actor: { kind: actor.kind, id: actor.id, name: actor.name },
      action: `inbox.${action}`,
      subject: { kind: 'inbox', id: inbox.id },
      portalKey: inbox.portalKey,
      changes,
    });

  const words = (inbox: Saved): Record<string, string> => ({
    name: inbox.name,
    icon: inbox.icon,
    address: inbox.address,
    portal: siteMap.portalByKey(inbox.portalKey)?.name ?? '',
    pipeline: siteMap.pipelineByKey(inbox.pipelineKey)?.name ?? '',
    numberPrefix: inbox.numberPrefix,
    numberStart: String(inbox.numberStart || FIRST_NUMBER),
    language: inbox.language,
    signature: inbox.signature,
    calendar: String(inbox.calendarKey || ''),
  });

  async function memberNames(db: Connection, inboxKey: number): Promise<string> {
    return (await listMembersOfInboxes(db))
      .filter((row) => number(row.inbox_id) === inboxKey)
      .map((row) => text(row.name))
      .join(', ');
  }

  const add: Inboxes['add'] = async (db, actor, input) => {
    const { inbox, memberKeys } = await check(db, input, null);
    const made = await addInbox(db, inbox);
    await saveInbox(db, made.key, inbox);
    await setInboxMembers(db, made.key, memberKeys);
    await beginTicketNumbers(db, made.key, inbox.numberStart);
    const facts = { id: made.id, portalKey: inbox.portalKey };
    await record(db, actor, 'created', facts, { name: { before: '', after: inbox.name } });
    return made;
  };

  return {
    find,
    add,

    async list(actor, query) {
      need(actor, 'inbox-read', 'inbox-edit');
      const calendars = await listCalendars(runtime.db);
      const rows: InboxRow[] = [];
      for (const inbox of await living(runtime.db)) rows.push(await rowOf(inbox, calendars));
      return pageInMemory({
        rows,
        query,
        textOf: (row) => [row.name, row.address, row.portal?.name ?? ''].join(' '),
        sorts: {
          name: (row) => row.name,
          portal: (row) => row.portal?.name ?? '',
          pipeline: (row) => row.pipeline.name,
          tickets: (row) => row.openTickets.value + Number(row.openTickets.more),
        },
        defaultSort: 'name',
      });
    },

    async create(actor, input) {
      need(actor, 'inbox-edit');
      const { id } = await change((db) => add(db, actor, input));
      return { id };
    },

    async save(actor, id, input) {
      need(actor, 'inbox-edit');
      const isDone = await change(async (db) => {
        const own = (await living(db)).find((one) => one.id === id);
        if (!own) return false;
        const { inbox, memberKeys } = await check(db, input, own);
        await renumber(db, own, inbox.numberStart);
        if (own.numberPrefix !== inbox.numberPrefix && (await hasTickets(db, own.key)))
          inbox.pastPrefixes = [...new Set([...own.pastPrefixes, own.numberPrefix])];
        const members = await memberNames(db, own.key);
        await saveInbox(db, own.key, inbox);
        await setInboxMembers(db, own.key, memberKeys);
        await record(
          db,
          actor,
          'updated',
          { id, portalKey: inbox.portalKey },
          differences(
            { ...words(own), members },
            { ...words(inbox), members: await memberNames(db, own.key) },
          ),
        );
        return true;
      });
      return isDone ? find(actor, id) : null;
    },

    async remove(actor, id, { to }) {
      need(actor, 'inbox-edit');
      const isDone = await change(async (db) => {
        const inboxes = await living(db);
        const own = inboxes.find((one) => one.id === id);
        if (!own) return null;
        const takers = inboxes.filter((one) => one !== own && one.portalKey === own.portalKey);
        const taker = takers.find((one) => one.id === to) ?? null;
        if (to !== undefined && !taker) refused('to', 'Choose another inbox of the same portal.');
        const [portal] = await listPortalsOfInbox(db, own.key);
        const makeFirst =
          takers.length === 0 ? ' Make another inbox of the same portal first.' : '';
        if (!taker && portal)
          refused(
            'to',
            `New tickets of ${text(portal.name)} arrive here. Choose the inbox that takes over.${makeFirst}`,
          );
        if (!taker && (await hasTickets(db, own.key)))
          refused('to', `Choose the inbox that takes its tickets.${makeFirst}`);
        await trashInbox(db, own.key, taker, {
          at: runtime.now(),
          by: { kind: actor.kind, id: actor.id, name: actor.name },
        });
        await record(db, actor, 'deleted', own, {
          inbox: { before: own.name, after: taker?.name ?? '' },
        });
        return true as const;
      });
      if (isDone) await handovers.follow();
      return isDone;
    },
  };
}

/** Numbers are unique over all inboxes, whatever the case of their letters: a digit at the end would blur two of them. */
function checkPrefix(prefix: string, others: InboxFacts[]): void {
  if (!/^([A-Za-z0-9._/-]*[A-Za-z._/-])?$/.test(prefix))
    refused(
      'numberPrefix',
      'Use letters A to Z, digits and the signs - . _ / and do not end with a digit, as in ACME-.',
    );
  const taker = others.find((other) =>
    [other.numberPrefix, ...other.pastPrefixes].some(
      (taken) => normaliseText(taken) === normaliseText(prefix),
    ),
  );
  if (!taker) return;
  refused(
    'numberPrefix',
    taker.isTrashed
      ? `Numbers of the deleted inbox ${taker.name} begin like this. Choose another prefix.`
      : `Numbers of the inbox ${taker.name} begin like this. Choose another prefix.`,
  );
}
