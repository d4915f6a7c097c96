import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { PortalRecord } from '../../server/services/types';
import { translatorOf } from '../../server/site/messages';
import { findTicket } from '../../server/store/tickets';
import { findings } from '../support/axe';
import { launchBrowser } from '../support/browser';
import { foundCompany, PASSWORD, viewerOf, type TestCompany } from '../support/company';
import { foundKnowledgeBase } from '../support/knowledge-base';
import { portalOf } from '../support/portal-access';
import { shotsOf } from '../support/shots';
import { bootStrapi, createAdminUser, type Booted } from '../support/strapi';

const shot = shotsOf('journey');
const ADDRESS = 'ana@harbour.example';
const CARD = '4111 1111 1111 1111';

let booted: Booted;
let browser: Browser;
let company: TestCompany;
let origin: string;
let mara: { key: number; id: string; name: string };

beforeAll(async () => {
  booted = await bootStrapi({ pluginConfig: { signInTries: { address: 500, ip: 500 } } });
  origin = `http://localhost:${booted.port}`;
  company = await foundCompany(booted, origin);
  await foundKnowledgeBase(booted, origin);
  const { settings } = company.portal;
  await booted.services.portalSettings.apply(company.portalKey, {
    general: { ...settings.general, languages: ['fr', 'ar'], helpContact: 'help@harbour.example' },
  });
  const { agentKey, agentId, name } = await booted.services.agents.fromAdmin(
    await createAdminUser(booted, 'mara@tallybrook.example'),
    new Set(['ticket-reply']),
  );
  mara = { key: agentKey, id: agentId, name };
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await booted?.destroy();
});

const portal = (): PortalRecord => portalOf(booted, company.portalKey);
const textsIn = (language: string) => translatorOf(language, portal().settings.tickets);

/** The journey of a customer, by what the pages say in a language. */
async function walk(page: Page, language: string, hasScript: boolean): Promise<void> {
  const t = textsIn(language);
  const root = `${origin}${language === 'en' ? '' : `/${language}`}/support`;
  const submit = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const look = async (name: string) => {
    if (!hasScript) return;
    await shot(page, `${language}-${name}`);
    expect([name, await findings(page)]).toEqual([name, []]);
  };
  const said = async (text: string) => {
    await page.locator('[role=status]', { hasText: text }).first().waitFor();
  };

  await page.goto(root);
  expect(await page.getAttribute('html', 'lang')).toBe(language);
  expect(await page.getAttribute('html', 'dir')).toBe(language === 'ar' ? 'rtl' : 'ltr');
  await look('sign-in');
  await page.fill('#email', ADDRESS);
  await page.fill('#password', PASSWORD);
  await page.locator('main form button.primary').first().click();
  await page.waitForURL((url) => url.pathname === new URL(root).pathname);
  await look('list');

  await page
    .getByRole('link', { name: t('list.new') })
    .first()
    .click();
  const subject = `Meter ${language} ${hasScript ? 'with' : 'without'} script`;
  await page.fill('#subject', subject);
  await page.fill('#body', `It shows **nothing**. My card is ${CARD}.`);
  await page.setInputFiles('#files', {
    name: 'meter.log',
    mimeType: 'text/plain',
    buffer: Buffer.from('volt 0\n'),
  });
  await look('new');
  await page.locator('main form[enctype] button.primary').click();
  await page.waitForSelector('.problems, .notice, [role=alert]');
  // What looks like a card number is asked about before anything leaves; the file and the words are still there.
  expect(await page.inputValue('#subject')).toBe(subject);
  await look('masking');
  await page.locator('button[name=secrets][value=mask]').click();
  if (await page.locator('[name=suggested][value=yes]').count())
    await page.locator('main form[enctype] button.primary').click();
  await said(t('done.created'));
  const ticket = page.url().split('?')[0] ?? '';
  const words = await page.locator('article').first().innerText();
  expect(words).toContain('meter.log');
  expect(words).not.toContain('1111 1111');

  await answer(ticket);
  await page.goto(ticket);
  await page.getByText('Please press the green button.').waitFor();
  await page.fill('form.reply #body', 'Done, thank you.');
  await submit(t('ticket.send'));
  await said(t('done.reply'));
  await look('ticket');

  await page
    .getByRole('link', { name: t('ticket.people') })
    .first()
    .click();
  await page.getByRole('button', { name: t('ticket.addName', { name: 'Cleo Martin' }) }).click();
  await said(t('done.participant-added'));
  await look('people');
  await page.goto(ticket);

  await page.getByText(t('ticket.closeWithWord'), { exact: true }).click();
  await page.fill('#closing', 'It works again.');
  await page
    .locator('form', { has: page.locator('#closing') })
    .getByRole('button', { name: t('ticket.close') })
    .click();
  await said(t('done.closed'));
  await page.getByLabel(t('ticket.rating.5'), { exact: true }).check();
  await look('rating');
  await submit(t('ticket.sendRating'));
  await said(t('done.rated'));
  await submit(t('ticket.reopen'));
  await said(t('done.reopened'));

  // Found by a word of the answer, which stands marked beside the subject.
  await page.goto(`${root}?state=all&q=green`);
  await page.getByRole('link', { name: subject }).first().waitFor();
  expect((await page.locator('mark').first().innerText()).toLowerCase()).toBe('green');
  await look('search');
  await page.locator('.account summary').click();
  await submit(t('nav.signOut'));
  await said(t('done.signed-out'));
}

