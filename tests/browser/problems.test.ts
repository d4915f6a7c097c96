import type { Browser, BrowserContext, Page } from 'playwright-core';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany, PASSWORD } from '../support/company';
import { waitForFocus } from '../support/focus';
import { foundKnowledgeBase } from '../support/knowledge-base';
import { bootStrapi, type Booted } from '../support/strapi';

let booted: Booted;
let browser: Browser;
let portal: string;

beforeAll(async () => {
  booted = await bootStrapi({ pluginConfig: { signInTries: { address: 5, ip: 5000 } } });
  const origin = `http://127.0.0.1:${booted.port}`;
  await foundCompany(booted, origin);
  await foundKnowledgeBase(booted, origin);
  portal = `${origin}/support`;
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await booted.destroy();
});
afterEach(() => jest.restoreAllMocks());

async function enter(page: Page, email = 'ana@harbour.example', password = PASSWORD) {
  await page.fill('#email', email);
  await page.fill('#password', password);
  await send(page);
}

async function signIn(page: Page): Promise<void> {
  await page.goto(`${portal}/sign-in`);
  await enter(page);
}

/** Sends the page's form, past what the browser would refuse itself, and returns the answer's status. */
async function send(page: Page): Promise<number> {
  await page.evaluate(
    "document.querySelectorAll('form').forEach((form) => (form.noValidate = true))",
  );
  const answered = page.waitForResponse((answer) => answer.request().method() === 'POST');
  await page.click('main button.primary');
  const { status } = await answered.then((answer) => ({ status: answer.status() }));
  await page.waitForLoadState();
  return status;
}

async function writeTicket(page: Page, body: string): Promise<void> {
  await page.goto(`${portal}/new`);
  await page.fill('#subject', 'A subject');
  await page.fill('#body', body);
}

function failOnce(name: 'create' | 'reply'): void {
  jest.spyOn(booted.strapi.log, 'error').mockImplementation(() => booted.strapi.log);
  const broken = () => Promise.reject<never>(new Error('the database went away'));
  jest.spyOn(booted.services.customerTickets, name).mockImplementationOnce(broken);
}

describe.each([
  ['light', { viewport: { width: 1280, height: 850 } }],
  ['dark', { viewport: { width: 1280, height: 850 }, colorScheme: 'dark' as const }],
  ['phone', { viewport: { width: 320, height: 640 } }],
  ['right to left', { viewport: { width: 390, height: 800 } }],
])('a page that says what went wrong, %s', (mode, options) => {
  let context: BrowserContext;
  let page: Page;
  beforeEach(async () => {
    context = await browser.newContext(options);
    page = await context.newPage();
  });
  afterEach(() => context.close());

  async function check(title: string | RegExp): Promise<void> {
    expect(await page.title()).toMatch(title);
    if (mode === 'right to left') await page.evaluate("document.documentElement.dir = 'rtl'");
    if (process.env.SCREENSHOTS)
      await page.screenshot({
        path: `${process.env.SCREENSHOTS}/${String(title).replace(/\W+/g, '-')}-${mode}.png`,
        fullPage: true,
      });
    expect(await findings(page)).toEqual([]);
    expect(
      await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      ),
    ).toBe(0);
  }

  it('has nothing that axe finds when signing in is refused, and limited', async () => {
    await page.goto(`${portal}/sign-in`);
    const email = `${mode.replaceAll(' ', '-')}@harbour.example`;
    await enter(page, email, 'wrong');
    await waitForFocus(page, 'class', 'problems');
    await check(/^Error: Sign in/);
    let status = 0;
    while (status !== 429) {
      await page.fill('#password', 'wrong');
      status = await send(page);
    }
    expect(await page.locator('.problems').innerText()).toContain('Too many tries');
    await check(/^Error: Sign in/);
  });

  it('has nothing that axe finds when the limit is that of a forgotten password', async () => {
    let status = 0;
    while (status !== 429) {
      await page.goto(`${portal}/forgotten-password`);
      await page.fill('#email', `forgot-${mode.replaceAll(' ', '-')}@harbour.example`);
      status = await send(page);
    }
    expect(await page.locator('.problems').innerText()).toContain(
      'Several mails went to this address already.',
    );
    await check(/^Error: Choose a new password/);
    await page.goto(`${portal}/forgotten-password?done=asked`);
    await check('Choose a new password');
  });

  it('has nothing that axe finds when a session ended, and a form is from elsewhere', async () => {
    await signIn(page);
    await writeTicket(page, 'Words to keep');
    await context.clearCookies();
    expect(await send(page)).toBe(401);
    expect(await page.locator('.notice').innerText()).toContain('What you typed is kept.');
    await check('Sign in');
    await enter(page);
    await page.evaluate("document.querySelector('main [name=formToken]').value = 'x'");
    expect(await send(page)).toBe(403);
    await check('That did not work');
  });

  it('has nothing that axe finds when forms come back, and when a message is not stored', async () => {
    await signIn(page);
    await page.goto(`${portal}/new`);
    const svg = { name: 'a.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') };
    await page.setInputFiles('#files', svg);
    // Refused beside its name before anything is sent.
    await page.locator('.uploads .wrong', { hasText: 'a.svg' }).waitFor();
    await check('New ticket');
    expect(await send(page)).toBe(422);
    await page.click('.problems a >> nth=0');
    await waitForFocus(page, 'id', 'subject');
    await check(/^Error: New ticket/);
    await page.goto(`${portal}/profile`);
    await page.fill('#name', '');
    await page.evaluate("document.querySelector('#timeZone option').value = 'Mars'");
    await page.selectOption('#timeZone', 'Mars');
    expect(await send(page)).toBe(422);
    await check(/^Error: Profile/);
    await writeTicket(page, 'Words to keep '.repeat(20));
    failOnce('create');
    expect(await send(page)).toBe(500);
    await check('Something went wrong');
    expect(await page.inputValue('#body')).toContain('Words to keep');
    await page.click('main button.primary');
    await page.waitForSelector('.notice >> text=We have received your request.');
    expect(await page.locator('.message').innerText()).toContain('Words to keep');
  });
});

