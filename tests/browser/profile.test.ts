import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { AccessSettings } from '../../server/contracts/portal-settings';
import type { AdminActor } from '../../server/services/types';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany, PASSWORD, type TestCompany } from '../support/company';
import { openMailbox, type Mailbox } from '../support/mailbox';
import { customerAt, enterPortal } from '../support/portal-page';
import { bootStrapi, type Booted } from '../support/strapi';

const { SHOTS } = process.env;
const MINUTE = 60 * 1000;
const MARA: AdminActor = {
  kind: 'agent',
  id: 'maramaramaramaramaramara',
  name: 'Mara Berg',
  can: new Set(['portal-read', 'portal-edit']),
};
const MODES: [string, BrowserContextOptions][] = [
  ['light', { viewport: { width: 1280, height: 850 } }],
  ['dark', { viewport: { width: 1280, height: 850 }, colorScheme: 'dark' }],
  ['phone', { viewport: { width: 320, height: 640 } }],
  ['rtl', { viewport: { width: 1280, height: 850 } }],
];

let mailbox: Mailbox;
let booted: Booted;
let browser: Browser;
let company: TestCompany;
let portal: string;

beforeAll(async () => {
  mailbox = await openMailbox();
  booted = await bootStrapi({
    env: { TEST_SMTP_PORT: String(mailbox.port) },
    pluginConfig: {
      mailTransport: 'email-plugin',
      signInTries: { address: 500, ip: 5000 },
    },
  });
  const origin = `http://127.0.0.1:${booted.port}`;
  company = await foundCompany(booted, origin);
  portal = `${origin}/support`;
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await booted?.destroy();
  await mailbox?.close();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(browser.contexts().map((context) => context.close()));
});

async function setAccess(access: Partial<AccessSettings>): Promise<void> {
  const found = booted.services.siteMap.portalByKey(company.portalKey);
  if (!found) throw new Error('no portal');
  await booted.services.portalSettings.save(MARA, found.id, 'access', {
    ...found.settings.access,
    ...access,
  });
}

