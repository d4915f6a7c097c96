import type { Browser, BrowserContextOptions, CDPSession, Page } from 'playwright-core';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany, PASSWORD } from '../support/company';
import { customerAt } from '../support/portal-page';
import { bootStrapi, type Booted } from '../support/strapi';

const { SHOTS } = process.env;
const WIDE = { viewport: { width: 1280, height: 850 } };
const MODES: [string, BrowserContextOptions][] = [
  ['light', WIDE],
  ['dark', { ...WIDE, colorScheme: 'dark' }],
  ['phone', { viewport: { width: 320, height: 640 } }],
  ['rtl', WIDE],
];

let booted: Booted;
let browser: Browser;
let portal: string;

beforeAll(async () => {
  booted = await bootStrapi({ pluginConfig: { signInTries: { address: 500, ip: 5000 } } });
  // Browsers make no passkeys at an IP address.
  const origin = `http://localhost:${booted.port}`;
  await foundCompany(booted, origin);
  portal = `${origin}/support`;
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await booted?.destroy();
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

/** A device with passkeys that the browser of a page asks; while it is not `touched`, nobody answers. */
interface Device {
  cdp: CDPSession;
  touch(isTouched: boolean): Promise<void>;
  /** Whether the owner's finger is the right one. */
  know(isOwner: boolean): Promise<void>;
  count(): Promise<number>;
}

async function deviceOf(page: Page): Promise<Device> {
  const cdp: CDPSession = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    cdp,
    async touch(enabled) {
      await cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
    },
    async know(isUserVerified) {
      await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
    count: async () =>
      (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
  };
}

async function check(page: Page, name: string, mode: string, cdp?: CDPSession): Promise<void> {
  if (mode === 'rtl') await page.evaluate("document.documentElement.dir = 'rtl'");
  if (SHOTS)
    await page.screenshot({ path: `${SHOTS}/passkeys-${name}-${mode}.png`, fullPage: true });
  expect(await findings(page, 'html', cdp)).toEqual([]);
  expect(
    await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    ),
  ).toBe(0);
}

const profile = () => `${portal}/profile/second-step`;
const addByButton = async (page: Page) => {
  await page.goto(profile());
  await page.click('[data-passkey=add] button');
  await page.waitForSelector('.notice >> text=Your passkey is added.');
};
const signOut = async (page: Page) => {
  await page.click('details.account summary');
  await page.click('[data-signs-out] button');
  await page.waitForSelector('.notice >> text=You are signed out.');
};

describe.each(MODES)('passkeys in the browser, %s', (mode, options) => {
  it('fit and are found nothing wrong with', async () => {
    const page = await customerAt(browser, portal, 'dora@lime.example', options);
    const { cdp } = await deviceOf(page);
    await page.goto(profile());
    await check(page, 'none', mode, cdp);
    await addByButton(page);
    await check(page, 'one', mode, cdp);
    await page.click('.renames summary');
    await check(page, 'renaming', mode, cdp);
    await page.evaluate("document.querySelector('.renames form').noValidate = true");
    await page.fill('.renames input[type=text]', ' ');
    await page.click('.renames button');
    await page.waitForSelector('.problems');
    expect(await page.title()).toMatch(/^Error: /);
    await check(page, 'nameless', mode, cdp);
    const stranger = await (await browser.newContext(options)).newPage();
    await stranger.goto(`${portal}/sign-in`);
    await stranger.waitForSelector('[data-passkey=sign-in] button');
    await check(stranger, 'sign-in', mode);
    await stranger.evaluate("document.querySelector('[name=passkey]').value = '{}'");
    await stranger.click('[data-passkey=sign-in] button');
    await stranger.waitForSelector('.problems');
    await check(stranger, 'refused', mode);
    await page.goto(profile());
    await page.click('main form[action$="/remove"] button');
    await page.waitForSelector('.notice >> text=The passkey is removed.');
  });
});

describe('a passkey', () => {
  it('is added, named, signs in without typing, is asked for after a password, proves who it is, and goes', async () => {
    const page = await customerAt(browser, portal, 'ana@harbour.example');
    const device = await deviceOf(page);
    await addByButton(page);
    expect(await device.count()).toBe(1);

    await page.click('.renames summary');
    await page.fill('.renames input[type=text]', 'Ana’s laptop');
    await page.click('.renames button');
    await page.waitForSelector('text=Ana’s laptop');

    // The same device makes no second one, and says so.
    await page.click('[data-passkey=add] button');
    await page.waitForSelector('text=This device has a passkey for you already.');
    expect(await device.count()).toBe(1);

    // Nobody touches it: signing out leads to the sign-in page, which waits.
    await device.touch(false);
    await signOut(page);
    await device.touch(true);
    await page.goto(`${portal}/sign-in`);
    await page.waitForSelector('details.account >> text=Ana Lopes');

    // Asked for beside the password from now on.
    await page.goto(profile());
    await page.click('form[action$="/passkeys/ask"] button');
    await page.waitForSelector('#recovery-codes li');
    await device.touch(false);
    await signOut(page);
    await page.fill('#email', 'ana@harbour.example');
    await page.fill('#password', PASSWORD);
    await page.click('main button.primary');
    await page.waitForSelector('[data-passkey=factor] button');
    await check(page, 'factor', 'light', device.cdp);
    await device.touch(true);
    await page.click('[data-passkey=factor] button');
    await page.waitForSelector('details.account >> text=Ana Lopes');

    // And as the proof before what a thief must not do.
    await booted.services.runtime.db('cp_sessions').update({ proven_at: 1 });
    await page.goto(`${portal}/profile/address`);
    await page.waitForURL(/prove-it/);
    await page.click('[data-passkey=factor] button');
    await page.waitForURL(/profile\/address/);

    await page.goto(profile());
    await page.click('main form[action$="/remove"] button');
    await page.waitForSelector('.notice >> text=It was the last means of your second step');
    // The device still has it: it opens nothing.
    await page.click('details.account summary');
    await page.click('[data-signs-out] button');
    await page.waitForSelector('.problems >> text=This passkey opens nothing here');
  });

  it('is chosen at the button, cancelled without a word, and refused without its owner’s finger', async () => {
    const page = await customerAt(browser, portal, 'ben@harbour.example');
    const device = await deviceOf(page);
    await addByButton(page);
    await device.touch(false);
    await signOut(page);
    await page.check('#remember');
    // Somebody else's finger.
    await device.know(false);
    await device.touch(true);
    await page.click('[data-passkey=sign-in] button');
    await page.waitForFunction("!document.querySelector('[data-passkey] button').disabled");
    expect(await page.locator('[data-says]').textContent()).toBe('');
    expect(page.url()).toContain('/sign-in');
    await device.know(true);
    await page.click('[data-passkey=sign-in] button');
    await page.waitForSelector('details.account >> text=Ben Okafor');
    const [cookie] = (await page.context().cookies()).filter(({ name }) => name === 'cp_session');
    expect(cookie?.expires).toBeGreaterThan(Date.now() / 1000);

    // It proves who it is beside the password, where no second step is on.
    await booted.services.runtime.db('cp_sessions').update({ proven_at: 1 });
    await page.goto(`${portal}/profile/address`);
    await page.waitForSelector('main #password');
    await check(page, 'proof', 'light', device.cdp);
    await page.click('[data-passkey=factor] button');
    await page.waitForSelector('#address');
  });

  it('is no way in without a script: nothing of it shows', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${portal}/sign-in`);
    expect(await page.locator('[data-passkey] button').isVisible()).toBe(false);
    expect(await page.locator('text=Sign in with a passkey').isVisible()).toBe(false);
  });
});