describe('a draft', () => {
  let context: BrowserContext;
  let page: Page;
  beforeEach(async () => {
    context = await browser.newContext();
    page = await context.newPage();
    await signIn(page);
  });
  afterEach(() => context.close());

  const bodyAt = async (address: string) => {
    await page.goto(address);
    return page.inputValue('#body');
  };

  it('comes back until its ticket is sent, and not in the next one', async () => {
    await writeTicket(page, 'First ticket');
    expect(await bodyAt(`${portal}/new`)).toBe('First ticket');
    await page.fill('#subject', 'A subject');
    failOnce('create');
    expect(await send(page)).toBe(500);
    expect(await bodyAt(`${portal}/new`)).toBe('First ticket');
    await page.fill('#subject', 'A subject');
    await send(page);
    expect(await page.inputValue('#body')).toBe('');
    expect(await bodyAt(`${portal}/new`)).toBe('');
  });

  it('of a reply survives what else happens to the ticket, and ends when it is sent', async () => {
    await writeTicket(page, 'A ticket');
    await send(page);
    const ticket = page.url();
    expect(ticket).not.toContain('done');
    await page.fill('#body', 'Half a reply');
    expect(await bodyAt(ticket)).toBe('Half a reply');
    await page.click('text=Close ticket');
    await page.waitForSelector('.notice >> text=The ticket is closed.');
    expect(await page.inputValue('#body')).toBe('Half a reply');
    expect(await bodyAt(`${portal}/new`)).toBe('');
    await page.goto(ticket);
    await send(page);
    await page.waitForSelector('.notice >> text=Your reply is sent.');
    expect(await page.inputValue('#body')).toBe('');
    await page.fill('#body', 'The next one');
    await page.reload();
    expect(await page.inputValue('#body')).toBe('The next one');
  });

  it('is gone when somebody else could sign in, and kept where the text is', async () => {
    await writeTicket(page, 'Before signing out');
    await page.click('.account summary');
    await page.click('text=Sign out');
    await page.waitForSelector('.notice >> text=You are signed out.');
    await enter(page);
    expect(await bodyAt(`${portal}/new`)).toBe('');
    await page.fill('#body', 'Before the session ended');
    await context.clearCookies();
    await page.goto(portal);
    await enter(page);
    expect(await bodyAt(`${portal}/new`)).toBe('');
    await writeTicket(page, 'Sent without a session');
    await context.clearCookies();
    expect(await send(page)).toBe(401);
    await enter(page);
    expect(await page.inputValue('#body')).toBe('Sent without a session');
    expect(await bodyAt(`${portal}/new`)).toBe('Sent without a session');
  });
});

describe('an exact time', () => {
  it('is in the browser’s zone until one is chosen, and says its zone without a script', async () => {
    const titleIn = async (options: object) => {
      const context = await browser.newContext({ timezoneId: 'Asia/Tokyo', ...options });
      const page = await context.newPage();
      await signIn(page);
      await writeTicket(page, 'When?');
      await page.click('main button.primary');
      const time = page.locator('.message time');
      const [title, instant] = [
        (await time.getAttribute('title')) ?? '',
        (await time.getAttribute('datetime')) ?? '',
      ];
      await page.goto(`${portal}/profile`);
      const zone = await page.inputValue('#timeZone');
      await context.close();
      const inZone = (timeZone: string) =>
        new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short', timeZone })
          .format(new Date(instant))
          .replace(/\s/g, ' ');
      return { title: title.replace(/\s/g, ' '), zone, inZone };
    };
    const withScript = await titleIn({});
    expect(withScript.title).toBe(withScript.inZone('Asia/Tokyo'));
    expect(withScript.zone).toBe('Asia/Tokyo');
    const without = await titleIn({ javaScriptEnabled: false });
    expect(without.title).toBe(`${without.inZone('UTC')} UTC`);
    expect(without.zone).toBe('UTC');
  });
});
