import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { randomToken } from '../../server/services/runtime';
import { bumpVersion } from '../../server/store/counters';
import { turnProvider, type ProviderRecord } from '../../server/store/identity-providers';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany, viewerOf, type TestCompany } from '../support/company';
import { addProviderTo, registerAt } from '../support/identity-providers';
import { startOidcProvider, type OidcProvider } from '../support/oidc-provider';
import { startSamlIdp, type SamlIdp } from '../support/saml-idp';
import { shotsOf } from '../support/shots';
import { bootStrapi, type Booted } from '../support/strapi';

const shot = shotsOf('single-sign-on');
const SECRET = 'a-secret-of-the-client-that-is-long';
const PHONE = { width: 390, height: 844 };

let booted: Booted;
let browser: Browser;
let company: TestCompany;
let oidc: OidcProvider;
let idp: SamlIdp;
let origin: string;
let harbour: ProviderRecord;
let lime: ProviderRecord;
let ticket: string;

beforeAll(async () => {
  [oidc, idp] = await Promise.all([
    startOidcProvider({
      accounts: [
        { sub: 'ana-1', email: 'ana@harbour.example', email_verified: true, name: 'Ana Lopes' },
        { sub: 'zoe-1', email: 'zoe@nowhere.example', email_verified: true, name: 'Zoe' },
        { sub: 'eve-1', email: 'ben@harbour.example', email_verified: false, name: 'Eve' },
      ],
    }),
    startSamlIdp(),
  ]);
  idp.people.set('dora', { nameId: 'dora-1', attributes: { email: 'dora@lime.example' } });
  booted = await bootStrapi({ pluginConfig: { signInTries: { address: 500, ip: 5000 } } });
  origin = `http://localhost:${booted.port}`;
  company = await foundCompany(booted, origin);
  await booted.services.portalSettings.apply(company.portalKey, {
    general: { languages: ['fr', 'ar'], helpContact: 'help@harbour.example' },
  });
  const viewer = await viewerOf(booted, company, 'ana@harbour.example');
  const made = await booted.services.customerTickets.create(viewer, {
    subject: 'The meter stands still',
    body: 'Since Monday.',
    files: [],
    submissionKey: randomToken(),
  });
  ticket = `/tickets/${made.id}`;
  harbour = await addProviderTo(
    booted,
    company.portal,
    'openid-connect',
    {
      name: 'Harbour ID',
      oidc: { issuer: oidc.issuer, clientId: 'portal', scopes: ['email', 'profile'] },
    },
    SECRET,
  );
  await registerAt(oidc, harbour, at(''), { client_secret: SECRET });
  lime = await addProviderTo(booted, company.portal, 'saml', {
    name: 'دخول الليمون',
    emailDomains: ['lime.example'],
    emailTrust: 'always',
    saml: idp.settings(),
  });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await booted?.destroy();
  await Promise.all([oidc?.stop(), idp?.close()]);
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

const at = (path: string) => `${origin}/support${path}`;
const open = async (options: BrowserContextOptions = {}): Promise<Page> =>
  (await browser.newContext(options)).newPage();
const setAccess = (access: object) =>
  booted.services.portalSettings.apply(company.portalKey, { access });

async function turn(provider: ProviderRecord, isOn: boolean): Promise<void> {
  const { runtime, siteMap } = booted.services;
  await turnProvider(runtime.db, provider.key, isOn);
  await bumpVersion(runtime.db, 'site');
  await siteMap.refresh();
}

/** On the page of the OpenID Connect provider. */
async function signInThere(page: Page, who: string): Promise<void> {
  await page.waitForURL(`${oidc.issuer}/**`);
  await page.fill('[name=login]', who);
  await page.click('[name=enter]');
}

/** Here, and then on the provider's page for that. */
async function signOut(page: Page): Promise<void> {
  await page.click('summary');
  await page.click('text=Sign out');
  await page.waitForURL(`${oidc.issuer}/**`);
  await page.click('[name=logout]');
  await page.waitForSelector('text=You are signed out.');
}

/** On the page of the SAML provider, which posts its answer by a script, or by a press without one. */
async function signInAtLime(page: Page, hasScript = true): Promise<void> {
  await page.waitForURL(`${idp.origin}/**`);
  await page.fill('[name=person]', 'dora');
  await page.click('button');
  if (!hasScript) await page.click('button');
}

/** Without anything that axe finds, in both colours, on a phone and from right to left. */
async function expectGood(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await findings(page)).toEqual([]);
    await shot(page, `${name}-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(PHONE);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await shot(page, `${name}-phone`);
  await page.evaluate(() => (document.documentElement.dir = 'rtl'));
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await shot(page, `${name}-rtl`);
}

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('%s', (_title, javaScriptEnabled) => {
  it('a button leads to the provider, and back to the page that was asked for; signing out ends there too', async () => {
    const page = await open({ javaScriptEnabled });
    await page.goto(at(ticket));
    expect(page.url()).toContain('/support/sign-in?next=');
    await page.check('#remember');
    await page.click('button:has-text("Harbour ID")');
    await signInThere(page, 'ana-1');
    await page.waitForURL(at(ticket));
    await page.waitForSelector('h1:has-text("The meter stands still")');
    const cookies = await page.context().cookies(origin);
    const session = cookies.find(({ name }) => name === 'cp_session');
    expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
    // It stays, since that was ticked; nothing of the way is left.
    expect(session?.expires).toBeGreaterThan(Date.now() / 1000);
    expect(
      cookies.map(({ name }) => name).filter((name) => /flow|typed|arrival/.test(name)),
    ).toEqual([]);
    await signOut(page);
    await page.waitForSelector('.notice >> text=You are signed out.');
    await page.goto(at(''));
    // The provider asks who it is again: it has ended there as well.
    await page.click('button:has-text("Harbour ID")');
    await page.waitForSelector('[name=login]');
    expect(page.url()).toContain(oidc.issuer);
  });

  it('an address of a provider’s domain leads there from either button', async () => {
    const page = await open({ javaScriptEnabled });
    for (const button of ['text="Sign in" >> visible=true', 'text=Mail me a link']) {
      await page.goto(at(`/sign-in?next=/support/new`));
      await page.fill('#email', 'dora@lime.example');
      await page.locator('main form').locator(button).last().click();
      await signInAtLime(page, javaScriptEnabled);
      await page.waitForURL(/\/support\/new/);
      await page.context().clearCookies();
    }
  });

  it('what was typed before the session ended survives the way over a provider', async () => {
    const page = await open({ javaScriptEnabled });
    await page.goto(at(''));
    await page.click('button:has-text("Harbour ID")');
    await signInThere(page, 'ana-1');
    await page.waitForURL(at(''));
    await page.goto(at(ticket));
    const text = `It moves again.\n${'And then it stops. '.repeat(400)}`;
    await page.fill('#body', text);
    await booted.services.runtime.db('cp_sessions').delete();
    await page.click('main button.primary');
    await page.waitForSelector('text=What you typed is kept.');
    await page.click('button:has-text("Harbour ID")');
    // Its own session goes on there: nothing is asked.
    await page.waitForURL(at('/typed'));
    expect((await page.inputValue('#body')).replaceAll('\r', '')).toBe(text);
    await page.click('main button.primary');
    await page.waitForSelector('.notice >> text=Your reply is sent.');
  });
});

it('required single sign-on sends straight on, and shows a choice after signing out', async () => {
  await turn(lime, false);
  await setAccess({ control: 'single-sign-on' });
  try {
    const page = await open();
    await page.goto(at(ticket));
    await signInThere(page, 'ana-1');
    await page.waitForURL(at(ticket));
    await signOut(page);
    await page.waitForSelector('.notice >> text=You are signed out.');
    await expectGood(page, 'required');
    expect(await page.locator('input[type=password], #email').count()).toBe(0);
  } finally {
    await setAccess({ control: 'access-groups' });
    await turn(lime, true);
  }
});

it('whoever is not let in, did not agree, or is not known there reads why', async () => {
  for (const [who, title, name] of [
    ['zoe-1', 'This portal is not open to you', 'not-let-in'],
    ['eve-1', 'Your e-mail address is missing', 'unverified'],
  ] as const) {
    const page = await open();
    await page.goto(at('/sign-in'));
    await page.click('button:has-text("Harbour ID")');
    await signInThere(page, who);
    await page.waitForSelector(`h1:has-text("${title}")`);
    await expectGood(page, name);
    await page.goto(at(''));
    expect(page.url()).toContain('/sign-in');
    await page.context().close();
  }
  const page = await open();
  await page.goto(at('/sign-in'));
  await page.click('button:has-text("Harbour ID")');
  await page.waitForSelector('[name=cancel]');
  await page.click('[name=cancel]');
  await page.waitForSelector('h1:has-text("You did not sign in")');
  await expectGood(page, 'denied');
  await page.click('text=Other ways to sign in');
  await page.waitForSelector('#password');
  await page.context().close();
});

it('login CSRF: the way back of somebody else’s browser signs nobody in', async () => {
  const attacker = await open();
  await attacker.goto(at('/sign-in'));
  await attacker.click('button:has-text("Harbour ID")');
  await attacker.waitForURL(`${oidc.issuer}/**`);
  // The browser that asked has lost its cookie, so the code in the address is not used up.
  await attacker.context().clearCookies({ domain: 'localhost' });
  await signInThere(attacker, 'ana-1');
  await attacker.waitForURL(/\/callback\?/);
  const callback = attacker.url();
  const victim = await open();
  const answer = await victim.goto(callback);
  expect(answer?.status()).toBe(400);
  await victim.waitForSelector('text=in another tab or browser');
  await expectGood(victim, 'lost');
  await victim.goto(at(''));
  expect(victim.url()).toContain('/sign-in');
});

it('attack 29: a foreign address to come back to leads to the portal’s first page', async () => {
  for (const next of ['//evil.example', '/%5cevil.example', '%2f%2fevil.example']) {
    const page = await open();
    await page.goto(at(`/sso/${harbour.id}?next=${next}`));
    await signInThere(page, 'ana-1');
    await page.waitForURL(at(''));
    await page.context().close();
  }
});

it('the pages are good to read on every screen', async () => {
  const page = await open({ viewport: { width: 1280, height: 850 } });
  await page.goto(at('/sign-in'));
  await expectGood(page, 'both');
  await page.setViewportSize({ width: 1280, height: 850 });
  await setAccess({ control: 'single-sign-on' });
  await page.goto(at('/sign-in'));
  await expectGood(page, 'company');
  await setAccess({ control: 'access-groups' });
  for (const language of ['fr', 'ar']) {
    await page.goto(`${origin}/${language}/support/sign-in`);
    await shot(page, `in-${language}`);
  }
  await page.setViewportSize({ width: 1280, height: 850 });
  // The page between: what goes on by itself is held up for the picture.
  await page.route(`${idp.origin}/**`, (route) => route.abort());
  await page.goto(at('/sign-in'));
  await page.fill('#email', 'dora@lime.example');
  const between = await page.context().request.post(at('/sign-in'), {
    form: { email: 'dora@lime.example' },
    headers: { Origin: origin },
  });
  await page.setContent(
    (await between.text())
      .replace(/<meta http-equiv[^>]+>/, '')
      .replace('<head>', `<head><base href="${origin}">`),
  );
  await shot(page, 'between');
});