/** An agent answers. */
async function answer(ticket: string): Promise<void> {
  const { runtime, ticketWriting, outboxWorker } = booted.services;
  const id = ticket.split('/').at(-1) ?? '';
  await runtime.transaction(async (db) => {
    const row = await findTicket(db, id);
    if (!row) throw new Error('no ticket');
    await ticketWriting.addMessage(db, row, {
      kind: 'public',
      author: { kind: 'agent', ...mara },
      body: 'Please press the green button.',
      files: [],
      submissionKey: '',
    });
  });
  await outboxWorker.drain();
}

describe.each([
  ['en', 'with JavaScript', true],
  ['ar', 'with JavaScript', true],
  ['en', 'without JavaScript', false],
  ['ar', 'without JavaScript', false],
] as const)('in %s, %s', (language, _words, hasScript) => {
  let context: BrowserContext;
  beforeAll(async () => {
    context = await browser.newContext({
      javaScriptEnabled: hasScript,
      viewport: { width: 1280, height: 850 },
    });
  });
  afterAll(() => context?.close());

  it('goes from signing in over a request, an answer and a colleague to closing, rating and finding it', async () => {
    await walk(await context.newPage(), language, hasScript);
  });
});

describe('the first view of the list', () => {
  it('is three requests and 30 KB at most; nothing shifts, and no script is waited for', async () => {
    const { customerTickets } = booted.services;
    const ana = await viewerOf(booted, company, ADDRESS);
    for (let at = 0; at < 25; at += 1)
      await customerTickets.create(ana, {
        subject: `Gate ${at} shows no value since the storm of Monday`,
        body: 'It is urgent.',
        files: [],
        submissionKey: '',
      });
    const signedIn = await browser.newContext();
    const before = await signedIn.newPage();
    await before.goto(`${origin}/support/sign-in`);
    await before.fill('#email', ADDRESS);
    await before.fill('#password', PASSWORD);
    await before.locator('main form button.primary').first().click();
    await before.waitForURL((url) => !url.pathname.includes('sign-in'));
    // A browser that has nothing of ours but the cookie.
    const context = await browser.newContext({ storageState: await signedIn.storageState() });
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Network.enable');
    const addresses: string[] = [];
    let bytes = 0;
    cdp.on('Network.requestWillBeSent', ({ request }) => void addresses.push(request.url));
    cdp.on('Network.loadingFinished', ({ encodedDataLength }) => void (bytes += encodedDataLength));
    await page.goto(`${origin}/support`, { waitUntil: 'networkidle' });
    expect(await page.locator('table.tickets tbody tr').count()).toBe(25);
    expect(addresses.length).toBeLessThanOrEqual(3);
    expect(bytes).toBeLessThanOrEqual(30 * 1024);
    const shifts = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          new PerformanceObserver((list) => resolve(list.getEntries().length)).observe({
            type: 'layout-shift',
            buffered: true,
          });
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(0)));
        }),
    );
    expect(shifts).toBe(0);
    expect(await page.locator('script:not([type=module]):not([defer])').count()).toBe(0);
    await context.close();
    await signedIn.close();
  });
});
