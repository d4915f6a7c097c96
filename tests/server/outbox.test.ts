import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ACTIONS } from '../../server/permissions';
import { createJobs } from '../../server/services/jobs';
import { createOutboxWorker } from '../../server/services/outbox-worker';
import type { AgentActor } from '../../server/services/types';
import { adminWith, type AdminClient } from '../support/admin';
import { foundCompany, viewerOf, type TestCompany } from '../support/company';
import { createBooted } from '../support/first-boot';
import { openMailbox, type Mailbox } from '../support/mailbox';
import { bootStrapi, createAdminUser, type Booted } from '../support/strapi';

const keep = mkdtempSync(path.join(os.tmpdir(), 'customer-portal-'));
const database = path.join(keep, 'test.db');
let mailbox: Mailbox;
let booted: Booted;
let company: TestCompany;
let agent: AgentActor;
let reader: AdminClient;
let confirmer: AdminClient;

const boot = () =>
  bootStrapi({
    keep,
    existing: { name: database, url: '', isFromFirstBoot: true },
    env: { TEST_SMTP_PORT: String(mailbox.port) },
    pluginConfig: { mailTransport: 'email-plugin' },
  });

beforeAll(async () => {
  mailbox = await openMailbox();
  await createBooted('sqlite', database);
  booted = await boot();
  // Each test drains the outbox itself.
  await booted.services.outboxWorker.stop();
  company = await foundCompany(booted);
  const user = await createAdminUser(booted, 'mara@tallybrook.example');
  agent = await booted.services.agents.fromAdmin(
    user,
    new Set(ACTIONS.map(({ uid }) => uid.split('.').at(-1) ?? '')),
  );
  reader = await adminWith(booted, 'Rita', ['mails.mail-read']);
  confirmer = await adminWith(booted, 'Carl', ['mails.mail-read', 'mails.mail-confirm']);
});
afterAll(async () => {
  await booted.destroy();
  await mailbox.close();
  rmSync(keep, { recursive: true, force: true });
});

const outbox = () => booted.services.runtime.db('cp_outbox');

async function openTicket(subject: string): Promise<string> {
  const ana = await viewerOf(booted, company, 'ana@harbour.example');
  const { id } = await booted.services.customerTickets.create(ana, {
    subject,
    body: 'x',
    files: [],
    submissionKey: '',
  });
  return id;
}

