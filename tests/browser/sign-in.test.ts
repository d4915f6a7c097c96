import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany, PASSWORD, type TestCompany } from '../support/company';
import { openMailbox, type Mailbox } from '../support/mailbox';
import { shotsOf } from '../support/shots';
import { bootStrapi, type Booted } from '../support/strapi';

const shot = shotsOf('sign-in');
const NEW_PASSWORD = 'Loud-whistle-41';
const MINUTE = 60_000;
const PHONE = { viewport: { width: 390, height: 844 } };

let booted: Booted;
let browser: Browser;
let mailbox: Mailbox;
let company: TestCompany;
let origin: string;

beforeAll(async () => {
  mailbox = await openMailbox();
  booted = await bootStrapi({
    env: { TEST_SMTP_PORT: String(mailbox.port) },
    pluginConfig: {
      mailTransport: 'email-plugin',
      signInTries: { address: 10, ip: 500 },
      signInMails: { address: 50, ip: 500, portal: 1000 },
    },
  });
  origin = `http://localhost:${booted.port}`;
  company = await foundCompany(booted, origin);
  // A language that is written from right to left, whose texts are English here.
  await booted.services.portalSettings.apply(company.portalKey, {
    general: { languages: ['fr', 'ar'], helpContact: 'help@tallybrook.example' },
  });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await booted?.destroy();
  await mailbox?.close();
});
afterEach(() => jest.restoreAllMocks());

const at = (path: string) => `${origin}/support${path}`;
const open = async (options: BrowserContextOptions = {}): Promise<Page> =>
  (await browser.newContext(options)).newPage();
const setAccess = (access: object) =>
  booted.services.portalSettings.apply(company.portalKey, { access });

