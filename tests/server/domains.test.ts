import { createServer, type RequestListener, type Server } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import request from 'supertest';
import type { DomainChoices, DomainDetail } from '../../server/contracts/domains';
import type { DomainActor } from '../../server/services/domains';
import { adminWith, type AdminClient } from '../support/admin';
import { startDns, type DnsServer } from '../support/dns';
import type { DatabaseName } from '../support/databases';
import { createBooted } from '../support/first-boot';
import { foundKnowledgeBase } from '../support/knowledge-base';
import { bootStrapi, type Booted } from '../support/strapi';

const databases = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const DANA: DomainActor = {
  kind: 'agent',
  id: 'dana',
  name: 'Dana Berg',
  can: new Set(['portal-read', 'domain-edit']),
  canAddLocale: true,
};
const SYSTEM_ORIGIN = 'http://127.0.0.1:1337';

let dns: DnsServer;
let booted: Booted;
const servers: Server[] = [];

beforeAll(async () => {
  dns = await startDns();
});
afterAll(async () => {
  for (const server of servers) server.closeAllConnections();
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  await dns.close();
});

const pluginConfig = () => ({
  dnsServers: [dns.address],
  privateHosts: ['help.test', 'other.test', 'txt.test', 'far.test', 'mute.test'],
});

/** A server that is not this installation; its address as a domain of the name. */
async function elsewhere(host: string, answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  dns.zone.set(`A ${host}`, ['127.0.0.1']);
  return `http://${host}:${(server.address() as AddressInfo).port}`;
}

const connect = (address: string, primaryLanguage = 'en') =>
  booted.services.domains.connect(DANA, { address, primaryLanguage, addLocale: false });

/** A moment later, so that a domain may be checked again. */
function later(ms: number): void {
  const at = booted.services.runtime.now() + ms;
  booted.services.runtime.now = () => at;
}

async function check(id: string): Promise<DomainDetail | null> {
  later(6000);
  return booted.services.domains.check(DANA, id);
}

const happened = async (id: string) =>
  (
    (await booted.services.runtime
      .db('cp_activities')
      .where({ subject_kind: 'domain', subject: id })
      .orderBy('id')) as { action: string }[]
  ).map(({ action }) => action);

async function makePortal(domainId: string, slug: string): Promise<{ key: number; id: string }> {
  const { portals, runtime } = booted.services;
  const { id: domainKey } = await runtime.db('cp_domains').where({ document_id: domainId }).first();
  const { id: inboxKey } = await runtime.db('cp_inboxes').first('id');
  return portals.createPortal({ name: `Portal ${slug}`, domainKey, slug, inboxKey });
}

const open = (origin: string, address: string) =>
  request(booted.server).get(address).set('Host', new URL(origin).host);

