import { PROVIDER_PROBLEMS, type ProviderProblem } from '../../server/contracts/identity-providers';
import { randomToken, sha256 } from '../../server/services/runtime';
import { bumpVersion } from '../../server/store/counters';
import { turnProvider } from '../../server/store/identity-providers';
import { addToken, type TokenPurpose } from '../../server/store/tokens';
import { stopBackground } from '../support/background';
import { fieldOf, signedIn, visitorOf, type Visitor } from '../support/browserless';
import { foundCompany, ORIGIN, PASSWORD, type TestCompany } from '../support/company';
import { addProviderTo } from '../support/identity-providers';
import { startSamlIdp, type SamlIdp } from '../support/saml-idp';
import { portalOf } from '../support/portal-access';
import { bootStrapi, type Booted } from '../support/strapi';

const MINUTE = 60_000;

let booted: Booted;
let company: TestCompany;
let idp: SamlIdp;
/** Offered to everybody, as *Harbour ID*. */
let everybody: string;
/** Of the people of lime.example. */
let lime: string;

beforeAll(async () => {
  idp = await startSamlIdp();
  idp.people.set('dora', { nameId: 'dora-1', attributes: { email: 'dora@lime.example' } });
  idp.people.set('zoe', { nameId: 'zoe-1', attributes: { email: 'zoe@nowhere.example' } });
  booted = await bootStrapi({
    pluginConfig: {
      signInTries: { address: 500, ip: 5000 },
      signInMails: { address: 500, ip: 5000, portal: 5000 },
    },
  });
  company = await foundCompany(booted);
  await stopBackground(booted);
  await booted.services.portalSettings.apply(company.portalKey, {
    general: { helpContact: 'help@harbour.example' },
  });
  const add = async (name: string, emailDomains: string[] = []) =>
    (
      await addProviderTo(booted, portal(), 'saml', {
        name,
        emailTrust: 'always',
        emailDomains,
        saml: idp.settings(),
      })
    ).id;
  everybody = await add('Harbour ID');
  lime = await add('Lime Login', ['lime.example', 'bücher.example']);
});
afterAll(async () => {
  await booted?.destroy();
  await idp?.close();
});
afterEach(() => jest.restoreAllMocks());

const portal = () => portalOf(booted, company.portalKey);
const setAccess = (access: object) =>
  booted.services.portalSettings.apply(company.portalKey, { access });
/** Turns a provider on or off, as from now on. */
async function turn(id: string, isOn: boolean): Promise<void> {
  const { runtime, siteMap } = booted.services;
  const provider = portal().providers.find((one) => one.id === id);
  if (!provider) throw new Error('There is no such provider');
  await turnProvider(runtime.db, provider.key, isOn);
  await bumpVersion(runtime.db, 'site');
  await siteMap.refresh();
}

/** The page that goes on by itself: where to. */
const onwardOf = (html: string): string =>
  (/<meta http-equiv="refresh" content="0;url=([^"]+)">/.exec(html)?.[1] ?? '').replaceAll(
    '&amp;',
    '&',
  );

/** From the provider's page back into the portal, as whom it says; the last answer. */
async function comeBack(visitor: Visitor, to: string, person: string) {
  const { acs, fields } = idp.answer(to, person);
  const { headers } = await visitor
    .raw('post', new URL(acs).pathname)
    .set('Origin', idp.origin)
    .type('form')
    .send(fields)
    .expect(303);
  return visitor.get(String(headers.location));
}

/** Over the provider's button and back. */
async function byProvider(visitor: Visitor, id: string, person: string, next = '') {
  const { headers } = await visitor
    .get(`/support/sso/${id}${next === '' ? '' : `?next=${next}`}`)
    .expect(303);
  return comeBack(visitor, String(headers.location), person);
}

async function statementsOf(work: () => PromiseLike<unknown>): Promise<string[]> {
  const seen: string[] = [];
  const { db } = booted.services.runtime;
  const note = ({ sql }: { sql: string }) =>
    void (sql.includes("name IN ('version:site'") || seen.push(sql));
  db.on('query', note);
  await work();
  db.removeListener('query', note);
  return seen;
}