/** Without anything that axe finds, in both colours, on a phone and from right to left. */
async function expectGood(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await findings(page)).toEqual([]);
    await shot(page, `${name}-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  const before = page.viewportSize();
  await page.setViewportSize(PHONE.viewport);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await shot(page, `${name}-phone`);
  await page.evaluate(() => (document.documentElement.dir = 'rtl'));
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await shot(page, `${name}-rtl`);
  await page.evaluate(() => (document.documentElement.dir = 'ltr'));
  if (before) await page.setViewportSize(before);
}

/** The newest mail to an address, once it has come in over SMTP. */
async function mailTo(address: string, seen: number): Promise<{ code: string; link: string }> {
  for (let tries = 0; tries < 200; tries += 1) {
    await booted.services.outboxWorker.drain();
    const mail = mailbox.mails
      .slice(seen)
      .find(({ to }) => !Array.isArray(to) && to?.text === address);
    if (mail)
      return {
        code: /^\d{6}/.exec(mail.subject ?? '')?.[0] ?? '',
        link: /http:\S+token=\S+/.exec(mail.text ?? '')?.[0] ?? '',
      };
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`No mail came for ${address}`);
}

/** Asks for a link on the sign-in page and gives back what the mail holds. */
async function askOn(page: Page, address: string) {
  const seen = mailbox.mails.length;
  await page.goto(at('/sign-in'));
  await page.fill('#email', address);
  await page.click('text=Mail me a link');
  await page.waitForSelector('h1 >> text=Look into your mailbox');
  return mailTo(address, seen);
}
const isIn = (page: Page) => page.waitForSelector('nav >> text=My tickets');

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('a link by mail %s', (_title, javaScriptEnabled) => {
  it('signs in by its code in the browser that asked', async () => {
    const page = await open({ javaScriptEnabled });
    const { code } = await askOn(page, 'ana@harbour.example');
    await page.fill('#code', code === '000000' ? '111111' : '000000');
    await page.click('main button.primary');
    await page.waitForSelector('.problems >> text=This code is not right');
    await page.fill('#code', `${code.slice(0, 3)} ${code.slice(3)}`);
    await page.click('main button.primary');
    await isIn(page);
    await page.context().close();
  });

  it('signs in another browser by its link, after a press, and then no other one', async () => {
    const page = await open({ javaScriptEnabled });
    const { code, link } = await askOn(page, 'ben@harbour.example');
    const phone = await open({ ...PHONE, javaScriptEnabled });
    await phone.goto(link);
    await phone.waitForSelector('text=ben@harbour.example');
    expect(await phone.context().cookies()).toEqual([]);
    await phone.click('main button.primary');
    await isIn(phone);
    // Used twice: neither the link nor the code of the same mail.
    const other = await open({ javaScriptEnabled });
    expect((await other.goto(link))?.status()).toBe(410);
    await page.fill('#code', code);
    await page.click('main button.primary');
    await page.waitForSelector('.problems >> text=This code is not right');
    for (const one of [page, phone, other]) await one.context().close();
  });

  it('signs in by a password, and remembers the device when that is ticked', async () => {
    const page = await open({ javaScriptEnabled });
    await page.goto(at('/sign-in?next=/support/new'));
    await page.fill('#email', 'ana@harbour.example');
    await page.fill('#password', 'wrong');
    await page.check('#remember');
    await page.click('main button.primary');
    await page.waitForSelector('.problems >> text=is not right');
    expect(await page.inputValue('#email')).toBe('ana@harbour.example');
    expect(await page.isChecked('#remember')).toBe(true);
    await page.fill('#password', PASSWORD);
    await page.press('#password', 'Enter');
    await page.waitForURL(/\/support\/new/);
    const names = (await page.context().cookies()).map(({ name, httpOnly, sameSite }) =>
      [name, httpOnly, sameSite].join(' '),
    );
    expect(names.sort()).toEqual(['cp_device true Lax', 'cp_session true Lax']);
    await page.context().close();
  });

  it('chooses a new password by a mail that works once', async () => {
    const page = await open({ javaScriptEnabled });
    const seen = mailbox.mails.length;
    await page.goto(at('/sign-in'));
    await page.click('text=Forgotten your password?');
    await page.fill('#email', 'cleo@harbour.example');
    await page.click('main button.primary');
    await page.waitForSelector('.notice >> text=a link is on its way');
    const { link } = await mailTo('cleo@harbour.example', seen);
    await page.goto(link);
    expect(await page.inputValue('#email')).toBe('cleo@harbour.example');
    for (const [password, problem] of [
      ['short', 'Use at least 12 characters'],
      ['Password2024!', 'many people use this password'],
    ] as const) {
      await page.fill('#password', password);
      await page.click('main button.primary');
      await page.waitForSelector(`.problems >> text=${problem}`);
    }
    await page.fill('#password', NEW_PASSWORD);
    await page.click('main button.primary');
    await page.waitForSelector('.notice >> text=Your password is changed.');
    expect((await page.goto(link))?.status()).toBe(410);
    await page.goto(at('/sign-in'));
    await page.fill('#email', 'cleo@harbour.example');
    await page.fill('#password', NEW_PASSWORD);
    await page.click('main button.primary');
    await isIn(page);
    await booted.services.outboxWorker.drain();
    expect(mailbox.mails.slice(seen).map(({ subject }) => subject)).toContain(
      'Your password was changed',
    );
    await page.context().close();
  });
});

describe('a link is refused', () => {
  const closed = async (link: string) => {
    const page = await open();
    expect((await page.goto(link))?.status()).toBe(410);
    expect(await page.textContent('main')).toContain('used already, or is older than 15 minutes');
    await page.context().close();
  };

  it('after 15 minutes', async () => {
    const page = await open();
    const { link } = await askOn(page, 'ana@harbour.example');
    await page.goto(link);
    const now = Date.now();
    jest.spyOn(booted.services.runtime, 'now').mockReturnValue(now + 16 * MINUTE);
    await page.click('main button.primary');
    await page.waitForSelector('text=used already, or is older than 15 minutes');
    await closed(link);
    await page.context().close();
  });

  it('at another portal', async () => {
    const page = await open();
    const { link } = await askOn(page, 'ana@harbour.example');
    const { portals, runtime } = booted.services;
    const inbox = (await runtime.db('cp_inboxes').first('id')) as { id: number };
    const domain = (await runtime.db('cp_domains').where({ origin }).first('id')) as { id: number };
    const other = await portals.createPortal({
      name: 'Partner desk',
      domainKey: domain.id,
      slug: 'partners',
      inboxKey: inbox.id,
    });
    await runtime.db('cp_memberships').insert({
      document_id: 'a'.repeat(24),
      contact_id: company.people.ana.key,
      portal_id: other.key,
      state: 'registered',
    });
    await closed(link.replace('/support/', '/partners/'));
    await page.goto(link);
    await page.click('main button.primary');
    await isIn(page);
    await page.context().close();
  });

  it('to whoever was disabled, or left the access group, a second ago', async () => {
    const { runtime } = booted.services;
    const membership = { contact_id: company.people.dora.key };
    const page = await open();
    const first = await askOn(page, 'dora@lime.example');
    await page.goto(first.link);
    await runtime.db('cp_memberships').where(membership).update({ state: 'disabled' });
    await page.click('main button.primary');
    await page.waitForSelector('text=used already, or is older than 15 minutes');
    await runtime.db('cp_memberships').where(membership).update({ state: 'registered' });

    const second = await askOn(page, 'dora@lime.example');
    await page.goto(second.link);
    await runtime.db('cp_access_groups').insert({
      document_id: 'b'.repeat(24),
      name: 'Club',
      description: '',
      kind: 'static',
      filter_groups: '[]',
      swept_at: 0,
      trashed_at: 0,
    });
    await setAccess({ groups: ['b'.repeat(24)] });
    try {
      await page.click('main button.primary');
      await page.waitForSelector('text=used already, or is older than 15 minutes');
    } finally {
      await setAccess({ groups: [] });
    }
    await page.context().close();
  });
});

describe('the pages', () => {
  it('are good to read on every screen, and offer what the portal offers', async () => {
    const page = await open();
    await page.goto(at('/sign-in'));
    await expectGood(page, 'both');
    const { link } = await askOn(page, 'ana@harbour.example');
    await expectGood(page, 'mailbox');
    await page.goto(link);
    await expectGood(page, 'link');
    await page.goto(`${link}x`);
    await expectGood(page, 'closed');
    await page.goto(at('/forgotten-password'));
    await expectGood(page, 'forgotten');

    await setAccess({ password: false, control: 'self-registration' });
    await page.goto(at('/sign-in'));
    expect(await page.locator('input[type=password]').count()).toBe(0);
    expect(await page.textContent('main')).toContain('Create an account');
    const ways = page.locator('main button:visible');
    expect(await ways.allTextContents()).toEqual(['Mail me a link', 'Sign in with a passkey']);
    await expectGood(page, 'link-only');
    await setAccess({ password: true, magicLink: false, control: 'access-groups' });
    await page.goto(at('/sign-in'));
    expect(await page.textContent('main')).not.toContain('Mail me a link');
    await expectGood(page, 'password-only');
    await setAccess({ magicLink: true });
    for (const language of ['fr', 'ar']) {
      await page.goto(`${origin}/${language}/support/sign-in`);
      await shot(page, `in-${language}`);
    }
    await page.context().close();
  });

  it('say the same of a closed address whether anybody has it', async () => {
    const texts: string[] = [];
    for (const address of ['ben@harbour.example', 'whoever@harbour.example']) {
      const page = await open();
      await page.goto(at('/sign-in'));
      for (let tries = 0; tries < 11; tries += 1) {
        await page.fill('#email', address);
        await page.fill('#password', 'wrong');
        await page.click('main button.primary');
        await page.waitForSelector('.problems');
      }
      texts.push(((await page.textContent('main')) ?? '').replaceAll(address, '@'));
      if (address.startsWith('ben')) await expectGood(page, 'locked');
      await page.context().close();
    }
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).toContain('Too many tries with this address from a new device.');
  });

  it('mark the rules of a new password while it is typed, and move nothing', async () => {
    const page = await open();
    const seen = mailbox.mails.length;
    await page.goto(at('/forgotten-password'));
    await page.fill('#email', 'dora@lime.example');
    await page.click('main button.primary');
    const { link } = await mailTo('dora@lime.example', seen);
    await page.goto(link);
    await expectGood(page, 'reset');
    const place = () => page.locator('main button.primary').boundingBox();
    const states = () =>
      page
        .locator('[data-rule]')
        .evaluateAll((lines) => lines.map((line) => (line as HTMLElement).dataset.state ?? ''));
    const before = await place();
    await page.locator('#password').pressSequentially('vidal');
    expect(await states()).toEqual(['unmet', 'met', 'met', 'unmet']);
    await page.waitForSelector('[role=status]:has-text("Still missing")', { state: 'attached' });
    await shot(page, 'rules-unmet');
    await page.fill('#password', '');
    // Pasted, as a password manager does.
    await page.evaluate(() => {
      const field = document.querySelector<HTMLInputElement>('#password');
      field?.focus();
      document.execCommand('insertText', false, 'Plain-lantern-93');
    });
    expect(await states()).toEqual(['met', 'met', 'met', 'met']);
    expect(await place()).toEqual(before);
    expect(await page.getAttribute('#password', 'type')).toBe('password');
    await page.click('text="Show"');
    expect(await page.getAttribute('#password', 'type')).toBe('text');
    expect(await findings(page)).toEqual([]);
    await shot(page, 'rules-met');
    await page.click('main button.primary');
    await page.waitForSelector('.notice >> text=Your password is changed.');
    await page.context().close();
  });
});
