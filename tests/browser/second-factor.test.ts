import { readFileSync } from 'node:fs';
import { Secret, TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { findFactor, saveFactor } from '../../server/store/second-factors';
import { findings } from '../support/axe';
import { stopBackground } from '../support/background';
import { launchBrowser } from '../support/browser';
import { foundCompany, PASSWORD, type TestCompany } from '../support/company';
import { bootWithPanel, panelWith } from '../support/panel';
import { enterPortal } from '../support/portal-page';
import { shotsOf } from '../support/shots';
import type { Booted } from '../support/strapi';

const shot = shotsOf('second-factor');
const DORA = 'dora@lime.example';

let booted: Booted;
let browser: Browser;
let company: TestCompany;
let portal: string;

beforeAll(async () => {
  booted = await bootWithPanel();
  await stopBackground(booted);
  const origin = `http://localhost:${booted.port}`;
  company = await foundCompany(booted, origin);
  portal = `${origin}/support`;
  await booted.services.portalSettings.apply(company.portalKey, {
    general: { helpContact: 'help@tallybrook.example' },
  });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await booted?.destroy();
});

/** Nothing that axe finds, and nothing wider than the window: in both colours, on a phone and from right to left. */
async function expectGood(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await findings(page)).toEqual([]);
    await shot(page, `${name}-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  await fits(page);
  await shot(page, `${name}-phone`);
  if (before) await page.setViewportSize(before);
  await page.evaluate("document.documentElement.dir = 'rtl'");
  await fits(page);
  expect(await findings(page)).toEqual([]);
  await shot(page, `${name}-rtl`);
  await page.evaluate("document.documentElement.dir = 'ltr'");
}

const fits = async (page: Page) =>
  expect(
    await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    ),
  ).toBe(0);

/** What the app shows now; as if half a minute had passed since the last one. */
async function codeOf(key: string): Promise<string> {
  await saveFactor(booted.services.runtime.db, company.people.dora.key, { lastStep: 0 }, 0);
  return new TOTP({ secret: Secret.fromBase32(key) }).generate();
}

async function fillIn(page: Page): Promise<void> {
  await page.goto(`${portal}/sign-in`);
  await page.fill('#email', DORA);
  await page.fill('#password', PASSWORD);
  await page.click('main button.primary');
}

it('is set up by a picture, asked for at the next sign-in, given by code or recovery code, and reset by an admin', async () => {
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  await page.goto(`${portal}/sign-in`);
  await enterPortal(page, DORA);
  await page.goto(`${portal}/profile/second-step`);
  await expectGood(page, 'off');
  await page.click('text=Set up the app');
  await page.waitForSelector('svg.qr');
  await expectGood(page, 'app');
  await page.click('[data-copies=key]');
  await page.waitForSelector('[data-copies=key]:has-text("Copied")');
  const copied = String(await page.evaluate('navigator.clipboard.readText()'));
  const key = copied.replaceAll(' ', '');
  expect(key).toMatch(/^[A-Z2-7]{32}$/);
  await page.fill('#code', '12');
  await page.click('main button.primary');
  await page.waitForSelector('.problems');
  expect(await page.title()).toMatch(/^Error: /);
  await expectGood(page, 'app-wrong');
  await page.fill('#code', await codeOf(key));
  await page.click('main button.primary');
  await page.waitForSelector('.codes');
  await expectGood(page, 'codes');
  const codes = await page.locator('.codes li').allTextContents();
  expect(codes).toHaveLength(10);
  await page.click('[data-copies=recovery-codes]');
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
    codes.map((code) => code.trim()).join('\n'),
  );
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.click('[data-saves=recovery-codes]'),
  ]);
  expect(download.suggestedFilename()).toBe('recovery-codes.txt');
  const saved = readFileSync(await download.path(), 'utf8');
  expect(saved).toContain('Recovery codes for Harbour support');
  expect(saved).toContain(codes[9]?.trim());
  await page.click('text=I have kept them');
  await page.waitForSelector('text=10 codes are left.');
  await expectGood(page, 'on');

  await page.click('.account summary');
  await page.click('.account >> text=Sign out');
  // The script takes `done` out of the address as soon as the page is read.
  await page.waitForSelector('text=You are signed out.');
  await fillIn(page);
  await page.waitForSelector('h1:has-text("One more step")');
  await expectGood(page, 'asked');
  await page.fill('#code', '000000');
  await page.click('main button.primary');
  await page.waitForSelector('.problems');
  await expectGood(page, 'asked-wrong');
  const code = await codeOf(key);
  await page.fill('#code', `${code.slice(0, 3)} ${code.slice(3)}`);
  await page.click('main button.primary');
  await page.waitForSelector('.account summary:has-text("Dora Vidal")');

  await page.context().clearCookies();
  await fillIn(page);
  await page.click('text=Use a recovery code');
  await page.waitForSelector('label:has-text("Recovery code")');
  await expectGood(page, 'recovery');
  await page.fill('#code', codes[0] ?? '');
  await page.click('main button.primary');
  await page.waitForSelector('.account summary:has-text("Dora Vidal")');
  await page.goto(`${portal}/profile/second-step`);
  await page.waitForSelector('text=9 codes are left.');

  const { page: panel, open } = await panelWith(browser, booted, 'Edda', [
    'contacts.contact-read',
    'members.member-read',
    'members.member-edit',
  ]);
  await open(`contacts/${company.people.dora.id}`);
  await panel.waitForSelector('text=9 recovery codes left');
  await panel.locator('text=Reset second factor').scrollIntoViewIfNeeded();
  expect(await findings(panel, 'main')).toEqual([]);
  await shot(panel, 'panel');
  await panel.click('button:has-text("Reset second factor")');
  await panel.waitForSelector('[role=alertdialog]');
  expect(await findings(panel, '[role=alertdialog]')).toEqual([]);
  await shot(panel, 'panel-asks');
  await panel.click('[role=alertdialog] button:has-text("Reset second factor")');
  await panel.waitForSelector('text=Off: a password or a link by mail is enough.');
  expect(await findFactor(booted.services.runtime.db, company.people.dora.key)).toBeNull();
  await page.reload();
  await page.waitForURL(/sign-in/);
  await page.context().close();
});

it('is announced by a banner where the portal requires it, and set up before anything else later', async () => {
  const setRule = (graceDays: number) =>
    booted.services.portalSettings.apply(company.portalKey, {
      access: { secondFactor: { required: 'everybody', groups: [], graceDays, since: Date.now() } },
    });
  await setRule(7);
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${portal}/sign-in`);
  await enterPortal(page, 'ana@harbour.example');
  await page.waitForSelector('.due');
  await expectGood(page, 'soon');
  await setRule(0);
  await page.goto(portal);
  await page.waitForSelector('h1:has-text("Set up a second step")');
  await expectGood(page, 'required');
  await page.click('main button.primary');
  await page.waitForSelector('svg.qr');
  await expectGood(page, 'required-app');
});
