import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { contentTypes } from '../../server/content-types';
import { ACTIONS } from '../../server/permissions';
import { foundCompany, viewerOf, type TestCompany } from '../support/company';
import { foundKnowledgeBase } from '../support/knowledge-base';
import { bootStrapi, createAdminUser, type Booted } from '../support/strapi';

const SECRET = 'SECRET-NOTE-55';
const LIBRARY = ['knowledge-base', 'category', 'article'];
const hiddenTypes = Object.keys(contentTypes).filter((name) => !LIBRARY.includes(name));

let booted: Booted;
let company: TestCompany;
let ticketId: string;
let adminToken: string;
let hook: Server;
const hooked: string[] = [];

beforeAll(async () => {
  booted = await bootStrapi({ env: { TEST_GRAPHQL: '1' } });
  company = await foundCompany(booted);
  await foundKnowledgeBase(booted);
  hook = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        hooked.push(Buffer.concat(chunks).toString());
        res.end();
      });
  });
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  const events = ['entry.create', 'entry.update', 'entry.delete', 'entry.publish'];
  const webhook = {
    name: 'all',
    url: `http://127.0.0.1:${(hook.address() as AddressInfo).port}/`,
    events,
    isEnabled: true,
    headers: {},
  };
  const store = booted.strapi.get('webhookStore') as {
    createWebhook(data: object): Promise<never>;
  };
  const runner = booted.strapi.get('webhookRunner') as { add(webhook: never): void };
  runner.add(await store.createWebhook(webhook));
  const user = await createAdminUser(booted, 'root@tallybrook.example');
  const { body } = await request(booted.server)
    .post('/admin/login')
    .send({ email: user.email, password: 'Admin-window-72' });
  adminToken = body.data.token;
  const agent = await booted.services.agents.fromAdmin(
    user,
    new Set(ACTIONS.map(({ uid }) => uid.split('.').at(-1) ?? '')),
  );
  const ana = await viewerOf(booted, company, 'ana@harbour.example');
  ({ id: ticketId } = await booted.services.customerTickets.create(ana, {
    subject: 'Meter',
    body: 'Text',
    files: [],
    submissionKey: '',
  }));
  await booted.services.agentTickets.addMessage(agent, ticketId, { kind: 'note', body: SECRET });
});
afterAll(async () => {
  await booted.destroy();
  await new Promise((resolve) => hook.close(resolve));
});

const asAdmin = (test: request.Test) => test.set('Authorization', `Bearer ${adminToken}`);

