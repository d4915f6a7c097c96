import type { Browser, Page } from 'playwright-core';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany, viewerOf, type TestCompany } from '../support/company';
import { bootWithPanel, panelWith, type Panel } from '../support/panel';
import { customerAt } from '../support/portal-page';
import { shotsOf } from '../support/shots';
import type { Booted } from '../support/strapi';

const shot = shotsOf('properties');

let booted: Booted;
let browser: Browser;
let company: TestCompany;
let mara: Panel;
let ticketId: string;

beforeAll(async () => {
  booted = await bootWithPanel();
  company = await foundCompany(booted, `http://localhost:${booted.port}`);
  const viewer = await viewerOf(booted, company, 'ben@harbour.example');
  const made = await booted.services.customerTickets.create(viewer, {
    subject: 'Meter is dark',
    body: 'Please help.',
    files: [],
    submissionKey: '',
  });
  ticketId = made.id;
  browser = await launchBrowser();
  mara = await panelWith(browser, booted, 'Mara', [
    'properties.property-read',
    'properties.property-edit',
    'tickets.ticket-read',
    'tickets.ticket-update',
  ]);
});
afterAll(async () => {
  await browser?.close();
  await booted?.destroy();
});

const choose = async (page: Page, field: string, option: string) => {
  await page.getByRole('combobox', { name: field }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
};

describe('properties in the admin', () => {
  it('makes a choice with options, refusing beside the field what is missing', async () => {
    const { page } = mara;
    await mara.open('properties');
    await page.waitForSelector('text=Last activity');
    expect(await findings(page, 'main')).toEqual([]);
    await shot(page, 'list');
    await page.click('main a:has-text("New property")');
    await page.waitForSelector('h1:has-text("New property of tickets")');
    await page.click('button[type=submit]');
    await page.waitForSelector('text=Enter a label in one language at least.');
    await page.fill('input[name="labels.en"]', 'Colour of lamp');
    expect(await page.inputValue('input[name=key]')).toBe('colour_of_lamp');
    await choose(page, 'Kind', 'Choice');
    await choose(page, 'Customers', 'See it');
    await page.click('text=Add an option');
    await page.fill('input[name="options.0.labels.en"]', 'Deep red');
    expect(await page.inputValue('input[name="options.0.key"]')).toBe('deep-red');
    await page.click('text=Add an option');
    await page.fill('input[name="options.1.labels.en"]', 'Blue');
    await page.click('role=button[name="Move Blue up"]');
    expect(await page.inputValue('input[name="options.0.labels.en"]')).toBe('Blue');
    expect(await findings(page, 'main')).toEqual([]);
    await shot(page, 'form');
    await page.click('button[type=submit]');
    await page.waitForSelector('text=No ticket has a value.');
    expect(await page.isDisabled('input[name=key]')).toBe(true);
  });

  it('is filled in on the ticket and read by its customer', async () => {
    const { page } = mara;
    await mara.open(`help-desk/tickets/${ticketId}`);
    await choose(page, 'Colour of lamp', 'Deep red');
    await page.click('text=Save properties');
    await page.waitForSelector('text=Deep red');
    expect(await findings(page, 'main')).toEqual([]);
    await shot(page, 'ticket');
    const customer = await customerAt(
      browser,
      `http://localhost:${booted.port}/support`,
      'ben@harbour.example',
    );
    await customer.click('summary:has-text("Filters")');
    await customer.selectOption('select[name="f.colour_of_lamp"]', 'deep-red');
    await shot(customer, 'customer-open');
    await customer.click('.more button');
    await customer.waitForSelector('.chips');
    await shot(customer, 'customer-list');
    await customer.click('text=Meter is dark');
    await customer.waitForSelector('dd:has-text("Deep red")');
    expect(await findings(customer, 'main')).toEqual([]);
    await shot(customer, 'customer-ticket');
  });

  it('narrows and sorts the list of agents, with the state in the address', async () => {
    const { page } = mara;
    const { agentTickets, properties } = booted.services;
    await properties.define({
      subject: 'ticket',
      key: 'weight',
      kind: 'number',
      labels: { en: 'Weight' },
      helps: {},
      options: [],
      customerAccess: 'none',
      agentAccess: 'edit',
      isRequiredToClose: false,
    });
    await booted.services.siteMap.refresh();
    await mara.open('help-desk');
    await choose(page, 'Property', 'Colour of lamp');
    await choose(page, 'Colour of lamp', 'Blue');
    await page.waitForSelector('text=No ticket matches these filters.');
    await choose(page, 'Colour of lamp', 'Deep red');
    await page.waitForSelector('main table >> text=Meter is dark');
    expect(await findings(page, 'main')).toEqual([]);
    await shot(page, 'desk-choice');
    await choose(page, 'Property', 'Weight');
    await page.getByLabel('from').fill('1200');
    await page.getByLabel('from').press('Enter');
    await page.waitForSelector('text=No ticket matches these filters.');
    await mara.open(`help-desk/tickets/${ticketId}`);
    await page.getByLabel('Weight').fill('1234.5');
    await page.click('text=Save properties');
    await page.waitForSelector('text=Saved');
    const whole = agentTickets.list;
    agentTickets.list = (actor, query) => whole(actor, query, 0);
    await mara.open('help-desk?property=weight&from=1200&sort=-p.weight');
    await page.waitForSelector('text=Only the 5,000 newest tickets were looked at.');
    agentTickets.list = whole;
    await mara.open('help-desk?property=weight&from=1200&sort=-p.weight');
    await page.waitForSelector('main td:has-text("1,234.5")');
    expect(await page.getByLabel('from').inputValue()).toBe('1200');
    expect(await findings(page, 'main')).toEqual([]);
    await shot(page, 'desk-number');
    await page.click('text=Clear filters');
    await page.waitForURL((url) => !url.search.includes('weight&'));
  });

  it('asks before it deletes one, with how many tickets have a value', async () => {
    const { page } = mara;
    await mara.open('properties?origin=custom');
    await page.click('main a:has-text("Colour of lamp")');
    await page.waitForSelector('text=1 ticket has a value.');
    await page.click('button:has-text("Delete")');
    await page.waitForSelector('[role=alertdialog] >> text=1 ticket has a value.');
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await findings(page, '[role=alertdialog]')).toEqual([]);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.click('[role=alertdialog] button:has-text("Delete")');
    await page.waitForURL(/properties\?subject=ticket/);
  });

  it('shows a reader disabled fields and no buttons', async () => {
    const reader = await panelWith(browser, booted, 'Rita', ['properties.property-read'], {
      width: 390,
      height: 800,
    });
    await reader.open('properties');
    await reader.page.click('main a:has-text("Priority")');
    await reader.page.waitForSelector('input[name="labels.en"]');
    expect(await reader.page.isDisabled('input[name="labels.en"]')).toBe(true);
    expect(await reader.page.locator('main button[type=submit]').count()).toBe(0);
    await reader.page.emulateMedia({ colorScheme: 'dark' });
    await shot(reader.page, 'reader');
  });
});
