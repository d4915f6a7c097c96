import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ACTIONS } from '../../server/permissions';
import { foundCompany, viewerOf } from '../support/company';
import { createDatabase, dropDatabase, type DatabaseName } from '../support/databases';
import { isDumped, keepDump } from '../support/dumps';
import { foundKnowledgeBase } from '../support/knowledge-base';
import { bootStrapi, createAdminUser } from '../support/strapi';

const { version } = JSON.parse(
  readFileSync(path.resolve(__dirname, '../../package.json'), 'utf8'),
) as { version: string };
const databases = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];

describe.each(databases)('the upgrade dump of this version on %s', (database) => {
  it('is kept in tests/fixtures/upgrade', async () => {
    // What a version has left once stays: installations of it look like that.
    if (isDumped(version, database)) return;
    const keep = mkdtempSync(path.join(os.tmpdir(), 'customer-portal-'));
    const name = database === 'sqlite' ? path.join(keep, 'test.db') : `cp_test_dump_${Date.now()}`;
    const url = await createDatabase(database, name);
    const booted = await bootStrapi({ database, keep, existing: { name, url } });
    const company = await foundCompany(booted);
    await foundKnowledgeBase(booted);
    const user = await createAdminUser(booted, 'mara@tallybrook.example');
    const agent = await booted.services.agents.fromAdmin(
      user,
      new Set(ACTIONS.map(({ uid }) => uid.split('.').at(-1) ?? '')),
    );
    const ana = await viewerOf(booted, company, 'ana@harbour.example');
    const { id } = await booted.services.customerTickets.create(ana, {
      subject: 'From an older version',
      body: 'Zähler 東京',
      files: [],
      submissionKey: '',
    });
    await booted.services.agentTickets.addMessage(agent, id, {
      kind: 'note',
      body: 'A note of then',
    });
    await booted.services.agentTickets.addMessage(agent, id, {
      kind: 'public',
      body: 'An answer of then',
    });
    if (database === 'sqlite')
      await booted.services.runtime.db.raw('PRAGMA wal_checkpoint(TRUNCATE)');
    await booted.destroy();
    keepDump(version, database, name, url);
    await dropDatabase(database, name);
    rmSync(keep, { recursive: true, force: true });
  });
});
