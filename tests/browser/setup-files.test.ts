import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import type { SetupFile } from '../../server/contracts/setup-files';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany } from '../support/company';
import { bootWithPanel, panelWith } from '../support/panel';
import type { Booted } from '../support/strapi';

const SHOTS = process.env.SHOTS;
const ACTIONS = [
  'portals.setup-export',
  'portals.setup-apply',
  'portals.portal-edit',
  'pipelines.pipeline-edit',
  'properties.property-edit',
];

let booted: Booted;
let browser: Browser;

beforeAll(async () => {
  booted = await bootWithPanel();
  await foundCompany(booted);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await booted?.destroy();
});

async function look(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  expect(await findings(page, 'main')).toEqual([]);
  if (!SHOTS) return;
  const before = page.viewportSize() ?? { width: 1360, height: 900 };
  await page.setViewportSize({ ...before, height: 2400 });
  await page.screenshot({ path: `${SHOTS}/${name}.png` });
  await page.setViewportSize(before);
}

it('exports a file, shows what a changed one would change, and applies it', async () => {
  const { page, open } = await panelWith(browser, booted, 'Nils', ACTIONS);
  await open('set-up-files');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export the set-up' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('customer-portal.json');
  const file = JSON.parse(readFileSync(await download.path(), 'utf8')) as SetupFile;

  await page.getByRole('button', { name: 'Show the differences' }).click();
  await page.waitForSelector('text=Choose a file, or paste one.');
  await page.fill('textarea', '{"format": "something else"}');
  await page.getByRole('button', { name: 'Show the differences' }).click();
  await page.waitForSelector('text=1 problem stands in the way');
  await page.waitForSelector('text=This is no set-up file');
  await look(page, 'problem');

  const [pipeline] = file.pipelines as { name: string; statuses: object[] }[];
  pipeline?.statuses.splice(1, 0, {
    name: 'In the workshop',
    meaning: 'waiting-on-us',
    color: 'alternative',
  });
  const settings = {
    general: { company: 'Harbour & Sons' },
    tickets: { reopenDays: 30 },
    branding: { accent: '#0a6b4f' },
  };
  const wanted = {
    ...file,
    properties: [{ subject: 'ticket', key: 'size', kind: 'number', labels: { en: 'Size' } }],
    portals: [{ name: 'Harbour support', settings }],
    roles: [{ name: 'Reader', actions: ['tickets.ticket-read'] }],
  };
  await page.setInputFiles('input[type=file]', {
    name: 'set-up.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(wanted)),
  });
  await page.getByRole('button', { name: 'Show the differences' }).click();
  await page.waitForSelector('text=settings.tickets.reopenDays');
  const portals = page.getByRole('region', { name: 'Portals' });
  expect(await portals.textContent()).toContain('14 → 30');
  expect(await page.getByRole('region', { name: 'Properties' }).textContent()).toContain('New');
  expect(await page.textContent('main')).toContain('only somebody who may create and update');
  await page.waitForFunction(() => document.activeElement?.textContent?.includes('3 changes.'));
  await look(page, 'differences');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await look(page, 'phone-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1360, height: 900 });
  await page.getByRole('button', { name: 'Apply the file' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Apply the file' }).click();
  await page.waitForSelector('text=3 changes are made.');
  await look(page, 'result');
  await page.getByRole('button', { name: 'Compare again' }).click();
  await page.waitForSelector('text=Nothing to change.');
  const [portal] = booted.services.siteMap.portals();
  expect(portal?.settings.tickets.reopenDays).toBe(30);
  expect(portal?.company).toBe('Harbour & Sons');
  await page.context().close();
});

it('shows each role what it may do, and others neither menu nor page', async () => {
  const exporter = await panelWith(browser, booted, 'Rosa', ['portals.setup-export']);
  await exporter.open('set-up-files');
  await exporter.page.getByRole('button', { name: 'Export the set-up' }).waitFor();
  expect(await exporter.page.locator('textarea').count()).toBe(0);
  await exporter.page.context().close();
  const { page, open } = await panelWith(browser, booted, 'Olaf', ['portals.portal-read']);
  await open('health');
  expect(await page.getByRole('link', { name: 'Set-up as code' }).count()).toBe(0);
  await page.goto(`http://127.0.0.1:${booted.port}/admin/plugins/customer-portal/set-up-files`);
  await page.waitForSelector('text=/permissions/i');
  await page.context().close();
});
