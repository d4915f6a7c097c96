import type { Browser } from 'playwright-core';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany, type TestCompany } from '../support/company';
import { addProviderTo } from '../support/identity-providers';
import { bootWithPanel, panelWith, type Panel, saveSettings } from '../support/panel';
import { shotsOf } from '../support/shots';
import type { Booted } from '../support/strapi';

const shot = shotsOf('settings-access');

let booted: Booted;
let browser: Browser;
let company: TestCompany;
let mara: Panel;

const settings = () => booted.services.siteMap.portalByKey(company.portalKey)?.settings;

beforeAll(async () => {
  booted = await bootWithPanel();
  company = await foundCompany(booted, `http://localhost:${booted.port}`);
  browser = await launchBrowser();
  mara = await panelWith(browser, booted, 'Mara', [
    'portals.portal-read',
    'portals.portal-edit',
    'access-groups.access-group-read',
    'mails.mail-read',
    'mails.mail-send-again',
  ]);
});
afterAll(async () => {
  await browser?.close();
  await booted?.destroy();
});

it('says who registers, by what people sign in, for how long, and what they accept', async () => {
  const { page } = mara;
  await mara.open(`portals/${company.portal.id}/access`);
  await page.click('label:has-text("Self-registration")');
  await page.getByLabel('Allowed e-mail domains').fill('Harbour.example\n\nlime.example\n');
  await page.getByLabel('Denied e-mail domains').fill('not a domain');
  await page.click('text=An admin approves each registration');
  await page.click('text=With an account that this site has already');
  await page.getByLabel('Ends without a visit after').click();
  await page.click('[role=option]:has-text("Another time")');
  await page.getByLabel('Minutes', { exact: true }).fill('15');
  await page.click('text=Ask for consent');
  await page.click('button:has-text("Save")');
  // Each problem beside its field; the first of them has the focus.
  await page.waitForSelector('text=Enter domains such as example.com, one on each line.');
  await page.getByLabel('Denied e-mail domains').fill('');
  await page.click('button:has-text("Save")');
  await page.waitForSelector('text=Write what everybody is to accept');
  await page.getByLabel(/^Notice.*English/).fill('You agree to our **terms**.');
  await page.click('text=Managers of a company look after its colleagues');
  await shot(page, 'filled');
  await saveSettings(page);
  expect(settings()?.access).toMatchObject({
    control: 'self-registration',
    registration: {
      allowedDomains: ['harbour.example', 'lime.example'],
      deniedDomains: [],
      needsApproval: true,
    },
    siteAccounts: false,
    idleMinutes: 15,
    companyManagers: true,
    consent: { isOn: true, version: 1, text: { en: 'You agree to our **terms**.' } },
  });
  await page.click('text=Ask everybody again');
  await saveSettings(page);
  expect(settings()?.access.consent.version).toBe(2);
  expect(await findings(page, 'main')).toEqual([]);
});

it('keeps one way to sign in', async () => {
  const { page } = mara;
  await mara.open(`portals/${company.portal.id}/access`);
  await page.click('text=With a password');
  await page.click('text=With a link by mail');
  await page.click('button:has-text("Save")');
  await page.waitForSelector('text=Keep one way to sign in');
  await page.click('text=With a link by mail');
  await saveSettings(page);
  expect(settings()?.access).toMatchObject({ password: false, magicLink: true });
});

