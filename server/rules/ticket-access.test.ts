import {
  leftCompanies,
  maySeeTicket,
  MOST_COMPANIES,
  visibleCompanies,
  type CompanyLink,
  type TicketSight,
} from './ticket-access';
import { normaliseDomain } from './address';
import { isFreeMail } from './free-mail';

const link = (key: number, change: Partial<CompanyLink> = {}): CompanyLink => ({
  key,
  isPrimary: false,
  seesTickets: false,
  isManager: false,
  isByDomain: false,
  isWithheld: false,
  isTrusted: false,
  hasLeft: false,
  ...change,
});
const portal = (change: Partial<TicketSight> = {}): TicketSight => ({
  permission: 'company',
  permissionFilter: [
    { conditions: [{ property: 'role', operator: 'is' as const, values: ['lead'] }] },
  ],
  companies: 'primary',
  includesChildren: false,
  keepsOwnAfterLeaving: false,
  ...change,
});
const fields = new Map([['role', { kind: 'text' as const, options: [] }]]);
const see = (
  rules: Partial<TicketSight>,
  companies: CompanyLink[],
  children: [number, number[]][] = [],
  role = 'lead',
) => visibleCompanies(portal(rules), { companies, record: { role } }, new Map(children), fields, 0);

describe('who sees a ticket', () => {
  const reader = { portalKey: 1, companyKeys: [7], leftCompanyKeys: [9] };
  const ticket = { portalKey: 1, companyKey: 7, isPrivate: false, isAssociated: false };
  it.each([
    [{}, true],
    [{ companyKey: 8 }, false],
    [{ companyKey: 8, isAssociated: true }, true],
    [{ companyKey: 0 }, false],
    [{ companyKey: 0, isAssociated: true }, true],
    [{ companyKey: 9, isAssociated: true }, false],
    [{ isPrivate: true }, false],
    [{ isPrivate: true, isAssociated: true }, true],
    [{ portalKey: 2, isAssociated: true }, false],
  ])('%j: %s', (change, may) => expect(maySeeTicket(reader, { ...ticket, ...change })).toBe(may));
});

describe('whose tickets a contact sees', () => {
  it('is the portal\u2019s word first', () => {
    const given = [link(7, { isPrimary: true, isManager: true })];
    expect(see({ permission: 'associated' }, given)).toEqual([]);
    expect(see({ permission: 'company' }, given)).toEqual([7]);
    expect(see({ permission: 'filter' }, given)).toEqual([7]);
    expect(see({ permission: 'filter' }, given, [], 'guest')).toEqual([]);
    expect(see({ permission: 'company' }, [])).toEqual([]);
  });
  it.each([
    [{ isByDomain: true }, []],
    [{ isByDomain: true, seesTickets: true }, [7]],
    [{ isByDomain: true, isManager: true }, [7]],
    [{ isByDomain: true, isTrusted: true }, [7]],
    [{ isWithheld: true }, []],
    [{ isWithheld: true, seesTickets: true, isTrusted: true }, []],
    [{ isWithheld: true, isManager: true }, [7]],
    [{}, [7]],
    [{ hasLeft: true }, []],
  ])('of the primary company with %j: %j', (flags, keys) =>
    expect(see({}, [link(7, { isPrimary: true, ...flags })])).toEqual(keys),
  );
  it('is the primary company alone unless the portal says all, and others only by somebody\u2019s word', () => {
    const links = [link(3), link(4, { seesTickets: true }), link(7, { isPrimary: true })];
    expect(see({}, links)).toEqual([7]);
    expect(see({ companies: 'all' }, links)).toEqual([7, 4]);
  });
  it('takes in children of what is seen, each once, nearest first, and ends in a circle', () => {
    const links = [link(7, { isPrimary: true })];
    const children: [number, number[]][] = [
      [7, [8, 9]],
      [8, [10]],
      [10, [7, 11]],
    ];
    expect(see({}, links, children)).toEqual([7]);
    expect(see({ includesChildren: true }, links, children)).toEqual([7, 8, 9, 10, 11]);
  });
  it('is bounded', () => {
    const many = Array.from({ length: 300 }, (_, at) => at + 100);
    const seen = see({ includesChildren: true }, [link(7, { isPrimary: true })], [[7, many]]);
    expect(seen).toHaveLength(MOST_COMPANIES);
    expect(seen[0]).toBe(7);
  });
  it('hides what was left, unless a parent shows it or the portal keeps own tickets', () => {
    const links = [link(7, { hasLeft: true }), link(8, { hasLeft: true }), link(9)];
    expect(leftCompanies(portal(), links, [8])).toEqual([7]);
    expect(leftCompanies(portal({ keepsOwnAfterLeaving: true }), links, [])).toEqual([]);
  });
});

describe('an e-mail domain', () => {
  it.each([
    [' Harbour.Example ', 'harbour.example'],
    ['b\u00fccher.example', 'xn--bcher-kva.example'],
    ['a.b-c.example', 'a.b-c.example'],
    ['harbour', ''],
    ['10.0.0.1', ''],
    ['a@b.example', ''],
    ['http://a.example', ''],
    ['a..example', ''],
    ['-a.example', ''],
    ['a_b.example', ''],
    ['', ''],
  ])('%j is %j', (typed, stored) => expect(normaliseDomain(typed)).toBe(stored));
  it('of everybody belongs to no company', () => {
    for (const domain of ['gmail.com', 'orange.fr', 'web.de', 'yahoo.co.uk', 'proton.me'])
      expect(isFreeMail(domain)).toBe(true);
    expect(isFreeMail('harbour.example')).toBe(false);
  });
});
