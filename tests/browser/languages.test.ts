import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { ownNameOf } from '../../server/rules/languages';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany, PASSWORD, viewerOf, type TestCompany } from '../support/company';
import { shotsOf } from '../support/shots';
import { bootStrapi, type Booted } from '../support/strapi';

const shot = shotsOf('languages');
/** English with accents and longer, and for each text the longest of all languages (server/site/catalogues.ts). */
const PSEUDO = 'en-XA';
const LONGEST = 'en-XL';

let booted: Booted;
let browser: Browser;
let company: TestCompany;
let origin: string;
let ticket: string;

beforeAll(async () => {
  process.env.CUSTOMER_PORTAL_PSEUDO = '1';
  booted = await bootStrapi();
  origin = `http://localhost:${booted.port}`;
  company = await foundCompany(booted, origin);
  const { portalSettings, customerTickets } = booted.services;
  await portalSettings.apply(company.portalKey, {
    access: { magicLink: true },
    general: { languages: [PSEUDO, LONGEST, 'de', 'pl', 'ar', 'ja'] },
  });
  const viewer = await viewerOf(booted, company, 'ben@harbour.example');
  for (const subject of ['Gate 4 shows no value', 'The meter in hall B counts twice since Monday'])
    ({ id: ticket } = await customerTickets.create(viewer, {
      subject,
      body: 'Since the storm. **Urgent** for us.\n\n> It stood still before.',
      files: [],
      submissionKey: '',
    }));
  browser = await launchBrowser();
});
afterAll(async () => {
  delete process.env.CUSTOMER_PORTAL_PSEUDO;
  await browser?.close();
  await booted?.destroy();
});

const isLanguage = (text: string) =>
  [PSEUDO, LONGEST, 'en', 'de', 'pl', 'ar', 'ja'].some((tag) => ownNameOf(tag) === text);

const overflowOf = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

/** Paths that somebody who is not signed in opens, and those of a customer. */
const OPEN = ['sign-in', 'forgotten-password', 'accessibility'];
const own = () => [
  '',
  '?state=all&q=zzzz',
  `tickets/${ticket}`,
  'new',
  'new/support',
  'profile',
  'profile/notifications',
  'profile/second-step',
  'my-data',
];

async function signIn(page: Page, language: string): Promise<void> {
  await page.goto(`${origin}/${language}/support/sign-in`);
  await page.fill('#email', 'ben@harbour.example');
  await page.fill('#password', PASSWORD);
  await page.click('main button.primary');
  await page.waitForSelector('.account');
}

async function visitorIn(language: string, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  await page.goto(`${origin}/${language}/support/sign-in`);
  return page;
}

/** Opens every page in a language and looks at it, with a picture where they are wanted. */
async function walk(page: Page, language: string, look: (name: string) => Promise<void>) {
  const open = async (path: string) => {
    const answer = await page.goto(`${origin}/${language}/support/${path}`);
    expect([path, answer?.status()]).toEqual([path, 200]);
  };
  for (const path of OPEN) {
    await open(path);
    await look(`${language}-${path}`);
  }
  await signIn(page, language);
  for (const path of own()) {
    await page.goto(`${origin}/${language}/support/${path}`);
    await look(
      `${language}-${path.split('/')[0]?.replace(/\W/g, '') || 'list'}-${own().indexOf(path)}`,
    );
  }
}

it.each([LONGEST, PSEUDO, 'ar'])('%s: no page scrolls sideways at 320 px', async (language) => {
  const page = await visitorIn(language, { viewport: { width: 320, height: 640 } });
  await walk(page, language, async (name) =>
    expect([name, await overflowOf(page)]).toEqual([name, 0]),
  );
  await page.context().close();
});

it('leaves no button and no heading outside of the catalogues', async () => {
  const page = await visitorIn(PSEUDO);
  await walk(page, PSEUDO, async (name) => {
    // What people have written themselves is marked as theirs.
    const own = page.locator('button:visible, h1:not([dir=auto]):not(:has(bdi)), .foot a');
    const plain = (await own.allInnerTexts()).filter(
      (text) => /\p{L}/u.test(text) && !/\[.*\]/.test(text) && !isLanguage(text),
    );
    expect([name, plain]).toEqual([name, []]);
  });
  await page.context().close();
});

if (process.env.SHOTS)
  it.each([
    ['phone', { viewport: { width: 390, height: 844 } }],
    ['wide', { viewport: { width: 1280, height: 850 } }],
  ])('is looked at, %s', async (size, options) => {
    for (const language of [LONGEST, PSEUDO, 'ar', 'ja', 'de']) {
      const page = await visitorIn(language, options);
      await walk(page, language, (name) => shot(page, `${size}-${name}`));
      await page.context().close();
    }
  });

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('the switcher, %s', (_title, javaScriptEnabled) => {
  it('leads visitors to the address of a language, and saves a customer’s choice', async () => {
    const page = await visitorIn('de', { javaScriptEnabled });
    await page.click('.languages >> text=English');
    await page.waitForURL('**/en/support/sign-in');
    await page.click('.languages >> text=العربية');
    await page.waitForSelector('html[lang=ar][dir=rtl]');
    await signIn(page, 'de');
    await page.goto(`${origin}/support/profile`);
    await page.click('.languages >> text=日本語');
    await page.waitForSelector('html[lang=ja]');
    expect(page.url()).toBe(`${origin}/support/profile`);
    if (javaScriptEnabled) expect(await findings(page)).toEqual([]);
    await page.context().close();
  });
});
