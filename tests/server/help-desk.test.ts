import request from 'supertest';
import { ACTIONS, actionUid } from '../../server/permissions';
import { routes } from '../../server/routes';
import { adminWith, type AdminClient } from '../support/admin';
import { signedIn } from '../support/browserless';
import { foundCompany, viewerOf, type TestCompany } from '../support/company';
import { bootStrapi, type Booted } from '../support/strapi';

let booted: Booted;
let company: TestCompany;
let mara: AdminClient;
let ticketId: string;

beforeAll(async () => {
  booted = await bootStrapi();
  company = await foundCompany(booted);
  mara = await adminWith(
    booted,
    'Mara',
    ACTIONS.map(({ uid }) => uid),
  );
  const ana = await viewerOf(booted, company, 'ana@harbour.example');
  const files = [
    await booted.services.attachments.receive(
      'log.txt',
      (await import('node:stream')).Readable.from(['it broke']),
    ),
  ];
  ({ id: ticketId } = await booted.services.customerTickets.create(ana, {
    subject: 'Meter is dark',
    body: 'Since Monday.',
    files,
    submissionKey: '',
  }));
});
afterAll(() => booted.destroy());

describe('the help desk over HTTP', () => {
  it('shows a ticket of the portal, takes note and answer, and keeps the note from the customer', async () => {
    const list = await mara.get('/tickets').expect(200);
    expect(list.body.rows[0]).toMatchObject({
      id: ticketId,
      subject: 'Meter is dark',
      company: 'Harbour Foods',
      inbox: 'Support',
    });
    expect(list.body.count).toEqual({ value: 1, more: false });
    const noted = await mara
      .post(`/tickets/${ticketId}/messages`, { kind: 'note', body: 'SECRET-NOTE' })
      .expect(200);
    expect(noted.body.messages.map((message: { kind: string }) => message.kind)).toEqual([
      'public',
      'note',
    ]);
    const answered = await mara
      .post(`/tickets/${ticketId}/messages`, { kind: 'public', body: 'Press the button.' })
      .expect(200);
    expect(answered.body.status.meaning).toBe('waiting-on-customer');
    expect(answered.body.people[0]).toMatchObject({
      name: 'Ana Lopes',
      address: 'ana@harbour.example',
      role: 'requester',
    });
    expect(answered.body.activity.map((entry: { action: string }) => entry.action)).toContain(
      'ticket.replied',
    );
    const ana = await signedIn(booted, 'ana@harbour.example');
    const page = await ana.get(`/support/tickets/${ticketId}`).expect(200);
    expect(page.text).toContain('Press the button.');
    expect(page.text).not.toContain('SECRET-NOTE');
    expect((await mara.get('/tickets?q=SECRET-NOTE')).body.rows).toHaveLength(1);
  });

  it('changes status, priority and assignee, and writes who did it', async () => {
    const { body: choices } = await mara.get('/choices').expect(200);
    const status = choices.statuses.find(
      (one: { meaning: string }) => one.meaning === 'waiting-on-us',
    ).id;
    const changed = await mara
      .put(`/tickets/${ticketId}`, { status, priority: 'urgent', assignee: 'me' })
      .expect(200);
    expect(changed.body).toMatchObject({
      priority: 'urgent',
      assignee: { name: 'Mara Berg' },
      status: { meaning: 'waiting-on-us' },
    });
    expect((await mara.get('/tickets?assignee=me&priority=urgent')).body.rows).toHaveLength(1);
    expect((await mara.get('/tickets?assignee=none')).body.rows).toHaveLength(0);
    const undone = await mara.put(`/tickets/${ticketId}`, { assignee: null }).expect(200);
    expect(undone.body.assignee).toBeNull();
    expect(JSON.stringify(undone.body.activity)).toContain('Mara Berg');
  });

  it('opens a ticket for a customer, who finds it in the portal', async () => {
    const { body: contacts } = await mara.get('/contact-choices?q=dora').expect(200);
    expect(contacts[0]).toMatchObject({ name: 'Dora Vidal', company: 'Lime Works' });
    const { body: choices } = await mara.get('/choices');
    const input = {
      inbox: choices.inboxes[0].id,
      requester: contacts[0].id,
      subject: 'You called us',
      body: 'As agreed.',
      priority: 'low',
      submissionKey: 'one',
    };
    const made = await mara.post('/tickets', input).expect(201);
    const again = await mara.post('/tickets', input).expect(201);
    expect(again.body.id).toBe(made.body.id);
    const dora = await signedIn(booted, 'dora@lime.example');
    expect((await dora.get('/support')).text).toContain('You called us');
  });

  it('streams an attachment as a download', async () => {
    const { body } = await mara.get(`/tickets/${ticketId}`).expect(200);
    const file = body.messages[0].attachments[0];
    const answer = await mara.get(`/tickets/${ticketId}/attachments/${file.id}`).expect(200);
    expect(answer.headers['content-disposition']).toContain('attachment; filename="log.txt"');
    expect(answer.text).toBe('it broke');
    await mara.get(`/tickets/${ticketId}/attachments/nothing`).expect(404);
  });

  it('says which field is wrong, and what is not there is 404', async () => {
    for (const [path, body, field] of [
      [`/tickets/${ticketId}/messages`, { kind: 'public', body: '  ' }, 'body'],
      [`/tickets/${ticketId}/messages`, { kind: 'shout', body: 'x' }, 'kind'],
      ['/tickets', { inbox: 'x', requester: 'y', subject: '', body: '' }, 'inbox'],
    ] as const) {
      const answer = await mara.post(path, body).expect(400);
      expect(answer.body.error.details.errors[0].path).toEqual([field]);
    }
    await mara.put(`/tickets/${ticketId}`, { priority: 'nuclear' }).expect(400);
    await mara.get('/tickets?state=half').expect(400);
    await mara.get('/tickets/abcdefghijklmnopqrstuvwx').expect(404);
    await mara.put('/tickets/abcdefghijklmnopqrstuvwx', { priority: 'low' }).expect(404);
    await mara
      .post('/tickets/abcdefghijklmnopqrstuvwx/messages', { kind: 'note', body: 'x' })
      .expect(404);
    await mara.get('/tickets?cursor=%27%3B--').expect(200);
  });

  it('shows waiting mail in the viewer', async () => {
    await booted.services.outboxWorker.drain();
    const { body } = await mara.get('/mails').expect(200);
    expect(
      body.rows.some(
        (mail: { to: string; state: string }) =>
          mail.to === 'ana@harbour.example' && mail.state === 'shown',
      ),
    ).toBe(true);
    expect(JSON.stringify(body)).not.toContain('SECRET-NOTE');
  });
});

