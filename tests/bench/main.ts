import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { answers, createDatabase, dropDatabase, type DatabaseName } from '../support/databases';
import { measureAddresses } from './addresses';
import { cpuMicrosAt, during, fetchOnce, latencyOf, throughputOf } from './load';
import { ask, hear, type Site } from './messages';
import type { GroupFigures } from '../support/dynamic-group';
import { pagesOf, wrongSignIn, type BenchPage } from './pages';
import {
  groupReport,
  growthReport,
  siteReport,
  type FloodResult,
  type GroupResult,
  type PageResult,
  type SiteResult,
} from './report';

const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const SIZES = (process.env.BENCH_TICKETS ?? '1000,100000').split(',').map(Number);
const DATABASES = (process.env.BENCH_DATABASES ?? 'sqlite,postgres').split(',');
const CONTACTS = Number(process.env.BENCH_CONTACTS ?? 100_000);
const ONLY = (process.env.BENCH_ONLY ?? '').split(',');
const FLOOD = 20;
/** Requests per second at which CPU time is compared. */
const PACE = 500;
/** A folder that the server leaves its CPU profile in, for Chromium's developer tools. */
const PROFILE = process.env.BENCH_PROFILE;

/** Of the group over contacts, which is no page. */
const GROUP = 'dynamic group';
/** Of ways in with addresses that somebody and nobody has. */
const ADDRESSES = 'known and unknown addresses';
const isAsked = (name: string) =>
  ONLY.some((part) => (part.startsWith('=') ? name === part.slice(1) : name.includes(part)));

const say = (line: string) => console.error(line);

/** What is undone at the end, the last first; also when the run is interrupted or fails. */
const endings: (() => void | Promise<void>)[] = [];

async function undo(downTo = 0): Promise<void> {
  while (endings.length > downTo) {
    try {
      await endings.pop()?.();
    } catch (error) {
      say(`cleaning up: ${String(error)}`);
    }
  }
}

function start(file: string, env: Record<string, string> = {}): ChildProcess {
  const child = fork(path.join(__dirname, file), {
    env: { ...process.env, ...env },
    stdio: ['ignore', 2, 2, 'ipc'],
    execArgv: PROFILE && file === 'server.js' ? ['--cpu-prof', `--cpu-prof-dir=${PROFILE}`] : [],
  });
  endings.push(
    () =>
      new Promise<void>((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  );
  return child;
}

/** Strapi with the built plugin over an empty database, for one of the bench's own programs. */
async function startStrapi(
  file: string,
  database: DatabaseName,
  count: number,
): Promise<ChildProcess> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'customer-portal-bench-'));
  endings.push(() => rmSync(folder, { recursive: true, force: true }));
  const name =
    database === 'sqlite'
      ? path.join(folder, 'bench.db')
      : `cp_bench_${randomBytes(6).toString('hex')}`;
  endings.push(() => dropDatabase(database, name));
  const url = await createDatabase(database, name);
  return start(file, {
    TEST_BUILT_PLUGIN: '1',
    TEST_DATABASE: database,
    TEST_DATABASE_NAME: name,
    TEST_DATABASE_URL: url,
    TEST_PLUGIN_CONFIG: JSON.stringify({
      attachmentsDir: path.join(folder, 'attachments'),
      mailTransport: 'viewer',
      // Out of the way: sign-in is measured, not its limits.
      signInTries: { address: 1_000_000_000, ip: 1_000_000_000 },
      signInMails: { address: 200_000_000, ip: 1_000_000_000, portal: 1_000_000_000 },
    }),
    BENCH_COUNT: String(count),
  });
}

async function measurePage(
  site: Site,
  page: BenchPage,
  servers: { child: ChildProcess; bare: ChildProcess; barePort: number },
): Promise<PageResult> {
  // The first answer may fill caches; the second is the usual one.
  await fetchOnce(site.countingPort, page.shot());
  const seen = await fetchOnce(site.countingPort, page.shot());
  if (seen.status !== page.status) throw new Error(`${page.name} answered ${seen.status}`);
  const statements = await ask<string[]>(servers.child, { ask: 'statements' });
  const { shot, isVarying, connections, status } = page;
  const own = { shot, isVarying, connections, port: site.port, status: [status] };
  // The very same requests, so that both servers parse the same headers.
  const bare = { ...own, connections: 10, port: servers.barePort, status: [200] };
  await ask(servers.bare, { ask: 'size', bytes: seen.bytes });
  const perSecond = await throughputOf(own, SECONDS);
  const barePerSecond = await throughputOf(bare, SECONDS);
  const pace = Math.min(PACE, Math.floor(perSecond / 2));
  const [cpuMicros = 0, bareCpuMicros = 0] = await cpuMicrosAt(
    pace,
    [
      { child: servers.child, load: own },
      { child: servers.bare, load: bare },
    ],
    SECONDS,
  );
  return {
    page: page.name,
    statements,
    bytes: seen.bytes,
    rows: /^ticket (list|search)/.test(page.name)
      ? Math.max(0, seen.body.split('<tr').length - 2)
      : 0,
    pace,
    cpuMicros,
    perSecond,
    bareCpuMicros,
    barePerSecond,
    ratio: bareCpuMicros / cpuMicros,
    ratioPerSecond: perSecond / barePerSecond,
    bound: page.bound ?? null,
  };
}

