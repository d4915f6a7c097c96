import type { Browser, Page } from 'playwright-core';
import type { AdminActor } from '../../server/services/types';
import { select, text } from '../../server/store/connection';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany, PASSWORD, type TestCompany } from '../support/company';
import { bootWithPanel, panelWith } from '../support/panel';
import { customerAt, enterPortal } from '../support/portal-page';
import type { Booted } from '../support/strapi';

const SHOTS = process.env.SHOTS;
const MARA: AdminActor = {
  kind: 'agent',
  id: 'maramaramaramaramaramara',
  name: 'Mara Berg',
  can: new Set(['company-edit', 'portal-edit']),
};
const NOTICE = `We keep **your requests** and the files that you send us for ten years, on servers in the European Union.

- Only our support team reads them.
- You may ask for a copy of everything, and for its deletion, at any time.

Read our [privacy statement](https://example.com/privacy).`;

let booted: Booted;
let browser: Browser;
let company: TestCompany;
let portal: string;
let companyId: string;

beforeAll(async () => {
  booted = await bootWithPanel({ pluginConfig: { signInTries: { address: 100, ip: 500 } } });
  company = await foundCompany(booted, `http://localhost:${booted.port}`);
  portal = `http://localhost:${booted.port}/support`;
  const { companyContacts, portalSettings, runtime } = booted.services;
  await portalSettings.apply(company.portalKey, {
    access: { companyManagers: true },
    tickets: { permission: 'company' },
    general: { languages: ['fr', 'ar'], helpContact: 'help@harbour-support.example' },
  });
  const [harbour] = await select(
    runtime.db,
    "SELECT document_id FROM cp_companies WHERE name = 'Harbour Foods'",
  );
  companyId = text(harbour?.document_id);
  await companyContacts.set(MARA, companyId, company.people.ana.id, {
    isPrimary: true,
    seesTickets: false,
    isManager: true,
  });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await booted?.destroy();
});

async function shots(page: Page, name: string): Promise<void> {
  if (!SHOTS) return;
  const shot = (end: string) =>
    page.screenshot({ path: `${SHOTS}/${name}${end}.png`, fullPage: true });
  const size = page.viewportSize() ?? { width: 1280, height: 800 };
  await shot('');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shot('-dark');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'light' });
  await shot('-phone');
  const language = await page.evaluate(() => {
    const root = document.documentElement;
    root.dir = 'rtl';
    return root.lang;
  });
  await shot('-phone-rtl');
  await page.setViewportSize(size);
  await shot('-rtl');
  await page.evaluate((lang) => {
    document.documentElement.dir = 'ltr';
    document.documentElement.lang = lang;
  }, language);
}

const fits = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

it.each([
  ['with scripts', true],
  ['without scripts', false],
])(
  'lets a manager invite, show tickets to and remove colleagues, %s',
  async (name, javaScriptEnabled) => {
    const page = await customerAt(browser, portal, 'ana@harbour.example', { javaScriptEnabled });
    await page.click('summary');
    await page.click('.menu >> text=Colleagues');
    await page.waitForSelector('h1:has-text("Colleagues")');
    await page.click('text=Invite a colleague');
    await page.fill('#email', `nora.${name.length}@new.example`);
    await page.fill('#name', 'Win at www.evil.example');
    await page.click('main button.primary');
    await page.waitForSelector('.problems');
    await shots(page, `colleagues-refused-${name.length}`);
    expect(await page.inputValue('#email')).toBe(`nora.${name.length}@new.example`);
    await page.fill('#name', 'Nora New');
    await page.check('input[name=sees]');
    await page.click('main button.primary');
    await page.waitForSelector('text=If this address can be invited');
    await page.waitForSelector('h2:has-text("Invited")');
    if (javaScriptEnabled) expect(await findings(page, 'main')).toEqual([]);
    await shots(page, `colleagues-${name.length}`);
    await page.click('button:has-text("Take back")');
    await page.waitForSelector('text=The invitation is taken back.');

    await page.click('[aria-label="Hide company tickets: Ben Okafor"]');
    await page.waitForSelector('text=no longer sees the tickets');
    await page.click('[aria-label="Show company tickets: Ben Okafor"]');
    await page.waitForSelector('text=sees the tickets of the company now');

    const leaving = javaScriptEnabled ? 'Cleo Martin' : 'Ben Okafor';
    await page.click(`[aria-label="Remove: ${leaving}"]`);
    await page.waitForSelector(`h1:has-text("Remove ${leaving}?")`);
    await shots(page, `colleagues-remove-${name.length}`);
    await page.click('main button.primary');
    await page.waitForSelector('text=left the company and is signed out');
    expect(await page.locator('.people').first().textContent()).not.toContain(leaving);
    await page.setViewportSize({ width: 320, height: 700 });
    expect(await fits(page)).toBe(true);
    await page.context().close();
  },
);

