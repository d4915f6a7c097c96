import type { Browser, Page } from 'playwright-core';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany } from '../support/company';
import { bootWithPanel, panelWith, type Panel } from '../support/panel';
import { customerAt } from '../support/portal-page';
import { shotsOf } from '../support/shots';
import type { Booted } from '../support/strapi';

const shot = shotsOf('inboxes');
/** A PNG of one pixel. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

let booted: Booted;
let browser: Browser;
let mara: Panel;

beforeAll(async () => {
  booted = await bootWithPanel();
  await foundCompany(booted, `http://localhost:${booted.port}`);
  browser = await launchBrowser();
  // May edit inboxes and agents, and not pipelines.
  mara = await panelWith(browser, booted, 'Mara', [
    'inboxes.inbox-read',
    'inboxes.inbox-edit',
    'agents.agent-read',
    'agents.agent-edit',
    'agents.support-role-create',
    'pipelines.pipeline-read',
  ]);
});
afterAll(async () => {
  await browser?.close();
  await booted?.destroy();
});

const choose = async (page: Page, label: string, option: string) => {
  await page.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
};

const row = (page: Page, name: string) => page.getByRole('link', { name, exact: true });

/** Strapi's own button is too pale while the mouse is over it, and fades for a moment after that. */
async function faults(page: Page, within = 'main'): Promise<string[]> {
  await page.mouse.move(0, 0);
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().map(({ finished }) => finished)),
  );
  return findings(page, within);
}

