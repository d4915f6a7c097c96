import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Readable } from 'node:stream';
import request from 'supertest';
import { contentTypes } from '../../server/content-types';
import { ACTIONS } from '../../server/permissions';
import { fieldOf, signedIn, visitorOf } from '../support/browserless';
import { stopBackground } from '../support/background';
import { foundCompany, PASSWORD, viewerOf, type TestCompany } from '../support/company';
import { foundKnowledgeBase } from '../support/knowledge-base';
import { bootStrapi, createAdminUser, type Booted } from '../support/strapi';

const SECRET = 'SECRET-NOTE-55';
const LIBRARY = ['knowledge-base', 'category', 'article'];
const FIRST_ARTICLES = ['how-to-write-to-us', 'what-happens-after-you-have-written'];
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
  await stopBackground(booted);
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

  it('attack 6: has no content API of its own, and none of ours is reached by populate from a user', async () => {
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
    const { attachments, customerTickets } = booted.services;
    const ana = await viewerOf(booted, company, 'ana@harbour.example');
    const file = await attachments.receive('bill.txt', Readable.from('ATTACHED-91'));
    const { id } = await customerTickets.create(ana, {
      subject: 'With a file',
      body: 'See the file',
      files: [file],
      submissionKey: '',
    });
    const [attached] = (await customerTickets.find(ana, id, 'en'))?.messages[0]?.attachments ?? [];
    const found = await attachments.findForCustomer(ana, id, attached?.id ?? '');
    const chunks: Buffer[] = [];
    for await (const chunk of (await found?.open()) ?? []) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe('ATTACHED-91');

    for (const uid of ['plugin::upload.file', 'plugin::upload.folder'])
      expect(await booted.strapi.db.query(uid).count()).toBe(0);
    const shown = readdirSync(booted.strapi.dirs.static.public, {
      recursive: true,
      withFileTypes: true,
    });
    for (const entry of shown.filter((each) => each.isFile()))
      expect(readFileSync(path.join(entry.parentPath, entry.name), 'utf8')).not.toContain(
        'ATTACHED-91',
      );
  });
});

describe('what the first boot makes', () => {
  const rows = (table: string) => booted.services.runtime.db(table);

  it('is there: inbox, pipeline, form, canned replies, two draft articles', async () => {
    expect(await rows('cp_inboxes').select('name')).toEqual([{ name: 'Support' }]);
    expect(await rows('cp_statuses').select('meaning').orderBy('rank')).toEqual(
      ['new', 'waiting-on-customer', 'waiting-on-us', 'closed'].map((meaning) => ({ meaning })),
    );
    // The first portal uses the form of the first boot instead of one more.
    const forms = (await rows('cp_request_forms')) as { portal_id: number; draft: string }[];
    expect(forms.map((form) => form.portal_id)).toEqual([company.portalKey]);
    expect(forms[0]?.draft).toMatch(/subject.*description.*attachments/);
    expect(await rows('cp_canned_replies').select('name')).toHaveLength(3);
    expect(
      await rows('cp_articles').whereIn('slug', FIRST_ARTICLES).whereNull('published_at'),
    ).toHaveLength(2);
  });

  it('shows no draft to anybody outside', async () => {
    const visitor = visitorOf(booted);
    for (const slug of FIRST_ARTICLES) await visitor.get(`/articles/${slug}`).expect(404);
    await visitor.get('/categories/getting-help').expect(404);
    const { text } = await visitor.get('/search?q=write').expect(200);
    expect(text).not.toContain('How to write to us');
    expect((await visitor.get('/').expect(200)).text).not.toContain('Getting help');
  });
});

