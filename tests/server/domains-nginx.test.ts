import { createServer, request as send, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DomainDetail } from '../../server/contracts/domains';
import type { DomainActor } from '../../server/services/domains';
import { startDns, type DnsServer } from '../support/dns';
import { NGINX, startNginx, type Nginx } from '../support/nginx';
import { bootStrapi, type Booted } from '../support/strapi';

const HOSTS = ['help.test', 'forwarded.test', 'site.test', 'next.test', 'bare.test', 'tls.test'];
const DANA: DomainActor = {
  kind: 'agent',
  id: 'dana',
  name: 'Dana Berg',
  can: new Set(['portal-read', 'domain-edit']),
  canAddLocale: false,
};

let dns: DnsServer;
let booted: Booted;
let nginx: Nginx;
/** The company's own site, as Next.js or Nuxt serve it: /support is handed on by a rewrite of theirs. */
let site: Server;

const portOf = (server: Server) => (server.address() as AddressInfo).port;

function startSite(): Promise<void> {
  site = createServer((req, res) => {
    if (!/^\/support(\/|\?|$)/.test(req.url ?? '')) return void res.end('The site itself');
    const headers = {
      ...req.headers,
      host: `127.0.0.1:${booted.port}`,
      'x-forwarded-host': req.headers.host,
      'x-forwarded-proto': 'http',
    };
    const { method, url: path } = req;
    const onward = send(
      { host: '127.0.0.1', port: booted.port, method, path, headers },
      (answer) => {
        res.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(res);
      },
    );
    req.pipe(onward);
  });
  return new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
}

async function start(isTrusted: boolean): Promise<void> {
  booted = await bootStrapi({
    env: { TEST_PROXY: isTrusted ? '1' : '0' },
    pluginConfig: { dnsServers: [dns.address], privateHosts: HOSTS },
  });
  await startSite();
  const strapi = `http://127.0.0.1:${booted.port}`;
  nginx = await startNginx({
    certificateOf: 'tls.test',
    servers: ({ port, tlsPort, tls }) => `
  server {
    listen 127.0.0.1:${port};
    server_name help.test;
    location / { proxy_pass ${strapi}; proxy_set_header Host $http_host; proxy_set_header X-Forwarded-Host ""; }
  }
  server {
    listen 127.0.0.1:${port};
    server_name forwarded.test;
    location / { proxy_pass ${strapi}; proxy_set_header X-Forwarded-Host $http_host; proxy_set_header X-Forwarded-Proto $scheme; }
  }
  server {
    listen 127.0.0.1:${port};
    server_name site.test;
    location / { proxy_pass http://127.0.0.1:${portOf(site)}; }
    location /support { proxy_pass ${strapi}; proxy_set_header Host $http_host; }
  }
  server {
    listen 127.0.0.1:${port};
    server_name next.test;
    location / { proxy_pass http://127.0.0.1:${portOf(site)}; proxy_set_header Host $http_host; }
  }
  server {
    listen 127.0.0.1:${port};
    server_name bare.test;
    location /support/ { proxy_pass ${strapi}/; proxy_set_header Host $http_host; }
  }
  server {
    listen 127.0.0.1:${tlsPort} ssl;
    server_name tls.test;
    ${tls}
    location / { proxy_pass ${strapi}; proxy_set_header Host $http_host; proxy_set_header X-Forwarded-Proto $scheme; }
  }`,
  });
}

async function stop(): Promise<void> {
  await nginx.stop();
  site.closeAllConnections();
  await new Promise((resolve) => site.close(resolve));
  await booted.destroy();
}

const connect = (address: string): Promise<DomainDetail> =>
  booted.services.domains.connect(DANA, { address, primaryLanguage: 'en', addLocale: false });

const at = (host: string, path = '') => `http://${host}:${nginx.port}${path}`;

async function makePortal({ id }: DomainDetail): Promise<void> {
  const { portals, runtime } = booted.services;
  const { id: domainKey } = await runtime.db('cp_domains').where({ document_id: id }).first();
  const { id: inboxKey } = await runtime.db('cp_inboxes').first('id');
  await portals.createPortal({ name: 'Help desk', domainKey, slug: 'desk', inboxKey });
}

