import type { Browser, BrowserContext, Page } from 'playwright-core';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany, PASSWORD, type TestCompany } from '../support/company';
import { foundKnowledgeBase } from '../support/knowledge-base';
import { shotsOf } from '../support/shots';
import { bootStrapi, type Booted } from '../support/strapi';

let booted: Booted;
let browser: Browser;
let portal: string;
let company: TestCompany;
let context: BrowserContext;
let page: Page;
const shot = shotsOf('compose');

beforeAll(async () => {
  booted = await bootStrapi({
    pluginConfig: { signInTries: { address: 50, ip: 5000 }, attachmentSize: 2_000_000 },
  });
  const origin = `http://127.0.0.1:${booted.port}`;
  company = await foundCompany(booted, origin);
  await foundKnowledgeBase(booted, origin);
  await booted.services.siteMap.refresh();
  portal = `${origin}/support`;
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await booted.destroy();
});

async function open(
  options: Parameters<Browser['newContext']>[0] = {},
  remember = false,
): Promise<void> {
  context = await browser.newContext(options);
  page = await context.newPage();
  await signIn(page, 'ana@harbour.example', remember);
}
afterEach(async () => {
  jest.restoreAllMocks();
  await context.close();
});

async function signIn(at: Page, email: string, remember = false): Promise<void> {
  await at.goto(`${portal}/sign-in`);
  await at.fill('#email', email);
  await at.fill('#password', PASSWORD);
  if (remember) await at.check('#remember');
  await at.click('main button.primary');
  await at.waitForSelector('nav >> text=My tickets');
}

const send = () => page.click('main form[data-compose] button.primary');
const sent = () => page.waitForSelector('.notice >> text=We have received your request.');
const write = async (subject: string, body = 'It stays open.') => {
  await page.goto(`${portal}/new/support`);
  await page.fill('#subject', subject);
  await page.fill('#body', body);
};
const text = (name: string, content = 'a,b\n') => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(content),
});
const tickets = async (subject: string): Promise<number> =>
  (await booted.services.runtime.db('cp_tickets').where({ subject })).length;
const done = (name: string) => page.waitForSelector(`.uploads li.done:has-text("${name}")`);

describe('the toolbar', () => {
  it('is one stop of the Tab key with arrows inside, and writes Markdown that can be undone', async () => {
    await open();
    await write('Formats', '');
    const toolbar = page.getByRole('toolbar', { name: 'Formatting' });
    expect(await toolbar.getByRole('button').count()).toBe(6);
    await page.fill('#body', 'Very important');
    await page.locator('#body').press('Control+A');
    await toolbar.getByRole('button', { name: 'Bold' }).click();
    expect(await page.inputValue('#body')).toBe('**Very important**');
    await page.keyboard.press('Control+b');
    expect(await page.inputValue('#body')).toBe('Very important');
    await page.keyboard.press('Control+z');
    expect(await page.inputValue('#body')).toBe('**Very important**');
    await toolbar.getByRole('button', { name: 'Bold' }).focus();
    await page.keyboard.press('ArrowRight');
    const focused = () => page.evaluate("document.activeElement.getAttribute('aria-label')");
    expect(await focused()).toBe('Italic');
    await page.keyboard.press('End');
    expect(await focused()).toBe('Code');
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('Bold');
    expect(await toolbar.locator('[tabindex="0"]').count()).toBe(1);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.id')).toBe('body');
    await page.fill('#body', 'one\ntwo');
    await page.locator('#body').press('Control+A');
    await toolbar.getByRole('button', { name: 'List' }).click();
    expect(await page.inputValue('#body')).toBe('- one\n- two');
    await page.keyboard.press('Control+Enter');
    await sent();
    expect(await page.locator('.message .prose li').count()).toBe(2);
  });

  it('is not there without a script, and everything is sent all the same', async () => {
    await open({ javaScriptEnabled: false });
    await write('Plain');
    expect(await page.getByRole('toolbar').count()).toBe(0);
    await page.setInputFiles('#files', text('plain.csv'));
    await send();
    await sent();
    expect(await page.locator('.files').innerText()).toContain('plain.csv');
  });
});