describe('a portal made with only a name', () => {
  it('is safe and works', async () => {
    const { customerTickets, people, portals, runtime, siteMap } = booted.services;
    const domain = await portals.createDomain({
      origin: 'http://plain.test:1337',
      primaryLanguage: 'en',
    });
    const made = await portals.createPortal({
      name: 'Plain',
      domainKey: domain.key,
      slug: 'help',
      inboxKey: company.inboxKey,
    });
    const firm = await people.createCompany({ name: 'Plain & Co', emailDomains: [] });
    for (const name of ['Eva Sund', 'Finn Sund'])
      await people.createContact({
        name,
        address: `${name.slice(0, 4).trim().toLowerCase()}@plain.example`,
        password: PASSWORD,
        companyKey: firm.key,
        portalKeys: [made.key],
      });
    const portal = siteMap.portalByKey(made.key);
    if (!portal) throw new Error('The portal is not on the map');
    const plain = { ...company, portal };
    const eva = await viewerOf(booted, plain, 'eva@plain.example');
    const finn = await viewerOf(booted, plain, 'finn@plain.example');

    // Associated tickets only, though both are of one company.
    const { id } = await customerTickets.create(eva, {
      subject: 'Only hers',
      body: 'x',
      files: [],
      submissionKey: '',
    });
    expect(finn.companyKeys).toEqual([]);
    const all = { state: 'all', status: '', sort: 'activity', cursor: '', language: 'en' } as const;
    for (const scope of ['mine', 'company'] as const)
      for (const q of ['', 'hers'])
        expect((await customerTickets.list(finn, { ...all, scope, q })).rows).toEqual([]);
    expect(await customerTickets.find(finn, id, 'en')).toBeNull();

    // Nobody lets himself in.
    const visitor = visitorOf(booted, 'plain.test:1337');
    const signIn = await visitor.get('/help/sign-in').expect(200);
    expect(signIn.text).not.toMatch(/sign-up|register/i);
    for (const address of ['/help/sign-up', '/help/register'])
      expect([303, 404]).toContain((await visitor.get(address)).status);
    await visitor
      .post('/help/sign-in', { email: 'stranger@plain.example', password: PASSWORD })
      .expect(422);

    expect(
      await runtime.db('cp_request_forms').where({ portal_id: made.key, state: 'published' }),
    ).toHaveLength(1);

    // A reply within 14 days opens a closed ticket again; later it opens another one that is linked with it.
    const now = runtime.now;
    const reply = { body: 'Once more', files: [], submissionKey: '' };
    const day = 24 * 60 * 60 * 1000;
    await customerTickets.close(eva, id);
    runtime.now = () => now() + 13 * day;
    expect(await customerTickets.reply(eva, id, reply)).not.toBeNull();
    expect((await customerTickets.find(eva, id, 'en'))?.isClosed).toBe(false);
    await customerTickets.close(eva, id);
    runtime.now = () => now() + 28 * day;
    const later = await customerTickets.reply(eva, id, reply);
    expect(later?.ticketId).not.toBe(id);
    expect((await customerTickets.find(eva, later?.ticketId ?? '', 'en'))?.followsUp?.id).toBe(id);
    expect((await customerTickets.find(eva, id, 'en'))?.isClosed).toBe(true);
    runtime.now = now;
  });
});

describe('the record of what happened', () => {
  interface Entry {
    action: string;
    request_id: string;
    actor_kind: string;
  }
  const entries = async (where: object) =>
    (await booted.services.runtime.db('cp_activities').where(where).orderBy('id')) as Entry[];

  it('has portals, domains, knowledge bases and contacts as they are made', async () => {
    const actions = new Set((await entries({ actor_kind: 'system' })).map(({ action }) => action));
    // The domain is made up, and its check may have come by meanwhile.
    actions.delete('domain.failed');
    expect([...actions].sort()).toEqual([
      'contact.created',
      'domain.created',
      'knowledge-base.placed',
      'portal.created',
      'property.created',
      'session.refused',
    ]);
  });

  it('carries one id for all that a request does, and the page of an error shows it', async () => {
    const visitor = await signedIn(booted, 'ben@harbour.example');
    const form = await visitor.get('/support/new').expect(200);
    const posted = await visitor
      .post('/support/new', {
        formToken: fieldOf(form.text, 'formToken'),
        submissionKey: fieldOf(form.text, 'submissionKey'),
        subject: 'By request',
        body: 'x',
      })
      .expect(303);
    const id = /tickets\/([a-z0-9]{24})/.exec(posted.headers.location ?? '')?.[1] ?? '';
    const [created] = await entries({ subject: id });
    const signedInAs = (await entries({ action: 'session.started' })).at(-1);
    expect(created?.request_id).toMatch(/^[\da-f-]{36}$/);
    expect(signedInAs?.request_id).toMatch(/^[\da-f-]{36}$/);
    expect(created?.request_id).not.toBe(signedInAs?.request_id);

    let seen = '';
    jest.spyOn(booted.services.customerTickets, 'list').mockImplementationOnce(() => {
      seen = booted.services.runtime.requestId();
      throw new Error('list');
    });
    const log = jest.spyOn(booted.strapi.log, 'error').mockImplementation(() => booted.strapi.log);
    const { text } = await visitor.get('/support').expect(500);
    expect(seen).not.toBe('');
    expect(text).toContain(seen);
    expect(String(log.mock.calls[0]?.[0])).toContain(seen);
    log.mockRestore();
  });

  it('says who became assignee by the first reply', async () => {
    const { agents, agentTickets, customerTickets } = booted.services;
    const ana = await viewerOf(booted, company, 'ana@harbour.example');
    const { id } = await customerTickets.create(ana, {
      subject: 'Whose?',
      body: 'x',
      files: [],
      submissionKey: '',
    });
    const user = await createAdminUser(booted, 'mara@tallybrook.example');
    const can = new Set(ACTIONS.map(({ uid }) => uid.split('.').at(-1) ?? ''));
    const agent = await agents.fromAdmin(user, can);
    await agentTickets.addMessage(agent, id, { kind: 'public', body: 'Mine' });
    const ticket = await agentTickets.addMessage(agent, id, { kind: 'public', body: 'Still' });
    expect(
      ticket?.activity.flatMap(({ changes }) => (changes.assignee ? [changes.assignee] : [])),
    ).toEqual([{ before: '', after: 'Mara Berg' }]);
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
    const { siteAddresses, runtime } = booted.services;
    const warn = jest.spyOn(booted.strapi.log, 'warn').mockImplementation(() => booted.strapi.log);
    runtime.config.reservedPaths.push('help');
    await siteAddresses.warnAboutReserved();
    expect(String(warn.mock.calls.at(-1)?.[0])).toContain('/help');
    warn.mockRestore();
  });
});