async function measureFlood(site: Site, page: BenchPage): Promise<FloodResult> {
  const shot = page.shot();
  await latencyOf(site.port, shot, 1);
  const alone = await latencyOf(site.port, shot, SECONDS);
  const flood = await during(
    {
      port: site.port,
      shot: wrongSignIn,
      isVarying: true,
      connections: FLOOD,
      status: [422, 429],
    },
    SECONDS,
    () => latencyOf(site.port, shot, SECONDS),
  );
  return {
    page: page.name,
    alone,
    flooded: flood.result,
    floodPerSecond: flood.perSecond,
    floodAnswers: flood.statuses,
  };
}

async function measureSite(database: DatabaseName, tickets: number): Promise<SiteResult> {
  const before = endings.length;
  say(`${database}, ${tickets} tickets: founding`);
  const child = await startStrapi('server.js', database, tickets);
  const site = await hear<Site>(child);
  const bare = start('bare.js');
  const { port: barePort } = await hear<{ port: number }>(bare);
  const result: SiteResult = { database, tickets, pages: [], flood: [], addresses: [] };
  const pages = pagesOf(site);
  const isWriting = ({ isWriting = false }: BenchPage) => isWriting;
  const measureAll = async (some: BenchPage[]) => {
    for (const page of some.filter(({ name }) => isAsked(name))) {
      say(`${database}, ${tickets} tickets: ${page.name}`);
      result.pages.push(await measurePage(site, page, { child, bare, barePort }));
    }
  };
  await measureAll(pages.filter((page) => !isWriting(page)));
  if (isAsked('sign-in flood')) {
    for (const page of pages.filter(({ name }) => ['article', 'ticket list, all'].includes(name))) {
      say(`${database}, ${tickets} tickets: ${page.name} while sign-in is flooded`);
      result.flood.push(await measureFlood(site, page));
    }
  }
  if (isAsked(ADDRESSES)) {
    say(`${database}, ${tickets} tickets: ${ADDRESSES}`);
    result.addresses = await measureAddresses(site.port, site.addresses);
  }
  // Last, since it changes how many tickets there are.
  await measureAll(pages.filter(isWriting));
  for (const server of [child, bare]) await stop(server);
  await undo(before);
  return result;
}

async function stop(server: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => server.once('exit', resolve));
  await ask(server, { ask: 'stop' });
  await gone;
}

async function measureGroup(database: DatabaseName): Promise<GroupResult> {
  const before = endings.length;
  say(`${database}, ${CONTACTS} contacts: dynamic group`);
  const child = await startStrapi('group.js', database, CONTACTS);
  const figures = await hear<GroupFigures>(child);
  await stop(child);
  await undo(before);
  return { database, contacts: CONTACTS, ...figures };
}

async function main(): Promise<void> {
  const results: SiteResult[] = [];
  const groups: GroupResult[] = [];
  const machine = `Node ${process.version}, ${os.cpus().length} × ${os.cpus()[0]?.model.trim() ?? 'CPU'}`;
  for (const database of DATABASES) {
    if (database !== 'sqlite' && database !== 'postgres' && database !== 'mysql')
      throw new Error(`BENCH_DATABASES knows sqlite, postgres and mysql, not ${database}`);
    if (database !== 'sqlite' && !(await answers(database))) {
      console.log(`skipped: ${database} does not answer on 127.0.0.1\n`);
      continue;
    }
    if (isAsked(GROUP)) {
      const group = await measureGroup(database);
      groups.push(group);
      console.log(`${groupReport(group)}\n`);
    }
    if (ONLY.every((part) => part === GROUP)) continue;
    for (const tickets of SIZES) {
      const result = await measureSite(database, tickets);
      results.push(result);
      console.log(`${siteReport(result)}\n`);
    }
  }
  const growth = growthReport(results);
  if (growth !== '') console.log(`${growth}\n`);
  console.log(
    `${machine}; ${SECONDS} s per measure after a warm-up. CPU µs: of the server process per request, all its threads, without the database server, at the same pace for both (${PACE} a second, or half of what the page can). Requests per second: as many as come back. Ratio: speed of the page as part of a bare Koa page's of the same size in the same run; bounds are of CPU time. The client runs on the same machine and may be what limits bare req/s. The site sends no compression.`,
  );
  writeFileSync(
    '.bench-results.json',
    `${JSON.stringify({ date: new Date().toISOString(), machine, seconds: SECONDS, results, groups }, null, 2)}\n`,
  );
}

let isOver = false;
function finish(code: number): void {
  if (isOver) return;
  isOver = true;
  void undo().then(() => process.exit(code));
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => finish(130));
main().then(
  () => finish(0),
  (error: unknown) => {
    if (!isOver) console.error(error);
    finish(1);
  },
);
