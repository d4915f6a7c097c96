import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import request from 'supertest';
import { stopTimers } from '../../server/bootstrap';
import { contentTypes } from '../../server/content-types';
import type { PortalDetail } from '../../server/contracts/portals';
import { number, select } from '../../server/store/connection';
import { fieldOf, visitorOf } from '../support/browserless';
import { dropDatabase, type DatabaseName } from '../support/databases';
import { createBooted } from '../support/first-boot';
import { bootStrapi, type Booted } from '../support/strapi';

const databases = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const RAW_TABLES = [
  'cp_confirmed_installation',
  'cp_counters',
  'cp_jobs',
  'cp_one_time_tokens',
  'cp_outbox',
  'cp_raw_versions',
  'cp_sessions',
  'cp_ticket_search',
  'cp_ticket_search_agents',
];

const HOST = 'second.test:1337';
/** ms */
const WITHIN = 1000;
const FIRST_ADMIN = {
  firstname: 'First',
  lastname: 'Admin',
  email: 'first@tallybrook.example',
  password: 'Admin-window-72',
};

interface Said {
  port?: number;
  isMade?: boolean;
}

const heard = (child: ChildProcess): Promise<Said> =>
  new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as Said));
    child.once('exit', (code) => reject(new Error(`The node ended with ${code}`)));
  });

