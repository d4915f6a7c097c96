import { writeSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { queryTokens } from '../../server/rules/search-tokens';
import { contactScope, findTicketKeys, portalScope } from '../../server/store/search';
import { findTicketWithPeople, listForAgent, listForCustomer } from '../../server/store/tickets';
import { number, select, text, yes } from '../../server/store/connection';
import type { CustomerViewer } from '../../server/services/types';
import { foundCompany, viewerOf, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { addManyTickets } from '../support/many-tickets';
import { planOf, SORTED_BY_HAND, statementOf } from '../support/plans';
import { bootStrapi, type Booted } from '../support/strapi';

const COUNT = Number(process.env.TEST_TICKETS ?? 100_000);
const RUNS = 40;
const databases = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];

/** ms of the middle run. */
async function medianOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[RUNS / 2] ?? 0;
}

describe.each(databases)(`${COUNT} tickets on %s`, (database) => {
  let booted: Booted;
  let company: TestCompany;
  let ana: CustomerViewer;
  const report: string[] = [];

  beforeAll(async () => {
    booted = await bootStrapi({ database });
    company = await foundCompany(booted);
    ana = await viewerOf(booted, company, 'ana@harbour.example');
    const dora = await viewerOf(booted, company, 'dora@lime.example');
    await addManyTickets(booted.services.runtime.db, {
      portalKey: company.portalKey,
      inboxKey: company.inboxKey,
      // Of eleven tickets one is Ana's: she has nine thousand.
      contacts: [
        { key: ana.contactKey, companyKey: ana.primaryCompanyKey },
        ...Array.from({ length: 10 }, () => ({
          key: dora.contactKey,
          companyKey: dora.primaryCompanyKey,
        })),
      ],
      count: COUNT,
    });
  });
  afterAll(async () => {
    // At once: jest may end before a stream has written.
    writeSync(1, `\n${database}, ${COUNT} tickets, ms of the median:\n${report.join('\n')}\n`);
    await booted.destroy();
  });

  async function measure(name: string, most: number, work: () => Promise<unknown>): Promise<void> {
    const median = await medianOf(work);
    report.push(`  ${name.padEnd(48)} ${median.toFixed(2)}`);
    expect(median).toBeLessThan(most);
  }

  it('lists from an index, first page and deep page', async () => {
    const { db } = booted.services.runtime;
    for (const kind of ['mine', 'company'] as const)
      for (const state of ['open', 'all'] as const)
        for (const sort of ['activity', 'opened'] as const) {
          const query = {
            scope:
              kind === 'mine'
                ? { kind, contactKey: ana.contactKey, leftCompanyKeys: [] }
                : { kind, companyKeys: [ana.primaryCompanyKey] },
            portalKey: company.portalKey,
            state,
            statusMeaning: '' as const,
            parts: { values: true, names: true },
            after: [] as number[],
            sort,
            limit: 26,
          };
          const first = () => listForCustomer(db, query);
          expect(await planOf(db, await statementOf(db, first))).not.toMatch(SORTED_BY_HAND);
          await measure(`customer, ${kind}, ${state}, by ${sort}`, 20, first);
          const rows = await listForCustomer(db, { ...query, limit: 10_000 });
          const late = rows[Math.floor(rows.length * 0.9)];
          const at = number(sort === 'opened' ? late?.opened_at : late?.last_public_at);
          const values = [at, number(late?.id)];
          const after =
            sort === 'activity' && state === 'open'
              ? [Number(yes(late?.awaits_customer)), ...values]
              : values;
          const deep = () => listForCustomer(db, { ...query, after });
          await measure(`customer, ${kind}, ${state}, by ${sort}, deep`, 40, deep);
        }
    for (const state of ['open', 'all'] as const)
      for (const sort of ['activity', 'opened'] as const) {
        const query = {
          state,
          sort,
          priority: undefined,
          statusKey: 0,
          assigneeKey: 0,
          inboxKey: 0,
          after: [],
          limit: 26,
        };
        const first = () => listForAgent(db, query);
        expect(await planOf(db, await statementOf(db, first))).not.toMatch(SORTED_BY_HAND);
        await measure(`agent, ${state}, by ${sort}`, 20, first);
      }
  });

  it('opens and searches at once', async () => {
    const { db } = booted.services.runtime;
    const [middle] = await select(
      db,
      'SELECT document_id, number FROM cp_tickets WHERE requester_id = ? AND id > ? ORDER BY id LIMIT 1',
      [ana.contactKey, COUNT / 2],
    );
    await measure('one ticket with its people', 20, () =>
      findTicketWithPeople(db, text(middle?.document_id)),
    );
    const search =
      (q: string, scopes: string[], before = 0) =>
      () =>
        findTicketKeys(db, scopes.length > 0 ? 'customers' : 'agents', {
          scopes,
          words: queryTokens(q),
          before,
          limit: 200,
        });
    const own = [contactScope(company.portalKey, ana.contactKey)];
    const rare = text(middle?.number);
    expect(await search(rare, own)()).toHaveLength(1);
    await measure('search of a number, own tickets', 100, search(rare, own));
    await measure('search of a number, agents', 100, search(rare, []));
    // A word of every ticket: MariaDB reads them all before it sorts.
    const most = database === 'mysql' ? 2000 : 500;
    await measure('search of a word in every ticket, own', most, search('display', own));
    await measure('search of a word in every ticket, agents', most, search('display', []));
    await measure('the same, deep', most, search('display', [], COUNT / 20));
    expect(await search('display', [portalScope(999)])()).toEqual([]);
  });

  it('looks for gaps of the search index without holding requests up', async () => {
    const { db } = booted.services.runtime;
    let longest = 0;
    let last = performance.now();
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    const start = performance.now();
    await booted.services.searchIndex.repair();
    const time = performance.now() - start;
    clearInterval(watch);
    report.push(
      `  looking for gaps: whole, longest stop            ${time.toFixed(0)}, ${longest.toFixed(0)}`,
    );
    expect(longest).toBeLessThan(250);
    const [row] = await select(db, 'SELECT COUNT(*) AS total FROM cp_ticket_search');
    expect(number(row?.total)).toBe(COUNT);
  });
});
