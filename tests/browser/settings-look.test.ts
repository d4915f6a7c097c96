import type { Browser, Page } from 'playwright-core';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany, type TestCompany } from '../support/company';
import { waitForFocus } from '../support/focus';
import { bootWithPanel, panelWith, type Panel } from '../support/panel';
import { shotsOf } from '../support/shots';
import type { Booted } from '../support/strapi';

const shot = shotsOf('look');
const LOGO = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 40" width="160" height="40"><rect width="40" height="40" rx="8" fill="#0a6b4f"/><text x="50" y="27" font-family="sans-serif" font-size="20" fill="#0a6b4f">Harbour</text></svg>',
);

let booted: Booted;
let browser: Browser;
let company: TestCompany;
let nils: Panel;

async function faults(page: Page): Promise<string[]> {
  await page.mouse.move(0, 0);
  return findings(page, 'main');
}

beforeAll(async () => {
  booted = await bootWithPanel();
  company = await foundCompany(booted, `http://localhost:${booted.port}`);
  browser = await launchBrowser();
  nils = await panelWith(browser, booted, 'Nils', ['portals.portal-read', 'portals.portal-edit']);
});
afterAll(async () => {
  await browser?.close();
  await booted?.destroy();
});

const publicPage = async (path: string, scheme: 'light' | 'dark' = 'light') => {
  const context = await browser.newContext({ colorScheme: scheme });
  const page = await context.newPage();
  await page.goto(`http://localhost:${booted.port}${path}`);
  return page;
};

it('changes name, help and texts, asks before they are lost, and leads back to a version', async () => {
  const { page } = nils;
  await nils.open(`portals/${company.portal.id}/general`);
  await page.fill('input[name=company]', 'Harbour & Sons');
  await page.fill('input[name=slug]', 'Not a slug');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForSelector('text=Use small letters a to z, digits and single hyphens.');
  await waitForFocus(page, 'name', 'slug');
  await page.getByRole('link', { name: 'History' }).click();
  await page.waitForSelector('[role=alertdialog]');
  await page.keyboard.press('Escape');
  await page.fill('input[name=slug]', 'care');
  await page.waitForSelector('text=will go on leading here');
  await page.fill('[name="texts.signIn.en"]', 'Use your **work** address.');
  expect(await faults(page)).toEqual([]);
  await shot(page, 'general');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForSelector('text=Saved. Customers see it from now on.');
  const site = await publicPage('/support/sign-in');
  expect(site.url()).toContain('/care/sign-in');
  expect(await site.textContent('header')).toContain('Harbour & Sons');
  expect(await site.locator('main strong').textContent()).toBe('work');
  await shot(site, 'sign-in');

  await nils.open(`portals/${company.portal.id}/general`);
  await page.fill('input[name=company]', 'Somebody else');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForSelector('text=Saved. Customers see it from now on.');
  await page.getByRole('link', { name: 'History' }).click();
  await page.waitForSelector('text=Somebody else');
  expect(await faults(page)).toEqual([]);
  await shot(page, 'history');
  await page.getByRole('button', { name: 'Restore this version' }).first().click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Restore' }).click();
  await page.waitForSelector('text=Restored. Customers see it from now on.');
  await site.reload();
  expect(await site.textContent('header')).toContain('Harbour & Sons');
  await site.context().close();
});

it('gives the portal its colours and its logo, with the contrast told and the real pages beside', async () => {
  const { page } = nils;
  await nils.open(`portals/${company.portal.id}/branding`);
  await page.fill('input[name=accent]', '#9ab5ff');
  await page.waitForSelector('text=too low to be read');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForSelector('text=needs 4.5 to 1');
  await page.fill('input[name=accent]', '#0a6b4f');
  await page.waitForSelector('text=easy to read');
  await page
    .locator('input[type=file][aria-label="Logo"]')
    .setInputFiles({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: LOGO });
  await page.waitForSelector('img[alt="Logo"]');
  const frame = page.frameLocator('iframe[title="Preview"]');
  await frame.locator('text=Invoice 2041').waitFor();
  await page.waitForFunction(() =>
    document.querySelector('iframe')?.getAttribute('srcdoc')?.includes('#0a6b4f'),
  );
  await page.getByRole('button', { name: 'Add a link to the footer' }).click();
  await page.fill('[name="footerLinks.0.labels.en"]', 'Terms');
  await page.fill('[name="footerLinks.0.url"]', '/terms');
  expect(await faults(page)).toEqual([]);
  await shot(page, 'branding');
  await page.getByRole('combobox', { name: 'Appearance' }).click();
  await page.getByRole('option', { name: 'Dark' }).click();
  await page.getByRole('combobox', { name: 'Page' }).click();
  await page.getByRole('option', { name: 'Ticket' }).click();
  await frame.locator('text=correct the address').waitFor();
  await shot(page, 'branding-dark');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForSelector('text=Saved. Customers see it from now on.');
  for (const scheme of ['light', 'dark'] as const) {
    const site = await publicPage('/care/sign-in', scheme);
    expect(await site.locator('header img.logo').getAttribute('alt')).toBe('Harbour & Sons');
    expect(
      await site.evaluate(
        () => getComputedStyle(document.querySelector('button.primary') as Element).backgroundColor,
      ),
    ).toBe('rgb(10, 107, 79)');
    expect(await findings(site)).toEqual([]);
    await shot(site, `branded-${scheme}`);
    await site.context().close();
  }
});

it('says what the portal stands on', async () => {
  const { page } = nils;
  await nils.open('health');
  await page.waitForSelector('h2:has-text("Mail")');
  await page.getByRole('button', { name: 'Send me a test mail' }).click();
  await page.waitForSelector('text=is in the mail viewer');
  expect(await faults(page)).toEqual([]);
  await shot(page, 'health');
});

it('shows a reader the settings without a way to change them, and others neither menu nor page', async () => {
  const reader = await panelWith(browser, booted, 'Rosa', ['portals.portal-read']);
  await reader.open(`portals/${company.portal.id}/branding`);
  expect(await reader.page.getByRole('button', { name: 'Save' }).count()).toBe(0);
  expect(await reader.page.locator('input[name=accent]').isDisabled()).toBe(true);
  await reader.page.context().close();
  const other = await panelWith(browser, booted, 'Olaf', ['inboxes.inbox-read']);
  await other.open('inboxes');
  expect(await other.page.getByRole('link', { name: 'Health' }).count()).toBe(0);
  await other.page.goto(
    `http://127.0.0.1:${booted.port}/admin/plugins/customer-portal/portals/${company.portal.id}/general`,
  );
  await other.page.waitForSelector('text=/permissions/i');
  await other.page.context().close();
});