describe('the outbox and a real SMTP server', () => {
  it('sends received and answer with a stable Message-ID and without the note', async () => {
    const id = await openTicket('Zähler <1> & 東京');
    await booted.services.agentTickets.addMessage(agent, id, { kind: 'note', body: 'SECRET-NOTE' });
    await booted.services.agentTickets.addMessage(agent, id, {
      kind: 'public',
      body: 'Here you are: é 東京',
    });
    await booted.services.outboxWorker.drain();
    const [, answer] = mailbox.mails;
    expect(answer?.subject).toContain('Zähler <1> & 東京');
    expect(answer?.text).toContain('Here you are: é 東京');
    expect(answer?.text).toContain(`http://help.test:1337/support/tickets/${id}`);
    expect(answer?.headers.get('auto-submitted')).toBe('auto-generated');
    const rows = (await outbox().select('message_id', 'state')) as {
      message_id: string;
      state: string;
    }[];
    expect(mailbox.mails.map((mail) => mail.messageId).sort()).toEqual(
      rows.map((row) => row.message_id).sort(),
    );
    expect(rows.every((row) => row.state === 'sent')).toBe(true);
    expect(mailbox.mails.map((mail) => mail.text).join()).not.toContain('SECRET-NOTE');
  });

  it('keeps no link of a new password once it was sent', async () => {
    mailbox.mails.length = 0;
    await booted.services.passwords.askReset({
      portal: company.portal,
      address: 'ben@harbour.example',
      ip: '127.0.0.5',
    });
    for (let count = 0; mailbox.mails.length === 0 && count < 300; count += 1) {
      await booted.services.outboxWorker.drain();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const token = /token=([\w-]+)/.exec(mailbox.mails[0]?.text ?? '')?.[1] ?? 'none';
    expect(token).toHaveLength(43);
    expect(JSON.stringify(await outbox().select('*'))).not.toContain(token);
  });

  it('tries again with growing pauses, then says it failed', async () => {
    mailbox.mails.length = 0;
    mailbox.onMail = () => {
      throw new Error('mailbox full');
    };
    const now = booted.services.runtime.now;
    let time = Date.now();
    booted.services.runtime.now = () => time;
    await openTicket('Never arrives');
    for (let count = 0; count < 8; count += 1) {
      await booted.services.outboxWorker.drain();
      time += 24 * 60 * 60 * 1000;
    }
    const [row] = (await outbox().where({ state: 'failed' })) as {
      attempts: number;
      error: string;
    }[];
    expect(row?.attempts).toBe(6);
    expect(row?.error).toContain('mailbox full');
    booted.services.runtime.now = now;
    mailbox.onMail = () => undefined;
    await outbox().where({ state: 'failed' }).delete();
  });

  it('sends nothing of a copy under another address', async () => {
    await openTicket('Made elsewhere');
    await outbox().where({ state: 'waiting' }).update({ origin: 'https://production.example' });
    mailbox.mails.length = 0;
    await booted.services.outboxWorker.drain();
    expect(mailbox.mails).toEqual([]);
    const { body } = await confirmer.get('/mails').expect(200);
    expect(body.hold).toMatchObject({ waiting: 1 });
    expect(body.rows[0].state).toBe('held');
    await outbox().where({ state: 'waiting' }).delete();
  });

  it('holds everything under another address until an admin confirms it', async () => {
    const { config } = booted.strapi;
    const before = String(config.get('server.absoluteUrl'));
    const after = 'https://elsewhere.example';
    await openTicket('Made before the move');
    config.set('server.absoluteUrl', after);
    await openTicket('Made after the move');
    mailbox.mails.length = 0;
    await booted.services.outboxWorker.drain();
    expect(mailbox.mails).toEqual([]);
    const { body } = await reader.get('/mails').expect(200);
    expect(body.hold).toEqual({ origin: after, confirmedOrigin: before, waiting: 2 });
    expect(body.rows.slice(0, 2).map((row: { state: string }) => row.state)).toEqual([
      'held',
      'held',
    ]);

    await reader.post('/mails/confirm', { origin: after, waiting: 'send' }).expect(403);
    const wrong = await confirmer.post('/mails/confirm', { origin: before, waiting: 'send' });
    expect(wrong.status).toBe(400);
    expect(wrong.body.error.details.errors[0].path).toEqual(['origin']);
    const unsaid = await confirmer.post('/mails/confirm', { origin: after });
    expect(unsaid.body.error.details.errors[0].path).toEqual(['waiting']);
    await booted.services.outboxWorker.drain();
    expect(mailbox.mails).toEqual([]);

    await confirmer.post('/mails/confirm', { origin: after, waiting: 'send' }).expect(204);
    await booted.services.outboxWorker.drain();
    expect(mailbox.mails).toHaveLength(2);
    expect((await reader.get('/mails')).body.hold).toBeNull();

    await openTicket('Made before the way back');
    config.set('server.absoluteUrl', before);
    await booted.services.outboxWorker.drain();
    await confirmer.post('/mails/confirm', { origin: before, waiting: 'discard' }).expect(204);
    await booted.services.outboxWorker.drain();
    expect(mailbox.mails).toHaveLength(2);
    const [discarded] = (await outbox().where({ state: 'discarded' })) as { payload: string }[];
    expect(discarded?.payload).toBe('{}');
    await openTicket('Made after the way back');
    await booted.services.outboxWorker.drain();
    expect(mailbox.mails).toHaveLength(3);
  });

  it('sends as the brand: its company, its inbox, its domain', async () => {
    const inboxes = () => booted.services.runtime.db('cp_inboxes').where({ id: company.inboxKey });
    mailbox.mails.length = 0;
    await openTicket('Without an address of its own');
    await booted.services.outboxWorker.drain();
    await inboxes().update({ address: 'help@harbour.example' });
    await openTicket('With one');
    await booted.services.outboxWorker.drain();
    const [plain, own] = mailbox.mails;
    expect(plain?.from?.text).toBe('"Harbour support" <support@tallybrook.example>');
    expect(own?.from?.text).toBe('"Harbour support" <help@harbour.example>');
    expect(own?.replyTo?.text).toBe('"Harbour support" <help@harbour.example>');
    expect(own?.messageId).toMatch(/@help\.test>$/);
    await inboxes().update({ address: '' });
  });

  it('gives a mail up before another node may take it', async () => {
    const { installation, invitationMails, jobs, runtime, siteMap, ticketMailContent } =
      booted.services;
    let accept = () => {};
    const held = new Promise<void>((arrived) => {
      mailbox.onMail = () => new Promise((resolve) => arrived(void (accept = resolve)));
    });
    const hasty = createOutboxWorker(
      runtime,
      siteMap,
      installation,
      jobs,
      invitationMails,
      ticketMailContent,
      100,
    );
    await openTicket('Slow server');
    await hasty.drain();
    const [row] = (await outbox().where({ state: 'waiting' })) as { error: string }[];
    expect(row?.error).toContain('did not answer');
    // It may be on its way still, and is none of the next test's mails.
    await held;
    accept();
    mailbox.onMail = () => undefined;
    await outbox().where({ state: 'waiting' }).delete();
  });

  it('stops after the mail that is being sent', async () => {
    await openTicket('One');
    await openTicket('Two');
    await openTicket('Three');
    mailbox.mails.length = 0;
    let stopped: Promise<void> | undefined;
    mailbox.onMail = () => void (stopped ??= booted.services.outboxWorker.stop());
    await booted.services.outboxWorker.drain();
    await stopped;
    expect(mailbox.mails).toHaveLength(1);
    mailbox.onMail = () => undefined;
    await booted.services.outboxWorker.drain();
    expect(mailbox.mails).toHaveLength(3);
  });

  it('forgets mails that were over a month ago, once for all nodes', async () => {
    const { jobs, outboxWorker, runtime } = booted.services;
    await openTicket('Waits for long');
    const [young] = (await outbox().where({ state: 'sent' })) as { id: string }[];
    const old = runtime.now() - 31 * 24 * 60 * 60 * 1000;
    await outbox().whereNot({ id: young?.id }).update({ created_at: old });
    await outboxWorker.prune();
    const left = (await outbox().select('state')) as { state: string }[];
    expect(left.map((row) => row.state).sort()).toEqual(['sent', 'waiting']);
    let count = 0;
    const work = () => Promise.resolve(void (count += 1));
    await Promise.all([
      jobs.atMostEvery(60_000, 'counting', work),
      createJobs(runtime).atMostEvery(60_000, 'counting', work),
    ]);
    expect(count).toBe(1);
  });

  it('sends at once what somebody waits for, without a round', async () => {
    const { outboxWorker, magicLinks } = booted.services;
    mailbox.mails.length = 0;
    // The rounds run, but none of them comes.
    const rounds = jest
      .spyOn(global, 'setInterval')
      .mockReturnValue({ unref: () => undefined } as unknown as NodeJS.Timeout);
    outboxWorker.start();
    rounds.mockRestore();
    await magicLinks.ask({
      portal: company.portal,
      address: 'cleo@harbour.example',
      remember: false,
      next: '',
      ip: '127.0.0.12',
      deviceToken: '',
    });
    const isThere = () => mailbox.mails.some(({ subject }) => /is your code/.test(subject ?? ''));
    for (let tries = 0; !isThere() && tries < 1000; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(isThere()).toBe(true);
    await outboxWorker.stop();
  });

  it('loses no mail to a kill -9, and a second copy carries the same Message-ID', async () => {
    if (!existsSync(path.join(__dirname, '../../dist/server/index.js')))
      throw new Error('npm run build comes first');
    await outbox().delete();
    const kills = Number(process.env.TEST_KILLS ?? 5);
    const mailCount = 3 * kills + 6;
    const subjects = Array.from({ length: mailCount }, (_, at) => `Kill ${at}`);
    for (const subject of subjects) await openTicket(subject);
    mailbox.mails.length = 0;
    const total = Number((await outbox().count({ total: '*' }))[0]?.total);
    expect(total).toBe(mailCount);
    const config = process.env.TEST_PLUGIN_CONFIG;
    const env = {
      ...process.env,
      TEST_SMTP_PORT: String(mailbox.port),
      TEST_DATABASE: 'sqlite',
      TEST_DATABASE_NAME: database,
      TEST_PLUGIN_CONFIG: config,
    };
    await booted.destroy();
    const seen: string[] = [];
    for (let kill = 0; kill < kills; kill += 1) {
      const child = spawn('node', [path.join(__dirname, '../support/outbox-node.js')], {
        env,
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      await new Promise<void>((resolve, reject) => {
        child.on('exit', () => resolve());
        // In the middle of the third mail: the server has it, the process does not know yet.
        mailbox.onMail = (mail) => {
          seen.push(mail.messageId ?? '');
          if (seen.length % 3 === 0) child.kill('SIGKILL');
        };
        setTimeout(() => reject(new Error('the worker sent nothing')), 60_000).unref();
      });
    }
    mailbox.onMail = (mail) => void seen.push(mail.messageId ?? '');
    booted = await boot();
    booted.services.runtime.now = () => Date.now() + 10 * 60 * 1000;
    await booted.services.outboxWorker.drain();
    const rows = (await outbox().select('message_id', 'state')) as {
      message_id: string;
      state: string;
    }[];
    expect(rows.every((row) => row.state === 'sent')).toBe(true);
    expect(new Set(seen)).toEqual(new Set(rows.map((row) => row.message_id)));
    // At most one mail per kill is in doubt.
    expect(seen.length).toBeLessThanOrEqual(mailCount + kills);
  });
});
