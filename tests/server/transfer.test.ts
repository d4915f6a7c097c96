import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ACTIONS } from '../../server/permissions';
import { contentTypes } from '../../server/content-types';
import { select } from '../../server/store/connection';
import { foundCompany, viewerOf } from '../support/company';
import { createBooted } from '../support/first-boot';
import { foundKnowledgeBase } from '../support/knowledge-base';
import { openMailbox } from '../support/mailbox';
import { bootStrapi, createAdminUser, type Booted } from '../support/strapi';

const run = promisify(execFile);
const APP = path.resolve(__dirname, '../app');
const CLI = path.join(
  path.dirname(require.resolve('@strapi/strapi/package.json')),
  'bin/strapi.js',
);
const folder = mkdtempSync(path.join(os.tmpdir(), 'customer-portal-'));
const can = new Set(ACTIONS.map(({ uid }) => uid.split('.').at(-1) ?? ''));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  // Strapi keeps a log and a backup of the uploads in the application.
  for (const [inside, pattern] of [
    [APP, /^(ex|im)port_\d+\.log$/],
    [path.join(APP, 'public'), /^uploads_backup_/],
  ] as const) {
    for (const name of readdirSync(inside).filter((entry) => pattern.test(entry))) {
      rmSync(path.join(inside, name), { recursive: true, force: true });
    }
  }
});

const strapi = (name: string, args: string[], env: Record<string, string> = {}) =>
  run('node', [CLI, ...args], {
    cwd: APP,
    env: {
      ...process.env,
      ...env,
      TEST_BUILT_PLUGIN: '1',
      TEST_DATABASE: 'sqlite',
      TEST_DATABASE_NAME: path.join(folder, name),
      NODE_ENV: 'test',
    },
  });

const boot = (name: string) =>
  bootStrapi({ keep: folder, existing: { name: path.join(folder, name), url: '' } });

async function counts({ services }: Booted): Promise<Record<string, number>> {
  const result: Record<string, number> = {};
  for (const { schema } of Object.values(contentTypes)) {
    result[schema.collectionName] = Number(
      (
        await select(services.runtime.db, `SELECT COUNT(*) AS total FROM ${schema.collectionName}`)
      )[0]?.total,
    );
  }
  return result;
}

// Each starts Strapi and its command line several times.
jest.setTimeout(300_000);

