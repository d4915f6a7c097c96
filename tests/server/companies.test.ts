import type { CompanyInput } from '../../server/contracts/companies';
import type { TicketSettings } from '../../server/contracts/portal-settings';
import type {
  AdminActor,
  AgentActor,
  CustomerTicketQuery,
  CustomerViewer,
} from '../../server/services/types';
import { queryTokens } from '../../server/rules/search-tokens';
import { companyScope, findTicketKeys } from '../../server/store/search';
import { select } from '../../server/store/connection';
import { listForCustomer } from '../../server/store/tickets';
import { adminWith, type AdminClient } from '../support/admin';
import { fieldOf, signedIn, type Visitor } from '../support/browserless';
import { foundCompany, PASSWORD, viewerOf, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { addManyTickets } from '../support/many-tickets';
import { planOf, statementOf } from '../support/plans';
import { bootStrapi, createAdminUser, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const COMPANY_ACTIONS = [
  'companies.company-read',
  'companies.company-edit',
  'companies.company-merge',
];
const LIST: CustomerTicketQuery = {
  scope: 'company',
  company: '',
  state: 'all',
  status: '',
  q: '',
  sort: 'activity',
  values: {},
  cursor: '',
  language: 'en',
};

describe.each(DATABASES)('companies on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let mara: AdminClient;
  let agent: AgentActor;
  const admin: AdminActor = {
    kind: 'agent',
    id: 'a',
    name: 'Mara Berg',
    can: new Set(['company-read', 'company-edit', 'company-merge', 'ticket-read']),
  };
  const input = (name: string, more: Partial<CompanyInput> = {}): CompanyInput => ({
    name,
    externalId: '',
    domains: [],
    parent: '',
    properties: {},
    ...more,
  });
  const idOf = async (name: string) =>
    String((await booted.services.runtime.db('cp_companies').where({ name }).first()).document_id);
  const keyOf = async (id: string) =>
    Number(
      (await booted.services.runtime.db('cp_companies').where({ document_id: id }).first()).id,
    );
  const open = (viewer: CustomerViewer, subject: string, files: never[] = []) =>
    booted.services.customerTickets.create(viewer, {
      subject,
      body: 'It beeps.',
      files,
      submissionKey: '',
    });
  const subjects = async (viewer: CustomerViewer, more: Partial<CustomerTicketQuery> = {}) =>
    (await booted.services.customerTickets.list(viewer, { ...LIST, ...more })).rows.map(
      (row) => row.subject,
    );
  const sight = (tickets: Partial<TicketSettings>) =>
    booted.services.portalSettings.apply(company.portalKey, { tickets });
  const viewer = (address: string) => {
    const portal = booted.services.siteMap.portalByKey(company.portalKey);
    return viewerOf(booted, { ...company, portal: portal ?? company.portal }, address);
  };
  const contact = (name: string, address: string) =>
    booted.services.people.createContact({
      name,
      address,
      password: PASSWORD,
      portalKeys: [company.portalKey],
      properties: { sees_company: 'yes' },
    });
  const belong = (companyId: string, contactId: string, flags = {}) =>
    booted.services.companyContacts.set(admin, companyId, contactId, {
      isPrimary: false,
      seesTickets: false,
      isManager: false,
      ...flags,
    });

  beforeAll(async () => {
    booted = await bootStrapi({
      database,
      pluginConfig: { signInTries: { address: 100, ip: 500 } },
    });
    company = await foundCompany(booted);
    mara = await adminWith(booted, 'Mara', COMPANY_ACTIONS);
    agent = await booted.services.agents.fromAdmin(
      await createAdminUser(booted, 'ines@tallybrook.example'),
      new Set(['ticket-read', 'ticket-update', 'ticket-reply']),
    );
  });
  afterAll(() => booted?.destroy());

  it('refuses wrong domains beside their field and stores right ones in ASCII', async () => {
    const send = (domain: string) =>
      mara.post('/companies', input('Refused', { domains: [{ domain, isTrusted: false }] }));
    for (const [domain, message] of [
      ['harbour.example', 'harbour.example belongs to Harbour Foods.'],
      ['HARBOUR.example', 'harbour.example belongs to Harbour Foods.'],
      ['gmail.com', "Anybody can have an address of gmail.com. Use the company's own domain."],
      ['harbour', 'Enter a domain, for example harbour.example.'],
      ['a@b.example', 'Enter a domain, for example harbour.example.'],
    ] as const) {
      const { status, body } = await send(domain);
      expect(status).toBe(400);
      expect(body.error.details.errors[0]).toMatchObject({
        path: ['domains', '0', 'domain'],
        message,
      });
    }
    const { body } = await mara.post(
      '/companies',
      input('Bücher & Co', { domains: [{ domain: 'Bücher.example', isTrusted: true }] }),
    );
    const found = await mara.get(`/companies/${body.id}`);
    expect(found.body.domains).toEqual([{ domain: 'xn--bcher-kva.example', isTrusted: true }]);
    expect(found.body.activity[0]).toMatchObject({ action: 'company.created' });
    // What a company in the bin holds, another may take.
    await booted.services.companies.trash(admin, body.id);
    const taken = await mara.post(
      '/companies',
      input('Other', { domains: [{ domain: 'xn--bcher-kva.example', isTrusted: false }] }),
    );
    expect(taken.status).toBe(201);
  });

  it('finds companies by words, domain and old id, page by page', async () => {
    for (let at = 0; at < 30; at += 1)
      await booted.services.companies.create(
        admin,
        input(`Page ${String(at).padStart(2, '0')} École`, { externalId: `hs-${at}` }),
      );
    const list = async (query: string) => (await mara.get(`/companies?${query}`)).body;
    const first = await list('q=eco+pag');
    expect(first.count).toEqual({ value: 30, more: false });
    expect(first.rows).toHaveLength(25);
    const second = await list(`q=eco+pag&cursor=${first.nextCursor}`);
    expect(second.rows.map((row: { name: string }) => row.name)).toEqual(
      [25, 26, 27, 28, 29].map((at) => `Page ${at} École`),
    );
    expect((await list('q=hs-7')).rows).toMatchObject([{ name: 'Page 07 École' }]);
    expect((await list('q=lime.ex')).rows).toMatchObject([
      { name: 'Lime Works', domains: ['lime.example'], contacts: { value: 1, more: false } },
    ]);
    expect((await list('q=nothing')).rows).toEqual([]);
    const newest = await list('sort=-created');
    const next = await list(`sort=-created&cursor=${newest.nextCursor}`);
    const names = [...newest.rows, ...next.rows].map((row: { name: string }) => row.name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('finds a company by what it is called now, and by what it had taken in', async () => {
    const { companies, companyMerge, contactIndex, runtime } = booted.services;
    const { db } = runtime;
    const found = async (q: string) =>
      (await mara.get(`/companies?q=${q}`)).body.rows.map((row: { name: string }) => row.name);
    const domains = (domain: string) => ({ domains: [{ domain, isTrusted: false }] });
    const first = await companies.create(admin, input('Quarz Alt', domains('quarz.example')));
    await companies.update(admin, first.id, input('Quarz Neu', domains('quarz.example')));
    expect(await found('alt')).toEqual([]);
    expect(await found('neu+qua')).toEqual(['Quarz Neu']);
    // What is in the bin gives its domain to whoever asks for it.
    await companies.trash(admin, first.id);
    const second = await companies.create(admin, input('Zweite', domains('quarz.example')));
    await companies.restore(admin, first.id);
    expect(await found('quarz.example')).toEqual(['Zweite']);
    await companies.update(admin, first.id, input('Quarz Neu', { externalId: 'hs-quarz' }));
    await companyMerge.merge(admin, second.id, {
      loser: first.id,
      choices: { externalId: 'winner' },
    });
    for (const q of ['hs-quarz', 'someone@quarz.example', second.id])
      expect(await found(q)).toEqual(['Zweite']);
    // Another start finds what an earlier version or an import left.
    const key = await keyOf(second.id);
    await db('cp_company_words').where({ company_id: key }).delete();
    await db('cp_company_words').insert({ company_id: 1_000_000, word: 'iorphan' });
    expect(await found('zweite')).toEqual([]);
    await contactIndex.repair();
    expect(await found('zweite')).toEqual(['Zweite']);
    expect(await db('cp_company_words').where({ company_id: 1_000_000 })).toEqual([]);
  });

  it('lets no company stand below itself, nor six deep', async () => {
    const { companies } = booted.services;
    const make = async (name: string, parent: string) =>
      (await companies.create(admin, input(name, { parent }))).id;
    const chain = [await make('Level 1', '')];
    for (let at = 2; at <= 5; at += 1) chain.push(await make(`Level ${at}`, chain.at(-1) ?? ''));
    const [top = '', second = ''] = chain;
    for (const parent of chain) {
      const { status, body } = await mara.put(`/companies/${top}`, input('Level 1', { parent }));
      expect([status, body.error.details.errors[0].path]).toEqual([400, ['parent']]);
    }
    await expect(make('Level 6', chain[4] ?? '')).rejects.toThrow('5 levels deep');
    const above = await make('Above', '');
    const deep = await mara.put(`/companies/${top}`, input('Level 1', { parent: above }));
    expect(deep.status).toBe(400);
    expect((await mara.get(`/companies/${second}`)).body).toMatchObject({
      parent: { id: top, name: 'Level 1' },
      children: [{ name: 'Level 3' }],
    });
  });

  it('gives membership by a verified address of a domain, and sight only by a word or a trusted domain', async () => {
    const { companies } = booted.services;
    await open(await viewer('ana@harbour.example'), 'Of Ana');
    const eve = await contact('Eve Novak', 'eve@harbour.example');
    const harbour = await idOf('Harbour Foods');
    const key = await keyOf(harbour);
    const joined = await viewer('eve@harbour.example');
    expect(joined.primaryCompanyKey).toBe(key);
    expect(joined.companyKeys).toEqual([]);
    expect((await mara.get(`/companies/${harbour}`)).body.activity[0]).toMatchObject({
      action: 'company.joined-by-domain',
    });
    const primary = { isPrimary: true };
    for (const flags of [{ seesTickets: true }, { isManager: true }]) {
      await belong(harbour, eve.id, { ...primary, ...flags });
      expect(await subjects(await viewer('eve@harbour.example'))).toEqual(['Of Ana']);
      await belong(harbour, eve.id, primary);
      expect((await viewer('eve@harbour.example')).companyKeys).toEqual([]);
    }
    const domains = (isTrusted: boolean) => [{ domain: 'harbour.example', isTrusted }];
    await companies.update(admin, harbour, input('Harbour Foods', { domains: domains(true) }));
    expect((await viewer('eve@harbour.example')).companyKeys).toEqual([key]);
    // An address that its account changed is proven by nobody.
    await booted.services.runtime
      .db('cp_contact_addresses')
      .where({ address: 'eve@harbour.example' })
      .update({ verified_at: 0 });
    expect((await viewer('eve@harbour.example')).companyKeys).toEqual([]);
    await companies.update(admin, harbour, input('Harbour Foods', { domains: domains(false) }));
  });

  it('offers contacts of a new domain to join, and asks above twenty', async () => {
    const { companies, people } = booted.services;
    for (let at = 0; at < 22; at += 1)
      await people.createContact({ name: `Joiner ${at}`, address: `j${at}@joined.example` });
    const { id } = await companies.create(admin, input('Joined'));
    expect((await mara.get(`/companies/${id}/joinable`)).body.count.value).toBe(0);
    await companies.update(
      admin,
      id,
      input('Joined', { domains: [{ domain: 'joined.example', isTrusted: true }] }),
    );
    const { body } = await mara.get(`/companies/${id}/joinable`);
    expect([body.count.value, body.sample.length]).toEqual([22, 10]);
    const asked = await mara.post(`/companies/${id}/join`, {});
    expect([asked.status, asked.body.error.details.count.value]).toEqual([400, 22]);
    expect((await mara.post(`/companies/${id}/join`, { confirmed: 22 })).body).toEqual({
      joined: 22,
    });
    const members = await mara.get(`/companies/${id}/contacts?q=joiner+21`);
    expect(members.body.rows).toMatchObject([
      { name: 'Joiner 21', isPrimary: true, isByDomain: true, isTrusted: true, seesTickets: false },
    ]);
    const first = await mara.get(`/companies/${id}/contacts`);
    expect(first.body.count.value).toBe(22);
  });

  it('shows other companies and children where the portal says so, in lists, search and pages', async () => {
    const { companies, customerTickets } = booted.services;
    const [harbour, lime] = [await idOf('Harbour Foods'), await idOf('Lime Works')];
    const child = await companies.create(admin, input('Lime Child', { parent: lime }));
    const carl = await contact('Carl Ito', 'carl@child.example');
    await belong(child.id, carl.id, { isPrimary: true });
    const deep = await open(await viewer('carl@child.example'), 'Deep zebra');
    await open(await viewer('dora@lime.example'), 'Of Dora zebra');
    await belong(lime, company.people.ben.id, { seesTickets: true });
    const ben = () => viewer('ben@harbour.example');

    expect(await subjects(await ben())).toEqual(['Of Ana']);
    expect(await customerTickets.find(await ben(), deep.id, 'en')).toBeNull();
    await sight({ companies: 'all' });
    expect(await subjects(await ben())).toEqual(['Of Dora zebra', 'Of Ana']);
    expect(await customerTickets.find(await ben(), deep.id, 'en')).toBeNull();
    await sight({ includesChildren: true });
    const all = await ben();
    expect(await subjects(all)).toEqual(['Of Dora zebra', 'Deep zebra', 'Of Ana']);
    expect(await subjects(all, { q: 'zebra' })).toEqual(['Of Dora zebra', 'Deep zebra']);
    expect(await subjects(all, { company: lime })).toEqual(['Of Dora zebra']);
    expect(await subjects(all, { company: lime, q: 'zebra' })).toEqual(['Of Dora zebra']);
    expect(await customerTickets.find(all, deep.id, 'en')).not.toBeNull();
    expect((await customerTickets.companies(all)).map(({ name }) => name)).toEqual([
      'Harbour Foods',
      'Lime Child',
      'Lime Works',
    ]);
    const page = await (
      await signedIn(booted, 'ben@harbour.example')
    ).get('/support?scope=company');
    expect(page.text).toContain('<option value="' + harbour + '">Harbour Foods</option>');
    // Pages of several companies go on where the one before ended.
    const seen: string[] = [];
    const { db } = booted.services.runtime;
    const query = {
      parts: { values: false, names: false },
      scope: { kind: 'company' as const, companyKeys: all.companyKeys },
      portalKey: company.portalKey,
      state: 'all' as const,
      statusMeaning: '',
      sort: 'activity' as const,
      limit: 1,
    };
    for (let after: number[] = []; ;) {
      const [row] = await listForCustomer(db, { ...query, after });
      if (!row) break;
      seen.push(String(row.subject));
      after = [Number(row.last_public_at), Number(row.id)];
    }
    expect(seen).toEqual(['Of Dora zebra', 'Deep zebra', 'Of Ana']);
    const plan = await planOf(
      db,
      await statementOf(db, () => listForCustomer(db, { ...query, limit: 26, after: [] })),
    );
    expect(plan).toContain('cp_tickets_company_all_ix');
    // The child goes: its tickets are out of sight at the next request.
    await companies.trash(admin, child.id);
    expect(await subjects(await ben())).toEqual(['Of Dora zebra', 'Of Ana']);
    await companies.restore(admin, child.id);
    await sight({ companies: 'primary', includesChildren: false });
  });

  it('ends every way to a company’s tickets when its contact leaves, own ones too', async () => {
    const { companyContacts, customerTickets, runtime } = booted.services;
    const harbour = await idOf('Harbour Foods');
    const fay = await contact('Fay Obi', 'fay@harbour.example');
    await belong(harbour, fay.id, { isPrimary: true, seesTickets: true });
    const before: Visitor = await signedIn(booted, 'fay@harbour.example');
    const sent = await before
      .raw('post', '/support/new')
      .set('Origin', 'http://help.test:1337')
      .field('formToken', fieldOf((await before.get('/support/new')).text, 'formToken'))
      .field('subject', 'Leaving okapi')
      .field('description', 'Mine')
      .field('body', 'Mine')
      .attach('attachments', Buffer.from('hello'), 'note.txt');
    expect(sent.status).toBe(303);
    const own = (await subjectsWithIds(fay.key))[0] ?? { id: '', file: '' };
    const address = `/support/tickets/${own.id}`;
    expect((await before.get(address)).status).toBe(200);

    await companyContacts.remove(admin, harbour, fay.id);
    const left = await viewer('fay@harbour.example');
    expect(left.primaryCompanyKey).toBe(0);
    const later = await open(left, 'After okapi');
    expect(await subjects(left, { scope: 'mine' })).toEqual(['After okapi']);
    expect(await subjects(left, { scope: 'mine', q: 'okapi' })).toEqual(['After okapi']);
    expect(await subjects(left, { scope: 'company', q: 'okapi' })).toEqual(['After okapi']);
    // The session that was there before is over, and whoever signs in again finds nothing of it.
    for (const path of ['/support', address]) {
      const answer = await before.get(path);
      expect([answer.status, answer.headers.location]).toEqual([
        303,
        expect.stringContaining('/support/sign-in'),
      ]);
    }
    const page: Visitor = await signedIn(booted, 'fay@harbour.example');
    const formToken = fieldOf((await page.get('/support/new')).text, 'formToken');
    for (const path of [
      '/support',
      '/support?scope=company&state=all',
      '/support?q=okapi&state=all',
    ])
      expect((await page.get(path).expect(200)).text.replace(/<\/?mark>/g, '')).not.toContain(
        'Leaving okapi',
      );
    expect((await page.get(address)).status).toBe(404);
    expect((await page.get(`${address}/attachments/${own.file}`)).status).toBe(404);
    for (const action of ['reply', 'close'])
      expect((await page.post(`${address}/${action}`, { formToken, body: 'x' })).status).toBe(404);
    expect((await page.get(`/support/tickets/${later.id}`)).status).toBe(200);
    // A verified address of the domain does not bring him back.
    expect((await mara.get(`/companies/${harbour}/joinable`)).body.count.value).toBe(0);

    await sight({ keepsOwnAfterLeaving: true });
    expect((await page.get(address)).status).toBe(200);
    expect(await subjects(await viewer('fay@harbour.example'), { scope: 'mine' })).toContain(
      'Leaving okapi',
    );
    await sight({ keepsOwnAfterLeaving: false });
    expect(
      await customerTickets.find(await viewer('fay@harbour.example'), own.id, 'en'),
    ).toBeNull();

    async function subjectsWithIds(contactKey: number): Promise<{ id: string; file: string }[]> {
      const rows = await select(
        runtime.db,
        `SELECT t.document_id, a.document_id AS file FROM cp_tickets t LEFT JOIN cp_attachments a ON a.ticket_id = t.id
         WHERE t.requester_id = ? ORDER BY t.id`,
        [contactKey],
      );
      return rows.map((row) => ({ id: String(row.document_id), file: String(row.file) }));
    }
  });

  it('keeps a ticket’s company as a fact, which an agent may correct among the requester’s companies', async () => {
    const { companies, agentTickets, customerTickets } = booted.services;
    const gus = await contact('Gus Lind', 'gus@gus.example');
    const [one, two] = [
      await companies.create(admin, input('Fact One')),
      await companies.create(admin, input('Fact Two')),
    ];
    await belong(one.id, gus.id, { isPrimary: true });
    const ticket = await open(await viewer('gus@gus.example'), 'Fact quokka');
    await belong(two.id, gus.id, { isPrimary: true });
    const companyOf = async () =>
      (await customerTickets.find(await viewer('gus@gus.example'), ticket.id, 'en'))?.company;
    expect(await companyOf()).toBe('Fact One');
    await expect(
      agentTickets.update(agent, ticket.id, { company: await idOf('Lime Works') }),
    ).rejects.toThrow('Choose one of the requester’s companies.');
    const changed = await agentTickets.update(agent, ticket.id, { company: two.id });
    expect(changed).toMatchObject({
      companyId: two.id,
      company: 'Fact Two',
      companyChoices: [
        { id: one.id, name: 'Fact One' },
        { id: two.id, name: 'Fact Two' },
      ],
    });
    expect(changed?.activity).toContainEqual(
      expect.objectContaining({
        action: 'ticket.updated',
        actorName: agent.name,
        changes: { company: { before: 'Fact One', after: 'Fact Two' } },
      }),
    );
    // Which companies there are is told to nobody who cannot choose among them.
    const reader = { ...agent, can: new Set(['ticket-read']) };
    expect((await agentTickets.find(reader, ticket.id))?.companyChoices).toEqual([]);
    expect(await companyOf()).toBe('Fact Two');
    const found = async (id: string) =>
      (
        await findTicketKeys(booted.services.runtime.db, 'customers', {
          scopes: [companyScope(company.portalKey, await keyOf(id))],
          words: queryTokens('quokka'),
          before: 0,
          limit: 10,
        })
      ).length;
    expect([await found(one.id), await found(two.id)]).toEqual([0, 1]);
    await agentTickets.update(agent, ticket.id, { company: null });
    expect([await found(two.id), await companyOf()]).toEqual([0, '']);
  });

  it('makes one company of two', async () => {
    const { companies, runtime } = booted.services;
    const [a, b] = [
      await companies.create(
        admin,
        input('Merge A', { domains: [{ domain: 'a-merge.example', isTrusted: false }] }),
      ),
      await companies.create(
        admin,
        input('Merge B', {
          externalId: 'hs-b',
          domains: [{ domain: 'b-merge.example', isTrusted: false }],
        }),
      ),
    ];
    const child = await companies.create(admin, input('Merge Child', { parent: b.id }));
    const [hal, ivy] = [
      await contact('Hal Roy', 'hal@a-merge.example'),
      await contact('Ivy Roy', 'ivy@b-merge.example'),
    ];
    await belong(a.id, hal.id, { isPrimary: true, seesTickets: true });
    await belong(a.id, ivy.id, {});
    await belong(b.id, ivy.id, { isPrimary: true, isManager: true });
    await addManyTickets(runtime.db, {
      portalKey: company.portalKey,
      inboxKey: company.inboxKey,
      contacts: [{ key: ivy.key, companyKey: await keyOf(b.id) }],
      count: Number(process.env.MERGED_TICKETS ?? 120),
    });
    const preview = (await mara.get(`/companies/${a.id}/merge/${b.id}`)).body;
    expect(preview.fields).toEqual([
      { field: 'name', label: '', winner: 'Merge A', loser: 'Merge B', proposal: 'winner' },
      { field: 'externalId', label: '', winner: '', loser: 'hs-b', proposal: 'loser' },
    ]);
    expect(preview.loser).toMatchObject({ children: 1, domains: ['b-merge.example'] });
    const began = performance.now();
    const merged = await mara.post(`/companies/${a.id}/merge`, {
      loser: b.id,
      choices: { name: 'loser' },
    });
    if (process.env.MERGED_TICKETS) console.log(database, Math.round(performance.now() - began));
    expect(merged.status).toBe(200);
    await booted.services.companyMerge.finish();
    expect((await mara.get(`/companies/${b.id}`)).body).toEqual({ mergedInto: a.id });
    const after = (await mara.get(`/companies/${a.id}`)).body;
    expect(after).toMatchObject({ name: 'Merge B', externalId: 'hs-b' });
    expect(after.children).toMatchObject([{ id: child.id }]);
    expect(after.domains).toHaveLength(2);
    const rows = (await mara.get(`/companies/${a.id}/contacts`)).body.rows;
    expect(rows).toMatchObject([
      { name: 'Ivy Roy', isPrimary: true, isManager: true },
      { name: 'Hal Roy', isPrimary: true },
    ]);
    const winnerKey = await keyOf(a.id);
    const tickets = await select(
      runtime.db,
      'SELECT COUNT(*) AS total FROM cp_tickets WHERE portal_id = ? AND company_id = ?',
      [company.portalKey, winnerKey],
    );
    expect(Number(tickets[0]?.total)).toBe(Number(process.env.MERGED_TICKETS ?? 120));
    // Hal sees what was the other company's, and finds it.
    const seer = await viewer('hal@a-merge.example');
    expect(await subjects(seer)).toHaveLength(25);
    expect(await subjects(seer, { q: 'invoice' })).not.toEqual([]);
    expect((await mara.post(`/companies/${a.id}/merge`, { loser: b.id })).status).toBe(400);
  }, 120_000);

  it('asks for its actions', async () => {
    const reader = await adminWith(booted, 'Rita', ['companies.company-read']);
    const harbour = await idOf('Harbour Foods');
    expect((await reader.get('/companies')).status).toBe(200);
    expect((await reader.get(`/companies/${harbour}`)).body.tickets).toBeNull();
    for (const refusedTest of [
      reader.post('/companies', input('No')),
      reader.put(`/companies/${harbour}`, input('No')),
      reader.put(`/companies/${harbour}/contacts/${company.people.dora.id}`, {}),
      reader.post(`/companies/${harbour}/join`, {}),
      reader.get(`/companies/${harbour}/deletion`),
      reader.get(`/companies/${harbour}/merge/${harbour}`),
      reader.post(`/companies/${harbour}/merge`, { loser: harbour }),
    ])
      expect((await refusedTest).status).toBe(403);
    const stranger = await adminWith(booted, 'Stan', ['mails.mail-read']);
    for (const path of ['/companies', `/companies/${harbour}`])
      expect((await stranger.get(path)).status).toBe(403);
    expect((await mara.get('/companies/aaaaaaaaaaaaaaaaaaaaaaaa')).status).toBe(404);
  });

  it('offers companies to whoever sees where one is chosen, by words or by ids, and to nobody else', async () => {
    const [harbour, lime] = [await idOf('Harbour Foods'), await idOf('Lime Works')];
    for (const [name, action] of [
      ['Cora', 'companies.company-read'],
      ['Kay', 'contacts.contact-read'],
      ['Gwen', 'access-groups.access-group-read'],
      ['Rolf', 'request-forms.request-form-read'],
    ] as const) {
      const one = await adminWith(booted, name, [action]);
      expect((await one.get('/company-choices?q=harb')).body).toEqual([
        { id: harbour, name: 'Harbour Foods', domain: 'harbour.example' },
      ]);
      expect((await one.get('/companies')).status).toBe(name === 'Cora' ? 200 : 403);
    }
    await booted.services.companies.trash(admin, lime);
    const chosen = await mara.get(`/company-choices?ids=${lime},${harbour}&q=nothing`);
    expect(chosen.body.map(({ name }: { name: string }) => name)).toEqual([
      'Harbour Foods',
      'Lime Works',
    ]);
    expect((await mara.get('/company-choices?q=lime+works')).body).toEqual([]);
    await booted.services.companies.restore(admin, lime);
    const agents = await adminWith(booted, 'Ada', [
      'tickets.ticket-read',
      'tickets.ticket-update',
      'tickets.ticket-create',
      'mails.mail-read',
    ]);
    for (const path of ['/company-choices', `/company-choices?ids=${harbour}`])
      expect((await agents.get(path)).status).toBe(403);
  });
});
