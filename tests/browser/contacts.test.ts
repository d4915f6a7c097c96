import type { Browser, Page } from 'playwright-core';
import { newId } from '../../server/store/connection';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany, PASSWORD, viewerOf, type TestCompany } from '../support/company';
import { waitForFocus } from '../support/focus';
import { bootWithPanel, panelWith, type Panel } from '../support/panel';
import { customerAt } from '../support/portal-page';
import { shotsOf } from '../support/shots';
import type { Booted } from '../support/strapi';

const shot = shotsOf('contacts');

let booted: Booted;
let browser: Browser;
let company: TestCompany;
let mara: Panel;

beforeAll(async () => {
  booted = await bootWithPanel();
  company = await foundCompany(booted, `http://localhost:${booted.port}`);
  await booted.services.people.createContact({
    name: 'A. Lopes',
    address: 'ana.lopes@old.example',
    password: PASSWORD,
    portalKeys: [company.portalKey],
  });
  await booted.services.accessGroups.define({ name: 'Pilot customers' });
  const old = await viewerOf(booted, company, 'ana.lopes@old.example');
  await booted.services.customerTickets.create(old, {
    subject: 'Walnut from before',
    body: 'It beeps.',
    files: [],
    submissionKey: newId(),
  });
  browser = await launchBrowser();
  mara = await panelWith(browser, booted, 'Mara', [
    'contacts.contact-read',
    'contacts.contact-edit',
    'contacts.contact-merge',
    'companies.company-read',
    'access-groups.access-group-read',
    'access-groups.access-group-edit',
    'tickets.ticket-read',
    'members.member-read',
    'members.member-edit',
  ]);
});
afterAll(async () => {
  await browser?.close();
  await booted?.destroy();
});

const customer = (address: string) =>
  customerAt(browser, `http://localhost:${booted.port}/support`, address);

const search = async (page: Page, q: string) => {
  await page.fill('main input[name=q]', q);
  await page.press('main input[name=q]', 'Enter');
};
const save = (page: Page) => page.click('main button[type=submit]:has-text("Save")');
const saved = (page: Page) => page.waitForSelector('text=Saved');
/** Types into a field that finds records, and takes one. */
const pick = async (page: Page, placeholder: string, typed: string, option: string) => {
  await page.click(`input[placeholder="${placeholder}"]`);
  await page.keyboard.type(typed);
  await page.click(`[role=option]:has-text("${option}")`);
};

it('finds, filters and opens a contact, with its state in the address', async () => {
  const { page, open } = mara;
  await open('contacts');
  await page.waitForSelector('text=5 entries');
  expect(await findings(page, 'main')).toEqual([]);
  await shot(page, 'list');
  await search(page, 'harb');
  await page.waitForSelector('text=Nothing matches');
  await search(page, 'lop');
  await page.waitForSelector('text=2 entries');
  expect(page.url()).toContain('q=lop');
  await search(page, 'ana@');
  await page.waitForSelector('text=1 entry');
  await page.click('main tbody a:has-text("Ana Lopes")');
  await page.waitForSelector('h1:has-text("Ana Lopes")');
  await page.waitForSelector('h2:has-text("Activity")');
  expect(await findings(page, 'main')).toEqual([]);
  await shot(page, 'form');
});

it('creates a contact and refuses an address that somebody has, with the way there', async () => {
  const { page, open } = mara;
  await open('contacts/new');
  await page.click('main button[type=submit]');
  await page.waitForSelector('text=Enter a name.');
  await waitForFocus(page, 'name', 'name');
  await page.fill('input[name=name]', 'Nora Quist');
  await page.fill('input[name="addresses.0.address"]', 'BEN@harbour.example');
  await page.click('main button[type=submit]');
  await page.waitForSelector('text=This address belongs to Ben Okafor.');
  expect(await page.getAttribute('a:has-text("Open Ben Okafor")', 'href')).toContain(
    company.people.ben.id,
  );
  await shot(page, 'taken');
  await page.fill('input[name="addresses.0.address"]', 'nora@quist.example');
  await page.click('main button:has-text("Add an address")');
  await page.fill('input[name="addresses.1.address"]', 'nora@second.example');
  await page.click('main button:has-text("Make primary")');
  await pick(page, 'Beginning of its name', 'lime', 'Lime Works');
  await page.click('main button[type=submit]');
  await page.waitForSelector('h1:has-text("Nora Quist")');
  await page.waitForSelector('text=Mara Berg created the contact');
  expect(await page.inputValue('input[name="addresses.1.address"]')).toBe('nora@second.example');
  await page.waitForSelector('text=This contact has no password yet');
});

