import type { Browser, Page } from 'playwright-core';
import type { AdminActor } from '../../server/services/types';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany, type TestCompany } from '../support/company';
import { waitForFocus } from '../support/focus';
import { foundKnowledgeBase } from '../support/knowledge-base';
import { bootWithPanel, panelWith, type Panel } from '../support/panel';
import { customerAt } from '../support/portal-page';
import type { Booted } from '../support/strapi';

const SHOTS = process.env.SHOTS;
const MARA: AdminActor = {
  kind: 'agent',
  id: 'maramaramaramaramaramara',
  name: 'Mara Berg',
  can: new Set(['request-form-edit', 'request-form-publish']),
};

let booted: Booted;
let browser: Browser;
let company: TestCompany;
let nils: Panel;
let origin: string;

beforeAll(async () => {
  booted = await bootWithPanel();
  origin = `http://localhost:${booted.port}`;
  company = await foundCompany(booted, origin);
  await foundKnowledgeBase(booted, origin);
  const { requestForms } = booted.services;
  const made = await requestForms.create(MARA, {
    portal: company.portal.id,
    name: 'Returns',
    slug: 'returns',
  });
  await requestForms.publish(MARA, made.id);
  browser = await launchBrowser();
  nils = await panelWith(browser, booted, 'Nils', ['portals.portal-read', 'portals.portal-edit']);
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
  await shot('-phone-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await shot('-phone');
  await page.setViewportSize(size);
}

/** Strapi's own buttons are too pale while the mouse is over them. */
async function faults(page: Page, within = 'main'): Promise<string[]> {
  await page.mouse.move(0, 0);
  return findings(page, within);
}

/** Tab to what has this name, and no further than a page has stops. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let stops = 0; stops < 60; stops += 1) {
    await page.keyboard.press('Tab');
    const isThere = await page.evaluate((wanted) => {
      const at = document.activeElement as HTMLInputElement | null;
      const labels = [...(at?.labels ?? [])].map(({ textContent }) => textContent);
      return [at?.textContent, at?.getAttribute('aria-label'), at?.name, ...labels].some(
        (said) => said?.trim() === wanted,
      );
    }, name);
    if (isThere) return;
  }
  throw new Error(`No way to “${name}” by the Tab key`);
}

it('announces an incident by keyboard, and counts whom it affects', async () => {
  const { page } = nils;
  const { keyboard } = page;
  await nils.open(`portals/${company.portal.id}/announcements`);
  await page.waitForSelector('text=Nothing is announced.');
  expect(await faults(page)).toEqual([]);
  await page
    .locator('main h1')
    .first()
    .evaluate((heading) => {
      heading.setAttribute('tabindex', '-1');
      (heading as HTMLElement).focus();
    });
  await tabTo(page, 'New announcement');
  await keyboard.press('Enter');
  await page.waitForSelector('textarea[name="texts.en"]');
  await page.getByRole('button', { name: 'Save' }).focus();
  await keyboard.press('Enter');
  await page.waitForSelector('text=Enter a text.');
  await waitForFocus(page, 'name', 'texts.en');
  await keyboard.type('The **gateway** is down. We are on it.');
  await tabTo(page, 'texts.fr');
  await keyboard.type('La **passerelle** est en panne.');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  for (const level of ['Notice', 'Warning', 'Incident']) {
    if (level !== 'Notice') await keyboard.press('ArrowDown');
    await page.waitForFunction((wanted) => document.activeElement?.textContent === wanted, level);
  }
  await keyboard.press('Enter');
  await tabTo(page, 'until');
  await keyboard.type('010120200900AM');
  await keyboard.press('Enter');
  await page.waitForSelector('text=Choose an end that is after the beginning.');
  await waitForFocus(page, 'name', 'until');
  await shots(page, 'announcement-refused');
  await page.fill('input[name=until]', '');
  await page.locator('input[name=from]').focus();
  await tabTo(page, 'until');
  await keyboard.type('010120990900AM');
  await tabTo(page, '“This affects me too”');
  await keyboard.press('Space');
  await page.waitForSelector(`text=${Intl.DateTimeFormat().resolvedOptions().timeZone}`);
  expect(await faults(page)).toEqual([]);
  await shots(page, 'announcement');
  await page.getByRole('button', { name: 'Save' }).focus();
  await keyboard.press('Enter');
  await page.waitForSelector('main >> text=Shown now');
  expect(await page.textContent('main table')).toContain('Incident');
  expect(await faults(page)).toEqual([]);

  const ana = await customerAt(browser, `${origin}/support`, 'ana@harbour.example');
  await ana.waitForSelector('[role=status] >> text=Incident');
  expect(await findings(ana)).toEqual([]);
  await shots(ana, 'list');
  await ana.goto(`${origin}/support/new/support`);
  await ana.fill('#subject', 'Half written');
  await ana.getByRole('button', { name: 'This affects me too' }).focus();
  await ana.keyboard.press('Enter');
  await ana.waitForSelector('text=Thank you. Nobody else has said so yet.');
  expect(await ana.inputValue('#subject')).toBe('Half written');
  await ana.waitForFunction(() => document.activeElement?.textContent === 'It does not affect me');
  expect(await findings(ana)).toEqual([]);
  await shots(ana, 'form-affected');
  const ben = await customerAt(browser, `${origin}/support`, 'ben@harbour.example', {
    javaScriptEnabled: false,
  });
  await ben.click('text=This affects me too');
  await ben.waitForSelector('text=Thank you. 1 other is affected.');
  await page.reload();
  await page.waitForSelector('main td:text-is("2")');
  await shots(page, 'announcements');

  await ana.getByRole('button', { name: 'Dismiss' }).click();
  await ana.waitForSelector('.told', { state: 'hidden' });
  await ana.goto(`${origin}/support`);
  expect(await ana.locator('.told').count()).toBe(0);
  await ben.click('text=Dismiss');
  await ben.waitForSelector('h1');
  expect(await ben.locator('.told').count()).toBe(0);
});

it('keeps an announcement away from a device whose reader is nobody in particular', async () => {
  const reader = await (await browser.newContext({ colorScheme: 'dark' })).newPage();
  await reader.goto(origin);
  await reader.waitForSelector('.told >> text=The gateway is down.');
  expect(await findings(reader)).toEqual([]);
  await shots(reader, 'home');
  await reader.evaluate(() => (document.documentElement.dir = 'rtl'));
  expect(await findings(reader)).toEqual([]);
  if (SHOTS) await reader.screenshot({ path: `${SHOTS}/home-rtl.png` });
  await reader.getByRole('button', { name: 'Dismiss' }).click();
  await reader.waitForSelector('.told', { state: 'hidden' });
  await reader.goto(`${origin}/articles/mount-the-meter`);
  await reader.waitForSelector('.told', { state: 'hidden' });
  const other = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await other.goto(origin);
  expect(await other.isVisible('.told')).toBe(true);
  expect(await other.isVisible('text=Dismiss')).toBe(false);
});

it('chooses forms and categories, and customers see them', async () => {
  const { page } = nils;
  await nils.open(`portals/${company.portal.id}/support-form`);
  await page.getByRole('checkbox', { name: 'Offer every published form' }).click();
  await page.getByRole('button', { name: 'Move Returns up' }).click();
  expect(await faults(page)).toEqual([]);
  await shots(page, 'support-form');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForSelector('text=Saved. Customers see it from now on.');
  const cleo = await customerAt(browser, `${origin}/support`, 'cleo@harbour.example');
  await cleo.goto(`${origin}/support/new`);
  const forms = await cleo
    .locator('.cards a')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  expect(forms).toEqual(['/support/new/returns', '/support/new/support']);
  await page.getByRole('switch', { name: 'Offer Support' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForSelector('text=Saved. Customers see it from now on. >> nth=1');
  await cleo.goto(`${origin}/support/new`);
  expect(await cleo.locator('form[action="/support/new/returns"]').count()).toBe(1);

  await nils.open(`portals/${company.portal.id}/knowledge-base`);
  await page.getByRole('checkbox', { name: 'Show every category' }).click();
  await page.getByRole('checkbox', { name: 'Getting started' }).click();
  await page.fill('[name="portalLink.en"]', 'Your orders');
  expect(await faults(page)).toEqual([]);
  await shots(page, 'knowledge-base');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForSelector('text=Saved. Customers see it from now on.');
  await cleo.goto(origin);
  expect(await cleo.textContent('main')).toContain('There are no articles here yet.');
  expect(await cleo.textContent('header')).toContain('Your orders');
  await page.getByRole('radio', { name: 'A knowledge base elsewhere' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.waitForSelector('text=Enter the address of the knowledge base.');
  await waitForFocus(page, 'name', 'url');
  await shots(page, 'knowledge-base-outside');
});
