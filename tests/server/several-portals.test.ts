import { insert } from '../../server/store/connection';
import { fieldOf, HOST, visitorOf, type Visitor } from '../support/browserless';
import { foundCompany, PASSWORD, type TestCompany } from '../support/company';
import { foundKnowledgeBase } from '../support/knowledge-base';
import { bootStrapi, type Booted } from '../support/strapi';

const OTHER_HOST = 'care.test:1337';
const SHARED_HOST = 'shared.test:1337';

let booted: Booted;
let company: TestCompany;

/** `support` and `partners` beside one knowledge base, `support` on a second domain, and two domains of one origin. */
beforeAll(async () => {
  booted = await bootStrapi({ pluginConfig: { signInTries: { address: 100, ip: 500 } } });
  company = await foundCompany(booted);
  await foundKnowledgeBase(booted);
  const partners = await foundPortal('Partner desk', 'partners', `http://${HOST}`);
  const care = await foundPortal('Care desk', 'support', `http://${OTHER_HOST}`);
  const help = await foundPortal('Help desk', 'desk', `http://${SHARED_HOST}`, '/help');
  await foundPortal('Club desk', 'desk', `http://${SHARED_HOST}`, '/club');
  const contact = (name: string, portalKeys: number[]) =>
    booted.services.people.createContact({
      name,
      address: `${name.toLowerCase()}@several.example`,
      password: PASSWORD,
      portalKeys,
    });
  await contact('Zoe', [partners]);
  await contact('Max', [company.portalKey, partners, care]);
  await contact('Pia', [help]);
});
afterAll(() => booted.destroy());

async function foundPortal(
  name: string,
  slug: string,
  origin: string,
  basePath = '',
): Promise<number> {
  const { portals, runtime } = booted.services;
  const first = (await runtime.db('cp_inboxes').first('pipeline_id')) as { pipeline_id: number };
  const inbox = await insert(runtime.db, 'cp_inboxes', {
    name,
    pipeline_id: first.pipeline_id,
    number_prefix: `${name.charAt(0)}-`,
    number_start: 1,
  });
  const domain = await portals.createDomain({ origin, basePath, primaryLanguage: 'en' });
  const portal = await portals.createPortal({
    name,
    slug,
    domainKey: domain.key,
    inboxKey: inbox.key,
  });
  return portal.key;
}

async function signedInAt(
  portal: string,
  name: string,
  host = HOST,
): Promise<Visitor & { cookie: string }> {
  const visitor = visitorOf(booted, host);
  const answer = await visitor
    .post(`${portal}/sign-in`, { email: `${name}@several.example`, password: PASSWORD })
    .expect(303);
  return { ...visitor, cookie: String(answer.headers['set-cookie']).split(';')[0] ?? '' };
}

async function openTicket(visitor: Visitor, portal: string, subject: string): Promise<string> {
  const form = await visitor.get(`${portal}/new`).expect(200);
  const answer = await visitor
    .post(`${portal}/new`, { formToken: fieldOf(form.text, 'formToken'), subject, body: 'Text.' })
    .expect(303);
  return String(answer.headers.location).split('?')[0] ?? '';
}

