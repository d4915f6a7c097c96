import {
  ticketRights,
  type TicketRights,
  type TicketRole,
  type TicketState,
} from './ticket-rights';

const DAY = 24 * 60 * 60 * 1000;
const NOW = 100 * DAY;
const SETTINGS = {
  customersMayClose: true,
  reopenDays: 14,
  followUps: true,
  participants: 'company',
  customersMayMakePrivate: true,
  ratings: true,
  ratingDays: 14,
} as const;
const OPEN: TicketState = {
  isClosed: false,
  isPrivate: false,
  hasCompany: true,
  closedAt: 0,
  ratedAt: 0,
};
const CLOSED = { ...OPEN, isClosed: true, closedAt: NOW - DAY };

const namesOf = (rights: TicketRights) =>
  Object.entries(rights)
    .filter(([, may]) => may)
    .map(([name]) => name);
const rightsOf = (role: TicketRole, ticket: TicketState, change: Partial<typeof SETTINGS> = {}) =>
  namesOf(ticketRights(role, ticket, { ...SETTINGS, ...change }, NOW));

describe('what customers may do with a ticket', () => {
  it.each([
    [
      'requester',
      ['canClose', 'canEdit', 'canAddPeople', 'canRemoveAnybody', 'canMakePrivate', 'getsMails'],
    ],
    ['participant', ['canClose', 'canEdit', 'canAddPeople', 'canLeave', 'getsMails']],
    ['reader', ['canClose', 'canEdit']],
  ] as const)('%s of an open one', (role, rights) => {
    expect(rightsOf(role, OPEN)).toEqual(rights);
  });

  it('follows what the portal sets', () => {
    const off = {
      customersMayClose: false,
      participants: 'nobody',
      customersMayMakePrivate: false,
      ratings: false,
    } as unknown as Partial<typeof SETTINGS>;
    expect(rightsOf('requester', OPEN, off)).toEqual(['canEdit', 'canRemoveAnybody', 'getsMails']);
    expect(rightsOf('requester', CLOSED, off)).not.toContain('canRate');
    // What is private can be made visible again all the same.
    expect(rightsOf('requester', { ...OPEN, isPrivate: true }, off)).toContain('canMakeVisible');
    expect(rightsOf('participant', { ...OPEN, isPrivate: true })).not.toContain('canMakeVisible');
    expect(rightsOf('requester', { ...OPEN, hasCompany: false })).not.toContain('canMakePrivate');
  });

  it('opens and edits a closed one only as long as a reply would open it', () => {
    expect(rightsOf('reader', CLOSED)).toEqual(['canReopen', 'canEdit']);
    expect(rightsOf('reader', { ...CLOSED, closedAt: NOW - 15 * DAY })).toEqual([]);
  });

  it.each([
    [{ ...OPEN }, false],
    [{ ...CLOSED }, true],
    [{ ...CLOSED, closedAt: NOW - 90 * DAY }, true],
    [{ ...CLOSED, closedAt: NOW - 40 * DAY, ratedAt: NOW - 14 * DAY }, true],
    [{ ...CLOSED, closedAt: NOW - 40 * DAY, ratedAt: NOW - 15 * DAY }, false],
    // Opened again and closed once more: it is rated anew.
    [{ ...CLOSED, ratedAt: NOW - 40 * DAY }, true],
  ])('rates %o: %s', (ticket, may) => {
    expect(rightsOf('requester', ticket).includes('canRate')).toBe(may);
    expect(rightsOf('participant', ticket)).not.toContain('canRate');
    expect(rightsOf('reader', ticket)).not.toContain('canRate');
  });
});
