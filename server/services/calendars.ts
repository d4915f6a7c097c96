import type { CalendarDetail, CalendarInput, CalendarRow, OpenState } from '../contracts/calendars';
import type { RecordPage, RecordQuery } from '../contracts/lists';
import { calendarProblems, isOpenAt, nextOpening, type Calendar } from '../rules/business-hours';
import { textKeyOf } from '../rules/property-values';
import {
  addCalendar,
  listCalendars,
  saveCalendar,
  trashCalendar,
  type CalendarRecord,
} from '../store/calendars';
import type { Connection } from '../store/connection';
import { bumpVersion } from '../store/counters';
import { listInboxes, type InboxFacts } from '../store/inboxes';
import type { Activity } from './activity';
import { pageInMemory } from './record-page';
import { need, refused, refusedAll } from './refusals';
import type { Runtime } from './runtime';
import type { AdminActor } from './types';

export interface Calendars {
  list(actor: AdminActor, query: RecordQuery): Promise<RecordPage<CalendarRow>>;
  find(actor: AdminActor, id: string): Promise<CalendarDetail | null>;
  create(actor: AdminActor, input: CalendarInput): Promise<{ id: string }>;
  save(actor: AdminActor, id: string, input: CalendarInput): Promise<CalendarDetail | null>;
  /** Refused with the names of the inboxes that use it, unless forced: they have no calendar then. */
  remove(actor: AdminActor, id: string, isForced: boolean): Promise<true | null>;
}

/** Whether a team works now, and when it does again. */
export function openStateOf(calendar: Calendar, now: number): OpenState {
  const isOpen = isOpenAt(calendar, now);
  return { isOpen, nextOpening: isOpen ? null : nextOpening(calendar, now) };
}

export function createCalendars(runtime: Runtime, activity: Activity): Calendars {
  const rowOf = (calendar: CalendarRecord, inboxes: InboxFacts[]): CalendarRow => ({
    id: calendar.id,
    name: calendar.name,
    timeZone: calendar.timeZone,
    inboxes: inboxes
      .filter(({ calendarKey, isTrashed }) => calendarKey === calendar.key && !isTrashed)
      .map(({ id, name }) => ({ id, name })),
    open: openStateOf(calendar, runtime.now()),
  });

  async function find(actor: AdminActor, id: string): Promise<CalendarDetail | null> {
    need(actor, 'inbox-read', 'inbox-edit');
    const calendar = (await listCalendars(runtime.db)).find((one) => one.id === id);
    if (!calendar) return null;
    const { hours, holidays } = calendar;
    return { ...rowOf(calendar, await listInboxes(runtime.db)), hours, holidays };
  }

  /** In turn: the version's row stays locked until the end, so names stay unique. */
  const change = <Result>(work: (db: Connection) => Promise<Result>): Promise<Result> =>
    runtime.transaction(async (db) => {
      await bumpVersion(db, 'site');
      return work(db);
    });

  function check(input: CalendarInput, others: CalendarRecord[]): void {
    const key = textKeyOf(input.name);
    if (others.some(({ name }) => textKeyOf(name) === key))
      refused('name', 'Another calendar has this name. Choose another one.');
    refusedAll(calendarProblems(input));
  }

  const sorted = (input: CalendarInput): CalendarInput => ({
    ...input,
    hours: [...input.hours].sort((a, b) => a.day - b.day || (a.from < b.from ? -1 : 1)),
    holidays: [...input.holidays].sort((a, b) => (a.date < b.date ? -1 : 1)),
  });

  const record = (
    db: Connection,
    actor: AdminActor,
    action: string,
    id: string,
    changes: Record<string, { before: string; after: string }>,
  ) =>
    activity.record(db, {
      actor: { kind: actor.kind, id: actor.id, name: actor.name },
      action: `calendar.${action}`,
      subject: { kind: 'calendar', id },
      portalKey: 0,
      changes,
    });

  return {
    find,

    async list(actor, query) {
      need(actor, 'inbox-read', 'inbox-edit');
      const inboxes = await listInboxes(runtime.db);
      return pageInMemory({
        rows: (await listCalendars(runtime.db)).map((calendar) => rowOf(calendar, inboxes)),
        query,
        textOf: ({ name, timeZone }) => `${name} ${timeZone}`,
        sorts: { name: ({ name }) => name, timeZone: ({ timeZone }) => timeZone },
        defaultSort: 'name',
      });
    },

    async create(actor, input) {
      need(actor, 'inbox-edit');
      const id = await change(async (db) => {
        check(input, await listCalendars(db));
        const made = await addCalendar(db, sorted(input));
        await record(db, actor, 'created', made, { name: { before: '', after: input.name } });
        return made;
      });
      return { id };
    },

    async save(actor, id, input) {
      need(actor, 'inbox-edit');
      const isDone = await change(async (db) => {
        const calendars = await listCalendars(db);
        const own = calendars.find((one) => one.id === id);
        if (!own) return false;
        check(
          input,
          calendars.filter((one) => one !== own),
        );
        const next = sorted(input);
        await saveCalendar(db, own.key, next);
        const words = (one: CalendarInput) => ({
          name: one.name,
          timeZone: one.timeZone,
          hours: JSON.stringify(one.hours),
          holidays: JSON.stringify(one.holidays),
        });
        await record(db, actor, 'updated', id, differences(words(own), words(next)));
        return true;
      });
      return isDone ? find(actor, id) : null;
    },

    async remove(actor, id, isForced) {
      need(actor, 'inbox-edit');
      return change(async (db) => {
        const own = (await listCalendars(db)).find((one) => one.id === id);
        if (!own) return null;
        const { inboxes } = rowOf(own, await listInboxes(db));
        if (inboxes.length > 0 && !isForced)
          refused(
            'force',
            `Used by ${inboxes.map(({ name }) => name).join(', ')}. Confirm that they have no business hours afterwards.`,
            { inboxes },
          );
        await trashCalendar(db, own.key, runtime.now());
        await record(db, actor, 'deleted', id, { name: { before: own.name, after: '' } });
        return true as const;
      });
    },
  };
}

/** What changed, in words, for an activity. */
export function differences(before: Record<string, string>, after: Record<string, string>) {
  const changed = Object.keys(after).filter((key) => before[key] !== after[key]);
  return Object.fromEntries(
    changed.map((key) => [key, { before: before[key] ?? '', after: after[key] ?? '' }]),
  );
}
