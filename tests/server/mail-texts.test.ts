import { ACTIONS } from '../../server/permissions';
import type { PortalDetail } from '../../server/contracts/portals';
import type { MailPage } from '../../server/contracts/mails';
import { adminWith, type AdminClient } from '../support/admin';
import { foundCompany, viewerOf, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { openMailbox, type Mailbox } from '../support/mailbox';
import { bootStrapi, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const DAY = 24 * 60 * 60 * 1000;

describe.each(DATABASES)('texts of mails and failed mails on %s', (database) => {
  let mailbox: Mailbox;
  let booted: Booted;
  let company: TestCompany;
  let admin: AdminClient;
  let reader: AdminClient;

  beforeAll(async () => {
    mailbox = await openMailbox();
    booted = await bootStrapi({
      database,
      env: { TEST_SMTP_PORT: String(mailbox.port) },
      pluginConfig: { mailTransport: 'email-plugin' },
    });
    await booted.services.outboxWorker.stop();
    company = await foundCompany(booted);
    admin = await adminWith(
      booted,
      'Mara',
      ACTIONS.map(({ uid }) => uid),
    );
    reader = await adminWith(booted, 'Rita', ['mails.mail-read', 'portals.portal-read']);
  });
  afterAll(async () => {
    await booted?.destroy();
    await mailbox?.close();
  });

  const outbox = () => booted.services.runtime.db('cp_outbox');
  const save = (texts: object, by = admin) =>
    by.put(`/portals/${company.portal.id}/settings/mails`, { texts });
  const drain = () => booted.services.outboxWorker.drain();
  const askReset = (address: string, ip: string) =>
    booted.services.passwords.askReset({
      portal: booted.services.siteMap.portalByKey(company.portalKey) ?? company.portal,
      address,
      ip,
    });
  const openTicket = async (subject: string) => {
    const ana = await viewerOf(booted, company, 'ana@harbour.example');
    return booted.services.customerTickets.create(ana, {
      subject,
      body: 'x',
      files: [],
      submissionKey: '',
    });
  };

  it('sends what the portal says of its own, and the built-in text in other languages', async () => {
    const { status, body } = await save({
      'ticket-received': {
        en: { subject: "{number} at d'{company}", text: 'Hi {name}: {subject}\n{link}' },
        fr: { subject: '', text: '' },
      },
    });
    expect(status).toBe(200);
    expect((body as PortalDetail).settings.mails.texts).toEqual({
      'ticket-received': {
        en: { subject: "{number} at d'{company}", text: 'Hi {name}: {subject}\n{link}' },
      },
    });
    mailbox.mails.length = 0;
    await openTicket('Curly {name} {link}\r\nBcc: eve@evil.example');
    await drain();
    const [mail] = mailbox.mails;
    expect(mail?.subject).toMatch(/^T-\d+ at d'Harbour support$/);
    // What a customer typed names nothing, and stays in its line.
    expect(mail?.text).toContain('Hi Ana Lopes: Curly {name} {link}');
    expect(mail?.headers.has('bcc')).toBe(false);
    await save({});
    await openTicket('As before');
    await drain();
    expect(mailbox.mails.at(-1)?.subject).toMatch(/^\[T-\d+\] As before$/);
  });

  it.each([
    [{ nothing: { en: { subject: 'x', text: '' } } }, 'texts.nothing', 'There is no such mail.'],
    [
      { invitation: { en: { subject: 'Hi {nme}', text: '' } } },
      'texts.invitation.en.subject',
      'There is no {nme} in this mail.',
    ],
    [
      { invitation: { en: { subject: '', text: 'Come in' } } },
      'texts.invitation.en.text',
      'Name {link} in it',
    ],
    // Nobody has proven the address: nothing that somebody typed stands in this mail (attack 21).
    [
      { 'confirm-address': { en: { subject: '', text: '{name} {link}' } } },
      'texts.confirm-address.en.text',
      'There is no {name}',
    ],
    [
      { invitation: { en: { subject: 'x'.repeat(201), text: '' } } },
      'texts.invitation.en.subject',
      'Use at most 200 characters.',
    ],
    [
      { invitation: { 'not a language': { subject: '', text: '' } } },
      'texts.invitation.not a language',
      'Invalid key',
    ],
  ])('refuses %j beside its field', async (texts, field, message) => {
    const { status, body } = await save(texts);
    expect(status).toBe(400);
    expect(body.error.details.errors[0].path.join('.')).toBe(field);
    expect(body.error.message).toContain(message);
  });

  it('shows with examples what a text would say, and the built-in one with its names', async () => {
    const answer = await reader.post(`/portals/${company.portal.id}/mails/preview`, {
      mail: 'magic-link',
      language: 'fr',
      subject: '',
      text: '{code} {link} {other}',
    });
    expect(answer.status).toBe(200);
    expect(answer.body.subject).toBe('482913 est votre code pour Harbour support');
    expect(answer.body.text).toBe('482913 http://help.test:1337/support {other}');
    expect(answer.body.builtIn.subject).toBe('{code} est votre code pour {portal}');
    const preview = (id: string, by = admin) =>
      by.post(`/portals/${id}/mails/preview`, { mail: 'invitation', language: 'en' });
    await preview('a'.repeat(24)).expect(404);
    await preview(company.portal.id, await adminWith(booted, 'Otto', ['mails.mail-read'])).expect(
      403,
    );
    await save({}, reader).expect(403);
  });

  it('sends failed mails again, with their Message-ID, but no link that is over', async () => {
    mailbox.onMail = () => {
      throw Object.assign(new Error('Mailbox full'), { responseCode: 552 });
    };
    const { runtime } = booted.services;
    const begun = Date.now();
    const clock = jest.spyOn(runtime, 'now').mockReturnValue(begun);
    await askReset('ben@harbour.example', '127.0.0.7');
    await openTicket('For the full mailbox');
    // Until every back-off is over: 1, 5, 30, 120 and 720 minutes.
    for (const minutes of [0, 2, 10, 60, 300, 1400]) {
      clock.mockReturnValue(begun + minutes * 60_000);
      await drain();
    }
    const failed = async (): Promise<MailPage['rows']> =>
      (await admin.get('/mails?state=failed').expect(200)).body.rows;
    const rows = await failed();
    expect(rows.map(({ template }) => template).sort()).toEqual([
      'password-reset',
      'ticket-received',
    ]);
    expect(rows.every(({ error }) => error.includes('Mailbox full'))).toBe(true);
    const ids = async () =>
      (
        (await outbox().whereIn('state', ['failed', 'sent']).select('message_id')) as {
          message_id: string;
        }[]
      ).map((row) => row.message_id);
    const before = await ids();

    await reader.post('/mails/send-again', { mails: null }).expect(403);
    await admin.post('/mails/send-again', { mails: [] }).expect(400);
    await admin.post('/mails/send-again', { mails: ['../..'] }).expect(400);
    await admin
      .post('/mails/send-again', { mails: ['a'.repeat(24)] })
      .expect(200, { sent: 0, over: 0 });

    mailbox.onMail = () => undefined;
    mailbox.mails.length = 0;
    clock.mockReturnValue(begun + 2 * DAY);
    const answer = await admin.post('/mails/send-again', { mails: null }).expect(200);
    expect(answer.body).toEqual({ sent: 1, over: 1 });
    await drain();
    expect(mailbox.mails.map(({ subject }) => subject)).toEqual([
      expect.stringContaining('For the full mailbox'),
    ]);
    expect(before).toContain(mailbox.mails[0]?.messageId);
    expect((await failed()).map(({ template }) => template)).toEqual(['password-reset']);
    // A second press, and one for mails that are no longer failed, send nothing.
    await admin.post('/mails/send-again', { mails: null }).expect(200, { sent: 0, over: 1 });
    clock.mockRestore();
  });

  it('lists by state and refuses states that do not exist', async () => {
    const sent: MailPage = (await reader.get('/mails?state=sent').expect(200)).body;
    expect(sent.rows.length).toBeGreaterThan(0);
    expect(sent.rows.every(({ state }) => state === 'sent')).toBe(true);
    await reader.get('/mails?state=lost').expect(400);
  });
});