it('changes a contact: the portal shows the new name, and nobody enters who is disabled', async () => {
  const { page, open } = mara;
  const ben = await customer('ben@harbour.example');
  await open(`contacts/${company.people.ben.id}`);
  await page.fill('input[name=name]', 'Ben Adeyemi');
  await save(page);
  await saved(page);
  await page.waitForSelector('h1:has-text("Ben Adeyemi")');
  await page.waitForSelector('text=Ben Okafor');
  await ben.reload();
  expect(await ben.textContent('header')).toContain('Ben Adeyemi');

  await page.click('main button:has-text("Disable")');
  await page.click('[role=alertdialog] button:has-text("Disable")');
  await page.waitForSelector('text=disabled access to a portal');
  await ben.reload();
  expect(ben.url()).toContain('/sign-in');
  await page.click('main button:has-text("Enable")');
  await page.click('[role=alertdialog] button:has-text("Enable")');
  await page.waitForSelector('text=enabled access to a portal');
  // The session is over for good; whoever signs in is in again.
  await ben.goto(`http://localhost:${booted.port}/support`);
  expect(ben.url()).toContain('/sign-in');
  expect((await customer('ben@harbour.example')).url()).not.toContain('/sign-in');
});

it('adds to an access group and asks before leaving the page with changes', async () => {
  const { page, open } = mara;
  await open(`contacts/${company.people.cleo.id}`);
  await pick(page, 'Name of a group', 'pil', 'Pilot customers');
  await page.waitForSelector('li a:has-text("Pilot customers")');
  await page.click('button:has-text("Remove from Pilot customers")');
  await page.click('[role=alertdialog] button:has-text("Remove")');
  await page.waitForSelector('text=In no access group.');
  await page.fill('input[name=phone]', '12345');
  await page.click('main a:has-text("Contacts")');
  await page.waitForSelector('text=Leave without saving?');
  await page.click('button:has-text("Stay")');
  expect(await page.inputValue('input[name=phone]')).toBe('12345');
});

it('moves a contact to the bin and back', async () => {
  const { page, open } = mara;
  await open(`contacts/${company.people.dora.id}`);
  await page.click('main button:has-text("Move to the bin")');
  await page.waitForSelector('text=cannot sign in any more');
  expect(await findings(page, '[role=alertdialog]')).toEqual([]);
  await shot(page, 'bin');
  await page.click('[role=alertdialog] button:has-text("Move to the bin")');
  await page.waitForSelector('text=This contact is in the bin');
  expect(await page.isDisabled('input[name=name]')).toBe(true);
  await open('contacts?state=bin');
  await page.click('main tbody a:has-text("Dora Vidal")');
  await page.click('main button:has-text("Restore")');
  await page.waitForSelector('main button[type=submit]:has-text("Save")');
});

it('merges two contacts side by side; tickets and the old address lead to the one that stays', async () => {
  const { page, open } = mara;
  const { id } = company.people.ana;
  const ana = await customer('ana@harbour.example');
  await open(`contacts/${id}`);
  await page.click('main a:has-text("Merge")');
  await page.waitForSelector('h1:has-text("Merge into Ana Lopes")');
  await pick(page, 'Name, e-mail, phone, old id', 'a. lop', 'ana.lopes@old.example');
  await page.waitForSelector('text=A merge cannot be undone.');
  const loser = new URL(page.url()).searchParams.get('with') ?? '';
  await page.check('input[name=name] >> nth=1');
  expect(await findings(page, 'main')).toEqual([]);
  await shot(page, 'merge');
  await page.click('main button:has-text("Merge")');
  await page.click('[role=alertdialog] button:has-text("Merge")');
  await page.waitForSelector('h1:has-text("A. Lopes")');
  await page.waitForSelector('main a:has-text("Walnut from before")');
  expect(await page.getAttribute('main a:has-text("All tickets")', 'href')).toContain(
    `state=all&contact=${id}`,
  );
  await ana.reload();
  expect(await ana.textContent('main')).toContain('Walnut from before');
  await ana.goto(`http://localhost:${booted.port}/support?q=walnut`);
  expect(await ana.textContent('main')).toContain('Walnut from before');
  await open(`contacts/${loser}`);
  await page.waitForURL(`**/contacts/${id}`);
});

it('shows a reader the contact without anything to change', async () => {
  const { page, open } = await panelWith(browser, booted, 'Rita', ['contacts.contact-read']);
  await open('contacts');
  await page.waitForSelector('main tbody a:has-text("Cleo Martin")');
  expect(await page.locator('main a:has-text("New contact")').count()).toBe(0);
  await page.click('main tbody a:has-text("Cleo Martin")');
  await page.waitForSelector('h1:has-text("Cleo Martin")');
  expect(await page.locator('main button[type=submit]').count()).toBe(0);
  expect(
    await page.locator('main button:has-text("Remove"), main button:has-text("Make")').count(),
  ).toBe(0);
  expect(await page.locator('main form input:not([disabled])').count()).toBe(0);
  expect(await page.locator('h2:has-text("Tickets")').count()).toBe(0);
  await shot(page, 'reader');
});

it('works on a phone and in the dark', async () => {
  const { page, open } = mara;
  await page.setViewportSize({ width: 390, height: 800 });
  await page.emulateMedia({ colorScheme: 'dark' });
  for (const address of ['contacts', `contacts/${company.people.ana.id}`]) {
    await open(address);
    await page.waitForSelector(address === 'contacts' ? 'main tbody a' : 'h2:has-text("Activity")');
    expect(await findings(page, 'main')).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(
      true,
    );
    await shot(page, address === 'contacts' ? 'phone-list' : 'phone-form');
  }
});
