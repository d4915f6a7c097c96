import { writeSync } from 'node:fs';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { FilterGroups } from '../../server/contracts/filter-groups';
import { domainOf } from '../../server/rules/address';
import { previewOf } from '../../server/services/access-impact';
import { countMembers, listMembers } from '../../server/store/access-groups';
import { newId } from '../../server/store/connection';
import { addressFilterWords, contactFilterWords } from '../../server/store/contact-records';
import { contactFilterSql } from '../../server/store/filter-groups';
import { nameColumns } from '../../server/store/people';
import { propertyValueRows } from '../../server/store/property-values';
import type { DatabaseName } from '../support/databases';
import { bootStrapi, type Booted } from '../support/strapi';

const COUNT = Number(process.env.TEST_CONTACTS ?? 100_000);
const BATCH = 200;
const DAY = 24 * 60 * 60 * 1000;
const databases = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];

/** One in ten: by a choice and a number, or by an e-mail domain and a relative date. */
const FILTER: FilterGroups = [
  {
    conditions: [
      { property: 'plan', operator: 'is-any-of', values: ['gold'] },
      { property: 'score', operator: 'is-at-least', values: ['500'] },
    ],
  },
  {
    conditions: [
      { property: 'email_domain', operator: 'is', values: ['d7.example'] },
      { property: 'created', operator: 'is-in-last-days', values: ['365'] },
    ],
  },
];

describe.each(databases)(`a dynamic group over ${COUNT} contacts on %s`, (database) => {
  let booted: Booted;
  const report: string[] = [];
  const say = (line: string) => report.push(`${database}: ${line}`);

  async function timeOf<Result>(work: () => Promise<Result>): Promise<[number, Result]> {
    const began = performance.now();
    const result = await work();
    return [performance.now() - began, result];
  }

  beforeAll(async () => {
    booted = await bootStrapi({ database });
    const { properties, siteMap, runtime } = booted.services;
    const define = (key: string, kind: 'choice' | 'number', options: string[] = []) =>
      properties.define({
        subject: 'contact',
        key,
        kind,
        labels: { en: key },
        helps: {},
        options: options.map((option) => ({
          key: option,
          labels: { en: option },
          isArchived: false,
        })),
        customerAccess: 'none',
        agentAccess: 'edit',
        isRequiredToClose: false,
      });
    await define('plan', 'choice', ['gold', 'silver', 'bronze', 'free', 'none']);
    await define('score', 'number');
    await siteMap.refresh();
    const own = siteMap.properties('contact').filter(({ isStandard }) => !isStandard);
    const now = runtime.now();
    for (let done = 0; done < COUNT; done += BATCH) {
      const keys = Array.from({ length: Math.min(BATCH, COUNT - done) }, (_, at) => done + at + 1);
      const valuesOf = (key: number) => ({
        plan: ['gold', 'silver', 'bronze', 'free', 'none'][key % 5] ?? 'none',
        score: (key * 37) % 1000,
      });
      const addressOf = (key: number) => `person${key}@d${key % 40}.example`;
      await runtime.transaction(async (db) => {
        await db('cp_contacts').insert(
          keys.map((key) => ({
            id: key,
            document_id: newId(),
            ...nameColumns(`Person ${key} Martin`),
            language: 'en',
            time_zone: 'Europe/Paris',
            filter_words: contactFilterWords({
              phone: '',
              language: 'en',
              timeZone: 'Europe/Paris',
            }),
            properties: JSON.stringify(valuesOf(key)),
            created_time: now - (key % 1000) * DAY,
          })),
        );
        await db('cp_contact_addresses').insert(
          keys.map((key) => ({
            document_id: newId(),
            contact_id: key,
            address: addressOf(key),
            address_hash: `hash ${key}`,
            email_domain: domainOf(addressOf(key)),
            filter_words: addressFilterWords(addressOf(key)),
            is_primary: true,
            is_membership: true,
          })),
        );
        await db('cp_property_values').insert(
          keys.flatMap((key) =>
            propertyValueRows(
              { kind: 'contact', contactKey: key },
              own.map((property) => ({
                property,
                value: valuesOf(key)[property.key as 'plan' | 'score'],
              })),
            ),
          ),
        );
      });
    }
    // As PostgreSQL and MariaDB do by themselves within minutes.
    const tables = ['cp_contacts', 'cp_contact_addresses', 'cp_property_values'];
    if (database === 'mysql') await runtime.db.raw(`ANALYZE TABLE ${tables.join(', ')}`);
    if (database === 'postgres')
      for (const table of tables) await runtime.db.raw(`ANALYZE ${table}`);
  }, 600_000);
  afterAll(async () => {
    await booted?.destroy();
    writeSync(2, `${report.join('\n')}\n`);
  });

  it('is counted, listed and swept without holding anybody up', async () => {
    const { accessGroups, accessSweep, runtime, siteMap } = booted.services;
    const condition = contactFilterSql(FILTER, siteMap.properties('contact'), runtime.now());
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const [counting, preview] = await timeOf(() => previewOf(runtime.db, condition));
    say(`live count with a sample (exact to 1,000): ${counting.toFixed(0)} ms`);
    expect(preview.count).toEqual({ value: 1000, more: COUNT > 20_000 });
    const [first, { key }] = await timeOf(() =>
      accessGroups.define({ name: 'Gold', filterGroups: FILTER }),
    );
    const total = Number(
      (await runtime.db('cp_access_group_members').count({ total: '*' }).first())?.total,
    );
    say(`first sweep, ${total} join: ${first.toFixed(0)} ms`);
    expect(total).toBeGreaterThan(COUNT / 12);
    const [again] = await timeOf(() => accessSweep.sweep(key));
    say(`sweep when nothing changed: ${again.toFixed(0)} ms`);
    const [page, rows] = await timeOf(() =>
      listMembers(runtime.db, key, { below: 0, ways: [], limit: 25 }),
    );
    say(`first 25 members: ${page.toFixed(1)} ms`);
    expect(rows).toHaveLength(25);
    const [numbers] = await timeOf(() => countMembers(runtime.db, key));
    say(`number of members, exact to 1,000: ${numbers.toFixed(1)} ms`);
    delay.disable();
    say(`longest wait of others for the event loop: ${(delay.max / 1e6).toFixed(0)} ms`);
    const [event] = await timeOf(async () => {
      for (let run = 0; run < 20; run += 1)
        await runtime.transaction((db) => accessGroups.followContact(db, 1 + run));
    });
    say(`following one contact: ${(event / 20).toFixed(1)} ms`);
    expect(again).toBeLessThan(10_000);
  }, 300_000);
});
