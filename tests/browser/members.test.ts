import type { Browser, Page } from 'playwright-core';
import { providerSettings } from '../../server/contracts/identity-providers';
import { insert } from '../../server/store/connection';
import { addIdentity } from '../../server/store/contact-identities';
import { addProvider } from '../../server/store/identity-providers';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany, PASSWORD, type TestCompany } from '../support/company';
import { bootWithPanel, panelWith, type Panel } from '../support/panel';
import { customerAt } from '../support/portal-page';
import type { Booted } from '../support/strapi';

const SHOTS = process.env.SHOTS;
const GUESTS = 24;

let booted: Booted;
let browser: Browser;
let company: TestCompany;
let mara: Panel;
let address: string;

/** In both themes, and as wide as a phone. */
async function shot(page: Page, name: string): Promise<void> {
  if (!SHOTS) return;
  const size = page.viewportSize() ?? { width: 1360, height: 900 };
  await page.setViewportSize({ width: 1360, height: 2000 });
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    // What opens, opens within this time.
    await page.waitForTimeout(500);
    await page.screenshot({ path: `${SHOTS}/members-${name}-${theme}.png`, fullPage: true });
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 390, height: 2000 });
  await page.screenshot({ path: `${SHOTS}/members-${name}-phone.png`, fullPage: true });
  await page.setViewportSize(size);
}

const cell = (name: string) => `tr:has-text("${name}")`;
const tick = (page: Page, name: string) => page.click(`[aria-label="Choose ${name}"]`);
const bulk = (page: Page, label: string) =>
  page.click(`[aria-label="With the chosen members"] button:has-text("${label}")`);
const confirm = (page: Page, label: string) =>
  page.click(`[role=alertdialog] button:has-text("${label}")`);

beforeAll(async () => {
  booted = await bootWithPanel();
  // What is invited stays where it waits, so that the test sees it.
  await booted.services.invitationSending.stop();
  await booted.services.outboxWorker.stop();
  const origin = `http://localhost:${booted.port}`;
  company = await foundCompany(booted, origin);
  const { people, accessGroups, siteMap, runtime } = booted.services;
  const guests: { key: number }[] = [];
  for (let at = 1; at <= GUESTS; at += 1)
    guests.push(
      await people.createContact({
        name: `Guest ${String(at).padStart(2, '0')}`,
        address: `guest${at}@guests.example`,
      }),
    );
  await accessGroups.define({
    name: 'Guests',
    portalKeys: [company.portalKey],
    contactKeys: [...guests, ...Object.values(company.people)].map(({ key }) => key),
  });
  await siteMap.refresh();
  const waiting = await people.createContact({
    name: 'Wanda Waits',
    address: 'wanda@new.example',
    password: PASSWORD,
  });
  await insert(runtime.db, 'cp_memberships', {
    contact_id: waiting.key,
    portal_id: company.portalKey,
    state: 'waiting',
    consents: '{}',
  });
  address = `portals/${company.portal.id}/members`;
  browser = await launchBrowser();
  mara = await panelWith(browser, booted, 'Mara', [
    'members.member-read',
    'members.member-edit',
    'members.member-invite',
    'contacts.contact-read',
    'portals.portal-read',
    'access-groups.access-group-read',
  ]);
});
afterAll(async () => {
  await browser?.close();
  await booted?.destroy();
});