it.each([
  ['with scripts', true],
  ['without scripts', false],
])('asks for consent before the first page, and again, %s', async (name, javaScriptEnabled) => {
  const { portalSettings, siteMap } = booted.services;
  const access = () => {
    const found = siteMap.portalByKey(company.portalKey)?.settings.access;
    if (!found) throw new Error('no portal');
    return found;
  };
  const setNotice = (consent: object) =>
    portalSettings.apply(company.portalKey, {
      access: { consent: { ...access().consent, ...consent } },
    });
  await setNotice({
    isOn: true,
    text: { en: NOTICE, ar: 'نحتفظ **بطلباتك** عشر سنوات.' },
    version: access().consent.version + 1,
  });
  const context = await browser.newContext({ javaScriptEnabled });
  const page = await context.newPage();
  await page.goto(`${portal}/profile`);
  await page.fill('#email', 'dora@lime.example');
  await page.fill('#password', PASSWORD);
  await page.click('main button.primary');
  await page.waitForSelector('h1:has-text("Before you go on")');
  if (javaScriptEnabled) expect(await findings(page, 'main')).toEqual([]);
  await shots(page, `consent-${name.length}`);
  await page.setViewportSize({ width: 320, height: 700 });
  expect(await fits(page)).toBe(true);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`http://localhost:${booted.port}/ar/support`);
  await page.waitForSelector('.consent[lang=ar][dir=rtl]');
  if (SHOTS)
    await page.screenshot({ path: `${SHOTS}/consent-ar-${name.length}.png`, fullPage: true });
  await page.goto(`${portal}/profile`);
  await page.click('text=Accept and go on');
  await page.waitForURL(`${portal}/profile`);

  // While something is written, everybody is asked again: nothing of it is lost.
  await page.goto(`${portal}/new`);
  await page.fill('#subject', 'Typed before');
  await page.fill('#body', 'Half an hour of work');
  await setNotice({ version: access().consent.version + 1 });
  await page.click('main button.primary');
  await page.waitForSelector('text=What you typed is kept');
  await page.click('text=Accept and go on');
  await page.waitForSelector('#body');
  expect(await page.inputValue('#subject')).toBe('Typed before');
  expect(await page.inputValue('#body')).toBe('Half an hour of work');
  await page.click('main button.primary');
  await page.waitForSelector('text=We have received your request.');
  await page.goto(`${portal}/consent`);
  await page.waitForSelector('text=You accepted this notice');
  await shots(page, `consent-own-${name.length}`);

  await setNotice({ version: access().consent.version + 1 });
  await page.goto(portal);
  await page.click('text=I do not accept');
  await page.waitForSelector('h1:has-text("You did not accept the notice")');
  await page.waitForSelector('main >> text=help@harbour-support.example');
  if (javaScriptEnabled) expect(await findings(page, 'main')).toEqual([]);
  await shots(page, `consent-refused-${name.length}`);
  await page.goto(portal);
  await page.waitForSelector('#password');
  await setNotice({ isOn: false });
  await enterPortal(page, 'dora@lime.example');
  await context.close();
});

it('shows an admin which wording somebody accepted, and what a manager did', async () => {
  const nils = await panelWith(browser, booted, 'Nils', [
    'contacts.contact-read',
    'contacts.contact-edit',
    'companies.company-read',
  ]);
  const { page } = nils;
  await nils.open(`contacts/${company.people.dora.id}`);
  const consent = page.getByRole('button', { name: /^Version \d+, English/ });
  await consent.first().waitFor();
  expect(await consent.count()).toBeGreaterThan(1);
  await page.getByText('accepted the portal’s notice').first().waitFor();
  expect(await findings(page, 'main')).toEqual([]);
  await consent.first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('We keep **your requests**').waitFor();
  await dialog.getByText('SHA-256 of the text').waitFor();
  expect(await findings(page, '[role=dialog]')).toEqual([]);
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/admin-consent.png` });
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await dialog.waitFor({ state: 'detached' });

  await nils.open(`companies/${companyId}`);
  await page.getByText('Ana Lopes, manager of the company, removed a colleague').first().waitFor();
  await page.getByText('Ana Lopes, manager of the company, invited a colleague').first().waitFor();
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/admin-company.png`, fullPage: true });
  await page.context().close();
});