describe('a draft', () => {
  const kept = (storage: 'localStorage' | 'sessionStorage') =>
    page.evaluate<string[]>(`Object.keys(${storage}).filter((key) => key.startsWith('draft '))`);

  it('outlives its tab where the person is remembered, says so, and can be discarded', async () => {
    await open({}, true);
    await write('Half a request', 'Half a body');
    expect(await kept('localStorage')).toHaveLength(2);
    expect(await kept('sessionStorage')).toHaveLength(0);
    await page.close();
    page = await context.newPage();
    await page.goto(`${portal}/new/support`);
    expect(await page.inputValue('#body')).toBe('Half a body');
    await page.waitForSelector('.draft >> text=Your draft was restored.');
    await shot(page, 'draft');
    await page.click('text=Discard');
    expect(await page.inputValue('#subject')).toBe('');
    expect(await kept('localStorage')).toHaveLength(0);
    await page.reload();
    expect(await page.inputValue('#body')).toBe('');
    expect(await page.locator('.draft').count()).toBe(0);
  });

  it('stays in its tab where the person is not', async () => {
    await open();
    await write('Here only');
    expect(await kept('localStorage')).toHaveLength(0);
    const other = await context.newPage();
    await other.goto(`${portal}/new/support`);
    expect(await other.inputValue('#subject')).toBe('');
    await page.reload();
    expect(await page.inputValue('#subject')).toBe('Here only');
  });

  it('ends with signing out, with another person and after two weeks', async () => {
    await open({}, true);
    await write('Before signing out');
    const second = await context.newPage();
    await second.goto(`${portal}/new/support`);
    await page.click('.account summary');
    await page.click('text=Sign out');
    await page.waitForSelector('.notice >> text=You are signed out.');
    expect(await kept('localStorage')).toHaveLength(0);
    // A tab that is still open writes none behind it.
    await second.fill('#body', 'Written behind it');
    expect(await kept('localStorage')).toHaveLength(0);
    await signIn(page, 'ana@harbour.example', true);
    await write('Of Ana');
    await context.clearCookies();
    await signIn(page, 'ben@harbour.example', true);
    expect(await kept('localStorage')).toHaveLength(0);
    await write('Old');
    const isOld = `for (const key of Object.keys(localStorage)) if (key.startsWith('draft '))
      localStorage.setItem(key, JSON.stringify({ ...JSON.parse(localStorage.getItem(key)), at: Date.now() - 15 * 86400000 }))`;
    await page.evaluate(isOld);
    await page.reload();
    expect(await page.inputValue('#subject')).toBe('');
    expect(await kept('localStorage')).toHaveLength(0);
  });

  it('is there when the connection was not', async () => {
    await open();
    await write('Sent into nothing', 'Every word of it');
    await context.setOffline(true);
    await send();
    await page.waitForURL(/chrome-error/).catch(() => undefined);
    await context.setOffline(false);
    await page.goto(`${portal}/new/support`);
    expect(await page.inputValue('#body')).toBe('Every word of it');
    await send();
    await sent();
    await page.goto(`${portal}/new/support`);
    expect(await page.inputValue('#body')).toBe('');
  });
});

