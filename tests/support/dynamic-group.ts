import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { FilterGroups } from '../../server/contracts/filter-groups';
import { domainOf } from '../../server/rules/address';
import type { Services } from '../../server/services';
import { previewOf } from '../../server/services/access-impact';
import { countMembers, listMembers } from '../../server/store/access-groups';
import { dialectOf, newId } from '../../server/store/connection';
import { addressFilterWords, contactFilterWords } from '../../server/store/contact-records';
import { contactFilterSql } from '../../server/store/filter-groups';
import { nameColumns } from '../../server/store/people';
import { propertyValueRows } from '../../server/store/property-values';

const BATCH = 200;
const DAY = 24 * 60 * 60 * 1000;
const PLANS = ['gold', 'silver', 'bronze', 'free', 'none'];

/** About one in ten: by a choice and a number, or by an e-mail domain and a relative date. */
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

/** Contacts as the services would write them, with a value of two properties each, in an empty database. */
export async function addManyContacts(
  { properties, siteMap, runtime }: Services,
  count: number,
): Promise<void> {
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
  await define('plan', 'choice', PLANS);
  await define('score', 'number');
  await siteMap.refresh();
  const own = siteMap.properties('contact').filter(({ isStandard }) => !isStandard);
  const now = runtime.now();
  for (let done = 0; done < count; done += BATCH) {
    const keys = Array.from({ length: Math.min(BATCH, count - done) }, (_, at) => done + at + 1);
    const valuesOf = (key: number) => ({
      plan: PLANS[key % PLANS.length] ?? 'none',
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
          filter_words: contactFilterWords({ phone: '', language: 'en', timeZone: 'Europe/Paris' }),
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
  const dialect = dialectOf(runtime.db);
  if (dialect === 'mysql') await runtime.db.raw(`ANALYZE TABLE ${tables.join(', ')}`);
  if (dialect === 'postgres') for (const table of tables) await runtime.db.raw(`ANALYZE ${table}`);
}

export interface GroupFigures {
  matching: { value: number; more: boolean };
  members: number;
  shown: number;
  /** Milliseconds of each step. */
  steps: { name: string; millis: number }[];
}

/** What a dynamic group costs over the contacts that are there: counting, sweeping, listing, following one. */
export async function measureDynamicGroup({
  accessGroups,
  accessSweep,
  runtime,
  siteMap,
}: Services): Promise<GroupFigures> {
  const steps: GroupFigures['steps'] = [];
  const timed = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    const began = performance.now();
    const result = await work();
    steps.push({ name, millis: performance.now() - began });
    return result;
  };
  const condition = contactFilterSql(FILTER, siteMap.properties('contact'), runtime.now());
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const preview = await timed('live count with a sample (exact to 1,000)', () =>
    previewOf(runtime.db, condition),
  );
  const { key } = await timed('first sweep', () =>
    accessGroups.define({ name: 'Gold', filterGroups: FILTER }),
  );
  const [total] = await runtime.db('cp_access_group_members').count({ members: '*' });
  await timed('sweep when nothing changed', () => accessSweep.sweep(key));
  const shown = await timed('first 25 members', () =>
    listMembers(runtime.db, key, { below: 0, ways: [], limit: 25 }),
  );
  await timed('number of members (exact to 1,000)', () => countMembers(runtime.db, key));
  delay.disable();
  steps.push({ name: 'longest wait of others for the event loop', millis: delay.max / 1e6 });
  await timed('following 20 contacts', async () => {
    for (let contactKey = 1; contactKey <= 20; contactKey += 1)
      await runtime.transaction((db) => accessGroups.followContact(db, contactKey));
  });
  return {
    matching: preview.count,
    members: Number(total?.members),
    shown: shown.length,
    steps,
  };
}
