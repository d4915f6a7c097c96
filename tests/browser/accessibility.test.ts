import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { findTicket } from '../../server/store/tickets';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany, PASSWORD, viewerOf, type TestCompany } from '../support/company';
import { foundKnowledgeBase } from '../support/knowledge-base';
import { shotsOf } from '../support/shots';
import { bootStrapi, createAdminUser, type Booted } from '../support/strapi';

const shot = shotsOf('accessibility');
const ADDRESS = 'ana@harbour.example';

let booted: Booted;
let browser: Browser;
let company: TestCompany;
let origin: string;
let open: string;
let closed: string;

beforeAll(async () => {
  booted = await bootStrapi({ pluginConfig: { signInTries: { address: 500, ip: 500 } } });
  origin = `http://localhost:${booted.port}`;
  company = await foundCompany(booted, origin);
  await foundKnowledgeBase(booted, origin);
  const { agents, customerTickets, portalSettings, runtime, ticketWriting } = booted.services;
  const { general } = company.portal.settings;
  await portalSettings.apply(company.portalKey, {
    general: { ...general, languages: ['fr', 'ar'], helpContact: 'help@harbour.example' },
  });
  const mara = await agents.fromAdmin(
    await createAdminUser(booted, 'mara@tallybrook.example'),
    new Set(['ticket-reply']),
  );
  const ana = await viewerOf(booted, company, ADDRESS);
  const ticket = async (subject: string) => {
    const { id } = await customerTickets.create(ana, {
      subject,
      body: `${subject}.\n\n> It said so before.\n> Twice.`,
      files: [],
      submissionKey: '',
    });
    await runtime.transaction(async (db) => {
      const row = await findTicket(db, id);
      if (!row) throw new Error('no ticket');
      await ticketWriting.addMessage(db, row, {
        kind: 'public',
        author: { kind: 'agent', key: mara.agentKey, id: mara.agentId, name: mara.name },
        body: 'Please look at the lamp:\n\n```\nA code of one very long line that is wider than any phone, 0123456789 0123456789\n```',
        files: [],
        submissionKey: '',
      });
    });
    return id;
  };
  open = await ticket('The meter in hall B counts twice');
  closed = await ticket('Gate 4 shows no value');
  await customerTickets.close(ana, closed);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await booted?.destroy();
});

/** Paths behind the portal's slug, of everybody and of a customer. */
const OPEN = ['sign-in', 'forgotten-password', 'accessibility', 'magic-link'];
const own = (): string[] => [
  '',
  '?state=closed',
  '?state=all&q=meter',
  '?state=all&q=zzzz',
  `tickets/${open}`,
  `tickets/${closed}`,
  `tickets/${open}/people`,
  'new',
  'profile',
  'profile/notifications',
  'profile/password',
  'profile/devices',
  'profile/second-step',
  'my-data',
  'nothing',
];

const at = (path: string, language = 'en') =>
  `${origin}${language === 'en' ? '' : `/${language}`}/support${path === '' || path.startsWith('?') ? path : `/${path}`}`;

async function signIn(page: Page, language = 'en'): Promise<void> {
  await page.goto(at('sign-in', language));
  await page.fill('#email', ADDRESS);
  await page.fill('#password', PASSWORD);
  await page.locator('main form button.primary').first().click();
  await page.waitForURL((url) => !url.pathname.includes('sign-in'));
}

const overflowOf = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Texts that are cut off by their box, by what they say. */
const cutTexts = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((one) => {
        const style = getComputedStyle(one);
        const hides = [style.overflowX, style.overflowY].some((way) => way === 'hidden');
        // What only screen readers read is one pixel large.
        return (
          hides &&
          one.clientWidth > 1 &&
          one.innerText?.trim() &&
          one.scrollWidth > one.clientWidth + 1
        );
      })
      .map((one) => one.innerText.slice(0, 60)),
  );