describe.each(databases)('domains on %s', (database) => {
  beforeAll(async () => {
    dns.zone.clear();
    dns.silent.clear();
    booted = await bootStrapi({ database, pluginConfig: pluginConfig() });
  });
  afterAll(() => booted.destroy());

  it('makes the system domain at first boot, which is never removed', async () => {
    const { domains } = booted.services;
    const { rows } = await domains.list(DANA, { q: '', sort: '' });
    expect(rows).toEqual([
      expect.objectContaining({
        origin: SYSTEM_ORIGIN,
        basePath: '',
        primaryLanguage: 'en',
        isSystem: true,
        servesAdmin: true,
        state: 'verified',
        problem: null,
      }),
    ]);
    const id = rows[0]?.id ?? '';
    expect((await domains.find(DANA, id))?.verification).toBeNull();
    await expect(domains.remove(DANA, id)).rejects.toThrow('stays');
    expect(await happened(id)).toEqual(['domain.created']);
  });

  it('verifies a domain that leads here, serves it, and removes it when nothing stands there', async () => {
    const { domains, siteMap } = booted.services;
    dns.zone.set('A help.test', ['127.0.0.1']);
    const origin = `http://help.test:${booted.port}`;
    const made = await connect(` ${origin.toUpperCase()}/ `);
    expect(made).toMatchObject({ origin, basePath: '', state: 'verified', problem: null });
    expect(made.checkedAt).toBeGreaterThan(0);
    expect(await happened(made.id)).toEqual(['domain.created', 'domain.verified']);
    const portal = await makePortal(made.id, 'support');
    await open(origin, '/support/sign-in').expect(200);
    await open(origin, '/admin').expect(404);
    await expect(domains.remove(DANA, made.id)).rejects.toThrow(
      'Portal support stands there. Move or delete it first.',
    );
    const row = (await domains.list(DANA, { q: 'portal sup', sort: '' })).rows[0];
    expect(row).toMatchObject({
      id: made.id,
      portals: [{ id: portal.id, name: 'Portal support' }],
    });

    await booted.services.siteAddresses.release(booted.services.runtime.db, portal.id);
    expect(await domains.remove(DANA, made.id)).toBe(true);
    expect(siteMap.resolve('http', new URL(origin).host, '/support')).toBeNull();
    expect(await domains.remove(DANA, made.id)).toBeNull();
    // What comes back is the same domain, to be proven anew.
    dns.zone.set('A help.test', ['127.0.0.2']);
    const again = await connect(origin);
    expect(again).toMatchObject({ id: made.id, state: 'failed', problem: { code: 'refused' } });
    expect(siteMap.resolve('http', new URL(origin).host, '/')).toBeNull();
    await open(origin, '/support').expect(404);
    await open(origin, '/_health').expect(204);
  });

  it('goes on serving a verified domain through an outage, and says what is wrong', async () => {
    const { domains } = booted.services;
    const { id, origin } = (await domains.list(DANA, { q: 'help.test', sort: '' })).rows[0] ?? {
      id: '',
      origin: '',
    };
    dns.zone.set('A help.test', ['127.0.0.1']);
    expect(await check(id)).toMatchObject({ state: 'verified', problem: null });
    await makePortal(id, 'desk');
    dns.zone.delete('A help.test');
    const problem = { code: 'name-not-found', detail: `help.test:${booted.port}`, txt: 'missing' };
    expect(await check(id)).toMatchObject({ state: 'verified', problem });
    await open(origin, '/desk/sign-in').expect(200);
    dns.zone.set('A help.test', ['127.0.0.1']);
    expect(await check(id)).toMatchObject({ state: 'verified', problem: null });
    expect((await happened(id)).slice(-4)).toEqual([
      'domain.failed',
      'domain.verified',
      'domain.failed',
      'domain.verified',
    ]);
  });

  it('takes a TXT record for a proof before the domain leads here', async () => {
    const { domains } = booted.services;
    const made = await connect('https://txt.test/help');
    expect(made).toMatchObject({
      state: 'failed',
      problem: { code: 'name-not-found', txt: 'missing' },
      verification: {
        url: 'https://txt.test/help/.well-known/customer-portal',
        txt: { name: '_customer-portal.txt.test' },
      },
    });
    const value = made.verification?.txt?.value ?? '';
    expect(value).toMatch(/^customer-portal-verification=[\w-]{32}$/);
    dns.zone.set('TXT _customer-portal.txt.test', ['v=spf1 -all', `${value}x`]);
    expect((await check(made.id))?.problem?.txt).toBe('wrong');
    dns.zone.set('TXT _customer-portal.txt.test', ['v=spf1 -all', value]);
    expect(await check(made.id)).toMatchObject({
      state: 'verified',
      problem: { code: 'name-not-found', txt: 'right' },
    });
    expect(await happened(made.id)).toEqual(['domain.created', 'domain.failed', 'domain.verified']);
    // The token is of this domain alone.
    const other = await connect('https://txt.test');
    expect(other.verification?.txt?.value).not.toBe(value);
    expect(other.problem?.txt).toBe('wrong');
    expect(await domains.remove(DANA, other.id)).toBe(true);
  });

  it('checks in the background: the unproven every few minutes, the verified once a day', async () => {
    const { domainVerification, runtime } = booted.services;
    const checkedAt = async () => {
      const rows = (await runtime.db('cp_domains').where({ trashed_at: 0 })) as {
        origin: string;
        checked_at: string | number;
      }[];
      return Object.fromEntries(
        rows.map(({ origin, checked_at: at }) => [new URL(origin).hostname, Number(at)]),
      );
    };
    const waiting = await connect('https://mute.test');
    const begin = await checkedAt();
    const moved = async () => {
      await domainVerification.checkDue();
      const now = await checkedAt();
      const names = Object.keys(now).filter((name) => now[name] !== begin[name]);
      Object.assign(begin, now);
      return names.sort();
    };
    later(60_000);
    expect(await moved()).toEqual([]);
    later(5 * 60_000);
    expect(await moved()).toEqual(['mute.test']);
    later(60 * 60_000);
    // The verified one of the TXT record has a problem: it is looked at every hour.
    expect(await moved()).toEqual(['mute.test', 'txt.test']);
    later(24 * 60 * 60_000);
    expect(await moved()).toEqual(['help.test', 'mute.test', 'txt.test']);
    // The same finding again is no news.
    expect(await happened(waiting.id)).toEqual(['domain.created', 'domain.failed']);
  });

  it('lets one of two who ask at once check, and one of two connect the same domain', async () => {
    const { domains } = booted.services;
    const both = await Promise.allSettled([connect('https://twice.test'), connect('twice.test')]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refusal = both.find((one) => one.status === 'rejected');
    expect(String(refusal?.reason)).toContain('https://twice.test is connected already.');
    const { id } = (await domains.list(DANA, { q: 'twice', sort: '' })).rows[0] ?? { id: '' };
    later(6000);
    const checks = await Promise.allSettled([domains.check(DANA, id), domains.check(DANA, id)]);
    expect(checks.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await domains.remove(DANA, id);
  });

  it('changes the language, adds it to Strapi, and lets Strapi answer there', async () => {
    const { domains } = booted.services;
    const [row] = (await domains.list(DANA, { q: 'help.test', sort: '' })).rows;
    const { id = '', origin = '' } = row ?? {};
    const before = await domains.choices(DANA);
    expect(before.languages).toEqual(
      expect.arrayContaining([
        { code: 'en', isInStrapi: true },
        { code: 'fr', isInStrapi: false },
      ]),
    );
    expect(before.domains[0]?.isSystem).toBe(true);
    const values = { primaryLanguage: 'fr', addLocale: true, servesAdmin: true };
    expect(await domains.save(DANA, id, values)).toMatchObject({
      primaryLanguage: 'fr',
      servesAdmin: true,
      state: 'verified',
    });
    const { text } = await open(origin, '/desk/sign-in').expect(200);
    expect(text).toContain('lang="fr"');
    await open(origin, '/_health').expect(204);
    expect((await domains.choices(DANA)).languages).toContainEqual({
      code: 'fr',
      isInStrapi: true,
    });
    expect((await happened(id)).at(-1)).toBe('domain.updated');
    await expect(domains.save(DANA, id, { ...values, primaryLanguage: 'tlh' })).rejects.toThrow(
      'Choose a language',
    );
    await expect(makePortal(id, 'graphql')).rejects.toThrow('reserved');
    await domains.save(DANA, id, { ...values, servesAdmin: false });
    await open(origin, '/_health').expect(404);
    await makePortal(id, 'graphql');
    await expect(domains.save(DANA, id, values)).rejects.toThrow('stands at /graphql');
    const [based] = (await domains.list(DANA, { q: 'txt.test', sort: '' })).rows;
    await expect(domains.save(DANA, based?.id ?? '', values)).rejects.toThrow('without a path');
  });

  it('says why a check failed', async () => {
    const problemOf = async (address: string) => (await connect(address)).problem;
    const moved = await elsewhere('other.test', (_req, res) => {
      res.writeHead(301, { Location: 'http://169.254.169.254/' }).end();
    });
    expect(await problemOf(moved)).toMatchObject({
      code: 'redirect',
      detail: 'http://169.254.169.254/',
    });
    expect(
      await problemOf(await elsewhere('other.test', (_req, res) => res.writeHead(404).end())),
    ).toMatchObject({ code: 'other-server', detail: '404' });
    const long = await elsewhere('other.test', (_req, res) => {
      const chunk = Buffer.alloc(1024, ' ');
      res.on('error', () => undefined);
      const more = () => void (res.destroyed || (res.write(chunk), setImmediate(more)));
      more();
    });
    expect(await problemOf(long)).toMatchObject({ code: 'other-server', detail: '200' });
    const imitator = await elsewhere('other.test', (_req, res) =>
      res.end(JSON.stringify({ installation: 'x', address: 'y' })),
    );
    expect(await problemOf(imitator)).toMatchObject({ code: 'other-installation' });

    dns.zone.set('A inside.test', ['127.0.0.1']);
    expect(await problemOf(`inside.test:${booted.port}`)).toMatchObject({
      code: 'private-address',
      detail: '127.0.0.1',
    });
    // One private address among public ones is enough: which one would be connected to is chance.
    dns.zone.set('A mixed.test', ['8.8.8.8', '10.0.0.1']);
    expect(await problemOf('mixed.test')).toMatchObject({ detail: '10.0.0.1' });
    dns.zone.set('AAAA mapped.test', ['::ffff:127.0.0.1']);
    expect(await problemOf('mapped.test')).toMatchObject({ code: 'private-address' });

    const timeout = jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new DOMException('late', 'TimeoutError')), 300);
      return controller.signal;
    });
    try {
      const silent = await elsewhere('far.test', () => undefined);
      expect(await problemOf(silent)).toMatchObject({ code: 'timeout' });
      dns.silent.add('lost.test');
      expect(await problemOf('lost.test')).toMatchObject({ code: 'timeout' });
    } finally {
      timeout.mockRestore();
    }
  });

  it('connects to the very address that was checked', async () => {
    const origin = await elsewhere('far.test', (_req, res) => res.end('{}'));
    let looks = 0;
    const { resolver } = booted.services.runtime;
    const addresses = jest.spyOn(resolver, 'addresses').mockImplementation(() => {
      looks += 1;
      // Whoever asks a second time is led inside.
      return Promise.resolve([{ address: looks === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }]);
    });
    expect((await connect(`${origin}/rebound`)).problem).toMatchObject({ code: 'other-server' });
    expect(looks).toBe(1);
    addresses.mockRestore();
  });

  it('names a knowledge base in the language that it was made in', async () => {
    await foundKnowledgeBase(booted, 'http://titles.test');
    const { rows } = await booted.services.domains.list(DANA, { q: 'titles.test', sort: '' });
    expect(rows[0]?.knowledgeBases).toEqual([expect.objectContaining({ title: 'Harbour help' })]);
  });
});