describe('no other door', () => {
  it('GraphQL knows none of our types', async () => {
    const service = booted.strapi.plugin('graphql').service('content-api') as {
      buildSchema(): { getTypeMap(): Record<string, unknown> };
    };
    const names = Object.keys(service.buildSchema().getTypeMap());
    expect(names).toContain('UsersPermissionsUser');
    expect(
      names.filter((name) =>
        /CustomerPortal|Ticket|Message|Contact|Participant|Article/i.test(name),
      ),
    ).toEqual([]);
  });

  it('has no content API of its own, and none of ours is reached by populate from a user', async () => {
    for (const path of [
      '/api/tickets',
      '/api/customer-portal/tickets',
      '/api/customer-portal/messages',
      '/api/contacts',
      '/api/articles',
    ]) {
      const { status } = await request(booted.server).get(path);
      expect([path, status]).toEqual([path, 404]);
    }
    const userType = booted.strapi.contentType('plugin::users-permissions.user');
    const relations = Object.values(userType.attributes).flatMap((attribute) =>
      'target' in attribute ? [String(attribute.target)] : [],
    );
    expect(relations.filter((target) => target.startsWith('plugin::customer-portal'))).toEqual([]);
    const users = await booted.strapi.db
      .query('plugin::users-permissions.user')
      .findMany({ populate: true });
    expect(JSON.stringify(users)).not.toContain(SECRET);
  });

  it('shows no hidden type in the Content Manager, its pickers or the Content-Type Builder', async () => {
    const { body } = await asAdmin(
      request(booted.server).get('/content-manager/content-types'),
    ).expect(200);
    const shown = (body.data as { uid: string; isDisplayed: boolean }[]).filter(
      (type) => type.uid.startsWith('plugin::customer-portal.') && type.isDisplayed,
    );
    expect(shown.map((type) => type.uid).sort()).toEqual(
      LIBRARY.map((name) => `plugin::customer-portal.${name}`).sort(),
    );
    for (const type of Object.values(contentTypes)) {
      for (const attribute of Object.values(
        type.schema.attributes as Record<
          string,
          { type: string; inversedBy?: string; mappedBy?: string }
        >,
      )) {
        expect(attribute.inversedBy ?? attribute.mappedBy).toBeUndefined();
      }
    }
  });

  it.each(hiddenTypes)('refuses Content Manager writes of %s', async (name) => {
    const uid = `plugin::customer-portal.${name}`;
    const base = `/content-manager/collection-types/${uid}`;
    const before = await booted.strapi.db.query(uid).count();
    const created = await asAdmin(request(booted.server).post(base)).send({});
    expect(created.status).toBeGreaterThanOrEqual(400);
    expect(created.status).toBeLessThan(500);
    const documents = booted.strapi.documents(uid as never) as unknown as Record<
      string,
      (input: object) => Promise<unknown>
    >;
    for (const action of ['create', 'update', 'delete', 'clone'] as const) {
      await expect(documents[action]?.({ documentId: ticketId, data: {} })).rejects.toThrow();
    }
    expect(await booted.strapi.db.query(uid).count()).toBe(before);
  });

  it('sends no webhook of tickets and notes', async () => {
    const documents = booted.strapi.documents(
      'plugin::customer-portal.category' as never,
    ) as unknown as { create(input: object): Promise<unknown> };
    await documents.create({ data: { name: 'Hooked', slug: 'hooked' }, locale: 'en' });
    for (
      let count = 0;
      !hooked.some((body) => body.includes('Hooked')) && count < 500;
      count += 1
    ) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(hooked.join('\n')).toContain('Hooked');
    expect(hooked.join('\n')).not.toContain(SECRET);
    expect(
      hooked.filter((body) =>
        /customer-portal\.(ticket|message|contact)|"model":"(ticket|message|contact)"/.test(body),
      ),
    ).toEqual([]);
  });

  it('keeps attachments out of the Media Library and of the public folder', async () => {
    expect(await booted.strapi.db.query('plugin::upload.file').count()).toBe(0);
  });
});

describe('reserved addresses', () => {
  it('refuses a slug that Strapi, the host or the plugin answers', async () => {
    const { portals, runtime } = booted.services;
    const system = await portals.createDomain({
      origin: 'http://127.0.0.1:1337',
      primaryLanguage: 'en',
      isSystem: true,
    });
    const claim = (slug: string) =>
      portals.createPortal({
        name: 'Other',
        domainKey: system.key,
        slug,
        inboxKey: company.inboxKey,
      });
    for (const slug of [
      'admin',
      'api',
      'uploads',
      '_health',
      'graphql',
      'content-manager',
      'upload',
      'a b',
      '../x',
      '',
    ]) {
      await expect(claim(slug)).rejects.toThrow();
    }
    expect(await runtime.db('cp_portals').where({ name: 'Other' })).toEqual([]);
    await expect(
      portals.createPortal({
        name: 'Twice',
        domainKey: company.portal.domain.key,
        slug: 'support',
        inboxKey: company.inboxKey,
      }),
    ).rejects.toThrow('taken');
    await claim('help');
    await request(booted.server).get('/help/sign-in').set('Host', '127.0.0.1:1337').expect(200);
    await request(booted.server).get('/_health').set('Host', '127.0.0.1:1337').expect(204);
  });

  it('warns at boot about an address that has become reserved', async () => {
    const { portals, runtime } = booted.services;
    const warn = jest.spyOn(booted.strapi.log, 'warn').mockImplementation(() => booted.strapi.log);
    runtime.config.reservedPaths.push('help');
    await portals.warnAboutReserved();
    expect(String(warn.mock.calls.at(-1)?.[0])).toContain('/help');
    warn.mockRestore();
  });
});
