import type { Browser, Page } from 'playwright-core';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany, type TestCompany } from '../support/company';
import { startOidcProvider, type OidcProvider } from '../support/oidc-provider';
import { bootWithPanel, panelWith, type Panel } from '../support/panel';
import { shotsOf } from '../support/shots';
import type { Booted } from '../support/strapi';

const shot = shotsOf('identity-providers');
const SECRET = 'lantern-on-the-quay-72';

let booted: Booted;
let browser: Browser;
let company: TestCompany;
let oidc: OidcProvider;
let mara: Panel;

const providers = () => booted.services.siteMap.portalByKey(company.portalKey)?.providers ?? [];
const section = (page: Page, title: string) => page.locator('section').filter({ hasText: title });

beforeAll(async () => {
  booted = await bootWithPanel();
  company = await foundCompany(booted, `http://localhost:${booted.port}`);
  await booted.services.accessGroups.create(
    { kind: 'system', id: '', name: '', can: new Set(['access-group-edit']) },
    { kind: 'static', name: 'Partners', description: '', portals: [], filterGroups: [] },
  );
  oidc = await startOidcProvider({
    accounts: [
      {
        sub: 'ana-1',
        email: 'ana@harbour.example',
        email_verified: true,
        name: 'Ana Lopes',
        given_name: 'Anabela',
        locale: 'fr',
        groups: ['partners', 'staff'],
      },
    ],
  });
  browser = await launchBrowser();
  mara = await panelWith(browser, booted, 'Mara', [
    'portals.portal-read',
    'portals.portal-edit',
    'access-groups.access-group-read',
  ]);
});
afterAll(async () => {
  await browser?.close();
  await oidc?.stop();
  await booted?.destroy();
});

/** Presses Verify and signs in at the provider, in the window that opens; the second time the provider knows the browser. */
async function verify(page: Page, button: string, isKnown = false): Promise<void> {
  const opened = page.waitForEvent('popup');
  await page.getByRole('button', { name: button, exact: true }).click();
  const window = await opened;
  if (!isKnown) {
    await window.fill('#login', 'ana@harbour.example');
    await window.click('button[name=enter]');
  }
  // It comes back to the portal, which signs nobody in by it.
  await window.waitForURL(/\/sso\/.+\/callback/);
  expect(await window.context().cookies(`http://localhost:${booted.port}`)).toEqual([]);
  await window.close();
}

it('leads from an empty list to a provider of its own page', async () => {
  const { page } = mara;
  await mara.open(`portals/${company.portal.id}/single-sign-on`);
  await page.waitForSelector('text=People sign in with an account of this portal.');
  await shot(page, 'none');
  await page.getByRole('link', { name: 'Add provider' }).first().click();
  await page.waitForSelector('text=Where do people have their accounts?');
  await shot(page, 'presets');
  expect(await findings(page, 'main')).toEqual([]);
  await page.getByRole('button', { name: /^Other OpenID Connect/ }).click();
  await page.waitForSelector('h1:has-text("Single sign-on")');
  const [provider] = providers();
  expect(page.url()).toMatch(new RegExp(`single-sign-on/${provider?.id ?? 'none'}$`));
  const copied = page.getByLabel('Redirect address (redirect URI)');
  expect(await copied.inputValue()).toBe(
    `http://localhost:${booted.port}/support/sso/${provider?.id}/callback`,
  );
  await oidc.setClient({
    client_id: 'portal',
    client_secret: SECRET,
    redirect_uris: [await copied.inputValue()],
  });
});

it('says beside the fields what is wrong, and in words why a round trip failed', async () => {
  const { page } = mara;
  await page.getByLabel('Issuer').fill('http://id.harbour.example');
  await page.getByLabel('Client ID').fill('portal');
  await page.getByLabel('Client secret').fill('not the secret');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.waitForSelector('text=Enter an address that begins with https://.');
  await page.getByLabel('Issuer').fill(oidc.issuer);
  await verify(page, 'Save and verify');
  await page.waitForSelector('text=The provider does not accept the client ID and secret');
  await page.waitForSelector('text=Copy both again in step 2.');
  const detail = page.locator('summary', { hasText: 'In the provider’s own words' });
  await detail.click();
  expect(await detail.locator('..').innerText()).toContain('invalid_client');
  expect(await page.getByRole('switch').isDisabled()).toBe(true);
  await page.waitForSelector('text=Verify first: only what was tried can be turned on.');
  await shot(page, 'failed');
});