describe('strapi export and import', () => {
  it('brings every record into an empty database, sends nothing there, and links the agents again', async () => {
    await createBooted('sqlite', path.join(folder, 'from.db'));
    let booted = await boot('from.db');
    const company = await foundCompany(booted);
    await foundKnowledgeBase(booted);
    const user = await createAdminUser(booted, 'mara@tallybrook.example');
    const agent = await booted.services.agents.fromAdmin(user, can);
    const ana = await viewerOf(booted, company, 'ana@harbour.example');
    const { id, number: ticketNumber } = await booted.services.customerTickets.create(ana, {
      subject: 'Moves along',
      body: 'Yes',
      files: [],
      submissionKey: '',
    });
    await booted.services.agentTickets.addMessage(agent, id, {
      kind: 'public',
      body: 'Answered before the move.',
    });
    const before = await counts(booted);
    await booted.destroy();

    await strapi('from.db', [
      'export',
      '--no-encrypt',
      '--no-compress',
      '-f',
      path.join(folder, 'archive'),
    ]);
    booted = await boot('to.db');
    await createAdminUser(booted, 'mara@tallybrook.example');
    await booted.destroy();
    await strapi('to.db', ['import', '--force', '-f', path.join(folder, 'archive.tar')]);

    booted = await boot('to.db');
    expect(await counts(booted)).toEqual(before);
    const { db } = booted.services.runtime;
    expect(await select(db, 'SELECT * FROM cp_outbox')).toEqual([]);
    expect(await select(db, 'SELECT * FROM cp_sessions')).toEqual([]);
    const [linked] = await select(
      db,
      "SELECT admin_user_id FROM cp_agents WHERE email = 'mara@tallybrook.example'",
    );
    expect(Number(linked?.admin_user_id)).toBeGreaterThan(0);
    // Numeric ids are new after an import: nothing held from before may be used.
    const portal = booted.services.siteMap.resolve('http', 'help.test:1337', '/support')?.portal;
    if (!portal) throw new Error('The portal is gone');
    const again = await viewerOf(booted, { ...company, portal }, 'ana@harbour.example');
    await booted.services.searchIndex.repair();
    const list = await booted.services.customerTickets.list(again, {
      scope: 'mine',
      state: 'open',
      status: '',
      q: 'moves',
      sort: 'activity',
      cursor: '',
      language: 'en',
    });
    expect(list.rows).toMatchObject([{ id, number: ticketNumber }]);
    expect(
      (await booted.services.customerTickets.find(again, id, 'en'))?.messages.map(
        (message) => message.body,
      ),
    ).toEqual(['Yes', 'Answered before the move.']);
    const next = await booted.services.customerTickets.create(again, {
      subject: 'After',
      body: 'x',
      files: [],
      submissionKey: '',
    });
    expect(next.number).not.toBe(ticketNumber);
    await booted.destroy();
  });

  it('over a used installation sends nothing, ends what belonged to it, and finds the new tickets', async () => {
    const mailbox = await openMailbox();
    const smtp = { TEST_SMTP_PORT: String(mailbox.port) };
    const bootSending = async () => {
      const booted = await bootStrapi({
        keep: folder,
        existing: { name: path.join(folder, 'used.db'), url: '' },
        env: smtp,
        pluginConfig: { mailTransport: 'email-plugin' },
      });
      // The test drains the outbox itself.
      await booted.services.outboxWorker.stop();
      return booted;
    };
    let booted = await bootSending();
    const company = await foundCompany(booted);
    const dora = await viewerOf(booted, company, 'dora@lime.example');
    for (const subject of ['Of the content before', 'Another one']) {
      await booted.services.customerTickets.create(dora, {
        subject,
        body: 'x',
        files: [],
        submissionKey: '',
      });
    }
    await booted.services.passwords.askReset({
      portal: company.portal,
      address: 'ben@harbour.example',
      ip: '127.0.0.5',
    });
    const { db } = booted.services.runtime;
    expect(await select(db, "SELECT id FROM cp_outbox WHERE state = 'waiting'")).toHaveLength(3);
    expect(await select(db, 'SELECT token_hash FROM cp_sessions')).toHaveLength(1);
    expect(await select(db, 'SELECT token_hash FROM cp_one_time_tokens')).toHaveLength(1);
    await booted.destroy();

    await strapi('used.db', ['import', '--force', '-f', path.join(folder, 'archive.tar')], smtp);
    booted = await bootSending();
    const { services } = booted;
    const rows = (sql: string) => select(services.runtime.db, sql);
    expect(await rows('SELECT token_hash FROM cp_sessions')).toEqual([]);
    expect(await rows('SELECT token_hash FROM cp_one_time_tokens')).toEqual([]);
    expect(await rows('SELECT DISTINCT state, payload FROM cp_outbox')).toEqual([
      { state: 'discarded', payload: '{}' },
    ]);

    const portal = services.siteMap.resolve('http', 'help.test:1337', '/support')?.portal;
    if (!portal) throw new Error('The portal is gone');
    const ana = await viewerOf(booted, { ...company, portal }, 'ana@harbour.example');
    await services.searchIndex.repair();
    const found = async (q: string) =>
      (
        await services.customerTickets.list(ana, {
          scope: 'mine',
          state: 'all',
          status: '',
          q,
          sort: 'activity',
          cursor: '',
          language: 'en',
        })
      ).rows.map((row) => row.subject);
    expect(await found('moves along')).toEqual(['Moves along']);
    expect(await rows('SELECT rowid FROM cp_ticket_search')).toHaveLength(1);

    await services.customerTickets.create(ana, {
      subject: 'After the import',
      body: 'x',
      files: [],
      submissionKey: '',
    });
    await services.outboxWorker.drain();
    expect(mailbox.mails).toEqual([]);
    const admin = await createAdminUser(booted, 'root@tallybrook.example');
    const actor = await services.agents.fromAdmin(admin, can);
    const { hold } = await services.mails.list(actor);
    expect(hold).toEqual({ origin: 'http://127.0.0.1:1337', confirmedOrigin: '', waiting: 1 });
    await services.installation.confirm(actor, { origin: hold?.origin ?? '', waiting: 'send' });
    await services.outboxWorker.drain();
    expect(mailbox.mails.map((mail) => mail.to)).toMatchObject([{ text: 'ana@harbour.example' }]);
    await booted.destroy();
    await mailbox.close();
  });
});
