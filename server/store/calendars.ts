import type { Holiday, OpeningRange } from '../contracts/calendars';
import { change, insert, jsonOf, number, select, text, type Connection } from './connection';

export interface CalendarRecord {
  key: number;
  id: string;
  name: string;
  timeZone: string;
  hours: OpeningRange[];
  holidays: Holiday[];
}

type CalendarValues = Omit<CalendarRecord, 'key' | 'id'>;

const asColumns = (calendar: CalendarValues) => ({
  name: calendar.name,
  time_zone: calendar.timeZone,
  hours: JSON.stringify(calendar.hours),
  holidays: JSON.stringify(calendar.holidays),
});

export async function listCalendars(db: Connection): Promise<CalendarRecord[]> {
  const rows = await select(
    db,
    'SELECT id, document_id, name, time_zone, hours, holidays FROM cp_calendars WHERE trashed_at = 0 ORDER BY id',
  );
  return rows.map((row) => ({
    key: number(row.id),
    id: text(row.document_id),
    name: text(row.name),
    timeZone: text(row.time_zone),
    hours: jsonOf<OpeningRange[]>(row.hours, []),
    holidays: jsonOf<Holiday[]>(row.holidays, []),
  }));
}

export async function addCalendar(db: Connection, calendar: CalendarValues): Promise<string> {
  return (await insert(db, 'cp_calendars', asColumns(calendar))).id;
}

export async function saveCalendar(
  db: Connection,
  key: number,
  calendar: CalendarValues,
): Promise<void> {
  await change(db, 'cp_calendars', { id: key }, asColumns(calendar));
}

/** Its inboxes have none from now on. */
export async function trashCalendar(db: Connection, key: number, now: number): Promise<void> {
  await change(db, 'cp_inboxes', { calendar_id: key }, { calendar_id: null });
  await change(db, 'cp_calendars', { id: key }, { trashed_at: now });
}
