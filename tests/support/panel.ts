import { existsSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createAdminWith, type Credentials } from './admin';
import { bootStrapi, type Booted } from './strapi';

/** What the panel has said in passing; a reload takes it away too. */
const NOTE = '[data-sonner-toast]';
const LINK = path.resolve(__dirname, '../app/build');

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
  const origin = `http://127.0.0.1:${booted.port}`;
  const context = await browser.newContext({ viewport });
  await signIn(context, origin, await createAdminWith(booted, name, actions));
  const page = await context.newPage();
  return {
    page,
    async open(address) {
      const path = `/admin/plugins/customer-portal/${address}`;
      // What stands in an address is there for whoever comes by it from outside.
      if (page.url().startsWith(`${origin}/admin/`) && !address.includes('?')) {
        // Away from the plugin first: the page begins anew, as after a reload, which takes ten times as long.
        await follow(page, '/admin/nowhere');
        await follow(page, path);
        await page.locator(NOTE).first().waitFor({ state: 'detached' });
      } else {
        await page.goto(origin + path);
        await page.waitForSelector('main h1');
      }
      if (page.url().includes('/auth/')) throw new Error(`${name} is signed out`);
    },
  };
}

/** Signs a browser in to an admin panel, past its form: what Strapi keeps in it for somebody to be remembered. */
export async function signIn(
  context: BrowserContext,
  origin: string,
  { email, password }: Credentials,
): Promise<void> {
  const answer = await context.request.post(`${origin}/admin/login`, {
    data: { email, password, rememberMe: true },
  });
  const { data } = (await answer.json()) as { data?: { token?: string } };
  if (!data?.token) throw new Error(`${email} cannot sign in: ${answer.status()}`);
  await context.addInitScript(
    ([at, token]) => {
      if (location.origin !== at || localStorage.getItem('jwtToken')) return;
      localStorage.setItem('jwtToken', JSON.stringify(token));
      localStorage.setItem('isLoggedIn', 'true');
    },
    [origin, data.token],
  );
}

/** Goes to an address inside the panel, as a link does, and waits for its page. */
async function follow(page: Page, address: string): Promise<void> {
  await page.evaluate(
    ([path, note]) => {
      document.querySelectorAll<HTMLElement>(`${note} button`).forEach((close) => close.click());
      document.querySelector('main h1')?.setAttribute('data-before', '');
      history.pushState(null, '', path);
      dispatchEvent(new PopStateEvent('popstate'));
    },
    [address, NOTE] as const,
  );
  await page.waitForSelector('main h1:not([data-before])');
}

/** Presses *Save* and waits for the answer: what was said of the save before may still stand there. */
export async function saveSettings(page: Page): Promise<void> {
  const answered = page.waitForResponse(
    (answer) => answer.request().method() === 'PUT' && answer.url().includes('/settings/'),
  );
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await (await answered).finished();
  await page.getByText('Saved. Customers see it from now on.').first().waitFor();
}
