import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { newId } from '../../server/store/connection';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany, viewerOf, type TestCompany } from '../support/company';
import { addManyTickets } from '../support/many-tickets';
import { bootWithPanel, panelWith, type Panel } from '../support/panel';
import { customerAt } from '../support/portal-page';
import { shotsOf } from '../support/shots';
import type { Booted } from '../support/strapi';
import { unzip } from '../support/unzip';

const shot = shotsOf('personal-data');
const DAY = 24 * 60 * 60 * 1000;

let booted: Booted;
let browser: Browser;
let company: TestCompany;
let mara: Panel;
let portal: string;

/** Nothing that axe finds, nothing wider than the window, and a picture where they are wanted. */
async function check(page: Page, name: string, within?: string): Promise<void> {
  await shot(page, name);
  expect(await findings(page, within)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(
    true,
  );
}

async function openTicket(address: string, subject: string): Promise<string> {
  const { customerTickets } = booted.services;
  const viewer = await viewerOf(booted, company, address);
  const { id } = await customerTickets.create(viewer, {
    subject,
    body: 'It beeps.',
    files: [],
    submissionKey: newId(),
  });
  return id;
}

beforeAll(async () => {
  booted = await bootWithPanel();
  company = await foundCompany(booted, `http://localhost:${booted.port}`);
  portal = `http://localhost:${booted.port}/support`;
  browser = await launchBrowser();
  mara = await panelWith(browser, booted, 'Mara', [
    'contacts.contact-read',
    'contacts.contact-edit',
    'contacts.contact-erase',
    'inboxes.inbox-read',
    'inboxes.inbox-edit',
    'inboxes.retention-edit',
    'tickets.ticket-read',
  ]);
});
afterAll(async () => {
  await browser?.close();
  await booted?.destroy();
});

describe('my data', () => {
  it('is downloaded as a ZIP, without a script', async () => {
    await openTicket('ana@harbour.example', 'Lamp of Ana');
    const page = await customerAt(browser, portal, 'ana@harbour.example', {
      javaScriptEnabled: false,
    });
    await page.goto(`${portal}/my-data`);
    const download = page.waitForEvent('download');
    await page.click('button:has-text("Download my data")');
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^my-data-\d{4}-\d\d-\d\d\.zip$/);
    const data = String(unzip(readFileSync(await file.path())).get('data.json'));
    expect(JSON.parse(data)).toMatchObject({
      contact: { name: 'Ana Lopes' },
      tickets: [{ subject: 'Lamp of Ana' }],
    });
    await page.context().close();
  });

  it('is asked to be erased after a word on what that means, and taken back', async () => {
    const page = await customerAt(browser, portal, 'cleo@harbour.example');
    await page.goto(`${portal}/my-data`);
    await check(page, 'page');
    await page.click('main a:has-text("Ask for erasure")');
    await page.waitForSelector('h1:has-text("Ask for erasure?")');
    await check(page, 'confirm');
    await page.click('main button:has-text("Ask for erasure")');
    await page.waitForSelector('text=You asked for your data to be erased.');
    await check(page, 'asked');
    await page.click('main button:has-text("Take the request back")');
    await page.waitForSelector('text=Your request is taken back.');
    await page.click('main a:has-text("Ask for erasure")');
    await page.click('main button:has-text("Ask for erasure")');
    await page.waitForSelector('text=You asked for your data to be erased.');
    await page.context().close();
  });

  it.each([
    ['dark', { colorScheme: 'dark' as const }, ''],
    ['phone', { viewport: { width: 320, height: 640 } }, ''],
    ['rtl', {}, "document.documentElement.dir = 'rtl'"],
  ])('reads well: %s', async (mode, options, script) => {
    const page = await customerAt(browser, portal, 'ben@harbour.example', options);
    for (const path of ['my-data', 'my-data/erasure']) {
      await page.goto(`${portal}/${path}`);
      if (script) await page.evaluate(script);
      await check(page, `${path.replace('/', '-')}-${mode}`);
    }
    await page.context().close();
  });
});