describe('domains over HTTP', () => {
  let dana: AdminClient;

  beforeAll(async () => {
    booted = await bootStrapi({ pluginConfig: pluginConfig() });
    dana = await adminWith(booted, 'Dana', ['portals.portal-read', 'portals.domain-edit']);
  });
  afterAll(() => booted.destroy());

  const refusalOf = async (input: object) => {
    const { body, status } = await dana.post('/domains', { primaryLanguage: 'en', ...input });
    expect(status).toBe(400);
    const [first] = body.error.details.errors as { path: string[]; message: string }[];
    return `${first?.path.join('.')}: ${first?.message}`;
  };

  it('verifies *.localhost outside production without asking anybody', async () => {
    const { body } = await dana
      .post('/domains', { address: 'brand.localhost:1337/help', primaryLanguage: 'en' })
      .expect(201);
    expect(body).toMatchObject({
      origin: 'http://brand.localhost:1337',
      basePath: '/help',
      state: 'verified',
      verification: null,
    });
    expect(dns.asked.filter((one) => one.includes('brand.localhost'))).toEqual([]);
    const environment = process.env.NODE_ENV;
    process.env.NODE_ENV = 'production';
    try {
      const made = await dana.post('/domains', {
        address: 'made.localhost:1337',
        primaryLanguage: 'en',
      });
      expect(made.body).toMatchObject({ state: 'failed', problem: { code: 'private-address' } });
      expect(await refusalOf({ address: 'http://plain.example' })).toMatch(/^address: .*https/);
    } finally {
      process.env.NODE_ENV = environment;
    }
  });

  it('refuses beside the field', async () => {
    expect(await refusalOf({ address: '' })).toMatch(/^address: Enter a domain/);
    expect(await refusalOf({ address: 7 })).toMatch(/^address: Enter a domain/);
    expect(await refusalOf({ address: 'nowhere' })).toMatch(/^address: Enter a domain/);
    expect(await refusalOf({ address: 'https://a:b@help.example' })).toMatch(
      /^address: .*password/,
    );
    expect(await refusalOf({ address: 'help.example/?a=1' })).toMatch(/^address: .*\?/);
    for (const inside of ['10.0.0.1', 'http://127.0.0.1:5432', '0x7f000001', '[::1]:8080'])
      expect(await refusalOf({ address: inside })).toMatch(/^address: .*private network/);
    expect(await refusalOf({ address: `${SYSTEM_ORIGIN}/admin` })).toMatch(/private network/);
    expect(await refusalOf({ address: 'BRAND.localhost:1337/help' })).toMatch(/connected already/);
    expect(await refusalOf({ address: 'help.example', primaryLanguage: '' })).toMatch(
      /^primaryLanguage: Choose a language/,
    );
    expect(await refusalOf({ address: 'help.example', primaryLanguage: 'tlh' })).toMatch(
      /^primaryLanguage: Choose a language/,
    );
  });

  it('keeps one namespace: a path hides neither a portal nor Strapi', async () => {
    const address = 'one.localhost:1337';
    const { body: root } = await dana.post('/domains', { address, primaryLanguage: 'en' });
    await makePortal(root.id, 'desk');
    expect(await refusalOf({ address: `${address}/desk` })).toBe(
      'address: Portal desk stands at /desk there. Choose another path.',
    );
    expect(await refusalOf({ address: `${address}/desk/two` })).toMatch(/stands at \/desk/);
    await dana.put(`/domains/${root.id}`, { primaryLanguage: 'en', servesAdmin: true }).expect(200);
    expect(await refusalOf({ address: `${address}/admin` })).toMatch(/an address of Strapi/);
    await dana.post('/domains', { address: `${address}/shop`, primaryLanguage: 'en' }).expect(201);
    await expect(makePortal(root.id, 'shop')).rejects.toThrow('taken');
    expect(await refusalOf({ address: `${address}/fr` })).toMatch(/stands for a language/);
  });

  it('lets nobody pass without the permission, and says 404 of what is not there', async () => {
    const nora = await adminWith(booted, 'Nora', ['contacts.contact-read']);
    const rita = await adminWith(booted, 'Rita', ['portals.portal-read']);
    const { body } = await rita.get('/domains').expect(200);
    const { id } = body.rows[1] as { id: string };
    await rita.get(`/domains/${id}`).expect(200);
    const input = { address: 'new.example', primaryLanguage: 'en' };
    for (const client of [nora, rita]) {
      await client.post('/domains', input).expect(403);
      await client.put(`/domains/${id}`, input).expect(403);
      await client.delete(`/domains/${id}`).expect(403);
      await client.post(`/domains/${id}/check`, {}).expect(403);
    }
    for (const address of ['/domains', '/domain-choices', `/domains/${id}`])
      await nora.get(address).expect(403);
    const ghost = 'a'.repeat(24);
    await dana.get(`/domains/${ghost}`).expect(404);
    await dana.put(`/domains/${ghost}`, input).expect(404);
    await dana.delete(`/domains/${ghost}`).expect(404);
    await dana.post(`/domains/${ghost}/check`, {}).expect(404);
    const { domains } = booted.services;
    const reader = { ...DANA, can: new Set(['portal-read']) };
    await expect(domains.check(reader, id)).rejects.toThrow();
    await expect(domains.remove(reader, id)).rejects.toThrow();
  });

  it('adds a locale only for whoever may add locales in Strapi', async () => {
    const { body } = await dana.get('/domain-choices').expect(200);
    const choices = body as DomainChoices;
    expect(choices.canAddLocale).toBe(false);
    const { id } = choices.domains[1] ?? { id: '' };
    const input = { primaryLanguage: 'fr', addLocale: true };
    await dana.put(`/domains/${id}`, input).expect(200);
    const { body: after } = await dana.get('/domain-choices').expect(200);
    expect((after as DomainChoices).languages).toContainEqual({ code: 'fr', isInStrapi: false });
  });

  it('answers its proof to anybody, under any host, and tells nothing else', async () => {
    const PROOF = '/.well-known/customer-portal';
    const nonce = 'n'.repeat(32);
    const ask = (host: string, address: string) =>
      request(booted.server).get(address).set('Host', host);
    const { body, headers } = await ask('any.example', `/deep/er${PROOF}?nonce=${nonce}`).expect(
      200,
    );
    expect(Object.keys(body)).toEqual(['installation', 'address']);
    expect(headers['set-cookie']).toBeUndefined();
    expect(headers['cache-control']).toBe('no-store');
    const { body: other } = await ask('other.example', `${PROOF}?nonce=${nonce}`).expect(200);
    expect(other.installation).toBe(body.installation);
    expect(other.address).not.toBe(body.address);
    for (const query of ['', '?nonce=short', `?nonce=${'n'.repeat(65)}`, `?nonce=${nonce}&nonce=b`])
      await ask('any.example', PROOF + query).expect(404);
    await request(booted.server)
      .post(`${PROOF}?nonce=${nonce}`)
      .set('Host', 'any.example')
      .expect(405);
  });

  it('limits how often somebody lets it check', async () => {
    const { body } = await dana.post('/domains', { address: 'often.test', primaryLanguage: 'en' });
    const { body: soon } = await dana.post(`/domains/${body.id}/check`, {}).expect(429);
    expect(soon.error.message).toContain('a moment ago');
    let status = 0;
    let message = '';
    for (let count = 0; count < 40 && !message.includes('many checks'); count += 1) {
      later(6000);
      const answer = await dana.post(`/domains/${body.id}/check`, {});
      ({ status } = answer);
      message = String(answer.body.error?.message ?? '');
    }
    expect(status).toBe(429);
    expect(message).toContain('many checks');
  });
});

