import bcrypt from '@node-rs/bcrypt';
import { fieldOf, signedIn, visitorOf, type Visitor } from '../support/browserless';
import { foundCompany, ORIGIN, viewerOf, type TestCompany } from '../support/company';
import { foundKnowledgeBase } from '../support/knowledge-base';
import { addManyTickets } from '../support/many-tickets';
import { bootStrapi, type Booted } from '../support/strapi';

let booted: Booted;
let company: TestCompany;
let ana: Visitor;
let ticket: string;

beforeAll(async () => {
  booted = await bootStrapi({ pluginConfig: { signInTries: { address: 100, ip: 500 } } });
  company = await foundCompany(booted);
  await foundKnowledgeBase(booted);
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
    ['/support?q=invoice&state=all', 3],
    ['/support/new', 1],
    ['/support/profile', 1],
  ])('%s for a customer: at most %i', async (path, most) => {
    const statements = await statementsOf(() => ana.get(path).expect(200));
    expect(statements.length).toBeLessThanOrEqual(most);
  });

  it('a ticket for a customer: at most 3, however long the list is', async () => {
    expect((await statementsOf(() => ana.get(ticket).expect(200))).length).toBeLessThanOrEqual(3);
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

describe('known and unknown addresses', () => {
  it('cost the same statements and one comparison at sign-in', async () => {
    const attempt = (email: string) => () =>
      visitorOf(booted).post('/support/sign-in', { email, password: 'wrong' }).expect(422);
    const known = await statementsOf(attempt('ben@harbour.example'));
    const unknown = await statementsOf(attempt('nobody@harbour.example'));
    expect(unknown).toEqual(known);
    const compare = jest.spyOn(bcrypt, 'compare');
    for (const email of ['ben@harbour.example', 'nobody@harbour.example']) {
      compare.mockClear();
      await attempt(email)();
      // One comparison each, against a real hash of the same cost.
      expect(compare).toHaveBeenCalledTimes(1);
      expect(String(compare.mock.calls[0]?.[1])).toMatch(/^\$2[aby]\$10\$.{53}$/);
    }
    compare.mockRestore();
  });

  it('cost the same statements until the answer of a forgotten password', async () => {
    const ask = (email: string) => () =>
      visitorOf(booted)
        .raw('post', '/support/forgotten-password')
        .set('Origin', ORIGIN)
        .type('form')
        .send({ email })
        .expect(303);
    const known = await statementsOf(ask('cleo@harbour.example'));
    const unknown = await statementsOf(ask('nobody@harbour.example'));
    expect(unknown).toEqual(known);
  });
});
