import fc from 'fast-check';
import { readSettings, settingsChanges, undoChanges } from './portal-settings';

describe('settings of a portal', () => {
  it('stand at safe defaults where nothing was stored', () => {
    const settings = readSettings('Support', {});
    expect(settings.general.name).toBe('Support');
    expect(settings.tickets).toMatchObject({
      permission: 'associated',
      ownerName: 'first',
      reopenDays: 14,
    });
    expect(settings.access).toMatchObject({
      control: 'access-groups',
      groups: [],
      idleMinutes: 24 * 60,
      absoluteDays: 30,
      consent: { isOn: false },
      companyManagers: false,
    });
  });

  it('fall back page by page where a stored one cannot be read', () => {
    const settings = readSettings('Support', {
      tickets: { permission: 'everybody' },
      branding: { accent: '#123456' },
    });
    expect(settings.tickets.permission).toBe('associated');
    expect(settings.branding.accent).toBe('#123456');
  });
});

describe('changes of settings', () => {
  it('name what differs by its path', () => {
    expect(settingsChanges({ a: 1, b: { c: [1] } }, { a: 1, b: { c: [2] }, d: 'x' })).toEqual({
      'b.c': { before: '[1]', after: '[2]' },
      d: { before: '', after: '"x"' },
    });
  });

  it('undone, the newest first, lead back', () => {
    const leaf = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.integer()),
    );
    const key = fc.stringMatching(/^[a-z]{1,3}$/);
    const map = fc.dictionary(key, fc.oneof(leaf, fc.dictionary(key, leaf)));
    fc.assert(
      fc.property(map, map, map, (first, second, third) => {
        const made = [settingsChanges(second, third), settingsChanges(first, second)];
        expect(settingsChanges(undoChanges(third, made), first)).toEqual({});
      }),
    );
  });

  it('reach no prototype', () => {
    const before = JSON.stringify('bad');
    undoChanges({}, [{ '__proto__.polluted': { before, after: '' } }]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
