import type { Browser, Page } from 'playwright-core';
import { newId } from '../../server/store/connection';
import type { CustomerViewer } from '../../server/services/types';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany, viewerOf } from '../support/company';
import { bootWithPanel, panelWith, type Panel } from '../support/panel';
import { customerAt } from '../support/portal-page';
import type { Booted } from '../support/strapi';

const PICTURES = process.env.PICTURES ?? '';
const TICKETS = ['tickets.ticket-read', 'tickets.ticket-update'];

let booted: Booted;
let browser: Browser;
let portal: string;
let ana: CustomerViewer;
let mara: Panel;

beforeAll(async () => {
  booted = await bootWithPanel();
  portal = `http://localhost:${booted.port}`;
  const company = await foundCompany(booted, portal);
  ana = await viewerOf(booted, company, 'ana@harbour.example');
  browser = await launchBrowser();
  mara = await panelWith(browser, booted, 'Mara', [
    'pipelines.pipeline-read',
    'pipelines.pipeline-edit',
    'tickets.pipeline-override',
    ...TICKETS,
  ]);
});
afterAll(async () => {
  await browser?.close();
  await booted?.destroy();
});

const open = async (subject: string) =>
  (
    await booted.services.customerTickets.create(ana, {
      subject,
      body: 'It beeps.',
      files: [],
      submissionKey: newId(),
    })
  ).id;

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES !== '')
    await page.screenshot({ path: `${PICTURES}/pipelines-${name}.png`, fullPage: true });
}

async function choose(page: Page, label: string, option: string, within = 'main'): Promise<void> {
  await page
    .locator(within)
    .getByLabel(new RegExp(`^${label}\\*?$`))
    .click();
  await page.getByRole('option', { name: option, exact: true }).click();
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved', { exact: true }).first().waitFor();
  await page.getByRole('button', { name: 'Close', exact: true }).first().click();
}

const opener = (page: Page, name: string) =>
  page.locator('button[aria-expanded]').filter({ hasText: new RegExp(`^${name}`) });

const order = async (page: Page) =>
  (await page.locator('ol[aria-label="Statuses"] > li button[aria-expanded]').allInnerTexts()).map(
    (line) => line.split('\n')[0],
  );

async function customerSees(path: string): Promise<string> {
  const page = await customerAt(browser, `${portal}/support`, 'ana@harbour.example');
  await page.goto(`${portal}${path}`);
  const seen = await page.locator('main').innerText();
  await page.context().close();
  return seen;
}