const startNode = () =>
  fork(path.join(__dirname, '../support/portal-node.js'), {
    // Jest's own copy of the environment is where the database is named.
    env: { ...process.env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });

async function stopNodes(nodes: ChildProcess[]): Promise<void> {
  for (const node of nodes) {
    if (node.exitCode !== null) continue;
    const isOver = new Promise((resolve) => node.once('exit', resolve));
    node.kill('SIGKILL');
    await isOver;
  }
}

/** As when Strapi has made its tables and the plugin has never run. */
async function forgetFirstBoot({ services, strapi }: Booted): Promise<void> {
  stopTimers(strapi);
  const { db } = services.runtime;
  for (const table of RAW_TABLES) await db.schema.dropTable(table);
  for (const { schema } of Object.values(contentTypes)) await db(schema.collectionName).delete();
  await db('up_roles').where({ type: 'portal-customer' }).delete();
}

/** Asks a node for a public page until it is as it should be, and looks how long that took; TEST_LOG has it printed. */
async function arrives(
  what: string,
  node: string,
  isThere: (answer: request.Response) => boolean,
  get: () => request.Test = () => visitorOf({ server: node }, HOST).get('/support/sign-in'),
): Promise<void> {
  const since = Date.now();
  while (!isThere(await get()) && Date.now() - since < 10_000);
  const took = Date.now() - since;
  if (process.env.TEST_LOG) process.stderr.write(`${what}: ${took} ms\n`);
  expect({ what, isSoon: took < WITHIN, took }).toEqual({ what, isSoon: true, took });
}

/** What an admin saves on one node is on the pages of the other, whoever reads them. */
async function changesArrive(saves: string, serves: string): Promise<void> {
  const { body } = await request(saves).post('/admin/register-admin').send(FIRST_ADMIN);
  const token = String(body.data?.token);
  const ask = (method: 'get' | 'post' | 'put' | 'delete', path: string, input?: object) =>
    request(saves)
      [method](`/customer-portal${path}`)
      .set('Authorization', `Bearer ${token}`)
      .send(input)
      .expect(({ status, text }) => {
        if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
      });
  const id = String((await ask('get', '/portals')).body.rows[0].id);
  const portal = `/portals/${id}`;
  const { settings } = (await ask('get', portal)).body as PortalDetail;

  const general = { ...settings.general, name: 'Renamed here' };
  await ask('put', `${portal}/settings/general`, general);
  await arrives('a name', serves, ({ text }) => text.includes('Renamed here'));

  const announcement = { texts: { en: 'We are moving today.' }, from: 0, pages: ['sign-in'] };
  await ask('post', `${portal}/announcements`, announcement);
  await arrives('an announcement', serves, ({ text }) => text.includes('We are moving today.'));

  const customer = visitorOf({ server: serves }, HOST);
  const { body: visit } = await ask('post', `${portal}/test-visit`);
  const link = new URL(String(visit.url));
  await customer
    .post('/support/test-visit', { token: link.searchParams.get('token') ?? '' })
    .expect(303);
  const page = await customer.get('/support/new').expect(200);
  const written = {
    formToken: fieldOf(page.text, 'formToken'),
    formVersion: fieldOf(page.text, 'formVersion'),
    subject: 'Who sees this?',
    body: 'Both nodes.',
  };
  await customer.post('/support/new', written).expect(303);
  const list = () => customer.get('/support');
  const hasNumber = ({ text }: request.Response) => /<th scope="col">Number<\/th>/.test(text);
  expect(hasNumber(await list().expect(200))).toBe(false);
  const tickets = { ...settings.tickets, columns: ['number', 'status'] };
  await ask('put', `${portal}/settings/tickets`, tickets);
  await arrives('a column', serves, hasNumber, list);

  await ask('post', `${portal}/state`, { state: 'paused' });
  await arrives('a pause', serves, ({ status }) => status === 503, list);
  await ask('post', `${portal}/state`, { state: 'live' });
  await arrives('its end', serves, ({ status }) => status === 200, list);
  // Whoever is disabled on one node is out on the other at the very next request (attacks 26).
  const { body: members } = await ask('get', `${portal}/members`);
  const contacts = [String(members.rows[0].id)];
  await ask('post', `${portal}/members/actions`, { action: 'disable', contacts });
  await list().expect(303);
  await ask('delete', `${portal}?name=Renamed+here`);
  await arrives('a deletion', serves, ({ status }) => status === 404);
}

describe.each(databases)('several nodes on %s', (database) => {
  it('lay the foundations once, and serve what another one has made within a second', async () => {
    const keep = mkdtempSync(path.join(os.tmpdir(), 'customer-portal-'));
    const name = database === 'sqlite' ? path.join(keep, 'test.db') : `cp_test_nodes_${Date.now()}`;
    const url = await createBooted(database, name);
    const where = { database, keep, existing: { name, url } };
    const nodes: ChildProcess[] = [];
    try {
      const booted = await bootStrapi(where);
      await forgetFirstBoot(booted);
      // Destroying it would ask the tables that are gone.
      booted.services.jobs.stop();
      await booted.services.outboxWorker.stop();
      await booted.destroy().catch(() => undefined);

      // SQLite has one writing process; there the second node comes after the first.
      const ports: number[] = [];
      if (database === 'sqlite')
        while (nodes.length < 2) {
          const node = startNode();
          nodes.push(node);
          ports.push(Number((await heard(node)).port));
        }
      else {
        nodes.push(startNode(), startNode());
        for (const { port } of await Promise.all(nodes.map(heard))) ports.push(Number(port));
      }

      const [first] = nodes;
      const made = first && heard(first);
      first?.send({ origin: `http://${HOST}`, slug: 'support' });
      await made;
      const [saves, serves] = ports.map((port) => `http://127.0.0.1:${port}`);
      if (!saves || !serves) throw new Error('Two nodes are needed');
      await arrives('the portal', serves, ({ status }) => status === 200);
      await changesArrive(saves, serves);
      await stopNodes(nodes.splice(0));

      const again = await bootStrapi(where);
      const count = async (table: string, condition = '1 = 1') =>
        number(
          (
            await select(
              again.services.runtime.db,
              `SELECT COUNT(*) AS total FROM ${table} WHERE ${condition}`,
            )
          )[0]?.total,
        );
      expect({
        pipelines: await count('cp_pipelines'),
        statuses: await count('cp_statuses'),
        inboxes: await count('cp_inboxes'),
        forms: await count('cp_request_forms'),
        cannedReplies: await count('cp_canned_replies'),
        knowledgeBases: await count('cp_knowledge_bases'),
        articles: await count('cp_articles'),
        installations: await count('cp_installations'),
        roles: await count('up_roles', "type = 'portal-customer'"),
        versions: await count('cp_raw_versions'),
      }).toEqual({
        pipelines: 1,
        statuses: 4,
        inboxes: 1,
        forms: 1,
        cannedReplies: 3,
        knowledgeBases: 1,
        articles: 2,
        installations: 1,
        roles: 1,
        versions: 9,
      });
      await again.destroy();
    } finally {
      await stopNodes(nodes);
      await dropDatabase(database, name);
      rmSync(keep, { recursive: true, force: true });
    }
  });
});
