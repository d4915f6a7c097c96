import request from 'supertest';
import type { ProviderRecord } from '../../server/store/identity-providers';
import { fieldOf, HOST, visitorOf, type Visitor } from '../support/browserless';
import { foundCompany, ORIGIN, type TestCompany } from '../support/company';
import {
  addProviderTo,
  changeProvider,
  registerAt,
  type SomeSettings,
} from '../support/identity-providers';
import {
  browserAt,
  startOidcProvider,
  walkProvider,
  type Lie,
  type OidcProvider,
} from '../support/oidc-provider';
import { bootStrapi, type Booted } from '../support/strapi';

const PORTAL = `${ORIGIN}/support`;
const SECRET = 'a client secret: of two & more words';
const HOUR = 3600;
const EVENTS = { 'http://schemas.openid.net/event/backchannel-logout': {} };
const ADA = { sub: 'ada-1', email: 'ana@harbour.example', email_verified: true, name: 'Ana Lopes' };

let booted: Booted;
let company: TestCompany;
let oidc: OidcProvider;
let provider: ProviderRecord;
const logged: string[] = [];

beforeAll(async () => {
  [booted, oidc] = await Promise.all([bootStrapi(), startOidcProvider({ accounts: [ADA] })]);
  company = await foundCompany(booted);
  provider = await addProviderTo(
    booted,
    company.portal,
    'openid-connect',
    { oidc: { issuer: oidc.issuer, clientId: 'portal' } },
    SECRET,
  );
  await registerAt(oidc, provider, PORTAL, { client_secret: SECRET });
  await oidc.reach({ [ORIGIN]: `http://127.0.0.1:${booted.port}` });
  const { log } = booted.strapi;
  const info = log.info.bind(log);
  log.info = ((line: string) => {
    logged.push(line);
    return info(line);
  }) as typeof log.info;
});
afterAll(async () => {
  await oidc.stop();
  await booted.destroy();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all([oidc.lie(null), oidc.setMetadata({})]);
});

const pathOf = (address: string) => address.slice(ORIGIN.length);

/** The provider's page that a visitor is sent to. */
async function leave(visitor: Visitor, asked = '', one = provider): Promise<string> {
  const answer = await visitor.get(`/support/sso/${one.id}${asked}`).expect(303);
  return String(answer.headers.location);
}

interface Walk {
  /** null says no there. */
  login?: string | null;
  asked?: string;
  /** Done to the address that the provider sends the browser back to. */
  change?: (back: URL) => void;
  one?: ProviderRecord;
}

/** Signs in at the provider, and comes back. */
async function arrive(visitor: Visitor, walk: Walk = {}): Promise<request.Response> {
  const { login = ADA.sub, asked = '', change, one = provider } = walk;
  const back = new URL(await walkProvider(oidc, await leave(visitor, asked, one), login));
  change?.(back);
  return visitor.get(pathOf(back.href));
}

/** Why the last one was refused, as the log has it; the page says it in words of its own. */
function lastRefusal(): { problem: string; detail: string } {
  const [, problem = '', detail = ''] =
    /(?:refused|provider): ([a-z-]+):? ?(.*)$/.exec(logged.at(-1) ?? '') ?? [];
  return { problem, detail };
}

/** A visitor comes back from the provider and is not let in. */
async function refusal(walk?: Walk): Promise<string> {
  const visitor = visitorOf(booted);
  logged.length = 0;
  const answer = await arrive(visitor, walk);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.headers['set-cookie']?.toString() ?? '').not.toContain('cp_session');
  await visitor.get('/support').expect(303);
  return lastRefusal().problem;
}

/** A visitor who does not get as far as the provider. */
async function refusedAtOnce(one = provider): Promise<string> {
  logged.length = 0;
  const answer = await visitorOf(booted).get(`/support/sso/${one.id}`);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  return lastRefusal().problem;
}

