import request from 'supertest';
import type { BrandingPreview } from '../../server/contracts/branding-preview';
import type { BrandingSettings } from '../../server/contracts/portal-settings';
import type { PortalDetail } from '../../server/contracts/portals';
import { adminWith, type AdminClient } from '../support/admin';
import { visitorOf } from '../support/browserless';
import { foundCompany, type TestCompany } from '../support/company';
import type { DatabaseName } from '../support/databases';
import { bootStrapi, type Booted } from '../support/strapi';

const DATABASES = (process.env.TEST_DATABASES ?? 'sqlite').split(',') as DatabaseName[];
const HOST = 'help.test:1337';
const OTHER = 'http://other.test:1337';
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

describe.each(DATABASES)('branding on %s', (database) => {
  let booted: Booted;
  let company: TestCompany;
  let admin: AdminClient;
  let id: string;

  beforeAll(async () => {
    booted = await bootStrapi({ database });
    company = await foundCompany(booted);
    id = company.portal.id;
    admin = await adminWith(booted, 'Nils', ['portals.portal-read', 'portals.portal-edit']);
    const domain = await booted.services.portals.createDomain({
      origin: OTHER,
      primaryLanguage: 'en',
    });
    await booted.services.portals.createPortal({
      name: 'Other brand',
      domainKey: domain.key,
      slug: 'support',
      inboxKey: company.inboxKey,
    });
  });
  afterAll(() => booted?.destroy());

  const current = async (): Promise<BrandingSettings> =>
    ((await admin.get(`/portals/${id}`)).body as PortalDetail).settings.branding;
  const save = async (change: Partial<BrandingSettings>) =>
    admin.put(`/portals/${id}/settings/branding`, { ...(await current()), ...change });
  const signIn = async (host = HOST) =>
    (await visitorOf(booted, host).get('/support/sign-in').expect(200)).text;
  const asset = (name: string, host = HOST) =>
    request(booted.server).get(`/_assets/${name}`).set('Host', host);
  const sheetsOf = (html: string) =>
    [...html.matchAll(/[/+](brand\.[a-f0-9]+\.css)/g)].map(([, name = '']) => name);
  const keep = async (bytes: Buffer): Promise<string> => {
    const answer = await admin.attach('/brand-pictures', bytes, 'picture');
    expect(answer.status).toBe(201);
    return answer.body.name;
  };

  it('shows colours, font and corners on the next request, kept for ever by their content', async () => {
    const [before = ''] = sheetsOf(await signIn());
    await save({ accent: '#0a6b4f', font: 'serif', radius: 0, header: '#102a43' });
    const [name = '', ...more] = sheetsOf(await signIn());
    expect(more).toEqual([]);
    expect(name).not.toBe(before);
    const { text, headers } = await asset(name).expect(200);
    expect(text).toContain('--accent:#0a6b4f');
    expect(text).toContain('--radius:0px');
    expect(text).toContain('--head:#102a43;--head-ink:#ffffff');
    expect(text).toContain('Georgia');
    expect(headers['cache-control']).toContain('immutable');
    await asset(before).expect(404);
    await asset(name, 'other.test:1337').expect(404);
  });

  it('shows logos and an icon, which only their own brand’s domain gives', async () => {
    const logo = await keep(PNG);
    const logoDark = await keep(SVG);
    expect(await keep(PNG)).toBe(logo);
    await asset(logo).expect(404);
    await save({ logo, logoDark, favicon: logo });
    const html = await signIn();
    expect(html).toContain(`<img class="logo" src="/_assets/${logo}" alt="Harbour support">`);
    expect(html).toContain(`<source srcset="/_assets/${logoDark}"`);
    expect(html).toContain(`<link rel="icon" href="/_assets/${logo}">`);
    expect((await asset(logo).expect(200)).headers['content-type']).toBe('image/png');
    await asset(logo, 'other.test:1337').expect(404);
    const { headers } = await asset(logoDark).expect(200);
    expect(headers['content-type']).toContain('image/svg+xml');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).toContain('sandbox');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(await signIn('other.test:1337')).not.toContain('class="logo"');
  });

  it('shows links of header and footer in the page’s language', async () => {
    const link = (en: string, fr: string, url: string) => ({ labels: { en, fr }, url });
    await save({
      headerLinks: [link('Shop', 'Boutique', 'https://shop.example/')],
      footerLinks: [link('Terms', 'Conditions', '/terms')],
    });
    expect(await signIn()).toContain('<a href="https://shop.example/"><bdi>Shop</bdi></a>');
    const french = await visitorOf(booted, HOST).get('/fr/support/sign-in').expect(200);
    expect(french.text).toContain('<a href="/terms"><bdi>Conditions</bdi></a>');
  });

  it('adds a stylesheet of its own behind ours', async () => {
    await save({ stylesheet: '.brand { letter-spacing: 1px }' });
    const [, own = ''] = sheetsOf(await signIn());
    expect((await asset(own).expect(200)).text).toBe('.brand { letter-spacing: 1px }');
  });

  it.each<[object, string, string]>([
    [{ accent: '#9ab5ff' }, 'accent', 'to be read'],
    [{ accentDark: '#222222' }, 'accentDark', 'to be read'],
    [{ accent: 'red' }, 'accent', 'Enter a colour'],
    [{ accent: '#123456;}body{display:none' }, 'accent', 'Enter a colour'],
    [{ font: 'comic' }, 'font', 'Choose a font'],
    [{ radius: 7 }, 'radius', 'Choose a corner'],
    [{ logo: `${'a'.repeat(32)}.png` }, 'logo', 'not here any more'],
    [{ logo: '../../etc/passwd' }, 'logo', 'Choose a picture'],
    [
      { headerLinks: [{ labels: { en: 'X' }, url: 'javascript:alert(1)' }] },
      'headerLinks.0.url',
      'https://',
    ],
    [
      { headerLinks: [{ labels: { en: 'X' }, url: '//evil.example' }] },
      'headerLinks.0.url',
      'https://',
    ],
    [{ footerLinks: [{ labels: {}, url: '/terms' }] }, 'footerLinks.0.labels', 'Enter the text'],
    [{ stylesheet: '@import url(https://evil.example/a.css);' }, 'stylesheet', 'Line 1'],
    [{ stylesheet: 'a { background: url(//evil.example/x) }' }, 'stylesheet', 'elsewhere'],
  ])('refuses %j beside its field', async (change, field, message) => {
    const before = await current();
    const { status, body } = await save(change as Partial<BrandingSettings>);
    expect(status).toBe(400);
    expect(body.error.details.errors[0].path.join('.')).toBe(field);
    expect(body.error.details.errors[0].message).toContain(message);
    expect(await current()).toEqual(before);
  });

  it('refuses what is no picture, and what is too large', async () => {
    const html = await admin.attach(
      '/brand-pictures',
      Buffer.from('<html><script>1</script>'),
      'picture',
    );
    expect(html.status).toBe(400);
    const large = await admin.attach(
      '/brand-pictures',
      Buffer.concat([PNG, Buffer.alloc(600_000)]),
      'picture',
    );
    expect(large.status).toBe(400);
  });

  it('draws the real pages in a look that is not saved, loading nothing', async () => {
    const branding = { ...(await current()), accent: '#7a1fa2', stylesheet: '' };
    for (const [page, said] of [
      ['list', 'Invoice 2041'],
      ['ticket', 'correct the address'],
      ['article', 'Change the address'],
    ]) {
      const { body } = await admin
        .post(`/portals/${id}/branding/preview`, { branding, page, scheme: 'dark' })
        .expect(200);
      const { html } = body as BrandingPreview;
      expect(html).toContain(said);
      expect(html).toContain('--accent:#7a1fa2');
      expect(html).toContain('src="data:image/png;base64,');
      expect(html).not.toMatch(/<link|<script|prefers-color-scheme/);
      // The site's own dark, not only the brand's.
      expect(html).toMatch(/@media all\s*\{\s*:root\s*\{\s*--paper/);
    }
    expect(await signIn()).not.toContain('#7a1fa2');
    const reader = await adminWith(booted, 'Rosa', ['portals.portal-read']);
    await reader
      .post(`/portals/${id}/branding/preview`, { branding, page: 'list', scheme: 'light' })
      .expect(200);
    const { brandPictures } = booted.services;
    const nobody = { kind: 'agent', id: '', name: '', can: new Set<string>() } as const;
    expect(() => brandPictures.find(nobody, branding.logo)).toThrow();
    await reader
      .attach('/brand-pictures', PNG, 'picture')
      .then(({ status }) => expect(status).toBe(403));
  });

  it('keeps the look of a domain, which new portals there begin with', async () => {
    await save({ accent: '#7a1fa2' });
    await admin.post(`/portals/${id}/branding/domain`, {}).expect(403);
    const owner = await adminWith(booted, 'Dana', [
      'portals.portal-read',
      'portals.portal-edit',
      'portals.portal-publish',
      'portals.domain-edit',
    ]);
    await owner.post(`/portals/${'x'.repeat(24)}/branding/domain`, {}).expect(404);
    await owner.post(`/portals/${id}/branding/domain`, {}).expect(200);
    const detail: PortalDetail = (await admin.get(`/portals/${id}`)).body;
    expect(detail.domainLook?.accent).toBe('#7a1fa2');
    const made = await owner.post('/portals', { name: 'Second' }).expect(201);
    await owner
      .put(`/portals/${made.body.id}/set-up/domain`, {
        domain: detail.settings.general.domain,
        slug: 'second',
      })
      .expect(200);
    const finished = await owner.post(`/portals/${made.body.id}/set-up/finish`, {}).expect(200);
    expect((finished.body as PortalDetail).settings.branding.accent).toBe('#7a1fa2');
  });
});