/** Looks at a page: nothing that axe finds, nothing wider than the window, and a picture where they are wanted. */
async function check(page: Page, name: string, mode: string): Promise<void> {
  if (mode === 'rtl') await page.evaluate("document.documentElement.dir = 'rtl'");
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/profile-${name}-${mode}.png` });
  expect(await findings(page)).toEqual([]);
  expect(
    await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    ),
  ).toBe(0);
}

/** The newest mail to an address, once it is there. */
async function mailTo(address: string, subject: RegExp): Promise<string> {
  for (let count = 0; count < 300; count += 1) {
    await booted.services.outboxWorker.drain();
    const found = mailbox.mails.findLast((mail) => {
      const to = [mail.to ?? []].flat().map(({ text }) => text);
      return to.includes(address) && subject.test(mail.subject ?? '');
    });
    if (found) return found.text ?? '';
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`No mail ${String(subject)} came to ${address}`);
}
const linkIn = (mail: string) => /http:\S+/.exec(mail)?.[0] ?? '';

describe.each(MODES)('every part of the profile, %s', (mode, options) => {
  it('fits and is found nothing wrong with', async () => {
    const page = await customerAt(browser, portal, 'dora@lime.example', options);
    await customerAt(browser, portal, 'dora@lime.example');
    for (const part of [
      'profile',
      'profile/notifications',
      'profile/address',
      'profile/password',
      'profile/devices',
      'profile/sign-ins',
      'prove-it',
    ]) {
      await page.goto(`${portal}/${part}`);
      await check(page, part.replace(/^profile\//, ''), mode);
    }
    await page.goto(`${portal}/profile/address`);
    await page.evaluate("document.querySelector('main form').noValidate = true");
    await page.fill('#address', 'dora');
    await page.click('main button.primary');
    await page.waitForSelector('.problems');
    expect(await page.title()).toMatch(/^Error: /);
    await check(page, 'address-wrong', mode);
  });
});

describe('the end of a session for want of a visit', () => {
  let offset = 0;
  beforeEach(async () => {
    offset = 0;
    await setAccess({ idleMinutes: 5 });
    jest.spyOn(booted.services.runtime, 'now').mockImplementation(() => Date.now() + offset);
  });
  afterEach(() => setAccess({ idleMinutes: 24 * 60 }));

  /** The clock of a page, which is that of every tab beside it, and that of the server go on together. */
  async function pass(time: number, page: Page): Promise<void> {
    offset += time;
    await page.clock.fastForward(time);
  }
  const dialogOf = (page: Page) => page.locator('#idle');
  async function open(email: string, path: string, options?: BrowserContextOptions): Promise<Page> {
    const page = await customerAt(browser, portal, email, options);
    await page.clock.install();
    await page.goto(`${portal}/${path}`);
    return page;
  }

  it('is told before, takes no focus from who types, and every tab stays by one press', async () => {
    const page = await open('ana@harbour.example', 'new/support');
    const other = await page.context().newPage();
    await other.goto(portal);
    await page.bringToFront();
    await page.fill('#body', 'Half a mes');
    await pass(3.5 * MINUTE, page);
    expect(await dialogOf(page).isVisible()).toBe(false);
    await pass(MINUTE / 2, page);
    await dialogOf(page).waitFor();
    // Clocks go on meanwhile, on a busy machine for some seconds.
    expect(await dialogOf(page).textContent()).toMatch(
      /sign you out in (1:0\d|0:[1-5]\d) minutes\./,
    );
    await dialogOf(other).waitFor();
    expect(await page.locator('#idle-says').textContent()).toContain('Are you still there?');
    // Whoever types goes on typing; elsewhere the dialog has the focus.
    await page.keyboard.type('sage');
    expect(await page.inputValue('#body')).toBe('Half a message');
    await other.bringToFront();
    expect(await other.evaluate('document.activeElement.textContent')).toBe('Stay signed in');
    await other.keyboard.press('Enter');
    await dialogOf(other).waitFor({ state: 'hidden' });
    await dialogOf(page).waitFor({ state: 'hidden' });
    // It counts for the server, and for both from now on.
    await pass(3.5 * MINUTE, page);
    expect(await dialogOf(page).isVisible()).toBe(false);
    expect(await page.inputValue('#body')).toBe('Half a message');
    await page.reload();
    expect(page.url()).toContain('/new/support');
  });

  it('is closed by the keyboard, says when it has come, and loses nothing that was typed', async () => {
    const page = await open('ana@harbour.example', 'new/support');
    await page.fill('#subject', 'The gate is stuck');
    await page.fill('#body', 'It does not open.');
    await page.locator('#content').focus();
    await pass(4 * MINUTE, page);
    await dialogOf(page).waitFor();
    await page.keyboard.press('Escape');
    await dialogOf(page).waitFor({ state: 'hidden' });
    await pass(MINUTE / 2, page);
    expect(await dialogOf(page).isVisible()).toBe(false);
    await pass(MINUTE, page);
    await dialogOf(page).getByText('You are signed out').waitFor();
    await page.click('#idle a.button');
    await page.waitForURL(/sign-in\?next=/);
    await enterPortal(page, 'ana@harbour.example');
    await page.waitForURL(/\/new\/support$/);
    expect(await page.inputValue('#subject')).toBe('The gate is stuck');
    expect(await page.inputValue('#body')).toBe('It does not open.');
  });

  it('leaves what was typed to nobody else who signs in there', async () => {
    const page = await open('ana@harbour.example', 'new/support');
    await page.fill('#body', 'Mine alone.');
    await pass(6 * MINUTE, page);
    await dialogOf(page).getByText('You are signed out').waitFor();
    await page.click('#idle a.button');
    await page.waitForURL(/sign-in\?next=/);
    await enterPortal(page, 'ben@harbour.example');
    await page.waitForURL(/\/new\/support$/);
    expect(await page.inputValue('#body')).toBe('');
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).not.toContain('Mine alone');
  });

  it('says when nothing can be reached, and that another tab has signed out', async () => {
    const page = await open('ana@harbour.example', '');
    const other = await page.context().newPage();
    await other.goto(portal);
    await pass(4 * MINUTE, page);
    await dialogOf(page).waitFor();
    await page.context().setOffline(true);
    await page.click('#idle >> text=Stay signed in');
    await page.waitForSelector('#idle .wrong >> text=That did not arrive.');
    await page.context().setOffline(false);
    await other.click('.account summary');
    await other.click('.menu >> text=Sign out');
    await dialogOf(page).getByText('You are signed out').waitFor();
  });

  it('shows nothing without the script, and nothing on a remembered device', async () => {
    const plain = await customerAt(browser, portal, 'ana@harbour.example', {
      javaScriptEnabled: false,
    });
    expect(await plain.locator('#idle').isVisible()).toBe(false);
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${portal}/sign-in`);
    await page.check('[name=remember]');
    await enterPortal(page, 'ana@harbour.example');
    expect(await page.locator('#idle').count()).toBe(0);
  });

  it.each(MODES)('looks right, %s', async (mode, options) => {
    const page = await open('ana@harbour.example', '', options);
    await pass(4 * MINUTE, page);
    await dialogOf(page).waitFor();
    await check(page, 'idle', mode);
    await pass(2 * MINUTE, page);
    await dialogOf(page).getByText('You are signed out').waitFor();
    await check(page, 'idle-over', mode);
  });
});

