import type { Browser, Page } from 'playwright-core';
import { newId } from '../../server/store/connection';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany, PASSWORD, viewerOf, type TestCompany } from '../support/company';
import { bootWithPanel, panelWith, type Panel } from '../support/panel';
import { customerAt } from '../support/portal-page';
import { shotsOf } from '../support/shots';
import type { Booted } from '../support/strapi';

const shot = shotsOf('companies');
const READ = ['companies.company-read', 'contacts.contact-read', 'tickets.ticket-read'];

let booted: Booted;
let browser: Browser;
let company: TestCompany;
let mara: Panel;

beforeAll(async () => {
  booted = await bootWithPanel();
  company = await foundCompany(booted, `http://localhost:${booted.port}`);
  const dora = await viewerOf(booted, company, 'dora@lime.example');
  await booted.services.customerTickets.create(dora, {
    subject: 'Walnut of Lime',
    body: 'It beeps.',
    files: [],
    submissionKey: newId(),
  });
  await booted.services.people.createContact({
    name: 'Noor Haddad',
    address: 'noor@harbour-cold.example',
    password: PASSWORD,
    portalKeys: [company.portalKey],
    properties: { sees_company: 'yes' },
  });
  browser = await launchBrowser();
  mara = await panelWith(browser, booted, 'Mara', [
    ...READ,
    'companies.company-edit',
    'companies.company-merge',
    'tickets.ticket-update',
  ]);
});
afterAll(async () => {
  await browser?.close();
  await booted?.destroy();
});

const customer = (address: string) =>
  customerAt(browser, `http://localhost:${booted.port}/support`, address);

const said = async (page: Page, text: string) => {
  await page.getByText(text, { exact: true }).first().waitFor();
  await page.getByRole('button', { name: 'Close', exact: true }).first().click();
};
/** Types into a field that finds records, and takes one. */
const pick = async (page: Page, placeholder: string, typed: string, option: string) => {
  await page.click(`main input[placeholder="${placeholder}"]`);
  await page.keyboard.type(typed);
  await page.click(`[role=option]:has-text("${option}")`);
};

it('makes a company with a domain and a parent, and says beside the field what is wrong', async () => {
  const { page, open } = mara;
  await open('companies');
  await page.waitForSelector('text=2 entries');
  await shot(page, 'list');
  expect(await findings(page, 'main')).toEqual([]);
  await page.click('text=New company');
  await page.waitForSelector('h1:has-text("New company")');
  await page.click('main button[type=submit]');
  await page.waitForSelector('text=Enter a name.');
  await page.fill('main input[name=name]', 'Harbour Cold Stores');
  await page.click('text=Add a domain');
  await page.fill('main input[name="domains.0.domain"]', 'Gmail.com');
  await page.click('main button[type=submit]');
  await page.waitForSelector('text=Anybody can have an address of gmail.com.');
  await shot(page, 'refused');
  await page.fill('main input[name="domains.0.domain"]', 'Harbour-Cold.example');
  await pick(page, 'Beginning of a name or domain', 'harb', 'Harbour Foods');
  await page.click('main button[type=submit]');
  await page.waitForSelector('h1:has-text("Harbour Cold Stores")');
  // Somebody has a verified address of the domain: offered, asked, joined.
  await page.click('text=Let them join');
  await page.waitForSelector('[role=alertdialog] >> text=noor@harbour-cold.example');
  expect(await findings(page, '[role=alertdialog]')).toEqual([]);
  await page.click('[role=alertdialog] button:has-text("Let them join")');
  await page.waitForSelector('td:has-text("Noor Haddad")');
  await page.waitForSelector('text=By domain');
  await shot(page, 'form');
  expect(await findings(page, 'main')).toEqual([]);
  // The parent knows its child.
  await open('companies?q=foods');
  await page.click('main td a:has-text("Harbour Foods")');
  await page.waitForSelector('main li a:has-text("Harbour Cold Stores")');
});

it('gives and takes sight of a company’s tickets, and the portal follows on the next request', async () => {
  const { page, open } = mara;
  const noor = await customer('noor@harbour-cold.example');
  const tabs = () => noor.locator('main nav.tabs a:has-text("company")').count();
  expect(await tabs()).toBe(0);
  await open('companies?q=cold');
  await page.click('main td a:has-text("Harbour Cold")');
  await page.getByRole('checkbox', { name: 'Noor Haddad may see its tickets' }).click();
  await said(page, 'Saved');
  await noor.reload();
  expect(await tabs()).toBe(1);

  // With a second company whose tickets he may see, the portal lets him choose between them.
  await booted.services.portalSettings.apply(company.portalKey, { tickets: { companies: 'all' } });
  await open('companies?q=lime');
  await page.click('main td a:has-text("Lime Works")');
  await pick(page, 'Name or e-mail', 'noor', 'Noor Haddad');
  await said(page, 'Noor Haddad was added');
  await page.getByRole('checkbox', { name: 'Noor Haddad is a manager' }).click();
  await said(page, 'Saved');
  await noor.goto(`http://localhost:${booted.port}/support?scope=company`);
  await noor.waitForSelector('text=Walnut of Lime');
  await noor.click('.filters summary');
  await noor.selectOption('select[name=company]', { label: 'Harbour Cold Stores' });
  await noor.click('form.filters button');
  await noor.waitForSelector('text=No ticket matches.');
  expect(noor.url()).toMatch(/company=[a-z0-9]{24}/);
  await noor.setViewportSize({ width: 390, height: 800 });
  await noor.goto(`http://localhost:${booted.port}/support?scope=company`);
  await shot(noor, 'portal-phone');
  expect(await findings(noor)).toEqual([]);
  const address = await noor.locator('a:has-text("Walnut of Lime")').getAttribute('href');

  await page.click('main button:has-text("Remove Noor Haddad")');
  await page.click('[role=alertdialog] button:has-text("Remove")');
  await said(page, 'Removed');
  // Signed out at once; whoever signs in again finds no such ticket.
  await noor.goto(`http://localhost:${booted.port}${address ?? ''}`);
  expect(new URL(noor.url()).pathname).toBe('/support/sign-in');
  const again = await customer('noor@harbour-cold.example');
  const answer = await again.goto(`http://localhost:${booted.port}${address ?? ''}`);
  expect(answer?.status()).toBe(404);
});

