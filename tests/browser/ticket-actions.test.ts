import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { TicketSettings } from '../../server/contracts/portal-settings';
import { insert, number } from '../../server/store/connection';
import { findTicket } from '../../server/store/tickets';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany, SEES_COMPANY, viewerOf, type TestCompany } from '../support/company';
import { customerAt } from '../support/portal-page';
import { shotsOf } from '../support/shots';
import { bootStrapi, type Booted } from '../support/strapi';

const shoot = shotsOf('ticket');
const WIDE = { viewport: { width: 1280, height: 850 } };
const MODES: [string, BrowserContextOptions, 'ltr' | 'rtl'][] = [
  ['light', WIDE, 'ltr'],
  ['dark', { ...WIDE, colorScheme: 'dark' }, 'ltr'],
  ['phone', { viewport: { width: 390, height: 800 } }, 'ltr'],
  ['narrow', { viewport: { width: 320, height: 640 } }, 'ltr'],
  ['rtl', WIDE, 'rtl'],
];

let booted: Booted;
let browser: Browser;
let company: TestCompany;
let portal: string;

beforeAll(async () => {
  booted = await bootStrapi({ pluginConfig: { signInTries: { address: 500, ip: 5000 } } });
  const origin = `http://127.0.0.1:${booted.port}`;
  company = await foundCompany(booted, origin);
  portal = `${origin}/support`;
  const property = { ...SEES_COMPANY, subject: 'ticket', customerAccess: 'edit' } as const;
  await booted.services.properties.define({
    ...property,
    key: 'serial',
    kind: 'text',
    labels: { en: 'Serial number' },
  });
  await booted.services.properties.define({
    ...property,
    key: 'packed',
    labels: { en: 'Packed well' },
  });
  await set({ customersMayMakePrivate: true });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await booted?.destroy();
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));

const set = (change: Partial<TicketSettings>) =>
  booted.services.portalSettings.apply(company.portalKey, {
    tickets: { ...company.portal.settings.tickets, ...change },
  });

/** A ticket of Ana's with an answer and, where wanted, a second conversation. */
async function open(isOfSeveral = false): Promise<string> {
  const { customerTickets, runtime } = booted.services;
  const ana = await viewerOf(booted, company, 'ana@harbour.example');
  const { id } = await customerTickets.create(ana, {
    subject: 'The scale shows no weight',
    body: 'Since this morning the display stays dark. We restarted it twice.',
    files: [],
    submissionKey: '',
  });
  if (!isOfSeveral) return id;
  const ticketKey = number((await findTicket(runtime.db, id))?.id);
  const place = { portal_id: company.portalKey, ticket_id: ticketKey };
  const call = { channel: 'phone', subject: 'Call of 3 March', rank: 1, opened_at: 1 };
  const { key } = await insert(runtime.db, 'cp_conversations', { ...place, ...call });
  await insert(runtime.db, 'cp_messages', {
    ...place,
    conversation_id: key,
    kind: 'public',
    author_kind: 'agent',
    author_name: 'Mara',
    body: 'As we said: the fuse.',
    body_format: 'markdown',
    source: 'agent',
    sent_at: runtime.now(),
  });
  return id;
}

async function check(page: Page, name: string): Promise<void> {
  expect({ [name]: await findings(page) }).toEqual({ [name]: [] });
  await shoot(page, name);
}

it('does everything with a ticket without JavaScript', async () => {
  const page = await customerAt(browser, portal, 'ana@harbour.example', {
    ...WIDE,
    javaScriptEnabled: false,
  });
  const id = await open();
  const ticket = `${portal}/tickets/${id}`;
  await page.goto(ticket);
  await page.click('text=Can be seen by you and 1 colleague');
  expect(await page.innerText('.seers li')).toBe('Ben Okafor');
  await page.click('aside >> text=Edit');
  await page.fill('#p_serial', 'S-42');
  await page.check('#p_packed');
  await page.click('aside >> text=Save');
  await page.waitForSelector('text=Your changes are saved.');
  expect(await page.innerText('aside dl')).toContain('S-42');
  await page.click('text=Stop them');
  await page.waitForSelector('text=You get no more mails about this ticket.');
  await page.click('aside >> text=People and privacy');
  await page.click('[aria-label="Add Cleo Martin"]');
  await page.waitForSelector('text=Your colleague takes part now');
  await page.click('[aria-label="Remove Cleo Martin"]');
  await page.waitForSelector('text=This person no longer takes part.');
  await page.click('text=Make it private');
  await page.waitForSelector('text=The ticket is private now.');
  await page.goto(ticket);
  await page.waitForSelector('text=Can be seen by you alone');
  await page.click('text=Close with a message');
  await page.fill('#closing', 'It was the fuse. Thank you.');
  await page.click('details[open] >> button:has-text("Close ticket")');
  await page.waitForSelector('text=The ticket is closed.');
  await page.waitForSelector('article >> text=It was the fuse.');
  await page.check('text=Very good');
  await page.fill('#comment', 'Quick and kind.');
  await page.click('text=Send rating');
  await page.waitForSelector('text=Thank you for your rating.');
  await page.waitForSelector('text=Quick and kind.');
  await page.click('text=Reopen ticket');
  await page.waitForSelector('text=The ticket is open again.');
  expect(await page.isHidden('.prints')).toBe(true);
});

it.each(MODES)('is good to look at and for axe: %s', async (name, options, direction) => {
  const { customerTickets, ticketPeople } = booted.services;
  const id = await open(true);
  const ana = await viewerOf(booted, company, 'ana@harbour.example');
  await ticketPeople.add(ana, id, { contact: company.people.cleo.id });
  const page = await customerAt(browser, portal, 'ana@harbour.example', options);
  const turn = () => page.evaluate((dir) => (document.documentElement.dir = dir), direction);
  const ticket = `${portal}/tickets/${id}`;
  await page.goto(ticket);
  await turn();
  await check(page, `open-${name}`);
  const isPhone = name === 'phone' || name === 'narrow';
  expect(await page.isVisible('aside dl')).toBe(!isPhone);
  if (isPhone) await page.click('aside .fold > summary');
  await page.click('.seers summary');
  await page.click('aside >> text=Edit');
  await page.click('text=Close with a message');
  await check(page, `unfolded-${name}`);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(
    true,
  );
  await page.goto(`${ticket}/people`);
  await turn();
  await page.click('text=Add by e-mail address');
  await check(page, `people-${name}`);
  await customerTickets.close(ana, id);
  await page.goto(`${ticket}?rate=4&done=closed`);
  await turn();
  expect(await page.isChecked('text=Good')).toBe(true);
  await check(page, `closed-${name}`);
  if (name !== 'light') return;
  await page.emulateMedia({ media: 'print' });
  for (const hidden of ['.head nav', '.reply', '.acts', '.rate form', 'aside form'])
    expect({ [hidden]: await page.isVisible(hidden) }).toEqual({ [hidden]: false });
  expect(await page.isVisible('aside dl')).toBe(true);
  await shoot(page, 'print');
});
