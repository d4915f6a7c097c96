import { writeSync } from 'node:fs';
import type { DatabaseName } from '../support/databases';
import { addManyContacts, measureDynamicGroup } from '../support/dynamic-group';
import { bootStrapi, type Booted } from '../support/strapi';

const COUNT = Number(process.env.TEST_CONTACTS ?? 100_000);
const databases = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];

describe.each(databases)(`a dynamic group over ${COUNT} contacts on %s`, (database) => {
  let booted: Booted;

  beforeAll(async () => {
    booted = await bootStrapi({ database });
    await addManyContacts(booted.services, COUNT);
  }, 600_000);
  afterAll(() => booted?.destroy());

  it('is counted, listed and swept in the background', async () => {
    const { matching, members, shown, steps } = await measureDynamicGroup(booted.services);
    for (const { name, millis } of steps)
      writeSync(2, `${database}: ${name}: ${millis.toFixed(1)} ms\n`);
    expect(matching).toEqual({ value: 1000, more: COUNT > 20_000 });
    expect(members).toBeGreaterThan(COUNT / 12);
    expect(shown).toBe(25);
    const again = steps.find(({ name }) => name === 'sweep when nothing changed');
    expect(again?.millis).toBeLessThan(10_000);
  }, 300_000);
});
