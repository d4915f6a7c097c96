import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import request from 'supertest';
import { stopTimers } from '../../server/bootstrap';
import { contentTypes } from '../../server/content-types';
import { number, select } from '../../server/store/connection';
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
      first?.send({ origin: 'http://second.test:1337', slug: 'support' });
      await made;
      const since = Date.now();
      const other = () =>
        request(`http://127.0.0.1:${ports[1]}`)
          .get('/support/sign-in')
          .set('Host', 'second.test:1337');
      while ((await other()).status !== 200 && Date.now() - since < 10_000);
      expect(Date.now() - since).toBeLessThan(1000);
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
        versions: 6,
      });
      await again.destroy();
    } finally {
      await stopNodes(nodes);
      await dropDatabase(database, name);
      rmSync(keep, { recursive: true, force: true });
    }
  });
});
