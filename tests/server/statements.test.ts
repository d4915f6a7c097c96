import bcrypt from '@node-rs/bcrypt';
import { sha256 } from '../../server/services/runtime';
import { newId } from '../../server/store/connection';
import { fieldOf, signedIn, visitorOf, type Visitor } from '../support/browserless';
import { stopBackground } from '../support/background';
import { foundCompany, PASSWORD, viewerOf, type TestCompany } from '../support/company';
import { foundKnowledgeBase } from '../support/knowledge-base';
import { addManyTickets } from '../support/many-tickets';
import { bootStrapi, type Booted } from '../support/strapi';

let booted: Booted;
let company: TestCompany;
let ana: Visitor;
let ticket: string;

beforeAll(async () => {
  booted = await bootStrapi({
    env: { TEST_HASHES: 'real' },
    pluginConfig: { signInTries: { address: 100, ip: 500 } },
  });
  company = await foundCompany(booted);
  await foundKnowledgeBase(booted);
  await stopBackground(booted);
  const { primaryCompanyKey: companyKey } = await viewerOf(booted, company, 'ana@harbour.example');
  const contacts = [{ key: company.people.ana.key, companyKey }];
  await addManyTickets(booted.services.runtime.db, {
    portalKey: company.portalKey,
    inboxKey: company.inboxKey,
    contacts,
    count: 300,
  });
  ana = await signedIn(booted, 'ana@harbour.example');
  ticket =
    /href="(\/support\/tickets\/[a-z0-9]+)"/.exec((await ana.get('/support')).text)?.[1] ?? '';
});
afterAll(() => booted.destroy());

/** Statements that a request sends, without those that every node sends twice a second anyway. */
async function statementsOf(work: () => PromiseLike<unknown>): Promise<string[]> {
  const seen: string[] = [];
  const { db } = booted.services.runtime;
  const note = ({ sql }: { sql: string }) =>
    void (
      sql.includes("name IN ('version:site'") ||
      // That a ticket was read is noted once its page is served.
      /^(SELECT p\.ticket_id, p\.last_read_at|update .cp_participants. set .last_read_at)/.test(
        sql,
      ) ||
      sql.includes('next_try_at <=') ||
      seen.push(sql)
    );
  db.on('query', note);
  await work();
  db.removeListener('query', note);
  return seen;
}

describe('statements per page', () => {
  it.each([
    ['/', 0],
    ['/articles/mount-the-meter', 0],
    ['/search?q=meter', 0],
    ['/support/sign-in', 0],
  ])('%s for anybody: %i', async (path, most) => {
    await visitorOf(booted).get(path);
    expect(await statementsOf(() => visitorOf(booted).get(path).expect(200))).toHaveLength(most);
  });

  it.each([
    ['/', 1],
    ['/articles/mount-the-meter', 1],
    ['/support', 2],
    ['/support?scope=company&state=all', 2],
    ['/support?state=all&sort=opened', 2],
    ['/support?q=invoice&state=all', 4],
    ['/support?q=display&state=all', 5],
    ['/support?priority=medium&state=all', 3],
    ['/support/new', 1],
    ['/support/profile', 1],
  ])('%s for a customer: at most %i', async (path, most) => {
    const statements = await statementsOf(() => ana.get(path).expect(200));
    expect(statements.length).toBeLessThanOrEqual(most);
  });

  it('a ticket for a customer: at most 4 and the session, however long the list is', async () => {
    expect((await statementsOf(() => ana.get(ticket).expect(200))).length).toBeLessThanOrEqual(5);
  });

  it('a new ticket and a reply: bounded', async () => {
    const formToken = fieldOf((await ana.get('/support/new')).text, 'formToken');
    const created = await statementsOf(() =>
      ana.post('/support/new', { formToken, subject: 'Counted', body: 'x' }).expect(303),
    );
    expect(created.length).toBeLessThanOrEqual(30);
    const replied = await statementsOf(() =>
      ana.post(`${ticket}/reply`, { formToken, body: 'x' }).expect(303),
    );
    expect(replied.length).toBeLessThanOrEqual(30);
  });
});