describe('files', () => {
  it('are chosen, pasted and dropped, sent ahead, and go along', async () => {
    await open();
    await write('With files');
    await page.setInputFiles('#files', [text('one.csv'), text('two.csv')]);
    await done('one.csv');
    await done('two.csv');
    const give = (kind: 'paste' | 'drop', name: string) =>
      page.evaluate(`{
        const data = new DataTransfer();
        data.items.add(new File(['a,b'], '${name}', { type: 'text/csv' }));
        document.querySelector('#body').dispatchEvent('${kind}' === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
          : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
      }`);
    await give('paste', 'pasted.csv');
    await done('pasted.csv');
    await give('drop', 'dropped.csv');
    await done('dropped.csv');
    await shot(page, 'files');
    expect(await findings(page, 'main')).toEqual([]);
    await page.getByRole('button', { name: 'Remove two.csv' }).click();
    expect(await page.locator('.uploads li').count()).toBe(3);
    expect(await page.evaluate('document.activeElement.id')).toBe('files');
    // They outlive a reload as the words do.
    await page.reload();
    await done('dropped.csv');
    await send();
    await sent();
    const files = await page.locator('.message .files').innerText();
    for (const name of ['one.csv', 'pasted.csv', 'dropped.csv']) expect(files).toContain(name);
    expect(files).not.toContain('two.csv');
    await page.goto(`${portal}/new/support`);
    expect(await page.locator('.uploads li').count()).toBe(0);
  });

  it('that are too large or too many are refused before anything is sent, and another type beside its file', async () => {
    await open();
    await write('Refused');
    let requests = 0;
    page.on('request', (one) => (requests += one.url().endsWith('/uploads') ? 1 : 0));
    await page.setInputFiles('#files', text('huge.csv', 'x'.repeat(2_000_001)));
    expect(await page.locator('#uploads-problem').innerText()).toBe('“huge.csv” is too large.');
    const many = Array.from({ length: 11 }, (_, index) => text(`${index}.csv`));
    expect(requests).toBe(0);
    await page.setInputFiles('#files', many);
    expect(await page.locator('#uploads-problem').innerText()).toBe('Too many files.');
    await done('9.csv');
    await page.reload();
    const removes = page.locator('.uploads .remove');
    while ((await removes.count()) > 0) await removes.first().click();
    await page.setInputFiles('#files', { ...text('page.html'), mimeType: 'text/html' });
    const row = page.locator('.uploads li.refused');
    await row.waitFor();
    expect(await row.innerText()).toContain('not accepted');
    await shot(page, 'refused');
    await send();
    await sent();
  });

  it('are tried again where the connection breaks, by themselves and by a press, without choosing again', async () => {
    await open();
    await write('Broken line');
    await page.clock.install();
    let tries = 0;
    let isBroken = true;
    await page.route('**/support/uploads', (route) => {
      tries += 1;
      return isBroken ? route.abort('connectionreset') : route.continue();
    });
    await page.setInputFiles('#files', text('values.csv'));
    await page.waitForSelector('.uploads li.pausing');
    for (const pause of [1000, 3000, 8000]) {
      const before = tries;
      await page.clock.runFor(pause + 100);
      while (tries === before) await page.clock.runFor(50);
    }
    await page.waitForSelector('.uploads li.failed');
    expect(tries).toBe(4);
    await shot(page, 'broken');
    // The message waits for a decision, and says so.
    await send();
    expect(await page.locator('#uploads-problem').innerText()).toContain('could not be uploaded');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Try again: values.csv');
    isBroken = false;
    await page.keyboard.press('Enter');
    await done('values.csv');
    await send();
    await sent();
    expect(await page.locator('.message .files').innerText()).toContain('values.csv');
  });

  it('hold their message back until they have arrived, and then it goes by itself', async () => {
    await open();
    await write('Patient');
    let go: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    await page.route('**/support/uploads', async (route) => {
      await gate;
      await route.continue();
    });
    await page.setInputFiles('#files', text('slow.csv'));
    await send();
    await page.waitForSelector('text=Your files are still uploading.');
    expect(page.url()).toContain('/new/support');
    go();
    await sent();
    expect(await page.locator('.message .files').innerText()).toContain('slow.csv');
  });
});

describe('a request', () => {
  it('is answered by an article while its subject is typed', async () => {
    await open();
    await page.goto(`${portal}/new/support`);
    await page.locator('#subject').pressSequentially('How to mount the meter');
    const place = page.locator('.suggestions');
    await place.waitFor();
    expect(await place.innerText()).toContain('Mount the meter');
    expect(await page.locator('[data-suggestions-say]').innerText()).toBe('1 article may help.');
    expect(await findings(page, 'main')).toEqual([]);
    await shot(page, 'suggestions');
    const [article] = await Promise.all([
      context.waitForEvent('page'),
      place.getByRole('link').click(),
    ]);
    await article.waitForSelector('h1 >> text=Mount the meter');
    await article.close();
    await page.fill('#body', 'Still open');
    await send();
    await sent();
    const row = (await booted.services.runtime
      .db('cp_tickets')
      .where({ subject: 'How to mount the meter' })
      .first('read_articles')) as { read_articles: unknown };
    expect(JSON.stringify(row.read_articles)).toContain('Mount the meter');
    await page.goto(`${portal}/new/support`);
    await page.locator('#subject').pressSequentially('mount meter');
    await place.waitFor();
    await page.getByRole('button', { name: /^This answered it.*Mount the meter/ }).click();
    await page.waitForSelector('h1 >> text=Glad it helped');
    await page.goto(`${portal}/new/support`);
    expect(await page.inputValue('#subject')).toBe('');
  });

  it('is one ticket for a double click, and for going back and sending again', async () => {
    await open();
    await write('Clicked twice');
    await page.dblclick('main form[data-compose] button.primary');
    await sent();
    expect(await tickets('Clicked twice')).toBe(1);
    await page.goBack();
    await page.waitForSelector('#subject');
    // Browsers differ in whether what was sent is still there.
    const isThere = (await page.inputValue('#subject')) !== '';
    if (isThere) {
      await send();
      await sent();
      await page.goBack();
      await page.waitForSelector('#subject');
    }
    expect(await tickets('Clicked twice')).toBe(1);
    // Changed, it is another request.
    await page.fill('#subject', 'Another one');
    await page.fill('#body', 'Quite another');
    await send();
    await sent();
    expect(await tickets('Another one')).toBe(1);
  });

  it('that gives a secret away comes back with what was found, and is masked by one press', async () => {
    await open();
    await write('Payment', 'My card is 4111 1111 1111 1111.');
    await page.setInputFiles('#files', text('bill.csv'));
    await done('bill.csv');
    await send();
    await page.waitForSelector('text=This looks like something secret');
    expect(await page.inputValue('#body')).toBe('My card is 4111 1111 1111 1111.');
    await done('bill.csv');
    expect(await findings(page, 'main')).toEqual([]);
    await shot(page, 'secrets');
    await page.click('text=Mask and send');
    await sent();
    expect(await page.locator('.message .prose').innerText()).toBe('My card is •••• 1111.');
    expect(await page.locator('.message .files').innerText()).toContain('bill.csv');
  });
});

