import type request from 'supertest';
import type { NewProperty } from '../../server/contracts/properties';
import type { PortalDetail } from '../../server/contracts/portals';
import type { TicketSettings } from '../../server/contracts/portal-settings';
import type { AgentActor } from '../../server/services/types';
import { insert, newId, number, text } from '../../server/store/connection';
import { findTicketWithPeople, listLinkedTickets } from '../../server/store/tickets';
import { stopBackground } from '../support/background';
import { adminWith, type AdminClient } from '../support/admin';
import { fieldOf, signedIn, visitorOf, type Visitor } from '../support/browserless';
import { foundCompany, PASSWORD, SEES_COMPANY, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { foundKnowledgeBase } from '../support/knowledge-base';
import { planOf, statementOf } from '../support/plans';
import { bootStrapi, createAdminUser, type Booted } from '../support/strapi';
import { visibleText } from '../support/visible';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const DAY = 24 * 60 * 60 * 1000;

const property = (
  key: string,
  kind: NewProperty['kind'],
  label: string,
  more: Partial<NewProperty> = {},
): NewProperty => ({
  ...SEES_COMPANY,
  subject: 'ticket',
  key,
  kind,
  labels: { en: label },
  customerAccess: 'read',
  ...more,
});

describe.each(DATABASES)('settings of tickets on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let admin: AdminClient;
  let agent: AgentActor;
  let ana: Visitor;
  let ben: Visitor;
  let url: string;
  let initial: TicketSettings;

  beforeAll(async () => {
    booted = await bootStrapi({
      database,
      pluginConfig: { signInTries: { address: 100, ip: 500 } },
    });
    await stopBackground(booted);
    company = await foundCompany(booted);
    await foundKnowledgeBase(booted);
    url = `/portals/${company.portal.id}`;
    admin = await adminWith(booted, 'Nils', ['portals.portal-read', 'portals.portal-edit']);
    agent = await booted.services.agents.fromAdmin(
      await createAdminUser(booted, 'mara@tallybrook.example'),
      new Set(['ticket-read', 'ticket-reply', 'ticket-update', 'ticket-assign', 'mail-read']),
    );
    const { properties } = booted.services;
    await properties.define(property('serial', 'text', 'Serial number'));
    await properties.define(
      property('color', 'choice', 'Colour', {
        options: [{ key: 'red', labels: { en: 'Red', fr: 'Rouge' }, isArchived: false }],
      }),
    );
    await properties.define(property('due', 'date', 'Due'));
    await properties.define(property('secret', 'text', 'Secret', { customerAccess: 'none' }));
    ana = await signedIn(booted, 'ana@harbour.example');
    ben = await signedIn(booted, 'ben@harbour.example');
    initial = await settings();
  });
  afterAll(() => booted?.destroy());
  afterEach(async () => {
    await save(initial);
  });

  const read = async (): Promise<PortalDetail> => (await admin.get(url)).body;
  const settings = async (): Promise<TicketSettings> => (await read()).settings.tickets;
  const put = async (change: object) =>
    admin.put(`${url}/settings/tickets`, { ...(await settings()), ...change });
  async function save(change: Partial<TicketSettings>): Promise<void> {
    const { status, body } = await put(change);
    expect({ status, error: body.error }).toEqual({ status: 200, error: undefined });
  }
  async function refusal(change: object) {
    const { status, body } = await put(change);
    const [problem] = body.error?.details?.errors ?? [];
    return [status, problem?.path?.join('.'), problem?.message];
  }
  const db = () => booted.services.runtime.db;
  const ticketRow = async (id: string) => db()('cp_tickets').where({ document_id: id }).first();
  /** A page without the marks of a search. */
  const page = async (visitor: Visitor, path: string, status = 200): Promise<string> =>
    (await visitor.get(path).expect(status)).text.replace(/<\/?mark>/g, '');

  async function open(subject: string, visitor = ana): Promise<string> {
    const formToken = fieldOf(await page(visitor, '/support/new/support'), 'formToken');
    const { headers } = await visitor
      .post('/support/new/support', { formToken, subject, body: `About ${subject}.` })
      .expect(303);
    return /tickets\/([a-z0-9]{24})/.exec(String(headers.location))?.[1] ?? '';
  }
  async function send(
    visitor: Visitor,
    path: string,
    fields: Record<string, string> = {},
  ): Promise<request.Response> {
    const formToken = fieldOf(await page(visitor, '/support/profile'), 'formToken');
    return visitor.post(path, { formToken, ...fields });
  }
  const reply = (visitor: Visitor, id: string, submissionKey = newId()) =>
    send(visitor, `/support/tickets/${id}/reply`, { body: 'Once more.', submissionKey });
  const answer = (id: string, body = 'We look into it.') =>
    booted.services.agentTickets.addMessage(agent, id, { kind: 'public', body });
  const linkOf = ({ headers }: request.Response) =>
    /tickets\/([a-z0-9]{24})/.exec(String(headers.location))?.[1] ?? '';
  /** Headings of the list and the cells of the row of one ticket. */
  async function listed(subject: string, path = '/support?state=all', visitor = ana) {
    const html = await page(visitor, path);
    const heads = [...html.matchAll(/<th [^>]*>(?:<a [^>]*>)?(.*?)(?:<\/a>)?<\/th>/g)].map(
      ([, head]) => head,
    );
    const row = html.split('<tr').find((one) => one.includes(subject)) ?? '';
    return {
      heads,
      cells: [...row.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map(([, cell = '']) => cell),
    };
  }

  describe('who sees which tickets', () => {
    const companyList = async (visitor = ben) => page(visitor, '/support?scope=company&state=all');

    it('follows the three permissions, and refuses a filter that asks for nothing', async () => {
      await open('Permission of Ana');
      expect(await companyList()).toContain('Permission of Ana');
      await save({ permission: 'associated' });
      expect(await companyList()).not.toContain('Permission of Ana');
      await save({ permission: 'company' });
      expect(await companyList()).toContain('Permission of Ana');
      expect(await companyList(await signedIn(booted, 'cleo@harbour.example'))).toContain(
        'Permission of Ana',
      );
      expect(await refusal({ permission: 'filter', permissionFilter: [] })).toEqual([
        400,
        'permissionFilter',
        'Add a condition, or choose another permission.',
      ]);
      const conditions = [{ property: 'gone', operator: 'is-known', values: [] }];
      const [status, field] = await refusal({
        permission: 'filter',
        permissionFilter: [{ conditions }],
      });
      expect([status, field]).toEqual([400, 'permissionFilter.0.conditions.0.property']);
    });

    it('reaches other companies, children, and own tickets after leaving as each is set', async () => {
      const { people, siteMap } = booted.services;
      const lime = number(
        (await db()('cp_companies').where({ name: 'Lime Works' }).first('id')).id,
      );
      const harbour = number(
        (await db()('cp_companies').where({ name: 'Harbour Foods' }).first('id')).id,
      );
      const bay = await people.createCompany({ name: 'Bay Depot', emailDomains: [] });
      await db()('cp_companies').where({ id: bay.key }).update({ parent_id: harbour });
      await people.createContact({
        name: 'Eli Bay',
        address: 'eli@bay.example',
        password: PASSWORD,
        companyKey: bay.key,
        portalKeys: [company.portalKey],
      });
      await insert(db(), 'cp_contact_companies', {
        contact_id: company.people.ben.key,
        company_id: lime,
        is_primary: false,
        sees_tickets: true,
        joined_at: 1,
      });
      await siteMap.refresh();
      await open('Of Lime', await signedIn(booted, 'dora@lime.example'));
      await open('Of the child', await signedIn(booted, 'eli@bay.example'));
      const own = await open('Own one', ben);
      const seen = async () => {
        const list = await companyList();
        return ['Of Lime', 'Of the child'].filter((one) => list.includes(one));
      };
      await save({ permission: 'company' });
      expect(await seen()).toEqual([]);
      await save({ companies: 'all' });
      expect(await seen()).toEqual(['Of Lime']);
      await save({ includesChildren: true });
      expect(await seen()).toEqual(['Of Lime', 'Of the child']);

      const left = { contact_id: company.people.ben.key, company_id: harbour };
      await db()('cp_contact_companies').where(left).update({ left_at: 5 });
      await page(ben, `/support/tickets/${own}`, 404);
      await save({ keepsOwnAfterLeaving: true });
      await page(ben, `/support/tickets/${own}`);
      await db()('cp_contact_companies').where(left).update({ left_at: 0 });
    });

    it('asks before more than twenty contacts see more, and takes the very number only', async () => {
      const { people } = booted.services;
      const harbour = number(
        (await db()('cp_companies').where({ name: 'Harbour Foods' }).first('id')).id,
      );
      await save({ permission: 'associated' });
      await save({ permission: 'company' });
      await save({ permission: 'associated' });
      for (let at = 0; at < 20; at += 1)
        await people.createContact({
          name: `Many ${at}`,
          address: `many${at}@harbour.example`,
          companyKey: harbour,
          portalKeys: [company.portalKey],
        });
      const asked = await put({ permission: 'company' });
      const { details } = asked.body.error;
      expect(asked.status).toBe(400);
      expect(details.errors[0].path).toEqual(['confirmed']);
      const count = Number(details.impact.letIn.count);
      expect(count).toBeGreaterThan(20);
      // Names are for whoever may read contacts.
      expect(details.impact.letIn.sample).toEqual([]);
      expect((await settings()).permission).toBe('associated');
      const confirmed = (letIn: number) =>
        put({ permission: 'company', confirmed: { letIn, keptOut: 0 } });
      expect((await confirmed(count - 1)).status).toBe(400);
      expect((await confirmed(count)).status).toBe(200);
      // Restoring it is the same change.
      await save({ permission: 'associated' });
      const { rows } = (await admin.get(`${url}/history`)).body;
      const restore = (body: object) => admin.post(`${url}/history/${rows[1].id}/restore`, body);
      expect((await restore({})).status).toBe(400);
      expect((await restore({ confirmed: { letIn: count, keptOut: 0 } })).status).toBe(200);
      expect((await settings()).permission).toBe('company');
      // Whoever saw them already sees nothing more.
      await save({ permission: 'filter', permissionFilter: initial.permissionFilter });
      const again = await put({ permission: 'company' });
      expect(Number(again.body.error.details.impact.letIn.count)).toBeLessThan(count);
    });

    it('is for whoever may change settings', async () => {
      const reader = await adminWith(booted, 'Rosa', ['portals.portal-read']);
      const nobody = await adminWith(booted, 'Otto', ['tickets.ticket-read']);
      const wanted = { ...(await settings()), reopenDays: 3 };
      expect((await reader.put(`${url}/settings/tickets`, wanted)).status).toBe(403);
      expect((await nobody.get(url)).status).toBe(403);
      expect((await settings()).reopenDays).toBe(14);
    });
  });

  describe('what customers see', () => {
    const ALL = [
      'number',
      'status',
      'priority',
      'category',
      'owner',
      'company',
      'created',
      'last_activity',
      'closed',
      'serial',
      'color',
      'due',
    ];

    it('shows the chosen columns in their order, on every way to the list, without a statement more', async () => {
      const id = await open('Columns here');
      const values = { color: 'red', due: '2026-03-04', secret: 'XYZ' };
      await booted.services.agentTickets.update(agent, id, {
        category: 'billing',
        properties: values,
      });
      await answer(id);
      const counted = async (path: string) => {
        let statements: string[] = [];
        const note = ({ sql }: { sql: string }) =>
          void (/version:site|next_try_at/.test(sql) || statements.push(sql));
        await page(ana, path);
        statements = [];
        db().on('query', note);
        await page(ana, path);
        db().removeListener('query', note);
        return statements;
      };
      const before = await counted('/support');
      expect((await listed('Columns here')).heads).toEqual([
        'Subject',
        'Status',
        'From',
        'Last activity',
      ]);
      // The list of a portal that chose nothing reads what it always read.
      expect(before.join(' ')).not.toMatch(/t\.properties|cp_agents/);

      await save({ columns: ALL });
      const { heads, cells } = await listed('Columns here');
      expect(heads).toEqual([
        'Subject',
        'Number',
        'Status',
        'Priority',
        'Category',
        'Owner',
        'Company',
        'Created',
        'Last activity',
        'Closed',
        'Serial number',
        'Colour',
        'Due',
      ]);
      expect(cells[0]).not.toContain('<small>');
      expect(cells[1]).toMatch(/^<bdi>.*\d+<\/bdi>$/);
      expect(cells[2]).toContain('class="pill waiting-on-customer"');
      expect(cells[3]).toBe('<bdi>Medium</bdi>');
      expect(cells[4]).toBe('<bdi>Billing</bdi>');
      for (const at of [9, 10]) expect(visibleText(cells[at] ?? '')).toBe(' – none ');
      expect(cells[5]).toBe('<bdi>Mara</bdi>');
      expect(cells[6]).toBe('<bdi>Harbour Foods</bdi>');
      for (const at of [7, 8]) expect(cells[at]).toMatch(/^<time datetime="20/i);
      expect(cells[11]).toBe('<bdi>Red</bdi>');
      expect(cells[12]).toMatch(/^<time datetime="2026-03-04">March 4, 2026<\/time>$/i);
      expect((await listed('Columns here', '/fr/support?state=all')).cells[11]).toBe(
        '<bdi>Rouge</bdi>',
      );
      const same = cells.slice(9).map((cell) => visibleText(cell));
      for (const path of [
        '/support?state=all&q=columns',
        '/support?state=all&f.color=red',
        '/support?state=all&sort=p.due',
        '/support?state=all&sort=opened',
      ])
        expect((await listed('Columns here', path)).cells.slice(9).map(visibleText)).toEqual(same);
      const many = await listed('Columns here', '/support?scope=company&state=all', ben);
      expect(many.cells.slice(9).map(visibleText)).toEqual(same);
      expect(await counted('/support')).toHaveLength(before.length);
    });

    it('leaves out what was hidden meanwhile, and refuses what nobody may choose', async () => {
      await open('Hidden later');
      await save({ columns: ['serial', 'status'], details: ['serial', 'number'] });
      const access = (customer_access: string) => async () => {
        await db()('cp_properties').where({ key: 'serial' }).update({ customer_access });
        await db()('cp_counters').where({ name: 'version:site' }).increment('value', 1);
        await booted.services.siteMap.refresh();
      };
      await access('none')();
      expect((await listed('Hidden later')).heads).toEqual(['Subject', 'Status']);
      // It is no reason to refuse another change, and comes back by itself.
      await save({ reopenDays: 13 });
      await access('read')();
      expect((await listed('Hidden later')).heads).toEqual(['Subject', 'Serial number', 'Status']);
      for (const key of ['secret', 'subject', 'description', 'gone'])
        expect(await refusal({ columns: ['status', key] })).toEqual([
          400,
          'columns',
          `Choose properties that customers may read. “${key}” is not one of them.`,
        ]);
      expect((await refusal({ details: ['secret'] }))[1]).toBe('details');
      const [status, field, message] = await refusal({ columns: [...ALL, 'requester'] });
      expect([status, field, message]).toEqual([400, 'columns', 'Choose at most 12 columns.']);
    });

    it('shows the chosen facts in the ticket, or all of them', async () => {
      const id = await open('Details here');
      await db()('cp_tickets')
        .where({ document_id: id })
        .update({ properties: JSON.stringify({ serial: 'A-77', secret: 'XYZ' }) });
      const terms = async () =>
        [...(await page(ana, `/support/tickets/${id}`)).matchAll(/<dt>(.*?)<\/dt>/g)].map(
          ([, term]) => term,
        );
      expect(await terms()).toEqual([
        'Number',
        'From',
        'Status',
        'Priority',
        'Company',
        'Created',
        'Last activity',
        'Serial number',
      ]);
      await save({ details: ['serial', 'status', 'category'] });
      expect(await terms()).toEqual(['Serial number', 'Status']);
      await save({ details: [] });
      const html = await page(ana, `/support/tickets/${id}`);
      expect(html).not.toContain('<dt>');
      expect(html).not.toMatch(/A-77|XYZ/);
    });
  });

  it('says the portal’s word for a ticket on every page and in every mail, in every language', async () => {
    await save({
      singular: { en: 'order', fr: 'commande' },
      plural: { en: 'orders', fr: 'commandes' },
    });
    expect(
      await refusal({ singular: { en: 'order', fr: 'commande' }, plural: { en: 'orders' } }),
    ).toEqual([400, 'plural.fr', 'Enter the plural too.']);
    await sentMails();
    await db()('cp_outbox').delete();
    const id = await open('A broken pump');
    await answer(id);
    const closed = await open('A late pump');
    await send(ana, `/support/tickets/${closed}/close`);
    const said = new Map<string, string>();
    const look = async (visitor: Visitor, path: string) => {
      const { text: html } = await visitor.get(path);
      said.set(path, visibleText(html));
    };
    const anybody = visitorOf(booted);
    for (const language of ['', '/fr']) {
      for (const path of ['', '/search?q=meter', '/nothing'])
        await look(anybody, `${language}${path || '/'}`);
      for (const path of ['sign-in', 'forgotten-password', 'reset-password?token=x'])
        await look(anybody, `${language}/support/${path}`);
      const portal = `${language}/support`;
      for (const path of [
        '',
        '?scope=company&state=all',
        '?state=closed&done=closed',
        '?q=zzzz',
        '?sort=p.due',
        '/new',
        '/new/support',
        '/profile',
        '/tickets/nothing',
        `/tickets/${id}?done=created`,
        `/tickets/${id}?done=closed`,
        `/tickets/${closed}?done=reply`,
        `/tickets/${closed}?done=followed-up`,
      ])
        await look(path.startsWith('?scope') ? ben : ana, `${portal}${path}`);
    }
    await save({ reopenDays: 0 });
    for (const portal of ['/support', '/fr/support']) {
      await look(ana, `${portal}/tickets/${closed}?later`);
      await save({ followUps: false });
      await look(ana, `${portal}/tickets/${closed}?never`);
      await save({ followUps: true });
    }
    for (const [path, text] of said)
      expect([path, text.match(/.{0,20}ticket.{0,20}/i)?.[0] ?? '']).toEqual([path, '']);
    expect(said.get('/support')).toContain('My orders');
    expect(said.get('/support')).toContain('orders wait for your reply');
    expect(said.get('/fr/support')).toContain('Mes commandes');
    expect(said.get('/fr/support?scope=company&state=all')).toContain(
      'Commandes de mon entreprise',
    );
    expect(said.get(`/support/tickets/${closed}?later`)).toContain('This order is closed.');

    await anybody.post('/support/forgotten-password', { email: 'ana@harbour.example' }).expect(303);
    await reply(ana, id);
    await db()('cp_contacts').where({ id: company.people.ana.key }).update({ language: 'fr' });
    await save({ reopenDays: 1 });
    const french = await open('En français');
    await send(ana, `/support/tickets/${french}/close`);
    await db()('cp_contacts').where({ id: company.people.ana.key }).update({ language: '' });
    const mails = await sentMails();
    expect(new Set(mails.map(({ template }) => template)).size).toBeGreaterThanOrEqual(5);
    for (const { subject, text: body } of mails)
      expect(`${subject}\n${body.replace(/https?:\S+/g, '')}`).not.toMatch(/ticket/i);
    const all = mails.map(({ text: body }) => body).join('\n');
    expect(all).toContain('Your order has the number');
    expect(all).toMatch(/la fermeture de votre commande .* répondez dans la journée pour rouvrir/);
  });

  async function sentMails() {
    await booted.services.outboxWorker.drain();
    const rows = await db()('cp_outbox').select('template', 'subject', 'body');
    return rows.map((row) => ({
      template: text(row.template),
      subject: text(row.subject),
      text: text(row.body),
    }));
  }

  it.each([
    ['full', 'Mara Berg', 'Mara Berg'],
    ['first', 'Mara', 'Mara'],
    ['inbox', 'Support', 'Support'],
    ['none', 'Harbour support', ''],
  ] as const)(
    'names who answers by %s: in the ticket, the list and the mail',
    async (how, author, owner) => {
      await save({ ownerName: how, columns: ['owner'] });
      const id = await open(`Named by ${how}`);
      await db()('cp_outbox').delete();
      await answer(id, `Signed by ${how}.`);
      const html = await page(ana, `/support/tickets/${id}`);
      expect(html).toContain(`<bdi>${author}</bdi> <span class="role">support</span>`);
      expect(/<dt>Owner<\/dt><dd><bdi>(.*?)<\/bdi>/.exec(html)?.[1] ?? '').toBe(owner);
      const [, cell = ''] = (await listed(`Named by ${how}`)).cells;
      expect(visibleText(cell).trim()).toBe(owner === '' ? '– none' : owner);
      const mails = await sentMails();
      expect(mails.map(({ text: body }) => body).join('')).toContain(`${author} wrote:`);
      const pages = [
        html,
        await page(ana, '/support?state=all'),
        await page(ana, `/support?state=all&q=named`),
      ];
      const everything = [...pages, ...mails.flatMap((mail) => [mail.subject, mail.text])].join(
        '\n',
      );
      const realNames = how === 'full' ? /$^/ : how === 'first' ? /Berg/ : /Mara|Berg/;
      expect(everything).not.toMatch(realNames);
    },
  );

  describe('closing and replies', () => {
    const state = async (id: string) => {
      const row = await ticketRow(id);
      return text((await db()('cp_statuses').where({ id: row.status_id }).first('name')).name);
    };

    const closedBefore = (id: string, days: number) =>
      db()('cp_tickets')
        .where({ document_id: id })
        .update({ closed_at: Date.now() - days * DAY });

    it('lets customers close, into the status of the pipeline, or not at all', async () => {
      const { siteMap } = booted.services;
      const [pipeline] = siteMap.pipelines();
      const first = siteMap.statusFor(pipeline?.key ?? 0, 'closed');
      const made = await insert(db(), 'cp_statuses', {
        pipeline_id: pipeline?.key,
        name: 'Withdrawn',
        meaning: 'closed',
        is_closed: true,
        color: 'neutral',
        customer_labels: '{}',
        rank: 9,
      });
      await db()('cp_counters').where({ name: 'version:site' }).increment('value', 1);
      await siteMap.refresh();
      const id = await open('To close');
      expect(await page(ana, `/support/tickets/${id}`)).toContain('Close ticket');
      await save({ customersMayClose: false });
      expect(await page(ana, `/support/tickets/${id}`)).not.toContain('Close ticket');
      expect((await send(ana, `/support/tickets/${id}/close`)).status).toBe(404);
      expect(number((await ticketRow(id)).closed_at)).toBe(0);

      await save({ customersMayClose: true, closedStatuses: { [pipeline?.id ?? '']: made.id } });
      expect((await send(ana, `/support/tickets/${id}/close`)).status).toBe(303);
      expect(await state(id)).toBe('Withdrawn');
      const openStatus = siteMap.statusFor(pipeline?.key ?? 0, 'new').id;
      expect(await refusal({ closedStatuses: { [pipeline?.id ?? '']: openStatus } })).toEqual([
        400,
        `closedStatuses.${pipeline?.id}`,
        'Choose a closed status of this pipeline.',
      ]);
      const unknown = newId();
      expect((await refusal({ closedStatuses: { [unknown]: first.id } }))[1]).toBe(
        `closedStatuses.${unknown}`,
      );
      await save({ closedStatuses: {} });
      const other = await open('To close as usual');
      await send(ana, `/support/tickets/${other}/close`);
      expect(await state(other)).toBe(first.name);
    });

    it('opens a closed ticket again for so many days, then a linked one, once however often it is sent', async () => {
      const { agentTickets } = booted.services;
      await save({ reopenDays: 2 });
      for (const days of [-1, 366, 1.5])
        expect(await refusal({ reopenDays: days })).toEqual([
          400,
          'reopenDays',
          'Enter a whole number of days from 0 to 365.',
        ]);
      const id = await open('Leaks again');
      const close = () => send(ana, `/support/tickets/${id}/close`);
      await close();
      await closedBefore(id, 1);
      expect(await page(ana, `/support/tickets/${id}`)).toContain('A reply opens it again.');
      expect(linkOf(await reply(ana, id))).toBe(id);
      expect((await ticketRow(id)).is_closed).toBeFalsy();
      await close();
      await closedBefore(id, 3);
      const html = await page(ana, `/support/tickets/${id}`);
      expect(html).toContain('Your reply opens a new ticket');
      expect(html).toContain('Send and open a new ticket');

      const before = number((await db()('cp_tickets').count({ total: '*' }))[0]?.total);
      const key = newId();
      const sent = await Promise.all([reply(ana, id, key), reply(ana, id, key)]);
      const [next = ''] = new Set(sent.map(linkOf));
      expect(sent.map(linkOf)).toEqual([next, next]);
      expect(next).not.toBe(id);
      expect(number((await db()('cp_tickets').count({ total: '*' }))[0]?.total)).toBe(before + 1);
      const [old, made] = [await ticketRow(id), await ticketRow(next)];
      expect(old.is_closed).toBeTruthy();
      for (const column of ['requester_id', 'company_id', 'inbox_id', 'portal_id', 'subject'])
        expect(made[column]).toEqual(old[column]);
      expect(await page(ana, `/support/tickets/${next}?done=followed-up`)).toContain(
        'Your reply opened this new ticket.',
      );

      expect(await page(ana, `/support/tickets/${next}`)).toContain(
        `<dt>Follows up</dt><dd><a href="/support/tickets/${id}">${text(old.number)}</a>`,
      );
      expect(await page(ana, `/support/tickets/${id}`)).toContain(
        `<dt>Followed up by</dt><dd><a href="/support/tickets/${next}">${text(made.number)}</a>`,
      );
      const [first, second] = [
        await agentTickets.find(agent, id),
        await agentTickets.find(agent, next),
      ];
      expect(first?.followedUpBy.map((one) => one.id)).toEqual([next]);
      expect(second?.followsUp?.id).toBe(id);
      const linkedOn = (detail: typeof first) =>
        detail?.activity.filter(({ changes }) => changes.followsUp ?? changes.followedUpBy).length;
      expect([linkedOn(first), linkedOn(second)]).toEqual([1, 1]);

      // A link names nothing that its reader may not see.
      await db()('cp_tickets').where({ document_id: next }).update({ is_private: true });
      expect(await page(ben, `/support/tickets/${id}`)).not.toContain(text(made.number));
      await page(ben, `/support/tickets/${next}`, 404);
    });

    it('finds what follows up a ticket by an index', async () => {
      const id = await open('Planned');
      const plan = async (work: () => Promise<unknown>) =>
        planOf(db(), await statementOf(db(), work));
      expect(await plan(() => findTicketWithPeople(db(), id))).toMatch(/follows_up/);
      const row = { ...(await ticketRow(id)), followed_up_by: 1 };
      expect(await plan(() => listLinkedTickets(db(), row, 1))).toMatch(/follows_up/);
    });

    it('closes for good without follow-ups, and follows up at once with 0 days', async () => {
      await save({ reopenDays: 0, followUps: false });
      const id = await open('For good');
      await send(ana, `/support/tickets/${id}/close`);
      const html = await page(ana, `/support/tickets/${id}`);
      expect(html).toContain('closed for good');
      expect(html).not.toContain('class="reply"');
      expect((await reply(ana, id)).status).toBe(404);
      await save({ followUps: true });
      // A participant goes on with the same people.
      await insert(db(), 'cp_participants', {
        portal_id: company.portalKey,
        ticket_id: (await ticketRow(id)).id,
        contact_id: company.people.cleo.key,
        role: 'participant',
        is_closed: true,
        awaits_customer: false,
        last_public_at: 1,
        opened_at: 1,
        joined_at: 1,
        last_read_at: 0,
      });
      const cleo = await signedIn(booted, 'cleo@harbour.example');
      const next = linkOf(await reply(cleo, id));
      expect(next).not.toBe(id);
      expect(await page(cleo, `/support/tickets/${next}`)).toContain('Once more.');
      expect(await page(ana, `/support/tickets/${next}`)).toContain('Cleo Martin');
      expect((await page(cleo, '/support')).includes('For good')).toBe(true);
      expect((await page(cleo, '/support?q=once')).includes('For good')).toBe(true);
    });
  });
});
