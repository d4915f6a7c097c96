import { foundCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { hubspotCompanies, hubspotContacts, hubspotTickets } from '../support/hubspot';
import { imported } from '../support/imports';
import { bootStrapi, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const ROWS = Number(process.env.TEST_IMPORT_ROWS ?? 100_000);
const COMPANIES = 1000;
const LIMIT = 120;

describe.each(DATABASES)('imports of many rows on %s', (database) => {
  let booted: Booted;
  beforeAll(async () => {
    booted = await bootStrapi({ database });
    await foundCompany(booted);
    await imported(booted, 'company', hubspotCompanies(COMPANIES));
  });
  afterAll(() => booted.destroy());

  async function secondsOf(work: () => ReturnType<typeof imported>, subject: string) {
    const begin = performance.now();
    const done = await work();
    const seconds = (performance.now() - begin) / 1000;
    console.log(`${database}: ${ROWS} ${subject} in ${seconds.toFixed(1)} s`);
    expect(done).toMatchObject({ state: 'done', counts: { made: ROWS, refused: 0 } });
    return seconds;
  }

  it('takes less than two minutes for each kind', async () => {
    const contacts = hubspotContacts(ROWS, COMPANIES);
    expect(await secondsOf(() => imported(booted, 'contact', contacts), 'contacts')).toBeLessThan(
      LIMIT,
    );
    const values = {
      pipeline: { 'Support Pipeline': booted.services.siteMap.pipelines()[0]?.id ?? '' },
    };
    const tickets = hubspotTickets(ROWS, ROWS, COMPANIES);
    expect(
      await secondsOf(() => imported(booted, 'ticket', tickets, { values }), 'tickets'),
    ).toBeLessThan(LIMIT);
  });
});
