import { existsSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { adminWith } from './admin';
import { bootStrapi, type Booted } from './strapi';

const LINK = path.resolve(__dirname, '../app/build');
const PASSWORD = 'Admin-window-72';

/** Where the admin panel was built: `npm test` builds the demo's; PANEL_BUILD names another. */
const BUILD = process.env.PANEL_BUILD ?? path.resolve(__dirname, '../../playground/dist/build');

/** A booted Strapi that serves the built admin panel too. */
export function bootWithPanel(options: Parameters<typeof bootStrapi>[0] = {}): Promise<Booted> {
  if (!existsSync(BUILD)) throw new Error('The admin panel is not built: npm test builds it.');
  if (!isLinked()) {
    rmSync(LINK, { force: true });
    try {
      symlinkSync(BUILD, LINK);
    } catch (error) {
      // Another worker was faster.
      if (!isLinked()) throw error;
    }
  }
  return bootStrapi({ ...options, env: { ...options.env, TEST_PANEL: '1' } });
}

function isLinked(): boolean {
  try {
    return readlinkSync(LINK) === BUILD;
  } catch {
    return false;
  }
}

export interface Panel {
  page: Page;
  /** Opens a page of the plugin by its address below the plugin's root. */
  open(address: string): Promise<void>;
}

/** An admin user whose only role grants the given actions, signed in to the admin panel. */
export async function panelWith(
  browser: Browser,
  booted: Booted,
  name: string,
  actions: string[],
  viewport = { width: 1360, height: 900 },
): Promise<Panel> {
  await adminWith(booted, name, actions);
  const origin = `http://127.0.0.1:${booted.port}`;
  const page = await (await browser.newContext({ viewport })).newPage();
  await page.goto(`${origin}/admin/auth/login`);
  await page.fill('input[name=email]', `${name.toLowerCase()}@tallybrook.example`);
  await page.fill('input[name=password]', PASSWORD);
  await page.click('button[type=submit]');
  await page.waitForURL(/\/admin\/?(\?.*)?$/);
  return {
    page,
    async open(address) {
      await page.goto(`${origin}/admin/plugins/customer-portal/${address}`);
      await page.waitForSelector('main h1');
    },
  };
}