/** A token as its mail would have brought it. */
async function mailed(purpose: TokenPurpose, address: string, contactKey: number): Promise<string> {
  const token = randomToken();
  const now = Date.now();
  await addToken(booted.services.runtime.db, {
    purpose,
    tokenHash: sha256(token),
    contactKey,
    portalKey: company.portalKey,
    now,
    expiresAt: now + 10 * MINUTE,
    address,
    data: { remember: '', next: '' },
  });
  return token;
}

describe('people of a provider’s e-mail domain', () => {
  const KNOWN = 'dora@lime.example';

  it.each([
    ['a password', '/support/sign-in', { password: PASSWORD }],
    ['no password', '/support/sign-in', { password: '' }],
    ['a mailed link', '/support/magic-link/ask', {}],
    ['a new password', '/support/forgotten-password', {}],
  ])('are led to it by %s, known or not, by the same statements', async (_way, path, fields) => {
    const pages: string[] = [];
    const statements: string[][] = [];
    for (const email of [
      KNOWN,
      'nobody@lime.example',
      ' Nobody@LIME.example',
      'a@bücher.example',
    ]) {
      const visitor = visitorOf(booted);
      let page = '';
      statements.push(
        await statementsOf(async () => {
          const answer = await visitor.post(path, { ...fields, email }).expect(200);
          expect(String(answer.headers['set-cookie'])).not.toContain('cp_session');
          page = answer.text;
        }),
      );
      const onward = onwardOf(page);
      expect(onward).toContain(idp.ssoUrl);
      pages.push(page.replaceAll(onward.replaceAll('&', '&amp;'), ''));
    }
    expect(new Set(pages).size).toBe(1);
    expect(pages[0]).toContain('Lime Login');
    expect(statements).toEqual([[], [], [], []]);
    const mails = await booted.services.runtime.db('cp_outbox').where({ to_address: KNOWN });
    expect(mails).toEqual([]);
  });

  it('are led to it by registering', async () => {
    await setAccess({ control: 'self-registration' });
    try {
      const visitor = visitorOf(booted);
      const { text } = await visitor
        .post('/support/register', { email: 'nobody@lime.example' })
        .expect(200);
      expect(onwardOf(text)).toContain(idp.ssoUrl);
    } finally {
      await setAccess({ control: 'access-groups' });
    }
  });

  it('are refused everywhere else by the services themselves', async () => {
    const { signIn, magicLinks, passwords, members } = booted.services;
    const origin = { ip: '10.0.0.9', userAgent: 'test', previousToken: '', deviceToken: '' };
    const elsewhere = { outcome: 'elsewhere', provider: lime };
    const asked = { portal: portal(), address: KNOWN, remember: false, next: '', ...origin };
    expect(await signIn.withPassword({ ...asked, password: PASSWORD })).toEqual(elsewhere);
    expect(await magicLinks.ask(asked)).toEqual(elsewhere);
    expect(await passwords.askReset(asked)).toEqual(elsewhere);
    // What was mailed before the provider was there opens nothing any more.
    const link = await mailed('magic-link', KNOWN, company.people.dora.key);
    expect(await magicLinks.look(portal(), link, '')).toBeNull();
    expect(
      await magicLinks.withLink({ portal: portal(), token: link, remember: false, ...origin }),
    ).toEqual({ outcome: 'closed' });
    const reset = await mailed('password-reset', KNOWN, company.people.dora.key);
    expect(await passwords.isResetOpen(portal(), reset)).toBe(false);
    expect(
      await passwords.reset({ portal: portal(), token: reset, password: 'Loud-whistle-41' }),
    ).toEqual({ outcome: 'closed' });
    // Nor does an admin mail them a link for a password.
    const mara = {
      kind: 'agent' as const,
      id: 'm'.repeat(24),
      name: 'Mara Berg',
      can: new Set(['members-edit', 'member-read', 'member-edit', 'members-read']),
    };
    const acted = await members
      .act(mara as never, portal().id, {
        action: 'reset-password',
        contacts: [company.people.dora.id],
      })
      .catch((error: Error) => error.message);
    expect(JSON.stringify(acted)).toMatch(/identity provider/);
  });

  it('sign in there, and a session of another way ends when the provider is turned on', async () => {
    await turn(lime, false);
    const dora = await signedIn(booted, KNOWN);
    const ana = await signedIn(booted, 'ana@harbour.example');
    await dora.get('/support').expect(200);
    await turn(lime, true);
    const { headers } = await dora.get('/support').expect(303);
    expect(headers.location).toContain('/support/sign-in?next=');
    // It has ended, and nobody says that the portal is not open to her.
    expect((await dora.get('/support/sign-in')).text).not.toContain('not open to you');
    await ana.get('/support').expect(200);
    const arrived = await byProvider(dora, lime, 'dora', '/support/profile');
    expect(arrived.headers.location).toBe('/support/profile');
    await dora.get('/support/profile').expect(200);
    // Neither a password nor another address is hers to choose here.
    await dora.get('/support/profile/password').expect(404);
    const address = await dora.get('/support/profile/address').expect(200);
    expect(address.text).toContain('is changed there and not here');
    expect(address.text).not.toContain('name="address"');
  });

  it('find a form for it where the portal takes no passwords and mails no links', async () => {
    await setAccess({ control: 'single-sign-on' });
    try {
      const visitor = visitorOf(booted);
      const { text } = await visitor.get('/support/sign-in').expect(200);
      expect(text).toContain('Sign in with your company');
      expect(text).not.toContain('type="password"');
      const led = await visitor.post('/support/sign-in', { email: KNOWN }).expect(200);
      expect(onwardOf(led.text)).toContain(idp.ssoUrl);
      const unknown = await visitor
        .post('/support/sign-in', { email: 'ana@harbour.example' })
        .expect(422);
      expect(unknown.text).toContain('No company signs in here');
    } finally {
      await setAccess({ control: 'access-groups' });
    }
  });

  it('are asked for their password only when they have one here', async () => {
    const { text } = await visitorOf(booted)
      .post('/support/sign-in', { email: 'ana@harbour.example', password: '' })
      .expect(422);
    expect(text).toContain('Enter your password.');
  });
});

