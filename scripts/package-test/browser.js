const assert = require('node:assert/strict');
const { existsSync } = require('node:fs');
const { chromium } = require('playwright-core');

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const PATIENCE = 120_000;

async function launch() {
  const executablePath = process.env.CHROMIUM_PATH || INSTALLED.find((file) => existsSync(file));
  if (executablePath)
    return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  const { default: packed } = await import('@sparticuz/chromium');
  return chromium.launch({ executablePath: await packed.executablePath(), args: packed.args });
}

/** Signs in to the panel and opens the plugin's page as a person does. */
async function seeHelpDesk({ url, admin, picture }) {
  const browser = await launch();
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
