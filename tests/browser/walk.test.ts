import type { Browser, BrowserContext, Page } from 'playwright-core';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { waitForFocus } from '../support/focus';
import { startDemo, type Demo } from '../support/demo';

let demo: Demo;
let browser: Browser;
let agent: Page;
/** Agents have no mail viewer: the admin reads it. */
let admin: Page;

beforeAll(async () => {
  demo = await startDemo();
  browser = await launchBrowser();
  const [first] = demo.agents;
  if (!first) throw new Error('the demo has no agent');
  agent = await panelOf(first);
  admin = await panelOf(demo.admin);
}, 400_000);
afterAll(async () => {
  await browser.close();
  expect(await demo.end()).toBe(0);
});

async function panelOf({ email, password }: { email: string; password: string }): Promise<Page> {
  const page = await (
    await browser.newContext({ viewport: { width: 1360, height: 900 } })
  ).newPage();
  await page.goto(`${demo.admin.url}/auth/login`);
  await page.fill('input[name=email]', email);
  await page.fill('input[name=password]', password);
  await page.click('button[type=submit]');
  await page.waitForURL(/\/admin\/?(\?.*)?$/);
  return page;
}

const customer = () => {
  const [first] = demo.customers;
  if (!first) throw new Error('the demo has no customer');
  return first;
};

async function signIn(page: Page): Promise<void> {
  await page.goto(demo.portal);
  await page.fill('#email', customer().email);
  await page.fill('#password', customer().password);
  await page.click('main button.primary');
  await page.waitForSelector('h1');
}

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('the way of a ticket %s', (_title, javaScriptEnabled) => {
  it('goes from sign-in over reply, attachment, answer and note to closed', async () => {
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    await signIn(page);
    await page.click('text=New ticket');
    await page.click('main a[href$="/new/support"]');
    const subject = `Gate ${javaScriptEnabled ? 'one' : 'two'} shows no value`;
    await page.fill('#subject', subject);
    await page.fill('#body', 'Since the storm. **Urgent** for us.');
    await page.click('main button.primary');
    // Without a script the articles that may help are a step before.
    if (!javaScriptEnabled) await page.click('text=Send my request anyway');
    await page.waitForSelector('.notice >> text=We have received your request.');
    const ticket = page.url().split('?')[0] ?? '';
    await page.fill('#body', 'Here is the log.');
    await page.setInputFiles('#files', {
      name: 'gate.log',
      mimeType: 'text/plain',
      buffer: Buffer.from('volt 0\n'),
    });
    await page.click('text=Send reply');
    await page.waitForSelector('.notice >> text=Your reply is sent.');
    expect(await page.locator('.files a').textContent()).toContain('gate.log');

    await agent.goto(
      `${demo.admin.url}/plugins/customer-portal/help-desk?q=${encodeURIComponent(subject)}`,
    );
    await agent.click(`table a >> text=${subject}`);
    await agent.waitForSelector('text=gate.log');
    const box = agent.locator('textarea');
    await box.fill('We have seen this twice this week. DO NOT TELL.');
    await agent.getByRole('radio', { name: 'Internal note' }).check({ force: true });
    expect(await box.inputValue()).toContain('DO NOT TELL');
    await agent.click('button:has-text("Add internal note, customers never see it")');
    await agent.waitForSelector('p:has-text("DO NOT TELL"), div:has-text("DO NOT TELL")');
    while ((await box.inputValue()) !== '') await agent.waitForTimeout(50);
    await agent.getByRole('radio', { name: 'Reply' }).check({ force: true });
    await box.fill('A new firmware is on its way to you.');
    await agent.click(`button:has-text("Send to ${customer().name.split(' ')[0] ?? ''}")`);
    await agent.waitForSelector('text=Waiting on customer');

    await page.goto(ticket);
    const text = await page.locator('main').innerText();
    expect(text).toContain('A new firmware is on its way to you.');
    expect(text).toContain('Waiting for your reply');
    expect(text).not.toContain('DO NOT TELL');
    await page.click('text=Close ticket');
    await page.waitForSelector('.notice >> text=The ticket is closed.');

    await admin.goto(`${demo.admin.url}/plugins/customer-portal/mails`);
    // A mail is written when it is sent, a few seconds later.
    const closing = admin.locator('tr', { hasText: subject }).filter({ hasText: 'Ticket closed' });
    while ((await closing.count()) === 0) {
      await admin.click('text=Refresh');
      await admin.waitForTimeout(200);
    }
    expect(await admin.locator('main').innerText()).not.toContain('DO NOT TELL');
    await context.close();
  });

  it('brings back what was typed when the session ended', async () => {
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    await signIn(page);
    await page.goto(`${demo.portal}/new/support`);
    await page.fill('#subject', 'Kept subject');
    await page.fill('#body', 'Kept body of many words.');
    await context.clearCookies();
    await page.click('main button.primary');
    await page.fill('#email', customer().email);
    await page.fill('#password', customer().password);
    await page.click('main button.primary');
    expect(await page.inputValue('#subject')).toBe('Kept subject');
    expect(await page.inputValue('#body')).toBe('Kept body of many words.');
    await page.click('main button.primary');
    await page.waitForSelector('.notice >> text=We have received your request.');
    await context.close();
  });
});

