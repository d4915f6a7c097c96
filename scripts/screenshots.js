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
  await shot('tickets');
  await page.click('.tickets .waits a');
  await shot('ticket');
  await page.goto(`${portal}/new/device`);
  await shot('new-ticket');
}

async function adminPages(page, { admin, agents: [agent] }, shot) {
  await page.goto(`${admin.url}/auth/login`);
  await page.fill('input[name=email]', agent.email);
  await page.fill('input[name=password]', agent.password);
  await page.click('button[type=submit]');
  await page.waitForURL(/\/admin\/?(\?.*)?$/);
  await page.goto(`${admin.url}/plugins/customer-portal/help-desk`);
  await page.waitForSelector('table tbody tr a');
  // Strapi's own announcements are not ours to show.
  const close = page.locator(
    'button[aria-label="Close banner"], button:has-text("Close"):near(:text("Introducing"))',
  );
  if (await close.count()) await close.first().click();
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