/** A provider record of its own, for what would spoil the others. */
const another = (settings: SomeSettings['oidc'], secret = SECRET) =>
  addProviderTo(
    booted,
    company.portal,
    'openid-connect',
    { oidc: { issuer: oidc.issuer, clientId: 'portal', ...settings } },
    secret,
  );

async function signedIn(): Promise<{ visitor: Visitor; browser: ReturnType<typeof browserAt> }> {
  const visitor = visitorOf(booted);
  const browser = browserAt(oidc);
  const back = await browser.walk(await leave(visitor), ADA.sub);
  await visitor.get(pathOf(back)).expect(303);
  await visitor.get('/support').expect(200);
  return { visitor, browser };
}

describe('sign-in with OpenID Connect', () => {
  it('goes by code with PKCE, state and nonce, and shows no token in any address', async () => {
    const visitor = visitorOf(booted);
    const answer = await visitor
      .get(`/support/sso/${provider.id}?email=ana@harbour.example&next=/support/new`)
      .expect(303);
    const to = new URL(String(answer.headers.location));
    const asked = Object.fromEntries(to.searchParams);
    expect(to.origin).toBe(oidc.issuer);
    expect(asked).toEqual({
      client_id: 'portal',
      response_type: 'code',
      scope: 'openid email profile',
      redirect_uri: `${PORTAL}/sso/${provider.id}/callback`,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      login_hint: 'ana@harbour.example',
    });
    const [cookie = ''] = answer.headers['set-cookie'] as unknown as string[];
    expect(cookie).toMatch(/^cp_flow_.*HttpOnly/);
    expect(cookie).not.toContain(asked.nonce);
    // The provider knows who is meant, so nobody types anything.
    const back = await walkProvider(oidc, to.href, null);
    expect(Object.keys(Object.fromEntries(new URL(back).searchParams)).sort()).toEqual([
      'code',
      'iss',
      'state',
    ]);
    const arrived = await visitor.get(pathOf(back)).expect(303);
    expect(arrived.headers.location).toBe('/support/new');
    expect(String(arrived.headers['set-cookie'])).toContain(`${cookie.split('=')[0]}=;`);
    const page = await visitor.get('/support').expect(200);
    expect(page.text).toContain('Ana Lopes');
  });

  it('asks the userinfo endpoint for what the ID token lacks, and believes it of the same person only', async () => {
    await oidc.lie({ claims: { email: null, email_verified: null } });
    expect((await arrive(visitorOf(booted))).status).toBe(303);
    const other = { sub: 'somebody', email: ADA.email, email_verified: true };
    await oidc.answer('/me', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(other),
    });
    expect(await refusal()).toBe('malformed');
    // `email_verified` of another address than the one in the ID token proves nothing of that one.
    const stranger = { sub: 'stranger-1', email: 'x@else.example', email_verified: true };
    await oidc.answer('/me', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(stranger),
    });
    await oidc.lie({ claims: { sub: stranger.sub, email_verified: null, name: null } });
    expect(await refusal()).toBe('unverified-email');
    await oidc.answer('/me', { status: 401, headers: { 'www-authenticate': 'Bearer' } });
    expect(await refusal()).toBe('malformed');
    expect(lastRefusal().detail).toMatch(/^userinfo: /);
    await oidc.answer('/me', null);
  });

  it.each(['client_secret_basic', 'client_secret_post', 'none'] as const)(
    'is a client by %s',
    async (method) => {
      const secret = method === 'none' ? '' : SECRET;
      const one = await another({ clientId: method }, secret);
      await registerAt(oidc, one, PORTAL, {
        client_secret: secret || undefined,
        token_endpoint_auth_method: method,
      });
      expect((await arrive(visitorOf(booted), { one })).status).toBe(303);
      // What is announced alone is tried first.
      await oidc.setMetadata({ token_endpoint_auth_methods_supported: [method] });
      await changeProvider(booted, one, { oidc: { issuer: `${oidc.issuer}/` } });
      expect((await arrive(visitorOf(booted), { one })).status).toBe(303);
    },
  );

  it('posts its secret where a provider that announces both takes none by header', async () => {
    const one = await another({ clientId: 'posting' });
    await registerAt(oidc, one, PORTAL, { client_secret: SECRET });
    const challenge = { 'www-authenticate': 'Basic realm="x", error="invalid_client"' };
    await oidc.answer('/token', { status: 401, headers: challenge, having: 'authorization' });
    expect((await arrive(visitorOf(booted), { one })).status).toBe(303);
    expect((await arrive(visitorOf(booted), { one })).status).toBe(303);
    await oidc.answer('/token', { status: 401, headers: challenge });
    expect(await refusal({ one })).toBe('client');
    await oidc.answer('/token', null);
  });
});

