import * as z from 'zod/mini';
import type { NewProperty, PropertyDetail } from '../../server/contracts/properties';
import { formContent } from '../../server/contracts/request-forms';
import type { AgentTicketPage } from '../../server/contracts/tickets';
import type {
  CustomerTicketPage,
  CustomerTicketQuery,
  CustomerViewer,
} from '../../server/services/types';
import { jsonOf, select, text } from '../../server/store/connection';
import {
  listByProperties,
  listByPropertiesForAgent,
} from '../../server/store/ticket-property-lists';
import { savePropertyValues } from '../../server/store/property-values';
import { adminWith, type AdminClient } from '../support/admin';
import { signedIn, type Visitor } from '../support/browserless';
import { foundCompany, ORIGIN, viewerOf, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { addManyTickets } from '../support/many-tickets';
import { planOf, SORTED_BY_HAND, statementOf, statementsOf } from '../support/plans';
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
  const EVERYTHING: CustomerTicketQuery = {
    scope: 'company',
    company: '',
    state: 'all',
    status: '',
    q: '',
    sort: 'activity',
    cursor: '',
    language: 'en',
  };
  const ask = (changed: Partial<CustomerTicketQuery>) =>
    booted.services.customerTickets.list(ben, { ...EVERYTHING, ...changed });

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

  it('stays while a request form has it, as a draft or as customers see it', async () => {
    const { requestForms } = booted.services;
    const author = {
      kind: 'agent',
      id: 'x',
      name: 'Mara Berg',
      can: new Set(['request-form-read', 'request-form-edit', 'request-form-publish']),
    } as const;
    const place = { name: 'Return a meter', portal: company.portal.id, slug: 'returns' };
    const content = (properties: string[]) =>
      z.parse(formContent, {
        title: { en: 'Return' },
        fields: [
          { property: 'subject', isRequired: true },
          ...properties.map((key) => ({ property: key })),
        ],
      });
    const { id } = await requestForms.create(author, place);
    const refusal = async () => {
      const { status, body } = await admin.delete(`/properties/${idOf('bought')}`);
      expect(status).toBe(400);
      expect(body.error.message).toContain('Return a meter');
      expect(body.error.details.errors[0].uses ?? body.error.details.uses).toEqual([
        { kind: 'request-form', id, name: 'Return a meter' },
      ]);
    };
    await requestForms.save(author, id, { ...place, content: content(['bought']) });
    await refusal();
    await requestForms.publish(author, id);
    await requestForms.save(author, id, { ...place, content: content([]) });
    await refusal();
    const { body } = await admin.get(`/properties/${idOf('bought')}`);
    expect(body.uses).toMatchObject([{ kind: 'request-form', name: 'Return a meter' }]);
    await requestForms.publish(author, id);
    expect((await admin.delete(`/properties/${idOf('bought')}`)).status).toBe(204);
  });

  it('lets nobody write a contact’s or company’s property that may only be read', async () => {
    const clerk = await adminWith(booted, 'Cara', [
      'contacts.contact-read',
      'contacts.contact-edit',
      'companies.company-read',
      'companies.company-edit',
    ]);
    for (const subject of ['contact', 'company'] as const)
      await admin.post('/properties', {
        ...property('grade', 'text'),
        subject,
        agentAccess: 'read',
      });
    const records = {
      contacts: {
        name: 'Nora Lind',
        addresses: [{ address: 'nora@lind.example', isPrimary: true, isMembership: true }],
      },
      companies: { name: 'Lind' },
    };
    for (const [path, input] of Object.entries(records)) {
      const graded = { ...input, properties: { grade: 'A' } };
      const refused = await clerk.post(`/${path}`, graded).expect(400);
      expect(fieldsOf(refused.body)).toEqual(['properties.grade']);
      const { body } = await clerk.post(`/${path}`, input).expect(201);
      const changed = await clerk.put(`/${path}/${body.id}`, graded).expect(400);
      expect(fieldsOf(changed.body)).toEqual(['properties.grade']);
      const table = path === 'contacts' ? 'cp_contacts' : 'cp_companies';
      await booted.services.runtime
        .db(table)
        .where({ document_id: body.id })
        .update({ properties: JSON.stringify({ grade: 'A' }) });
      await clerk.put(`/${path}/${body.id}`, graded).expect(200);
    }
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
        for (const [at, row] of rows.entries()) {
          const values = {
            serial: `SN-${at % 60}`,
            colour: at % 3 === 0 ? 'blue' : 'red',
            weight: (at % 50) - 10,
          };
          await db('cp_tickets')
            .where({ id: row.id })
            .update({ properties: JSON.stringify(values) });
          await savePropertyValues(
            db,
            {
              kind: 'ticket',
              ticketKey: Number(row.id),
              portalKey,
              companyKey: ben.primaryCompanyKey,
            },
            Object.entries(values).map(([key, value]) => ({ property: of(key), value })),
          );
        }
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

    it('narrows in the order of the list, and says where what was looked at did not fill a page', async () => {
      const { customerTickets, runtime } = booted.services;
      const read = async (
        scope: 'mine' | 'company',
        values: CustomerTicketQuery['values'],
        candidates?: number,
      ) => {
        const ids: string[] = [];
        let isCut = false;
        let cursor: string | null = '';
        while (cursor !== null) {
          const query: CustomerTicketQuery = { ...EVERYTHING, scope, values, cursor };
          const next: CustomerTicketPage = await customerTickets.list(ben, query, candidates);
          ids.push(...next.rows.map(({ id }) => id));
          isCut ||= next.isCut;
          cursor = next.nextCursor;
        }
        return { ids, isCut };
      };
      const all = await select(
        runtime.db,
        "SELECT document_id, properties FROM cp_tickets WHERE number LIKE 'M-%' ORDER BY last_public_at DESC",
      );
      const idsWhere = (isMeant: (values: { serial: string; colour: string }) => boolean) =>
        all
          .filter(({ properties }) => isMeant(jsonOf(properties, { serial: '', colour: '' })))
          .map(({ document_id: id }) => text(id));
      const blue = { colour: { value: 'blue', from: '', until: '' } };
      const seventh = { serial: { value: 'sn-7', from: '', until: '' } };
      const ofBlue = idsWhere(({ colour }) => colour === 'blue');
      const ofSeventh = idsWhere(({ serial }) => serial === 'SN-7');
      expect([ofBlue.length, ofSeventh.length]).toEqual([100, 5]);

      for (const candidates of [undefined, 150])
        expect(await read('company', blue, candidates)).toEqual({ ids: ofBlue, isCut: false });
      // A rare value of a company is asked by itself; all five tickets are Ben's, and one is among his newest twenty.
      for (const candidates of [undefined, 20])
        expect(await read('company', seventh, candidates)).toEqual({
          ids: ofSeventh,
          isCut: false,
        });
      expect(await read('mine', seventh)).toEqual({ ids: ofSeventh, isCut: false });
      expect(await read('mine', seventh, 20)).toEqual({ ids: ofSeventh.slice(0, 1), isCut: true });
      expect((await read('mine', blue)).ids).toEqual([]);
      const light = { weight: { value: '', from: '38', until: '39' } };
      const [whole, part] = [await read('company', light), await read('company', light, 20)];
      expect([whole.ids.length, whole.isCut, part.isCut]).toEqual([12, false, true]);
      expect(whole.ids.slice(0, part.ids.length)).toEqual(part.ids);
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

    it('narrows what a search finds, for customers and agents', async () => {
      const values = { colour: { value: 'blue', from: '', until: '' } };
      const found = await ask({ q: 'shows no reading', values });
      expect(found.rows).toHaveLength(20);
      const { body } = await admin.get(
        '/tickets?state=all&q=shows+no+reading&property=colour&value=blue',
      );
      expect(body.count).toEqual({ value: 20, more: false });
    });

    const pages = async (query: string) => {
      const rows: AgentTicketPage['rows'] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const answer = await admin.get(`/tickets?${query}${cursor && `&cursor=${cursor}`}`);
        const page: AgentTicketPage = (expect(answer.status).toBe(200), answer.body);
        rows.push(...page.rows);
        expect(page.isCut).toBe(false);
        cursor = page.nextCursor;
      }
      expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
      return rows;
    };

    it('shows agents the tickets with a value, page after page', async () => {
      expect(await pages('state=all&property=colour&value=blue')).toHaveLength(100);
      const open = await pages('property=colour&value=blue&sort=opened');
      expect(open).toHaveLength(10);
      expect(open.every(({ status }) => !status.isClosed)).toBe(true);
      expect(await pages('state=all&property=serial&value=+sn-7+')).toHaveLength(5);
      const { body } = await admin.get('/tickets?state=all&property=colour&value=blue');
      expect(body.count).toEqual({ value: 100, more: false });
      expect((await pages('state=all&property=colour')).length).toBe(301);
      const heavy = await pages('state=all&property=weight&from=38&to=39&sort=p.weight');
      expect(heavy.map(({ value }) => value)).toEqual([
        ...Array<number>(6).fill(38),
        ...Array<number>(6).fill(39),
      ]);
    });

    it.each(['p.weight', '-p.weight', 'p.serial', '-p.serial'])(
      'sorts by %s for agents, with the value in the row',
      async (sort) => {
        const rows = await pages(`state=all&sort=${sort}`);
        expect(rows).toHaveLength(301);
        const values = rows.map(({ value }) => value ?? '');
        const ordered = [...values].sort((a, b) =>
          typeof a === 'number'
            ? a - Number(b)
            : String(a).toLowerCase() < String(b).toLowerCase()
              ? -1
              : 1,
        );
        expect(values).toEqual(sort.startsWith('-') ? ordered.reverse() : ordered);
      },
    );

    it('refuses agents what no property answers', async () => {
      for (const query of [
        'property=nothing&value=x',
        'property=subject&value=x',
        'property=weight&from=heavy',
        'sort=p.colour',
        'sort=p.nothing',
        'sort=weight',
      ])
        expect((await admin.get(`/tickets?${query}`)).status).toBe(400);
    });

    it('says that only the newest tickets were looked at, to customers and agents', async () => {
      const { customerTickets, agentTickets } = booted.services;
      const cut = 'Only the 5,000 newest tickets were looked at.';
      const sorted = '/support?scope=company&state=closed&sort=-p.weight';
      expect(await page(sorted)).not.toContain(cut);
      const byCustomer = customerTickets.list;
      const byAgent = agentTickets.list;
      try {
        customerTickets.list = (viewer, query) => byCustomer(viewer, query, 50);
        agentTickets.list = (actor, query) => byAgent(actor, query, 50);
        expect(await page(sorted)).toContain(cut);
        const { body } = await admin.get('/tickets?state=closed&sort=p.weight');
        expect(body).toMatchObject({ isCut: true, count: { value: 50, more: false } });
        agentTickets.list = (actor, query) => byAgent(actor, query, 270);
        const whole = await admin.get('/tickets?state=closed&sort=p.weight');
        expect(whole.body).toMatchObject({ isCut: false, count: { value: 270, more: false } });
      } finally {
        Object.assign(customerTickets, { list: byCustomer });
        Object.assign(agentTickets, { list: byAgent });
      }
    });

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
      expect(html).toContain('<summary>Filters (1 on)</summary>');
      expect(html).toContain('value="-p.weight" selected');
      expect(html.match(/<tr/g)?.length).toBe(1 + 13);
    });

    const keyOf = (key: string) =>
      booted.services.siteMap.properties('ticket').find((one) => one.key === key)?.rowKey ?? 0;
    const isBlue = () =>
      ({
        propertyKey: keyOf('colour'),
        column: 'option_key',
        equals: 'blue',
        from: null,
        until: null,
      }) as const;

    it('finds candidates of the agents’ list by an index', async () => {
      const { db } = booted.services.runtime;
      const base = { statusKey: 0, assigneeKey: 0, inboxKey: 0, limit: 26, after: null } as const;
      const byWeight = {
        by: 'property',
        propertyKey: keyOf('weight'),
        column: 'number_value',
        isDescending: true,
      } as const;
      for (const [query, ...indexes] of [
        [
          { ...base, state: 'open', filters: [isBlue()], sort: { by: 'activity' } },
          'cp_property_values_equal_ix',
        ],
        [
          { ...base, state: 'open', filters: [], sort: byWeight },
          'cp_tickets_opened_ix',
          'cp_property_values_of_ticket_ix',
        ],
        [
          { ...base, state: 'all', filters: [], sort: byWeight },
          'cp_tickets_opened_all_ix',
          'cp_property_values_of_ticket_ix',
        ],
      ] as const) {
        const statement = await statementOf(db, () => listByPropertiesForAgent(db, query));
        const plan = await planOf(db, statement);
        // PostgreSQL plans by cost, and sorts so few tickets by hand.
        for (const index of database === 'postgres'
          ? indexes.filter((one) => one.endsWith('equal_ix'))
          : indexes)
          expect(plan).toContain(index);
      }
    });

    it('looks a value up by the ticket where a customer’s own list is narrowed or sorted', async () => {
      const { db } = booted.services.runtime;
      const base = {
        scope: { kind: 'mine', contactKey: company.people.ben.key, leftCompanyKeys: [] },
        portalKey: company.portalKey,
        state: 'all',
        statusMeaning: '',
        parts: { values: true, names: true },
        limit: 26,
        after: null,
      } as const;
      const byWeight = {
        by: 'property',
        propertyKey: keyOf('weight'),
        column: 'number_value',
        isDescending: true,
      } as const;
      const [bound, narrowed] = await statementsOf(db, () =>
        listByProperties(db, { ...base, filters: [isBlue()], sort: { by: 'activity' } }),
      );
      const sorted = await statementOf(db, () =>
        listByProperties(db, { ...base, filters: [], sort: byWeight }),
      );
      if (!bound || !narrowed) throw new Error('no statement');
      // PostgreSQL plans by cost, and sorts so few tickets by hand.
      if (database === 'postgres') return;
      const plan = await planOf(db, narrowed);
      for (const [one, index] of [
        [await planOf(db, bound), 'cp_participants_list_all_ix'],
        [plan, 'cp_participants_list_all_ix'],
        [plan, 'cp_property_values_of_ticket_ix'],
        [await planOf(db, sorted), 'cp_participants_opened_all_ix'],
        [await planOf(db, sorted), 'cp_property_values_of_ticket_ix'],
      ] as const)
        expect(one).toContain(index);
      expect(plan).not.toMatch(SORTED_BY_HAND);
    });

    it('reads one property inside a company in the order of an index', async () => {
      const { runtime } = booted.services;
      const base = {
        scope: { kind: 'company', companyKeys: [ben.primaryCompanyKey] },
        portalKey: company.portalKey,
        state: 'all',
        statusMeaning: '',
        parts: { values: true, names: true },
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
      for (const [query, index] of [
        [{ ...base, filters: [], sort: byWeight, after: null }, 'by_number'],
        [{ ...base, filters: [], sort: byWeight, after: [12, 100] }, 'by_number'],
        [{ ...base, filters: [], sort: bySerial, after: null }, 'by_text'],
        [{ ...base, filters: [isBlue()], sort: { by: 'opened' }, after: null }, 'by_option'],
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
