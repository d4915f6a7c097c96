import type { Health, HealthName, TestMailAnswer } from '../../server/contracts/health';
import { adminWith, type AdminClient } from '../support/admin';
import { openMailbox, type Mailbox } from '../support/mailbox';
import { bootStrapi, type Booted } from '../support/strapi';

describe('health', () => {
  let booted: Booted;
  let mailbox: Mailbox;
  let admin: AdminClient;

  beforeAll(async () => {
    mailbox = await openMailbox();
    booted = await bootStrapi({
      pluginConfig: { mailTransport: 'email-plugin' },
      env: { TEST_SMTP_PORT: String(mailbox.port), TEST_SYNCHRONOUS: 'FULL' },
    });
    admin = await adminWith(booted, 'Nils', ['portals.portal-read', 'portals.portal-edit']);
  });
  afterAll(async () => {
    await booted?.destroy();
    await mailbox?.close();
  });

  const check = async (name: HealthName, headers: Record<string, string> = {}) => {
    const { body } = await admin.get('/health').set(headers).expect(200);
    return (body as Health).checks.find((one) => one.name === name);
  };

  it('sees a proxy that is not trusted, and says what to paste', async () => {
    expect(await check('proxy')).toMatchObject({ state: 'good', code: 'none' });
    const behind = await check('proxy', { 'X-Forwarded-Proto': 'https' });
    expect(behind).toMatchObject({ state: 'bad', code: 'untrusted' });
    expect(behind?.fix).toContain('proxy: { koa: true }');
  });

  it('looks at the real database, files and accounts', async () => {
    expect(await check('database')).toMatchObject({ state: 'good', code: 'good' });
    expect((await check('database'))?.detail).toMatch(/^SQLite 3\.\d+/);
    expect(await check('attachments')).toMatchObject({ state: 'good' });
    expect(await check('accounts')).toMatchObject({ state: 'good' });
    const { config } = booted.services.runtime;
    const before = config.attachmentsDir;
    config.attachmentsDir = `${booted.strapi.dirs.static.public}/files`;
    expect(await check('attachments')).toMatchObject({ state: 'bad', code: 'public' });
    // Below a file no folder can be.
    config.attachmentsDir = `${__filename}/files`;
    expect(await check('attachments')).toMatchObject({ state: 'bad', code: 'unwritable' });
    config.attachmentsDir = before;
  });

  it('sends a test mail to the admin’s own address, and tells the mail server’s reason', async () => {
    const ask = () => admin.post('/health/test-mail', {});
    const first: TestMailAnswer = (await ask().expect(200)).body;
    expect(first).toEqual({ to: 'nils@tallybrook.example', outcome: 'sent', error: '' });
    expect(mailbox.mails.map(({ subject }) => subject)).toEqual([
      'Mail from your customer portal arrives',
    ]);
    await ask().expect(400);
    const real = Date.now;
    jest.spyOn(booted.services.runtime, 'now').mockImplementation(() => real() + 60_000);
    mailbox.onMail = () => {
      throw new Error('mailbox full');
    };
    const second: TestMailAnswer = (await ask().expect(200)).body;
    expect(second.outcome).toBe('failed');
    expect(second.error).toContain('mailbox full');
  });

  it('is for whoever may read portals, and test mails for whoever may change them', async () => {
    const reader = await adminWith(booted, 'Rosa', ['portals.portal-read']);
    await reader.get('/health').expect(200);
    await reader.post('/health/test-mail', {}).expect(403);
    const nobody = await adminWith(booted, 'Olaf', ['inboxes.inbox-read']);
    await nobody.get('/health').expect(403);
  });
});