// First, while nothing is read yet.
describe('what assistive technology is told', () => {
  /** Without what is another thing at every run. */
  const steady = (tree: string) =>
    tree
      .replaceAll(open, 'OPEN')
      .replaceAll(closed, 'CLOSED')
      .replace(/localhost:\d+/g, 'localhost')
      .replace(/T-\d+/g, 'T-N')
      .replace(/this minute|\d+ minutes? ago/g, 'AGO')
      .replace(/\/url: .*/g, '/url: …')
      .replace(/\[cursor=pointer\] ?/g, '');

  it('stays what it was: landmarks, headings, names and states', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 850 } });
    const page = await context.newPage();
    const footers: string[] = [];
    const tree = async (path: string) => {
      await page.goto(at(path));
      expect(steady(await page.locator('main').ariaSnapshot())).toMatchSnapshot(
        path.replace(open, 'open').replace(closed, 'closed') || 'list',
      );
      footers.push(steady(await page.locator('footer').ariaSnapshot()));
    };
    await tree('sign-in');
    expect(steady(await page.locator('header').ariaSnapshot())).toMatchSnapshot('header');
    await signIn(page);
    for (const path of ['?state=all', `tickets/${open}`, `tickets/${closed}`, 'new', 'nothing'])
      await tree(path);
    // 3.2.6: help stands at the same place everywhere.
    const [visitors, ...customers] = footers;
    expect(new Set(customers).size).toBe(1);
    for (const footer of [visitors, customers[0]])
      expect(footer).toMatch(/Questions\?[^]*help@harbour\.example[^]*Accessibility/);
    await context.close();
  });
});

describe.each<[string, BrowserContextOptions, string]>([
  ['light', { viewport: { width: 1280, height: 850 } }, 'en'],
  ['dark', { viewport: { width: 1280, height: 850 }, colorScheme: 'dark' }, 'en'],
  ['320 px', { viewport: { width: 320, height: 640 } }, 'en'],
  ['right to left', { viewport: { width: 390, height: 800 } }, 'ar'],
])('every page of the customer, %s', (mode, options, language) => {
  it('has nothing that axe finds, small targets too, and never scrolls sideways', async () => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const found: Record<string, unknown> = {};
    const look = async (path: string) => {
      const faults = await findings(page, 'html', undefined, ['target-size']);
      const overflow = await overflowOf(page);
      if (faults.length > 0 || overflow > 0) found[path] = { faults, overflow };
      const name = path.replace(open, 'open').replace(closed, 'closed').replace(/\W+/g, '-');
      await shot(page, `${mode.replace(/ /g, '-')}-${name || 'list'}`);
    };
    for (const path of OPEN) {
      await page.goto(at(path, language));
      await look(path);
    }
    await signIn(page, language);
    for (const path of own()) {
      await page.goto(at(path, language));
      await look(path);
    }
    // What was refused: the summary has the focus, and each line leads to its field.
    await page.goto(at('new', language));
    await page.evaluate(() => {
      const form = document.querySelector<HTMLFormElement>('main form[enctype]');
      if (form) form.noValidate = true;
    });
    await page.locator('main form[enctype] button.primary').click();
    await page.waitForSelector('.problems');
    await look('refused');
    expect(found).toEqual({});
    await context.close();
  });
});

describe('for whoever needs it larger, calmer or stronger', () => {
  let context: BrowserContext;
  let page: Page;
  beforeAll(async () => {
    // The policy of the pages lets no style in: here it stands aside.
    context = await browser.newContext({
      bypassCSP: true,
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 850 },
    });
    page = await context.newPage();
    await signIn(page);
  });
  afterAll(() => context?.close());

  it.each([
    ['1.4.4: text of 200 %', 'html { font-size: 200% !important }'],
    [
      '1.4.12: spacing of text',
      '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }',
    ],
  ])('%s cuts nothing and scrolls nothing sideways', async (name, content) => {
    for (const path of ['', `tickets/${open}`, `tickets/${closed}`, 'new', 'profile']) {
      await page.goto(at(path));
      await page.addStyleTag({ content });
      expect([path, await overflowOf(page), await cutTexts(page)]).toEqual([path, 0, []]);
      await shot(
        page,
        `${name.slice(0, 6).replace(/\W/g, '')}-${path.replace(/\W.*/, '') || 'list'}`,
      );
    }
  });

  it('moves nothing where motion is to be reduced', async () => {
    for (const path of ['', `tickets/${open}`]) {
      await page.goto(at(path));
      const moving = await page.evaluate(
        () => document.getAnimations().filter(({ playState }) => playState === 'running').length,
      );
      expect([path, moving]).toEqual([path, 0]);
    }
  });

  it('keeps borders, focus and words of status in forced colours', async () => {
    const strong = await browser.newContext({ forcedColors: 'active' });
    const own = await strong.newPage();
    await signIn(own);
    await own.goto(at(''));
    expect(await own.locator('.pill').first().innerText()).not.toBe('');
    await own.keyboard.press('Tab');
    expect(await ringOf(own)).toBe(true);
    await shot(own, 'forced-list');
    await own.goto(at(`tickets/${open}`));
    await shot(own, 'forced-ticket');
    await strong.close();
  });
});

