import {
  formContent,
  type FormContent,
  type RequestFormUpdate,
} from '../../server/contracts/request-forms';
import type { NewProperty } from '../../server/contracts/properties';
import type { AdminActor, CustomerViewer } from '../../server/services/types';
import * as z from 'zod/mini';
import { adminWith, type AdminClient } from '../support/admin';
import { fieldOf, signedIn, type Visitor } from '../support/browserless';
import { foundCompany, ORIGIN, viewerOf, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { bootStrapi, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];

const property = (key: string, kind: NewProperty['kind'], options: string[] = []): NewProperty => ({
  subject: 'ticket',
  key,
  kind,
  labels: { en: key.replace('_', ' '), fr: `${key} fr` },
  helps: {},
  options: options.map((one) => ({
    key: one,
    labels: { en: one.toUpperCase() },
    isArchived: false,
  })),
  customerAccess: 'none',
  agentAccess: 'edit',
  isRequiredToClose: false,
});

const when = (asked: string, ...values: string[]) => [
  { conditions: [{ property: asked, operator: 'is-any-of', values }] },
];

const RETURNS = z.parse(formContent, {
  title: { en: 'Return something', fr: 'Retourner un article' },
  introduction: { en: 'We take back **what is whole**.' },
  button: { en: 'Ask for a return' },
  confirmation: { en: 'Pack it well. *We write soon.*' },
  fields: [
    { property: 'subject', isRequired: true },
    { property: 'kind', isRequired: true, width: 'half', helps: { en: 'As on the label.' } },
    { property: 'serial', isRequired: true, conditions: when('kind', 'meter') },
    {
      property: 'parts',
      options: [{ key: 'battery', conditions: when('kind', 'meter') }],
      defaultValue: ['cable'],
    },
    { property: 'weight', placeholders: { en: 'kg' } },
    { property: 'bought' },
    { property: 'page' },
    { property: 'agreed', isRequired: true },
    { property: 'priority' },
    { property: 'attachments', conditions: when('kind', 'meter') },
  ],
  sets: { values: { category: ['billing'], origin: ['returns'] } },
});

describe.each(DATABASES)('request forms on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let ana: CustomerViewer;
  let visitor: Visitor;
  let admin: AdminActor;
  let formId: string;

  beforeAll(async () => {
    booted = await bootStrapi({
      database,
      pluginConfig: { signInTries: { address: 100, ip: 500 } },
    });
    company = await foundCompany(booted);
    const { properties } = booted.services;
    await properties.define(property('kind', 'choice', ['meter', 'cable', 'other']));
    await properties.define(property('serial', 'text'));
    await properties.define(property('parts', 'choices', ['cable', 'battery', 'screws']));
    await properties.define(property('weight', 'number'));
    await properties.define(property('bought', 'date'));
    await properties.define(property('page', 'link'));
    await properties.define(property('agreed', 'yes-no'));
    await properties.define(property('origin', 'text'));
    ana = await viewerOf(booted, company, 'ana@harbour.example');
    visitor = await signedIn(booted, 'ana@harbour.example');
    admin = {
      kind: 'agent',
      id: 'x',
      name: 'Mara Berg',
      can: new Set(['request-form-read', 'request-form-edit', 'request-form-publish']),
    };
  });
  afterAll(() => booted?.destroy());

  const forms = () => booted.services.requestForms;
  const portalId = () => company.portal.id;
  const place = (slug: string) => ({ name: `Form ${slug}`, portal: portalId(), slug });
  const update = (content: FormContent, slug = 'returns'): RequestFormUpdate => ({
    ...place(slug),
    content,
  });
  const post = (fields: Record<string, string | string[]>, path = '/support/new/returns') =>
    visitor
      .raw('post', path)
      .set('Origin', ORIGIN)
      .type('form')
      .send(fields as Record<string, string>);
  const formToken = async () =>
    fieldOf((await visitor.get('/support').expect(200)).text, 'formToken');
  const whole = { subject: 'A return', p_kind: 'meter', p_serial: 'S-1', p_agreed: 'yes' };
  const ticketAt = async (location: unknown) => {
    const id = /tickets\/([a-z0-9]+)/.exec(String(location))?.[1];
    const { db } = booted.services.runtime;
    return (await db('cp_tickets').where({ document_id: id }).first()) as Record<string, unknown>;
  };
  const jsonOf = (value: unknown) =>
    (typeof value === 'string' ? JSON.parse(value) : value) as Record<string, unknown>;

  it('offers the form of the first boot at once: one is the page itself', async () => {
    const page = await visitor.get('/support/new').expect(200);
    expect(page.text).toContain('action="/support/new/support"');
    expect(page.text).toContain('Subject<span class="note"> (required)</span>');
    expect(page.text).toMatch(/<label for="body">Message/);
    const answer = await post(
      { formToken: fieldOf(page.text, 'formToken'), subject: 'As ever', body: 'x' },
      '/support/new',
    ).expect(303);
    const ticket = await ticketAt(answer.headers.location);
    expect(ticket).toMatchObject({ priority: 'medium', source: 'portal', category: '' });
    expect(String(ticket.form_version)).toMatch(/^[a-z0-9]{24}$/);
  });

  it('drafts, and shows nothing of it to anybody outside', async () => {
    formId = (await forms().create(admin, place('returns'))).id;
    const saved = await forms().save(admin, formId, update(RETURNS));
    expect(saved).toMatchObject({ state: 'draft', url: '', versions: [], fieldCount: 10 });
    await visitor.get('/support/new/returns').expect(404);
    expect((await visitor.get('/support/new')).text).not.toContain('Return something');
  });

  it('publishes what customers see on the next request; several give a choice', async () => {
    const published = await forms().publish(admin, formId);
    expect(published).toMatchObject({
      state: 'published',
      url: `${ORIGIN}/support/new/returns`,
      isPortalFixed: true,
      versions: [{ version: 1, publishedBy: 'Mara Berg', isPublic: true }],
    });
    const choice = (await visitor.get('/support/new').expect(200)).text;
    expect(choice).toContain('href="/support/new/returns"');
    expect(choice).toContain('href="/support/new/support"');
    expect(choice).toContain('We take back what is whole.');
    await post({ formToken: await formToken() }, '/support/new').expect(404);
    const page = (await visitor.get('/support/new/returns').expect(200)).text;
    expect(page).toContain('<strong>what is whole</strong>');
    expect(page).toContain('Ask for a return');
    expect(page).toMatch(/role="radiogroup"[^>]*aria-describedby="p_kind-help"/);
    expect(page).toMatch(/<input[^>]*id="p_bought"[^>]*type="date"/);
    expect(page).toMatch(/<input type="checkbox"[^>]*name="p_parts" value="cable" checked/);
    expect(page).toMatch(/placeholder="kg"/);
    // Without a script a field that may be hidden stands there and is not demanded by the browser.
    expect(page).not.toMatch(/<input[^>]*id="p_serial"[^>]* required/);
    expect((await visitor.get('/fr/support/new/returns')).text).toContain('Retourner un article');
  });

  it('fills in what a link names, of fields of the form only', async () => {
    const { text } = await visitor.get(
      '/support/new/returns?subject=%3Cb%3E&kind=cable&parts=battery,screws&origin=evil&weight=3',
    );
    expect(fieldOf(text, 'subject')).toBe('&lt;b&gt;');
    expect(text).toMatch(/value="cable" checked/);
    expect(text).toMatch(/value="screws" checked/);
    expect(text).not.toMatch(/name="p_parts" value="cable" checked/);
    expect(fieldOf(text, 'p_weight')).toBe('3');
    // The same address in other languages is all that names it.
    expect(text.replace(/<nav class="languages".*?<\/nav>/, '')).not.toContain('evil');
  });

  it('stores what was asked for and what it sets, and nothing else', async () => {
    const token = await formToken();
    const answer = await post({
      ...whole,
      formToken: token,
      p_parts: ['battery', 'screws'],
      p_weight: '2,5',
      p_bought: '2026-02-03',
      p_page: 'https://x.example/a',
      p_priority: 'high',
      p_origin: 'forged',
      origin: 'forged',
      p_sees_company: 'yes',
      p_unknown: 'x',
      status: 'closed',
    }).expect(303);
    const ticket = await ticketAt(answer.headers.location);
    expect(ticket).toMatchObject({
      subject: 'A return',
      priority: 'high',
      category: 'billing',
      requester_id: company.people.ana.key,
    });
    expect(jsonOf(ticket.properties)).toEqual({
      kind: 'meter',
      serial: 'S-1',
      parts: ['battery', 'screws'],
      weight: 2.5,
      bought: '2026-02-03',
      page: 'https://x.example/a',
      agreed: 'yes',
      origin: 'returns',
    });
    const { db } = booted.services.runtime;
    const rows = (await db('cp_property_values').where({ ticket_id: ticket.id })) as object[];
    expect(rows).toHaveLength(9);
    const [message] = (await db('cp_messages').where({ ticket_id: ticket.id })) as {
      body: string;
    }[];
    expect(message?.body).toContain('kind: METER');
    const shown = await visitor.get(String(answer.headers.location)).expect(200);
    expect(shown.text).toContain('Pack it well. <em>We write soon.</em>');
    expect(shown.text).not.toContain('We have received your request.');
    expect(
      (await visitor.get(String(answer.headers.location).split('?')[0] ?? '')).text,
    ).not.toContain('Pack it well.');
  });

  it('drops values of fields that are hidden, files too, and refuses hidden options', async () => {
    const token = await formToken();
    const fields = { ...whole, p_kind: 'cable', formToken: token };
    const answer = await visitor
      .raw('post', '/support/new/returns')
      .set('Origin', ORIGIN)
      .field({ ...fields, p_parts: 'cable' })
      .attach('files', Buffer.from('a,b'), 'values.csv')
      .expect(303);
    const ticket = await ticketAt(answer.headers.location);
    expect(jsonOf(ticket.properties)).toEqual({
      kind: 'cable',
      parts: ['cable'],
      agreed: 'yes',
      origin: 'returns',
    });
    const { db } = booted.services.runtime;
    expect(await db('cp_attachments').where({ ticket_id: ticket.id })).toEqual([]);
    const refused = await post({ ...fields, p_parts: 'battery' }).expect(422);
    expect(refused.text).toContain('<a href="#p_parts">Choose one of the options of “parts”.</a>');
  });

  it('names what is wrong beside the fields and gives everything back', async () => {
    const typed = {
      formToken: await formToken(),
      subject: 'Typed',
      p_kind: 'meter',
      p_parts: 'screws',
      p_weight: 'heavy',
      p_page: 'ftp://x',
    };
    const { text } = await post(typed).expect(422);
    const lines = [...text.matchAll(/<li><a href="#(\w+)">/g)].map(([, name]) => name);
    expect(lines).toEqual(['p_serial', 'p_weight', 'p_page', 'p_agreed']);
    expect(text).toContain('<title>Error: Return something');
    expect(text).toMatch(
      /id="p_weight"[^>]*aria-describedby="p_weight-problem" aria-invalid="true"/,
    );
    expect(fieldOf(text, 'p_weight')).toBe('heavy');
    expect(text).toMatch(/value="screws" checked/);
    expect(text).toMatch(/value="meter" checked/);
  });

  it('keeps what was typed when the session ended or the database failed', async () => {
    const typed = { ...whole, p_parts: ['cable', 'screws'], submissionKey: 'kept-forms-1' };
    const stranger = await signedIn(booted, 'ben@harbour.example');
    const token = fieldOf((await stranger.get('/support')).text, 'formToken');
    await stranger.post('/support/sign-out', { formToken: token }).expect(303);
    const asked = await stranger
      .raw('post', '/support/new/returns')
      .set('Origin', ORIGIN)
      .type('form')
      .send({ formToken: token, ...typed })
      .expect(401);
    expect(fieldOf(asked.text, 'next')).toBe('/support/new/returns');
    const kept = [...asked.text.matchAll(/<textarea hidden name="(\w+)">([^<]*)</g)].map(
      ([, name, value]) => [name, value],
    );
    const page = await stranger
      .post('/support/sign-in', {
        ...Object.fromEntries(kept),
        email: 'ben@harbour.example',
        password: 'Quiet-window-72',
        next: '/support/new/returns',
      })
      .expect(200);
    expect(fieldOf(page.text, 'p_serial')).toBe('S-1');
    expect(page.text).toMatch(/value="screws" checked/);
    expect(page.text).toContain('action="/support/new/returns"');

    jest.spyOn(booted.strapi.log, 'error').mockImplementation(() => booted.strapi.log);
    jest
      .spyOn(booted.services.customerTickets, 'create')
      .mockImplementationOnce(() => Promise.reject<never>(new Error('the database went away')));
    const failed = await post({ formToken: await formToken(), ...typed }).expect(500);
    expect(failed.text).toContain('<textarea hidden name="p_serial">S-1</textarea>');
    expect(failed.text).toMatch(/<textarea hidden name="p_parts">cable\nscrews</);
    jest.restoreAllMocks();
    const twice = [];
    for (let count = 0; count < 2; count += 1)
      twice.push(
        (await post({ formToken: await formToken(), ...typed }).expect(303)).headers.location,
      );
    expect(twice[0]).toBe(twice[1]);
  });

  it('changes the draft only, and says so, until it is published or discarded', async () => {
    const changed = { ...RETURNS, title: { en: 'Send it back' } };
    const draft = await forms().save(admin, formId, update(changed, 'send-back'));
    expect(draft).toMatchObject({ state: 'changed', slug: 'send-back' });
    expect((await visitor.get('/support/new/returns').expect(200)).text).toContain(
      'Return something',
    );
    await visitor.get('/support/new/send-back').expect(404);
    expect(await forms().discard(admin, formId)).toMatchObject({
      state: 'published',
      slug: 'returns',
      content: RETURNS,
    });
    await forms().save(admin, formId, update(changed, 'send-back'));
    expect(await forms().publish(admin, formId)).toMatchObject({
      versions: [{ version: 2 }, { version: 1 }],
    });
    await visitor.get('/support/new/returns').expect(404);
    expect((await visitor.get('/support/new/send-back')).text).toContain('Send it back');
    const versions = (await booted.services.runtime
      .db('cp_request_form_versions')
      .where({ form_key: formId })
      .orderBy('version')) as { snapshot: string }[];
    expect(versions.map(({ snapshot }) => jsonOf(snapshot).title)).toEqual([
      RETURNS.title,
      changed.title,
    ]);
    await forms().save(admin, formId, update(RETURNS));
    await forms().publish(admin, formId);
  });

  it('is for whom its filter groups say, and is not found for anybody else', async () => {
    const audience = [
      {
        conditions: [
          { property: 'sees_company', operator: 'is-any-of' as const, values: ['yes'] },
          { property: 'email_domain', operator: 'is' as const, values: ['harbour.example'] },
        ],
      },
    ];
    await forms().save(admin, formId, update({ ...RETURNS, audience }));
    await forms().publish(admin, formId);
    const ben = await signedIn(booted, 'ben@harbour.example');
    await ben.get('/support/new/returns').expect(200);
    await visitor.get('/support/new/returns').expect(404);
    const refused = await post({ ...whole, formToken: await formToken() }).expect(409);
    expect(refused.text).not.toContain('Return something');
    expect(forms().shown(ana.portal, ana)).toHaveLength(1);
    await forms().save(admin, formId, update(RETURNS));
    await forms().publish(admin, formId);
    await visitor.get('/support/new/returns').expect(200);
  });

  it('sets inbox, pipeline and status', async () => {
    const [inbox] = booted.services.siteMap.inboxes();
    const [pipeline] = booted.services.siteMap.pipelines();
    const own = booted.services.siteMap.statusesOf(pipeline?.key ?? 0);
    const status = own.find(({ meaning }) => meaning === 'waiting-on-us') ?? own[0];
    const sets = {
      inbox: inbox?.id ?? '',
      pipeline: pipeline?.id ?? '',
      status: status?.id ?? '',
      values: { subject: ['Set for all'] },
    };
    const fields = RETURNS.fields.filter((one) => one.property === 'kind');
    await forms().save(admin, formId, update({ ...RETURNS, fields, sets }));
    await forms().publish(admin, formId);
    const answer = await post({ formToken: await formToken(), p_kind: 'other' }).expect(303);
    expect(await ticketAt(answer.headers.location)).toMatchObject({
      subject: 'Set for all',
      inbox_id: inbox?.key,
      status_id: status?.key,
    });
    await forms().save(admin, formId, update(RETURNS));
    await forms().publish(admin, formId);
  });

  describe('that changes while somebody fills it in', () => {
    const tickets = async () =>
      Number(
        (
          (await booted.services.runtime.db('cp_tickets').count({ total: '*' })) as [
            { total: number },
          ]
        )[0].total,
      );
    const republish = async (content: FormContent, slug?: string) => {
      await forms().save(admin, formId, update(content, slug));
      await forms().publish(admin, formId);
    };
    const without = (...gone: string[]): FormContent => ({
      ...RETURNS,
      fields: RETURNS.fields
        .filter(({ property }) => !gone.includes(property))
        .map((field) => ({ ...field, conditions: [], options: [] })),
    });
    const textOf = (html: string, name: string) =>
      new RegExp(`<textarea[^>]*name="${name}"[^>]*>([^<]*)<`).exec(html)?.[1];
    let page: Record<string, string>;
    let before: number;

    beforeEach(async () => {
      const { text } = await visitor.get('/support/new/returns').expect(200);
      const hidden = ['formToken', 'formVersion', 'submissionKey'];
      page = Object.fromEntries(hidden.map((name) => [name, fieldOf(text, name)]));
      expect(page.formVersion).toMatch(/^[a-z0-9]{24}$/);
      before = await tickets();
    });
    afterEach(() => republish(RETURNS));

    it('comes back as it is now, with what it no longer asks for as text to copy', async () => {
      await republish(without('serial', 'kind'));
      const sent = { ...page, ...whole, p_weight: '2,5', p_parts: 'cable' };
      const { text } = await post(sent).expect(409);
      expect(text).toContain('This form changed while you were writing');
      expect(text).toContain('action="/support/new/returns"');
      expect(textOf(text, 'leftOver')).toBe('kind: METER\nserial: S-1');
      expect(fieldOf(text, 'subject')).toBe('A return');
      expect(fieldOf(text, 'p_weight')).toBe('2,5');
      expect(await tickets()).toBe(before);
      // Refused once more for something else, it is still there; sent, it is a ticket.
      const again = { ...sent, formVersion: fieldOf(text, 'formVersion'), leftOver: 'serial: S-1' };
      const wrong = { ...again, p_kind: '', p_serial: '', p_weight: 'heavy' };
      for (const name of ['p_kind', 'p_serial']) delete (wrong as Record<string, string>)[name];
      expect(textOf((await post(wrong).expect(422)).text, 'leftOver')).toBe('serial: S-1');
      await post({ ...wrong, p_weight: '1' }).expect(303);
      expect(await tickets()).toBe(before + 1);
    });

    it('takes what was typed at once when nothing of it is lost, also at another address', async () => {
      await republish({ ...RETURNS, title: { en: 'Send back' } }, 'moved');
      await post({ ...page, ...whole }).expect(303);
      expect(await tickets()).toBe(before + 1);
    });

    it('keeps an option that is no longer offered, and says that files must come again', async () => {
      const fields = without('attachments').fields.map((field) =>
        field.property === 'kind'
          ? { ...field, options: [{ key: 'meter', conditions: when('parts', 'screws') }] }
          : field,
      );
      await republish(z.parse(formContent, { ...RETURNS, fields }));
      const { text } = await visitor
        .raw('post', '/support/new/returns')
        .set('Origin', ORIGIN)
        .field({ ...page, ...whole })
        .attach('files', Buffer.from('a,b'), 'values.csv')
        .expect(409);
      expect(text).toContain('Please attach your files again.');
      expect(textOf(text, 'leftOver')).toBe('kind: METER');
      expect(await tickets()).toBe(before);
    });

    it('gives what was typed to the only other form, and asks which where there are several', async () => {
      await forms().unpublish(admin, formId);
      const { text } = await post({ ...page, ...whole, body: 'It is broken.' }).expect(409);
      expect(text).toContain('The form that you were filling in is no longer there');
      expect(text).toContain('action="/support/new/support"');
      expect(fieldOf(text, 'subject')).toBe('A return');
      expect(textOf(text, 'body')).toBe('It is broken.');
      expect(textOf(text, 'leftOver')).toBe('kind: METER\nserial: S-1\nagreed: Yes');

      const other = await forms().create(admin, place('other'));
      await forms().publish(admin, other.id);
      const choice = await post({ ...page, ...whole }).expect(409);
      expect(choice.text).toContain('This form is no longer there');
      expect(textOf(choice.text, 'leftOver')).toContain('Subject: A return\nkind: METER');
      expect(choice.text).toContain('action="/support/new/other"');
      const kept = { ...page, ...whole };
      const chosen = await post(kept, '/support/new/other').expect(409);
      expect(fieldOf(chosen.text, 'subject')).toBe('A return');
      expect(textOf(chosen.text, 'leftOver')).toContain('serial: S-1');
      // A session that ended in between loses nothing either.
      const ben = await signedIn(booted, 'ben@harbour.example');
      const token = fieldOf((await ben.get('/support')).text, 'formToken');
      await ben.post('/support/sign-out', { formToken: token }).expect(303);
      const asked = await ben
        .post('/support/new/returns', { ...page, ...whole, formToken: token })
        .expect(401);
      expect(textOf(asked.text, 'formVersion')).toBe(page.formVersion);
      const back = await ben
        .post('/support/sign-in', {
          ...whole,
          formVersion: page.formVersion ?? '',
          email: 'ben@harbour.example',
          password: 'Quiet-window-72',
          next: '/support/new/returns',
        })
        .expect(409);
      expect(textOf(back.text, 'leftOver')).toContain('serial: S-1');
      await forms().remove(admin, other.id);
    });

    it('leaves a calm page with the text where no form is left; to who typed nothing, not found', async () => {
      const { rows } = await forms().list(admin, { q: '', sort: '', portal: '', state: '' });
      for (const { id } of rows) await forms().unpublish(admin, id);
      const typed = { ...page, ...whole, p_serial: '<S>\n&', body: 'x' };
      const { text } = await post(typed).expect(409);
      expect(textOf(text, 'leftOver')).toBe(
        'Subject: A return\nkind: METER\nserial:\n&lt;S&gt;\n&amp;\nagreed: Yes',
      );
      expect(text).not.toContain('/support/new');
      // Nobody learns by guessing what a form that was never shown to them called its fields.
      const forged = { ...typed, formVersion: 'x'.repeat(24) };
      expect(textOf((await post(forged).expect(409)).text, 'leftOver')).not.toContain('serial:');
      await post(page).expect(404);
      expect(await tickets()).toBe(before);
      for (const { id } of rows) await forms().publish(admin, id);
    });
  });

  it('refuses what cannot be, beside its field', async () => {
    const refusal = async (work: Promise<unknown>) => {
      const error = (await work.catch((problem: unknown) => problem)) as {
        details?: { errors: { path: string[] }[] };
      };
      return error.details?.errors.map(({ path }) => path.join('.'));
    };
    const save = (content: FormContent, slug?: string) =>
      refusal(forms().save(admin, formId, update(content, slug)));
    const second = { ...place('second'), name: 'FORM  returns' };
    expect(await refusal(forms().create(admin, second))).toEqual(['name']);
    expect(await refusal(forms().create(admin, { ...place('returns'), name: 'Z' }))).toEqual([
      'slug',
    ]);
    for (const slug of ['preview', 'de', 'Big', 'a b'])
      expect(await refusal(forms().create(admin, place(slug)))).toEqual(['slug']);
    expect(
      await refusal(forms().create(admin, { ...place('zz-top'), portal: 'x'.repeat(24) })),
    ).toEqual(['portal']);
    const circle = RETURNS.fields.map((field) =>
      field.property === 'kind'
        ? { ...field, conditions: when('serial', 'x') as FormContent['audience'] }
        : field,
    );
    expect(await save({ ...RETURNS, fields: circle })).toContain(
      'fields.1.conditions.0.conditions.0.operator',
    );
    expect(await save({ ...RETURNS, sets: { ...RETURNS.sets, inbox: 'x'.repeat(24) } })).toEqual([
      'sets.inbox',
    ]);
    await forms().save(admin, formId, update({ ...RETURNS, fields: [] }));
    expect(await refusal(forms().publish(admin, formId))).toEqual(['fields']);
    expect((await visitor.get('/support/new/returns')).status).toBe(200);
    await forms().discard(admin, formId);
    expect(await forms().save(admin, 'x'.repeat(24), update(RETURNS))).toBeNull();
  });

  it('without a published form: no link anywhere, and no page', async () => {
    const { rows } = await forms().list(admin, { q: '', sort: '', portal: '', state: '' });
    expect(rows.map(({ state }) => state)).toEqual(['published', 'published']);
    expect((await visitor.get('/support')).text).toContain('href="/support/new"');
    for (const { id } of rows) await forms().unpublish(admin, id);
    expect((await visitor.get('/support')).text).not.toContain('/support/new');
    await visitor.get('/support/new').expect(404);
    await visitor.get('/support/new/returns').expect(404);
    await post({ formToken: await formToken() }, '/support/new').expect(404);
    for (const { id } of rows) await forms().publish(admin, id);
    const order = { portal: portalId(), ids: rows.map(({ id }) => id).reverse() };
    await forms().reorder(admin, order);
    expect(
      forms()
        .shown(ana.portal, null)
        .map(({ id }) => id),
    ).toEqual(order.ids);
    await forms().remove(admin, formId);
    await visitor.get('/support/new/returns').expect(404);
    expect((await forms().create(admin, place('returns'))).id).not.toBe(formId);
  });

  it('does what a role may do, over HTTP', async () => {
    const editor = await adminWith(booted, `Edit${database}`, [
      'request-forms.request-form-read',
      'request-forms.request-form-edit',
    ]);
    const reader = await adminWith(booted, `Read${database}`, ['request-forms.request-form-read']);
    const nobody = await adminWith(booted, `None${database}`, ['inboxes.inbox-edit']);
    const { body } = await editor.post('/request-forms', place('by-hand')).expect(200);
    const path = `/request-forms/${String(body.id)}`;
    const put = (client: AdminClient) => client.put(path, update(RETURNS, 'by-hand'));
    await put(editor).expect(200);
    await put(reader).expect(403);
    await editor.post(`${path}/publish`, {}).expect(403);
    await reader.get(path).expect(200);
    await reader.get('/request-forms/portals').expect(200);
    for (const address of ['/request-forms', path, '/request-forms/portals'])
      await nobody.get(address).expect(403);
    const list = await reader.get('/request-forms?q=by-hand&state=draft').expect(200);
    expect(list.body.rows).toHaveLength(1);
    expect(JSON.stringify(list.body)).not.toMatch(/"(key|portalKey|row_key)"/);
    const wrong = await editor.put(path, { ...update(RETURNS), name: '' }).expect(400);
    expect(wrong.body.error.details.errors[0]).toMatchObject({ path: ['name'] });
    await editor.get(`/request-forms/${'x'.repeat(24)}`).expect(404);
  });
});