describe('attack 25: known and unknown addresses', () => {
  const NOBODY = 'nobody@harbour.example';

  /** Statements, comparisons, answer and status of a form that is sent with an address, in a browser of its own. */
  async function costOf(path: string, email: string, more: Record<string, string> = {}) {
    const compare = jest.spyOn(bcrypt, 'compare');
    let answer = '';
    const statements = await statementsOf(async () => {
      const { status, text, headers } = await visitorOf(booted).post(path, { email, ...more });
      answer = [status, headers.location, text.replaceAll(email, '@')].join(' ');
    });
    const hashes = compare.mock.calls.map(([, hash]) => String(hash).slice(0, 7));
    compare.mockRestore();
    return { statements, hashes, answer };
  }
  const isRealHash = (hashes: string[]) => hashes.every((hash) => /^\$2[aby]\$10\$$/.test(hash));

  beforeAll(async () => {
    const { runtime, people } = booted.services;
    const out = await people.createContact({
      name: 'Otto Out',
      address: 'out@harbour.example',
      password: PASSWORD,
      portalKeys: [company.portalKey],
    });
    await runtime.db('cp_memberships').where({ contact_id: out.key }).update({ state: 'disabled' });
    await people.createContact({
      name: 'Gus Groupless',
      address: 'groupless@harbour.example',
      password: PASSWORD,
    });
    await people.createContact({ name: 'Mail Only', address: 'invited@harbour.example' });
  });

  it.each(['ben', 'out', 'groupless', 'invited'])(
    'cost the same at sign-in, link and new password: %s',
    async (name) => {
      const known = `${name}@harbour.example`;
      for (const [path, more] of [
        ['/support/sign-in', { password: 'wrong' }],
        ['/support/magic-link/ask', {}],
        ['/support/forgotten-password', {}],
      ] as const) {
        const unknown = await costOf(path, `${newId()}@harbour.example`, more);
        const cost = await costOf(path, known, more);
        expect(cost).toEqual(unknown);
        expect(cost.hashes).toHaveLength(path.endsWith('sign-in') ? 1 : 0);
        expect(isRealHash(cost.hashes)).toBe(true);
      }
    },
  );

  it('cost the same with the right password of somebody who is shut out', async () => {
    const right = await costOf('/support/sign-in', 'out@harbour.example', { password: PASSWORD });
    expect(right).toEqual(await costOf('/support/sign-in', NOBODY, { password: PASSWORD }));
  });

  it('cost the same once their passwords are closed, and no comparison', async () => {
    const { runtime } = booted.services;
    const failures = ['cleo@harbour.example', 'closed@harbour.example'].map((address) => ({
      address_hash: sha256(address),
      failures: 100,
      last_at: Date.now(),
    }));
    await runtime.db('cp_password_failures').insert(failures);
    const more = { password: PASSWORD };
    const known = await costOf('/support/sign-in', 'cleo@harbour.example', more);
    expect(known).toEqual(await costOf('/support/sign-in', 'closed@harbour.example', more));
    expect(known.hashes).toEqual([]);
    expect(known.answer).toContain('Too many tries');
  });

  it('cost the same with a wrong code, whether a mail left or not', async () => {
    const cost = async (email: string) => {
      const visitor = visitorOf(booted);
      await visitor.post('/support/magic-link/ask', { email }).expect(303);
      let answer = '';
      const statements = await statementsOf(async () => {
        const { status, text } = await visitor.post('/support/magic-link/code', { code: '000000' });
        answer = `${status} ${text}`;
      });
      return { statements, answer };
    };
    expect(await cost('dora@lime.example')).toEqual(await cost('dora@nowhere.example'));
  });
});
