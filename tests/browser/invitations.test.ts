import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { AdminActor } from '../../server/services/types';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany, PASSWORD, type TestCompany } from '../support/company';
import { openMailbox, type Mailbox } from '../support/mailbox';
import { bootStrapi, type Booted } from '../support/strapi';

const MINUTE = 60 * 1000;
const NEW_PASSWORD = 'Loud-whistle-41';
const MARA: AdminActor = {
  kind: 'agent',
  id: 'mara',
  name: 'Mara Berg',
  can: new Set(['member-read', 'member-invite', 'access-group-edit', 'contact-edit']),
};

let mailbox: Mailbox;
let booted: Booted;
let browser: Browser;
let company: TestCompany;
let group: { key: number; id: string };
let portal: string;
let time = Date.now();
let count = 0;

beforeAll(async () => {
  mailbox = await openMailbox();
  booted = await bootStrapi({
    env: { TEST_SMTP_PORT: String(mailbox.port) },
    pluginConfig: { mailTransport: 'email-plugin' },
  });
  await booted.services.outboxWorker.stop();
  await booted.services.invitationSending.stop();
  const origin = `http://127.0.0.1:${booted.port}`;
  company = await foundCompany(booted, origin);
  portal = `${origin}/support`;
  const { accessGroups } = booted.services;
  const { ana, ben, cleo, dora } = company.people;
  group = await accessGroups.define({
    name: 'Members',
    portalKeys: [company.portalKey],
    contactKeys: [ana, ben, cleo, dora].map(({ key }) => key),
  });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await booted.destroy();
  await mailbox.close();
});
beforeEach(() => {
  jest.spyOn(booted.services.runtime, 'now').mockImplementation(() => time);
});
afterEach(() => jest.restoreAllMocks());

interface Guest {
  id: string;
  key: number;
  address: string;
}

async function newGuest(): Promise<Guest> {
  const address = `gina${(count += 1)}@mill-and-sons.example`;
  const made = await booted.services.people.createContact({ name: 'Gina Rossi', address });
  await booted.services.accessGroups.addMembers(MARA, group.id, {
    contacts: [made.id],
    pasted: '',
  });
  return { ...made, address };
}

/** The link of the newest mail that has arrived there. */
const linkTo = ({ address }: Guest): string => {
  const mail = mailbox.mails.findLast(({ to }) => [to].flat().some((one) => one?.text === address));
  return /https?:\S+token=\S+/.exec(mail?.text ?? '')?.[0] ?? '';
};

async function inviteTo(guest: Guest): Promise<string> {
  const { invitations, invitationSending, outboxWorker } = booted.services;
  await invitations.invite(MARA, company.portal.id, { contacts: [guest.id], future: false });
  time += 2 * MINUTE;
  await invitationSending.sendDue();
  await outboxWorker.drain();
  return linkTo(guest);
}

/** Whoever has an account already, invited all the same. */
async function inviteKnown(): Promise<string> {
  const guest = await newGuest();
  const link = await inviteTo(guest);
  const { invitationAccepting, runtime } = booted.services;
  await invitationAccepting.accept({
    portal: company.portal,
    token: new URL(link).searchParams.get('token') ?? '',
    name: 'Gina Rossi',
    password: PASSWORD,
    language: 'en',
    origin: { ip: '', userAgent: '', previousToken: '', deviceToken: '' },
  });
  await runtime.db('cp_memberships').where({ contact_id: guest.key }).delete();
  return inviteTo(guest);
}

describe.each([
  ['with JavaScript', true],
  ['without JavaScript', false],
])('an invitation %s', (_title, javaScriptEnabled) => {
  let context: BrowserContext;
  let page: Page;
  beforeEach(async () => {
    context = await browser.newContext({ javaScriptEnabled });
    page = await context.newPage();
  });
  afterEach(() => context.close());

  it('arrives, leads to a form, and from there to the list', async () => {
    const guest = await newGuest();
    const link = await inviteTo(guest);
    expect(link).toContain(`${portal}/register?token=`);
    await page.goto(link);
    expect(await page.inputValue('#email')).toBe(guest.address);
    expect(await page.inputValue('#name')).toBe('Gina Rossi');
    await page.fill('#password', 'abc');
    await page.click('main button.primary');
    await page.waitForSelector('#password-problem');
    expect(await page.inputValue('#name')).toBe('Gina Rossi');
    await page.fill('#name', 'Gina R. Rossi');
    await page.fill('#password', NEW_PASSWORD);
    await page.click('main button.primary');
    await page.waitForSelector('text=You are registered and signed in');
    expect(await page.title()).toContain('My tickets');
    await page.goto(link);
    expect(await page.locator('h1').innerText()).toBe('This link does not work any more');
  });

  it('needs no password when links by mail sign in', async () => {
    await page.goto(await inviteTo(await newGuest()));
    await page.check('#links');
    await page.click('main button.primary');
    await page.waitForSelector('text=You are registered and signed in');
  });

  it('asks whoever has an account for one press only', async () => {
    await page.goto(await inviteKnown());
    expect(await page.locator('main input:not([type=hidden])').count()).toBe(0);
    await page.click('text=Sign in and join');
    await page.waitForSelector('text=You are registered and signed in');
  });
});

