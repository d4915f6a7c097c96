/** `npm run screenshots`: pictures of a running demo (`npm run demo`) for docs/screenshots, so that they stay true. */
const { existsSync, mkdirSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { launchBrowser } = require('../tests/support/browser');
const { factsFile } = require('../playground/demo/state');

const folder = path.resolve(__dirname, '../docs/screenshots');
const MODES = {
  light: { viewport: { width: 1280, height: 800 } },
  dark: { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
  phone: { viewport: { width: 390, height: 780 } },
};

async function main() {
  if (!existsSync(factsFile)) throw new Error('Start the demo first: npm run demo');
  const facts = JSON.parse(readFileSync(factsFile, 'utf8'));
  mkdirSync(folder, { recursive: true });
  const browser = await launchBrowser();
  for (const [mode, options] of Object.entries(MODES)) {
    const page = await (await browser.newContext(options)).newPage();
    const shot = (name) => page.screenshot({ path: path.join(folder, `${name}-${mode}.png`) });
    await publicPages(page, facts, shot);
    if (mode !== 'phone') await adminPages(page, facts, shot);
    if (mode === 'light') await setUpPages(browser, options, facts);
    await page.context().close();
  }
  await browser.close();
}

async function publicPages(page, { help, portal, customers: [customer] }, shot) {
  await page.goto(help);
  await shot('knowledge-base');
  await page.click('.card');
  await page.click('.articles a');
  await shot('article');
  await page.goto(portal);
  await shot('sign-in');
  await page.fill('#email', customer.email);
  await page.fill('#password', customer.password);
  await page.click('main button.primary');
  await page.goto(`${portal}?scope=company&state=all`);
  const dismiss = page.getByRole('button', { name: 'Dismiss', exact: true });
  if ((await dismiss.count()) > 0) {
    await dismiss.click();
    await dismiss.waitFor({ state: 'detached' });
  }
  await shot('tickets');
  await page.click('.tickets .waits a');
  await shot('ticket');
  await page.goto(`${portal}/new/device`);
  await shot('new-ticket');
  await page.goto(`${portal}/profile`);
  await shot('profile');
  await page.goto(`${portal}/profile/second-step`);
  await shot('sign-in-security');
}

async function signInToPanel(page, { url }, { email, password }) {
  await page.goto(`${url}/auth/login`);
  await page.fill('input[name=email]', email);
  await page.fill('input[name=password]', password);
  await page.click('button[type=submit]');
  await page.waitForURL(/\/admin\/?(\?.*)?$/);
}

/** Strapi's own announcements are not ours to show: this browser has dismissed them. */
async function closeBanner(page) {
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage))
      if (key.includes('BANNER_DISMISSED')) localStorage.setItem(key, 'true');
  });
  await page.reload();
  await page.waitForSelector('table tbody tr a');
}

/** Pages of the set-up: a list, or the entry of a list that is opened. */
const SET_UP = [
  ['contacts', 'Ana Moreira', 'contact'],
  ['companies', 'Harbour Foods', 'company'],
  ['access-groups', 'Harbour Foods'],
  ['inboxes', 'Support'],
  ['pipelines', 'Support'],
  ['properties'],
  ['request-forms', 'Device problem'],
  ['portals'],
  ['domains'],
];

/** What a CMS admin sets up, as the super admin of the demo sees it. */
async function setUpPages(browser, options, { admin }) {
  const page = await (await browser.newContext(options)).newPage();
  await signInToPanel(page, admin, admin);
  await page.goto(`${admin.url}/plugins/customer-portal/contacts`);
  await page.waitForSelector('table tbody tr a');
  await closeBanner(page);
  for (const [area, entry, name = area] of SET_UP) {
    await page.goto(`${admin.url}/plugins/customer-portal/${area}`);
    await page.waitForSelector('table tbody tr a');
    if (entry) {
      await page.click(`table tbody a:has-text("${entry}")`);
      await page.waitForSelector('main form h2');
    }
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: path.join(folder, `${name}-light.png`) });
  }
  await portalPages(page, admin);
  await page.context().close();
}

/** A step of the set-up, settings with their preview, and what the server stands on. */
async function portalPages(page, { url }) {
  const root = `${url}/plugins/customer-portal`;
  const shot = (name) => page.screenshot({ path: path.join(folder, `${name}-light.png`) });
  const name = 'Tallybrook for installers';
  await page.goto(`${root}/portals/new`);
  await page.getByLabel(/^Name/).fill(name);
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  await page.getByText('This address is free.').waitFor();
  await shot('set-up');
  await page.goto(`${root}/portals`);
  await page.getByRole('button', { name: `Delete ${name}` }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await page.locator('tbody tr', { hasText: name }).waitFor({ state: 'detached' });
  for (const [tab, ready] of [
    ['Tickets', 'main form h2'],
    ['Access', 'main form h2'],
    ['Members', 'table tbody tr'],
    ['Branding', 'iframe[srcdoc]'],
    ['Announcements', 'table tbody tr a'],
  ]) {
    await page.goto(`${root}/portals`);
    await page.click('table tbody a:has-text("Tallybrook Support")');
    await page.getByRole('link', { name: tab, exact: true }).last().click();
    await page.waitForSelector(ready);
    await page.getByRole('link', { name: 'Help desk', exact: true }).waitFor();
    await page.waitForLoadState('networkidle');
    await shot(`portal-${tab.toLowerCase()}`);
  }
  await page.goto(`${root}/portals`);
  await page.click('table tbody a:has-text("Tallybrook Support")');
  await page.getByRole('link', { name: 'Single sign-on', exact: true }).click();
  await page.getByRole('link', { name: 'Add provider' }).first().click();
  await page.waitForSelector('text=Where do people have their accounts?');
  await shot('portal-single-sign-on');
  await page.goto(`${root}/audit-log`);
  await page.waitForSelector('table tbody tr');
  await page.waitForLoadState('networkidle');
  await shot('audit-log');
  await page.goto(`${root}/health`);
  await page.waitForSelector('main h2');
  await page.waitForLoadState('networkidle');
  await shot('health');
}

async function adminPages(page, { admin, agents: [agent] }, shot) {
  await signInToPanel(page, admin, agent);
  await page.goto(`${admin.url}/plugins/customer-portal/help-desk`);
  await page.waitForSelector('table tbody tr a');
  await closeBanner(page);
  await shot('help-desk');
  await page.goto(`${admin.url}/plugins/customer-portal/help-desk?q=carbon`);
  await page.click('table tbody tr a');
  await page.waitForSelector('textarea');
  await shot('help-desk-ticket');
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
