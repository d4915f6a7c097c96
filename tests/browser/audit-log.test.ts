import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany, viewerOf, type TestCompany } from '../support/company';
import { bootWithPanel, panelWith, type Panel } from '../support/panel';
import { shotsOf } from '../support/shots';
import type { Booted } from '../support/strapi';

const shot = shotsOf('audit-log');

let booted: Booted;
let browser: Browser;
let company: TestCompany;
let mara: Panel;

beforeAll(async () => {
  booted = await bootWithPanel();
  company = await foundCompany(booted, `http://localhost:${booted.port}`);
  await viewerOf(booted, company, 'ana@harbour.example');
  await viewerOf(booted, company, 'ben@harbour.example');
  browser = await launchBrowser();
  mara = await panelWith(browser, booted, 'Mara', [
    'audit-log.audit-read',
    'audit-log.audit-export',
    'contacts.contact-read',
    'contacts.contact-view-as',
    'members.member-read',
  ]);
});
afterAll(async () => {
  await browser?.close();
  await booted?.destroy();
});

it('says who did what, narrowed by area, with everything that an entry recorded, and exports it', async () => {
  const { page } = mara;
  await mara.open('audit-log');
  await page.getByRole('button', { name: 'contact was created' }).first().waitFor();
  await page.getByRole('combobox', { name: 'Area' }).click();
  await page.click('[role=option]:has-text("Sign-ins")');
  const rows = page.locator('tbody tr');
  await rows.filter({ hasText: 'Ben Okafor' }).waitFor();
  await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 2);
  expect(page.url()).toContain('area=sign-ins');
  expect(await findings(page, 'main')).toEqual([]);
  await shot(page, 'light');
  await rows.first().getByRole('button').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('127.0.0.1').waitFor();
  expect(await findings(page, '[role=dialog]')).toEqual([]);
  await shot(page, 'entry');
  await page.keyboard.press('Escape');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.click('button:has-text("Export as CSV")'),
  ]);
  expect(file.suggestedFilename()).toMatch(/^audit-log-\d{4}-\d\d-\d\d\.csv$/);
  const text = readFileSync(await file.path(), 'utf8');
  expect(text).toContain('session.started');
  expect(text).not.toContain('contact.created');
  await page.getByLabel('Until').fill('2001-01-01');
  await page.waitForSelector('text=Nothing matches these filters.');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByLabel('Until').fill('');
  await rows.first().waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  await shot(page, 'phone');
  await page.setViewportSize({ width: 1360, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
});

it('shows a portal as a contact sees it, with a banner, until the admin stops', async () => {
  const { page } = mara;
  await mara.open(`contacts/${company.people.ana.id}`);
  const [tab] = await Promise.all([
    page.context().waitForEvent('page'),
    page.click('button:has-text("Look at Harbour support as this contact")'),
  ]);
  // The page of the link presses its button by itself.
  await tab.waitForSelector('text=you see this portal as Ana Lopes does');
  await tab.waitForURL(/\/support$/);
  expect(await findings(tab, 'body')).toEqual([]);
  await shot(tab, 'viewed-as');
  await tab.goto(`http://localhost:${booted.port}/support/new`);
  await tab.fill('#subject', 'Not mine');
  await tab.fill('main textarea', 'x');
  await tab.click('main button.primary');
  await tab.waitForSelector('text=Nothing was changed');
  await tab.setViewportSize({ width: 390, height: 844 });
  await tab.emulateMedia({ colorScheme: 'dark' });
  await shot(tab, 'viewed-as-phone');
  await tab.click('button:has-text("Stop looking")');
  await tab.waitForURL(/sign-in/);
  await tab.close();
  await mara.open('audit-log?area=view-as');
  await page.getByRole('button', { name: 'stopped looking as the customer' }).waitFor();
});
