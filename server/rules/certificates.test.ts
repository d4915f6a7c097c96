import { certificateState, isRunningOut, rollOver } from './certificates';

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2026, 10, 1);
const one = (id: string, days: number, since = -100) => ({
  id,
  notBefore: NOW + since * DAY,
  notAfter: NOW + days * DAY,
});

describe('certificates', () => {
  it('are good, end soon, have ended, or are not valid yet', () => {
    const state = (days: number, since?: number) => certificateState(one('a', days, since), NOW);
    expect([state(31), state(29), state(-1), state(300, 1)]).toEqual([
      'good',
      'ends-soon',
      'expired',
      'not-yet',
    ]);
    // A clock that is half a minute behind.
    expect(certificateState({ notBefore: NOW + 30_000, notAfter: NOW + 99 * DAY }, NOW)).toBe(
      'good',
    );
  });

  it('run out when the last one ends within 30 days', () => {
    expect(isRunningOut([one('a', 5), one('b', 31)], NOW)).toBe(false);
    expect(isRunningOut([one('a', 5), one('b', 29)], NOW)).toBe(true);
  });
});

describe('roll-over', () => {
  const names = (list: readonly { id: string }[]) => list.map(({ id }) => id).join(' ');
  const roll = (current: ReturnType<typeof one>[], published: ReturnType<typeof one>[]) => {
    const { kept, added, removed } = rollOver(current, published, NOW);
    return `${names(kept)} + ${names(added)} - ${names(removed)}`;
  };
  const [old, next, third] = [one('old', 20), one('next', 400), one('third', 800)];

  it.each<[string, ReturnType<typeof one>[], ReturnType<typeof one>[], string]>([
    ['nothing new', [old], [old], 'old +  - '],
    ['a new one stands beside the old one', [old], [old, next], 'old + next - '],
    ['also where it takes its place', [old], [next], 'old + next - '],
    ['a round later what is not published goes', [old, next], [next], 'next +  - old'],
    ['what has ended goes', [one('gone', -1), next], [next], 'next +  - gone'],
    ['the last one stays, though it has ended', [one('gone', -1)], [], 'gone +  - '],
    ['the last good one stays, though nothing is published', [old], [], 'old +  - '],
    ['one that has ended is not taken', [old], [old, one('gone', -1)], 'old +  - '],
    ['twice is once', [old], [next, next], 'old + next - '],
    [
      'two new ones at most, those that hold longest',
      [old],
      [old, one('short', 30), next, third],
      'old + third next - ',
    ],
    [
      'the published one does not hold yet, so the old one stays',
      [old, one('later', 400, 10)],
      [one('later', 400, 10)],
      'old later +  - ',
    ],
  ])('%s', (_name, current, published, expected) => {
    expect(roll(current, published)).toBe(expected);
  });

  it('keeps four', () => {
    const full = [one('a', 10), one('b', 20), one('c', 30), one('d', 40)];
    expect(roll(full, [...full, next])).toBe('b c d + next - a');
  });
});
