import { adminWith, type AdminClient } from '../support/admin';
import { fieldOf, visitorOf, type Visitor } from '../support/browserless';
import { foundCompany, viewerOf, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { bootStrapi, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const HOST = 'help.test:1337';
const MINUTE = 60 * 1000;

describe.each(DATABASES)('looking as a customer on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let mara: AdminClient;
  let ana: string;

  beforeAll(async () => {
    booted = await bootStrapi({ database });
    company = await foundCompany(booted);
    ana = company.people.ana.id;
    mara = await adminWith(booted, 'Mara', ['contacts.contact-view-as', 'audit-log.audit-read']);
  });
  afterAll(() => booted?.destroy());
  afterEach(() => jest.restoreAllMocks());

  const begin = (contact = ana, portal = company.portal.id, by = mara) =>
    by.post(`/contacts/${contact}/view-as`, { portal });
  const pathOf = (url: string) => new URL(url).pathname + new URL(url).search;
  const ownViewer = () => viewerOf(booted, company, 'ana@harbour.example');
  const tokenOf = (url: string) => new URL(url).searchParams.get('token') ?? '';
  const enter = async (visitor: Visitor, url: string) =>
    visitor.post('/support/view-as', { token: tokenOf(url) });
  async function looking(): Promise<Visitor> {
    const { body } = await begin().expect(200);
    const visitor = visitorOf(booted, HOST);
    await visitor.get(pathOf(body.url)).expect(200);
    expect((await enter(visitor, body.url)).status).toBe(303);
    return visitor;
  }

  it('shows the portal with a banner on every page, and takes nothing', async () => {
    const { id } = await booted.services.customerTickets.create(await ownViewer(), {
      subject: 'Gate',
      body: 'x',
      files: [],
      submissionKey: '',
    });
    const visitor = await looking();
    for (const path of ['/support', `/support/tickets/${id}`, '/support/new', '/support/profile']) {
      const { text } = await visitor.get(path).expect(200);
      expect(text).toContain('Mara Berg, you see this portal as Ana Lopes does.');
    }
    const formToken = fieldOf((await visitor.get('/support')).text, 'formToken');
    for (const [path, fields] of [
      [`/support/tickets/${id}/reply`, { body: 'Not mine' }],
      [`/support/tickets/${id}/close`, {}],
      ['/support/new', { subject: 'x', body: 'x' }],
      ['/support/profile', { name: 'Eve', language: 'en', timeZone: 'UTC' }],
      ['/support/profile/password', { current: 'x', password: 'x' }],
      ['/support/my-data/erasure', {}],
      ['/support/announcements/x', {}],
    ] as const) {
      const { text } = await visitor.post(path, { ...fields, formToken }).expect(403);
      expect(text).toContain('Nothing was changed');
    }
    const { messages, isClosed } =
      (await booted.services.customerTickets.find(await ownViewer(), id, 'en')) ?? {};
    expect(messages).toHaveLength(1);
    expect(isClosed).toBe(false);
  });

  it('is refused by the services too, whatever face asks', async () => {
    const viewer = { ...(await ownViewer()), isReadOnly: true };
    const { customerTickets, announcements } = booted.services;
    const input = { subject: 'x', body: 'x', files: [], submissionKey: '' };
    await expect(customerTickets.create(viewer, input)).rejects.toThrow('Nothing is changed');
    await expect(customerTickets.reply(viewer, 'x', input)).rejects.toThrow('Nothing is changed');
    await expect(customerTickets.close(viewer, 'x')).rejects.toThrow('Nothing is changed');
    await expect(announcements.setAffected(viewer, 'x', true)).rejects.toThrow(
      'Nothing is changed',
    );
  });

  it('attack 24: its link opens once, within a minute, at its portal, by a press', async () => {
    const { body } = await begin().expect(200);
    const visitor = visitorOf(booted, HOST);
    // A scanner that opens the address uses nothing up.
    await visitor.get(pathOf(body.url)).expect(200);
    await visitor.get(pathOf(body.url)).expect(200);
    await enter(visitor, body.url);
    await visitor.get('/support').expect(200);
    const other = visitorOf(booted, HOST);
    await other.get(pathOf(body.url)).expect(410);
    await other.post('/support/view-as', { token: tokenOf(body.url) }).expect(410);
    for (const token of ['', 'x', 'x'.repeat(43), '\0'.repeat(43)])
      await other.post('/support/view-as', { token }).expect(410);
    const late = (await begin().expect(200)).body.url;
    jest.spyOn(booted.services.runtime, 'now').mockReturnValue(Date.now() + MINUTE + 1);
    await other.post('/support/view-as', { token: tokenOf(late) }).expect(410);
  });

  it('ends by itself after half an hour, and when its admin stops', async () => {
    const visitor = await looking();
    const clock = jest.spyOn(booted.services.runtime, 'now');
    clock.mockReturnValue(Date.now() + 29 * MINUTE);
    await visitor.get('/support').expect(200);
    clock.mockReturnValue(Date.now() + 31 * MINUTE);
    await visitor.get('/support').expect(303);
    clock.mockRestore();
    const again = await looking();
    const formToken = fieldOf((await again.get('/support')).text, 'formToken');
    await again.post('/support/sign-out', { formToken }).expect(303);
    await again.get('/support').expect(303);
  });

  it('is recorded with the admin’s name, and the customer can read of it', async () => {
    await looking();
    const { body } = await mara.get('/audit-log?area=view-as').expect(200);
    expect(body.rows[0]).toMatchObject({
      action: 'contact.viewed-as',
      actor: { kind: 'agent', name: 'Mara Berg' },
      subject: { id: ana, name: 'Ana Lopes' },
    });
    expect(body.rows.map(({ action }: { action: string }) => action)).toContain('view-as.ended');
    const own = await booted.services.auditLog.ownSignIns(await ownViewer());
    expect(own.map(({ action }) => action)).toContain('contact.viewed-as');
  });

  it('is no sign-in of the customer', async () => {
    const { db } = booted.services.runtime;
    const lastSignIn = async () =>
      Number(
        (await db('cp_memberships').where({ contact_id: company.people.ana.key }).first())
          .last_sign_in_at,
      );
    const before = await lastSignIn();
    await looking();
    expect(await lastSignIn()).toBe(before);
  });

  it('is for admins who may, and for customers who could get in themselves', async () => {
    const nobody = await adminWith(booted, 'Nils', [
      'contacts.contact-read',
      'contacts.contact-edit',
    ]);
    await begin(ana, company.portal.id, nobody).expect(403);
    await begin('a'.repeat(24)).expect(404);
    await begin(ana, 'a'.repeat(24)).expect(404);
    await begin(ana, 'x').expect(400);
    const { people, runtime } = booted.services;
    const outside = await people.createContact({ name: 'Otto', address: 'otto@lime.example' });
    const refused = await begin(outside.id).expect(400);
    expect(refused.body.error.message).toContain('cannot get in');
    // Disabled between the link and its press.
    const { body } = await begin(company.people.cleo.id).expect(200);
    await runtime
      .db('cp_memberships')
      .where({ contact_id: company.people.cleo.key })
      .update({ state: 'disabled' });
    await visitorOf(booted, HOST)
      .post('/support/view-as', { token: tokenOf(body.url) })
      .expect(410);
  });
});
