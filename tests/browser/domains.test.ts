import type { Browser, Page } from 'playwright-core';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { startDns, type DnsServer } from '../support/dns';
import { bootWithPanel, panelWith, type Panel } from '../support/panel';
import type { Booted } from '../support/strapi';

const SHOTS = process.env.SHOTS;

let booted: Booted;
let browser: Browser;
let dns: DnsServer;
let dana: Panel;

beforeAll(async () => {
  dns = await startDns();
  booted = await bootWithPanel({ pluginConfig: { dnsServers: [dns.address] } });
  browser = await launchBrowser();
  dana = await panelWith(browser, booted, 'Dana', ['portals.portal-read', 'portals.domain-edit']);
});
afterAll(async () => {
  await browser?.close();
  await booted?.destroy();
  await dns?.close();
});

/** A page in light and dark, and on a phone. */
async function shots(page: Page, name: string): Promise<void> {
  if (!SHOTS) return;
  const shot = (end: string) => page.screenshot({ path: `${SHOTS}/${name}${end}.png` });
  await shot('');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shot('-dark');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: `${SHOTS}/${name}-phone-dark.png`, fullPage: true });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.screenshot({ path: `${SHOTS}/${name}-phone.png`, fullPage: true });
  await page.setViewportSize({ width: 1360, height: 900 });
}

/** Strapi's own button is too pale while the mouse is over it, and fades for a moment after that. */
async function faults(page: Page, within = 'main'): Promise<string[]> {
  await page.mouse.move(0, 0);
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().map(({ finished }) => finished)),
  );
  return findings(page, within);
}

async function openDialog(page: Page): Promise<void> {
  await dana.open('domains');
  await page.click('main a:has-text("Connect a domain")');
  await page.waitForSelector('[role=dialog] input[name=address]');
}

describe('domains in the admin', () => {
  it('connects a domain, refused beside the field, and sees it verified', async () => {
    const { page } = dana;
    await openDialog(page);
    await page.fill('[role=dialog] input[name=address]', 'http://10.0.0.1');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role=dialog] >> text=is an address of a private network');
    expect(await page.getAttribute('input[name=address]', 'aria-invalid')).toBe('true');
    expect(await faults(page, '[role=dialog]')).toEqual([]);
    await shots(page, 'connect');
    await page.fill('[role=dialog] input[name=address]', `brand.localhost:${booted.port}/help`);
    await page.keyboard.press('Enter');
    await page.waitForSelector(`h1:has-text("brand.localhost:${booted.port}/help")`);
    await page.waitForSelector('main >> text=This domain needs no proof.');
    expect(await faults(page)).toEqual([]);
    await shots(page, 'verified');
  });

  it('changes the language, and the pages there speak it', async () => {
    const { page } = dana;
    const { portals, runtime } = booted.services;
    const { id: domainKey } = await runtime.db('cp_domains').where({ base_path: '/help' }).first();
    const { id: inboxKey } = await runtime.db('cp_inboxes').first('id');
    await portals.createPortal({ name: 'Brand help', domainKey, slug: 'desk', inboxKey });
    const reader = await (await browser.newContext({ locale: 'en' })).newPage();
    const address = `http://brand.localhost:${booted.port}/help/desk/sign-in`;
    await reader.goto(address);
    expect(await reader.getAttribute('html', 'lang')).toBe('en');
    await page.getByRole('combobox', { name: 'Primary language' }).click();
    await page.getByRole('option', { name: 'French', exact: true }).click();
    await page.waitForSelector('text=Strapi has no locale for French yet');
    await page.click('main button:has-text("Save")');
    await page.waitForSelector('text=Saved');
    await reader.goto(address);
    expect(await reader.getAttribute('html', 'lang')).toBe('fr');
    await reader.context().close();
  });

  it('shows how to prove a domain that does not lead here yet, and checks again', async () => {
    const { page } = dana;
    await openDialog(page);
    await page.fill('[role=dialog] input[name=address]', 'help.harbour.example');
    await page.click('[role=dialog] button:has-text("Connect")');
    await page.waitForSelector('h1:has-text("help.harbour.example")');
    await page.waitForSelector('text=is not found in DNS');
    await page.waitForSelector('text=The TXT record is not there.');
    expect(await faults(page)).toEqual([]);
    await shots(page, 'failed');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.click('button:has-text("Copy Value")');
    await page.waitForSelector('text=Copied');
    const value = await page.evaluate(() => navigator.clipboard.readText());
    expect(value).toMatch(/^customer-portal-verification=/);
    dns.zone.set('TXT _customer-portal.help.harbour.example', [value]);
    const at = booted.services.runtime.now() + 6000;
    booted.services.runtime.now = () => at;
    await page.click('button:has-text("Check now")');
    await page.waitForSelector('main >> text=Its TXT record proves it.');
    await page.waitForSelector('main >> text=Verified');
    await dana.open('domains');
    await page.waitForSelector('td:has-text("Brand help")');
    expect(await faults(page)).toEqual([]);
    await shots(page, 'list');
  });

  it('removes a domain, but none that something stands on', async () => {
    const { page } = dana;
    await dana.open('domains');
    await page.getByRole('link', { name: `/help`, exact: false }).first().click();
    await page.waitForSelector('main h1:has-text("/help")');
    await page.click('main button:has-text("Remove")');
    await page.waitForSelector('[role=alertdialog] >> text=Brand help stands there.');
    expect(await page.isDisabled('[role=alertdialog] button:has-text("Remove")')).toBe(true);
    await page.keyboard.press('Escape');
    await dana.open('domains');
    await page.getByRole('link', { name: 'help.harbour.example' }).click();
    await page.click('main button:has-text("Remove")');
    expect(await faults(page, '[role=alertdialog]')).toEqual([]);
    await page.click('[role=alertdialog] button:has-text("Remove")');
    await page.waitForSelector('text=The domain is removed.');
    await page.waitForSelector('td:has-text("Brand help")');
    expect(await page.locator('td:has-text("help.harbour.example")').count()).toBe(0);
  });

  it('shows the system domain without a way to remove it, readers no button, others no menu', async () => {
    const rita = await panelWith(browser, booted, 'Rita', ['portals.portal-read']);
    await rita.open('domains');
    expect(await rita.page.locator('main a:has-text("Connect a domain")').count()).toBe(0);
    await rita.page.getByRole('link', { name: 'http://127.0.0.1:1337' }).click();
    await rita.page.waitForSelector('text=The server’s own address.');
    expect(await rita.page.locator('main button:has-text("Save")').count()).toBe(0);
    expect(await rita.page.locator('main button:has-text("Remove")').count()).toBe(0);
    await dana.open('domains');
    await dana.page.getByRole('link', { name: 'http://127.0.0.1:1337' }).click();
    await dana.page.waitForSelector('main button:has-text("Save")');
    expect(await dana.page.locator('main button:has-text("Remove")').count()).toBe(0);
    const nora = await panelWith(browser, booted, 'Nora', ['contacts.contact-read']);
    await nora.open('contacts');
    expect(await nora.page.locator('nav a[href$="/domains"]').count()).toBe(0);
  });
});