describe('members in the admin', () => {
  it('is led to from the list of portals, and shows who is there', async () => {
    const { page, open } = mara;
    await open('portals');
    await page.click('a:has-text("Members of Harbour support")');
    await page.waitForSelector('h1:has-text("Members of Harbour support")');
    await page.waitForSelector(`${cell('Ana Lopes')} >> text=Registered`);
    await page.waitForSelector('text=29 entries');
    await page.waitForSelector('text=1 person registered and waits for your approval.');
    await page.waitForSelector(`text=${GUESTS} people can be invited now.`);
    expect(await findings(page, 'main')).toEqual([]);
    await shot(page, 'list');
  });

  it('lets in who waits for approval', async () => {
    const { page } = mara;
    await page.click('button:has-text("Show them")');
    await page.waitForSelector(cell('Wanda Waits'));
    expect(await page.locator('tbody tr').count()).toBe(1);
    await tick(page, 'Wanda Waits');
    await bulk(page, 'Approve');
    await page.waitForSelector('[role=alertdialog] >> text=Let 1 person in?');
    await confirm(page, 'Approve');
    await page.waitForSelector('text=Done for 1 member.');
    await page.waitForSelector('text=Nothing matches');
    await page.click('button:has-text("Clear")');
  });

  it('invites whoever is in the groups: asks with the number, and can be paused and cancelled', async () => {
    const { page, open } = mara;
    await open(address);
    await page.click('button:has-text("Invite…")');
    await page.waitForSelector(`[role=alertdialog] >> text=Invite ${GUESTS} people?`);
    const send = page.locator(`[role=alertdialog] button:has-text("Invite ${GUESTS} people")`);
    expect(await send.isDisabled()).toBe(true);
    expect(await findings(page, '[role=alertdialog]')).toEqual([]);
    await shot(page, 'invite');
    await page.click(`[role=alertdialog] :text("Yes, send ${GUESTS} invitations")`);
    await send.click();
    await page.waitForSelector(`text=Done for ${GUESTS} members.`);
    await page.waitForSelector('text=Nobody can be invited now.');
    await page.waitForSelector(`${cell('Guest 01')} >> text=Pending`);
    await page.waitForSelector(`button:has-text("Pending: ${GUESTS}")`);
    await page.click('button:has-text("Pause")');
    await page.waitForSelector('text=Paused: nothing goes out');
    await shot(page, 'pending');
    await page.click('button:has-text("Go on")');
    await page.waitForSelector('button:has-text("Pause")');
    await page.click('button:has-text("Cancel the waiting ones")');
    await page.waitForSelector(`[role=alertdialog] >> text=Cancel ${GUESTS} waiting invitations?`);
    await confirm(page, 'Cancel the waiting ones');
    await page.waitForSelector(`text=${GUESTS} people can be invited now.`);
    await page.waitForSelector(`${cell('Guest 01')} >> text=Cancelled`);
  });

  it('disables several at once: they are out at their next click', async () => {
    const { page, open } = mara;
    const ana = await customerAt(
      browser,
      `http://localhost:${booted.port}/support`,
      'ana@harbour.example',
    );
    await open(address);
    for (const name of ['Ana Lopes', 'Ben Okafor', 'Guest 02']) await tick(page, name);
    await page.waitForSelector('text=3 chosen');
    await bulk(page, 'Disable');
    await page.waitForSelector('[role=alertdialog] >> text=Disable 3 members?');
    await shot(page, 'disable');
    await confirm(page, 'Disable');
    await page.waitForSelector('text=Done for 3 members.');
    await page.waitForSelector(`${cell('Ana Lopes')} >> text=Disabled`);
    await ana.reload();
    expect(ana.url()).toContain('/sign-in');
    for (const name of ['Ana Lopes', 'Ben Okafor', 'Guest 02', 'Guest 03']) await tick(page, name);
    await bulk(page, 'Enable');
    await page.waitForSelector('text=1 other that you chose is left as it is.');
    await confirm(page, 'Enable');
    await page.waitForSelector(`${cell('Ana Lopes')} >> text=Registered`);
    await page.waitForSelector(`${cell('Guest 02')} >> text=No access`);
  });

  it('shows a registration link once', async () => {
    const { page, open } = mara;
    await open(address);
    await page.click('button:has-text("Copy a registration link for Guest 04")');
    await page.click('[role=dialog] button:has-text("Make the link")');
    await page.waitForSelector('[role=dialog] input[readonly]');
    const url = await page.inputValue('[role=dialog] input[readonly]');
    expect(url).toContain('/support/register?token=');
    expect(await findings(page, '[role=dialog]')).toEqual([]);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.click('[role=dialog] button:has-text("Copy")');
    await page.waitForSelector('[role=dialog] >> text=Copied.');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(url);
    await shot(page, 'link');
    await page.click('[role=dialog] button:has-text("Close")');
    await page.waitForSelector(`${cell('Guest 04')} >> text=Invited`);
    const guest = await (await browser.newContext()).newPage();
    await guest.goto(url);
    await guest.waitForSelector('input[value="guest4@guests.example"]');
  });

  /** As if the contact had signed in there once. */
  async function knownAtProvider(contactKey: number): Promise<void> {
    const { db } = booted.services.runtime;
    const settings = providerSettings.parse({ name: 'Harbour login' });
    const now = Date.now();
    const { key } = await addProvider(db, company.portalKey, { preset: 'okta', settings }, now);
    const identity = { contactKey, providerKey: key, subject: '00u1ben', subjectHash: 'ben', now };
    await addIdentity(db, identity);
  }

  it('shows on the page of a contact how it gets in, and signs one device out', async () => {
    const { page, open } = mara;
    const { ben } = company.people;
    await knownAtProvider(ben.key);
    const customer = await customerAt(
      browser,
      `http://localhost:${booted.port}/support`,
      'ben@harbour.example',
    );
    await open(`contacts/${ben.id}`);
    await page.waitForSelector('section:has-text("Access") >> text=Harbour support');
    await page.waitForSelector('td:has-text("Chrome on")');
    expect(await findings(page, 'main')).toEqual([]);
    await shot(page, 'contact');
    await page.click('button:has-text("End"):right-of(td:has-text("Chrome on"))');
    await page.waitForSelector('[role=alertdialog] >> text=End 1 session?');
    await confirm(page, 'End');
    await page.waitForSelector('text=Is signed in nowhere.');
    await page.waitForSelector('text=Mara Berg ended sessions');
    await customer.reload();
    expect(customer.url()).toContain('/sign-in');
    await page.click('button:has-text("Send password reset")');
    await confirm(page, 'Send password reset');
    await page.waitForSelector('text=Mara Berg sent a link for a new password');

    const known = 'section:has(h2:text-is("Identity providers"))';
    await page.waitForSelector(`${known} >> text=00u1ben`);
    await page.click('button[aria-label="Unlink Harbour login (Harbour support)"]');
    await shot(page, 'unlink');
    await confirm(page, 'Unlink');
    await page.waitForSelector('text=Mara Berg unlinked an identity provider');
    await page.waitForSelector(known, { state: 'detached' });
  });

  it('shows nothing to change to whoever may only read', async () => {
    const rita = await panelWith(browser, booted, 'Rita', ['members.member-read']);
    await rita.open(address);
    await rita.page.waitForSelector(cell('Ana Lopes'));
    expect(await rita.page.locator('main input[type=checkbox], main tbody button').count()).toBe(0);
    expect(await rita.page.locator('main button:has-text("Invite")').count()).toBe(0);
  });

  it('says what to do where nobody is', async () => {
    const { portals } = booted.services;
    const [system] = await booted.services.runtime
      .db('cp_domains')
      .where({ is_system: true })
      .select('id');
    const { id } = await portals.createPortal({
      name: 'Empty one',
      domainKey: Number(system.id),
      slug: 'empty',
      inboxKey: company.inboxKey,
    });
    await booted.services.siteMap.refresh();
    const { page, open } = mara;
    await open(`portals/${id}/members`);
    await page.waitForSelector('text=This portal has no access groups');
    await page.waitForSelector('a:has-text("Open the access settings")');
    await page.waitForSelector('text=so no mail invites to it');
    expect(await findings(page, 'main')).toEqual([]);
    await shot(page, 'empty');
  });
});