/** Whether what has the focus shows it. */
const ringOf = (page: Page) =>
  page.evaluate(() => {
    const one = document.activeElement;
    if (!one || one === document.body) return false;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
    return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
  });

describe('by keyboard alone', () => {
  /** Goes on with Tab until an element has the focus; each stop is seen and covered by nothing (2.4.7, 2.4.11). */
  async function tabTo(page: Page, selector: string): Promise<void> {
    for (let step = 0; step < 80; step += 1) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate((wanted) => {
        const one = document.activeElement as HTMLElement | null;
        if (!one || one === document.body) return null;
        const box = one.getBoundingClientRect();
        const x = Math.min(Math.max(box.x + box.width / 2, 1), innerWidth - 1);
        const y = Math.min(Math.max(box.y + Math.min(box.height / 2, 20), 1), innerHeight - 1);
        const there = document.elementFromPoint(x, y);
        return {
          isIt: one.matches(wanted),
          isCovered: !there || !(one.contains(there) || there.contains(one)),
          what: one.outerHTML.slice(0, 120),
        };
      }, selector);
      if (!stop) continue;
      expect({ ...stop, isIt: false }).toEqual({ ...stop, isIt: false, isCovered: false });
      expect({ what: stop.what, isSeen: await ringOf(page) }).toEqual({
        what: stop.what,
        isSeen: true,
      });
      if (stop.isIt) return;
    }
    throw new Error(`Tab never comes to ${selector}`);
  }

  it('signs in, asks, answers, closes, rates and signs out', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 850 } });
    const page = await context.newPage();
    const { keyboard } = page;
    await page.goto(at('sign-in'));
    await tabTo(page, '#email');
    await keyboard.type(ADDRESS);
    await tabTo(page, '#password');
    // Pasted, as a password manager does it (3.3.8).
    await keyboard.insertText(PASSWORD);
    expect(await page.getAttribute('#password', 'autocomplete')).toBe('current-password');
    await keyboard.press('Enter');
    await page.waitForURL((url) => !url.pathname.includes('sign-in'));
    await tabTo(page, 'main a[href$="/new"]');
    await keyboard.press('Enter');
    await page.waitForSelector('#subject');
    await tabTo(page, '#subject');
    await keyboard.type('Lamp seven');
    await tabTo(page, '.toolbar button');
    await keyboard.press('ArrowRight');
    await tabTo(page, '#body');
    await keyboard.type('It is dark.');
    await tabTo(page, '#files');
    await tabTo(page, 'main form[enctype] button.primary');
    await keyboard.press('Enter');
    await page.waitForURL(/\/tickets\//);
    const ticket = page.url().split('?')[0] ?? '';
    await tabTo(page, 'form.reply #body');
    await keyboard.type('It is bright.');
    await tabTo(page, 'form.reply button.primary');
    await keyboard.press('Enter');
    await page.waitForSelector('[role=status] >> text=Your reply is sent.');
    await tabTo(page, 'form[action$="/close"] button');
    await keyboard.press('Enter');
    await page.waitForSelector('#rating, [name=rating]');
    await tabTo(page, '[name=rating]');
    for (let step = 0; step < 3; step += 1) await keyboard.press('ArrowRight');
    await tabTo(page, 'form[action$="/rate"] button');
    await keyboard.press('Enter');
    await page.waitForURL(/#rate$/);
    expect(await page.locator('#rate .strong').innerText()).toBe('Good');
    expect(page.url().startsWith(ticket)).toBe(true);
    await tabTo(page, '.account summary');
    await keyboard.press('Enter');
    await tabTo(page, '.menu form button');
    await keyboard.press('Enter');
    await page.waitForURL(/sign-in/);
    await context.close();
  });
});