describe('the system domain follows the server', () => {
  const keep = mkdtempSync(path.join(os.tmpdir(), 'customer-portal-'));
  const existing = { name: path.join(keep, 'test.db'), url: '', isFromFirstBoot: true };
  beforeAll(() => createBooted('sqlite', existing.name));
  afterAll(() => rmSync(keep, { recursive: true, force: true }));

  const systemAt = async (url: string, work?: () => Promise<unknown>) => {
    booted = await bootStrapi({
      keep,
      existing,
      env: { TEST_URL: url },
      pluginConfig: pluginConfig(),
    });
    const { rows } = await booted.services.domains.list(DANA, { q: '', sort: '' });
    await work?.();
    await booted.destroy();
    return rows.map(({ id, origin, basePath, isSystem, state, portals }) => ({
      id,
      address: origin + basePath,
      isSystem,
      state,
      portals: portals.length,
    }));
  };

  it('to its new address, and to one that was connected before', async () => {
    const [first] = await systemAt('http://127.0.0.1:1337', async () => {
      const { rows } = await booted.services.domains.list(DANA, { q: '', sort: '' });
      await makePortal(rows[0]?.id ?? '', 'help');
      await connect('http://cms.localhost:1337');
      const { id } = await connect('http://gone.localhost:1337');
      await booted.services.domains.remove(DANA, id);
    });
    const moved = await systemAt('http://gone.localhost:1337', async () => {
      await open('http://gone.localhost:1337', '/help/sign-in').expect(200);
      await open('http://gone.localhost:1337', '/_health').expect(204);
      await open('http://127.0.0.1:1337', '/help/sign-in').expect(404);
    });
    expect(moved).toEqual([
      {
        id: first?.id,
        address: 'http://gone.localhost:1337',
        isSystem: true,
        state: 'verified',
        portals: 1,
      },
      expect.objectContaining({ address: 'http://cms.localhost:1337', isSystem: false }),
    ]);
    const taken = await systemAt('http://cms.localhost:1337');
    expect(taken).toEqual([
      expect.objectContaining({
        address: 'http://cms.localhost:1337',
        isSystem: true,
        state: 'verified',
      }),
      // A portal stands there still, so it stays, to be proven like any other.
      expect.objectContaining({ id: first?.id, isSystem: false, state: 'pending', portals: 1 }),
    ]);
  });
});
