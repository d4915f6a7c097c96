import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany } from '../support/company';
import { hubspotContacts } from '../support/hubspot';
import { bootWithPanel, panelWith, type Panel } from '../support/panel';
import type { Booted } from '../support/strapi';

let booted: Booted;
let browser: Browser;
let panel: Panel;
let page: Page;
const folder = mkdtempSync(path.join(os.tmpdir(), 'imports-'));
const shots = process.env.SHOTS;
const shoot = async (name: string) => {
  if (shots)
    await page.screenshot({ path: path.join(shots, `transfers-${name}.png`), fullPage: true });
};

beforeAll(async () => {
  booted = await bootWithPanel();
  await foundCompany(booted, `http://localhost:${booted.port}`);
  browser = await launchBrowser();
  panel = await panelWith(browser, booted, 'Mara', [
    'transfers.record-import',
    'transfers.record-export',
  ]);
  page = panel.page;
});
afterAll(async () => {
  await browser.close();
  await booted.destroy();
  rmSync(folder, { recursive: true, force: true });
});

it('uploads, maps, tries, imports while nobody looks, and reports', async () => {
  await panel.open('imports');
  await page.getByText('Nothing was imported yet').waitFor();
  await shoot('empty');
  await page.getByRole('link', { name: 'New import' }).first().click();
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.getByText('Choose a file.').waitFor();
  const file = path.join(folder, 'contacts.csv');
  writeFileSync(file, `${hubspotContacts(1500, 10)}\nX1,,,no-address,,,,,,,\n`);
  await page.setInputFiles('input[type=file]', file);
  await page.getByRole('combobox').click();
  await page.getByRole('option', { name: 'Contacts' }).click();
  expect(await findings(page, 'main')).toEqual([]);
  await shoot('new');
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.getByRole('combobox', { name: 'Field of Record ID' }).waitFor();
  await shoot('mapping');
  expect(await findings(page, 'main')).toEqual([]);
  await page.getByRole('button', { name: 'Dry run' }).click();
  await page.getByText('What the dry run found').waitFor();
  await page.getByText('“no-address” is not an e-mail address.').waitFor();
  await shoot('dry-run');
  await page.getByRole('button', { name: 'Start import' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Start import' }).click();
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  await panel.open('imports');
  await page.getByRole('link', { name: 'contacts.csv' }).click();
  await page.getByText('Download the rows with problems').waitFor();
  await page.getByText('Done', { exact: true }).waitFor();
  await shoot('done');
  expect(await findings(page, 'main')).toEqual([]);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download the rows with problems' }).click(),
  ]);
  const report = readFileSync(String(await download.path()), 'utf8');
  expect(report).toContain('problem');
  expect(report).toContain('no-address');
  const [{ total }] = (await booted.services.runtime.db('cp_contacts').count({ total: '*' })) as [
    { total: number },
  ];
  expect(Number(total)).toBe(1504);
});

it('exports from the list, and is usable on a phone and in the dark', async () => {
  await panel.open('imports');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export Companies' }).click(),
  ]);
  expect(readFileSync(String(await download.path()), 'utf8')).toContain('Harbour Foods');
  await page.getByRole('link', { name: 'contacts.csv' }).waitFor();
  await shoot('list');
  expect(await findings(page, 'main')).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await shoot('phone');
});

it('says why an import failed, and takes it up again once the cause is gone', async () => {
  const { importRunner, runtime } = booted.services;
  const file = path.join(folder, 'again.csv');
  const lines = Array.from({ length: 30 }, (_, at) => `Again ${at},again${at}@late.example`);
  writeFileSync(file, ['Name,Email', ...lines].join('\n'));
  await page.setViewportSize({ width: 1360, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
  await panel.open('imports/new');
  await page.setInputFiles('input[type=file]', file);
  await page.getByRole('combobox').click();
  await page.getByRole('option', { name: 'Contacts' }).click();
  await page.getByRole('button', { name: 'Upload' }).click();
  await page.getByRole('combobox', { name: 'Field of Email' }).waitFor();
  const { storage_key: key } = (await runtime
    .db('cp_data_imports')
    .where({ file_name: 'again.csv' })
    .first('storage_key')) as { storage_key: string };
  const stored = path.join(runtime.config.attachmentsDir, 'imports', key);
  const aside = `${stored}.aside`;

  // Something is in the file's place that cannot be read: every try fails before the first row.
  renameSync(stored, aside);
  mkdirSync(stored);
  const error = jest.spyOn(booted.strapi.log, 'error').mockImplementation(() => booted.strapi.log);
  await page.getByRole('button', { name: 'Start import' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Start import' }).click();
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  const failed = page.getByText('The import stopped at an error of the server.', { exact: false });
  while ((await failed.count()) === 0) {
    importRunner.wake();
    await importRunner.idle();
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  expect(error.mock.calls.flat().join()).toContain('EISDIR');
  error.mockRestore();
  await page.getByText('Failed', { exact: true }).waitFor();
  expect(await findings(page, 'main')).toEqual([]);
  await shoot('failed');

  rmdirSync(stored);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('The file is not on this server. Upload it again.').first().waitFor();
  await shoot('failed-again');
  renameSync(aside, stored);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('Done', { exact: true }).waitFor();
  await shoot('taken-up');
  const made = await runtime.db('cp_contact_addresses').whereLike('address', 'again%@late.example');
  expect(made).toHaveLength(30);
});

it('shows a role that may only export nothing to import', async () => {
  const other = await panelWith(browser, booted, 'Eve', ['transfers.record-export']);
  await other.open('imports');
  await other.page.getByRole('button', { name: 'Export Tickets' }).waitFor();
  expect(await other.page.getByRole('link', { name: 'New import' }).count()).toBe(0);
  expect(await findings(other.page, 'main')).toEqual([]);
});