describe('where single sign-on is required', () => {
  beforeEach(async () => {
    await turn(lime, false);
    await setAccess({ control: 'single-sign-on' });
  });
  afterEach(async () => {
    await setAccess({ control: 'access-groups' });
    await turn(lime, true);
  });

  it.each([
    [
      'a password',
      'post',
      '/support/sign-in',
      { email: 'ana@harbour.example', password: PASSWORD },
    ],
    ['asking for a link', 'post', '/support/magic-link/ask', { email: 'ana@harbour.example' }],
    ['the page of a link', 'get', '/support/magic-link', {}],
    ['a link', 'post', '/support/magic-link', { token: 'x'.repeat(43) }],
    ['a mailed code', 'post', '/support/magic-link/code', { code: '123456' }],
    ['the page for a reset', 'get', '/support/forgotten-password', {}],
    ['a reset', 'post', '/support/forgotten-password', { email: 'ana@harbour.example' }],
    ['the link of a reset', 'get', '/support/reset-password', {}],
    ['a new password', 'post', '/support/reset-password', { token: 'x', password: PASSWORD }],
    ['registering', 'get', '/support/register', {}],
    ['registering by form', 'post', '/support/register', { email: 'ana@harbour.example' }],
    ['what a passkey signs', 'get', '/support/passkeys/options', {}],
  ] as const)('%s is not there', async (_way, method, path, fields) => {
    const visitor = visitorOf(booted);
    const answer =
      method === 'get' ? await visitor.get(path) : await visitor.post(path, { ...fields });
    expect(answer.status).toBe(404);
    expect(String(answer.headers['set-cookie'] ?? '')).not.toContain('cp_session');
  });

  it('every service refuses what its page does not offer', async () => {
    const { signIn, magicLinks, passwords, passkeySignIn } = booted.services;
    const origin = { ip: '10.0.0.8', userAgent: 'test', previousToken: '', deviceToken: '' };
    const asked = { portal: portal(), address: 'ana@harbour.example', remember: false, next: '' };
    const count = async () =>
      Number((await booted.services.runtime.db('cp_sessions').count({ n: '*' }))[0]?.n);
    const before = await count();
    expect(await signIn.withPassword({ ...asked, ...origin, password: PASSWORD })).toEqual({
      outcome: 'refused',
    });
    await magicLinks.ask({ ...asked, ...origin });
    await passwords.askReset({ ...asked, ip: origin.ip });
    const link = await mailed('magic-link', asked.address, company.people.ana.key);
    const given = { portal: portal(), token: link, remember: false, ...origin };
    expect(await magicLinks.withLink(given)).toEqual({ outcome: 'closed' });
    const reset = await mailed('password-reset', asked.address, company.people.ana.key);
    expect(await passwords.isResetOpen(portal(), reset)).toBe(false);
    expect(
      await passkeySignIn.enter({ portal: portal(), posted: '{}', remember: false, ...origin }),
    ).toEqual({ outcome: 'refused' });
    expect(await count()).toBe(before);
    const mails = await booted.services.runtime
      .db('cp_outbox')
      .where({ to_address: asked.address })
      .whereIn('template', ['magic-link', 'password-reset']);
    expect(mails).toEqual([]);
  });

  it('sessions of before end at once, and go on once the portal is opened again', async () => {
    await setAccess({ control: 'access-groups' });
    const ana = await signedIn(booted, 'ana@harbour.example');
    await ana.get('/support').expect(200);
    await setAccess({ control: 'single-sign-on' });
    const { headers } = await ana.get('/support').expect(303);
    expect(headers.location).toContain('/support/sign-in?next=');
    const on = await ana.get(String(headers.location)).expect(303);
    expect(on.headers.location).toBe(`/support/sso/${everybody}`);
    // A form that is sent meanwhile is not taken either, and its text is kept.
    const held = await ana
      .post('/support/tickets/abc/reply', { body: 'Still here', formToken: 'x' })
      .expect(401);
    expect(held.text).toContain('Still here');
    expect(held.text).toContain(`formaction="/support/sso/${everybody}"`);
    await setAccess({ control: 'access-groups' });
    await ana.get('/support').expect(200);
  });

  it('the sign-in page sends straight on, but in no circle', async () => {
    const visitor = visitorOf(booted);
    const to = async (path: string) => {
      const { status, headers } = await visitor.get(path);
      return status === 303 ? String(headers.location) : String(status);
    };
    const own = `/support/sso/${everybody}`;
    expect(await to('/support/sign-in')).toBe(own);
    expect(await to('/support/sign-in?next=/support/tickets/abc')).toBe(
      `${own}?next=${encodeURIComponent('/support/tickets/abc')}`,
    );
    expect(await to('/support/sign-in?done=signed-out')).toBe('200');
    expect(await to('/support/sign-in?ways=all')).toBe('200');
    expect(await to(`/support/sso/${everybody}/signed-out`)).toBe(
      '/support/sign-in?done=signed-out',
    );
    // A refusal stays on its page: its links lead on.
    const refused = await byProvider(visitor, everybody, 'zoe');
    expect(refused.status).toBe(403);
    expect(refused.text).toContain(own);
    expect(refused.text).toContain('help@harbour.example');
    // Two of them, and people choose.
    const settings = { name: 'Other', saml: idp.settings() };
    const { id: second } = await addProviderTo(booted, portal(), 'saml', settings);
    expect(await to('/support/sign-in')).toBe('200');
    await turn(second, false);
    // None, and that is said.
    await turn(everybody, false);
    const none = await visitor.get('/support/sign-in').expect(200);
    expect(none.text).toContain('Nobody can sign in here right now');
    await turn(everybody, true);
  });

  it('whoever came by the provider has the portal, and no password in it', async () => {
    const ana = visitorOf(booted);
    const arrived = await byProvider(ana, everybody, 'ana');
    expect(arrived.headers.location).toBe('/support');
    const page = await ana.get('/support/profile').expect(200);
    expect(page.text).not.toContain('/support/profile/password');
    await ana.get('/support/profile/password').expect(404);
    await ana
      .post('/support/profile/password', {
        formToken: fieldOf(page.text, 'formToken'),
        password: PASSWORD,
      })
      .expect(404);
    const proof = await ana.get('/support/prove-it?next=/support/my-data').expect(200);
    expect(proof.text).not.toContain('type="password"');
    expect(proof.text).toContain(`/support/sso/${everybody}?next=`);
    // SAML has no page for signing out: it ends here.
    const out = await ana
      .post('/support/sign-out', { formToken: fieldOf(page.text, 'formToken') })
      .expect(303);
    expect(out.headers.location).toBe('/support/sign-in?done=signed-out');
    await ana.get('/support').expect(303);
  });

  it('an invitation leads to the provider, and signing in there accepts it', async () => {
    const { runtime } = booted.services;
    await runtime
      .db('cp_memberships')
      .where({ contact_id: company.people.ben.key, portal_id: company.portalKey })
      .update({ state: 'invited' });
    const token = await mailed('invitation', 'ben@harbour.example', company.people.ben.key);
    const ben = visitorOf(booted);
    const { text } = await ben.get(`/support/register?token=${token}`).expect(200);
    expect(text).toContain('ben@harbour.example');
    expect(text).toContain(`formaction="/support/sso/${everybody}"`);
    expect(text).not.toContain('type="password"');
    const again = await ben.post('/support/register', { token, name: 'B', password: PASSWORD });
    expect(String(again.headers['set-cookie'] ?? '')).not.toContain('cp_session');
    expect(again.text).toContain(`formaction="/support/sso/${everybody}"`);
    const byService = await booted.services.invitationAccepting.accept({
      portal: portal(),
      token,
      name: 'Ben',
      password: PASSWORD,
      language: 'en',
      origin: { ip: '10.0.0.7', userAgent: 'test', previousToken: '', deviceToken: '' },
    });
    expect(byService).toEqual({ outcome: 'closed' });
    const led = await ben
      .post(`/support/sso/${everybody}`, { email: 'ben@harbour.example' })
      .expect(200);
    idp.people.set('ben', { nameId: 'ben-1', attributes: { email: 'ben@harbour.example' } });
    expect((await comeBack(ben, onwardOf(led.text), 'ben')).headers.location).toBe('/support');
    await ben.get('/support').expect(200);
    expect(
      await runtime.db('cp_memberships').where({ contact_id: company.people.ben.key }).first(),
    ).toMatchObject({ state: 'registered' });
  });

  it('a set-up file opens passwords again, as the way back in says', async () => {
    const { setupFiles } = booted.services;
    const actor = setupFiles.system();
    const file = JSON.stringify(await setupFiles.export(actor));
    const back = file.replaceAll('"control":"single-sign-on"', '"control":"access-groups"');
    expect(back).not.toBe(file);
    const { problems, digest } = await setupFiles.plan(actor, back);
    expect(problems).toEqual([]);
    expect((await setupFiles.apply(actor, back, digest)).failed).toBeFalsy();
    const visitor = visitorOf(booted);
    const signedIn = await visitor
      .post('/support/sign-in', { email: 'ana@harbour.example', password: PASSWORD })
      .expect(303);
    expect(String(signedIn.headers['set-cookie'])).toContain('cp_session');
  });
});