describe('a conversation', () => {
  it('says that somebody answered without moving anything, and shows it when asked', async () => {
    await open();
    await write('Is anybody there?');
    await send();
    await sent();
    await page.clock.install();
    await page.reload();
    await page.fill('#body', 'Half a reply');
    const { db } = booted.services.runtime;
    const ticket = page.url().split('/').at(-1) ?? '';
    const message = (await db('cp_messages')
      .join('cp_tickets', 'cp_tickets.id', 'cp_messages.ticket_id')
      .where('cp_tickets.document_id', ticket)
      .first('cp_messages.*')) as object;
    await db('cp_messages').insert({
      ...message,
      id: undefined,
      document_id: 'answeraaaaaaaaaaaaaaaaaa',
      contact_id: null,
      author_kind: 'agent',
      author_name: 'Mara Berg',
      body: 'Yes, **here**.',
      submission_key: '',
      sent_at: Date.now() + 1000,
    });
    await page.clock.runFor(31_000);
    const news = page.locator('.news');
    await news.getByText('1 new reply').waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('body');
    expect(await page.locator('.message').count()).toBe(1);
    await shot(page, 'news');
    await news.getByRole('button', { name: 'Show' }).click();
    expect(await page.locator('.message').count()).toBe(2);
    expect(await page.evaluate('document.activeElement.textContent')).toContain('Mara');
    expect(await page.inputValue('#body')).toBe('Half a reply');
    await page.clock.runFor(31_000);
    expect(await news.innerText()).toBe('');
  });

  it.each([
    ['light', { viewport: { width: 1280, height: 900 } }],
    ['dark', { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' as const }],
    ['phone', { viewport: { width: 390, height: 800 } }],
    ['narrow', { viewport: { width: 320, height: 640 } }],
  ])('is clear in every look: %s', async (name, options) => {
    await open(options);
    await write(
      `Look ${name}`,
      'Hello,\n\nhere is a `code` block:\n\n```\nvery long line of code '.concat(
        'x'.repeat(200),
        '\n```\n\n- one\n- two\n\n',
        'https://example.com/'.concat('long'.repeat(60)),
        '\n\nOn Mon, 30 Nov 2026, Mara wrote:\n> Does it work?',
      ),
    );
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    await page.setInputFiles('#files', [
      { name: 'dot.png', mimeType: 'image/png', buffer: png },
      text('a-rather-long-name-of-a-file-with-values-of-the-last-year.csv'),
    ]);
    await done('dot.png');
    await done('a-rather-long-name');
    await shot(page, `form-${name}`);
    expect(await findings(page)).toEqual([]);
    await send();
    await sent();
    expect(
      await page.evaluate(
        'document.documentElement.scrollWidth <= document.documentElement.clientWidth',
      ),
    ).toBe(true);
    expect(await findings(page)).toEqual([]);
    await shot(page, `ticket-${name}`);
    expect(company.portalKey).toBeGreaterThan(0);
  });
});
