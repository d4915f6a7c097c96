import { HEALTH_CHECKS } from '../contracts/health';
import { judgeHealth, type HealthFacts } from './health';

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2026, 10, 1);
/** A provider whose certificates end so many days from now. */
const ending = (...days: number[]) => ({
  certificates: [
    {
      name: 'Harbour, Support',
      all: days.map((day) => ({ notBefore: 0, notAfter: NOW + day * DAY })),
    },
  ],
});

const FACTS: HealthFacts = {
  isProduction: true,
  origin: 'https://help.example.com',
  request: { isSecure: true, isForwarded: true },
  trustsProxy: true,
  mail: {
    transport: 'email-plugin',
    provider: 'nodemailer',
    isHeld: false,
    failed: 0,
    waiting: 0,
    unread: [],
  },
  attachments: {
    folder: '/var/lib/portal',
    isBucket: false,
    isPublic: false,
    isTemporary: false,
    error: '',
  },
  virusScan: { by: '', error: '', takesUnscanned: false },
  languages: ['en'],
  locales: ['en'],
  hasAccounts: true,
  certificates: [],
  now: NOW,
  database: { name: 'PostgreSQL 15.1', journal: '', synchronous: 0 },
};
const mail = (change: Partial<HealthFacts['mail']>) => ({ mail: { ...FACTS.mail, ...change } });
const files = (change: Partial<HealthFacts['attachments']>) => ({
  attachments: { ...FACTS.attachments, ...change },
});

/** What is wrong: name, code and state of each check that is not good. */
const wrong = (change: Partial<HealthFacts>) =>
  judgeHealth({ ...FACTS, ...change })
    .filter(({ state }) => state !== 'good')
    .map(({ name, code, state }) => `${name} ${code} ${state}`);

describe('health', () => {
  it('is good in a set-up as documented, every check in its order', () => {
    const checks = judgeHealth(FACTS);
    expect(checks.map(({ name }) => name)).toEqual(HEALTH_CHECKS);
    expect(checks.filter(({ state, fix }) => state !== 'good' || fix !== '')).toEqual([]);
  });

  it.each<[Partial<HealthFacts>, string[]]>([
    [{ origin: '' }, ['public-url missing bad', 'https plain bad']],
    [{ origin: 'http://localhost:1337' }, ['public-url local bad']],
    [{ origin: 'http://localhost:1337', isProduction: false }, []],
    [{ origin: 'http://help.example.com' }, ['https plain bad']],
    [{ trustsProxy: false }, ['proxy untrusted bad']],
    [
      { trustsProxy: false, request: { isSecure: false, isForwarded: false } },
      ['proxy unseen bad'],
    ],
    [{ request: { isSecure: true, isForwarded: false } }, ['proxy direct warning']],
    [{ trustsProxy: false, request: { isSecure: true, isForwarded: false } }, []],
    [mail({ transport: 'viewer' }), ['mail viewer bad']],
    [{ ...mail({ transport: 'viewer' }), isProduction: false }, ['mail viewer warning']],
    [mail({ isHeld: true, waiting: 9e9 }), ['mail held bad']],
    [mail({ failed: 3 }), ['mail failing warning']],
    [mail({ provider: 'sendmail' }), ['mail sendmail warning']],
    [mail({ unread: ['Harbour support'] }), ['mail unread warning']],
    [mail({ waiting: 11 * 60_000 }), ['jobs stuck bad']],
    [files({ isPublic: true }), ['attachments public bad']],
    [files({ error: 'EACCES' }), ['attachments unwritable bad']],
    [files({ isTemporary: true }), ['attachments temporary bad']],
    [files({ isBucket: true, isTemporary: true }), []],
    [files({ isBucket: true, error: 'no such bucket' }), ['attachments unreachable bad']],
    [{ virusScan: { by: 'clamav', error: '', takesUnscanned: false } }, []],
    [
      { virusScan: { by: 'clamav', error: 'refused', takesUnscanned: false } },
      ['virus-scan silent bad'],
    ],
    [
      { virusScan: { by: 'clamav', error: 'refused', takesUnscanned: true } },
      ['virus-scan unscanned warning'],
    ],
    [{ languages: ['en', 'fr'] }, ['locales missing warning']],
    [{ hasAccounts: false }, ['accounts missing bad']],
    [ending(40), []],
    [ending(10, 31), []],
    [ending(10, 29), ['certificates ending warning']],
    [ending(-1), ['certificates ended bad']],
    [ending(), ['certificates ended bad']],
    [
      { database: { name: 'SQLite 3.45', journal: 'delete', synchronous: 2 } },
      ['database sqlite warning'],
    ],
    [{ database: { name: 'SQLite 3.45', journal: 'wal', synchronous: 2 } }, []],
  ])('of %j', (change, expected) => {
    expect(wrong(change)).toEqual(expected);
  });
});