describe('two portals beside one knowledge base', () => {
  it('keep a member of the second signed in, and say his name, while he reads', async () => {
    const zoe = await signedInAt('/partners', 'zoe');
    for (const path of ['/', '/categories/getting-started', '/articles/mount-the-meter', '/no']) {
      const page = await zoe.get(path);
      expect([path, page.headers['set-cookie']]).toEqual([path, undefined]);
      expect(page.headers['cache-control']).toBe('private, no-store');
      expect(page.text).toContain('Account of Zoe');
      expect(page.text).toContain('href="/partners/profile"');
      expect(page.text).not.toContain('/support');
    }
    await zoe.get('/partners').expect(200);
  });

  it('judge a session each by its own rules, and neither ends that of the other', async () => {
    const zoe = await signedInAt('/partners', 'zoe');
    for (const path of ['/support', '/support/new', '/support/profile']) {
      const answer = await zoe.get(path).expect(303);
      expect(answer.headers.location).toMatch(/^\/support\/sign-in/);
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    const form = await zoe.get('/support/sign-in').expect(200);
    expect(form.text).not.toContain('Zoe');
    await zoe.get('/partners').expect(200);
  });

  it('show one person only the tickets of each', async () => {
    const max = await signedInAt('/support', 'max');
    const first = await openTicket(max, '/support', 'Asked at support');
    const second = await openTicket(max, '/partners', 'Asked as a partner');
    const list = await max.get('/support?state=all').expect(200);
    expect(list.text).toContain('Asked at support');
    expect(list.text).not.toContain('Asked as a partner');
    const found = await max.get('/partners?state=all&q=asked').expect(200);
    expect(found.text).toContain('<mark>Asked</mark> as a partner');
    expect(found.text).not.toContain('</mark> at support');
    const formToken = fieldOf(list.text, 'formToken');
    for (const [own, other] of [
      [first, second.replace('/partners', '/support')],
      [second, first.replace('/support', '/partners')],
    ] as const) {
      await max.get(own).expect(200);
      await max.get(other).expect(404);
      await max.post(`${other}/reply`, { formToken, body: 'x' }).expect(404);
      await max.post(`${other}/close`, { formToken }).expect(404);
    }
  });

  it('take away a cookie that nobody has', async () => {
    const unknown = `cp_session=${'x'.repeat(43)}`;
    for (const path of ['/', '/support/sign-in']) {
      const answer = await visitorOf(booted).get(path).set('Cookie', unknown);
      expect(String(answer.headers['set-cookie'])).toContain('cp_session=; Path=/; HttpOnly');
      expect(answer.headers['cache-control']).toBe('private, no-store');
    }
  });
});

describe('two domains', () => {
  it('do not know each other’s sessions and tickets', async () => {
    const here = await signedInAt('/support', 'max');
    const path = await openTicket(here, '/support', 'Asked here');
    const there = await signedInAt('/support', 'max', OTHER_HOST);
    await there.get(path).expect(404);
    expect((await there.get('/support?state=all')).text).not.toContain('Asked here');
    const carried = await visitorOf(booted, OTHER_HOST).get('/support').set('Cookie', here.cookie);
    expect(carried.status).toBe(303);
    expect(carried.headers['set-cookie']).toBeUndefined();
    await here.get('/support').expect(200);
  });

  it('stand below two base paths of one origin, with their pages, files and sessions', async () => {
    const pia = await signedInAt('/help/desk', 'pia', SHARED_HOST);
    const path = await openTicket(pia, '/help/desk', 'Below a base path');
    expect(path).toMatch(/^\/help\/desk\/tickets\//);
    const page = await pia.get(path).expect(200);
    const [sheet = ''] = /\/help\/_assets\/[\w.+]*brand\.[a-f0-9]+\.css/.exec(page.text) ?? [];
    expect(page.text).not.toMatch(/(href|action|src)="\/(?!help\/)/);
    await pia.get(sheet).expect(200);
    const other = await pia.get('/club/desk').expect(303);
    expect(other.headers.location).toBe('/club/desk/sign-in?next=%2Fclub%2Fdesk');
    expect(other.headers['set-cookie']).toBeUndefined();
    await pia.get(path).expect(200);
    await pia.get('/help/nothing').expect(404);
    // Outside of both base paths it is Strapi that answers.
    await pia.get('/_health').expect(204);
    await pia
      .get('/helpdesk')
      .expect(404)
      .expect('Content-Type', /text\/plain|json/);
  });

  it('are found in whatever case their name is written', async () => {
    const visitor = visitorOf(booted);
    const page = await visitor.get('/support/sign-in').set('Host', HOST.toUpperCase()).expect(200);
    expect(page.text).toContain('Sign in');
  });
});