it('files a ticket under another company of its requester, and says so in the activity', async () => {
  const { page, open } = mara;
  const { db } = booted.services.runtime;
  const cold = await db('cp_companies').where({ name: 'Harbour Cold Stores' }).first();
  const flags = { isPrimary: false, seesTickets: false, isManager: false };
  const actor = { kind: 'agent', id: 'a', name: 'Mara', can: new Set(['company-edit']) } as const;
  const { dora } = company.people;
  await booted.services.companyContacts.set(actor, String(cold.document_id), dora.id, flags);
  const ticket = await db('cp_tickets').where({ subject: 'Walnut of Lime' }).first();
  await open(`help-desk/tickets/${String(ticket.document_id)}`);
  const field = page.getByRole('combobox', { name: 'Company' });
  await field.waitFor();
  expect(await field.inputValue()).toBe('Lime Works');
  await field.click();
  expect(await page.locator('[role=option]').allTextContents()).toEqual([
    'Harbour Cold Stores',
    'Lime Works',
  ]);
  await shot(page, 'ticket');
  await field.fill('nothing of it');
  await page.waitForSelector('text=Nothing found.');
  await field.fill('stores');
  await page.click('[role=option]:has-text("Harbour Cold Stores")');
  await said(page, 'Saved');
  await page.click('main button:has-text("Timeline")');
  await page.waitForSelector('text=Company: Lime Works → Harbour Cold Stores');
  expect(await field.inputValue()).toBe('Harbour Cold Stores');
  await shot(page, 'ticket-filed');
  expect(await findings(page, 'main')).toEqual([]);
  // By keyboard, and to none and back.
  await page.getByRole('button', { name: 'File under no company' }).click();
  await said(page, 'Saved');
  expect(await field.inputValue()).toBe('');
  await field.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.type('lime');
  await page.waitForSelector('[role=option]:has-text("Lime Works")');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await said(page, 'Saved');
  expect(await field.inputValue()).toBe('Lime Works');
});

it('merges two companies, and the old address leads to the one that stays', async () => {
  const { page, open } = mara;
  await open('companies?q=lime');
  await page.click('main td a:has-text("Lime Works")');
  await page.waitForSelector('h1:has-text("Lime Works")');
  const old = page.url();
  await open('companies?q=foods');
  await page.click('main td a:has-text("Harbour Foods")');
  await page.click('main a:has-text("Merge")');
  await pick(page, 'Beginning of a name or domain', 'lime', 'Lime Works');
  await page.waitForSelector('text=Its domains come over: lime.example.');
  await shot(page, 'merge');
  expect(await findings(page, 'main')).toEqual([]);
  await page.click('main button:has-text("Merge")');
  expect(await findings(page, '[role=alertdialog]')).toEqual([]);
  await page.click('[role=alertdialog] button:has-text("Merge")');
  await page.waitForSelector('td:has-text("Walnut of Lime")');
  await page.goto(old);
  await page.waitForSelector('h1:has-text("Harbour Foods")');
});

it('moves to the bin saying what goes, and restores', async () => {
  const { page, open } = mara;
  await open('companies?q=cold');
  await page.click('main td a:has-text("Harbour Cold")');
  await page.click('main button:has-text("Move to the bin")');
  await page.waitForSelector('text=Nobody joins by harbour-cold.example any more');
  expect(await findings(page, '[role=alertdialog]')).toEqual([]);
  await shot(page, 'trash');
  await page.click('[role=alertdialog] button:has-text("Move to the bin")');
  await page.waitForSelector('text=This company is in the bin');
  await open('companies?state=bin');
  await page.waitForSelector('td:has-text("Harbour Cold Stores")');
  await page.click('main td a:has-text("Harbour Cold")');
  await page.click('main button:has-text("Restore")');
  await page.waitForSelector('main button:has-text("Move to the bin")');
});

it('shows a role that may only read disabled fields and no buttons, on a phone too', async () => {
  const rita = await panelWith(browser, booted, 'Rita', READ, { width: 390, height: 800 });
  await rita.open('companies');
  await rita.page.waitForSelector('text=entries');
  expect(await rita.page.locator('text=New company').count()).toBe(0);
  await rita.page.click('main td a:has-text("Harbour Foods")');
  await rita.page.waitForSelector('main input[name=name]');
  await rita.page.waitForSelector('td:has-text("Ana Lopes")');
  expect(await rita.page.locator('main input:not([disabled])').count()).toBe(0);
  for (const text of ['Save', 'Move to the bin', 'Merge', 'Add a domain', 'Make primary'])
    expect(await rita.page.locator(`main button:has-text("${text}")`).count()).toBe(0);
  await rita.page.emulateMedia({ colorScheme: 'dark' });
  await shot(rita.page, 'phone-dark');
  expect(await findings(rita.page, 'main')).toEqual([]);
});

it('keeps everybody else out', async () => {
  const stan = await panelWith(browser, booted, 'Stan', ['contacts.contact-read']);
  await stan.page.goto(`http://127.0.0.1:${booted.port}/admin/plugins/customer-portal/companies`);
  await stan.page.waitForSelector('main >> text=permissions');
  expect(await stan.page.locator('main table').count()).toBe(0);
});
