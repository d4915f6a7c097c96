import type request from 'supertest';
import type { NextSteps, SetupChoices } from '../../server/contracts/portal-setup';
import type { PortalDetail, PortalRow } from '../../server/contracts/portals';
import { newId, number } from '../../server/store/connection';
import { adminWith, type AdminClient } from '../support/admin';
import { fieldOf, HOST, signedIn, visitorOf } from '../support/browserless';
import { foundCompany, PASSWORD, viewerOf, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { bootStrapi, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
/** Of the server's own address, as the test application names it. */
const SYSTEM = '127.0.0.1:1337';
const NO_FILTER = { permission: 'associated', permissionFilter: [] };

describe.each(DATABASES)('setting up portals on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let admin: AdminClient;
  let clock = 0;

  beforeAll(async () => {
    booted = await bootStrapi({ database });
    company = await foundCompany(booted);
    admin = await adminWith(booted, 'Nils', [
      'portals.portal-read',
      'portals.portal-edit',
      'portals.portal-publish',
      'contacts.contact-read',
      'inboxes.inbox-read',
      'inboxes.inbox-edit',
    ]);
    jest.spyOn(booted.services.runtime, 'now').mockImplementation(() => Date.now() + clock);
  });
  afterAll(() => booted?.destroy());

  const refusal = async (test: request.Test) => {
    const { status, body } = await test;
    const { path, message } = body.error?.details?.errors?.[0] ?? {};
    return { status, field: path?.join('.'), message };
  };
  const begin = async (name: string): Promise<string> =>
    (await admin.post('/portals', { name }).expect(201)).body.id;
  const save = (id: string, step: string, input: object) =>
    admin.put(`/portals/${id}/set-up/${step}`, input);
  const finish = async (id: string): Promise<PortalDetail> =>
    (await admin.post(`/portals/${id}/set-up/finish`, {}).expect(200)).body;
  const rowOf = async (id: string): Promise<PortalRow | undefined> =>
    (await admin.get('/portals').expect(200)).body.rows.find((row: PortalRow) => row.id === id);
  const choicesOf = async (id: string): Promise<SetupChoices> =>
    (await admin.get(`/portals/${id}/set-up`).expect(200)).body;
  const slugOf = (detail: PortalDetail) => detail.settings.general.slug;
  const isOpen = async (slug: string, host = SYSTEM) =>
    (await visitorOf(booted, host).get(`/${slug}`)).headers.location;

  it('makes a portal of nothing but a name: safe, and it works', async () => {
    const id = await begin('  Tally Brook  ');
    expect(await rowOf(id)).toMatchObject({
      name: 'Tally Brook',
      state: 'draft',
      step: 'domain',
      address: '',
      openTickets: { value: 0, more: false },
    });
    const { defaults } = await choicesOf(id);
    // The inbox of the first boot belongs to the portal of before, so a new one is made.
    expect(defaults).toMatchObject({
      slug: 'tally-brook',
      inbox: { id: '', name: 'Tally Brook' },
    });
    expect(await isOpen('tally-brook')).toBeUndefined();
    const live = await finish(id);
    expect(live).toMatchObject({
      state: 'live',
      isReachable: true,
      address: `http://${SYSTEM}/tally-brook`,
      settings: {
        general: { name: 'Tally Brook', slug: 'tally-brook' },
        tickets: { permission: 'associated', ownerName: 'first' },
        access: { control: 'access-groups', groups: [] },
      },
    });
    const { inboxes } = await choicesOf(id);
    expect(inboxes).toEqual([{ id: live.settings.general.inbox, name: 'Tally Brook' }]);

    // Nobody gets in who is not registered there, and who is opens a ticket with the new numbers.
    expect(await isOpen('tally-brook')).toBe('/tally-brook/sign-in?next=%2Ftally-brook');
    const sign = (visitor = visitorOf(booted, SYSTEM)) =>
      visitor.post('/tally-brook/sign-in', { email: 'ana@harbour.example', password: PASSWORD });
    await sign().expect(422);
    const portalKey = booted.services.siteMap.portals().find((one) => one.id === id)?.key ?? 0;
    await booted.services.runtime.db('cp_memberships').insert({
      document_id: newId(),
      contact_id: company.people.ana.key,
      portal_id: portalKey,
      state: 'registered',
      registered_at: Date.now(),
      last_sign_in_at: 0,
      disabled_at: 0,
    });
    const ana = visitorOf(booted, SYSTEM);
    await sign(ana).expect(303);
    const form = await ana.get('/tally-brook/new').expect(200);
    const sent = await ana
      .raw('post', '/tally-brook/new')
      .set('Origin', `http://${SYSTEM}`)
      .field('formToken', fieldOf(form.text, 'formToken'))
      .field('submissionKey', fieldOf(form.text, 'submissionKey'))
      .field('subject', 'Meter beeps')
      .field('body', 'Since today.');
    expect(sent.status).toBe(303);
    const page = await ana.get(String(sent.headers.location)).expect(200);
    expect(page.text).toContain('TALLY-1001');
    expect(await rowOf(id)).toMatchObject({ openTickets: { value: 1 }, inbox: 'Tally Brook' });
    expect((await rowOf(id))?.lastActivityAt).toBeGreaterThan(Date.now() - 60_000);

    // A second one of the same name stands beside it.
    const twin = await finish(await begin('Tally Brook'));
    expect(slugOf(twin)).toBe('tally-brook-support');
    const { rows } = (await admin.get('/inboxes')).body;
    const inbox = rows.find((row: { id: string }) => row.id === twin.settings.general.inbox);
    expect(inbox).toMatchObject({ name: 'Tally Brook 2', portal: { name: 'Tally Brook' } });
  });

  it('refuses what cannot be, beside its field, while it is typed and when it is saved', async () => {
    const { domains } = { domains: await booted.services.runtime.db('cp_domains').select() };
    const domain = domains.find((row) => row.origin === `http://${HOST}`).document_id;
    const system = domains.find((row) => row.origin === `http://${SYSTEM}`).document_id;
    expect(await refusal(admin.post('/portals', { name: ' ' }))).toEqual({
      status: 400,
      field: 'name',
      message: 'Enter a name.',
    });
    const id = await begin('Lime');
    const check = async (slug: string, at: string) =>
      (await admin.get(`/portals/${id}/address?domain=${at}&slug=${encodeURIComponent(slug)}`))
        .body;
    expect(await check('lime', system)).toEqual({
      address: `http://${SYSTEM}/lime`,
      problem: null,
    });
    for (const [slug, at, message] of [
      ['admin', system, '/admin is reserved on this domain. Choose another address.'],
      [
        'customer-portal',
        system,
        '/customer-portal is reserved on this domain. Choose another address.',
      ],
      ['search', domain, '/search is reserved on this domain. Choose another address.'],
      ['support', domain, '/support is taken on this domain. Choose another address.'],
      ['Not So', domain, 'Use small letters a to z, digits and single hyphens.'],
      ['fr', domain, 'Two letters stand for a language. Choose a longer address.'],
    ] as const) {
      expect((await check(slug, at)).problem).toEqual({ field: 'slug', message });
      expect(await refusal(save(id, 'domain', { domain: at, slug }))).toEqual({
        status: 400,
        field: 'slug',
        message,
      });
    }
    expect(await refusal(save(id, 'domain', { domain: newId(), slug: 'lime' }))).toMatchObject({
      field: 'domain',
      message: 'Choose a domain that exists.',
    });
    const tickets = (input: object) =>
      refusal(save(id, 'tickets', { inbox: '', ...NO_FILTER, ...input }));
    expect(await tickets({ inbox: newId() })).toMatchObject({
      field: 'inbox',
      message: 'Choose an inbox that exists.',
    });
    const [taken] = await booted.services.runtime.db('cp_inboxes').where({ id: company.inboxKey });
    expect(await tickets({ inbox: taken.document_id })).toMatchObject({
      field: 'inbox',
      message: 'This inbox belongs to another portal. Choose another one or make a new one.',
    });
    expect(await tickets({ permission: 'everything' })).toMatchObject({
      field: 'permission',
      message: 'Choose who sees which tickets.',
    });
    expect(await tickets({ permission: 'filter' })).toMatchObject({
      field: 'permissionFilter',
      message: 'Add a condition, or choose another permission.',
    });
    const gone = { conditions: [{ property: 'no_such', operator: 'is-known', values: [] }] };
    expect(await tickets({ permission: 'filter', permissionFilter: [gone] })).toMatchObject({
      status: 400,
      field: 'permissionFilter.0.conditions.0.property',
    });
    expect(
      await refusal(save(id, 'access', { control: 'single-sign-on', groups: [] })),
    ).toMatchObject({
      field: 'control',
      message:
        'No identity provider of this portal is turned on, so nobody could sign in. Set one up on the Single sign-on page first.',
    });
    expect(await refusal(save(id, 'access', { groups: [newId()] }))).toMatchObject({
      field: 'groups',
      message: 'Choose access groups that exist.',
    });
    expect(await refusal(admin.post(`/portals/${id}/inboxes`, { name: 'support' }))).toMatchObject({
      field: 'name',
      message: 'Another inbox has this name. Choose another one.',
    });
    await save(id, 'nothing', {}).expect(404);
    await save(newId(), 'name', { name: 'X' }).expect(404);
    await admin.delete(`/portals/${id}`).expect(204);
  });

  it('keeps a draft that is left midway, gives free what it does not keep, and goes on', async () => {
    const id = await begin('Zest');
    expect((await save(id, 'domain', { domain: '', slug: '' }).expect(200)).body).toMatchObject({
      step: 'tickets',
      address: `http://${SYSTEM}/zest`,
    });
    // Nobody else gets the address or the inbox meanwhile.
    const other = await begin('Zest');
    expect((await choicesOf(other)).defaults.slug).toBe('zest-support');
    const made = (await admin.post(`/portals/${id}/inboxes`, { name: 'Zest desk' }).expect(200))
      .body;
    const another = (await admin.post(`/portals/${id}/inboxes`, { name: 'Zest two' })).body;
    expect((await choicesOf(other)).inboxes).toEqual([]);
    await save(id, 'tickets', { ...NO_FILTER, inbox: made.id, permission: 'company' }).expect(200);
    expect((await choicesOf(other)).inboxes).toEqual([{ id: another.id, name: 'Zest two' }]);
    // An inbox of a draft may be changed on its own page, and stays with it.
    const page = (await admin.get(`/inboxes/${made.id}`)).body;
    await admin
      .put(`/inboxes/${made.id}`, {
        ...page,
        name: 'Zest team',
        portal: '',
        pipeline: page.pipeline.id,
        members: [],
      })
      .expect(200);
    await save(id, 'access', { groups: [] }).expect(200);
    const back = await save(id, 'name', { name: 'Zest & Co' }).expect(200);
    expect(back.body).toMatchObject({
      step: 'review',
      state: 'draft',
      settings: {
        general: { name: 'Zest & Co', slug: 'zest', inbox: made.id },
        tickets: { permission: 'company' },
      },
    });
    expect(await isOpen('zest')).toBeUndefined();
    expect((await finish(id)).settings.general).toMatchObject({ slug: 'zest', inbox: made.id });
    expect(await refusal(save(id, 'name', { name: 'Z' }))).toMatchObject({
      field: 'step',
      message: 'This portal is set up already. Change it in its settings.',
    });
    // What was chosen days ago is checked again as a whole.
    await save(other, 'tickets', { ...NO_FILTER, inbox: another.id }).expect(200);
    await admin.delete(`/inboxes/${another.id}`);
    await booted.services.runtime
      .db('cp_inboxes')
      .where({ document_id: another.id })
      .update({ trashed_at: 1 });
    expect(await refusal(admin.post(`/portals/${other}/set-up/finish`, {}))).toMatchObject({
      status: 400,
      field: 'inbox',
    });
    await admin.delete(`/portals/${other}`).expect(204);
  });

  it('lets each role do no more than it may', async () => {
    const reader = await adminWith(booted, 'Rosa', ['portals.portal-read']);
    const drafter = await adminWith(booted, 'Dirk', ['portals.portal-edit']);
    const nobody = await adminWith(booted, 'Nora', ['contacts.contact-read']);
    const id = company.portal.id;
    await reader.get('/portals').expect(200);
    await nobody.get('/portals').expect(403);
    for (const [client, path] of [
      [reader, '/portals'],
      [drafter, `/portals/${id}/state`],
      [drafter, `/portals/${id}/set-up/finish`],
      [reader, `/portals/${id}/duplicate`],
      [reader, `/portals/${id}/test-visit`],
      [nobody, `/portals/${id}/knowledge-base`],
    ] as const)
      await client.post(path, { name: 'X', state: 'paused' }).expect(403);
    await reader.get(`/portals/${id}/deletion`).expect(403);
    await drafter.delete(`/portals/${id}`).expect(403);
    const { body } = await drafter.post('/portals', { name: 'Sketch' }).expect(201);
    await drafter.put(`/portals/${body.id}/set-up/name`, { name: 'Sketch 2' }).expect(200);
    await drafter.post(`/portals/${body.id}/set-up/finish`, {}).expect(403);
    await drafter.delete(`/portals/${body.id}`).expect(204);
    // Who may change portals sees how many meet a filter, not who.
    const groups = [{ conditions: [{ property: 'name', operator: 'is-known', values: [] }] }];
    const { body: preview } = await drafter
      .post('/access-groups/preview', { subject: 'contact', groups })
      .expect(200);
    expect(preview).toEqual({ count: { value: 4, more: false }, sample: [] });
  });

  it('pauses with a notice and resumes with everybody still signed in', async () => {
    const ana = await signedIn(booted, 'ana@harbour.example');
    const state = (to: string) => admin.post(`/portals/${company.portal.id}/state`, { state: to });
    await state('paused').expect(204);
    const page = await ana.get('/support').expect(503);
    expect(page.text).toContain('The portal is paused for a short time.');
    expect(page.text).not.toContain('Stays');
    expect(await rowOf(company.portal.id)).toMatchObject({ state: 'paused' });
    expect((await admin.get('/portals?state=paused')).body.rows).toHaveLength(1);
    expect(await refusal(admin.post(`/portals/${company.portal.id}/test-visit`, {}))).toMatchObject(
      {
        field: 'state',
        message: 'This portal is paused. Resume it first.',
      },
    );
    await state('live').expect(204);
    await ana.get('/support').expect(200);
    const draft = await begin('Not yet');
    expect(await refusal(admin.post(`/portals/${draft}/state`, { state: 'live' }))).toMatchObject({
      field: 'state',
      message: 'This portal is not set up yet. Finish the set-up first.',
    });
    await admin.delete(`/portals/${draft}`).expect(204);
  });

  it('copies settings into a draft, without address, inbox and tickets', async () => {
    const { body } = await admin.post(`/portals/${company.portal.id}/duplicate`, {}).expect(200);
    const copy: PortalDetail = (await admin.get(`/portals/${body.id}`)).body;
    expect(copy).toMatchObject({
      state: 'draft',
      step: 'domain',
      address: '',
      settings: {
        general: {
          name: 'Harbour support (copy)',
          languages: ['fr'],
          domain: '',
          slug: '',
          inbox: '',
        },
        tickets: { permission: 'filter' },
        supportForm: { forms: null },
      },
    });
    expect(copy.settings.tickets.permissionFilter).toHaveLength(1);
    expect(await rowOf(body.id)).toMatchObject({ openTickets: { value: 0 }, inbox: '' });
    expect(slugOf(await finish(body.id))).toBe('harbour-support-copy');
    await admin.delete(`/portals/${body.id}`).expect(204);
  });

  it('tries a portal as a test customer by a link that works once, for a minute', async () => {
    const { portal } = company;
    const visit = async () =>
      (await admin.post(`/portals/${portal.id}/test-visit`, {}).expect(200)).body;
    const { url, address } = await visit();
    expect(address).toBe('nils+portal-test@tallybrook.example');
    const { pathname, search, origin } = new URL(url);
    expect([origin, pathname]).toEqual([portal.domain.origin, '/support/test-visit']);
    const visitor = visitorOf(booted);
    // Looking changes nothing.
    for (const path of [pathname + search, pathname + search]) {
      const page = await visitor.get(path).expect(200);
      expect(page.headers['set-cookie']).toBeUndefined();
      expect(page.headers['cache-control']).toBe('private, no-store');
    }
    const token = new URLSearchParams(search).get('token') ?? '';
    await visitor.raw('post', pathname).type('form').send({ token }).expect(403);
    const both = await Promise.all([
      visitor.post(pathname, { token }),
      visitorOf(booted).post(pathname, { token }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([303, 410]);
    const winner = both[0].status === 303 ? visitor : null;
    if (winner) expect((await winner.get('/support').expect(200)).text).toContain('Nils Berg');
    await visitorOf(booted)
      .get(pathname + search)
      .expect(410);
    await visitorOf(booted).post(pathname, { token: 'x' }).expect(410);

    // The same contact next time; another portal does not take the link, and it grows old.
    const again = new URL((await visit()).url).searchParams.get('token') ?? '';
    const db = booted.services.runtime.db;
    expect(await db('cp_contacts').where('external_id', 'like', 'test-customer:%')).toHaveLength(1);
    clock = 61_000;
    await visitorOf(booted).post(pathname, { token: again }).expect(410);
    clock = 0;

    // Access groups: it is put into a static one, and cannot be where there are dynamic ones only.
    const { accessGroups } = booted.services;
    const filterGroups = [
      { conditions: [{ property: 'name', operator: 'is' as const, values: ['Nobody'] }] },
    ];
    await accessGroups.define({ name: 'Found', filterGroups, portalKeys: [portal.key] });
    expect(await refusal(admin.post(`/portals/${portal.id}/test-visit`, {}))).toMatchObject({
      status: 400,
      field: 'groups',
    });
    const group = await accessGroups.define({ name: 'Chosen', portalKeys: [portal.key] });
    const last = new URL((await visit()).url).searchParams.get('token') ?? '';
    const guest = visitorOf(booted);
    await guest.post(pathname, { token: last }).expect(303);
    await guest.get('/support').expect(200);
    expect(await db('cp_access_group_members').where({ group_id: group.key })).toHaveLength(1);
    await db('cp_portal_access_groups').delete();
    const deeds = await db('cp_activities').where({ action: 'portal.tested' });
    expect(deeds).toHaveLength(3);
    expect(deeds[0]).toMatchObject({ actor_name: 'Nils Berg', subject: portal.id });
    await booted.services.portalSettings.apply(portal.key, {});

    // Nobody else's contact is ever taken: an address that somebody has is passed by.
    const other = await adminWith(booted, 'Olga', ['portals.portal-edit']);
    await booted.services.people.createContact({
      name: 'Real',
      address: 'olga+portal-test@tallybrook.example',
      password: PASSWORD,
      portalKeys: [portal.key],
    });
    const passed = await other.post(`/portals/${portal.id}/test-visit`, {}).expect(200);
    expect(passed.body.address).toBe('olga+portal-test-2@tallybrook.example');
  });

  it('says who could sign in, and asks before a change of groups lets many in or keeps anybody out', async () => {
    const { accessGroups, people } = booted.services;
    const contacts: { key: number }[] = [];
    for (let number = 1; number <= 21; number += 1)
      contacts.push(
        await people.createContact({ name: `N ${number}`, address: `n${number}@n.example` }),
      );
    const contactKeys = contacts.map(({ key }) => key);
    const many = await accessGroups.define({ name: 'Many', contactKeys });
    const few = await accessGroups.define({ name: 'Few', contactKeys: [company.people.ana.key] });
    const url = `/portals/${company.portal.id}`;
    const entrants = async (groups: string) =>
      (await admin.get(`${url}/entrants?groups=${groups}`).expect(200)).body;
    expect((await entrants('')).today.count.value).toBeGreaterThanOrEqual(4);
    expect(await entrants(few.id)).toMatchObject({
      today: { count: { value: 1 }, sample: [{ name: 'Ana Lopes' }] },
      members: { count: { value: 1 } },
    });
    expect(await entrants(many.id)).toMatchObject({
      today: { count: { value: 0 } },
      members: { count: { value: 21 } },
    });
    const saveAccess = (groups: string[], confirmed?: object) =>
      admin.put(`${url}/settings/access`, { control: 'access-groups', groups, confirmed });
    const asked = await saveAccess([few.id, many.id]);
    expect(asked.status).toBe(400);
    const { impact } = asked.body.error.details;
    expect(impact.letIn.count).toBe(21);
    expect(impact.keptOut.count).toBeGreaterThanOrEqual(3);
    const numbers = { letIn: impact.letIn.count, keptOut: impact.keptOut.count };
    await saveAccess([few.id, many.id], { ...numbers, letIn: 5 }).expect(400);
    const saved = await saveAccess([few.id, many.id], numbers).expect(200);
    expect(saved.body.settings.access.groups.sort()).toEqual([few.id, many.id].sort());
    const ben = visitorOf(booted);
    const signIn = { email: 'ben@harbour.example', password: PASSWORD };
    await ben.post('/support/sign-in', signIn).expect(422);
    await ben.post('/support/sign-in', { ...signIn, email: 'ana@harbour.example' }).expect(303);
    await saveAccess([]).expect(200);
    // Going back to a version that asks is asked on the page itself.
    const { rows } = (await admin.get(`${url}/history`)).body;
    expect(await refusal(admin.post(`${url}/history/${rows[1].id}/restore`, {}))).toMatchObject({
      status: 400,
      field: 'confirmed',
    });
  });

  it('puts a knowledge base beside a portal', async () => {
    const url = `/portals/${company.portal.id}`;
    const steps: NextSteps = (await admin.get(`${url}/next-steps`).expect(200)).body;
    expect(steps).toMatchObject({ knowledgeBase: null, isRootFree: true });
    const [free] = steps.freeKnowledgeBases;
    const place = (input: object) => admin.post(`${url}/knowledge-base`, input);
    expect(await refusal(place({ knowledgeBase: newId(), slug: 'help' }))).toMatchObject({
      field: 'knowledgeBase',
      message: 'Choose a knowledge base that exists.',
    });
    expect(await refusal(place({ knowledgeBase: free?.id, slug: 'support' }))).toMatchObject({
      field: 'slug',
      message: '/support is taken on this domain. Choose another address.',
    });
    const placed = await place({ knowledgeBase: free?.id, slug: 'help' }).expect(200);
    expect(placed.body).toMatchObject({
      knowledgeBase: {
        title: 'Help',
        address: `${company.portal.domain.origin}/help`,
        leadsTo: '',
      },
      freeKnowledgeBases: [],
    });
    await visitorOf(booted).get('/help').expect(200);
    expect(await refusal(place({ knowledgeBase: free?.id, slug: 'help2' }))).toMatchObject({
      field: 'knowledgeBase',
      message: 'This knowledge base stands on a domain already.',
    });
  });

  it('deletes a portal: tickets stay with agents, customers are out at once, the address is free', async () => {
    const { customerTickets, agentTickets, runtime } = booted.services;
    const id = company.portal.id;
    const viewer = await viewerOf(booted, company, 'ana@harbour.example');
    const ticket = await customerTickets.create(viewer, {
      subject: 'Stays',
      body: 'It does.',
      files: [],
      submissionKey: newId(),
    });
    const ana = await signedIn(booted, 'ana@harbour.example');
    const url = `/portals/${id}`;
    expect((await admin.get(`${url}/deletion`).expect(200)).body).toMatchObject({
      name: 'Harbour support',
      state: 'live',
      tickets: { value: 1 },
      openTickets: { value: 1 },
      inbox: 'Support',
    });
    const typed = (name: string) => admin.delete(`${url}?name=${encodeURIComponent(name)}`);
    expect(await refusal(typed('harbour'))).toMatchObject({
      field: 'name',
      message: 'Type the portal’s name to delete it: Harbour support',
    });
    const token = await runtime.db('cp_sessions').where({ contact_id: company.people.ana.key });
    expect(token.length).toBeGreaterThan(0);
    await typed('Harbour support').expect(204);
    await ana.get('/support').expect(404);
    const domainKey = company.portal.domain.key;
    // Gone from the database too, so on every node, whatever its map still shows.
    const left = await runtime
      .db('cp_sessions')
      .where({ contact_id: company.people.ana.key, domain_id: domainKey });
    expect(left).toEqual([]);
    expect(await rowOf(id)).toBeUndefined();
    await admin.get(url).expect(404);
    await typed('Harbour support').expect(404);

    const agent = {
      kind: 'agent' as const,
      agentKey: 0,
      agentId: '',
      name: 'Mara',
      can: new Set(['ticket-read', 'ticket-create']),
    };
    expect(await agentTickets.find(agent, ticket.id)).toMatchObject({
      subject: 'Stays',
      portal: { name: '' },
    });
    const [inbox] = await runtime.db('cp_inboxes').where({ id: company.inboxKey });
    expect(number(inbox.portal_id)).toBe(company.portalKey);
    await expect(
      agentTickets.create(agent, {
        inbox: inbox.document_id,
        requester: company.people.ana.id,
        subject: 'New',
        body: 'x',
        priority: '',
        submissionKey: newId(),
      } as never),
    ).rejects.toThrow('Choose an inbox that belongs to a portal.');

    const next = await begin('Next');
    const domain = company.portal.domain.id;
    await save(next, 'domain', { domain, slug: 'support' }).expect(200);
    expect((await finish(next)).address).toBe(`${company.portal.domain.origin}/support`);
    expect(await isOpen('support', HOST)).toContain('/support/sign-in');
    // Whoever was registered at the deleted one is not at the new one.
    await ana
      .post('/support/sign-in', { email: 'ana@harbour.example', password: PASSWORD })
      .expect(422);
  });
});