describe('refused', () => {
  it('wrong state', async () => {
    const change = (back: URL) => back.searchParams.set('state', 'x'.repeat(43));
    expect(await refusal({ change })).toBe('flow-lost');
    const twice = (back: URL) => back.searchParams.append('state', 'x'.repeat(43));
    expect(await refusal({ change: twice })).toBe('state');
    const without = (back: URL) => back.searchParams.delete('state');
    expect(await refusal({ change: without })).toBe('flow-lost');
  });

  it('another browser than the one that left (no flow cookie), another provider, and a flow of long ago', async () => {
    const visitor = visitorOf(booted);
    const back = pathOf(await walkProvider(oidc, await leave(visitor), ADA.sub));
    logged.length = 0;
    await visitorOf(booted).get(back).expect(400);
    expect(lastRefusal().problem).toBe('flow-lost');
    const other = await another({ clientId: 'portal-2' });
    await visitor.get(back.replace(provider.id, other.id)).expect(400);
    expect(lastRefusal().problem).toBe('flow-lost');
    const late = visitorOf(booted);
    const lateBack = pathOf(await walkProvider(oidc, await leave(late), ADA.sub));
    jest.spyOn(booted.services.runtime, 'now').mockReturnValue(Date.now() + 11 * 60 * 1000);
    await late.get(lateBack).expect(400);
    expect(lastRefusal().problem).toBe('flow-lost');
  });

  const now = () => Math.floor(Date.now() / 1000);
  it.each<[string, string, () => Lie]>([
    ['wrong nonce', 'nonce', () => ({ claims: { nonce: 'another' } })],
    ['no nonce', 'nonce', () => ({ claims: { nonce: null } })],
    ['wrong issuer', 'issuer', () => ({ claims: { iss: 'https://evil.example' } })],
    ['issuer but for a slash', 'issuer', () => ({ claims: { iss: `${oidc.issuer}/` } })],
    ['wrong audience', 'audience', () => ({ claims: { aud: 'another' } })],
    ['one audience too many', 'audience', () => ({ claims: { aud: ['portal', 'another'] } })],
    [
      'azp of another client',
      'audience',
      () => ({ claims: { aud: ['portal', 'another'], azp: 'another' } }),
    ],
    ['azp of another client beside our audience', 'audience', () => ({ claims: { azp: 'x' } })],
    ['expired', 'expired', () => ({ later: -HOUR })],
    ['without an end', 'malformed', () => ({ claims: { exp: null } })],
    ['issued in the future', 'clock-skew', () => ({ later: 5 * 60 })],
    ['not valid yet', 'clock-skew', () => ({ claims: { nbf: now() + 5 * 60 } })],
    ['unsigned (alg none)', 'unsigned', () => ({ alg: 'none' })],
    [
      'signed with the secret that both know',
      'signature',
      () => ({ alg: 'HS256', secret: SECRET }),
    ],
    ['signed by a foreign key under the name of the own', 'signature', () => ({ key: 'foreign' })],
    [
      'signed by a key that nobody publishes',
      'signature',
      () => ({ key: 'foreign', header: { kid: 'mine' } }),
    ],
    [
      'signed by a key that it brings along',
      'signature',
      () => ({ key: 'foreign', header: { kid: undefined, jwk: {}, jku: 'https://evil.example' } }),
    ],
    ['critical header', 'malformed', () => ({ header: { crit: ['x'], x: 1 } })],
    ['no subject', 'no-subject', () => ({ claims: { sub: null } })],
    ['empty subject', 'no-subject', () => ({ claims: { sub: '' } })],
    ['subject that is a number', 'no-subject', () => ({ claims: { sub: 1 } })],
    ['encrypted', 'encrypted', () => ({ raw: 'a.b.c.d.e' })],
    ['garbage', 'malformed', () => ({ raw: 'garbage' })],
    ['nothing', 'malformed', () => ({ raw: '' })],
  ])('ID token: %s → %s', async (_name, problem, lie) => {
    await oidc.lie(lie());
    expect(await refusal()).toBe(problem);
    const { detail } = lastRefusal();
    expect(detail).not.toMatch(/eyJ|[\w-]{30,}\./);
    expect(detail).not.toContain(SECRET);
  });

  it('a clock that is wrong by less than a minute is borne', async () => {
    await oidc.lie({ later: 50 });
    expect((await arrive(visitorOf(booted))).status).toBe(303);
  });

  it('replayed: a code that was used', async () => {
    const left = await visitorOf(booted).get(`/support/sso/${provider.id}`).expect(303);
    const cookie = String(left.headers['set-cookie']).split(';')[0] ?? '';
    const back = await walkProvider(oidc, String(left.headers.location), ADA.sub);
    const come = () =>
      request(booted.server).get(pathOf(back)).set('Host', HOST).set('Cookie', cookie);
    await come().expect(303);
    await come().expect(400);
    expect(lastRefusal().problem).toBe('replayed');
  });

  it('mix-up: an answer that names another issuer, or none where the provider always names itself (RFC 9207)', async () => {
    const change = (back: URL) => back.searchParams.set('iss', 'https://evil.example');
    expect(await refusal({ change })).toBe('issuer');
    const without = (back: URL) => back.searchParams.delete('iss');
    expect(await refusal({ change: without })).toBe('issuer');
  });

  it('a token that comes without its code', async () => {
    const change = (back: URL) => {
      back.searchParams.delete('code');
      back.searchParams.set('id_token', 'a.b.c');
    };
    expect(await refusal({ change })).toBe('malformed');
    const without = (back: URL) => back.searchParams.delete('code');
    expect(await refusal({ change: without })).toBe('malformed');
  });

  it('redirect to elsewhere, after signing in and at the provider', async () => {
    for (const next of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      '/%09/evil.example',
    ]) {
      const asked = `?next=${encodeURIComponent(next)}`;
      const { status, headers } = await arrive(visitorOf(booted), { asked });
      expect(status).toBe(303);
      expect(new URL(String(headers.location), ORIGIN).origin).toBe(ORIGIN);
    }
    const left = await request(booted.server)
      .get(`/support/sso/${provider.id}`)
      .set('Host', HOST)
      .set('X-Forwarded-Host', 'evil.example')
      .expect(303);
    const to = new URL(String(left.headers.location));
    expect(to.searchParams.get('redirect_uri')).toBe(`${PORTAL}/sso/${provider.id}/callback`);
    to.searchParams.set('redirect_uri', 'https://evil.example/callback');
    await expect(walkProvider(oidc, to.href, ADA.sub)).rejects.toThrow('answers 400');
  });

  it('denied: the person said no there', async () => {
    expect(await refusal({ login: null })).toBe('denied');
    expect(lastRefusal().detail).toBe('access_denied: The person said no.');
    const change = (back: URL) => back.searchParams.set('error_description', 'a\r\nb\u2028c');
    expect(await refusal({ login: null, change })).toBe('denied');
    expect(lastRefusal().detail).toBe('access_denied: a b c');
  });

  it('a client that the provider does not know so, and a secret that cannot be read any more', async () => {
    const one = await another({ clientId: 'portal-3' }, 'not the secret');
    await registerAt(oidc, one, PORTAL, { client_secret: SECRET });
    expect(await refusal({ one })).toBe('client');
    expect(lastRefusal().detail).toContain('invalid_client');
    one.sealedSecret = 'sealed.by.somebody.else';
    await changeProvider(booted, one, {});
    expect(await refusedAtOnce(one)).toBe('secret-lost');
  });
});

