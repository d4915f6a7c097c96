import type request from 'supertest';
import type { PortalDetail, SettingsHistory } from '../../server/contracts/portals';
import type { PortalSettings } from '../../server/contracts/portal-settings';
import { newId } from '../../server/store/connection';
import { adminWith, type AdminClient } from '../support/admin';
import { fieldOf, visitorOf } from '../support/browserless';
import { foundCompany, PASSWORD, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { bootStrapi, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const HOST = 'help.test:1337';

describe.each(DATABASES)('general settings on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let admin: AdminClient;
  let reader: AdminClient;
  let id: string;

  beforeAll(async () => {
    booted = await bootStrapi({ database });
    company = await foundCompany(booted);
    id = company.portal.id;
    admin = await adminWith(booted, 'Nils', ['portals.portal-read', 'portals.portal-edit']);
    reader = await adminWith(booted, 'Rosa', ['portals.portal-read']);
  });
  afterAll(() => booted?.destroy());

  const read = async (): Promise<PortalDetail> => (await admin.get(`/portals/${id}`)).body;
  const save = async (change: Partial<PortalSettings['general']>) =>
    admin.put(`/portals/${id}/settings/general`, { ...(await read()).settings.general, ...change });
  const refusal = async (test: request.Test | Promise<request.Response>) => {
    const { status, body } = await test;
    return {
      status,
      field: body.error?.details?.errors?.[0]?.path?.join('.'),
      message: String(body.error?.message),
    };
  };
  const page = async (path: string, status = 200, headers: Record<string, string> = {}) => {
    const answer = await visitorOf(booted, HOST).get(path).set(headers).expect(status);
    return { text: answer.text, location: String(answer.headers.location ?? '') };
  };

  it('shows names, help and texts on the next request', async () => {
    await save({
      name: 'Harbour help',
      company: 'Harbour & Sons',
      helpContact: 'Help@Harbour.example',
      texts: {
        signIn: { en: 'Sign in with your **work** address.', fr: 'Votre adresse de travail.' },
        register: {},
        noAccess: {},
        paused: { en: 'Back on *Monday*.' },
      },
    }).then(({ status }) => expect(status).toBe(200));
    const { text } = await page('/support/sign-in');
    expect(text).toContain('Harbour help</title>');
    expect(text).toContain('Harbour &amp; Sons');
    expect(text).toContain('<strong>work</strong>');
    expect(text).toContain('href="mailto:help@harbour.example"');
    expect((await page('/fr/support/sign-in')).text).toContain('Votre adresse de travail.');
    await save({ helpContact: 'https://status.harbour.example/' });
    expect((await page('/support/sign-in')).text).toContain(
      'href="https://status.harbour.example/"',
    );
  });

  it.each([
    [{ name: ' ' }, 'name', 'Enter a name.'],
    [{ slug: 'Not A Slug' }, 'slug', 'Use small letters'],
    [{ slug: '_assets' }, 'slug', 'Use small letters'],
    [{ slug: 'articles' }, 'slug', 'reserved'],
    [{ slug: '' }, 'slug', 'Enter the end of the address'],
    [{ domain: 'a'.repeat(24) }, 'domain', 'exists'],
    [{ domain: '' }, 'domain', 'Choose a domain'],
    [{ inbox: 'b'.repeat(24) }, 'inbox', 'exists'],
    [{ inbox: '' }, 'inbox', 'Choose an inbox'],
    [{ helpContact: 'nobody' }, 'helpContact', 'e-mail address'],
    [{ helpContact: 'javascript:alert(1)' }, 'helpContact', 'e-mail address'],
    [{ languages: ['not a language'] }, 'languages.0', 'not a language'],
  ])('refuses %j beside its field', async (change, field, message) => {
    const before = await read();
    const answer = await refusal(save(change));
    expect(answer).toMatchObject({ status: 400, field });
    expect(answer.message).toContain(message);
    expect(await read()).toEqual(before);
  });

  it('refuses an address that another portal has', async () => {
    await booted.services.portals.createPortal({
      name: 'Other',
      domainKey: company.portal.domain.key,
      slug: 'other',
      inboxKey: company.inboxKey,
    });
    const answer = await refusal(save({ slug: 'other' }));
    expect(answer).toMatchObject({ status: 400, field: 'slug' });
    expect(answer.message).toContain('taken');
  });

  it('leads from an address that was left, and takes a form that was open there', async () => {
    const visitor = visitorOf(booted, HOST);
    const signedIn = await visitor.post('/support/sign-in', {
      email: 'ana@harbour.example',
      password: PASSWORD,
    });
    expect(signedIn.status).toBe(303);
    const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
    const form = (await visitor.get('/support/new').set('Cookie', cookie).expect(200)).text;
    const token = /name="formToken" value="([^"]+)"/.exec(form)?.[1] ?? '';
    expect((await save({ slug: 'care' })).status).toBe(200);
    const left = await page('/support/sign-in?next=%2Fsupport', 303);
    expect(left.location).toBe('http://help.test:1337/care/sign-in?next=%2Fsupport');
    expect((await page('/fr/support/sign-in', 303)).location).toContain('/fr/care/sign-in');
    await page('/care/sign-in');
    const sent = await visitor
      .post('/support/new', { formToken: token, subject: 'Typed before', body: 'It moved.' })
      .set('Cookie', cookie);
    expect(sent.status).toBe(303);
    expect(sent.headers.location).toContain('/care/');
    // Nobody else may stand where customers still arrive, but the portal itself may come back.
    const other = booted.services.portals.createPortal({
      name: 'Squatter',
      domainKey: company.portal.domain.key,
      slug: 'support',
      inboxKey: company.inboxKey,
    });
    await expect(other).rejects.toThrow('taken');
    expect((await save({ slug: 'support' })).status).toBe(200);
    await page('/support/sign-in');
    expect((await page('/care/sign-in', 303)).location).toContain('/support/sign-in');
  });

  describe('several languages', () => {
    const languageAt = async (path: string, headers: Record<string, string> = {}) =>
      /<html lang="([^"]*)" dir="([^"]*)"/.exec((await page(path, 200, headers)).text)?.[1];
    const switcherOf = (html: string) => /<nav class="languages".*?<\/nav>/.exec(html)?.[0] ?? '';

    it('are chosen by the address, then by the browser among those offered, then by the domain', async () => {
      await save({ languages: ['fr', 'ar'] });
      const at = '/support/sign-in';
      expect(await languageAt(at)).toBe('en');
      expect(await languageAt(at, { 'accept-language': 'de, fr-CA;q=0.8, en;q=0.5' })).toBe('fr');
      expect(await languageAt(at, { 'accept-language': 'de, pl' })).toBe('en');
      expect(await languageAt('/ar/support/sign-in', { 'accept-language': 'fr' })).toBe('ar');
      expect((await page('/ar/support/sign-in')).text).toContain('<html lang="ar" dir="rtl">');
      // Whoever insists on the primary language keeps it from page to page.
      const insisted = await page('/en/support/sign-in', 200, { 'accept-language': 'fr' });
      expect(insisted.text).toContain('<html lang="en"');
      expect(insisted.text).toContain('action="/en/support/sign-in"');
      expect(insisted.text).not.toContain('href="/en/"');
      await page('/en/articles/x', 404);
    });

    it('make a page with an address for each, which nothing leads away from the portal', async () => {
      const { text } = await page('/support/sign-in?next=%2Fsupport%2Fnew', 200);
      expect(switcherOf(text)).toBe(
        '<nav class="languages" aria-label="Languages">' +
          '<a href="/en/support/sign-in?next=%2Fen%2Fsupport%2Fnew" lang="en" hreflang="en" aria-current="true">English</a>' +
          '<a href="/fr/support/sign-in?next=%2Ffr%2Fsupport%2Fnew" lang="fr" hreflang="fr">français</a>' +
          '<a href="/ar/support/sign-in?next=%2Far%2Fsupport%2Fnew" lang="ar" hreflang="ar">العربية</a></nav>',
      );
    });

    it('are saved to the account of whoever is signed in, back on the same page', async () => {
      const visitor = visitorOf(booted, HOST);
      await visitor.post('/support/sign-in', { email: 'ben@harbour.example', password: PASSWORD });
      const own = (path: string, wish = 'ar') => visitor.get(path).set('Accept-Language', wish);
      const first = await own('/support?state=closed');
      // An account without a language reads what its browser asks for.
      expect(first.text).toContain('<html lang="ar"');
      const formToken = fieldOf(first.text, 'formToken');
      const next = fieldOf(switcherOf(first.text), 'next');
      expect(next).toBe('/support?state=closed');
      const choose = (fields: Record<string, string>) =>
        visitor.post('/support/language', { formToken, language: 'fr', next, ...fields });
      expect((await choose({ formToken: 'x' })).status).toBe(403);
      expect((await choose({ language: 'de' })).status).toBe(400);
      const chosen = await choose({});
      expect([chosen.status, chosen.headers.location]).toEqual([303, next]);
      const then = await own(next);
      expect(then.text).toContain('<html lang="fr"');
      expect(switcherOf(then.text)).toContain('value="fr" lang="fr" aria-current="true"');
      expect((await own('/ar/support')).text).toContain('<html lang="ar"');
      for (const away of ['//evil.test', 'https://evil.test/', '/\\evil.test'])
        expect((await choose({ next: away })).headers.location).toBe('/support');
      // The page of what is not there is the same wherever it stands.
      const bodies = await Promise.all(
        ['/support/tickets/a', '/support/tickets/b/c/d'].map(
          async (path) => (await own(path)).text,
        ),
      );
      expect(bodies[0]).toContain('class="languages"');
      expect(bodies[0]).toBe(bodies[1]);
    });

    it('are not asked for where the portal speaks one', async () => {
      await save({ languages: [] });
      const { text } = await page('/support/sign-in', 200, { 'accept-language': 'fr' });
      expect(text).toContain('<html lang="en"');
      expect(switcherOf(text)).toBe('');
      await save({ languages: ['fr'] });
    });
  });

  it('tells whoever is signed in but not let in, and nobody else', async () => {
    await save({
      texts: { signIn: {}, paused: {}, register: {}, noAccess: { en: 'Ask your *manager*.' } },
    });
    const visitor = visitorOf(booted, HOST);
    const signedIn = await visitor.post('/support/sign-in', {
      email: 'ana@harbour.example',
      password: PASSWORD,
    });
    const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
    expect((await page('/other/sign-in', 200, { cookie })).text).toContain(
      'this portal is not open to you',
    );
    await booted.services.runtime
      .db('cp_memberships')
      .where({ contact_id: company.people.ana.key })
      .update({ state: 'disabled' });
    expect((await page('/support/sign-in', 200, { cookie })).text).toContain('<em>manager</em>');
    expect((await page('/support/sign-in')).text).not.toContain('manager');
  });

  it('keeps a history, and restores a version without what came after', async () => {
    const { rows }: SettingsHistory = (await admin.get(`/portals/${id}/history`)).body;
    expect(rows.length).toBeGreaterThan(3);
    const first = rows.at(-1);
    expect(first).toMatchObject({ by: 'Nils Berg', section: 'general', canRestore: true });
    expect(first?.changes['general.name']).toEqual({
      before: '"Harbour support"',
      after: '"Harbour help"',
    });
    await admin.put(`/portals/${id}/settings/tickets`, { permission: 'company' });
    expect((await read()).settings.tickets.permission).toBe('company');
    await admin.post(`/portals/${id}/history/${first?.id}/restore`, {}).expect(200);
    const { settings } = await read();
    expect(settings.general.texts.paused).toEqual({ en: 'Back on *Monday*.' });
    expect(settings.tickets.permission).toBe('filter');
    const [newest] = ((await admin.get(`/portals/${id}/history`)).body as SettingsHistory).rows;
    expect(newest?.action).toBe('portal.restored');
    await admin.post(`/portals/${id}/history/${'x'.repeat(24)}/restore`, {}).expect(400);
  });

  it('keeps an inbox that another node made a moment ago when another page is saved', async () => {
    const { db } = booted.services.runtime;
    const portal = { document_id: id };
    const { default_inbox_id: known } = await db('cp_portals').where(portal).first();
    const row = await db('cp_inboxes').where({ id: known }).first();
    delete row.id;
    await db('cp_inboxes').insert({ ...row, document_id: newId(), name: 'Made elsewhere' });
    const made = await db('cp_inboxes').where({ name: 'Made elsewhere' }).first('id');
    await db('cp_portals').where(portal).update({ default_inbox_id: made.id });
    await admin.put(`/portals/${id}/settings/branding`, { radius: 16 }).expect(200);
    const after = await db('cp_portals').where(portal).first();
    expect(after.default_inbox_id).toBe(made.id);
    await db('cp_portals').where(portal).update({ default_inbox_id: known });
    await db('cp_inboxes').where({ id: made.id }).delete();
  });

  it('is closed to whoever may not change it, and has no other sections', async () => {
    await reader.get(`/portals/${id}`).expect(200);
    await reader.get(`/portals/${id}/history`).expect(200);
    await reader.put(`/portals/${id}/settings/general`, {}).expect(403);
    const [entry] = ((await reader.get(`/portals/${id}/history`)).body as SettingsHistory).rows;
    await reader.post(`/portals/${id}/history/${entry?.id}/restore`, {}).expect(403);
    const nobody = await adminWith(booted, 'Olaf', ['inboxes.inbox-read']);
    await nobody.get(`/portals/${id}`).expect(403);
    await nobody.get(`/portals/${id}/choices`).expect(403);
    await admin.put(`/portals/${id}/settings/constructor`, {}).expect(404);
    await admin.get(`/portals/${'x'.repeat(24)}`).expect(404);
    await admin.put(`/portals/${'x'.repeat(24)}/settings/supportForm`, {}).expect(404);
  });
});