describe('inboxes in the admin', () => {
  it('makes hours and an inbox, refused beside the field, and customers get its numbers', async () => {
    const { page } = mara;
    await mara.open('calendars/new');
    await page.fill('input[name=name]', 'Office');
    await page.click('main button[aria-label="Clear"]');
    await page.getByRole('combobox', { name: 'Time zone' }).pressSequentially('paris');
    await page.getByRole('option', { name: 'Europe/Paris' }).click();
    await page.fill('[name="hours.0.to"]', '08:00');
    await page.click('button:has-text("Save")');
    await page.waitForSelector('text=Enter a time after the opening.');
    await page.fill('[name="hours.0.to"]', '17:00');
    await page.click('button:has-text("Save")');
    await page.waitForSelector('h1:has-text("Office")');
    const zone = page.getByRole('combobox', { name: 'Time zone' });
    await zone.focus();
    await page.focus('input[name=name]');
    expect(await zone.inputValue()).toBe('Europe/Paris');
    expect(await faults(page)).toEqual([]);
    await shot(page, 'calendar');

    await mara.open('inboxes');
    expect(await faults(page)).toEqual([]);
    await row(page, 'Support').click();
    await page.waitForSelector('h1:has-text("Support")');
    await page.fill('input[name=address]', 'nobody');
    await page.click('button:has-text("Save")');
    await page.waitForSelector('text=Enter an e-mail address, such as');
    await page.fill('input[name=address]', 'support@harbour.example');
    await page.fill('input[name=numberPrefix]', 'HARBOUR-');
    await page.fill('input[name=numberStart]', '42');
    await choose(page, 'Business hours', 'Office');
    await page.click('button:has-text("Save")');
    await page.waitForSelector('text=Saved');
    expect(await faults(page)).toEqual([]);
    await shot(page, 'form');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 390, height: 844 });
    await shot(page, 'form-phone-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 1360, height: 900 });

    const portal = `http://localhost:${booted.port}/support`;
    const customer = await customerAt(browser, portal, 'ana@harbour.example');
    await customer.goto(`${portal}/new`);
    await customer.fill('[name=subject]', 'Gateway beeps');
    await customer.fill('textarea', 'It beeps.');
    await customer.click('main button.primary');
    await customer.waitForSelector('text=HARBOUR-42');
    await customer.context().close();
  });

  it('asks where the tickets of a deleted inbox go', async () => {
    const { page } = mara;
    await mara.open('inboxes/new');
    await page.fill('input[name=name]', 'Second line');
    await page.fill('input[name=numberPrefix]', 'harbour-');
    await choose(page, 'Portal', 'Harbour support');
    await page.click('button:has-text("Save")');
    await page.waitForSelector('text=Numbers of the inbox Support begin like this.');
    await page.fill('input[name=numberPrefix]', 'S-');
    await page.click('button:has-text("Save")');
    await page.waitForSelector('h1:has-text("Second line")');
    await mara.open('inboxes');
    await page.waitForSelector('td:has-text("Second line")');
    await shot(page, 'list');
    await row(page, 'Support').click();
    await page.click('main button:has-text("Delete")');
    await page.waitForSelector('[role=alertdialog] >> text=Its tickets, open and closed');
    expect(await page.isDisabled('[role=alertdialog] button:has-text("Delete")')).toBe(true);
    await choose(page, 'Inbox that takes over', 'Second line');
    expect(await faults(page, '[role=alertdialog]')).toEqual([]);
    await shot(page, 'delete');
    await page.click('[role=alertdialog] button:has-text("Delete")');
    await page.waitForSelector('text=Deleted');
    await page.waitForSelector('td:has-text("Second line")');
    expect(await page.locator('tbody tr').count()).toBe(1);
  });

  it('adds an agent, lets him leave and come back, and makes the support roles', async () => {
    const { page } = mara;
    await mara.open('agents/new');
    await page.click('[role=combobox][placeholder="Name or e-mail"]');
    await page.click('[role=option]:has-text("Mara Berg")');
    await page.click('button:has-text("Create")');
    await page.waitForSelector('h1:has-text("Mara Berg")');
    await page.fill('input[name=publicName]', 'Mara of support');
    await page.click('button:has-text("Save")');
    await page.waitForSelector('text=Saved');
    await page.setInputFiles('input[type=file]', {
      name: 'me.png',
      mimeType: 'image/png',
      buffer: Buffer.from('no picture'),
    });
    await page.waitForSelector('text=Choose a PNG, JPEG or WebP picture.');
    await page.setInputFiles('input[type=file]', {
      name: 'me.png',
      mimeType: 'image/png',
      buffer: PICTURE,
    });
    const picture = page.locator('main img[src^="blob:"]');
    await picture.waitFor();
    expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);
    expect(await faults(page)).toEqual([]);
    await shot(page, 'agent');
    await mara.open('inboxes');
    await row(page, 'Second line').click();
    await page.getByRole('combobox', { name: 'Members' }).pressSequentially('be');
    await page.getByRole('option', { name: 'Mara Berg' }).click();
    expect(await page.getByRole('combobox', { name: 'Members' }).inputValue()).toBe('');
    await page.click('button:has-text("Save")');
    await page.waitForSelector('text=Saved');
    await page.reload();
    await page.waitForSelector('button[aria-label="Remove Mara Berg"]');
    expect(await faults(page)).toEqual([]);
    await mara.open('agents');
    await row(page, 'Mara Berg').click();
    await page.waitForSelector('text=Member of: Second line');
    await page.click('button:has-text("Remove the picture")');
    await picture.waitFor({ state: 'detached' });
    await page.click('button:has-text("Has left")');
    await page.waitForSelector('[role=alertdialog] >> text=Open tickets go to');
    expect(await faults(page, '[role=alertdialog]')).toEqual([]);
    await page.click('[role=alertdialog] button:has-text("Has left")');
    await page.click('button:has-text("Works again")');
    await page.waitForSelector('button:has-text("Has left")');
    await mara.open('agents');
    await page.waitForSelector('td:has-text("Mara of support")');
    expect(await faults(page)).toEqual([]);
    await page.click('button:has-text("Create support roles")');
    await page.waitForSelector('text=Gets: Read tickets, Add internal notes');
    await shot(page, 'roles');
    await page.click('button:has-text("Create or complete")');
    await page.waitForSelector('text=The support roles are there.');
  });

  it('shows who may edit inboxes pipelines without a button, and readers disabled fields', async () => {
    const { page } = mara;
    await mara.open('pipelines');
    await page.waitForSelector('td:has-text("Support")');
    expect(await page.locator('main a[href$="/pipelines/new"]').count()).toBe(0);
    const rita = await panelWith(browser, booted, 'Rita', ['inboxes.inbox-read']);
    await rita.open('inboxes');
    await row(rita.page, 'Second line').click();
    await rita.page.waitForSelector('input[name=name]:disabled');
    expect(await rita.page.locator('main button:has-text("Save")').count()).toBe(0);
    expect(await rita.page.locator('main button:has-text("Delete")').count()).toBe(0);
  });
});
