import { accessSettings, type AccessSettings } from '../contracts/portal-settings';
import { factorNeed, graceEnd, requiredSince } from './second-factor';

const DAY = 24 * 60 * 60 * 1000;
const SINCE = 1_000 * DAY;
const rule = (
  some: Partial<AccessSettings['secondFactor']> = {},
): AccessSettings['secondFactor'] => ({
  required: 'everybody',
  groups: [],
  graceDays: 14,
  since: SINCE,
  ...some,
});
const facts = { factor: 'none', isInGroups: false, registeredAt: 10 * DAY };

describe('the need of a second factor', () => {
  it('asks whoever has one, whatever the portal requires', () => {
    for (const required of ['nobody', 'everybody', 'groups'] as const)
      expect(factorNeed(rule({ required }), { ...facts, factor: 'pending' }, SINCE)).toBe('ask');
  });

  it('is none where nothing is required, or one was given', () => {
    const late = SINCE + 100 * DAY;
    expect(factorNeed(rule({ required: 'nobody' }), facts, late)).toBe('none');
    expect(factorNeed(rule({ required: 'groups' }), facts, late)).toBe('none');
    for (const factor of ['app', 'passkey', 'recovery', 'provider'])
      expect(factorNeed(rule(), { ...facts, factor }, late)).toBe('none');
  });

  it('leaves the days of grace, from the rule on or from registering on', () => {
    expect(graceEnd(rule(), 0)).toBe(SINCE + 14 * DAY);
    expect(factorNeed(rule(), facts, SINCE + 14 * DAY - 1)).toBe('soon');
    expect(factorNeed(rule(), facts, SINCE + 14 * DAY)).toBe('set-up');
    const newcomer = { ...facts, registeredAt: SINCE + 30 * DAY };
    expect(factorNeed(rule(), newcomer, SINCE + 43 * DAY)).toBe('soon');
    expect(factorNeed(rule(), newcomer, SINCE + 44 * DAY)).toBe('set-up');
    expect(factorNeed(rule({ graceDays: 0 }), facts, SINCE)).toBe('set-up');
  });

  it('is that of members of the groups', () => {
    const groups = rule({ required: 'groups', groups: ['a'] });
    expect(factorNeed(groups, { ...facts, isInGroups: true }, SINCE)).toBe('soon');
    expect(factorNeed(groups, facts, SINCE + 100 * DAY)).toBe('none');
  });
});

describe('since when it is required', () => {
  const nobody = rule({ required: 'nobody', since: 5 });

  it('is the moment when it becomes so, and no input says otherwise', () => {
    expect(requiredSince(nobody, rule({ since: 1 }), 77)).toBe(77);
    expect(requiredSince(nobody, rule({ required: 'groups', since: 1e15 }), 77)).toBe(77);
    expect(requiredSince(rule(), rule({ required: 'groups', since: 1 }), 77)).toBe(SINCE);
    expect(requiredSince(rule(), rule({ required: 'nobody', since: 1 }), 77)).toBe(SINCE);
    expect(requiredSince(nobody, nobody, 77)).toBe(5);
  });

  it('is nothing at first', () => {
    expect(accessSettings.parse({}).secondFactor).toEqual({
      required: 'nobody',
      groups: [],
      graceDays: 14,
      since: 0,
    });
  });
});
