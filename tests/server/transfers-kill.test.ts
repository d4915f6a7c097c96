import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { bundlePlugin } from '../support/bundled-plugin';
import { foundCompany } from '../support/company';
import { dropDatabase, type DatabaseName } from '../support/databases';
import { createBooted } from '../support/first-boot';
import { hubspotCompanies, hubspotContacts, hubspotTickets } from '../support/hubspot';
import { IMPORTER, imported, planOf, uploaded, type Subject } from '../support/imports';
import { bootStrapi, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
/** The whole move from HubSpot (10,000 tickets, 3,000 contacts, 400 companies) with TEST_KILLS, a part of it otherwise. */
const isLong = process.env.TEST_KILLS !== undefined;
const [TICKETS, CONTACTS, COMPANIES] = isLong ? [10_000, 3000, 400] : [1500, 100, 20];
// The bundle finds its packages from inside the repository.
const CACHE = path.resolve(__dirname, '../../node_modules/.cache');

describe.each(DATABASES)('an import that is killed on %s', (database) => {
  let keep: string;
  let booted: Booted;
  let existing: { name: string; url: string };
  const db = () => booted.services.runtime.db;
  const countOf = async (table: string) =>
    Number((await db()(table).count({ total: '*' }))[0]?.total);

  beforeAll(async () => {
    mkdirSync(CACHE, { recursive: true });
    keep = mkdtempSync(path.join(CACHE, 'customer-portal-kill-'));
    const name = database === 'sqlite' ? path.join(keep, 'test.db') : `cp_test_kill_${process.pid}`;
    existing = { name, url: await createBooted(database, name) };
    booted = await bootStrapi({
      database,
      keep,
      existing: { ...existing, isFromFirstBoot: true },
    });
    await foundCompany(booted);
  });
  afterAll(async () => {
    await booted.destroy();
    await dropDatabase(database, existing.name);
    rmSync(keep, { recursive: true, force: true });
  });

  /** Starts an import, kills the process that does it in the middle, and lets this one go on. */
  async function killedInTheMiddle(subject: Subject, content: string, half: number): Promise<void> {
    const detail = await uploaded(booted, subject, content);
    const pipeline = booted.services.siteMap.pipelines()[0]?.id ?? '';
    // This process only asks for it: the other one does it.
    await booted.services.importRunner.stop();
    await booted.services.recordImports.start(
      IMPORTER,
      detail.id,
      planOf(detail, { values: { pipeline: { 'Support Pipeline': pipeline } } }),
    );
    const child = spawn('node', [path.join(__dirname, '../support/import-node.js')], {
      env: {
        ...process.env,
        TEST_DATABASE: database,
        TEST_DATABASE_NAME: existing.name,
        TEST_DATABASE_URL: existing.url,
        TEST_BUILT_PLUGIN: await bundlePlugin(keep),
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    const rowsDone = async () =>
      Number(
        (await db()('cp_data_imports').where({ document_id: detail.id }).first('rows_done'))
          ?.rows_done,
      );
    while ((await rowsDone()) < half && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGKILL');
    await ended;
    expect(await rowsDone()).toBeLessThan(detail.rowCount);
    // The killed process holds its claim for half a minute more; nobody waits for that here.
    await db()('cp_jobs').where({ name: 'record-import' }).update({ claimed_until: 0 });
    booted.services.importRunner.start();
    await booted.services.importRunner.idle();
    const after = await booted.services.recordImports.find(IMPORTER, detail.id);
    expect(after).toMatchObject({ state: 'done', rowsDone: detail.rowCount, error: '' });
    expect(after?.counts).toMatchObject({ made: detail.rowCount, refused: 0 });
  }

  it('comes to exactly its rows, none twice, and mails nobody', async () => {
    const before = {
      companies: await countOf('cp_companies'),
      contacts: await countOf('cp_contacts'),
      tickets: await countOf('cp_tickets'),
    };
    await imported(booted, 'company', hubspotCompanies(COMPANIES));
    await imported(booted, 'contact', hubspotContacts(CONTACTS, COMPANIES));
    await killedInTheMiddle('ticket', hubspotTickets(TICKETS, CONTACTS, COMPANIES), TICKETS / 5);
    expect((await countOf('cp_companies')) - before.companies).toBe(COMPANIES);
    expect((await countOf('cp_contacts')) - before.contacts).toBe(CONTACTS);
    expect((await countOf('cp_tickets')) - before.tickets).toBe(TICKETS);
    for (const table of [
      'cp_conversations',
      'cp_messages',
      'cp_ticket_search',
      'cp_ticket_search_agents',
    ])
      expect(await countOf(table)).toBe(await countOf('cp_tickets'));
    const [ids] = await db()('cp_tickets').countDistinct({ total: 'external_id' });
    expect(Number(ids?.total)).toBe(TICKETS);
    expect(await countOf('cp_outbox')).toBe(0);
  });
});
