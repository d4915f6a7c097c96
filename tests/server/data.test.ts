import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { dropDatabase, type DatabaseName } from '../support/databases';
import { createBooted } from '../support/first-boot';
import { foundCompany, viewerOf, type TestCompany } from '../support/company';
import { addManyTickets } from '../support/many-tickets';
import { addManyPeople } from '../support/many-people';
import { FOUND_AT_ONCE, planOf, SORTED_BY_HAND, statementOf, statementsOf } from '../support/plans';
import { bootStrapi, createAdminUser, type Booted } from '../support/strapi';
import { contentTypes } from '../../server/content-types';
import { waysToFind } from '../../server/rules/contact-words';
import { createSearchIndex } from '../../server/services/search-index';
import type { CustomerViewer } from '../../server/services/types';
import { number, select, text, type Connection } from '../../server/store/connection';
import { listCompanies } from '../../server/store/companies';
import { listContactKeys, listContactRows, type ContactFilter } from '../../server/store/contacts';
import type { FoundKeys, Limits, Place, RecordListing } from '../../server/store/record-lists';
import { indexTicket } from '../../server/store/search';
import { findTicket, listForAgent, listForCustomer } from '../../server/store/tickets';

const databases = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];

describe.each(databases)('data on %s', (database) => {
  describe('lists', () => {
    let booted: Booted;
    let company: TestCompany;

    beforeAll(async () => {
      booted = await bootStrapi({ database });
      company = await foundCompany(booted);
      const viewer = await viewerOf(booted, company, 'ana@harbour.example');
      const lime = await viewerOf(booted, company, 'dora@lime.example');
      const { ana, ben, cleo, dora } = company.people;
      const contacts = [
        ...[ana, ben, cleo].map(({ key }) => ({ key, companyKey: viewer.primaryCompanyKey })),
        ...[dora, dora, dora, dora].map(({ key }) => ({ key, companyKey: lime.primaryCompanyKey })),
      ];
      await addManyTickets(booted.services.runtime.db, {
        portalKey: company.portalKey,
        inboxKey: company.inboxKey,
        contacts,
        count: 4000,
      });
      await addManyPeople(booted.services, company.portalKey, 300, 50);
    });
    afterAll(() => booted.destroy());

    it.each([
      ['mine', 'open', 'activity'],
      ['mine', 'closed', 'activity'],
      ['mine', 'all', 'activity'],
      ['mine', 'open', 'opened'],
      ['mine', 'all', 'opened'],
      ['company', 'open', 'activity'],
      ['company', 'closed', 'activity'],
      ['company', 'all', 'activity'],
      ['company', 'open', 'opened'],
      ['company', 'all', 'opened'],
    ] as const)('reads %s, %s, by %s from an index, without sorting', async (kind, state, sort) => {
      const { db } = booted.services.runtime;
      const viewer = await viewerOf(booted, company, 'ana@harbour.example');
      const scope =
        kind === 'mine'
          ? { kind, contactKey: viewer.contactKey, leftCompanyKeys: [] }
          : { kind, companyKeys: [viewer.primaryCompanyKey] };
      const query = {
        scope,
        portalKey: company.portalKey,
        state,
        statusMeaning: '' as const,
        // As wide as a portal's list gets: joins must leave the order to the index.
        parts: { values: true, names: true },
        after: [],
        sort,
        limit: 26,
      };
      const plan = await planOf(db, await statementOf(db, () => listForCustomer(db, query)));
      expect(plan).toMatch(kind === 'mine' ? /cp_participants_/ : /cp_tickets_company_/);
      expect(plan).not.toMatch(SORTED_BY_HAND);
      const now = Date.now();
      const after = sort === 'activity' && state !== 'all' ? [0, now, 2_000_000] : [now, 2_000_000];
      const deep = () => listForCustomer(db, { ...query, after });
      const deepPlan = await planOf(db, await statementOf(db, deep));
      // MariaDB may choose to read a company's list from its start, by the same index.
      if (database !== 'mysql' || kind === 'mine')
        expect(deepPlan).toMatch(FOUND_AT_ONCE[database]);
      expect(deepPlan).not.toMatch(SORTED_BY_HAND);
    });

    it.each([
      [{ state: 'open', sort: 'activity' }],
      [{ state: 'all', sort: 'activity' }],
      [{ state: 'open', sort: 'opened' }],
      [{ state: 'all', sort: 'opened' }],
    ] as const)('reads the agents list %j from an index, without sorting', async (asked) => {
      const { db } = booted.services.runtime;
      const query = {
        ...asked,
        priority: undefined,
        statusKey: 0,
        assigneeKey: 0,
        inboxKey: 0,
        after: [],
        limit: 26,
      };
      const plan = await planOf(db, await statementOf(db, () => listForAgent(db, query)));
      expect(plan).toMatch(/cp_tickets_/);
      expect(plan).not.toMatch(SORTED_BY_HAND);
      const rows = await listForAgent(db, { ...query, limit: 10_000 });
      const late = rows[Math.floor(rows.length * 0.9)];
      const sortValue = asked.sort === 'opened' ? late?.opened_at : late?.last_activity_at;
      const after = [number(sortValue), number(late?.id)];
      const deep = () => listForAgent(db, { ...query, after });
      expect(await planOf(db, await statementOf(db, deep))).toMatch(FOUND_AT_ONCE[database]);
    });

    describe('of contacts and companies', () => {
      const everybody = {
        ways: [],
        companyKey: 0,
        portalKeys: [],
        standings: [],
        isOutside: false,
        language: '',
        isInBin: false,
      };
      const registered = () => ({
        portalKeys: [company.portalKey],
        standings: ['registered' as const],
      });
      const asked: [string, () => Partial<ContactFilter>, number][] = [
        ['everybody', () => ({}), 304],
        ['of a language', () => ({ language: 'fr' }), 88],
        ['without access', () => ({ ...registered(), isOutside: true }), 6],
        ['by a common word', () => ({ ways: waysToFind('pers') }), 300],
        ['by two words', () => ({ ways: waysToFind('silva person 1'), ...registered() }), 14],
        [
          'by what nobody is all of',
          () => ({ ways: waysToFind('martin'), language: 'fr', ...registered() }),
          0,
        ],
      ];
      type Lister = (
        listing: RecordListing,
        limits?: Limits,
      ) => Promise<FoundKeys & { places: Place[] }>;

      /** Every page one after the other, as a reader goes through them. */
      async function through(list: Lister, sort: 'name' | 'created', isDescending: boolean) {
        const limits = { few: 0, candidates: 7 };
        const keys: number[] = [];
        let after: Place | null = null;
        let isCut = false;
        for (let pages = 0; pages < 200; pages += 1) {
          const page = await list({ sort, isDescending, after, limit: 5 }, limits);
          keys.push(...page.keys);
          isCut ||= page.cutAt !== null;
          const next: Place | undefined | null =
            page.cutAt ?? (page.keys.length === 5 ? page.places.at(-1) : null);
          if (!next) return { keys, isCut };
          after = next;
        }
        throw new Error('The list has no end');
      }

      const contactLister =
        (filter: ContactFilter): Lister =>
        async (listing, limits) => {
          const { db } = booted.services.runtime;
          const found = await listContactKeys(db, filter, listing, limits);
          const rows = await listContactRows(db, found.keys);
          const column = listing.sort === 'name' ? 'name_key' : 'created_time';
          const places = found.keys.map((key) => {
            const row = rows.find((one) => number(one.id) === key);
            return { value: text(row?.[column]), key };
          });
          return { ...found, places };
        };

      it.each(asked)('finds contacts %s, however far one page looks', async (_, narrow, total) => {
        const list = contactLister({ ...everybody, ...narrow() });
        for (const sort of ['name', 'created'] as const)
          for (const isDescending of [false, true]) {
            const whole = await list({ sort, isDescending, after: null, limit: 1000 });
            expect(whole.keys).toHaveLength(total);
            expect(whole.cutAt).toBeNull();
            expect(await whole.count()).toEqual({ value: total, more: false });
            expect((await through(list, sort, isDescending)).keys).toEqual(whole.keys);
          }
      });

      it('says that a page ends early, and counts what was looked at', async () => {
        const limits = { few: 0, candidates: 7 };
        const first = { sort: 'name', isDescending: false, after: null, limit: 5 } as const;
        const outside = contactLister({ ...everybody, ...registered(), isOutside: true });
        expect((await through(outside, 'name', false)).isCut).toBe(true);
        const page = await outside(first, limits);
        expect(page.cutAt).not.toBeNull();
        expect((await page.count()).more).toBe(true);
        const all = contactLister(everybody);
        expect(await (await all(first, limits)).count()).toEqual({ value: 304, more: false });
        const common = contactLister({ ...everybody, language: 'fr' });
        expect(await (await common(first, limits)).count()).toEqual({ value: 7, more: true });
        // A field that offers some of them offers what it has found.
        const late = contactLister({ ...everybody, ways: waysToFind('lindqvist') });
        expect((await late({ ...first, limit: 20 }, limits)).keys.length).toBeLessThan(5);
        expect((await late({ ...first, limit: 20, isChoice: true }, limits)).keys).toHaveLength(7);
      });

      it.each([
        ['', 302],
        ['group', 300],
        ['grou 12', 11],
        ['GROUP12', 11],
        ['ana@group12.example', 1],
        ['hs-7', 1],
        ['- -', 0],
        ['nothing', 0],
      ])('finds companies by “%s”, however far one page looks', async (q, total) => {
        const { db } = booted.services.runtime;
        const list: Lister = async (listing, limits) => {
          const { rows, ...found } = await listCompanies(
            db,
            { q, isInBin: false },
            listing,
            limits,
          );
          const column = listing.sort === 'name' ? 'name_key' : 'created_time';
          const places = rows.map((row) => ({ value: text(row[column]), key: number(row.id) }));
          return { ...found, keys: places.map(({ key }) => key), places };
        };
        for (const sort of ['name', 'created'] as const) {
          const whole = await list({ sort, isDescending: false, after: null, limit: 1000 });
          expect(whole.keys).toHaveLength(total);
          expect((await through(list, sort, false)).keys).toEqual(whole.keys);
        }
      });

      it('looks up each word of a contact by its index', async () => {
        const { db } = booted.services.runtime;
        const filter = {
          ...everybody,
          ways: waysToFind('martin'),
          language: 'fr',
          ...registered(),
        };
        const listing = { sort: 'name', isDescending: false, after: null, limit: 26 } as const;
        const sent = await statementsOf(db, () =>
          listContactKeys(db, filter, listing, { few: 0, candidates: 100 }),
        );
        const page = sent.find(({ sql }) => sql.includes('LIMIT 26'));
        if (!page) throw new Error('no page');
        const plan = await planOf(db, page);
        expect(plan).toMatch(
          { sqlite: /cp_contacts_name_ix/, postgres: /cp_contacts_/, mysql: /cp_contacts_name_ix/ }[
            database
          ],
        );
        expect(plan).toMatch(
          {
            sqlite: /SEARCH w USING .*autoindex_cp_contact_words_1 \(contact_id=\? AND word>\?/,
            postgres: /cp_contact_words_(pkey|word_ix)/,
            mysql: /"table":"w","type":"(ref|range|index_subquery)"/,
          }[database],
        );
        if (database !== 'postgres') expect(plan).not.toMatch(SORTED_BY_HAND);
      });
    });
  });

  describe('mail and search index', () => {
    let booted: Booted;
    let company: TestCompany;
    let ana: CustomerViewer;

    beforeAll(async () => {
      booted = await bootStrapi({ database });
      company = await foundCompany(booted);
      ana = await viewerOf(booted, company, 'ana@harbour.example');
      await booted.services.outboxWorker.stop();
    });
    afterAll(() => booted.destroy());

    const db = () => booted.services.runtime.db;

    it('mails a reply that comes while the mail of the reply before is taken', async () => {
      const { customerTickets, mails, outboxWorker, runtime, ticketWriting } = booted.services;
      const user = await createAdminUser(booted, 'mara@tallybrook.example');
      const agent = await booted.services.agents.fromAdmin(user, new Set(['ticket-read']));
      const { id } = await customerTickets.create(ana, {
        subject: 'Two replies',
        body: 'x',
        files: [],
        submissionKey: '',
      });
      await outboxWorker.drain();
      const reply = (inside: Connection, body: string) =>
        findTicket(inside, id).then((row) =>
          ticketWriting.addMessage(inside, row ?? {}, {
            kind: 'public',
            author: { kind: 'agent', key: agent.agentKey, id: agent.agentId, name: agent.name },
            body,
            files: [],
            submissionKey: '',
          }),
        );
      await runtime.transaction((inside) => reply(inside, 'FIRST-REPLY'));
      let sent: Promise<void> = Promise.resolve();
      await runtime.transaction(async (inside) => {
        await reply(inside, 'SECOND-REPLY');
        // On connections of its own, as another node's worker. SQLite has one, so there it waits anyhow.
        sent = outboxWorker.drain();
        const state = () =>
          select(db(), "SELECT state FROM cp_outbox WHERE template = 'ticket-replied'");
        for (let count = 0; count < 50 && (await state())[0]?.state !== 'shown'; count += 1);
      });
      await sent;
      await outboxWorker.drain();
      const { rows } = await mails.list({ ...agent, can: new Set(['mail-read']) });
      expect(rows.map((mail) => mail.text).join()).toContain('SECOND-REPLY');
    });

    it('makes what an interrupted rebuild of the search index has left out', async () => {
      const { customerTickets, jobs, runtime, searchIndex } = booted.services;
      const before = number(
        (await select(db(), 'SELECT COUNT(*) AS total FROM cp_tickets'))[0]?.total,
      );
      await addManyTickets(db(), {
        portalKey: company.portalKey,
        inboxKey: company.inboxKey,
        contacts: [{ key: company.people.ana.key, companyKey: ana.primaryCompanyKey }],
        count: 300,
      });
      const indexed = async () =>
        number((await select(db(), 'SELECT COUNT(*) AS total FROM cp_ticket_search'))[0]?.total);
      const interrupted = createSearchIndex(runtime, jobs);
      const rebuilding = interrupted.rebuild();
      while ((await indexed()) === 0 || (await indexed()) === before + 300);
      await interrupted.stop();
      await rebuilding;
      expect(await indexed()).toBeLessThan(before + 300);

      // A reply meanwhile must not make half a row, and a row without a ticket goes.
      const [newest] = await select(
        db(),
        'SELECT id, document_id FROM cp_tickets ORDER BY id DESC LIMIT 1',
      );
      await customerTickets.reply(ana, text(newest?.document_id), {
        body: 'Quintessence',
        files: [],
        submissionKey: '',
      });
      await runtime.transaction((inside) =>
        indexTicket(inside, 'customers', 1_000_000, ['sp1x', 'orphan']),
      );
      await searchIndex.repair();
      expect(await indexed()).toBe(before + 300);
      const found = async (q: string) =>
        (
          await customerTickets.list(ana, {
            scope: 'mine',
            state: 'all',
            status: '',
            q,
            sort: 'activity',
            cursor: '',
            language: 'en',
          })
        ).rows.map((row) => row.id);
      expect(await found('quintessence')).toEqual([newest?.document_id]);
      expect(await found(`invoice M-${number(newest?.id) - 3}`)).toHaveLength(1);
    });
  });

  it('keeps every row when the plugin is disabled, removed or broken for one start', async () => {
    const keep = mkdtempSync(path.join(os.tmpdir(), 'customer-portal-'));
    const name = database === 'sqlite' ? path.join(keep, 'test.db') : `cp_test_away_${Date.now()}`;
    const url = await createBooted(database, name);
    const where = { database, keep, existing: { name, url } };
    try {
      let booted = await bootStrapi(where);
      const company = await foundCompany(booted);
      const ana = await viewerOf(booted, company, 'ana@harbour.example');
      await booted.services.customerTickets.create(ana, {
        subject: 'Still here?',
        body: 'Yes',
        files: [],
        submissionKey: '',
      });
      const before = await rowCounts(booted);
      await booted.destroy();
      for (const TEST_PLUGIN of ['disabled', 'removed']) {
        booted = await bootStrapi({ ...where, env: { TEST_PLUGIN } });
        expect(booted.strapi.plugin('customer-portal')).toBeUndefined();
        await booted.destroy();
      }
      await expect(bootStrapi({ ...where, env: { TEST_PLUGIN: 'broken' } })).rejects.toThrow(
        'broken plugin',
      );
      delete process.env.TEST_PLUGIN;
      booted = await bootStrapi(where);
      expect(await rowCounts(booted)).toEqual(before);
      const again = await viewerOf(booted, company, 'ana@harbour.example');
      const list = await booted.services.customerTickets.list(again, {
        scope: 'mine',
        state: 'open',
        status: '',
        q: 'still',
        sort: 'activity',
        cursor: '',
        language: 'en',
      });
      expect(list.rows.map((row) => row.subject)).toEqual(['Still here?']);
      await booted.destroy();
    } finally {
      await dropDatabase(database, name);
      rmSync(keep, { recursive: true, force: true });
    }
  });

  it('keeps the autumn hour apart on servers of two time zones', async () => {
    const keep = mkdtempSync(path.join(os.tmpdir(), 'customer-portal-'));
    const name = database === 'sqlite' ? path.join(keep, 'test.db') : `cp_test_zone_${Date.now()}`;
    const url = await createBooted(database, name);
    try {
      const booted = await bootStrapi({ database, keep, existing: { name, url } });
      const company = await foundCompany(booted);
      const ana = await viewerOf(booted, company, 'ana@harbour.example');
      const { runtime, customerTickets } = booted.services;
      // 2:30 twice in Berlin: before and after the clocks go back.
      const instants = [Date.UTC(2026, 9, 25, 0, 30), Date.UTC(2026, 9, 25, 1, 30)];
      const now = runtime.now;
      for (const instant of instants) {
        runtime.now = () => instant;
        await customerTickets.create(ana, {
          subject: `At ${instant}`,
          body: 'x',
          files: [],
          submissionKey: '',
        });
      }
      runtime.now = now;
      await booted.destroy();
      for (const zone of ['Europe/Berlin', 'UTC']) {
        const script = path.join(__dirname, '../support/read-instants.js');
        const output = execFileSync('node', [script], {
          env: {
            ...process.env,
            TZ: zone,
            TEST_DATABASE: database,
            TEST_DATABASE_NAME: name,
            TEST_DATABASE_URL: url,
          },
          encoding: 'utf8',
        });
        expect(JSON.parse(output)).toEqual(instants);
      }
    } finally {
      await dropDatabase(database, name);
      rmSync(keep, { recursive: true, force: true });
    }
  });
});

async function rowCounts({ services }: Booted): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const tables = [
    ...Object.values(contentTypes).map(({ schema }) => schema.collectionName),
    'cp_sessions',
    'cp_outbox',
    'cp_counters',
    'cp_ticket_search',
  ];
  for (const table of tables)
    counts[table] = Number(
      (await select(services.runtime.db, `SELECT COUNT(*) AS total FROM ${table}`))[0]?.total,
    );
  return counts;
}
