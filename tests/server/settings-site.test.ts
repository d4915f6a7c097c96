import type { AnnouncementInput, AnnouncementRow } from '../../server/contracts/announcements';
import type { RecordPage } from '../../server/contracts/lists';
import type { PortalSettings, SettingsSection } from '../../server/contracts/portal-settings';
import type { PortalChoices, PortalDetail } from '../../server/contracts/portals';
import type { AdminActor } from '../../server/services/types';
import { adminWith, type AdminClient } from '../support/admin';
import { fieldOf, signedIn, visitorOf, type Visitor } from '../support/browserless';
import { foundCompany, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { foundKnowledgeBase } from '../support/knowledge-base';
import { bootStrapi, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const MINUTE = 60_000;
/** Of 70 characters. */
const LONG = 'Long text '.repeat(7);
const MARA: AdminActor = {
  kind: 'agent',
  id: 'maramaramaramaramaramara',
  name: 'Mara Berg',
  can: new Set(['contact-edit', 'contact-merge', 'request-form-edit', 'request-form-publish']),
};

interface Documents {
  create(input: object): Promise<{ documentId: string }>;
}

describe.each(DATABASES)('what a portal shows around its tickets, on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let admin: AdminClient;
  let reader: AdminClient;
  let stranger: AdminClient;
  let id: string;
  let otherId: string;
  let ana: Visitor;
  let startId: string;
  let accountId: string;
  let billingId: string;
  const now = Date.now;

  beforeAll(async () => {
    booted = await bootStrapi({
      database,
      pluginConfig: { signInTries: { address: 100, ip: 500 } },
    });
    company = await foundCompany(booted);
    id = company.portal.id;
    startId = (await foundKnowledgeBase(booted)).categoryId;
    accountId = await category('Your account', 'account', '');
    billingId = await category('Billing', 'billing', accountId);
    const domain = company.portal.domain;
    await booted.services.portals.createPortal({
      name: 'Partner desk',
      domainKey: domain.key,
      slug: 'partners',
      inboxKey: company.inboxKey,
    });
    otherId = booted.services.siteMap.portals().find(({ slug }) => slug === 'partners')?.id ?? '';
    const edit = ['portals.portal-read', 'portals.portal-edit'];
    admin = await adminWith(booted, 'Nils', edit);
    reader = await adminWith(booted, 'Rosa', ['portals.portal-read']);
    stranger = await adminWith(booted, 'Stig', ['inboxes.inbox-read']);
    ana = await signedIn(booted, 'ana@harbour.example');
  });
  afterAll(() => booted?.destroy());
  afterEach(() => {
    booted.services.runtime.now = now;
  });

  /** A category with one article in it. */
  async function category(name: string, slug: string, parent: string): Promise<string> {
    const documents = (type: string) =>
      booted.strapi.documents(`plugin::customer-portal.${type}` as never) as unknown as Documents;
    const { runtime } = booted.services;
    const base = (await runtime
      .db('cp_knowledge_bases')
      .where({ title: 'Harbour help' })
      .first()) as {
      document_id: string;
    };
    const made = await documents('category').create({
      locale: 'en',
      data: { name, slug, knowledgeBase: base.document_id, ...(parent && { parent }) },
      status: 'published',
    });
    await documents('article').create({
      locale: 'en',
      data: {
        title: `${name} explained`,
        slug: `${slug}-explained`,
        body: 'The meter.',
        category: made.documentId,
      },
      status: 'published',
    });
    return made.documentId;
  }

  const settings = async (of = id): Promise<PortalSettings> =>
    ((await admin.get(`/portals/${of}`)).body as PortalDetail).settings;
  const save = async <Section extends SettingsSection>(
    section: Section,
    change: Partial<PortalSettings[Section]>,
    of = id,
  ) =>
    admin.put(`/portals/${of}/settings/${section}`, {
      ...(await settings(of))[section],
      ...change,
    });
  const saved = async <Section extends SettingsSection>(
    section: Section,
    change: Partial<PortalSettings[Section]>,
    of = id,
  ) => expect((await save(section, change, of)).status).toBe(200);
  const page = async (path: string, visitor = visitorOf(booted), status = 200) =>
    (await visitor.get(path).expect(status)).text;
  const choices = async (): Promise<PortalChoices> =>
    (await admin.get(`/portals/${id}/choices`)).body;
  const problemOf = ({ status, body }: { status: number; body: unknown }) => {
    const { error } = body as {
      error: { details: { errors: { path: string[]; message: string }[] } };
    };
    const [first] = error.details.errors;
    return { status, field: first?.path.join('.'), message: first?.message };
  };

  describe('the support form', () => {
    let supportId: string;
    let returnsId: string;
    let repairId: string;

    beforeAll(async () => {
      const { requestForms } = booted.services;
      const make = async (name: string, slug: string) => {
        const made = await requestForms.create(MARA, { portal: id, name, slug });
        await requestForms.publish(MARA, made.id);
        return made.id;
      };
      returnsId = await make('Returns', 'returns');
      repairId = await make('Repair', 'repair');
      supportId = (await choices()).forms.find(({ name }) => name === 'Support')?.id ?? '';
    });
    afterAll(() => saved('supportForm', { forms: null }));

    const offered = async () =>
      [...(await page('/support/new', ana)).matchAll(/href="\/support\/new\/([a-z]+)"/g)].map(
        ([, slug]) => slug,
      );

    it('offers every published form in the forms’ own order, until some are chosen', async () => {
      expect((await choices()).forms.map(({ name }) => name)).toEqual([
        'Support',
        'Returns',
        'Repair',
      ]);
      expect(await offered()).toEqual(['support', 'returns', 'repair']);
      await saved('supportForm', { forms: [repairId, supportId] });
      expect(await offered()).toEqual(['repair', 'support']);
      await page('/support/new/repair', ana);
      const hidden = await page('/support/new/returns', ana, 404);
      expect(hidden).toBe(await page('/support/new/nothing', ana, 404));
      const sent = { formToken: fieldOf(await page('/support/new/repair', ana), 'formToken') };
      await ana.post('/support/new/returns', { ...sent, subject: '', body: '' }).expect(404);
    });

    it('is the form itself when one is left, and no link when none is', async () => {
      await saved('supportForm', { forms: [returnsId] });
      expect(await page('/support/new', ana)).toContain('action="/support/new/returns"');
      expect(await page('/support', ana)).toContain('href="/support/new"');
      await saved('supportForm', { forms: [] });
      await page('/support/new', ana, 404);
      expect(await page('/support', ana)).not.toContain('href="/support/new"');
      expect(await page('/')).not.toContain('href="/support/new"');
    });

    it('keeps a form in its place that is unpublished and published again', async () => {
      await saved('supportForm', { forms: [repairId, supportId] });
      await booted.services.requestForms.unpublish(MARA, repairId);
      expect(await page('/support/new', ana)).toContain('action="/support/new/support"');
      await saved('supportForm', { forms: [repairId, supportId, returnsId] });
      await booted.services.requestForms.publish(MARA, repairId);
      expect(await offered()).toEqual(['repair', 'support', 'returns']);
    });

    it('refuses a form that the portal does not have, beside the field', async () => {
      expect(problemOf(await save('supportForm', { forms: [supportId, 'x'.repeat(24)] }))).toEqual({
        status: 400,
        field: 'forms',
        message: 'Choose published forms of this portal.',
      });
    });
  });

  describe('the knowledge base', () => {
    const change = (next: Partial<PortalSettings['knowledgeBase']>, of = id) =>
      saved('knowledgeBase', next, of);
    const DEFAULTS: PortalSettings['knowledgeBase'] = {
      kind: 'built-in',
      base: '',
      url: '',
      categories: null,
      linksToPortal: true,
      portalLink: {},
      baseLink: {},
    };
    afterEach(async () => {
      await change(DEFAULTS);
      await change(DEFAULTS, otherId);
    });

    it('is built in, outside or none', async () => {
      const builtIn = await page('/support', ana);
      expect(builtIn).toContain('<a class="brand" href="/">');
      expect(builtIn).toContain('class="search small"');
      await change({ kind: 'outside', url: 'https://docs.harbour.example/start' });
      const outside = await page('/support', ana);
      expect(outside).toContain('<a class="brand" href="https://docs.harbour.example/start">');
      expect(outside).toContain('<a href="https://docs.harbour.example/start">Knowledge base</a>');
      expect(outside).not.toContain('class="search small"');
      await change({ kind: 'none' });
      const none = await page('/support', ana);
      expect(none).toContain('<a class="brand" href="/support">');
      expect(none).not.toContain('Knowledge base');
      expect(none).not.toContain('class="search small"');
      // The pages of the knowledge base stand beside the other portal by now.
      expect(await page('/')).toContain('href="/partners/sign-in"');
    });

    it('leads to the portal or not, in words of its own', async () => {
      await change({
        portalLink: { en: 'Your orders', fr: 'Vos commandes' },
        baseLink: { en: 'Answers' },
      });
      expect(await page('/')).toMatch(/<a href="\/support">Your orders<\/a>/);
      expect(await page('/')).toMatch(/<a href="\/" aria-current="page">Answers<\/a>/);
      expect(await page('/support', ana)).toMatch(/aria-current="page">Your orders/);
      const french = await page('/fr');
      expect(french).toContain('Vos commandes</a>');
      expect(french).toContain('Base de connaissances</a>');
      await change({ kind: 'none' }, otherId);
      await change({ linksToPortal: false });
      for (const text of [await page('/'), await page('/', ana)]) {
        expect(text).not.toContain('/support');
        expect(text).not.toContain('Account of');
        expect(text).not.toContain('/partners');
      }
      expect(await page('/support', ana)).toContain('Answers</a>');
    });

    it('shows the chosen categories only, beside this portal', async () => {
      const base = (await choices()).knowledgeBases[0];
      expect(base).toMatchObject({
        title: 'Harbour help',
        categories: expect.arrayContaining([
          { id: billingId, name: 'Billing', parent: accountId, isPublished: true },
        ]) as unknown,
      });
      expect(await page('/')).toContain('Your account');
      await change({ categories: [startId, billingId] });
      // Naming categories names their knowledge base.
      expect((await settings()).knowledgeBase.base).toBe(base?.id);
      const home = await page('/');
      expect(home).toContain('Getting started');
      expect(home).not.toContain('Your account');
      const hidden = ['/categories/account', '/categories/billing', '/articles/billing-explained'];
      for (const path of hidden)
        expect(await page(path, visitorOf(booted), 404)).toBe(
          await page('/articles/nothing', visitorOf(booted), 404),
        );
      const found = await page('/search?q=meter');
      expect(found).toContain('Mount the meter');
      expect(found).not.toContain('explained');
      await change({ categories: [accountId] });
      expect(await page('/categories/account')).not.toContain('Billing');
      expect(await page('/articles/account-explained')).toContain('Your account explained');
      await page('/articles/mount-the-meter', visitorOf(booted), 404);
      await change({ categories: null });
      for (const path of hidden) await page(path);
    });

    it('goes by the portal of its reader', async () => {
      await change({ categories: [startId] });
      await booted.services.people.createContact({
        name: 'Zoe Partner',
        address: 'zoe@partner.example',
        password: 'Quiet-window-72',
        portalKeys: [booted.services.siteMap.portals().find((one) => one.id === otherId)?.key ?? 0],
      });
      const zoe = visitorOf(booted);
      await zoe
        .post('/partners/sign-in', { email: 'zoe@partner.example', password: 'Quiet-window-72' })
        .expect(303);
      await page('/articles/account-explained', visitorOf(booted), 404);
      expect(await page('/articles/account-explained', zoe)).toContain('href="/partners"');
    });

    it('stands in for one that has left the domain, with all of it', async () => {
      const base = (await choices()).knowledgeBases[0]?.id ?? '';
      const { runtime, siteMap } = booted.services;
      await change({ base, categories: [startId] });
      const domainKey = company.portal.domain.key;
      const place = { domain_id: domainKey, target: base };
      await booted.services.portals.createDomain({
        origin: 'http://away.test:1337',
        primaryLanguage: 'en',
      });
      await runtime
        .db('cp_site_paths')
        .where(place)
        .update({ target: 'gone'.repeat(6) });
      await runtime.db('cp_counters').where({ name: 'version:site' }).increment('value', 1);
      await siteMap.refresh();
      expect(siteMap.portalByKey(company.portalKey)).toMatchObject({
        knowledgeBase: { id: 'gone'.repeat(6) },
        shownCategories: null,
      });
      await runtime
        .db('cp_site_paths')
        .where({ target: 'gone'.repeat(6) })
        .update(place);
      await runtime.db('cp_counters').where({ name: 'version:site' }).increment('value', 1);
      await siteMap.refresh();
    });

    it.each<[Partial<PortalSettings['knowledgeBase']>, string, string]>([
      [{ kind: 'outside', url: '' }, 'url', 'Enter the address'],
      [{ kind: 'outside', url: 'javascript:alert(1)' }, 'url', 'begins with https://'],
      [{ base: 'b'.repeat(24) }, 'base', 'Choose a knowledge base'],
      [{ categories: ['c'.repeat(24)] }, 'categories', 'Choose categories'],
      [{ kind: 'wiki' as 'none' }, 'kind', 'Choose a knowledge base'],
      [{ portalLink: { en: LONG } }, 'portalLink.en', 'at most 60'],
    ])('refuses %j beside its field', async (next, field, message) => {
      const before = (await settings()).knowledgeBase;
      const problem = problemOf(await save('knowledgeBase', next));
      expect(problem).toMatchObject({ status: 400, field });
      expect(problem.message).toContain(message);
      expect((await settings()).knowledgeBase).toEqual(before);
    });
  });

  describe('announcements', () => {
    const input = (change: Partial<AnnouncementInput> = {}): AnnouncementInput => ({
      texts: { en: 'The **gateway** is down.', fr: 'La passerelle est en panne.' },
      level: 'incident',
      from: now() - MINUTE,
      until: 0,
      pages: ['knowledge-base', 'sign-in', 'list', 'ticket', 'new-request'],
      countsAffected: true,
      isDismissable: true,
      ...change,
    });
    const create = async (change: Partial<AnnouncementInput> = {}, of = id): Promise<string> => {
      const { status, body } = await admin.post(`/portals/${of}/announcements`, input(change));
      expect(status).toBe(201);
      return body.id;
    };
    const rows = async (of = id): Promise<AnnouncementRow[]> =>
      ((await admin.get(`/portals/${of}/announcements`)).body as RecordPage<AnnouncementRow>).rows;
    const at = (instant: number) => {
      booted.services.runtime.now = () => instant;
    };
    const says = (text: string) => text.includes('gateway') || text.includes('passerelle');
    const press = async (
      visitor: Visitor,
      announcement: string,
      action: 'affected' | 'dismissed',
      fields: Record<string, string> = {},
    ) => {
      const formToken = fieldOf(await page('/support', visitor), 'formToken');
      return visitor.post(`/support/announcements/${announcement}/${action}`, {
        formToken,
        back: '/support?state=all',
        ...fields,
      });
    };

    afterEach(async () => {
      for (const portal of [id, otherId])
        for (const row of await rows(portal))
          await admin.delete(`/portals/${portal}/announcements/${row.id}`).expect(200);
    });

    it('show on the pages that were chosen, in the page’s language, with their level in words', async () => {
      await create();
      const list = await page('/support', ana);
      expect(list).toContain('The <strong>gateway</strong> is down.');
      expect(list).toMatch(/role="status"[^>]*>.*Incident/);
      expect(says(await page('/support/new/support', ana))).toBe(true);
      expect(says(await page('/support/profile', ana))).toBe(false);
      expect(says(await page('/support/sign-in'))).toBe(true);
      expect(await page('/fr/support/sign-in')).toContain('La passerelle est en panne.');
      expect(says(await page('/articles/mount-the-meter'))).toBe(true);
      const [row] = await rows();
      await admin
        .put(`/portals/${id}/announcements/${row?.id}`, input({ pages: ['list'], level: 'info' }))
        .expect(200);
      expect(await page('/support', ana)).toContain('Notice');
      expect(says(await page('/support/new/support', ana))).toBe(false);
      expect(says(await page('/support/sign-in'))).toBe(false);
      expect(says(await page('/articles/mount-the-meter'))).toBe(false);
    });

    it('begin and end by the clock, also where pages are kept', async () => {
      const begin = now();
      await create({ from: begin + 5 * MINUTE, until: begin + 10 * MINUTE });
      const look = async (instant: number) => {
        at(instant);
        const { text, headers } = await visitorOf(booted).get('/').expect(200);
        return {
          isSaid: says(text),
          etag: String(headers.etag),
          list: says(await page('/support', ana)),
        };
      };
      const before = await look(begin);
      expect(await look(begin)).toEqual(before);
      expect(before).toMatchObject({ isSaid: false, list: false });
      const during = await look(begin + 5 * MINUTE);
      expect(during).toMatchObject({ isSaid: true, list: true });
      await visitorOf(booted).get('/').set('If-None-Match', before.etag).expect(200);
      await visitorOf(booted).get('/').set('If-None-Match', during.etag).expect(304);
      expect(await rows()).toMatchObject([{ state: 'shown' }]);
      expect(await look(begin + 10 * MINUTE)).toEqual(before);
      expect(await rows()).toMatchObject([{ state: 'over' }]);
      at(begin);
      expect(await rows()).toMatchObject([{ state: 'planned' }]);
    });

    it('count each contact once, and can be taken back', async () => {
      const announcement = await create();
      const ben = await signedIn(booted, 'ben@harbour.example');
      expect(await page('/support', ana)).toContain('This affects me too');
      expect(await page('/support/sign-in')).not.toContain('This affects me too');
      for (let time = 0; time < 2; time += 1) {
        const answer = await press(ana, announcement, 'affected', { affects: 'yes' });
        expect(answer.status).toBe(303);
        expect(answer.headers.location).toBe(`/support?state=all#announcement-${announcement}`);
      }
      expect(await page('/support', ana)).toContain('Nobody else has said so yet');
      await press(ben, announcement, 'affected', { affects: 'yes' });
      expect(await page('/support', ana)).toContain('1 other is affected.');
      expect(await rows()).toMatchObject([{ affected: 2 }]);
      await press(ana, announcement, 'affected', { affects: 'no' });
      expect(await page('/support', ana)).toContain('This affects me too');
      expect(await rows()).toMatchObject([{ affected: 1 }]);
      const { runtime } = booted.services;
      const where = { subject: announcement, action: 'announcement.affected' };
      expect(await runtime.db('cp_activities').where(where)).toHaveLength(3);
    });

    it('count a person once whose contacts are merged', async () => {
      const announcement = await create();
      const { contactMerge, people } = booted.services;
      const ben = await signedIn(booted, 'ben@harbour.example');
      const old = await people.createContact({
        name: 'Ben Okafor',
        address: 'ben.old@harbour.example',
        password: 'Quiet-window-72',
        portalKeys: [company.portalKey],
      });
      const twin = await people.createContact({
        name: 'Ben Two',
        address: 'ben.two@harbour.example',
        password: 'Quiet-window-72',
        portalKeys: [company.portalKey],
      });
      for (const visitor of [ben, await signedIn(booted, 'ben.old@harbour.example')])
        await press(visitor, announcement, 'affected');
      await contactMerge.merge(MARA, company.people.ben.id, { loser: old.id, choices: {} });
      expect(await rows()).toMatchObject([{ affected: 1 }]);
      await press(await signedIn(booted, 'ben.two@harbour.example'), announcement, 'affected');
      await press(ben, announcement, 'affected', { affects: 'no' });
      await contactMerge.merge(MARA, company.people.ben.id, { loser: twin.id, choices: {} });
      expect(await rows()).toMatchObject([{ affected: 1 }]);
      expect(await page('/support', ben)).toContain('Nobody else has said so yet');
    });

    it('are not found where they are not shown, whatever is asked', async () => {
      const planned = await create({ from: now() + MINUTE });
      const elsewhere = await create({}, otherId);
      const uncounted = await create({ countsAffected: false });
      const gone = await create();
      await admin.delete(`/portals/${id}/announcements/${gone}`).expect(200);
      const unknown = 'x'.repeat(24);
      for (const one of [planned, elsewhere, uncounted, gone, unknown]) {
        expect((await press(ana, one, 'affected')).status).toBe(404);
        await visitorOf(booted).get(`/support/announcements/${one}/affected`).expect(303);
      }
      for (const one of [planned, elsewhere, gone, unknown])
        expect((await press(ana, one, 'dismissed')).status).toBe(404);
      expect((await press(ana, uncounted, 'affected', { formToken: 'no' })).status).toBe(403);
      const known = await create();
      await visitorOf(booted).post(`/support/announcements/${known}/affected`, {}).expect(401);
      await ana
        .raw('post', `/support/announcements/${known}/affected`)
        .set('Origin', 'http://evil.example')
        .expect(403);
      const back = await press(ana, known, 'affected', { back: '//evil.example/' });
      expect(back.headers.location).toBe(`/support#announcement-${known}`);
      expect(await rows(otherId)).toMatchObject([{ affected: 0 }]);
    });

    it('go quietly for whoever says so as they end', async () => {
      const begin = now();
      const announcement = await create({ until: begin + MINUTE });
      at(begin + MINUTE);
      expect((await press(ana, announcement, 'affected')).status).toBe(303);
      expect(await rows()).toMatchObject([{ affected: 0 }]);
    });

    it('are the portal’s own, and those of the reader’s portal beside the knowledge base', async () => {
      await create({ texts: { en: 'Partners’ gateway is down.' } }, otherId);
      for (const path of ['/support', '/support/new/support', '/'])
        expect(says(await page(path, ana))).toBe(false);
      expect(says(await page('/support/sign-in'))).toBe(false);
      expect(says(await page('/'))).toBe(false);
      expect(says(await page('/partners/sign-in'))).toBe(true);
      await saved('knowledgeBase', { kind: 'none' });
      expect(says(await page('/'))).toBe(true);
      await saved('knowledgeBase', { kind: 'built-in' });
    });

    it('are dismissed for the device, not for others and not where pages are the same for all', async () => {
      const first = await create();
      const second = await create({ texts: { en: 'Second text' }, isDismissable: false });
      const cleo = await signedIn(booted, 'cleo@harbour.example');
      const answer = await press(cleo, first, 'dismissed');
      expect(answer.status).toBe(303);
      expect(answer.headers.location).toBe('/support?state=all');
      expect(String(answer.headers['set-cookie'])).toMatch(
        new RegExp(`^cp_dismissed=${first}; Path=/; HttpOnly; SameSite=Lax; Max-Age=`),
      );
      for (const path of ['/support', '/']) expect(says(await page(path, cleo))).toBe(false);
      await press(cleo, second, 'dismissed');
      expect(await page('/support', cleo)).toContain('Second text');
      expect(says(await page('/support', ana))).toBe(true);
      // Nobody in particular: one page for all, with a button for the script.
      const cookie = `cp_dismissed=${first}`;
      const { text, headers } = await visitorOf(booted).get('/').set('Cookie', cookie).expect(200);
      expect(headers['cache-control']).toContain('public');
      expect(text).toBe(await page('/'));
      expect(text).toContain(`hidden data-dismisses="${first}"`);
      const anonymous = visitorOf(booted);
      await anonymous
        .post(`/support/announcements/${first}/dismissed`, { back: '/support/sign-in' })
        .expect(303);
      expect(says(await page('/support/sign-in', anonymous))).toBe(false);
      const [row] = (await rows()).filter((one) => one.id === first);
      await admin
        .put(`/portals/${id}/announcements/${row?.id}`, input({ isDismissable: false }))
        .expect(200);
      expect(says(await page('/support/sign-in', anonymous))).toBe(true);
    });

    it('are nobody’s to run: Markdown without HTML, pictures or other schemes', async () => {
      await create({
        texts: {
          en: '<script>alert(1)</script> ![x](https://evil.example/x.png) [y](javascript:alert(1))',
        },
      });
      const text = await page('/support', ana);
      expect(text).not.toContain('<script>alert');
      expect(text).not.toContain('<img src="https://evil');
      expect(text).not.toContain('href="javascript');
    });

    it.each<[Partial<AnnouncementInput>, string, string]>([
      [{ texts: {} }, 'texts', 'Enter a text.'],
      [{ texts: { en: '  ' } }, 'texts', 'Enter a text.'],
      [{ from: 2000, until: 1000 }, 'until', 'after the beginning'],
      [{ from: 2000, until: 2000 }, 'until', 'after the beginning'],
      [{ from: null as unknown as number }, 'from', 'Enter a date'],
      [{ pages: [] }, 'pages', 'Choose at least one page.'],
      [{ level: 'loud' as 'info' }, 'level', 'Choose a level.'],
    ])('refuse %j beside its field', async (change, field, message) => {
      const problem = problemOf(await admin.post(`/portals/${id}/announcements`, input(change)));
      expect(problem).toMatchObject({ status: 400, field });
      expect(problem.message).toContain(message);
      expect(await rows()).toEqual([]);
    });

    it('refuse a text that is too long beside its field', async () => {
      const long = input({ texts: { en: LONG.repeat(60) } });
      const problem = problemOf(await admin.post(`/portals/${id}/announcements`, long));
      expect(problem).toMatchObject({ status: 400, field: 'texts.en' });
      expect(problem.message).toContain('at most 4000');
    });

    it('ask for their rights, keep to their portal, and are in the record of what happened', async () => {
      const one = await create();
      const of = `/portals/${id}/announcements`;
      await stranger.get(of).expect(403);
      await stranger.get(`${of}/${one}`).expect(403);
      await reader.get(`${of}/${one}`).expect(200);
      await reader.post(of, input()).expect(403);
      await reader.put(`${of}/${one}`, input()).expect(403);
      await reader.delete(`${of}/${one}`).expect(403);
      const other = `/portals/${otherId}/announcements/${one}`;
      await admin.get(other).expect(404);
      await admin.put(other, input()).expect(404);
      await admin.delete(other).expect(404);
      await admin.get(`/portals/${'x'.repeat(24)}/announcements`).expect(404);
      await admin.post(`/portals/${'x'.repeat(24)}/announcements`, input()).expect(404);
      await admin.put(`${of}/${one}`, input({ level: 'warning' })).expect(200);
      await admin.delete(`${of}/${one}`).expect(200);
      await admin.get(`${of}/${one}`).expect(404);
      const { runtime } = booted.services;
      const entries = (await runtime
        .db('cp_activities')
        .where({ subject_kind: 'announcement', subject: one })
        .orderBy('id')) as { action: string; actor_name: string }[];
      expect(entries.map(({ action }) => action)).toEqual([
        'announcement.created',
        'announcement.updated',
        'announcement.deleted',
      ]);
    });
  });
});
