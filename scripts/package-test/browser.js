const assert = require('node:assert/strict');
const { launchBrowser } = require('../../tests/support/browser');

const PATIENCE = 120_000;

/** Signs in to the panel and opens the plugin's page as a person does. */
async function seeHelpDesk({ url, admin, picture }) {
  const browser = await launchBrowser();
  const complaints = [];
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.route(
      (address) => address.origin !== url && !address.protocol.startsWith('ws'),
      (route) => route.abort(),
    );
    page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
    page.on('response', (response) => {
      if (response.status() >= 500) complaints.push(`${response.status()} ${response.url()}`);
    });
    try {
      await page.goto(`${url}/admin/plugins/customer-portal`, { timeout: PATIENCE });
      await page.locator('input[name="email"]').fill(admin.email);
      await page.locator('input[name="password"]').fill(admin.password);
      await page.locator('button[type="submit"]').click();
      await page.waitForURL((address) => !address.pathname.startsWith('/admin/auth'));
      await page.goto(`${url}/admin/plugins/customer-portal`, { timeout: PATIENCE });
      await page.getByRole('heading', { name: 'Help desk', exact: true, level: 1 }).waitFor();
    } catch (error) {
      await page.screenshot({ path: picture }).catch(() => {});
      throw new Error([error.message, `at ${page.url()}`, ...complaints].join('\n'));
    }
    assert.deepEqual(complaints, []);
  } finally {
    await browser.close();
  }
}

module.exports = { seeHelpDesk };
