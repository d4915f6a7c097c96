import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { NewProperty } from '../../server/contracts/properties';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany, PASSWORD, SEES_COMPANY, type TestCompany } from '../support/company';
import { waitForFocus } from '../support/focus';
import { bootWithPanel, panelWith, type Panel, saveSettings } from '../support/panel';
import { shotsOf } from '../support/shots';
import { createAdminUser, type Booted } from '../support/strapi';

const shot = shotsOf('settings-tickets');

let booted: Booted;
let browser: Browser;
let company: TestCompany;
let mara: Panel;

const ticketProperty = (key: string, kind: NewProperty['kind'], label: string): NewProperty => ({
  ...SEES_COMPANY,
  subject: 'ticket',
  key,
  kind,
  labels: { en: label },
  customerAccess: 'read',
});

beforeAll(async () => {
  booted = await bootWithPanel();
  company = await foundCompany(booted, `http://localhost:${booted.port}`);
  const {
    agents,
    agentTickets,
    customerTickets,
    portalSettings,
    properties,
    signIn,
    sessions,
    siteMap,
  } = booted.services;
  await properties.define(ticketProperty('serial', 'text', 'Serial number'));
  await properties.define(ticketProperty('due', 'date', 'Due'));
  // A language that is written from right to left, whose texts are English here.
  await portalSettings.apply(company.portalKey, { general: { languages: ['fr', 'ar'] } });
  const portal = siteMap.portalByKey(company.portalKey);
  if (!portal) throw new Error('no portal');
  const answer = await signIn.withPassword({
    portal,
    address: 'ana@harbour.example',
    password: PASSWORD,
    remember: false,
    ip: '127.0.0.1',
    userAgent: 'test',
  });
  const token = answer.outcome === 'signed-in' ? answer.token : '';
  const viewer = (await sessions.find(token, portal))?.viewer;
  if (!viewer) throw new Error('nobody is signed in');
  const agent = await agents.fromAdmin(
    await createAdminUser(booted, 'answers@tallybrook.example'),
    new Set(['ticket-read', 'ticket-reply', 'ticket-update']),
  );
  const tickets: string[] = [];
  for (const subject of [
    'Meter shows no value',
    'Invoice of October',
    'Second gate for the yard',
  ]) {
    const { id } = await customerTickets.create(viewer, {
      subject,
      body: 'Since the storm of last week.',
      files: [],
      submissionKey: '',
    });
    tickets.push(id);
  }
  const [first = '', second = '', third = ''] = tickets;
  await agentTickets.update(agent, first, { properties: { serial: 'TB-2207', due: '2026-03-04' } });
  await agentTickets.addMessage(agent, first, {
    kind: 'public',
    body: 'Please send us a picture.',
  });
  await agentTickets.addMessage(agent, second, { kind: 'public', body: 'Here is a copy.' });
  await customerTickets.close(viewer, third);
  browser = await launchBrowser();
  mara = await panelWith(browser, booted, 'Mara', ['portals.portal-read', 'portals.portal-edit']);
});
afterAll(async () => {
  await browser?.close();
  await booted?.destroy();
});

/** A customer who is signed in at the portal. */
async function customer(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  await page.goto(`http://localhost:${booted.port}/support`);
  await page.fill('#email', 'ana@harbour.example');
  await page.fill('#password', PASSWORD);
  await page.click('main button.primary');
  await page.waitForSelector('table.tickets');
  return page;
}

