import { writeSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { textKeyOf } from '../../server/rules/property-values';
import { waysToFind } from '../../server/rules/contact-words';
import { listCompanies, listCompanyChoices } from '../../server/store/companies';
import { listContactKeys, type ContactFilter } from '../../server/store/contacts';
import { foundCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { addManyPeople } from '../support/many-people';
import { bootStrapi, type Booted } from '../support/strapi';

const COUNT = Number(process.env.TEST_CONTACTS ?? 100_000);
const RUNS = 9;
/** ms that a page with its count may take. */
const MOST = 150;
const databases = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const SORTS = [
  { sort: 'name', isDescending: false },
  { sort: 'created', isDescending: true },
] as const;

describe.each(databases)(`${COUNT} contacts and companies on %s`, (database) => {
  let booted: Booted;
  let portalKey: number;
  const report: string[] = [];

  beforeAll(async () => {
    booted = await bootStrapi({ database });
    ({ portalKey } = await foundCompany(booted));
    await addManyPeople(booted.services, portalKey, COUNT);
  });
  afterAll(async () => {
    // At once: jest may end before a stream has written.
    writeSync(1, `\n${database}, ${COUNT} contacts, ms of the median:\n${report.join('\n')}\n`);
    await booted?.destroy();
  });

  /** The middle of some runs. */
  async function measure(name: string, work: () => Promise<unknown>): Promise<void> {
    const times: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const start = performance.now();
      await work();
      times.push(performance.now() - start);
    }
    const median = times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0;
    report.push(`  ${name.padEnd(52)} ${median.toFixed(1)}`);
    expect(median).toBeLessThan(MOST);
  }

  it('lists contacts, whatever they are narrowed by', async () => {
    const { db } = booted.services.runtime;
    const everybody: ContactFilter = {
      ways: [],
      companyKey: 0,
      portalKeys: [],
      standings: [],
      isOutside: false,
      language: '',
      isInBin: false,
    };
    const registered = { portalKeys: [portalKey], standings: ['registered' as const] };
    const filters: Record<string, Partial<ContactFilter>> = {
      everybody: {},
      'no access': { ...registered, isOutside: true },
      'no access, French': { ...registered, isOutside: true, language: 'fr' },
      registered,
      French: { language: 'fr' },
      'martin, French, registered': { ways: waysToFind('martin'), language: 'fr', ...registered },
      'person martin, French': { ways: waysToFind('person martin'), language: 'fr' },
      'martin 77777': { ways: waysToFind('martin 77777') },
      'a word of everybody': { ways: waysToFind('person') },
      user9: { ways: waysToFind('user9') },
      'in the bin': { isInBin: true },
    };
    for (const [name, filter] of Object.entries(filters))
      for (const sort of SORTS)
        await measure(`contacts, ${name}, by ${sort.sort}`, async () => {
          const listing = { ...sort, after: null, limit: 26 };
          await (await listContactKeys(db, { ...everybody, ...filter }, listing)).count();
        });
    for (const typed of ['user99', 'e', 'energy', 'martin 5'])
      await measure(`chooser, ${typed}`, () =>
        listContactKeys(
          db,
          {
            ...everybody,
            ...registered,
            ways: waysToFind(typed),
            companyBeginning: textKeyOf(typed),
          },
          { sort: 'name', isDescending: false, after: null, limit: 20, isChoice: true },
        ),
      );
  });

  it('finds companies by any word, domain and old id', async () => {
    const { db } = booted.services.runtime;
    for (const q of [
      '',
      'group',
      'energy',
      'energy 7',
      '99999',
      'group9999.exa',
      'hs-777',
      'zzz',
    ]) {
      for (const sort of SORTS)
        for (const isInBin of [false, true])
          await measure(
            `companies, “${q}”${isInBin ? ' in the bin' : ''}, by ${sort.sort}`,
            async () =>
              (
                await listCompanies(db, { q, isInBin }, { ...sort, after: null, limit: 26 })
              ).count(),
          );
      await measure(`choice of companies, “${q}”`, () => listCompanyChoices(db, q));
    }
    // What a chooser offers is never nothing where something is.
    expect((await listCompanyChoices(db, 'energy 7')).length).toBe(20);
  });
});