interface Page {
  status: number;
  text: string;
}

/** A page as a browser asks nginx for it. */
function open(host: string, path: string, headers: Record<string, string> = {}): Promise<Page> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: nginx.port, path, agent: false };
    send({ ...options, headers: { host: `${host}:${nginx.port}`, ...headers } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      );
    })
      .on('error', reject)
      .end();
  });
}

if (NGINX === '') console.log('skipped: domains behind nginx, there is no nginx here');

(NGINX === '' ? describe.skip : describe)('domains behind a real nginx', () => {
  beforeAll(async () => {
    dns = await startDns();
    for (const host of HOSTS) dns.zone.set(`A ${host}`, ['127.0.0.1']);
  });
  afterAll(() => dns.close());

  describe('when Strapi is not told to trust it', () => {
    beforeAll(() => start(false));
    afterAll(stop);

    it('serves a domain whose host is passed on, at its root', async () => {
      const domain = await connect(at('help.test'));
      expect(domain).toMatchObject({ state: 'verified', problem: null });
      await makePortal(domain);
      const { status, text } = await open('help.test', '/desk/sign-in');
      expect([status, text.includes('Help desk')]).toEqual([200, true]);
      expect((await open('help.test', '/nothing')).text).toContain('<html');
    });

    it('serves below /support of another site, which keeps the rest', async () => {
      const domain = await connect(at('site.test', '/support'));
      expect(domain).toMatchObject({ state: 'verified', problem: null });
      await makePortal(domain);
      const { status, text } = await open('site.test', '/support/desk/sign-in');
      expect(status).toBe(200);
      expect(text).toContain('action="/support/desk/sign-in');
      const [asset] = /\/support\/_assets\/[\w.-]+\.css/.exec(text) ?? [''];
      expect((await open('site.test', asset)).status).toBe(200);
      expect((await open('site.test', '/')).text).toBe('The site itself');
      expect((await open('site.test', '/supporters')).text).not.toContain('Help desk');
    });

    it('takes no word about the host from anybody', async () => {
      expect((await connect(at('forwarded.test'))).problem).toMatchObject({ code: 'proxy-host' });
      expect((await connect(at('next.test', '/support'))).problem).toMatchObject({
        code: 'proxy-host',
      });
      const forged = { 'x-forwarded-host': `help.test:${nginx.port}` };
      expect((await open('forwarded.test', '/desk/sign-in', forged)).status).toBe(404);
    });

    it('says when the proxy takes the path away', async () => {
      expect((await connect(at('bare.test', '/support'))).problem).toMatchObject({
        code: 'proxy-path',
        detail: '/support',
      });
    });

    it('refuses a certificate that nobody signed, by its reason', async () => {
      const { state, problem } = await connect(`https://tls.test:${nginx.tlsPort}`);
      expect(state).toBe('failed');
      expect(problem).toMatchObject({
        code: 'tls-untrusted',
        detail: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      });
    });
  });

  describe('when Strapi is told to trust it', () => {
    beforeAll(() => start(true));
    afterAll(stop);

    it('takes the host that the proxy names', async () => {
      const domain = await connect(at('forwarded.test'));
      expect(domain).toMatchObject({ state: 'verified', problem: null });
      await makePortal(domain);
      expect((await open('forwarded.test', '/desk/sign-in')).status).toBe(200);
    });

    it('serves below /support of a site that rewrites, as Next.js and Nuxt do', async () => {
      const domain = await connect(at('next.test', '/support'));
      expect(domain).toMatchObject({ state: 'verified', problem: null });
      await makePortal(domain);
      const { status, text } = await open('next.test', '/support/desk/sign-in');
      expect([status, text.includes('action="/support/desk/sign-in')]).toEqual([200, true]);
      expect((await open('next.test', '/')).text).toBe('The site itself');
    });

    it('leaves a host that is not connected to Strapi', async () => {
      expect((await open('help.test', '/desk/sign-in')).status).toBe(404);
      expect((await open('help.test', '/_health')).status).toBe(204);
    });
  });
});
