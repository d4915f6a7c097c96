const { existsSync } = require('node:fs');
const { chromium } = require('playwright-core');

/** An installed Chromium, or the one that comes from npm. `CHROMIUM_PATH` names another. */
async function launchBrowser() {
  const installed = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
    (file) => file && existsSync(file),
  );
  const quiet = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ];
  if (installed) return chromium.launch({ executablePath: installed, args: quiet });
  const { default: packed } = await import('@sparticuz/chromium');
  return chromium.launch({
    executablePath: await packed.executablePath(),
    args: [
      ...packed.args.filter(
        (arg) =>
          !arg.startsWith('--headless') && arg !== '--single-process' && arg !== '--no-zygote',
      ),
      ...quiet,
    ],
  });
}

module.exports = { launchBrowser };
