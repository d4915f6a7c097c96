import type request from 'supertest';
import type { CalendarInput } from '../../server/contracts/calendars';
import type { InboxDetail, InboxInput } from '../../server/contracts/inboxes';
import { SUPPORT_ROLES } from '../../server/services/support-roles';
import { newId, number } from '../../server/store/connection';
import type { AgentActor, CustomerViewer } from '../../server/services/types';
import { adminWith, type AdminClient } from '../support/admin';
import { foundCompany, viewerOf, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { bootStrapi, createAdminUser, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const ALL = new Set([
  'ticket-read',
  'ticket-reply',
  'ticket-update',
  'ticket-assign',
  'ticket-create',
]);

const inputOf = (inbox: InboxDetail): InboxInput => ({
  name: inbox.name,
  icon: inbox.icon,
  address: inbox.address,
  portal: inbox.portal?.id ?? '',
  pipeline: inbox.pipeline.id,
  calendar: inbox.calendar,
  members: inbox.members.map(({ id }) => id),
  numberPrefix: inbox.numberPrefix,
  numberStart: inbox.numberStart,
  signature: inbox.signature,
  language: inbox.language,
});

describe.each(DATABASES)('inboxes, agents and calendars on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let ana: CustomerViewer;
  let admin: AdminClient;
  let agent: AgentActor;
  let clock = 0;

  beforeAll(async () => {
    booted = await bootStrapi({ database });
    company = await foundCompany(booted);
    ana = await viewerOf(booted, company, 'ana@harbour.example');
    admin = await adminWith(booted, 'Nils', [
      'inboxes.inbox-read',
      'inboxes.inbox-edit',
      'agents.agent-read',
      'agents.agent-edit',
      'agents.support-role-create',
    ]);
    agent = await booted.services.agents.fromAdmin(
      await createAdminUser(booted, 'mara@tallybrook.example'),
      ALL,
    );
    jest.spyOn(booted.services.runtime, 'now').mockImplementation(() => Date.now() + clock);
  });
  afterAll(() => booted?.destroy());

  const open = async (subject = 'Gateway beeps') => {
    const { customerTickets } = booted.services;
    const input = { subject, body: 'It beeps.', files: [], submissionKey: newId() };
    return customerTickets.create(ana, input);
  };
  const refusal = async (test: request.Test) => {
    const { status, body } = await test;
    return {
      status,
      field: body.error?.details?.errors?.[0]?.path?.join('.'),
      message: body.error?.message,
    };
  };
  async function inbox(name: string): Promise<InboxDetail> {
    const { body } = await admin.get('/inboxes');
    const { id } = body.rows.find((row: InboxDetail) => row.name === name);
    return (await admin.get(`/inboxes/${id}`)).body;
  }
  const draft = async (changes: Partial<InboxInput>): Promise<InboxInput> => ({
    ...inputOf(await inbox('Support')),
    members: [],
    ...changes,
  });

  it('gives numbers by prefix and start from the next request on, and refuses what would collide', async () => {
    const support = await inbox('Support');
    const url = `/inboxes/${support.id}`;
    expect(support).toMatchObject({
      numberPrefix: 'T-',
      numberStart: 1001,
      lastNumber: 0,
      hasTickets: false,
    });
    await admin
      .put(url, { ...inputOf(support), numberStart: 500, members: [agent.agentId] })
      .expect(200);
    expect((await open()).number).toBe('T-500');
    expect(await refusal(admin.put(url, { ...inputOf(support), numberStart: 400 }))).toMatchObject({
      status: 400,
      field: 'numberStart',
      message: 'Numbers up to 500 are given. Enter 501 or a higher number.',
    });
    await admin
      .put(url, { ...inputOf(await inbox('Support')), numberStart: 700, numberPrefix: 'HF-' })
      .expect(200);
    expect((await open()).number).toBe('HF-700');
    const post = async (changes: Partial<InboxInput>) =>
      (
        await refusal(
          admin.post('/inboxes', await draft({ name: 'Billing', numberPrefix: 'B-', ...changes })),
        )
      ).field;
    expect(await post({ numberPrefix: 'hf-' })).toBe('numberPrefix');
    // Numbers of before stay taken.
    expect(await post({ numberPrefix: 'T-' })).toBe('numberPrefix');
    expect(await post({ numberPrefix: 'B1' })).toBe('numberPrefix');
    expect(await post({ name: ' SUPPORT ' })).toBe('name');
    expect(await post({ name: ' ' })).toBe('name');
    expect(await post({ address: 'nobody' })).toBe('address');
    expect(await post({ numberStart: 0 })).toBe('numberStart');
    expect(await post({ pipeline: newId() })).toBe('pipeline');
    expect(await post({ members: [newId()] })).toBe('members');
    expect(await post({ portal: newId() })).toBe('portal');
    expect(
      await refusal(admin.put(url, { ...inputOf(await inbox('Support')), portal: '' })),
    ).toMatchObject({ field: 'portal' });
  });

  it('deletes an inbox: tickets follow to one of the same portal by meaning, and so do portal and forms', async () => {
    const { siteMap, pipelines, runtime } = booted.services;
    const setter = {
      kind: 'agent' as const,
      id: '',
      name: 'N',
      can: new Set(['pipeline-edit', 'pipeline-read']),
    };
    const status = (name: string, meaning: 'new' | 'closed') => ({
      name,
      meaning,
      color: 'neutral' as const,
      customerLabels: {},
      isHidden: false,
      mayStart: false,
    });
    const { id: pipeline } = await pipelines.create(setter, {
      name: 'Short',
      statuses: [status('Arrived', 'new'), status('Done', 'closed')],
      removed: [],
      rules: { noSkipping: false, noGoingBack: false },
      automations: {
        customerReplied: 'default',
        agentReplied: 'default',
        assigned: 'off',
        silence: [],
      },
    });
    const ticket = await open('Moves along');
    const support = await inbox('Support');
    const url = `/inboxes/${support.id}`;
    expect(await refusal(admin.delete(url))).toMatchObject({ field: 'to' });
    const { body: made } = await admin
      .post('/inboxes', await draft({ name: 'Second', numberPrefix: 'S-', pipeline }))
      .expect(201);
    await runtime.db('cp_tickets').update({ last_activity_at: 1 });
    expect((await admin.get(url)).body).toMatchObject({
      takers: [{ id: made.id }],
      openTickets: { value: 3 },
    });
    expect(await refusal(admin.delete(url))).toMatchObject({ field: 'to' });
    await admin.delete(`${url}?to=${made.id}`).expect(200);
    await admin.get(url).expect(404);
    const rows = await runtime.db('cp_tickets').select('*');
    const second = siteMap.inboxById(made.id);
    for (const row of rows) {
      expect(number(row.inbox_id)).toBe(second?.key);
      expect(siteMap.statusByKey(number(row.status_id))?.name).toBe('Arrived');
      expect(number(row.last_activity_at)).toBe(1);
    }
    expect(siteMap.inboxById(support.id)?.id).toBe(made.id);
    const detail = await booted.services.agentTickets.find(agent, ticket.id);
    expect(detail?.inbox).toBe('Second');
    expect(detail?.activity.map(({ changes }) => changes.inbox)).toContainEqual({
      before: 'Support',
      after: 'Second',
    });
    expect((await open()).number).toBe('S-700');
    // Afterwards nothing is left to do.
    clock = 10_000;
    await booted.services.ticketHandovers.finish();
    expect(await runtime.db('cp_inboxes').where('moving_since', '>', 0)).toEqual([]);
    // Its numbers stay taken, by whatever name it had.
    expect(
      await refusal(
        admin.post('/inboxes', await draftOf('Second', { name: 'Third', numberPrefix: 'HF-' })),
      ),
    ).toMatchObject({ field: 'numberPrefix' });
  });

  const draftOf = async (name: string, changes: Partial<InboxInput>) => ({
    ...inputOf(await inbox(name)),
    members: [],
    ...changes,
  });

  it('keeps calendars, says who uses them, and takes them from inboxes when confirmed', async () => {
    const always: CalendarInput = {
      name: 'Office',
      timeZone: 'Europe/Paris',
      hours: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', to: '24:00' })),
      holidays: [],
    };
    expect(
      await refusal(admin.post('/calendars', { ...always, timeZone: 'Nowhere' })),
    ).toMatchObject({ field: 'timeZone' });
    expect(
      await refusal(
        admin.post('/calendars', { ...always, hours: [{ day: 1, from: '12:00', to: '11:00' }] }),
      ),
    ).toMatchObject({ field: 'hours.0.to' });
    const { body } = await admin.post('/calendars', always).expect(201);
    expect(await refusal(admin.post('/calendars', { ...always, name: 'OFFICE' }))).toMatchObject({
      field: 'name',
    });
    const second = await inbox('Second');
    await admin.put(`/inboxes/${second.id}`, { ...inputOf(second), calendar: body.id }).expect(200);
    expect((await inbox('Second')).open).toEqual({ isOpen: true, nextOpening: null });
    const refusedWith = await refusal(admin.delete(`/calendars/${body.id}`));
    expect(refusedWith.message).toContain('Used by Second');
    await admin.delete(`/calendars/${body.id}?force=yes`).expect(200);
    expect(await inbox('Second')).toMatchObject({ open: null, calendar: '' });
  });

  it('makes agents of admin users, and only there or at tickets', async () => {
    const { body: before } = await admin.get('/agents');
    expect(before.rows.map(({ name }: { name: string }) => name)).toEqual(['Mara Berg']);
    const { body: choices } = await admin.get('/agents/admin-users?q=nils');
    expect(choices).toMatchObject([{ name: 'Nils Berg' }]);
    const { body: made } = await admin.post('/agents', { adminUser: choices[0].id }).expect(201);
    expect(await refusal(admin.post('/agents', { adminUser: choices[0].id }))).toMatchObject({
      field: 'adminUser',
    });
    const url = `/agents/${made.id}`;
    expect(await refusal(admin.put(url, { publicName: ' ', language: '' }))).toMatchObject({
      field: 'publicName',
    });
    expect((await admin.put(url, { publicName: 'Nils', language: 'fr' })).body).toMatchObject({
      publicName: 'Nils',
      language: 'fr',
    });
    const send = (bytes: Buffer) =>
      admin.post(`${url}/picture`, undefined as never).attach('picture', bytes, 'me.png');
    expect(await refusal(send(Buffer.from('<svg onload="x">')))).toMatchObject({
      field: 'picture',
    });
    expect(await refusal(send(Buffer.concat([PNG, Buffer.alloc(1024 * 1024)])))).toMatchObject({
      field: 'picture',
    });
    await send(PNG).expect(200);
    const shown = await admin.get(`${url}/picture`).expect(200);
    expect(shown.headers).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
    });
    expect(shown.body).toEqual(PNG);
    await admin.delete(`${url}/picture`).expect(200);
    await admin.get(`${url}/picture`).expect(404);
  });

  it('lets an agent leave: name stays, tickets go, no mail, no assignment, no help desk until he comes back', async () => {
    const { agents, agentTickets, runtime } = booted.services;
    const ticket = await open('Of a leaving agent');
    const second = await inbox('Second');
    const signature = 'The **Harbour** team';
    await admin.put(`/inboxes/${second.id}`, { ...inputOf(second), signature }).expect(200);
    await agentTickets.addMessage(agent, ticket.id, { kind: 'public', body: 'Press it.' });
    await booted.services.outboxWorker.drain();
    const [mail] = await runtime.db('cp_outbox').where({ template: 'ticket-replied' });
    expect(mail.body).toContain('Press it.\n\nThe **Harbour** team');
    await agentTickets.update(agent, ticket.id, { assignee: 'me' });
    const nils = (await admin.get('/agents')).body.rows.find(
      ({ name }: { name: string }) => name === 'Nils Berg',
    );
    const url = `/agents/${agent.agentId}`;
    expect(await refusal(admin.post(`${url}/leave`, { to: agent.agentId }))).toMatchObject({
      field: 'to',
    });
    await admin.post(`${url}/leave`, { to: nils.id }).expect(200);
    expect((await admin.get(url)).body).toMatchObject({ inboxes: [], openTickets: { value: 0 } });
    const worker = await agents.fromAdmin(
      { ...(await runtime.db('admin_users').where({ email: 'nils@tallybrook.example' }).first()) },
      ALL,
    );
    const detail = await agentTickets.find(worker, ticket.id);
    expect(detail?.assignee?.id).toBe(nils.id);
    expect(detail?.messages.at(-1)?.authorName).toBe('Mara Berg');
    await expect(
      agentTickets.update(worker, ticket.id, { assignee: agent.agentId }),
    ).rejects.toThrow('still works here');
    const user = await runtime
      .db('admin_users')
      .where({ email: 'mara@tallybrook.example' })
      .first();
    await expect(agents.fromAdmin(user, ALL)).rejects.toThrow('You left the help desk');
    await admin.post(`${url}/return`, {}).expect(200);
    expect((await agents.fromAdmin(user, ALL)).agentId).toBe(agent.agentId);
  });

  it('makes the support roles, shows what it would do, and takes nothing away', async () => {
    const { body: plan } = await admin.get('/support-roles');
    expect(plan.every(({ exists }: { exists: boolean }) => !exists)).toBe(true);
    await admin.post('/support-roles', {}).expect(200);
    const { strapi } = booted;
    const held = async (name: string) => {
      const role = await strapi.service('admin::role').findOne({ name });
      const found = await strapi
        .service('admin::permission')
        .findMany({ where: { role: { id: role.id } } });
      return {
        role,
        actions: found
          .map(({ action }: { action: string }) => action.replace('plugin::customer-portal.', ''))
          .sort(),
      };
    };
    for (const { name, actions } of SUPPORT_ROLES)
      expect((await held(name)).actions).toEqual([...actions].sort());
    expect((await held('Support light agent')).actions).toEqual([
      'tickets.ticket-note',
      'tickets.ticket-read',
    ]);
    expect((await held('Support manager')).actions).not.toContain('mails.mail-confirm');
    const { role } = await held('Support light agent');
    await strapi.service('admin::role').assignPermissions(role.id, [
      {
        action: 'plugin::customer-portal.mails.mail-read',
        subject: null,
        properties: {},
        conditions: [],
      },
    ]);
    const { body: second } = await admin.get('/support-roles');
    expect(second[1]).toMatchObject({ exists: true, extra: ['Read the mail viewer'] });
    await admin.post('/support-roles', {}).expect(200);
    expect((await held('Support light agent')).actions).toEqual([
      'mails.mail-read',
      'tickets.ticket-note',
      'tickets.ticket-read',
    ]);
  });

  it('asks for the action on every route', async () => {
    const reader = await adminWith(booted, 'Rita', ['inboxes.inbox-read', 'agents.agent-read']);
    const { body } = await reader.get('/inboxes').expect(200);
    await reader.put(`/inboxes/${body.rows[0].id}`, {}).expect(403);
    await reader.post('/calendars', {}).expect(403);
    await reader.post('/agents', {}).expect(403);
    await reader.get('/support-roles').expect(403);
    const stranger = await adminWith(booted, 'Stan', ['mails.mail-read']);
    await stranger.get('/inboxes').expect(403);
    await stranger.get('/calendars').expect(403);
    await stranger.get('/agents').expect(403);
    // Visiting set-up pages makes nobody an agent.
    const names = (await admin.get('/agents?state=all')).body.rows.map(
      ({ name }: { name: string }) => name,
    );
    expect(names).toEqual(['Mara Berg', 'Nils Berg']);
  });
});