describe('a sign-in that fails', () => {
  const failing = async (problem: ProviderProblem) => {
    jest
      .spyOn(booted.services.singleSignOn, 'begin')
      .mockResolvedValue({ outcome: 'failed', problem });
    return visitorOf(booted).get(`/support/sso/${everybody}?next=/support/new`);
  };

  it.each(PROVIDER_PROBLEMS.map((problem) => [problem]))(
    '%s is told calmly, with a way on and nothing of the inside',
    async (problem) => {
      const { status, text, headers } = await failing(problem);
      expect([400, 403, 502, 503]).toContain(status);
      expect(headers['cache-control']).toBe('private, no-store');
      expect(headers['x-robots-tag']).toBe('noindex');
      const main = /<main[^>]*>([\s\S]*)<\/main>/.exec(text)?.[1] ?? '';
      expect(main).toContain('help@harbour.example');
      expect(main.replace(/<[^>]+>/g, ' ')).not.toMatch(
        /saml|oidc|issuer|certificate|nonce|token/i,
      );
      if (problem === 'waiting') return;
      expect(main).toContain(
        `/support/sso/${everybody}?next=${encodeURIComponent('/support/new')}`,
      );
      expect(main).toContain('/support/sign-in?ways=all&amp;next=');
    },
  );

  it('has the status of its cause', async () => {
    const status = async (problem: ProviderProblem) => (await failing(problem)).status;
    expect(await status('flow-lost')).toBe(400);
    expect(await status('denied')).toBe(403);
    expect(await status('not-let-in')).toBe(403);
    expect(await status('unreachable')).toBe(502);
    expect(await status('signature')).toBe(502);
    expect(await status('secret-lost')).toBe(503);
  });

  it('says the same to somebody unknown and to somebody who is shut out', async () => {
    await booted.services.runtime
      .db('cp_memberships')
      .where({ contact_id: company.people.cleo.key })
      .update({ state: 'disabled' });
    idp.people.set('cleo', { nameId: 'cleo-1', attributes: { email: 'cleo@harbour.example' } });
    const texts: string[] = [];
    for (const person of ['cleo', 'zoe']) {
      const { status, text } = await byProvider(visitorOf(booted), everybody, person);
      expect(status).toBe(403);
      texts.push(text);
    }
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).toContain('This portal is not open to you');
  });

  it('login CSRF: a response that another browser asked for signs nobody in', async () => {
    const attacker = visitorOf(booted);
    const { headers } = await attacker.get(`/support/sso/${everybody}`).expect(303);
    const victim = visitorOf(booted);
    const { status, text } = await comeBack(victim, String(headers.location), 'ana');
    expect(status).toBe(400);
    expect(text).toContain('in another tab or browser');
    await victim.get('/support').expect(303);
  });

  it('a provider that is turned off, of another portal, or not there is nothing', async () => {
    await turn(lime, false);
    for (const id of [lime, 'x'.repeat(24), '..', '%00']) {
      await visitorOf(booted).get(`/support/sso/${id}`).expect(404);
      await visitorOf(booted).post(`/support/sso/${id}`, {}).expect(404);
    }
    await turn(lime, true);
  });

  it('only our own pages may send a form to it', async () => {
    await visitorOf(booted)
      .raw('post', `/support/sso/${everybody}`)
      .set('Origin', 'https://evil.example')
      .type('form')
      .send({ next: '/support' })
      .expect(403);
  });
});