it('requires a second factor of some, and single sign-on of everybody once a provider is there', async () => {
  const { page } = mara;
  const { runtime, siteMap } = booted.services;
  const { password, magicLink } = settings()?.access ?? {};
  await runtime.db('cp_access_groups').insert({
    document_id: 'g'.repeat(24),
    name: 'Key customers',
    description: '',
    kind: 'static',
    filter_groups: '[]',
    swept_at: 0,
    trashed_at: 0,
  });
  await mara.open(`portals/${company.portal.id}/access`);
  await page.click('label:has-text("Members of access groups")');
  await page.click('button:has-text("Save")');
  await page.waitForSelector('text=Choose at least one access group.');
  await page
    .getByRole('group', { name: 'Access groups that need a second factor' })
    .getByText('Key customers')
    .click();
  await page.getByLabel('Days of grace').fill('7');
  await page.click('text=With a passkey');
  await saveSettings(page);
  expect(settings()?.access).toMatchObject({
    passkeys: false,
    secondFactor: { required: 'groups', groups: ['g'.repeat(24)], graceDays: 7 },
  });
  await page.click('label:has-text("Single sign-on")');
  await page.waitForSelector('text=At least one identity provider has to be verified');
  expect(await page.getByLabel('With a password').count()).toBe(0);
  expect(await findings(page, 'main')).toEqual([]);
  await shot(page, 'single-sign-on');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shot(page, 'single-sign-on-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.click('button:has-text("Save")');
  await page.waitForSelector('text=No identity provider of this portal is turned on');
  const portal = siteMap.portalByKey(company.portalKey);
  if (!portal) throw new Error('no portal');
  await addProviderTo(booted, portal, 'google', { name: 'Google' });
  await saveSettings(page);
  expect(settings()?.access).toMatchObject({
    control: 'single-sign-on',
    password: false,
    magicLink: false,
  });
  expect(
    await page.getAttribute('a:has-text("Identity providers of this portal")', 'href'),
  ).toMatch(/portals\/[a-z0-9]+\/single-sign-on$/);
  await page.click('label:has-text("Access groups") >> nth=0');
  await saveSettings(page);
  // What was chosen before is still there.
  expect(settings()?.access).toMatchObject({ control: 'access-groups', password, magicLink });
});

it('writes the text of a mail beside its preview', async () => {
  const { page } = mara;
  await mara.open(`portals/${company.portal.id}/mails`);
  const preview = page.getByRole('region', { name: 'Preview with examples' });
  await preview.getByText('Your access to Harbour support').waitFor();
  await page.click('button:has-text("Start from the built-in text")');
  const text = page.getByLabel('Text', { exact: true });
  expect(await text.inputValue()).toContain('{link}');
  await text.fill('Welcome, {nme}! ');
  await page.getByRole('button', { name: '{link}' }).click();
  expect(await text.inputValue()).toBe('Welcome, {nme}! {link}');
  await page.click('button:has-text("Save")');
  await page.waitForSelector('text=There is no {nme} in this mail.');
  await text.fill('Welcome, {name}! {link}');
  await preview.getByText(/Welcome, Ana Lopes! http/).waitFor();
  await shot(page, 'mails');
  await saveSettings(page);
  expect(settings()?.mails.texts.invitation?.en?.text).toBe('Welcome, {name}! {link}');
  expect(await findings(page, 'main')).toEqual([]);
  await page.click('button:has-text("Back to the built-in text")');
  await saveSettings(page);
  expect(settings()?.mails.texts).toEqual({});
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await shot(page, 'mails-phone');
  await page.setViewportSize({ width: 1360, height: 900 });
});

it('starts from the built-in text of the mail that is open, not of the one before', async () => {
  const { page } = mara;
  await mara.open(`portals/${company.portal.id}/mails`);
  const start = page.getByRole('button', { name: 'Start from the built-in text' });
  await page.getByText('Built-in: Your access to {portal}').waitFor();
  let answer = (): void => undefined;
  const held = new Promise<void>((resolve) => (answer = resolve));
  const previews = '**/mails/preview';
  await page.route(previews, async (route) => {
    await held;
    await route.continue();
  });
  await page.getByRole('combobox', { name: 'Mail', exact: true }).click();
  await page.getByRole('option', { name: 'Ticket closed' }).click();
  expect(await start.isDisabled()).toBe(true);
  answer();
  await start.click();
  const text = await page.getByLabel('Text', { exact: true }).inputValue();
  await page.unroute(previews);
  expect(text).toContain('is closed');
});

it('shows where to go however late Strapi says what one may do', async () => {
  const { page } = mara;
  let answer = (): void => undefined;
  const held = new Promise<void>((resolve) => (answer = resolve));
  const permissions = '**/admin/users/me/permissions*';
  await page.route(permissions, async (route) => {
    await held;
    await route.continue();
  });
  await page.reload();
  await page.waitForSelector('main');
  answer();
  await page.getByRole('navigation', { name: 'Customer Portal' }).first().waitFor();
  await page.getByRole('link', { name: 'Access groups' }).first().waitFor();
  await page.unroute(permissions);
});

it('shows failed mails, and sends one of them or all again', async () => {
  const { page } = mara;
  await booted.services.passwords.askReset({
    portal: company.portal,
    address: 'ben@harbour.example',
    ip: '127.0.0.9',
  });
  await booted.services.runtime
    .db('cp_outbox')
    .update({ state: 'failed', attempts: 6, error: '552 Mailbox full' });
  await mara.open('mails?state=failed');
  await page.click('button[aria-haspopup=dialog]');
  await page.waitForSelector('text=552 Mailbox full');
  await shot(page, 'failed-mail');
  await page.click('[role=dialog] button:has-text("Send again")');
  await page.waitForSelector('text=1 mail is sent again.');
  await page.waitForSelector('text=No mail in this state.');
});
