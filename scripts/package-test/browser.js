const assert = require('node:assert/strict');
const { launchBrowser } = require('../../tests/support/browser');

const PATIENCE = 120_000;

/**
 * Lends a page of a new browser that reaches nothing but the given origins; fails when one of its pages had an error. Where
 * it failed is printed, and a picture shows it.
 */
async function inBrowser({ origins, picture }, work) {
  const browser = await launchBrowser();
  const complaints = [];
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    context.setDefaultTimeout(PATIENCE);
    await context.route(
      (address) => !origins.includes(address.origin) && !address.protocol.startsWith('ws'),
      (route) => route.abort(),
    );
    context.on('page', (page) => {
      page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
      page.on('response', (response) => {
        if (response.status() >= 500) complaints.push(`${response.status()} ${response.url()}`);
      });
    });
    const page = await context.newPage();
    try {
      await work(page);
    } catch (error) {
      await page.screenshot({ path: picture }).catch(() => {});
      const places = context.pages().map((one) => `at ${one.url()}`);
      console.log([...places, ...complaints].join('\n').replace(/^/gm, '      '));
      throw error;
    }
    assert.deepEqual(complaints, []);
  } finally {
    await browser.close();
  }
}

/** Signs in to the panel and opens the plugin's page as a person does. */
const seeHelpDesk = ({ url, admin, picture }) =>
  inBrowser({ origins: [url], picture }, async (page) => {
    await page.goto(`${url}/admin/plugins/customer-portal`);
    await page.locator('input[name="email"]').fill(admin.email);
    await page.locator('input[name="password"]').fill(admin.password);
    await page.locator('button[type="submit"]').click();
    await page.waitForURL((address) => !address.pathname.startsWith('/admin/auth'));
    await page.goto(`${url}/admin/plugins/customer-portal`);
    await page.getByRole('heading', { name: 'Help desk', exact: true, level: 1 }).waitFor();
  });

module.exports = { inBrowser, seeHelpDesk };