describe('pipelines in the admin panel', () => {
  it('are listed with their statuses, searched, and have no finding of axe', async () => {
    const { page } = mara;
    await open('Gateway beeps');
    await mara.open('pipelines');
    const row = page.locator('tbody tr').filter({ hasText: 'Support' });
    await row.waitFor();
    expect(await row.innerText()).toMatch(/New[\s\S]*Waiting on customer[\s\S]*Closed[\s\S]*1/);
    expect(await findings(page, 'main')).toEqual([]);
    await picture(page, 'list');
    await page
      .getByRole('searchbox')
      .or(page.getByLabel('Search', { exact: true }))
      .first()
      .fill('nothing');
    await page.keyboard.press('Enter');
    await page.getByText('Nothing matches your search and filters.').waitFor();
    expect(page.url()).toContain('q=nothing');
    await page.getByRole('button', { name: 'Clear search and filters' }).first().click();
    await row.getByRole('link').click();
    await page.getByRole('heading', { level: 1, name: 'Support' }).waitFor();
  });

  it('get another customer label, another order by keyboard and buttons, and customers see it', async () => {
    const { page } = mara;
    await opener(page, 'New').click();
    await page.getByLabel('Customer label in English').fill('In the queue');
    await picture(page, 'form');
    expect(await findings(page, 'main')).toEqual([]);
    await page.getByRole('button', { name: 'Move Waiting on customer down' }).click();
    expect(await order(page)).toEqual(['New', 'Waiting on us', 'Waiting on customer', 'Closed']);
    await page.getByRole('button', { name: 'Drag Waiting on customer' }).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowUp');
    await page.getByText('Waiting on customer is now 2 of 4.').first().waitFor();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Move Waiting on us up' }).click();
    await save(page);
    await page.reload();
    await page.waitForSelector('ol[aria-label="Statuses"] > li');
    expect(await order(page)).toEqual(['New', 'Waiting on us', 'Waiting on customer', 'Closed']);
    expect(await customerSees('/support')).toContain('In the queue');
  });

  it('refuse beside the field, and ask before what was typed is lost', async () => {
    const { page } = mara;
    await page.getByRole('button', { name: 'Add a status' }).click();
    await page.locator('input[name="statuses.4.name"]').fill('closed');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Another status of this pipeline has this name.').first().waitFor();
    // Strapi's own button is too pale while the mouse is over it.
    await page.mouse.move(0, 0);
    await page.locator('button[type=submit]:enabled').waitFor();
    expect(await findings(page, 'main')).toEqual([]);
    await page.locator('input[name="statuses.4.name"]').fill('With engineering');
    await page.getByRole('checkbox', { name: 'Hide from customers' }).last().click();
    await page.getByRole('link', { name: 'Pipelines' }).first().click();
    await page.getByText('Leave without saving?').waitFor();
    await page.getByRole('button', { name: 'Stay' }).click();
    await page.getByRole('button', { name: 'Move With engineering up' }).click();
    await page.getByRole('checkbox', { name: /^No skipping/ }).click();
    await page.getByRole('button', { name: 'Add a silence' }).click();
    await choose(page, 'In status', 'Waiting on customer');
    await choose(page, 'Takes status', 'Closed');
    await picture(page, 'changed');
    await save(page);
    await opener(page, 'With engineering').waitFor();
    expect(await opener(page, 'With engineering').innerText()).toContain('hidden from customers');
  });

  it('bind agents in the help desk, who may override with the permission', async () => {
    const { page } = mara;
    const id = await open('Skips');
    await mara.open(`help-desk/tickets/${id}`);
    await choose(page, 'Status', 'Closed');
    await page.getByText('Override a rule of the pipeline?').waitFor();
    await picture(page, 'override');
    await page.getByRole('button', { name: 'Override the rule' }).click();
    await page.getByText('Timeline (3 entries)').click();
    await page.getByText('Mara Berg overrode a rule of the pipeline').waitFor();
    const rolf = await panelWith(browser, booted, 'Rolf', [...TICKETS, 'pipelines.pipeline-read']);
    const other = await open('Skips too');
    await rolf.open(`help-desk/tickets/${other}`);
    await choose(rolf.page, 'Status', 'Closed');
    await rolf.page
      .getByText(/No status of the pipeline Support may be skipped/)
      .first()
      .waitFor();
    expect(await rolf.page.getByText('Override a rule of the pipeline?').count()).toBe(0);

    // Who may only read sees the form without buttons.
    await rolf.open('pipelines');
    expect(await rolf.page.getByRole('link', { name: 'New pipeline' }).count()).toBe(0);
    await rolf.page.getByRole('link', { name: 'Support', exact: true }).click();
    await opener(rolf.page, 'New').click();
    expect(await rolf.page.getByLabel('Customer label in English').isDisabled()).toBe(true);
    for (const name of ['Save', 'Delete', 'Add a status', 'Add a silence', 'Delete New'])
      expect(await rolf.page.getByRole('button', { name, exact: true }).count()).toBe(0);
    expect(await findings(rolf.page, 'main')).toEqual([]);
    await rolf.page.context().close();
  });

  it('ask where the tickets of a status go', async () => {
    const { page } = mara;
    await mara.open('pipelines');
    await page.getByRole('link', { name: 'Support', exact: true }).click();
    await opener(page, 'New').waitFor();
    await page.getByRole('button', { name: 'Delete New', exact: true }).click();
    const dialog = '[role=alertdialog]';
    await page.getByText(/2 tickets have this status/).waitFor();
    expect(await findings(page, dialog)).toEqual([]);
    await picture(page, 'remove');
    expect(await page.getByRole('button', { name: 'Delete status' }).isDisabled()).toBe(true);
    await choose(page, 'Status that takes the tickets', 'Waiting on us', dialog);
    await page.getByRole('button', { name: 'Delete status' }).click();
    expect(await order(page)).not.toContain('New');
    await save(page);
    expect(await opener(page, 'Waiting on us').innerText()).toContain('2 tickets');
    const list = await customerSees('/support');
    expect(list).toContain('We are on it');
    expect(list).not.toContain('In the queue');
  });

  it('are made anew and take over when another is deleted', async () => {
    const { page } = mara;
    await mara.open('pipelines');
    await page.getByRole('link', { name: 'New pipeline' }).first().click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Enter a name.').first().waitFor();
    await page.locator('input[name=name]').fill('Returns');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Returns' }).waitFor();
    await mara.open('pipelines');
    await page.getByRole('link', { name: 'Support', exact: true }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('Delete the pipeline Support?').waitFor();
    await choose(page, 'Pipeline that takes them', 'Returns', '[role=alertdialog]');
    expect(await findings(page, '[role=alertdialog]')).toEqual([]);
    await picture(page, 'delete');
    await page.locator('[role=alertdialog]').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('1 entry').waitFor();
    const row = page.locator('tbody tr').filter({ hasText: 'Returns' });
    expect(await row.innerText()).toContain('Support');
    expect(await customerSees('/support')).toContain('We are on it');
  });

  it('look right in the dark and on a phone', async () => {
    const { page } = mara;
    await page.getByRole('link', { name: 'Returns', exact: true }).click();
    await opener(page, 'New').click();
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture(page, 'dark');
    expect(await findings(page, 'main')).toEqual([]);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 390, height: 844 });
    await picture(page, 'phone');
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBeLessThanOrEqual(390);
    await mara.open('pipelines');
    await page.waitForSelector('tbody tr');
    await picture(page, 'phone-list');
  });
});
