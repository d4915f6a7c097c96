import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import path from 'node:path';
import { HOST } from '../support/browserless';
import { bundlePlugin } from '../support/bundled-plugin';
import { foundCompany, PASSWORD, viewerOf } from '../support/company';
import { createDatabase, dropDatabase, type DatabaseName } from '../support/databases';
import { hubspotCompanies, hubspotContacts, hubspotTickets } from '../support/hubspot';
import { IMPORTER, planOf, uploaded, type Subject } from '../support/imports';
import { foundKnowledgeBase } from '../support/knowledge-base';
import { watchPages, type WaitedPage } from '../support/page-waits';
import { bootStrapi, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const ROWS = Number(process.env.TEST_IMPORT_ROWS ?? 100_000);
const SUBJECTS = (process.env.TEST_IMPORT_SUBJECTS ?? 'company,contact,ticket').split(',');
/** Seconds for all rows of one kind. */
const LIMIT = 120;
/** ms that 95 of 100 readers wait at most meanwhile. */
const WAIT = 150;
// The bundle finds its packages from inside the repository.
const CACHE = path.resolve(__dirname, '../../node_modules/.cache');

describe.each(DATABASES)('imports of many rows on %s', (database) => {
  let keep: string;
  let booted: Booted;
  let existing: { name: string; url: string };
  let child: ChildProcess;
  let port = 0;
  let pages: WaitedPage[];

  beforeAll(async () => {
    mkdirSync(CACHE, { recursive: true });
    keep = mkdtempSync(path.join(CACHE, 'customer-portal-many-'));
    const name = database === 'sqlite' ? path.join(keep, 'test.db') : `cp_test_many_${process.pid}`;
    existing = { name, url: await createDatabase(database, name) };
    booted = await bootStrapi({ database, keep, existing });
    pages = await foundPages(booted);
    await startServer();
  });
  afterAll(async () => {
    child.disconnect();
    await new Promise((resolve) => child.once('exit', resolve));
    await booted.destroy();
    await dropDatabase(database, existing.name);
    rmSync(keep, { recursive: true, force: true });
  });

  /** Starts a server of its own process, which imports and answers pages; this one only asks. */
  async function startServer(): Promise<void> {
    child = spawn('node', [path.join(__dirname, '../support/import-node.js')], {
      env: {
        ...process.env,
        TEST_DATABASE: database,
        TEST_DATABASE_NAME: existing.name,
        TEST_DATABASE_URL: existing.url,
        TEST_BUILT_PLUGIN: await bundlePlugin(keep),
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    port = await new Promise<number>((resolve, reject) => {
      child.once('message', (message) => resolve((message as { port: number }).port));
      child.once('exit', () => reject(new Error('The server did not start')));
    });
  }

  async function imported(subject: Subject, content: string) {
    const { recordImports, importRunner, siteMap } = booted.services;
    const detail = await uploaded(booted, subject, content);
    // From here on the other process imports.
    await importRunner.stop();
    const pipeline = siteMap.pipelines()[0]?.id ?? '';
    const plan = planOf(detail, { values: { pipeline: { 'Support Pipeline': pipeline } } });
    const watch = watchPages(port, pages);
    await recordImports.start(IMPORTER, detail.id, plan);
    const begin = performance.now();
    child.send('look for imports');
    let now = await recordImports.find(IMPORTER, detail.id);
    while (now?.state === 'running') {
      await new Promise((resolve) => setTimeout(resolve, 50));
      now = await recordImports.find(IMPORTER, detail.id);
    }
    const seconds = (performance.now() - begin) / 1000;
    const waits = await watch.stop();
    importRunner.start();
    const load = loadavg()[0]?.toFixed(1);
    console.log(
      `${database}: ${ROWS} rows of ${subject} in ${seconds.toFixed(1)} s, load ${load}`,
      waits,
    );
    expect(now).toMatchObject({ state: 'done', counts: { made: ROWS, refused: 0 } });
    return { seconds, slowest: Math.max(...Object.values(waits).map(({ p95 }) => p95)) };
  }

  it('takes less than two minutes for each kind while pages are answered', async () => {
    const companies = ROWS / 100;
    const files: [Subject, string][] = [
      ['company', hubspotCompanies(ROWS)],
      ['contact', hubspotContacts(ROWS, companies)],
      ['ticket', hubspotTickets(ROWS, ROWS, companies)],
    ];
    const took = [];
    for (const [subject, content] of files)
      if (SUBJECTS.includes(subject)) took.push(await imported(subject, content));
    for (const { seconds, slowest } of took) {
      expect(seconds).toBeLessThan(LIMIT);
      expect(slowest).toBeLessThan(WAIT);
    }
  });
});

/** What readers open meanwhile: an article without a session, an article, a list and a ticket with one. */
async function foundPages(booted: Booted): Promise<WaitedPage[]> {
  const { services } = booted;
  const company = await foundCompany(booted);
  await foundKnowledgeBase(booted);
  const viewer = await viewerOf(booted, company, 'ana@harbour.example');
  const { id } = await services.customerTickets.create(viewer, {
    subject: 'Meter',
    body: 'It blinks red.',
    files: [],
    submissionKey: '',
  });
  const signIn = await services.signIn.withPassword({
    portal: company.portal,
    address: 'ana@harbour.example',
    password: PASSWORD,
    remember: true,
    ip: '127.0.0.1',
    userAgent: 'test',
  });
  if (signIn.outcome !== 'signed-in') throw new Error(signIn.outcome);
  const anybody = { Host: HOST };
  const ana = { Host: HOST, Cookie: `cp_session=${signIn.token}` };
  return [
    { name: 'article', path: '/articles/mount-the-meter', headers: anybody },
    { name: 'article, signed in', path: '/articles/mount-the-meter', headers: ana },
    { name: 'tickets', path: '/support', headers: ana },
    { name: 'ticket', path: `/support/tickets/${id}`, headers: ana },
  ];
}