it('changes columns by keyboard, the word and the names of agents, and customers see it', async () => {
  const { page } = mara;
  await mara.open(`portals/${company.portal.id}/tickets`);
  const columns = page.locator('ol[aria-label="In the list"] > li');
  await columns.first().waitFor();
  const chosen = async () => (await columns.allInnerTexts()).map((row) => row.split('\n')[0]);
  expect(await chosen()).toEqual(['Status', 'Requester', 'Last activity']);
  expect(await findings(page, 'main')).toEqual([]);
  await shot(page, 'page');

  // By keyboard alone: a column is added, carried to the first place, and another one moved down and removed.
  const add = page.locator('section:has-text("In the list") [role=combobox]').first();
  await add.press('Enter');
  // What is typed before the list has the focus chooses nothing.
  await page.waitForSelector('[role=option]:focus');
  await page.keyboard.type('Serial');
  await page.waitForSelector('[role=option]:focus:has-text("Serial number")');
  await page.keyboard.press('Enter');
  await page.waitForSelector('ol[aria-label="In the list"] >> text=Serial number');
  await page.getByRole('button', { name: 'Drag Serial number' }).focus();
  await page.keyboard.press('Space');
  for (const place of [3, 2, 1]) {
    await page.keyboard.press('ArrowUp');
    await page.getByText(`Serial number is now ${place} of 4.`).first().waitFor();
  }
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: /Remove Requester/ }).press('Enter');
  expect(await chosen()).toEqual(['Serial number', 'Status', 'Last activity']);
  await waitForFocus(page, 'role', 'combobox');

  await page.locator('input[lang=en]').first().fill('order');
  await page.click('button:has-text("Save")');
  await page.waitForSelector('text=Enter the plural too.');
  await page.waitForSelector('input[aria-invalid=true]:focus');
  await page.locator('input[lang=en]').nth(1).fill('orders');
  await page.getByRole('radio', { name: /No name/ }).check({ force: true });
  await saveSettings(page);

  const ana = await customer();
  expect(await ana.locator('thead th').allInnerTexts()).toEqual([
    'Subject',
    'Serial number',
    'Status',
    'Last activity',
  ]);
  expect(await ana.locator('h1').innerText()).toBe('My orders');
  await ana.click('table a >> text=Meter shows no value');
  const text = await ana.locator('body').innerText();
  expect(text).toMatch(/Harbour support\s+support/);
  expect(text).not.toMatch(/Mara|Berg|ticket/i);
  await ana.context().close();
});

it('asks about a filter that is empty beside it, and says who matches', async () => {
  const { page } = mara;
  await mara.open(`portals/${company.portal.id}/tickets`);
  await page.waitForSelector('text=2 contacts are found now.');
  await page.getByRole('radio', { name: /Only tickets that the contact/ }).check({ force: true });
  await page.waitForSelector('text=As requester or participant.');
  await page.getByRole('radio', { name: /match a filter/ }).check({ force: true });
  await page.click('button:has-text("Remove condition 1")');
  await page.click('button:has-text("Save")');
  await page.waitForSelector('[role=alert] >> text=Add a condition, or choose another permission.');
  await page.getByRole('radio', { name: /All tickets of the contact/ }).check({ force: true });
  await page.click('label:has-text("Everything that customers may read")');
  await page.waitForSelector('ol[aria-label="In the ticket"]');
  expect(await findings(page, 'main')).toEqual([]);
  await shot(page, 'details');
  await page.emulateMedia({ colorScheme: 'dark' });
  await shot(page, 'dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 390, height: 844 });
  await shot(page, 'phone');
  await page.setViewportSize({ width: 1360, height: 900 });
  await saveSettings(page);
});

it.each([
  ['light', { viewport: { width: 1280, height: 850 } }],
  ['dark', { viewport: { width: 1280, height: 850 }, colorScheme: 'dark' as const }],
  ['phone', { viewport: { width: 390, height: 844 } }],
  ['right-to-left', { viewport: { width: 1280, height: 850 }, locale: 'ar' }],
])('shows twelve columns and a follow-up well: %s', async (mode, options) => {
  await booted.services.portalSettings.apply(company.portalKey, {
    tickets: {
      columns: [
        'number',
        'status',
        'priority',
        'category',
        'owner',
        'company',
        'requester',
        'created',
        'last_activity',
        'closed',
        'serial',
        'due',
      ],
      ownerName: 'first',
      reopenDays: 0,
    },
  });
  const page = await customer(options);
  const root = `http://localhost:${booted.port}${mode === 'right-to-left' ? '/ar' : ''}/support`;
  const check = async (address: string, name: string) => {
    await page.goto(address);
    expect(await page.getAttribute('html', 'dir')).toBe(mode === 'right-to-left' ? 'rtl' : 'ltr');
    expect({ address, found: await findings(page) }).toEqual({ address, found: [] });
    const overflow = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect({ address, overflow }).toEqual({ address, overflow: 0 });
    await shot(page, `${name}-${mode}`);
  };
  await check(`${root}?state=all`, 'list');
  await page.click('tr:has(.pill.closed) a');
  await check(page.url(), 'closed');
  if (mode === 'light') {
    await page.fill('#body', 'The gate came back.');
    await page.click('main form.reply button.primary');
    await page.waitForSelector('.notice >> text=Your reply opened this new');
    await page.waitForSelector('aside >> text=Follows up');
    await check(page.url(), 'follow-up');
  }
  await booted.services.portalSettings.apply(company.portalKey, {
    tickets: { columns: ['status', 'requester', 'last_activity'] },
  });
  await check(`${root}?state=all`, 'list-of-few');
  await page.context().close();
});
