import type { Browser, BrowserContext, Page } from 'playwright-core';
import request from 'supertest';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany, PASSWORD, type TestCompany } from '../support/company';
import { openMailbox, type Mailbox } from '../support/mailbox';
import { bootStrapi, type Booted } from '../support/strapi';
import type { AccessSettings } from '../../server/contracts/portal-settings';

const SHOTS = process.env.SHOTS;
const HOUR = 60 * 60 * 1000;
const NEW_PASSWORD = 'Loud-whistle-41';

let booted: Booted;
let mailbox: Mailbox;
let browser: Browser;
let company: TestCompany;
let origin: string;
/** ms that the server's clock is ahead. */
let ahead = 0;
let count = 0;

beforeAll(async () => {
  mailbox = await openMailbox();
  booted = await bootStrapi({
    env: { TEST_SMTP_PORT: String(mailbox.port) },
    pluginConfig: {
      mailTransport: 'email-plugin',
      registrationMails: { address: 100, ip: 1000, portal: 1000, total: 1000 },
    },
  });
  await booted.services.outboxWorker.stop();
  origin = `http://localhost:${booted.port}`;
  company = await foundCompany(booted, origin);
  await booted.services.portals.createPortal({
    name: 'Second one',
    domainKey: company.portal.domain.key,
    slug: 'second',
    inboxKey: company.inboxKey,
    settings: { access: { control: 'self-registration' } },
  });
  await booted.services.siteMap.refresh();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await booted?.destroy();
  await mailbox?.close();
});
beforeEach(async () => {
  ahead = 0;
  jest.spyOn(booted.services.runtime, 'now').mockImplementation(() => Date.now() + ahead);
  await setAccess({});
});
afterEach(() => jest.restoreAllMocks());

async function setAccess(
  access: Partial<Omit<AccessSettings, 'registration'>> & {
    registration?: Partial<AccessSettings['registration']>;
  },
): Promise<void> {
  const registration = { allowedDomains: [], deniedDomains: [], needsApproval: false };
  await booted.services.portalSettings.apply(company.portalKey, {
    general: { languages: ['fr', 'ar'], company: 'Harbour', helpContact: 'help@harbour.example' },
    access: {
      control: 'self-registration',
      ...access,
      registration: { ...registration, ...access.registration },
    },
  });
}

const newAddress = () => `guest${(count += 1)}@guest.example`;

/** The link of the newest mail to an address, as the mail server got it. */
async function linkTo(address: string): Promise<string> {
  await booted.services.outboxWorker.drain();
  const mail = mailbox.mails
    .filter(({ to }) => to !== undefined && !Array.isArray(to) && to.text === address)
    .at(-1);
  const link = /http:\S+/.exec(mail?.text ?? '')?.[0];
  if (link === undefined) throw new Error(`No mail came to ${address}`);
  return link;
}

async function askFor(page: Page, address: string): Promise<void> {
  await page.goto(`${origin}/support/sign-in`);
  await page.click('main a[href$="/register"]');
  await page.fill('#email', address);
  ahead += 5000;
  await page.click('main button.primary');
  await page.waitForSelector('h1:has-text("Look into your mailbox")');
}

async function choose(page: Page, name = 'Gina Guest', password = NEW_PASSWORD): Promise<void> {
  await page.fill('#name', name);
  await page.fill('#password', password);
  await page.click('main button.primary');
}

const isIn = (page: Page) => page.waitForSelector('nav >> text=My tickets');
const isClosed = async (page: Page, link: string) => {
  const answer = await page.goto(link);
  expect(answer?.status()).toBe(410);
  expect(await page.locator('#password').count()).toBe(0);
};

