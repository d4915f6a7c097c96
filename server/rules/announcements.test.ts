import { announcementState } from './announcements';

describe('the state of an announcement', () => {
  it.each([
    [9, 'planned'],
    [10, 'shown'],
    [19, 'shown'],
    [20, 'over'],
  ])('at %i it is %s', (now, state) => {
    expect(announcementState({ from: 10, until: 20 }, now)).toBe(state);
  });

  it('without an end never ends', () => {
    expect(announcementState({ from: 10, until: 0 }, Number.MAX_SAFE_INTEGER)).toBe('shown');
  });
});