describe('erasing in the admin', () => {
  it('lists who asks, says what goes and stays, and erases', async () => {
    const { page, open } = mara;
    await openTicket('cleo@harbour.example', 'Lamp of the company');
    await open('erasures');
    await page.waitForSelector('main tbody :text("Cleo Martin")');
    await check(page, 'queue', 'main');
    await page.click('button[aria-label="Erase Cleo Martin"]');
    await page.waitForSelector('[role=alertdialog] :text("1 ticket of a company")');
    expect(
      await page
        .getByRole('radio', { name: 'Delete it', exact: true })
        .getAttribute('aria-checked'),
    ).toBe('true');
    await check(page, 'dialog', '[role=alertdialog]');
    const cleo = await customerAt(browser, portal, 'cleo@harbour.example');
    await page.click('[role=alertdialog] button:has-text("Erase")');
    await page.waitForSelector('text=The contact is erased');
    await page.waitForSelector('text=Nobody asks to be erased.');
    await check(page, 'queue-empty', 'main');
    await cleo.reload();
    expect(cleo.url()).toContain('/sign-in');
    const ben = await customerAt(browser, portal, 'ben@harbour.example');
    await ben.goto(`${portal}?scope=company&state=all`);
    expect(await ben.textContent('main')).toContain('Deleted person');
    expect(await ben.textContent('main')).not.toContain('Cleo');
    await cleo.context().close();
    await ben.context().close();
  });

  it('erases nobody who is held, from the contact’s own page', async () => {
    const { page, open } = mara;
    await open(`contacts/${company.people.dora.id}`);
    await page.waitForSelector('h2:has-text("Personal data")');
    await page.click('label:has-text("Legal hold")');
    await page.waitForSelector('text=Under a legal hold');
    await page.waitForSelector('text=set a legal hold');
    await check(page, 'contact', 'main');
    await page.click('main button:has-text("Erase…")');
    await page.waitForSelector('text=This contact is under a legal hold.');
    expect(await page.isDisabled('[role=alertdialog] button:has-text("Erase")')).toBe(true);
    await shot(page, 'dialog-held');
    await page.click('[role=alertdialog] button:has-text("Cancel")');
    await page.click('label:has-text("Legal hold")');
    await page.waitForSelector('text=released the legal hold');
  });

  it('shows nothing of it to whoever may not', async () => {
    const { page, open } = await panelWith(browser, booted, 'Rita', [
      'contacts.contact-read',
      'inboxes.inbox-read',
    ]);
    await open(`contacts/${company.people.dora.id}`);
    await page.waitForSelector('h2:has-text("Activity")');
    expect(await page.locator('h2:has-text("Personal data")').count()).toBe(0);
    expect(await page.locator('a:has-text("Erasure requests")').count()).toBe(0);
  });
});

describe('retention in the admin', () => {
  it('shows what would go today, asks with the number, and holds a ticket', async () => {
    const { page, open } = mara;
    const held = await openTicket('ana@harbour.example', 'Lamp of the court');
    await open(`help-desk/tickets/${held}`);
    await page.click('label:has-text("Legal hold")');
    await page.click('main button:has-text("Timeline")');
    await page.waitForSelector('text=Mara Berg set a legal hold');
    await check(page, 'ticket', 'main');
    await addManyTickets(booted.services.runtime.db, {
      portalKey: company.portalKey,
      inboxKey: company.inboxKey,
      contacts: [{ key: company.people.dora.key, companyKey: 0 }],
      count: 40,
      newest: Date.now() - 400 * DAY,
    });
    const { db } = booted.services.runtime;
    await db('cp_tickets')
      .where({ document_id: held })
      .update({ is_closed: true, closed_at: Date.now() - 500 * DAY });
    const inbox = await db('cp_inboxes').where({ id: company.inboxKey }).first();
    await open(`inboxes/${String(inbox.document_id)}`);
    await page.fill('input[name=months]', 'x');
    await page.waitForSelector('text=Enter a whole number from 1 to 240');
    await page.fill('input[name=months]', '6');
    await page.waitForSelector('text=36 tickets, the oldest first:');
    await page.waitForSelector('text=1 more is under a legal hold and stays.');
    await page.locator('h2:has-text("Retention")').scrollIntoViewIfNeeded();
    await page.mouse.wheel(0, 2000);
    await check(page, 'retention', 'main');
    await page.click('label:has-text("Delete")');
    await page.click('main button:has-text("Save retention")');
    await page.waitForSelector('text=36 tickets are deleted for good within a day.');
    await check(page, 'retention-ask', '[role=alertdialog]');
    await page.click('[role=alertdialog] button:has-text("Delete them")');
    await page.waitForSelector('text=Saved');
    await booted.services.retention.run();
    await open(`inboxes/${String(inbox.document_id)}`);
    await page.waitForSelector('text=No ticket.');
    expect(await page.inputValue('input[name=months]')).toBe('6');
  });

  it('works on a phone and in the dark', async () => {
    const { page, open } = mara;
    await page.setViewportSize({ width: 390, height: 800 });
    await page.emulateMedia({ colorScheme: 'dark' });
    const inbox = await booted.services.runtime
      .db('cp_inboxes')
      .where({ id: company.inboxKey })
      .first();
    for (const [address, seen] of [
      ['erasures', 'text=Nobody asks to be erased.'],
      [`contacts/${company.people.dora.id}`, 'h2:has-text("Personal data")'],
      [`inboxes/${String(inbox.document_id)}`, 'h2:has-text("Retention")'],
    ] as const) {
      await open(address);
      await page.waitForSelector(seen);
      await page.locator(seen).scrollIntoViewIfNeeded();
      await check(page, `phone-${address.split('/')[0] ?? ''}`, 'main');
    }
  });
});
