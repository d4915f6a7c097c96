import { instantOf, localTimeOf } from './localTime';

describe('date and time by the local clock', () => {
  it('come back as they were typed, to the minute', () => {
    for (const typed of ['2026-03-01T09:30', '2026-12-31T23:59', '0999-01-02T00:00'])
      expect(localTimeOf(instantOf(typed))).toBe(typed);
    const at = new Date(2026, 2, 1, 9, 30, 17).getTime();
    expect(localTimeOf(at)).toBe('2026-03-01T09:30');
  });

  it('are nothing where nothing is typed', () => {
    expect(instantOf('')).toBe(0);
    expect(localTimeOf(0)).toBe('');
  });
});
