import fc from 'fast-check';
import type { AccessImpact } from '../../server/contracts/access-groups';
import type { FilterGroups } from '../../server/contracts/filter-groups';
import type { NewProperty } from '../../server/contracts/properties';
import { fieldsOf, meetsFilterGroups } from '../../server/rules/filter-groups';
import { parsePropertyValue } from '../../server/rules/property-values';
import { insert, number, select, type Row } from '../../server/store/connection';
import { contactRecord } from '../../server/store/contact-records';
import { contactFilterSql } from '../../server/store/filter-groups';
import { savePropertyValues } from '../../server/store/property-values';
import {
  ticketFilterProperties,
  ticketFilterSql,
  ticketRecord,
} from '../../server/store/ticket-filters';
import { readerOf } from '../../server/store/mail-contents';
import { adminWith, type AdminClient } from '../support/admin';
import { signedIn } from '../support/browserless';
import { foundCompany, PASSWORD, viewerOf, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { addManyTickets } from '../support/many-tickets';
import {
  DAY,
  groupsArbitrary,
  NOW,
  OPTIONS,
  OWN,
  textArbitrary,
  typedArbitrary,
} from '../support/random-filters';
import { bootStrapi, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const RECORDS = 60;

const ADDRESSES = [
  'harbour.example',
  'HARBOUR.example',
  'härbour.example',
  'xn--hrbour-bua.example',
];

const ownProperty = (
  subject: NewProperty['subject'],
  key: string,
  kind: NewProperty['kind'],
): NewProperty => ({
  subject,
  key,
  kind,
  labels: { en: key },
  helps: {},
  options: kind.startsWith('choice')
    ? OPTIONS.map((option) => ({ key: option, labels: { en: option }, isArchived: false }))
    : [],
  customerAccess: 'none',
  agentAccess: 'edit',
  isRequiredToClose: false,
});

describe.each(DATABASES)('access groups on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let mara: AdminClient;
  let rows: Row[];

  const readRows = (keys: number[]) =>
    select(
      booted.services.runtime.db,
      `SELECT c.id, c.name, c.phone, c.language, c.time_zone, c.created_time, c.properties, a.address AS email, co.document_id AS company_document_id
       FROM cp_contacts c LEFT JOIN cp_contact_addresses a ON a.contact_id = c.id
       LEFT JOIN cp_contact_companies cc ON cc.contact_id = c.id AND cc.is_primary AND cc.left_at = 0 LEFT JOIN cp_companies co ON co.id = cc.company_id
       WHERE c.id IN (${keys.join(', ')})`,
    );

  beforeAll(async () => {
    booted = await bootStrapi({
      database,
      pluginConfig: { signInTries: { address: 100, ip: 500 } },
    });
    company = await foundCompany(booted);
    const { properties, people, runtime, accessGroups, siteMap } = booted.services;
    for (const [key, kind] of OWN) await properties.define(ownProperty('contact', key, kind));
    await siteMap.refresh();
    const companies = [
      0,
      (await people.createCompany({ name: 'Acme', emailDomains: [] })).key,
      (await people.createCompany({ name: 'Borea', emailDomains: [] })).key,
    ];
    const contact = fc.record({
      name: textArbitrary,
      phone: textArbitrary.map((text) => text.slice(0, 40).replace(/\p{Surrogate}/gu, '')),
      language: textArbitrary.map((text) => text.slice(0, 30).replace(/\p{Surrogate}/gu, '')),
      company: fc.constantFrom(...companies),
      domain: fc.constantFrom(...ADDRESSES),
      created: fc.constantFrom(
        0,
        ...[-8, -7, -1, 0].flatMap((days) =>
          [-1, 0, 1].map((ms) => Math.floor(NOW / DAY) * DAY + days * DAY + ms),
        ),
      ),
      properties: fc.record(
        Object.fromEntries(OWN.map(([key, kind]) => [key, typedArbitrary(kind)])),
        { requiredKeys: [] },
      ),
    });
    const made: number[] = [];
    for (const [index, one] of fc.sample(contact, { numRuns: RECORDS, seed: 7 }).entries()) {
      const { key } = await people.createContact({
        name: one.name,
        address: `p${index % 4}ü.${index}@${one.domain}`,
        language: one.language,
        companyKey: one.company,
        properties: one.properties as Record<string, string>,
      });
      await runtime
        .db('cp_contacts')
        .where({ id: key })
        .update({ phone: one.phone, created_time: one.created });
      await runtime.transaction((db) => accessGroups.followContact(db, key));
      made.push(key);
    }
    rows = await readRows(made);
    mara = await adminWith(booted, 'Mara', [
      'access-groups.access-group-read',
      'access-groups.access-group-edit',
    ]);
  });
  afterAll(() => booted?.destroy());

  it('decides a filter in SQL as the rule does in memory', async () => {
    const { siteMap, runtime } = booted.services;
    const definitions = siteMap.properties('contact');
    const ids = rows.map((row) => String(row.company_document_id)).filter((id) => id !== 'null');
    const groups = groupsArbitrary(definitions, (property) => {
      if (property.kind === 'record') return [...ids, ids[0]?.toUpperCase() ?? '', ''];
      if (property.key === 'email')
        return [
          ...rows.map((row) => String(row.email)),
          'P1ü.5@harbour.example ',
          'p1u.5@harbour.example',
          'harbour',
        ];
      return property.key === 'email_domain'
        ? [...ADDRESSES, 'härbour', 'harbour', 'example', '']
        : [];
    });
    const keys = rows.map((row) => number(row.id));
    let found = 0;
    await fc.assert(
      fc.asyncProperty(groups, async (some: FilterGroups) => {
        const byRule = rows
          .filter((row) =>
            meetsFilterGroups(some, contactRecord(row), siteMap.fields('contact'), NOW),
          )
          .map((row) => number(row.id));
        const { sql, bindings } = contactFilterSql(some, definitions, NOW);
        const bySql = await select(
          runtime.db,
          `SELECT c.id FROM cp_contacts c WHERE c.id IN (${keys.join(', ')}) AND (${sql})`,
          bindings,
        );
        found += byRule.length;
        expect(bySql.map((row) => number(row.id)).sort()).toEqual(byRule.sort());
      }),
      { numRuns: 400 },
    );
    // Not by finding nobody.
    expect(found).toBeGreaterThan(400);
  }, 60_000);

  it('decides a filter on tickets in SQL as the rule does in memory', async () => {
    const { properties, runtime, siteMap } = booted.services;
    for (const [key, kind] of OWN) await properties.define(ownProperty('ticket', key, kind));
    const { people, inboxKey, portalKey } = company;
    const corda = await booted.services.people.createCompany({ name: 'Corda', emailDomains: [] });
    const agent = await insert(runtime.db, 'cp_agents', { name: 'Mara Berg' });
    const contacts = [{ key: people.ana.key, companyKey: corda.key }];
    await addManyTickets(runtime.db, { portalKey, inboxKey, contacts, count: RECORDS });
    const definitions = siteMap.properties('ticket');
    const asked = ticketFilterProperties(definitions);
    expect(definitions.filter((one) => !asked.includes(one)).map(({ key }) => key)).toEqual([
      'subject',
      'description',
    ]);
    const chosen = (key: string) =>
      fc.constantFrom(
        '',
        ...(asked.find((one) => one.key === key)?.options ?? []).map((option) => option.key),
      );
    const instant = fc.constantFrom(0, ...[-8, -7, -1, 0].map((days) => NOW + days * DAY));
    const ticket = fc.record({
      columns: fc.record({
        priority: chosen('priority'),
        category: chosen('category'),
        source: chosen('source'),
        assignee_id: fc.constantFrom(null, agent.key),
        company_id: fc.constantFrom(null, corda.key),
        opened_at: instant,
        last_activity_at: instant,
        first_reply_at: instant,
        closed_at: instant,
      }),
      values: fc.record(Object.fromEntries(OWN.map(([key, kind]) => [key, typedArbitrary(kind)])), {
        requiredKeys: [],
      }),
    });
    const keys = (
      await select(runtime.db, `SELECT id FROM cp_tickets ORDER BY id DESC LIMIT ${RECORDS}`)
    ).map((row) => number(row.id));
    const samples = fc.sample(ticket, { numRuns: RECORDS, seed: 7 });
    for (const [index, ticketKey] of keys.entries()) {
      const { columns, values = {} } = samples[index] ?? {};
      const changes = definitions.flatMap((property) => {
        const value = (values as Record<string, string | string[]>)[property.key];
        const parsed = value === undefined ? { value: null } : parsePropertyValue(property, value);
        return 'value' in parsed && parsed.value !== null
          ? [{ property, value: parsed.value }]
          : [];
      });
      const json = Object.fromEntries(changes.map(({ property, value }) => [property.key, value]));
      await runtime.transaction(async (db) => {
        const owner = { kind: 'ticket' as const, ticketKey, portalKey, companyKey: 0 };
        await savePropertyValues(db, owner, changes);
        await db('cp_tickets')
          .where({ id: ticketKey })
          .update({ ...columns, properties: JSON.stringify(json) });
      });
    }
    const tickets = await select(
      runtime.db,
      `SELECT t.*, p.document_id AS pipeline_document_id, s.document_id AS status_document_id, o.document_id AS owner_document_id,
       co.document_id AS company_document_id FROM cp_tickets t LEFT JOIN cp_pipelines p ON p.id = t.pipeline_id
       LEFT JOIN cp_statuses s ON s.id = t.status_id LEFT JOIN cp_agents o ON o.id = t.assignee_id
       LEFT JOIN cp_companies co ON co.id = t.company_id WHERE t.id IN (${keys.join(', ')})`,
    );
    const groups = groupsArbitrary(definitions, ({ key, kind, options }) => {
      if (kind === 'record')
        return ['', ...new Set(tickets.map((row) => String(row[`${key}_document_id`])))];
      return key in { priority: 1, category: 1, source: 1 }
        ? ['HIGH', '', ...options.map((option) => option.key)]
        : [];
    });
    const fields = fieldsOf(asked);
    let found = 0;
    await fc.assert(
      fc.asyncProperty(groups, async (some) => {
        const byRule = tickets
          .filter((row) => meetsFilterGroups(some, ticketRecord(row), fields, NOW))
          .map((row) => number(row.id));
        const { sql, bindings } = ticketFilterSql(runtime.db, some, definitions, NOW);
        const bySql = await select(
          runtime.db,
          `SELECT t.id FROM cp_tickets t WHERE t.id IN (${keys.join(', ')}) AND (${sql})`,
          bindings,
        );
        found += byRule.length;
        expect(bySql.map((row) => number(row.id)).sort()).toEqual(byRule.sort());
      }),
      { numRuns: 300 },
    );
    expect(found).toBeGreaterThan(300);
  }, 60_000);

  it('takes whole contacts away that an unreadable or empty filter would let in', () => {
    const { siteMap } = booted.services;
    for (const groups of [[], [{ conditions: [] }]])
      expect(contactFilterSql(groups, siteMap.properties('contact'), NOW).sql).toContain('1 = 0');
  });

  const inGold: FilterGroups = [
    { conditions: [{ property: 'sees_company', operator: 'is-any-of', values: ['yes'] }] },
  ];
  const create = async (input: object) => {
    const { body } = await mara.post('/access-groups', input).expect(200);
    return String(body.id);
  };
  const memberNames = async (id: string) => {
    const { body } = await mara.get(`/access-groups/${id}/members`).expect(200);
    return (body.rows as { name: string }[]).map(({ name }) => name).sort();
  };
  const portals = () => [company.portal.id];
  const confirmedIn = (body: { error: { details: { impact: AccessImpact } } }) => {
    const { letIn, keptOut } = body.error.details.impact;
    return { letIn: letIn.count, keptOut: keptOut.count };
  };

  it('refuses a group without a name, with a name that another has, or without a right filter', async () => {
    const refusal = async (input: object) => {
      const { body } = await mara.post('/access-groups', input).expect(400);
      return (body.error.details.errors as { path: string[] }[]).map(({ path }) => path.join('.'));
    };
    expect(await refusal({ kind: 'static', name: ' ' })).toEqual(['name']);
    expect(await refusal({ kind: 'dynamic', name: 'Filtered' })).toEqual(['filterGroups']);
    const wrong = [
      { property: 'score', operator: 'is', values: ['many'] },
      { property: 'gone', operator: 'is', values: ['x'] },
    ];
    expect(
      await refusal({ kind: 'dynamic', name: 'Filtered', filterGroups: [{ conditions: wrong }] }),
    ).toEqual(['filterGroups.0.conditions.0.values', 'filterGroups.0.conditions.1.property']);
    expect(await refusal({ kind: 'static', name: 'X', portals: ['a'.repeat(24)] })).toEqual([
      'portals',
    ]);
    const id = await create({ kind: 'static', name: 'Partners' });
    expect(await refusal({ kind: 'static', name: ' PARTNERS' })).toEqual(['name']);
    await mara.get('/access-groups/aaaaaaaaaaaaaaaaaaaaaaaa').expect(404);
    await mara.delete(`/access-groups/${id}?letIn=0&keptOut=0`).expect(200);
    await mara.get(`/access-groups/${id}`).expect(404);
  });

  it('keeps a dynamic group by event and by sweep', async () => {
    const { people, accessSweep, runtime } = booted.services;
    const id = await create({ kind: 'dynamic', name: 'Seers', filterGroups: inGold });
    expect(await memberNames(id)).toEqual(['Ben Okafor', 'Dora Vidal']);
    await people.createContact({
      name: 'Eve New',
      address: 'eve@lime.example',
      properties: { sees_company: 'yes' },
    });
    expect(await memberNames(id)).toContain('Eve New');
    const recent: FilterGroups = [
      {
        conditions: [
          { property: 'name', operator: 'contains', values: ['eve'] },
          { property: 'created', operator: 'is-in-last-days', values: ['3'] },
        ],
      },
    ];
    await mara.put(`/access-groups/${id}`, { name: 'Seers', filterGroups: recent }).expect(200);
    expect(await memberNames(id)).toEqual(['Eve New']);
    await accessSweep.sweep();
    expect(await memberNames(id)).toEqual(['Eve New']);
    const now = runtime.now();
    const later = jest.spyOn(runtime, 'now').mockImplementation(() => now + 5 * DAY);
    try {
      await accessSweep.sweep();
    } finally {
      later.mockRestore();
    }
    expect(await memberNames(id)).toEqual([]);
    await mara.delete(`/access-groups/${id}?letIn=0&keptOut=0`).expect(200);
  });

  it('reports what became of pasted addresses', async () => {
    const id = await create({ kind: 'static', name: 'Pasted' });
    const pasted = [
      'Ana Lopes <ANA@harbour.example>',
      'ben@harbour.example, nobody@harbour.example',
      'ben@harbour.example',
      'not an address',
      'x@y',
    ].join('\n');
    const { body } = await mara.post(`/access-groups/${id}/members`, { pasted }).expect(200);
    expect(body).toEqual({
      added: 2,
      alreadyIn: 0,
      unknown: ['nobody@harbour.example'],
      invalid: ['not an address', 'x@y'],
    });
    const again = await mara
      .post(`/access-groups/${id}/members`, {
        pasted: 'ana@harbour.example',
        contacts: [company.people.cleo.id],
      })
      .expect(200);
    expect(again.body).toMatchObject({ added: 1, alreadyIn: 1 });
    expect(await memberNames(id)).toEqual(['Ana Lopes', 'Ben Okafor', 'Cleo Martin']);
    const found = await mara.get(`/access-groups/${id}/choices?q=lopes`).expect(200);
    expect(found.body).toMatchObject([{ name: 'Ana Lopes', isMember: true }]);
    const searched = await mara.get(`/access-groups/${id}/members?q=cleo@`).expect(200);
    expect(searched.body.rows).toMatchObject([{ name: 'Cleo Martin' }]);
    await mara
      .post(`/access-groups/${id}/members/remove`, { contacts: [company.people.ana.id] })
      .expect(200);
    expect(await memberNames(id)).toEqual(['Ben Okafor', 'Cleo Martin']);
  });

  it('lets in who is in a group of the portal, and nobody else on the next request', async () => {
    const { signIn } = booted.services;
    const [ana, ben] = [
      await signedIn(booted, 'ana@harbour.example'),
      await signedIn(booted, 'ben@harbour.example'),
    ];
    await ana.get('/support').expect(200);
    const { db } = booted.services.runtime;
    const viewer = await viewerOf(booted, company, 'ana@harbour.example');
    const { id: ticketId } = await booted.services.customerTickets.create(viewer, {
      subject: 'Gate',
      body: 'It beeps.',
      files: [],
      submissionKey: '',
    });
    const ticketKey = number((await db('cp_tickets').where({ document_id: ticketId }).first())?.id);
    const isMailed = async () =>
      (await readerOf(db, ticketKey, company.people.ana.key, {
        mail: 'ticket-replied',
        keepsOwnAfterLeaving: false,
      })) !== null;
    expect(await isMailed()).toBe(true);
    const id = await create({ kind: 'static', name: 'Door' });
    await mara
      .post(`/access-groups/${id}/members`, { contacts: [company.people.ben.id] })
      .expect(200);
    const input = { name: 'Door', portals: portals() };
    const asked = await mara.put(`/access-groups/${id}`, input).expect(400);
    expect(asked.body.error.details.impact).toMatchObject({
      letIn: { count: 0 },
      keptOut: { count: 3 },
    });
    await ana.get('/support').expect(200);
    await mara
      .put(`/access-groups/${id}`, { ...input, confirmed: { letIn: 0, keptOut: 2 } })
      .expect(400);
    await mara
      .put(`/access-groups/${id}`, { ...input, confirmed: confirmedIn(asked.body) })
      .expect(200);
    await ana.get('/support').expect(303);
    expect(await isMailed()).toBe(false);
    await ben.get('/support').expect(200);
    const tries = {
      portal: company.portal,
      password: PASSWORD,
      remember: false,
      ip: '127.0.0.1',
      userAgent: '',
    };
    expect(await signIn.withPassword({ ...tries, address: 'ana@harbour.example' })).toEqual({
      outcome: 'refused',
    });
    expect((await mara.get(`/access-groups/${id}/members`)).body.rows[0].standings).toEqual([
      { portal: 'Harbour support', state: 'registered' },
    ]);
    await mara
      .post(`/access-groups/${id}/members/remove`, { contacts: [company.people.ben.id] })
      .expect(200);
    await ben.get('/support').expect(303);
    const { body } = await mara.get(`/access-groups/${id}/deletion`).expect(200);
    expect(body).toMatchObject({
      portals: [{ name: 'Harbour support' }],
      letIn: { count: 4 },
      keptOut: { count: 0 },
    });
    await mara.delete(`/access-groups/${id}?letIn=0&keptOut=0`).expect(200);
    await ben.get('/support').expect(200);
  });

  it('asks before it lets in more than twenty, and again when their number changed', async () => {
    const { people } = booted.services;
    const id = await create({ kind: 'static', name: 'Crowd', portals: [] });
    const addresses = rows.slice(0, 21).map((row) => String(row.email));
    const door = await create({ kind: 'static', name: 'Everybody so far' });
    await mara
      .post(`/access-groups/${door}/members`, {
        contacts: Object.values(company.people).map((person) => person.id),
      })
      .expect(200);
    await mara
      .put(`/access-groups/${door}`, { name: 'Everybody so far', portals: portals() })
      .expect(200);
    await mara.put(`/access-groups/${id}`, { name: 'Crowd', portals: portals() }).expect(200);
    await mara
      .post(`/access-groups/${id}/members`, { pasted: addresses.slice(0, 20).join('\n') })
      .expect(200);
    const pasted = rows
      .slice(20, 41)
      .map((row) => String(row.email))
      .join('\n');
    const asked = await mara.post(`/access-groups/${id}/members`, { pasted }).expect(400);
    expect(asked.body.error.details.impact.letIn).toMatchObject({ count: 21 });
    expect(asked.body.error.details.impact.letIn.sample).toHaveLength(5);
    expect(await memberNames(id)).toHaveLength(20);
    const confirmed = confirmedIn(asked.body);
    await people.createContact({ name: 'Late', address: 'late@lime.example' });
    await mara
      .post(`/access-groups/${id}/members`, {
        pasted: `${pasted}\nlate@lime.example`,
        confirmed,
      })
      .expect(400);
    await mara.post(`/access-groups/${id}/members`, { pasted, confirmed }).expect(200);
    const all: FilterGroups = [
      { conditions: [{ property: 'email', operator: 'is-known', values: [] }] },
    ];
    const dynamic = { kind: 'dynamic', name: 'All', filterGroups: all, portals: portals() };
    const question = await mara.post('/access-groups', dynamic).expect(400);
    const { body } = await mara
      .post('/access-groups', { ...dynamic, confirmed: confirmedIn(question.body) })
      .expect(200);
    expect((await mara.get(`/access-groups/${body.id}`)).body.members.value).toBeGreaterThan(60);
    const preview = await mara
      .post('/access-groups/preview', { subject: 'contact', groups: all })
      .expect(200);
    expect(preview.body.count.value).toBeGreaterThan(60);
    expect(preview.body.sample).toHaveLength(5);
  });

  it('gives nothing to a role without the action, and lets a reader change nothing', async () => {
    const nobody = await adminWith(booted, 'Nils', ['inboxes.inbox-edit']);
    const reader = await adminWith(booted, 'Rea', ['access-groups.access-group-read']);
    const id = await create({ kind: 'static', name: 'Closed' });
    await nobody.get('/access-groups').expect(403);
    await nobody.get(`/access-groups/${id}/members`).expect(403);
    await reader.get(`/access-groups/${id}`).expect(200);
    for (const refused of [
      reader.post('/access-groups', { kind: 'static', name: 'Mine' }),
      reader.put(`/access-groups/${id}`, { name: 'Mine' }),
      reader.post(`/access-groups/${id}/members`, { pasted: 'ana@harbour.example' }),
      reader.get(`/access-groups/${id}/choices?q=ana`),
    ])
      await refused.expect(403);
  });
});