describe('where somebody comes back to', () => {
  it.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '%2f%2fevil.example',
    '/%2f/evil.example',
    '/%5cevil.example',
    'https://evil.example',
    'https:evil.example',
    '/support@evil.example',
    '/support/..//evil.example',
    '/\tevil.example',
    'javascript:alert(1)',
    `${ORIGIN}/support/profile`,
  ])('attack 29: %j leads to the portal’s first page', async (next) => {
    const raw = next.replaceAll('\\', '%5c').replaceAll('\t', '%09');
    const linked = await byProvider(visitorOf(booted), everybody, 'ana', raw);
    expect(linked.headers.location).toBe('/support');
    const visitor = visitorOf(booted);
    const led = await visitor.post(`/support/sso/${everybody}`, { next }).expect(200);
    const arrived = await comeBack(visitor, onwardOf(led.text), 'ana');
    expect(arrived.headers.location).toBe('/support');
  });

  it('a path of ours, with what was typed before the session ended, however long', async () => {
    const { customerTickets } = booted.services;
    const { headers: begun } = await byProvider(visitorOf(booted), everybody, 'ana');
    const token = /cp_session=([\w-]+)/.exec(String(begun['set-cookie']))?.[1] ?? '';
    const session = await booted.services.sessions.find(token, portal());
    if (!session) throw new Error('not signed in');
    const { id } = await customerTickets.create(session.viewer, {
      subject: 'The meter',
      body: 'It stopped.',
      files: [],
      submissionKey: randomToken(),
    });
    const body = `${'Long text & <b>tags</b> "quoted" ünïcode 日本 '.repeat(3000)}end`;
    const gone = visitorOf(booted);
    const held = await gone.post(`/support/tickets/${id}/reply`, { body }).expect(401);
    expect(held.text).toContain('What you typed is kept.');
    const next = fieldOf(held.text, 'next');
    expect(next).toBe(`/support/tickets/${id}`);
    const led = await gone
      .post(`/support/sso/${everybody}`, { next, body, remember: 'yes' })
      .expect(200);
    const arrived = await comeBack(gone, onwardOf(led.text), 'ana');
    // Remembered, as it was ticked.
    expect(String(arrived.headers['set-cookie'])).toMatch(/cp_session=[^;]+;[^,]*Max-Age=2592000/);
    expect(arrived.headers.location).toBe('/support/typed');
    const back = await gone.get('/support/typed').expect(200);
    expect(back.text).toContain('ünïcode 日本');
    expect(back.text).toMatch(/end<\/textarea>/);
    expect(back.text).toContain('The meter');
    // Once: whoever comes to this browser next does not find it.
    const { headers } = await gone.get('/support/typed').expect(303);
    expect(headers.location).toBe('/support');
  });
});
