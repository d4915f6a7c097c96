import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { viewerOf } from '../support/company';
import { createDatabase, dropDatabase, type DatabaseName } from '../support/databases';
import { dumpedVersions, restoreDump } from '../support/dumps';
import { bootStrapi } from '../support/strapi';

const databases = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const cases = dumpedVersions().flatMap((version) =>
  databases.map((database) => [version, database] as const),
);

describe('databases of released versions', () => {
  it('are there', () => expect(cases.length).toBeGreaterThan(0));

  it.each(cases)('%s on %s boots, and its tickets are there', async (version, database) => {
    const keep = mkdtempSync(path.join(os.tmpdir(), 'customer-portal-'));
    const name =
      database === 'sqlite' ? path.join(keep, 'test.db') : `cp_test_upgrade_${Date.now()}`;
    const url = await createDatabase(database, name);
    try {
      await restoreDump(version, database, name, url);
      const booted = await bootStrapi({ database, keep, existing: { name, url } });
      const { services } = booted;
      const place = services.siteMap.resolve('http', 'help.test:1337', '/support');
      const ana = await viewerOf(booted, { portal: place?.portal } as never, 'ana@harbour.example');
      const { rows } = await services.customerTickets.list(ana, {
        scope: 'mine',
        state: 'all',
        status: '',
        q: '東京',
        sort: 'activity',
        cursor: '',
        language: 'en',
      });
      expect(rows.map((row) => row.subject)).toEqual(['From an older version']);
      const ticket = await services.customerTickets.find(ana, rows[0]?.id ?? '', 'en');
      expect(ticket?.messages.map((message) => message.body)).toEqual([
        'Zähler 東京',
        'An answer of then',
      ]);
      expect(
        services.articles
          .library(
            { id: place?.knowledgeBase?.id ?? '', slug: '', domain: place?.domain as never },
            'fr',
          )
          .article('monter-le-compteur')?.title,
      ).toBe('Monter le compteur');
      await services.customerTickets.reply(ana, rows[0]?.id ?? '', {
        body: 'A reply of today',
        files: [],
        submissionKey: '',
      });
      await booted.destroy();
    } finally {
      await dropDatabase(database, name);
      rmSync(keep, { recursive: true, force: true });
    }
  });
});