describe('permissions', () => {
  it('has a policy with an action of its own on every route', () => {
    for (const route of routes.admin.routes) {
      const guard = route.config.policies.find((policy) => typeof policy === 'object');
      expect(guard).toMatchObject({ name: 'plugin::customer-portal.hasAnyPermission' });
      const actions = (guard as { config: { actions: string[] } }).config.actions;
      expect(actions.length).toBeGreaterThan(0);
      for (const action of actions)
        expect(ACTIONS.map(({ uid }) => actionUid(uid))).toContain(action);
      expect(route.config.policies[0]).toBe('admin::isAuthenticatedAdmin');
    }
  });

  it('asks for a login, and for the action of each route', async () => {
    const nobody = await adminWith(booted, 'Nobody', []);
    for (const path of [
      '/choices',
      '/tickets',
      `/tickets/${ticketId}`,
      '/contact-choices?q=a',
      '/mails',
    ]) {
      await request(booted.server).get(`/customer-portal${path}`).expect(401);
      await nobody.get(path).expect(403);
    }
    await nobody.post('/tickets', {}).expect(403);
    await nobody.put(`/tickets/${ticketId}`, { priority: 'low' }).expect(403);
  });

  it('lets a role that only opens tickets open one for a customer of the inbox’s portal', async () => {
    const desk = await adminWith(booted, 'Desk', ['tickets.ticket-create']);
    const { body: choices } = await desk.get('/choices').expect(200);
    const inbox = choices.inboxes[0].id;
    const stranger = await booted.services.people.createContact({
      name: 'Dorian Elsewhere',
      address: 'dorian@elsewhere.example',
    });
    const { body: found } = await desk.get(`/contact-choices?q=do&inbox=${inbox}`).expect(200);
    expect(found.map(({ name }: { name: string }) => name)).toEqual(['Dora Vidal']);
    const input = { inbox, subject: 'By phone', body: 'She called.', priority: 'low' };
    await desk.post('/tickets', { ...input, requester: found[0].id }).expect(201);
    const refused = await desk.post('/tickets', { ...input, requester: stranger.id }).expect(400);
    expect(refused.body.error.details.errors[0].path).toEqual(['requester']);
    await desk.get('/contact-choices?q=do&inbox=nowhere').expect(400);
    await desk.get('/contact-choices?q=do%00').expect(200);
    for (const path of ['/tickets', `/tickets/${ticketId}`, '/mails'])
      await desk.get(path).expect(403);
    const mailOnly = await adminWith(booted, 'Postie', ['mails.mail-read']);
    await mailOnly.get('/choices').expect(403);
    await mailOnly.get('/contact-choices?q=do').expect(403);
  });

  it('lets a light agent read and note, and nothing else', async () => {
    const light = await adminWith(booted, 'Light', ['tickets.ticket-read', 'tickets.ticket-note']);
    await light.get(`/tickets/${ticketId}`).expect(200);
    await light.post(`/tickets/${ticketId}/messages`, { kind: 'note', body: 'seen' }).expect(200);
    await light
      .post(`/tickets/${ticketId}/messages`, { kind: 'public', body: 'hello' })
      .expect(403);
    await light.put(`/tickets/${ticketId}`, { priority: 'low' }).expect(403);
    await light.put(`/tickets/${ticketId}`, { assignee: 'me' }).expect(403);
    await light
      .post('/tickets', { inbox: 'x', requester: 'x', subject: 'x', body: 'x' })
      .expect(403);
    await light.get('/contact-choices?q=a').expect(403);
    await light.get('/mails').expect(403);
  });
});