/** The page as it is now, in light, dark, on a phone and from right to left. */
async function shots(page: Page, name: string): Promise<void> {
  expect(await findings(page)).toEqual([]);
  if (!SHOTS) return;
  const take = (look: string) =>
    page.screenshot({ path: `${SHOTS}/registration-${name}-${look}.png`, fullPage: true });
  const size = page.viewportSize() ?? { width: 1280, height: 720 };
  await take('light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await take('dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 360, height: 740 });
  await take('phone');
  await page.setViewportSize(size);
}

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('registering %s', (_title, javaScriptEnabled) => {
  let context: BrowserContext;
  let page: Page;
  beforeEach(async () => {
    context = await browser.newContext({ javaScriptEnabled });
    page = await context.newPage();
  });
  afterEach(() => context.close());

  it('goes over the mailbox to an account, by a link that works once', async () => {
    const address = newAddress();
    await page.goto(`${origin}/support/register`);
    if (javaScriptEnabled) await shots(page, 'ask');
    await page.fill('#email', address);
    await page.click('main button.primary');
    // Nobody is so fast.
    await page.waitForSelector('.problems >> text=send it once more');
    ahead += 5000;
    await page.click('main button.primary');
    await page.waitForSelector('h1:has-text("Look into your mailbox")');
    if (javaScriptEnabled) await shots(page, 'mailbox');
    const link = await linkTo(address);
    await page.goto(link);
    expect(await page.inputValue('#email')).toBe(address);
    if (javaScriptEnabled) await shots(page, 'finish');
    await choose(page, 'Gina Guest', 'gina-guest');
    await page.waitForSelector('#password-problem');
    if (javaScriptEnabled) await shots(page, 'refused');
    await choose(page);
    await isIn(page);
    const other = await (await browser.newContext({ javaScriptEnabled })).newPage();
    await isClosed(other, link);
    if (javaScriptEnabled) await shots(other, 'closed');
    await other.context().close();
  });

  it('refuses a link that is too old, of another portal, or that an admin has closed since', async () => {
    const address = newAddress();
    await askFor(page, address);
    const link = await linkTo(address);
    await isClosed(page, link.replace('/support/', '/second/'));
    await setAccess({ registration: { deniedDomains: ['guest.example'] } });
    await isClosed(page, link);
    await setAccess({ control: 'access-groups' });
    await isClosed(page, link);
    const gone = await page.goto(`${origin}/support/register`);
    expect(gone?.status()).toBe(404);
    await setAccess({});
    await page.goto(link);
    ahead += 25 * HOUR;
    await choose(page);
    await page.waitForSelector('h1:has-text("no longer works"), h1');
    expect(await page.locator('#password').count()).toBe(0);
    await isClosed(page, link);
  });

  it('says beside the field that a domain may not register, and nothing of who is known', async () => {
    await setAccess({ registration: { deniedDomains: ['spam.example'] } });
    await page.goto(`${origin}/support/register`);
    await page.fill('#email', 'a@spam.example');
    ahead += 5000;
    await page.click('main button.primary');
    await page.waitForSelector('#email-problem >> text=cannot register here');
    await askFor(page, 'ana@harbour.example');
    const known = await page.locator('main').innerText();
    await askFor(page, newAddress());
    expect(await page.locator('main').innerText()).toBe(known);
    expect(await linkTo('ana@harbour.example')).toBe(`${origin}/support/sign-in`);
  });

  it('confirms nobody else’s address: the link speaks for the mailbox that got it', async () => {
    const victim = newAddress();
    const { key } = await booted.services.people.createContact({
      name: 'Vic Tim',
      address: victim,
    });
    const own = newAddress();
    await askFor(page, own);
    await page.goto(await linkTo(own));
    if (javaScriptEnabled) {
      await page.evaluate(() => document.querySelector('#email')?.removeAttribute('readonly'));
      await page.fill('#email', victim);
    }
    await choose(page, 'Own Name');
    await isIn(page);
    await page.goto(`${origin}/support/profile/address`);
    expect(await page.locator('main').innerText()).toContain(own);
    const [row] = await booted.services.runtime.db('cp_contacts').where({ id: key });
    expect((row as { user_id: unknown }).user_id).toBeNull();
  });

  it('waits for approval, and signs in as soon as an admin let him in', async () => {
    await setAccess({ registration: { needsApproval: true } });
    const address = newAddress();
    await askFor(page, address);
    await page.goto(await linkTo(address));
    await choose(page);
    await page.waitForSelector('h1:has-text("waits for approval")');
    if (javaScriptEnabled) await shots(page, 'waiting');
    const signIn = async () => {
      await page.goto(`${origin}/support/sign-in`);
      await page.fill('#email', address);
      await page.fill('#password', NEW_PASSWORD);
      await page.click('main button.primary');
    };
    await signIn();
    await page.waitForSelector('main >> text=/approv/i');
    const { runtime, registrationApproval } = booted.services;
    const [contact] = await runtime
      .db('cp_contacts as c')
      .join('cp_contact_addresses as a', 'a.contact_id', 'c.id')
      .where({ 'a.address': address })
      .select('c.document_id');
    const mara = {
      kind: 'agent',
      id: 'mara',
      name: 'Mara',
      can: new Set(['member-edit']),
    } as const;
    const id = (contact as { document_id: string }).document_id;
    await registrationApproval.approve(mara, company.portal.id, [id]);
    expect(await linkTo(address)).toBe(`${origin}/support/sign-in`);
    await signIn();
    await isIn(page);
  });

  it('has a way without the captcha', async () => {
    const verify = jest.fn(() => false);
    booted.services.runtime.config.captcha = {
      verify,
      widget: { scriptUrl: 'https://captcha.invalid/a.js', className: 'a-captcha', siteKey: 'k' },
    };
    try {
      const address = newAddress();
      await page.goto(`${origin}/support/register`, { waitUntil: 'commit' });
      await page.fill('#email', address);
      ahead += 5000;
      await page.click('main button.primary');
      await page.waitForSelector('.problems >> text=a person');
      expect(verify).toHaveBeenCalled();
      if (javaScriptEnabled) await shots(page, 'captcha');
      await page.click('text=Go on without this check');
      await page.fill('#email', address);
      ahead += 5000;
      await page.click('main button.primary');
      await page.waitForSelector('h1:has-text("Look into your mailbox")');
      expect(await linkTo(address)).toContain('token=');
    } finally {
      booted.services.runtime.config.captcha = null;
    }
  });

  describe('an account of the site', () => {
    async function account(): Promise<{ id: number; email: string }> {
      const email = newAddress();
      const users = booted.strapi.plugin('users-permissions').service('user') as {
        add(data: object): Promise<{ id: number }>;
      };
      const role = await booted.strapi.db
        .query('plugin::users-permissions.role')
        .findOne({ where: { type: 'authenticated' } });
      const { id } = await users.add({
        username: `Site Sam ${count}`,
        email,
        password: PASSWORD,
        provider: 'local',
        confirmed: true,
        blocked: false,
        role: role.id,
      });
      return { id, email };
    }
    const signIn = async (on: Page, email: string, password = PASSWORD) => {
      await on.goto(`${origin}/support/sign-in`);
      await on.fill('#email', email);
      await on.fill('#password', password);
      await on.click('main button.primary');
    };

    it('asks the mailbox first; in the same browser one press is enough', async () => {
      const { email } = await account();
      await signIn(page, email);
      await page.waitForSelector(`main >> text=${email}`);
      const link = await linkTo(email);
      await page.goto(link);
      if (javaScriptEnabled) await shots(page, 'site-account');
      expect(await page.locator('#password').count()).toBe(0);
      await page.click('main button.primary');
      await isIn(page);
      await isClosed(page, link);
      await context.clearCookies();
      await signIn(page, email);
      await isIn(page);
    });

    it('in another browser a new password is chosen, and the old one opens nothing', async () => {
      const { email } = await account();
      await signIn(page, email);
      await page.waitForSelector(`main >> text=${email}`);
      const other = await (await browser.newContext({ javaScriptEnabled })).newPage();
      await other.goto(await linkTo(email));
      if (javaScriptEnabled) await shots(other, 'site-account-elsewhere');
      await other.fill('#password', NEW_PASSWORD);
      await other.click('main button.primary');
      await isIn(other);
      await signIn(page, email);
      await page.waitForSelector('#email-problem');
      await signIn(page, email, NEW_PASSWORD);
      await isIn(page);
      await other.context().close();
    });

    it('comes over with a token of the site by a press', async () => {
      const { email } = await account();
      await booted.services.runtime.db('up_users').where({ email }).update({ confirmed: true });
      const store = booted.strapi.store({
        type: 'plugin',
        name: 'users-permissions',
        key: 'advanced',
      });
      const before = (await store.get({})) as object;
      await store.set({ value: { ...before, email_confirmation: true } });
      try {
        const { body } = await request(booted.server)
          .post('/api/auth/local')
          .send({ identifier: email, password: PASSWORD });
        const { body: link } = await request(booted.server)
          .post('/api/customer-portal/v1/session-links')
          .set('Authorization', `Bearer ${String((body as { jwt: string }).jwt)}`)
          .send({ portal: company.portal.id })
          .expect(200);
        const { url } = link as { url: string };
        await page.goto(url);
        await page.waitForSelector(`main >> text=${email}`);
        if (javaScriptEnabled) await shots(page, 'session-link');
        await page.click('main button.primary');
        await isIn(page);
        await isClosed(page, url);
      } finally {
        await store.set({ value: before });
      }
    });
  });
});

it('reads from right to left', async () => {
  const page = await (
    await browser.newContext({ viewport: { width: 800, height: 700 } })
  ).newPage();
  await page.goto(`${origin}/ar/support/register`);
  expect(await page.getAttribute('html', 'dir')).toBe('rtl');
  await shots(page, 'rtl');
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(800);
  await page.context().close();
});
