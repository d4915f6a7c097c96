import type { CalendarInput, OpeningRange } from '../contracts/calendars';

/** When a team works, by the clock of its time zone. */
export type Calendar = Pick<CalendarInput, 'timeZone' | 'hours' | 'holidays'>;

const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;
/** A day is found within a year of holidays, or never. */
const DAYS_AHEAD = 400;

interface LocalTime {
  /** YYYY-MM-DD. */
  date: string;
  /** 1 is Monday. */
  day: number;
  /** Since midnight by the clock on the wall. */
  minute: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** Whether it is a time zone by its IANA name; offsets such as +02:00 know no daylight saving and are none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

function localTime(timeZone: string, instant: number): LocalTime {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const date = `${parts.year}-${parts.month}-${parts.day}`;
  return { date, day: weekdayOf(date), minute: Number(parts.hour) * 60 + Number(parts.minute) };
}

const weekdayOf = (date: string): number => new Date(`${date}T00:00Z`).getUTCDay() || 7;

/** Minutes since midnight; 24:00 ends a day. NaN when it is no time. */
export function minutesOf(time: string): number {
  const found = /^(\d{2}):(\d{2})$/.exec(time);
  const [hours, minutes] = [Number(found?.[1] ?? NaN), Number(found?.[2] ?? NaN)];
  if (minutes > 59 || hours > 24 || (hours === 24 && minutes > 0)) return NaN;
  return hours * 60 + minutes;
}

/** Whether it is a day that exists. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function rangesOn({ hours, holidays }: Calendar, date: string, day: number): OpeningRange[] {
  const isHoliday = holidays.some((holiday) =>
    holiday.isYearly ? holiday.date.slice(4) === date.slice(4) : holiday.date === date,
  );
  return isHoliday ? [] : hours.filter((range) => range.day === day);
}

/** Whether the team works at an instant (epoch ms). */
export function isOpenAt(calendar: Calendar, instant: number): boolean {
  const { date, day, minute } = localTime(calendar.timeZone, instant);
  return rangesOn(calendar, date, day).some(
    ({ from, to }) => minutesOf(from) <= minute && minute < minutesOf(to),
  );
}

/** The first instant, from the given one on, at which the team works; null when it never does. */
export function nextOpening(calendar: Calendar, instant: number): number | null {
  if (calendar.hours.length === 0) return null;
  if (isOpenAt(calendar, instant)) return instant;
  const today = new Date(`${localTime(calendar.timeZone, instant).date}T00:00Z`).getTime();
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead += 1) {
    const midnight = today + ahead * DAY;
    const date = new Date(midnight).toISOString().slice(0, 10);
    const found = rangesOn(calendar, date, weekdayOf(date))
      .flatMap(({ from }) => instantsOf(calendar.timeZone, midnight + minutesOf(from) * MINUTE))
      .concat(clockChange(calendar.timeZone, midnight))
      .filter((candidate) => candidate >= instant && isOpenAt(calendar, candidate))
      .sort((a, b) => a - b);
    if (found[0] !== undefined) return found[0];
  }
  return null;
}

/** What the clock on the wall is ahead of UTC, in ms. */
function offsetAt(timeZone: string, instant: number): number {
  const { date, minute } = localTime(timeZone, instant);
  const wall = new Date(`${date}T00:00Z`).getTime() + minute * MINUTE;
  return wall - Math.floor(instant / MINUTE) * MINUTE;
}

/** Every instant at which the clock shows a time (as if it were UTC): none in a gap, two when it is set back. */
function instantsOf(timeZone: string, wall: number): number[] {
  const offsets = new Set([offsetAt(timeZone, wall - DAY), offsetAt(timeZone, wall + DAY)]);
  return [...offsets]
    .map((offset) => wall - offset)
    .filter((instant) => instant + offsetAt(timeZone, instant) === wall);
}

/** When the clock is set forward or back around a day: it may open then, without showing the time of an opening. */
function clockChange(timeZone: string, midnight: number): number[] {
  let [before, after] = [midnight - DAY, midnight + 2 * DAY];
  const offset = offsetAt(timeZone, before);
  if (offsetAt(timeZone, after) === offset) return [];
  while (after - before > MINUTE) {
    const middle = Math.floor((before + after) / 2 / MINUTE) * MINUTE;
    if (offsetAt(timeZone, middle) === offset) before = middle;
    else after = middle;
  }
  return [after];
}

interface Problem {
  path: string;
  message: string;
}

/** What is wrong with hours and holidays, by the field it stands beside. */
export function calendarProblems({ timeZone, hours, holidays }: Calendar): Problem[] {
  const problems: Problem[] = [];
  if (!isTimeZone(timeZone))
    problems.push({ path: 'timeZone', message: 'Choose a time zone, such as Europe/Paris.' });
  hours.forEach((range, index) => {
    const [from, to] = [minutesOf(range.from), minutesOf(range.to)];
    if (Number.isNaN(from) || from === 24 * 60)
      problems.push({ path: `hours.${index}.from`, message: 'Enter a time, such as 09:00.' });
    else if (Number.isNaN(to))
      problems.push({ path: `hours.${index}.to`, message: 'Enter a time, such as 17:00.' });
    else if (to <= from)
      problems.push({ path: `hours.${index}.to`, message: 'Enter a time after the opening.' });
    else if (
      hours
        .slice(0, index)
        .some(
          (other) =>
            other.day === range.day && minutesOf(other.from) < to && from < minutesOf(other.to),
        )
    )
      problems.push({
        path: `hours.${index}.from`,
        message: 'This overlaps other hours of the day. Change one of them.',
      });
  });
  holidays.forEach(({ date }, index) => {
    if (!isDate(date))
      problems.push({ path: `holidays.${index}.date`, message: 'Enter a date that exists.' });
    else if (holidays.slice(0, index).some((other) => other.date === date))
      problems.push({
        path: `holidays.${index}.date`,
        message: 'This date is there already. Remove one of them.',
      });
  });
  return problems;
}