describe('a provider that cannot be asked', () => {
  const DOCUMENT = '/.well-known/openid-configuration';
  const JSON_TYPE = { 'content-type': 'application/json' };
  let count = 0;
  /** Nothing of before is known of it. */
  const unknown = (settings: SomeSettings['oidc'] = {}) =>
    another({ clientId: `unknown-${(count += 1)}`, ...settings });

  it.each<[string, string, Parameters<OidcProvider['answer']>[1]]>([
    ['nothing there', 'discovery', { status: 404 }],
    ['no JSON', 'discovery', { headers: { 'content-type': 'text/html' }, body: '<html>' }],
    ['broken JSON', 'discovery', { headers: JSON_TYPE, body: '{' }],
    ['no issuer', 'discovery', { headers: JSON_TYPE, body: '{}' }],
    ['an issuer that is no address', 'discovery', { headers: JSON_TYPE, body: '{"issuer":"x"}' }],
    ['another issuer', 'issuer', { headers: JSON_TYPE, body: '{"issuer":"https://evil.example"}' }],
    ['a fault of its own', 'unreachable', { status: 503 }],
    [
      'a redirect',
      'unreachable',
      { status: 302, headers: { location: 'http://169.254.169.254/' } },
    ],
    ['more than 1 MB', 'unreachable', { headers: JSON_TYPE, size: 1_100_000 }],
  ])('discovery: %s → %s', async (_name, problem, told) => {
    const one = await unknown();
    await oidc.answer(DOCUMENT, told);
    expect(await refusedAtOnce(one)).toBe(problem);
    await oidc.answer(DOCUMENT, null);
    await visitorOf(booted).get(`/support/sso/${one.id}`).expect(303);
  });

  it('discovery: a document without the addresses that signing in needs', async () => {
    for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri']) {
      await oidc.setMetadata({ [name]: null });
      expect(await refusedAtOnce(await unknown())).toBe('discovery');
      expect(lastRefusal().detail).toContain(name);
    }
  });

  it('is asked anew after an hour, and does without while it is away', async () => {
    const one = await unknown();
    await leave(visitorOf(booted), '', one);
    const clock = jest.spyOn(booted.services.runtime, 'now');
    clock.mockReturnValue(Date.now() + 61 * 60 * 1000);
    await oidc.answer(DOCUMENT, { status: 503 });
    await leave(visitorOf(booted), '', one);
    await oidc.answer(DOCUMENT, null);
    await oidc.setMetadata({ authorization_endpoint: `${oidc.issuer}/elsewhere` });
    expect(await leave(visitorOf(booted), '', one)).toContain('/auth?');
    clock.mockReturnValue(Date.now() + 67 * 60 * 1000);
    expect(await leave(visitorOf(booted), '', one)).toContain('/elsewhere?');
  });

  it.each([
    ['nobody listens', 'http://127.0.0.1:9'],
    ['metadata of clouds', 'https://169.254.169.254'],
    ['a private address', 'https://10.1.2.3/realm'],
    ['a private IPv6 address', 'https://[fd00::1]'],
    ['loopback inside IPv6', 'https://[::ffff:127.0.0.1]'],
    ['a name that leads to a private address', 'https://intranet.example'],
    ['a name of which one address is private', 'https://rebinding.example'],
    ['plain http elsewhere', 'http://login.example'],
    ['another scheme', 'file:///etc/passwd'],
  ])('SSRF issuer, unreachable: %s (%s)', async (_name, issuer) => {
    const { resolver } = booted.services.runtime;
    jest
      .spyOn(resolver, 'addresses')
      .mockImplementation((host) =>
        Promise.resolve([
          ...(host === 'rebinding.example' ? [{ address: '1.1.1.1', family: 4 }] : []),
          { address: '192.168.7.7', family: 4 },
        ]),
      );
    const one = await unknown();
    // What the contract of settings would not take either.
    one.settings.oidc.issuer = issuer;
    await saveAsIs(one);
    expect(['unreachable', 'discovery']).toContain(await refusedAtOnce(one));
    if (!issuer.endsWith(':9'))
      expect(lastRefusal().detail).toMatch(/private network|not https|HTTPS/);
  });

  it('asks a private host that the options name, and the same machine while developing only', async () => {
    const { config, resolver } = booted.services.runtime;
    jest.spyOn(resolver, 'addresses').mockResolvedValue([{ address: '127.0.0.1', family: 4 }]);
    const closed = await unknown({ issuer: 'https://login.intranet.example:9' });
    expect(await refusedAtOnce(closed)).toBe('unreachable');
    expect(lastRefusal().detail).toContain('privateHosts');
    config.privateHosts.push('*.intranet.example');
    expect(await refusedAtOnce(closed)).toBe('unreachable');
    expect(lastRefusal().detail).toContain('ECONNREFUSED');
    const local = await unknown();
    process.env.NODE_ENV = 'production';
    try {
      expect(await refusedAtOnce(local)).toBe('unreachable');
      config.privateHosts.push('127.0.0.1');
      await visitorOf(booted).get(`/support/sso/${local.id}`).expect(303);
    } finally {
      process.env.NODE_ENV = 'test';
      config.privateHosts.length = 0;
    }
  });

  it('SSRF by the discovery document: a token endpoint in a private network is not asked', async () => {
    await oidc.setMetadata({ token_endpoint: 'https://169.254.169.254/latest' });
    const one = await unknown();
    await registerAt(oidc, one, PORTAL, { client_secret: SECRET });
    expect(await refusal({ one })).toBe('unreachable');
    expect(lastRefusal().detail).toContain('private network');
  });
});

