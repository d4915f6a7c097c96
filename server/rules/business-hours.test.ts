import {
  calendarProblems,
  isOpenAt,
  isTimeZone,
  nextOpening,
  type Calendar,
} from './business-hours';

const MINUTE = 60 * 1000;
const at = (iso: string) => Date.parse(iso);
const week = (from: string, to: string, days = [1, 2, 3, 4, 5]) =>
  days.map((day) => ({ day, from, to }));
const office: Calendar = {
  timeZone: 'Europe/Paris',
  hours: [...week('09:00', '12:00'), ...week('13:30', '17:00')],
  holidays: [
    { date: '2026-12-25', name: 'Christmas', isYearly: true },
    { date: '2026-11-26', name: 'Outing', isYearly: false },
  ],
};

/** The slow way: minute by minute. */
function openingByMinutes(calendar: Calendar, from: number, minutes: number): number | null {
  for (let minute = 0; minute <= minutes; minute += 1)
    if (isOpenAt(calendar, from + minute * MINUTE)) return from + minute * MINUTE;
  return null;
}

describe('business hours', () => {
  it('knows open from closed by the clock of the time zone', () => {
    expect(isOpenAt(office, at('2026-11-25T07:59:59Z'))).toBe(false);
    expect(isOpenAt(office, at('2026-11-25T08:00:00Z'))).toBe(true);
    expect(isOpenAt(office, at('2026-11-25T11:00:00Z'))).toBe(false);
    expect(isOpenAt(office, at('2026-07-24T07:00:00Z'))).toBe(true);
    expect(isOpenAt(office, at('2026-07-25T09:00:00Z'))).toBe(false);
  });

  it('keeps holidays once and every year', () => {
    expect(isOpenAt(office, at('2026-11-26T09:00:00Z'))).toBe(false);
    expect(isOpenAt(office, at('2027-11-26T09:00:00Z'))).toBe(true);
    expect(isOpenAt(office, at('2028-12-25T09:00:00Z'))).toBe(false);
    expect(nextOpening(office, at('2026-11-25T16:30:00Z'))).toBe(at('2026-11-27T08:00:00Z'));
  });

  it('opens at once when it is open, and never without hours', () => {
    const now = at('2026-11-25T09:13:20Z');
    expect(nextOpening(office, now)).toBe(now);
    expect(nextOpening({ ...office, hours: [] }, now)).toBeNull();
    const always = { ...office, hours: week('00:00', '24:00', [1, 2, 3, 4, 5, 6, 7]) };
    expect(isOpenAt(always, at('2026-11-24T23:00:00Z'))).toBe(true);
    expect(isOpenAt(always, at('2026-11-24T22:59:59Z'))).toBe(true);
  });

  it('goes by the new clock after a change of it', () => {
    // The last Friday in summer time, then a Monday in winter time.
    expect(nextOpening(office, at('2026-10-23T16:00:00Z'))).toBe(at('2026-10-26T08:00:00Z'));
    expect(nextOpening(office, at('2026-03-27T16:30:00Z'))).toBe(at('2026-03-30T07:00:00Z'));
  });

  it('opens behind the gap when the clock skips the opening', () => {
    const night = { ...office, hours: [{ day: 7, from: '02:30', to: '04:00' }] };
    expect(nextOpening(night, at('2026-03-29T00:00:00Z'))).toBe(at('2026-03-29T01:00:00Z'));
    const skipped = { ...office, hours: [{ day: 7, from: '02:15', to: '02:45' }] };
    expect(nextOpening(skipped, at('2026-03-29T00:00:00Z'))).toBe(at('2026-04-05T00:15:00Z'));
  });

  it.each([
    ['Europe/Paris', '2026-10-25T00:00:00Z'],
    ['Europe/Paris', '2026-03-28T23:00:00Z'],
    ['America/New_York', '2026-11-01T04:30:00Z'],
    ['Australia/Lord_Howe', '2026-04-04T13:00:00Z'],
    ['Asia/Kathmandu', '2026-06-06T18:00:00Z'],
    ['America/Santiago', '2026-09-06T03:00:00Z'],
  ])('agrees with the clock read minute by minute in %s around %s', (timeZone, start) => {
    const days = [1, 6, 7];
    const shapes = [
      week('00:00', '00:20', days),
      week('01:40', '02:10', days),
      week('02:00', '02:15', days),
    ];
    for (const hours of shapes)
      for (let step = 0; step < 10; step += 1) {
        const from = at(start) + step * 17 * MINUTE;
        const calendar = { timeZone, hours, holidays: [] };
        const expected = openingByMinutes(calendar, from, 30 * 60);
        if (expected !== null) expect(nextOpening(calendar, from)).toBe(expected);
      }
  });

  it('refuses time zones, hours and dates that cannot be', () => {
    expect(['Europe/Paris', 'UTC', 'Mars/Base', '+02:00', ''].map(isTimeZone)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    const problems = calendarProblems({
      timeZone: 'Europe/Pariss',
      hours: [
        { day: 1, from: '09:00', to: '12:00' },
        { day: 1, from: '11:59', to: '13:00' },
        { day: 2, from: '12:00', to: '12:00' },
        { day: 2, from: '9', to: '12:00' },
        { day: 3, from: '09:00', to: '24:30' },
        { day: 1, from: '13:00', to: '24:00' },
      ],
      holidays: [
        { date: '2026-02-29', name: '', isYearly: false },
        { date: '2026-01-01', name: '', isYearly: true },
        { date: '2026-01-01', name: '', isYearly: false },
      ],
    });
    expect(problems.map(({ path }) => path)).toEqual([
      'timeZone',
      'hours.1.from',
      'hours.2.to',
      'hours.3.from',
      'hours.4.to',
      'holidays.0.date',
      'holidays.2.date',
    ]);
  });
});
