import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ACTIONS } from '../../server/permissions';
import type { AgentActor } from '../../server/services/types';
import { foundCompany, viewerOf, type TestCompany } from '../support/company';
import { openMailbox, type Mailbox } from '../support/mailbox';
import { bootStrapi, createAdminUser, type Booted } from '../support/strapi';

const keep = mkdtempSync(path.join(os.tmpdir(), 'customer-portal-'));
const database = path.join(keep, 'test.db');
let mailbox: Mailbox;
let booted: Booted;
let company: TestCompany;
let agent: AgentActor;

const boot = () =>
  bootStrapi({
    keep,
    existing: { name: database, url: '' },
    env: { TEST_SMTP_PORT: String(mailbox.port) },
    pluginConfig: { mailTransport: 'email-plugin' },
  });

beforeAll(async () => {
  mailbox = await openMailbox();
  booted = await boot();
  company = await foundCompany(booted);
  const user = await createAdminUser(booted, 'mara@tallybrook.example');
  agent = await booted.services.agents.fromAdmin(
    user,
    new Set(ACTIONS.map(({ uid }) => uid.split('.').at(-1) ?? '')),
  );
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
    expect((await outbox().where({ state: 'held' })) as unknown[]).toHaveLength(1);
  });

  it('loses no mail to a kill -9, and a second copy carries the same Message-ID', async () => {
    if (!existsSync(path.join(__dirname, '../../dist/server/index.js')))
      throw new Error('npm run build comes first');
    await outbox().delete();
    const kills = Number(process.env.TEST_KILLS ?? 2);
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