it('verifies by a real sign-in, and previews the mapping while it is changed', async () => {
  const { page } = mara;
  // The secret that was saved is never shown again.
  expect(await page.content()).not.toContain('not the secret');
  await page.waitForSelector('text=Kept, sealed, and never shown again.');
  await page.getByRole('button', { name: 'Replace', exact: true }).click();
  await page.getByLabel('Client secret').fill(SECRET);
  await page.getByLabel('Scopes').fill('email\nprofile\ngroups');
  await verify(page, 'Save and verify', true);
  await page.waitForSelector('text=The connection works');
  await page.waitForSelector('text=You would get in as ana@harbour.example.');
  expect(providers()[0]?.verifiedAt).toBeGreaterThan(0);
  const made = (field: string) => page.locator(`[data-made=${field}]`);
  await made('name').getByText('Ana Lopes').waitFor();
  expect(await made('language').innerText()).toBe('French');
  await page.getByLabel('Claim with the name').fill('given_name');
  await made('name').getByText('Anabela').waitFor();
  // The company of the domain, and the group of a claim's value.
  await page.getByText('By the domain of the e-mail address', { exact: true }).click();
  await page.getByText('Company: Harbour Foods').waitFor();
  const groups = section(page, 'At each sign-in people join');
  await groups.getByRole('button', { name: 'Add a value' }).click();
  await groups.getByLabel('Value 1', { exact: true }).fill('partners');
  await groups.getByRole('combobox', { name: 'Access group', exact: true }).click();
  await page.click('[role=option]:has-text("Partners")');
  await page.getByText('Access groups: Partners').waitFor();
  await page.locator('summary', { hasText: 'What the provider said' }).click();
  await shot(page, 'verified');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.waitForSelector('text=Saved.');
  expect(providers()[0]?.settings).toMatchObject({
    mapping: { name: 'given_name' },
    company: { by: 'domain' },
    groups: [{ value: 'partners' }],
  });
  expect(await findings(page, 'main')).toEqual([]);
});

it('warns of trust in every address, keeps typed changes, and turns on and off', async () => {
  const { page } = mara;
  await page.getByLabel('Every one', { exact: true }).click();
  await page.waitForSelector('text=can open the account of any customer here');
  expect(await page.getByRole('switch').isDisabled()).toBe(true);
  await page.getByRole('link', { name: 'Access', exact: true }).first().click();
  await page.getByRole('button', { name: 'Stay' }).click();
  await page.getByLabel('Those that the provider says are verified').click();
  await page.getByRole('switch').click();
  await page.waitForSelector('text=Its button stands on the sign-in page.');
  expect(providers()[0]?.isOn).toBe(true);
  const visitor = await browser.newPage();
  await visitor.goto(`http://localhost:${booted.port}/support/sign-in`);
  await visitor.getByText(/Continue with Single sign-on/).waitFor();
  await visitor.close();
  await page.getByRole('switch').click();
  await page.getByRole('button', { name: 'Turn off' }).click();
  await page.waitForSelector('text=Everything is ready.');
  expect(providers()[0]?.isOn).toBe(false);
  await page.getByRole('switch').click();
  await page.waitForSelector('text=Its button stands on the sign-in page.');
});

it('asks for the secret again where another key sealed it, on a phone and in the dark too', async () => {
  const { page } = mara;
  const { config } = booted.services.runtime;
  const { encryptionKey } = config;
  Object.assign(config, { encryptionKey: 'another key' });
  await mara.open(`portals/${company.portal.id}/single-sign-on`);
  await page.waitForSelector('text=Enter the client secret again');
  await shot(page, 'list');
  await page.getByRole('link', { name: 'Single sign-on' }).last().click();
  await page.waitForSelector('text=It was sealed with another encryption key');
  expect(await page.getByLabel('Client secret').inputValue()).toBe('');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shot(page, 'dark');
  expect(await findings(page, 'main')).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await shot(page, 'phone');
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
  await page.setViewportSize({ width: 1360, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
  Object.assign(config, { encryptionKey });
});

it('takes SAML by hand or from metadata, and deletes a provider', async () => {
  const { page } = mara;
  await mara.open(`portals/${company.portal.id}/single-sign-on/new`);
  await page.getByRole('button', { name: /^SAML/ }).click();
  await page.waitForSelector('text=Metadata address');
  await page.setInputFiles('input[type=file]', {
    name: 'metadata.xml',
    mimeType: 'application/xml',
    buffer: Buffer.from('<html>not metadata</html>'),
  });
  await page.locator('[id$=error], [role=alert]').filter({ hasText: /\w/ }).first().waitFor();
  await page.getByLabel('Entity id of the provider').fill('https://idp.harbour.example');
  await page.getByRole('button', { name: 'Add a certificate' }).click();
  await page.getByLabel('Certificate 1', { exact: true }).fill('nothing of that kind');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.waitForSelector('text=This is no certificate.');
  await page.waitForSelector('text=SAML never says that an address is verified');
  await shot(page, 'saml');
  expect(await findings(page, 'main')).toEqual([]);
  await page.getByRole('button', { name: 'Remove certificate 1' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.waitForSelector('text=Saved.');
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await page.waitForSelector('h1:has-text("Harbour support")');
  expect(providers()).toHaveLength(1);
});
