import type { NewProperty, PropertyDetail } from '../../server/contracts/properties';
import type { CustomerTicketQuery, CustomerViewer } from '../../server/services/types';
import { select } from '../../server/store/connection';
import { listByProperties } from '../../server/store/ticket-property-lists';
import { savePropertyValues } from '../../server/store/property-values';
import { adminWith, type AdminClient } from '../support/admin';
import { signedIn, type Visitor } from '../support/browserless';
import { foundCompany, ORIGIN, viewerOf, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { addManyTickets } from '../support/many-tickets';
import { planOf, SORTED_BY_HAND, statementOf } from '../support/plans';
import { bootStrapi, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];

const property = (
  key: string,
  kind: NewProperty['kind'],
  others: Partial<NewProperty> = {},
): NewProperty => ({
  subject: 'ticket',
  key,
  kind,
  labels: { en: key.replace('_', ' '), fr: `${key} fr` },
  helps: {},
  options: [],
  customerAccess: 'read',
  agentAccess: 'edit',
  isRequiredToClose: false,
  ...others,
});

const option = (key: string, isArchived = false) => ({
  key,
  labels: { en: key.toUpperCase() },
  isArchived,
});

interface Refusal {
  error: { details: { errors: { path: string[]; message: string }[] } };
}
const fieldsOf = (body: Refusal) => body.error.details.errors.map(({ path }) => path.join('.'));

describe.each(DATABASES)('properties on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let ben: CustomerViewer;
  let visitor: Visitor;
  let admin: AdminClient;
  let ticketId: string;

  beforeAll(async () => {
    booted = await bootStrapi({ database });
    company = await foundCompany(booted, ORIGIN);
    ben = await viewerOf(booted, company, 'ben@harbour.example');
    admin = await adminWith(booted, 'Mara', [
      'properties.property-read',
      'properties.property-edit',
      'tickets.ticket-read',
      'tickets.ticket-update',
    ]);
    visitor = await signedIn(booted, 'ben@harbour.example');
    ticketId = (
      await booted.services.customerTickets.create(ben, {
        subject: 'Meter is dark',
        body: 'Please help.',
        files: [],
        submissionKey: '',
      })
    ).id;
  }, 120_000);
  afterAll(() => booted?.destroy());

  const idOf = (key: string) =>
    booted.services.siteMap.properties('ticket').find((one) => one.key === key)?.id ?? '';
  const page = async (path: string) => (await visitor.get(path)).text;
  const ask = (changed: Partial<CustomerTicketQuery>) =>
    booted.services.customerTickets.list(ben, {
      scope: 'company',
      company: '',
      state: 'all',
      status: '',
      q: '',
      sort: 'activity',
      cursor: '',
      language: 'en',
      ...changed,
    });

  it('makes a property that tickets, lists and customers know on the next request', async () => {
    for (const one of [
      property('serial', 'text'),
      property('colour', 'choice', { options: [option('red'), option('blue')] }),
      property('weight', 'number'),
      property('bought', 'date'),
      property('secret', 'text', { customerAccess: 'none' }),
      property('frozen', 'text', { agentAccess: 'read' }),
    ])
      expect((await admin.post('/properties', one)).status).toBe(201);
    const { body } = await admin.get('/properties?subject=ticket&origin=custom');
    expect(body.rows.map((row: { key: string }) => row.key)).toEqual([
      'serial',
      'colour',
      'weight',
      'bought',
      'secret',
      'frozen',
    ]);
    const saved = await admin.put(`/tickets/${ticketId}`, {
      category: 'billing',
      properties: {
        serial: 'SN-1',
        colour: 'red',
        weight: '1234,5',
        bought: '2026-02-03',
        secret: 'x',
      },
    });
    expect(saved.status).toBe(200);
    expect(saved.body.properties).toMatchObject({ serial: 'SN-1', weight: 1234.5 });
    expect(saved.body.activity.at(-1).changes).toMatchObject({
      colour: { before: '', after: 'RED' },
      category: { before: '', after: 'billing' },
    });
    const shown = await page(`/support/tickets/${ticketId}`);
    for (const word of ['SN-1', 'RED', '1,234.5', 'February 3, 2026', 'Billing'])
      expect(shown).toContain(word);
    expect(shown).not.toContain('secret');
    const french = await page(`/fr/support/tickets/${ticketId}`);
    expect(french).toContain('serial fr');
    expect(french).toContain('3 février 2026');
  });

  it('refuses beside the field what cannot be', async () => {
    const refusal = async (input: NewProperty) =>
      fieldsOf((await admin.post('/properties', input)).body);
    expect(await refusal(property('serial', 'text'))).toEqual(['key']);
    expect(await refusal(property('attachments', 'text'))).toEqual(['key']);
    expect(await refusal(property('nameless', 'text', { labels: { en: ' ' } }))).toEqual([
      'labels',
    ]);
    expect(await refusal(property('empty', 'choice'))).toEqual(['options']);
    expect(
      await refusal(property('twice', 'choice', { options: [option('a'), option('a')] })),
    ).toEqual(['options.1.key']);
    const of = async (input: object) =>
      fieldsOf((await admin.put(`/tickets/${ticketId}`, input)).body);
    expect(await of({ properties: { weight: 'heavy' } })).toEqual(['properties.weight']);
    expect(await of({ properties: { colour: 'green' } })).toEqual(['properties.colour']);
    expect(await of({ properties: { frozen: 'no' } })).toEqual(['properties.frozen']);
    expect(await of({ properties: { subject: 'no' } })).toEqual(['properties.subject']);
    expect(await of({ category: 'nothing' })).toEqual(['category']);
  });

  it('keeps an option that records have, and the options of a standard property', async () => {
    const colour = (options: ReturnType<typeof option>[]) =>
      admin.put(`/properties/${idOf('colour')}`, property('colour', 'choice', { options }));
    const used = await admin.get(`/properties/${idOf('colour')}`);
    expect((used.body as PropertyDetail).usedOptions).toEqual(['red']);
    expect(fieldsOf((await colour([option('blue')])).body)).toEqual(['options']);
    expect((await colour([option('red', true), option('blue')])).status).toBe(200);
    const again = await admin.put(`/tickets/${ticketId}`, { properties: { colour: 'red' } });
    expect(again.status).toBe(200);
    const category = await admin.get(`/properties/${idOf('category')}`);
    const gone = { ...category.body, options: category.body.options.slice(1) };
    expect(fieldsOf((await admin.put(`/properties/${idOf('category')}`, gone)).body)).toEqual([
      'options',
    ]);
  });

  it('hides from customers what a standard property is set to hide', async () => {
    const { body } = await admin.get(`/properties/${idOf('category')}`);
    const hidden = { ...body, customerAccess: 'none', labels: { en: 'Topic' } };
    expect((await admin.put(`/properties/${idOf('category')}`, hidden)).status).toBe(200);
    expect(await page(`/support/tickets/${ticketId}`)).not.toContain('Billing');
    const shown = { ...hidden, customerAccess: 'read' };
    await admin.put(`/properties/${idOf('category')}`, shown);
    expect(await page(`/support/tickets/${ticketId}`)).toContain('Topic');
  });

  it('orders them, and refuses an order that misses one', async () => {
    const ids = booted.services.siteMap.properties('ticket').map(({ id }) => id);
    const next = [...ids].reverse();
    expect((await admin.put('/properties/order', { subject: 'ticket', ids: next })).status).toBe(
      204,
    );
    expect(booted.services.siteMap.properties('ticket').map(({ id }) => id)).toEqual(next);
    const short = await admin.put('/properties/order', { subject: 'ticket', ids: next.slice(1) });
    expect(short.status).toBe(400);
  });

  it('deletes one that nothing names, and says what names another', async () => {
    const named = booted.services.siteMap
      .properties('contact')
      .find(({ key }) => key === 'sees_company');
    const refused = await admin.delete(`/properties/${named?.id}`);
    expect(refused.status).toBe(400);
    expect(refused.body.error.message).toContain('Harbour support');
    const { body } = await admin.get(`/properties/${named?.id}`);
    expect(body.values).toEqual({ value: 4, more: false });
    expect((await admin.delete(`/properties/${idOf('subject')}`)).status).toBe(400);
    const secret = idOf('secret');
    expect((await admin.delete(`/properties/${secret}`)).status).toBe(204);
    expect((await admin.get(`/properties/${secret}`)).status).toBe(404);
    const again = await admin.post('/properties', property('secret', 'text'));
    expect(fieldsOf(again.body)).toEqual(['key']);
  });

  it('needs its permissions', async () => {
    const reader = await adminWith(booted, 'Rita', ['properties.property-read']);
    expect((await reader.get('/properties')).status).toBe(200);
    expect((await reader.post('/properties', property('other', 'text'))).status).toBe(403);
    expect((await reader.delete(`/properties/${idOf('serial')}`)).status).toBe(403);
    const nobody = await adminWith(booted, 'Nils', ['tickets.ticket-read']);
    expect((await nobody.get('/properties')).status).toBe(403);
    const denied = await nobody.put(`/tickets/${ticketId}`, { properties: { serial: 'x' } });
    expect(denied.status).toBe(403);
  });

  describe('lists', () => {
    beforeAll(async () => {
      const { runtime, siteMap } = booted.services;
      const { portalKey, inboxKey, people } = company;
      await addManyTickets(runtime.db, {
        portalKey,
        inboxKey,
        contacts: [people.ana, people.ben, people.cleo].map(({ key }) => ({
          key,
          companyKey: ben.primaryCompanyKey,
        })),
        count: 300,
      });
      const rows = await select(
        runtime.db,
        "SELECT id FROM cp_tickets WHERE number LIKE 'M-%' ORDER BY id",
      );
      const of = (key: string) => {
        const found = siteMap.properties('ticket').find((one) => one.key === key);
        if (!found) throw new Error(key);
        return found;
      };
      await runtime.transaction(async (db) => {
        for (const [at, row] of rows.entries())
          await savePropertyValues(
            db,
            {
              kind: 'ticket',
              ticketKey: Number(row.id),
              portalKey,
              companyKey: ben.primaryCompanyKey,
            },
            [
              { property: of('serial'), value: `SN-${at % 60}` },
              { property: of('colour'), value: at % 3 === 0 ? 'blue' : 'red' },
              { property: of('weight'), value: (at % 50) - 10 },
            ],
          );
      });
    });

    it('narrows by one value and says the rest of the pages', async () => {
      const values = { colour: { value: 'blue', from: '', until: '' } };
      const first = await ask({ values, sort: 'opened' });
      expect(first.rows).toHaveLength(25);
      expect(first.isCut).toBe(false);
      const seen = new Set(first.rows.map(({ id }) => id));
      let { nextCursor } = first;
      while (nextCursor) {
        const next = await ask({ values, sort: 'opened', cursor: nextCursor });
        for (const { id } of next.rows) seen.add(id);
        ({ nextCursor } = next);
      }
      expect(seen.size).toBe(100);
      const open = await ask({ values, state: 'open' });
      expect(open.rows.every((row) => !row.isClosed)).toBe(true);
      const mine = await ask({
        values: { serial: { value: ' sn-7 ', from: '', until: '' } },
        scope: 'mine',
      });
      expect(mine.rows.every(({ isMine }) => isMine)).toBe(true);
    });

    it.each(['p.weight', '-p.weight', 'p.serial', '-p.serial'])(
      'sorts by %s page after page, no ticket twice',
      async (sort) => {
        for (const state of ['all', 'closed'] as const) {
          const ids: string[] = [];
          let cursor: string | null = '';
          while (cursor !== null) {
            const next: Awaited<ReturnType<typeof ask>> = await ask({ sort, cursor, state });
            ids.push(...next.rows.map(({ id }) => id));
            cursor = next.nextCursor;
          }
          expect(new Set(ids).size).toBe(ids.length);
          expect(ids.length).toBe(state === 'all' ? 301 : 270);
        }
      },
    );

    it('takes a number or a date from and until', async () => {
      const found = await ask({
        values: { weight: { value: '', from: '38', until: '39' } },
        sort: 'p.weight',
      });
      expect(found.rows).toHaveLength(12);
    });

    it('has the fields in a disclosure of the page, with the state in the address', async () => {
      const closed = await page('/support?scope=company');
      expect(closed).toContain('<details class="more">');
      const html = await page('/support?scope=company&state=all&f.weight.from=38&sort=-p.weight');
      expect(html).toContain('<details class="more" open');
      expect(html).toContain('value="-p.weight" selected');
      expect(html.match(/<tr/g)?.length).toBe(1 + 13);
    });

    it('reads one property inside a company in the order of an index', async () => {
      const { runtime, siteMap } = booted.services;
      const keyOf = (key: string) =>
        siteMap.properties('ticket').find((one) => one.key === key)?.rowKey ?? 0;
      const base = {
        scope: { kind: 'company', companyKeys: [ben.primaryCompanyKey] },
        portalKey: company.portalKey,
        state: 'all',
        statusMeaning: '',
        limit: 26,
      } as const;
      const byWeight = {
        by: 'property',
        propertyKey: keyOf('weight'),
        column: 'number_value',
        isDescending: true,
      } as const;
      const bySerial = {
        by: 'property',
        propertyKey: keyOf('serial'),
        column: 'text_key',
        isDescending: false,
      } as const;
      const isBlue = {
        propertyKey: keyOf('colour'),
        column: 'option_key',
        equals: 'blue',
        from: null,
        until: null,
      } as const;
      for (const [query, index] of [
        [{ ...base, filters: [], sort: byWeight, after: null }, 'by_number'],
        [{ ...base, filters: [], sort: byWeight, after: [12, 100] }, 'by_number'],
        [{ ...base, filters: [], sort: bySerial, after: null }, 'by_text'],
        [{ ...base, filters: [isBlue], sort: { by: 'opened' }, after: null }, 'by_option'],
      ] as const) {
        const statement = await statementOf(runtime.db, () =>
          listByProperties(runtime.db, { ...query, after: query.after && [...query.after] }),
        );
        const plan = await planOf(runtime.db, statement);
        expect(plan).toContain(`cp_property_values_${index}_ix`);
        expect(plan).not.toMatch(SORTED_BY_HAND);
      }
    });
  });
});