it('lists devices and ends another one by the keyboard, at once', async () => {
  const page = await customerAt(browser, portal, 'ben@harbour.example');
  const elsewhere = await customerAt(browser, portal, 'ben@harbour.example', {
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
  });
  await page.goto(`${portal}/profile/devices`);
  const before = await page.locator('.devices li').count();
  await page.getByRole('button', { name: 'Sign out Safari on iPhone' }).focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.notice >> text=The device is signed out.');
  await elsewhere.reload();
  expect(elsewhere.url()).toContain('/sign-in');
  expect(await page.locator('.devices li').count()).toBe(before - 1);
  await page.goto(`${portal}/profile/sign-ins`);
  expect(await page.locator('.plain-table').textContent()).toContain('Signed in by password');
});

it('keeps which mails are wanted, by the keyboard', async () => {
  const page = await customerAt(browser, portal, 'ben@harbour.example');
  await page.goto(`${portal}/profile/notifications`);
  await page.getByLabel('was closed').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.notice >> text=Your changes are saved.');
  expect(await page.isChecked('#ticket-closed')).toBe(false);
  expect(await page.isChecked('#ticket-replied')).toBe(true);
});

it('ends the mails of one ticket by the page that a mail leads to, in every look', async () => {
  const { mailMuting } = booted.services;
  const token = mailMuting.tokenFor(company.portal.id, 'a'.repeat(24), company.people.ana.id);
  for (const [mode, options] of MODES) {
    const page = await (await browser.newContext(options)).newPage();
    await page.goto(`${portal}/unsubscribe?token=${token}`);
    await check(page, 'unsubscribe', mode);
    await page.click('text=Stop these mails');
    await page.waitForSelector('.notice >> text=You get no more mails about this ticket.');
    await check(page, 'unsubscribed', mode);
    await page.goto(`${portal}/unsubscribe?token=${token.slice(0, -3)}`);
    await check(page, 'unsubscribe-broken', mode);
    await page.click('text=Choose which mails you get');
    await page.waitForSelector('#email');
  }
});

it('changes the e-mail address by the mails to both, after a code by mail', async () => {
  const page = await customerAt(browser, portal, 'cleo@harbour.example');
  const elsewhere = await customerAt(browser, portal, 'cleo@harbour.example');
  await booted.services.runtime.db('cp_sessions').update({ proven_at: 0 });
  await page.goto(`${portal}/profile`);
  await page.click('.parts >> text=E-mail address');
  await page.waitForSelector('h1 >> text=Confirm that it is you');
  await page.click('text=Send me a code');
  await page.waitForSelector('#code');
  const code = /^\d{6}$/m.exec(
    await mailTo('cleo@harbour.example', /confirms that it is you/),
  )?.[0];
  await page.fill('#code', '1');
  await page.click('main button.primary');
  await page.waitForSelector('.problems >> text=The code is not right.');
  await page.fill('#code', code ?? '');
  await page.click('main button.primary');
  await page.waitForSelector('h1 >> text=E-mail address');
  await page.fill('#address', 'Cleo.Martin@harbour.example');
  await page.click('main button.primary');
  await page.waitForSelector('.notice >> text=Two mails are on their way');
  const atNew = linkIn(await mailTo('cleo.martin@harbour.example', /Confirm your new/));
  const atOld = linkIn(await mailTo('cleo@harbour.example', /about to change/));

  // The new mailbox is on another device, where nobody is signed in and no script runs.
  const phone = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await phone.goto(atNew);
  expect(await phone.locator('main').textContent()).toContain('c…@harbour.example');
  await phone.getByRole('button', { name: 'Agree' }).click();
  await phone.waitForSelector('.notice >> text=as soon as the other address agrees');
  await phone.goto(atNew);
  await phone.waitForSelector('text=This link was used already');

  const stranger = await customerAt(browser, portal, 'ana@harbour.example');
  expect((await stranger.goto(atOld))?.status()).toBe(410);

  await page.goto(atOld);
  await page.getByRole('button', { name: 'Agree' }).click();
  await page.waitForSelector('.notice >> text=The e-mail address is changed.');
  await page.click('text=To your profile');
  await page.click('.parts >> text=E-mail address');
  expect(await page.locator('main bdi').textContent()).toBe('cleo.martin@harbour.example');
  await elsewhere.reload();
  expect(elsewhere.url()).toContain('/sign-in');
  await enterPortal(elsewhere, 'cleo.martin@harbour.example', PASSWORD);
});

it.each(MODES)('asks whether the address may change, %s', async (mode, options) => {
  const page = await customerAt(browser, portal, 'dora@lime.example', options);
  await page.goto(`${portal}/profile/address`);
  const to = `dora.${mode}@lime.example`;
  await page.fill('#address', to);
  await page.click('main button.primary');
  await page.waitForSelector('.notice');
  await check(page, 'address-asked', mode);
  await page.goto(linkIn(await mailTo(to, /Confirm your new/)));
  await check(page, 'confirm', mode);
  await page.getByRole('button', { name: 'Stop it' }).click();
  await page.waitForSelector('.notice >> text=The change is stopped.');
  await check(page, 'stopped', mode);
});