describe('signing out', () => {
  it('goes on to the provider (RP-initiated logout), which sends the browser back', async () => {
    const { visitor, browser } = await signedIn();
    const page = await visitor.get('/support').expect(200);
    const formToken = fieldOf(page.text, 'formToken');
    const answer = await visitor.post('/support/sign-out', { formToken });
    expect(answer.status).toBe(200);
    const href =
      /href="(http:\/\/127[^"]+)"/.exec(answer.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const to = new URL(href);
    expect(to.origin + to.pathname).toBe(`${oidc.issuer}/session/end`);
    expect(to.searchParams.get('client_id')).toBe('portal');
    expect(to.searchParams.get('post_logout_redirect_uri')).toBe(
      `${PORTAL}/sso/${provider.id}/signed-out`,
    );
    expect(to.searchParams.get('id_token_hint')).toMatch(/^eyJ/);
    await visitor.get('/support').expect(303);
    const back = await browser.walk(to.href, null);
    const done = await visitor.get(pathOf(back)).expect(303);
    expect(done.headers.location).toBe('/support/sign-in?done=signed-out');
    // There, too, nobody is signed in any more: the provider asks who it is.
    const asked = new URL(await browser.walk(await leave(visitor), null));
    expect(asked.searchParams.get('error')).toBe('access_denied');
  });

  it('ends the session here at once when the provider ends its own (back-channel logout)', async () => {
    const { visitor, browser } = await signedIn();
    const other = await signedIn();
    await browser.walk(`${oidc.issuer}/session/end?client_id=portal`, null).catch(() => '');
    expect((await oidc.logouts()).at(-1)).toEqual({
      url: `${PORTAL}/sso/${provider.id}/back-channel`,
      status: 204,
    });
    await visitor.get('/support').expect(303);
    await other.visitor.get('/support').expect(200);
  });

  const send = (token: string) =>
    request(booted.server)
      .post(`/support/sso/${provider.id}/back-channel`)
      .set('Host', HOST)
      .type('form')
      .send({ logout_token: token });
  const claims = (more: object = {}): Record<string, unknown> => {
    const iat = Math.floor(Date.now() / 1000);
    const base = { iss: oidc.issuer, aud: 'portal', iat, exp: iat + 120, sub: ADA.sub };
    return { ...base, jti: `jti-${Math.random()}`, events: EVENTS, ...more };
  };

  it('takes a logout token once, of a person or of a session', async () => {
    const { visitor } = await signedIn();
    const token = await oidc.sign(claims(), { typ: 'logout+jwt' });
    await send(token).expect(204);
    await visitor.get('/support').expect(303);
    const again = await signedIn();
    await send(token).expect(400);
    await again.visitor.get('/support').expect(200);
    await send(await oidc.sign(claims({ exp: null }), {})).expect(204);
    await again.visitor.get('/support').expect(303);
  });

  it('refuses logout tokens that are forged, old, or no logout tokens', async () => {
    const { visitor } = await signedIn();
    const iat = Math.floor(Date.now() / 1000);
    const forged: [string, object, Parameters<OidcProvider['sign']>[1]?][] = [
      ['foreign key', {}, { key: 'foreign' }],
      ['unsigned', {}, { alg: 'none' }],
      ['signed with the secret', {}, { alg: 'HS256', secret: SECRET }],
      ['another type', {}, { typ: 'at+jwt' }],
      ['wrong audience', { aud: 'another' }],
      ['wrong issuer', { iss: 'https://evil.example' }],
      ['old', { iat: iat - 7 * 60, exp: iat + HOUR }],
      ['expired', { iat: iat - 120, exp: iat - 90 }],
      ['of the future', { iat: iat + 5 * 60, exp: iat + HOUR }],
      ['with a nonce, as an ID token', { nonce: 'n' }],
      ['no events', { events: null }],
      ['another event', { events: { 'http://schemas.openid.net/event/else': {} } }],
      ['an event that is no object', { events: { [Object.keys(EVENTS)[0] ?? '']: 'x' } }],
      ['no id', { jti: null }],
      ['no time', { iat: null }],
      ['of nobody', { sub: null }],
      ['of an unknown session', { sid: 1, sub: null }],
    ];
    for (const [name, more, told] of forged) {
      const { status } = await send(await oidc.sign(claims(more), { typ: 'logout+jwt', ...told }));
      expect([name, status]).toEqual([name, 400]);
    }
    for (const garbage of ['', 'x', 'a.b.c', '..', `${'a'.repeat(20_000)}.b.c`])
      await send(garbage).expect(400);
    await visitor.get('/support').expect(200);
    // Another person's, and another session's, end nothing of this one.
    await send(await oidc.sign(claims({ sub: 'somebody' }), {})).expect(204);
    await send(await oidc.sign(claims({ sid: 'another' }), {})).expect(204);
    await visitor.get('/support').expect(200);
  });
});

// The last, since the provider itself does not know its new key.
describe('keys that the provider has changed', () => {
  it('refuse one sign-in at the most, and are read anew for the next', async () => {
    await oidc.rotateKeys();
    expect(await refusal()).toBe('signature');
    expect((await arrive(visitorOf(booted))).status).toBe(303);
  });
});

async function saveAsIs(one: ProviderRecord): Promise<void> {
  const map = booted.services.siteMap.portalByKey(company.portalKey);
  const known = map?.providers.find(({ id }) => id === one.id);
  if (known) known.settings.oidc.issuer = one.settings.oidc.issuer;
}