describe('a link that opens nothing', () => {
  const refusals: [string, (guest: Guest, link: string) => Promise<string>][] = [
    [
      'is too old',
      (_guest, link) => {
        time += 15 * 24 * 60 * MINUTE;
        return Promise.resolve(link);
      },
    ],
    [
      'was used',
      async (_guest, link) => {
        await register(link);
        return link;
      },
    ],
    ['is of another portal', (_guest, link) => otherPortal(link)],
    [
      'is of somebody disabled',
      async ({ key }, link) => {
        const { db } = booted.services.runtime;
        await db('cp_memberships').where({ contact_id: key }).update({ state: 'disabled' });
        return link;
      },
    ],
    [
      'is of somebody who left the group a second ago',
      async ({ id }, link) => {
        await booted.services.accessGroups.removeMembers(MARA, group.id, [id]);
        return link;
      },
    ],
    ['is not typed whole', (_guest, link) => Promise.resolve(link.slice(0, -1))],
  ];

  async function register(link: string): Promise<void> {
    const page = await browser.newPage();
    await page.goto(link);
    await page.fill('#password', NEW_PASSWORD);
    await page.click('main button.primary');
    await page.waitForSelector('text=You are registered and signed in');
    await page.close();
  }

  async function otherPortal(link: string): Promise<string> {
    const { portals, siteMap } = booted.services;
    await portals.createPortal({
      name: 'Other',
      domainKey: company.portal.domain.key,
      slug: 'other',
      inboxKey: company.inboxKey,
    });
    await siteMap.refresh();
    return link.replace('/support/', '/other/');
  }

  it.each(refusals)('%s', async (_how, spoil) => {
    const guest = await newGuest();
    const link = await spoil(guest, await inviteTo(guest));
    const page = await browser.newPage();
    const answer = await page.goto(link);
    expect(answer?.status()).toBe(410);
    expect(await page.locator('h1').innerText()).toBe('This link does not work any more');
    expect(await page.locator('main a', { hasText: 'Sign in' }).count()).toBe(1);
    await page.close();
  });

  it.each(refusals.slice(3, 5))('%s, while the form was open', async (_how, spoil) => {
    const guest = await newGuest();
    const link = await inviteTo(guest);
    const page = await browser.newPage();
    await page.goto(link);
    await page.fill('#password', NEW_PASSWORD);
    await spoil(guest, link);
    await page.click('main button.primary');
    await page.waitForSelector('text=This link does not work any more');
    await page.close();
  });
});

describe.each([
  ['light', { viewport: { width: 1280, height: 850 } }],
  ['dark', { viewport: { width: 1280, height: 850 }, colorScheme: 'dark' as const }],
  ['phone', { viewport: { width: 320, height: 640 } }],
  ['right to left', { viewport: { width: 390, height: 800 } }],
])('the pages of an invitation, %s', (mode, options) => {
  it('have nothing that axe finds, and fit', async () => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const check = async (name: string): Promise<void> => {
      if (mode === 'right to left') await page.evaluate("document.documentElement.dir = 'rtl'");
      if (process.env.SHOTS)
        await page.screenshot({
          path: `${process.env.SHOTS}/${name}-${mode.replaceAll(' ', '-')}.png`,
          fullPage: true,
        });
      expect(await findings(page)).toEqual([]);
      const overflow =
        'document.documentElement.scrollWidth - document.documentElement.clientWidth';
      expect(await page.evaluate(overflow)).toBe(0);
    };
    const link = await inviteTo(await newGuest());
    await page.goto(link);
    await check('invitation');
    await page.fill('#name', '');
    await page.fill('#password', 'gina');
    await page.evaluate(
      "document.querySelectorAll('form').forEach((form) => (form.noValidate = true))",
    );
    await page.click('main button.primary');
    await page.waitForSelector('.problems');
    await check('invitation-problems');
    await page.goto(await inviteKnown());
    await check('invitation-known');
    await page.goto(link.slice(0, -1));
    await check('invitation-closed');
    await page.goto(link);
    await page.fill('#password', NEW_PASSWORD);
    await page.click('main button.primary');
    await page.waitForSelector('text=You are registered and signed in');
    await check('registered');
    await context.close();
  });
});