describe.each([
  ['light', { viewport: { width: 1280, height: 850 } }],
  ['dark', { viewport: { width: 1280, height: 850 }, colorScheme: 'dark' as const }],
  ['phone', { viewport: { width: 320, height: 640 } }],
  ['right to left', { viewport: { width: 390, height: 800 } }],
])('every public page, %s', (mode, options) => {
  let context: BrowserContext;
  let page: Page;
  beforeAll(async () => {
    context = await browser.newContext(options);
    page = await context.newPage();
  });
  afterAll(() => context.close());

  const check = async (address: string) => {
    await page.goto(address);
    if (mode === 'right to left') await page.evaluate("document.documentElement.dir = 'rtl'");
    expect({ address, found: await findings(page) }).toEqual({ address, found: [] });
    const overflow = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect({ address, overflow }).toEqual({ address, overflow: 0 });
  };

  // Those of the customer, in all their states: accessibility.test.ts.
  it('has nothing that axe finds and never scrolls sideways', async () => {
    await check(demo.help);
    const category = (await page.getAttribute('.card', 'href')) ?? '';
    await check(new URL(category, demo.help).href);
    const article = (await page.getAttribute('.articles a', 'href')) ?? '';
    await check(new URL(article, demo.help).href);
    await check(new URL('/search?q=meter', demo.help).href);
    await check(new URL('/search?q=zzzz', demo.help).href);
    await check(new URL('/fr', demo.help).href);
    await check(new URL('/nothing', demo.help).href);
    await check(`${demo.portal}/reset-password?token=x`);
    await check(`${demo.portal}/test-visit?token=x`);
    await signIn(page);
    await check(`${demo.portal}?scope=company&state=all`);
    const ticket = (await page.getAttribute('.tickets td a', 'href')) ?? '';
    await check(new URL(ticket, demo.portal).href);
    await check(`${demo.portal}/new/device`);
  });
});

describe('by keyboard', () => {
  it('skips to the content, opens the account menu and lands on what is wrong', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await signIn(page);
    await page.goto(`${demo.portal}/new/support`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toContain('Skip to content');
    await page.keyboard.press('Enter');
    await waitForFocus(page, 'id', 'content');
    await page.evaluate("document.querySelector('main form').noValidate = true");
    await page.focus('#subject');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.problems');
    expect(await page.title()).toMatch(/^Error: /);
    await waitForFocus(page, 'class', 'problems');
    await page.focus('.account summary');
    await page.keyboard.press('Enter');
    expect(await page.locator('.menu').isVisible()).toBe(true);
    await context.close();
  });
});

describe('the admin pages', () => {
  it.each(['help-desk', 'help-desk/new', 'mails'])(
    '%s: axe finds nothing in the content',
    async (part) => {
      const page = part === 'mails' ? admin : agent;
      await page.goto(`${demo.admin.url}/plugins/customer-portal/${part}`);
      await page.waitForSelector(part === 'help-desk/new' ? 'textarea' : 'table tbody tr');
      expect(await findings(page, 'main')).toEqual([]);
    },
  );
});

describe('two brands', () => {
  it('know nothing of each other', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    for (const [brand, other] of [
      [demo, /rillmark/i],
      [demo.second, /tallybrook/i],
    ] as const) {
      for (const address of [
        brand.help,
        `${brand.portal}/sign-in`,
        new URL('/nothing', brand.help).href,
      ]) {
        await page.goto(address);
        expect((await page.content()).replaceAll(new URL(brand.help).host, '')).not.toMatch(other);
      }
    }
    await page.goto(`${demo.second.portal}/sign-in`);
    await page.fill('#email', customer().email);
    await page.fill('#password', customer().password);
    await page.click('main button.primary');
    expect(await page.locator('.problems').innerText()).toContain('not right');
    await context.close();
  });
});
